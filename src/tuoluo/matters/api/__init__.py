"""Matters as JSON: report, list, follow, and every act on them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.responses import Status
from pydantic import Field

from tuoluo.bodies.arguments import Key
from tuoluo.bodies.http import (
    WHOEVER,
    Degrees,
    Line,
    Problem,
    Words,
    asking,
    found,
    may_answer,
    problem,
)
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import refusal
from tuoluo.matters.acts import Place
from tuoluo.matters.api.asked import asker, matter_numbered, repeatable
from tuoluo.matters.api.operations import add_operations, matter_acts
from tuoluo.matters.api.shapes import BodySeen, MatterSeen, bodies_seen, joined, seen
from tuoluo.matters.history import LOOK
from tuoluo.matters.intake import Told, new_token, take_in
from tuoluo.matters.models import Matter, Said
from tuoluo.matters.reads import Sight, sight_of, visible_to
from tuoluo.matters.rules import OPEN_STAGES, Channel, Nature, Stage
from tuoluo.matters.words import ACTS
from tuoluo.people.models import Person
from tuoluo.territory.datum import convert
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import area_on, cell_of, locate

router = Router(auth=WHOEVER, tags=["matters"])
MOST = 100


class Report(Schema):
    """What somebody reports. Name the community, or give a point, or both."""

    text: Words
    community: Line = Field("", description="its code, 9 or 12 digits or as printed", examples=["440305001001"])
    lng: Annotated[Degrees, Field(ge=-180, le=180)] | None = None
    lat: Annotated[Degrees, Field(ge=-90, le=90)] | None = None
    datum: Literal["CGCS2000", "WGS-84", "GCJ-02", "BD-09"] = Field("WGS-84", description="what lng and lat are in")
    place: Line = Field("", description="the place in words")
    nature: Nature = Nature.HELP
    channel: Literal["web", "counter", "telephone", "patrol", "api"] = "api"
    category: Annotated[str, Field(max_length=24, pattern=r"^[^\x00]*$")] = Field("", description="may be left to us")
    contact: Line = Field("", description="how to reach you: sealed, looked up only by a recorded act")


class Reported(Schema):
    """A matter that was reported. ``link`` is shown this once: whoever has it follows and evaluates the matter."""

    number: str
    link: str
    matter: MatterSeen


class Page(Schema):
    """Some matters, newest first. Ask again with ``before`` set to ``next`` for the following ones."""

    matters: list[MatterSeen]
    next: str | None


class Filters(Schema):
    """Which matters are wanted."""

    community: Line = Field("", description="code of an area: its matters and those inside it")
    stage: Stage | None = None
    open: bool | None = None
    nature: Nature | None = None
    category: Line = Field("", description="a category, or the beginning of its code")
    body: UUID | None = Field(None, description="the body that answers for it")
    mine: bool = Field(False, description="only those of which you see more than the public does")
    before: Line = Field("", description="the number after which to go on: next of the page before")
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


class Entry(Schema):
    """One entry of the record about a matter. ``words`` are kept apart from it, sealed."""

    seq: int
    act: str
    act_name: str
    family: str
    at: datetime
    recorded_at: datetime
    body: BodySeen | None
    person: str | None = Field(description="who did it in a post; never who reported")
    stage: Stage
    carried_over: str
    words: dict[str, str] | None
    hash: str


class MayAct(Schema):
    """Whether you may do an act on a matter now; if not, why not."""

    act: str
    name: str
    may: bool
    refusal: Problem | None


@router.post("", response={201: Reported, **may_answer(409)}, operation_id="report", summary="Report something")
def report_matter(request: HttpRequest, what: Report, key: Key = "") -> Status[dict[str, Any]]:
    """Anybody may report; nobody need say who they are. From this moment the accountable body named answers for it."""

    def do() -> dict[str, Any]:
        by, now = asking(request).actor, timezone.now()
        if by.post is None and (what.channel not in ("api", "web") or what.nature is Nature.FINDING):
            raise Refused(Refusal("right.needs_post", "charter, roles", {"act": "matter.report"}))
        told = Told(
            what.text, _place(what), what.nature, Channel(what.channel), category=what.category, contact=what.contact
        )
        matter, link = take_in(told, by=by, at=now, token=key or new_token())
        fresh = joined().get(pk=matter.pk)
        return {"number": fresh.number, "link": link, "matter": seen([fresh], by, now)[0]}

    return Status(201, repeatable(request, key, do))


def _place(what: Report) -> Place:
    """The community named counts; the point tells the cell, and the community where none is named."""
    if what.lng is None or what.lat is None:
        community = _community(what.community)
        return Place(community, cell_of(community), what.place)
    lng, lat = convert(what.lng, what.lat, what.datum)
    cell = locate(lng, lat)
    if what.community:
        community = _community(what.community)
        inside = cell if cell is not None and cell.stem.startswith(community.stem) else cell_of(community)
        return Place(community, inside, what.place, lng, lat)
    if cell is None or cell.parent is None:
        raise Refused(Refusal("api.nowhere"))
    return Place(cell.parent, cell, what.place, lng, lat)


def _community(code: str) -> Area:
    if not code:
        raise Refused(Refusal("api.place_missing"))
    area = found(area_on(code), code)
    return found(area if area.level == Level.COMMUNITY else None, code)


@router.get("", response={200: Page, **may_answer()}, operation_id="list_matters", summary="List matters")
def list_matters(request: HttpRequest, wanted: Query[Filters]) -> dict[str, Any]:
    """Everybody sees where each matter stands; details come with those you may see."""
    by, now = asking(request).actor, timezone.now()
    matters = joined()
    if wanted.mine:
        matters = matters.filter(pk__in=visible_to(by).order_by().values("pk"))
    matters = matters.filter(**_conditions(wanted)).order_by("-pk")
    if wanted.before:
        matters = matters.filter(pk__lt=matter_numbered(wanted.before).pk)
    rows = list(matters[: wanted.limit + 1])
    shown = rows[: wanted.limit]
    return {"matters": seen(shown, by, now), "next": shown[-1].number if len(rows) > len(shown) else None}


def _conditions(wanted: Filters) -> dict[str, Any]:
    area = found(area_on(wanted.community), wanted.community) if wanted.community else None
    conditions: dict[str, Any] = {
        "community__stem__startswith": area.stem if area else "",
        "category__startswith": wanted.category,
        "stage": wanted.stage.value if wanted.stage else None,
        "nature": wanted.nature.value if wanted.nature else None,
        "accountable_body__uuid": wanted.body,
    }
    if wanted.open is not None:
        stages = OPEN_STAGES if wanted.open else set(Stage) - OPEN_STAGES
        conditions["stage__in"] = sorted(stage.value for stage in stages)
    return {name: value for name, value in conditions.items() if value not in ("", None)}


@router.get(
    "/{number}", response={200: MatterSeen, **may_answer()}, operation_id="read_matter", summary="Follow a matter"
)
def read_matter(request: HttpRequest, number: Line) -> dict[str, Any]:
    """Where the matter with this number stands; everything, when you show its secret link."""
    matter = matter_numbered(number)
    return seen([matter], asker(request, matter), timezone.now())[0]


@router.get(
    "/{number}/history", response={200: list[Entry], **may_answer()}, operation_id="history", summary="What was done"
)
def history(request: HttpRequest, number: Line) -> list[dict[str, Any]]:
    """Every act on this matter as the record has it, oldest first."""
    matter = matter_numbered(number)
    sight = sight_of(matter, asker(request, matter))
    about = Record.objects.filter(subject_kind="matter", subject_id=matter.pk)
    records = [record for record in about if record.act != LOOK or sight is not Sight.PUBLIC]
    bodies = bodies_seen({record.body for record in records if record.body})
    people = _names({record.person for record in records if record.person and record.body})
    words = {} if sight is Sight.PUBLIC else _words_of(matter, sight)
    return [
        {
            **{name: getattr(record, name) for name in ("seq", "act", "family", "at", "recorded_at", "hash")},
            "act_name": str(ACTS.get(record.act, record.act)),
            "body": bodies.get(record.body or 0),
            "person": people.get(record.person or 0) if record.body and "carried_over" not in record.facts else None,
            "stage": record.facts["now"]["stage"],
            "carried_over": record.facts.get("carried_over", ""),
            "words": None if sight is Sight.PUBLIC else words.get(record.seq, {}),
        }
        for record in records
    ]


def _names(people: set[int]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))


def _words_of(matter: Matter, sight: Sight) -> dict[int, dict[str, str]]:
    """What was said in each act; the resident's own words only for those who may read them."""
    said: dict[int, dict[str, str]] = {}
    for one in Said.objects.filter(matter=matter):
        if sight is Sight.WORDS or one.what != "words":
            said.setdefault(one.seq, {})[one.what] = one.text
    return said


@router.get(
    "/{number}/acts", response={200: list[MayAct], **may_answer()}, operation_id="may_act", summary="What you may do"
)
def may_act(request: HttpRequest, number: Line) -> list[dict[str, Any]]:
    """For every act on this matter whether you may do it now, as far as can be told before its details are known."""
    matter = matter_numbered(number)
    by, now = asker(request, matter), timezone.now()
    return [_may(spec.name, matter, by, now) for spec in matter_acts()]


def _may(act: str, matter: Matter, by: Actor, now: datetime) -> dict[str, Any]:
    against = refusal(act, matter, by=by, at=now)
    told = problem(against) if against else None
    return {"act": act, "name": str(ACTS.get(act, act)), "may": against is None, "refusal": told}


add_operations(router)
