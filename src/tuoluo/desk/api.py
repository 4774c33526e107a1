"""What crosses folders, as JSON: who I am, the communities with their 1 + 3 + N, bodies, charter, acts, and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.http import WHOEVER, Line, asking, found, may_answer
from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import actors_of, people_in_charge
from tuoluo.charter.model import Charter, Duty, Name, Part
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import REGISTRY
from tuoluo.people.models import Person
from tuoluo.territory.datum import convert
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import area_on, areas_on, locate

router = Router(auth=WHOEVER, tags=["district"])
MOST = 200
HANDS = ("lead", "supervisor", "verifier", "evaluator")


class Place(Schema):
    """An area. A schematic boundary was drawn for orientation and must be labelled 示意 on every map."""

    code: str
    name: str
    level: str
    schematic: bool


class Holder(Schema):
    """A post and the person who answers for it today."""

    post: int
    role: str
    role_name: str
    title: str
    head: bool
    cell: str | None
    person: str


class BodyBrief(Schema):
    """A body and where it stands in the sum 1 + 3 + N."""

    id: UUID
    name: str
    kind: str
    kind_name: str
    part: str
    area: str
    credit_code: str


class BodyInFull(BodyBrief):
    """A body with the people in its posts and its duties by category (a code, a beginning with ``*``, or default)."""

    posts: list[Holder]
    duties: dict[str, list[str]]


class Board(Schema):
    """The public board of a community: its sum, with names and duties."""

    community: Place
    subdistrict: Place | None
    charter: str
    front_door: str
    sum: dict[Literal["1", "3", "N"], list[BodyInFull]]


class BodyPage(Schema):
    """Some bodies; ask again with ``after`` set to ``next``."""

    bodies: list[BodyBrief]
    next: int | None


class ActSeen(Schema):
    """One line of the registry: every way in which anything can change."""

    name: str
    family: str
    open_to: str
    summary: str
    basis: str
    sealed: list[str] = Field(description="arguments that the record holds only a commitment to")


class Me(Schema):
    """Who the API takes you for, and the posts you may name in X-Acting-Post."""

    person: str
    acting_post: int | None
    posts: list[dict[str, Any]]


class Where(Schema):
    """The areas around a point, the smallest first; none outside the district."""

    areas: list[Place]


class CharterSeen(Schema):
    """A charter, complete, as it governs an area today."""

    name: str
    title: str
    version: str
    digest: str
    valid_from: date
    front_door: str
    kinds: list[dict[str, Any]]
    roles: list[dict[str, Any]]
    categories: list[dict[str, Any]]
    duties: list[dict[str, Any]]


class Point(Schema):
    """A point, in a datum that is stated."""

    lng: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    datum: Literal["CGCS2000", "WGS-84", "GCJ-02", "BD-09"]


class Wanted(Schema):
    """Which bodies are wanted."""

    area: Line = Field("", description="code of an area: its bodies and those inside it")
    kind: Line = ""
    after: Annotated[int, Field(ge=0, le=2**53)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = 100


@router.get("/me", response={200: Me, **may_answer()}, operation_id="me", summary="Who you are here")
def me(request: HttpRequest) -> dict[str, Any]:
    """The person behind the token or log-in, and every post they hold today."""
    who = asking(request)
    held = actors_of(who.person) if who.person else []
    return {"person": who.actor.name, "acting_post": who.actor.post, "posts": [_post(actor) for actor in held]}


def _post(actor: Actor) -> dict[str, Any]:
    return {"post": actor.post, "role": actor.role, "body": actor.body_name, "area": actor.area}


@router.get("/acts", response={200: list[ActSeen], **may_answer()}, operation_id="acts", summary="The registry of acts")
def acts(request: HttpRequest) -> list[dict[str, Any]]:
    """Every act there is, with its family, who may do it without a post, and its basis."""
    return [
        {
            "name": spec.name,
            "family": spec.family.value,
            "open_to": spec.open_to.value,
            "summary": spec.summary,
            "basis": spec.basis,
            "sealed": list(spec.private),
        }
        for spec in sorted(REGISTRY.values(), key=lambda spec: spec.name)
    ]


@router.get(
    "/communities", response={200: list[Place], **may_answer()}, operation_id="communities", summary="All communities"
)
def communities(request: HttpRequest) -> list[dict[str, Any]]:
    """The communities of the district as they are today, by code."""
    return [_place(area) for area in areas_on(Level.COMMUNITY).defer("boundary")]


@router.get(
    "/communities/{code}", response={200: Board, **may_answer(409)}, operation_id="board", summary="A community's board"
)
def board(request: HttpRequest, code: Line) -> dict[str, Any]:
    """The 1, the 3 and the N of a community, each with its people and duties."""
    area = area_on(code)
    community = found(area if area and area.level == Level.COMMUNITY else None, code)
    day = timezone.localdate()
    charter = charter_at(community.stem, day)
    bodies = Body.objects.on(day).filter(area=community).select_related("area").order_by("pk")
    shown = _in_full(list(bodies), charter, day)
    parts = ("1", "3", "N")
    return {
        "community": _place(community),
        "subdistrict": _place(community.parent) if community.parent else None,
        "charter": charter.name,
        "front_door": charter.front_door.kind,
        "sum": {part: [body for body in shown if body["part"] == part] for part in parts},
    }


@router.get("/bodies", response={200: BodyPage, **may_answer(409)}, operation_id="bodies", summary="List bodies")
def bodies(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The bodies that exist today, of a kind or inside an area."""
    day = timezone.localdate()
    area = found(area_on(wanted.area), wanted.area) if wanted.area else None
    rows = Body.objects.on(day).select_related("area").filter(pk__gt=wanted.after).order_by("pk")
    if area is not None:
        rows = rows.filter(area__stem__startswith=area.stem)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    shown = list(rows[: wanted.limit + 1])
    more = len(shown) > wanted.limit
    page = shown[: wanted.limit]
    charter = charter_at(page[0].area.stem, day) if page else None
    return {"bodies": [_brief(body, charter) for body in page], "next": page[-1].pk if more else None}


