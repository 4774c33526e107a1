"""What the API says about a matter: to everybody, and the words in it to those who may read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import get_language
from ninja import Schema
from pydantic import Field

from tuoluo.bodies.models import Body
from tuoluo.ledger.actors import Actor
from tuoluo.matters.models import Matter, MatterQuerySet, Part
from tuoluo.matters.reads import SHOWN_WITH, Row, Sight, rows, sight_of
from tuoluo.matters.rules import Channel, Nature, Outcome, Stage
from tuoluo.matters.words import NATURES, OUTCOMES, STAGES
from tuoluo.territory.models import Area


class BodySeen(Schema):
    """A body, by its name in the language asked for."""

    id: UUID
    name: str
    kind: str


class AreaSeen(Schema):
    """An area, by its code and name."""

    code: str
    name: str


class Accountable(Schema):
    """The one body that answers for a matter, and the one person who does so there today."""

    body: BodySeen
    post: int
    role: str
    person: str


class PartSeen(Schema):
    """What an assisting body was asked to do."""

    body: BodySeen
    asked_at: datetime
    finished_at: datetime | None


class Judgement(Schema):
    """The resident's judgement, three questions apart."""

    responded: bool
    solved: bool
    satisfied: int


class DetailsSeen(Schema):
    """What only those see who reported the matter, have a part in it, or stand above the community."""

    place: str
    cell: AreaSeen | None
    lng: float | None
    lat: float | None
    answer: str
    parts: list[PartSeen]
    text: str | None = Field(description="the reporter's words: only for the reporter and bodies with a part in it")


class MatterSeen(Schema):
    """Where a matter stands: what everybody sees, and the details for those who may see them."""

    number: str
    stage: Stage
    stage_name: str
    is_open: bool
    nature: Nature
    nature_name: str
    channel: Channel
    category: str
    category_name: str
    community: AreaSeen
    accountable: Accountable
    lead: BodySeen | None
    verifier: BodySeen | None
    reported_at: datetime
    dispatched_at: datetime | None
    due_at: datetime | None
    due_unknown_year: int | None = Field(description="the year whose working calendar is not published yet")
    taken_up_at: datetime | None
    reported_back_at: datetime | None
    closed_at: datetime | None
    on_time: bool | None
    is_late: bool
    outcome: Outcome | None
    outcome_name: str
    reworked: int
    reopened: int
    judgement: Judgement | None
    sight: Sight = Field(description="how much you may see")
    details: DetailsSeen | None


def joined() -> MatterQuerySet:
    """Matters with all that `seen` needs, in a fixed number of questions."""
    parts = Prefetch("parts", queryset=Part.objects.select_related("body").order_by("pk"))
    return Matter.objects.select_related(*SHOWN_WITH).prefetch_related(parts)


def seen(matters: Sequence[Matter], by: Actor, now: datetime) -> list[dict[str, Any]]:
    """How these matters look to somebody (read with `joined`: the number of questions does not grow with them)."""
    return [_seen(row, by) for row in rows(matters, now)]


def _seen(row: Row, by: Actor) -> dict[str, Any]:
    matter, sight = row.matter, sight_of(row.matter, by)
    return {
        **_stand(matter),
        "category_name": row.category.name.in_language(get_language() or "zh") if row.category else matter.category,
        "is_late": row.late,
        "accountable": {
            "body": body_seen(matter.accountable_body),
            "post": matter.accountable_post_id,
            "role": matter.accountable_post.role,
            "person": row.person.name,
        },
        "sight": sight,
        "details": None if sight is Sight.PUBLIC else _details(matter, sight),
    }


def body_seen(body: Body) -> dict[str, Any]:
    """A body in brief."""
    return {"id": body.uuid, "name": name_of(body), "kind": body.kind}


def area_seen(area: Area) -> dict[str, str]:
    """An area in brief."""
    return {"code": area.code, "name": name_of(area)}


def name_of(row: Body | Area) -> str:
    """The name in the language asked for; the Chinese one where there is no other."""
    return row.name if (get_language() or "zh").startswith("zh") else row.name_en or row.name


def bodies_seen(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Several bodies in brief, by row."""
    return {body.pk: body_seen(body) for body in Body.objects.filter(pk__in=ids)}


def _stand(matter: Matter) -> dict[str, Any]:
    stage, nature = Stage(matter.stage), Nature(matter.nature)
    outcome = Outcome(matter.outcome) if matter.outcome else None
    copied = ("number", "is_open", "channel", "category", "reworked", "reopened", "on_time", "due_unknown_year")
    moments = ("reported_at", "dispatched_at", "due_at", "taken_up_at", "reported_back_at", "closed_at")
    return {
        **{name: getattr(matter, name) for name in (*copied, *moments)},
        "stage": stage,
        "stage_name": str(STAGES[stage]),
        "nature": nature,
        "nature_name": str(NATURES[nature]),
        "outcome": outcome,
        "outcome_name": str(OUTCOMES[outcome]) if outcome else "",
        "community": area_seen(matter.community),
        "lead": body_seen(matter.lead) if matter.lead else None,
        "verifier": body_seen(matter.verifier) if matter.verifier else None,
        "judgement": _judgement(matter),
    }


def _judgement(matter: Matter) -> dict[str, Any] | None:
    if matter.satisfied is None:
        return None
    return {"responded": matter.responded, "solved": matter.solved, "satisfied": matter.satisfied}


def _details(matter: Matter, sight: Sight) -> dict[str, Any]:
    return {
        "text": matter.text if sight is Sight.WORDS else None,
        "place": matter.place,
        "cell": area_seen(matter.cell) if matter.cell else None,
        "lng": matter.lng,
        "lat": matter.lat,
        "answer": matter.answer,
        "parts": [
            {"body": body_seen(part.body), "asked_at": part.asked_at, "finished_at": part.finished_at}
            for part in matter.parts.all()
        ],
    }