@router.get("/bodies/{body}", response={200: BodyInFull, **may_answer(409)}, operation_id="body", summary="One body")
def one_body(request: HttpRequest, body: UUID) -> dict[str, Any]:
    """A body with its posts, the people in them, and its duties."""
    day = timezone.localdate()
    row = found(Body.objects.on(day).filter(uuid=body).select_related("area").first(), body)
    return _in_full([row], charter_at(row.area.stem, day), day)[0]


@router.get("/charter", response={200: CharterSeen, **may_answer(409)}, operation_id="charter", summary="The charter")
def charter_in_force(request: HttpRequest, area: Line = "") -> dict[str, Any]:
    """The charter that governs an area today; without one, the district's."""
    place = found(area_on(area) if area else areas_on(Level.DISTRICT).first(), area or "district")
    charter = charter_at(place.stem, timezone.localdate())
    return {
        "name": charter.name,
        "title": _said(charter.title),
        "version": charter.version,
        "digest": charter.digest,
        "valid_from": charter.valid_from,
        "front_door": charter.front_door.kind,
        "kinds": [
            {"code": kind.code, "name": _said(kind.name), "part": kind.part, "level": kind.level, "basis": kind.basis}
            for kind in charter.kinds.values()
        ],
        "roles": [
            {"code": role.code, "name": _said(role.name), "kinds": role.kinds, "acts": sorted(role.acts)}
            for role in charter.roles.values()
        ],
        "categories": [
            {"code": one.code, "name": _said(one.name), "kind": one.kind, "parent": one.parent, "origin": one.origin}
            for one in charter.categories.values()
        ],
        "duties": [_duty(duty) for duty in charter.duties],
    }


@router.get("/locate", response={200: Where, **may_answer()}, operation_id="locate", summary="Where is this point?")
def where(request: HttpRequest, point: Query[Point]) -> dict[str, Any]:
    """The cell at a point and the areas around it."""
    area: Area | None = locate(*convert(point.lng, point.lat, point.datum))
    around = []
    while area is not None:
        around.append(_place(area))
        area = area.parent
    return {"areas": around}


def _place(area: Area) -> dict[str, Any]:
    return {"code": area.code, "name": _name(area), "level": area.level, "schematic": area.schematic}


def _name(row: Area | Body) -> str:
    return row.name if _language().startswith("zh") else row.name_en or row.name


def _said(name: Name) -> str:
    return name.in_language(_language())


def _language() -> str:
    return get_language() or "zh"


def _brief(body: Body, charter: Charter | None) -> dict[str, Any]:
    kind = charter.kinds.get(body.kind) if charter else None
    return {
        "id": body.uuid,
        "name": _name(body),
        "kind": body.kind,
        "kind_name": _said(kind.name) if kind else body.kind,
        "part": kind.part.value if kind else Part.GOVERNMENT.value,
        "area": body.area.code,
        "credit_code": body.credit_code,
    }


def _in_full(bodies: list[Body], charter: Charter, day: date) -> list[dict[str, Any]]:
    """Bodies with their people (three questions, however many)."""
    posts = list(Post.objects.on(day).filter(body__in=bodies).select_related("cell").order_by("-head", "pk"))
    people = people_in_charge(posts, day)
    of_body: dict[int, list[dict[str, Any]]] = {}
    for post in posts:
        of_body.setdefault(post.body_id, []).append(_holder(post, people, charter))
    return [
        {
            **_brief(body, charter),
            "posts": of_body.get(body.pk, []),
            "duties": _duties(body, charter),
        }
        for body in bodies
    ]


def _holder(post: Post, people: Mapping[int, Person], charter: Charter) -> dict[str, Any]:
    role = charter.roles.get(post.role)
    return {
        "post": post.pk,
        "role": post.role,
        "role_name": _said(role.name) if role else post.role,
        "title": post.title,
        "head": post.head,
        "cell": post.cell.code if post.cell else None,
        "person": people[post.pk].name,
    }


def _duties(body: Body, charter: Charter) -> dict[str, list[str]]:
    """What a body does for which categories. A category led by somebody near may be named twice, by area."""
    own = {body.kind, f"@{body.reference}", f"@{body.name}"}
    here = [duty for duty in charter.duties if not duty.area or body.area.stem.startswith(duty.area)]
    by_hand = {hand: _categories(duty for duty in here if getattr(duty, hand) in own) for hand in HANDS}
    by_hand["assistant"] = _categories(duty for duty in here if own & set(duty.assistants))
    return {hand: categories for hand, categories in by_hand.items() if categories}


def _categories(duties: Iterable[Duty]) -> list[str]:
    return list(dict.fromkeys(duty.category for duty in duties))


def _duty(duty: Duty) -> dict[str, Any]:
    names = ("category", "area", "lead", "assistants", "supervisor", "verifier", "evaluator", "basis", "note")
    limit = {"amount": duty.limit.amount, "unit": duty.limit.unit.value} if duty.limit else None
    return {**{name: getattr(duty, name) for name in names}, "limit": limit}
