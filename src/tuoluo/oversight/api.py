"""Admission of tasks as JSON: asking, answering, entering hours, and the figures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tuoluo.bodies.http import WHOEVER, Line, Words, asking, found, may_answer
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.naming import called
from tuoluo.oversight import acts, reads
from tuoluo.oversight.figures import figures, kind_names
from tuoluo.oversight.lists import grounds
from tuoluo.oversight.models import Hours
from tuoluo.oversight.rules import Cited, Demand, State, halves_of
from tuoluo.territory.models import Level
from tuoluo.territory.reads import area_on, areas_on

router = Router(auth=WHOEVER, tags=["admission of tasks"])
Official = Annotated[str, Field(max_length=400, pattern=r"^[^\x00]*$")]
Title = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
Span = Annotated[float, Field(ge=0.5, le=10000, multiple_of=0.5, allow_inf_nan=False)]
Day = Annotated[float, Field(ge=0.5, le=24, multiple_of=0.5, allow_inf_nan=False)]


class GroundSeen(Schema):
    """A rule on which a residents' committee may refuse."""

    code: str
    name: str
    basis: str
    source: str


class DemandSeen(Schema):
    """A demand in one community. ``words`` only for the two bodies between which they were said."""

    id: UUID
    task: UUID
    title: str
    asked_by: UUID
    asked_by_name: str
    basis: str
    community: str
    committee: UUID
    state: State
    asked_on: date
    answer_by: date | None
    answered_on: date | None
    until: date
    ground: GroundSeen | None
    words: str
    hours_expected: float
    hours_entered: float


class TaskSeen(Schema):
    """A demand with how it stands in each community."""

    id: UUID
    title: str
    demands: list[DemandSeen]


class Asked(Schema):
    """What is asked, on what basis, of which communities (codes), until when, how many hours of one community."""

    title: Title
    title_en: Line = ""
    basis: Official
    communities: Annotated[list[Line], Field(min_length=1, max_length=500)]
    until: date
    hours: Span


class Accepted(Schema):
    """Anything to add."""

    words: Words = ""


class RefusedWith(Accepted):
    """The code of the ground, of GET /tasks/grounds."""

    ground: Line


class HoursGiven(Schema):
    """Hours of a day, in steps of half an hour."""

    day: date
    hours: Day


class HoursSeen(Schema):
    """An entry of hours; a counter-entry is below zero and names what it takes back."""

    id: UUID
    community: str
    body: UUID
    task: UUID | None
    day: date
    hours: float
    corrects: UUID | None


class LineSeen(Schema):
    """One line of the figures; hours in hours."""

    code: str
    name: str
    asked: int
    waiting: int
    admitted: int
    running: int
    ended: int
    refused: int
    lapsed: int
    withdrawn: int
    hours_expected: float
    hours_from_above: float
    hours_own: float
    share_from_above: float | None
    own_matters: int


class FiguresSeen(Schema):
    """What was asked in a year, how it stands today, and the hours worked in that year."""

    year: int
    total: LineSeen
    communities: list[LineSeen]
    asked_by: list[LineSeen]
    kinds: list[LineSeen]


class Wanted(Schema):
    """Whose demands."""

    community: Line = Field(description="code of a community")


class Year(Schema):
    """Which year, this one if none is named."""

    year: Annotated[int, Field(ge=2000, le=9998)] | None = None
    community: Line = Field("", description="only this community, by its code")


@router.get(
    "/tasks", response={200: list[DemandSeen], **may_answer()}, operation_id="tasks", summary="Demands on a community"
)
def tasks(request: HttpRequest, wanted: Query[Wanted]) -> list[dict[str, Any]]:
    """Everything asked of a community off its list, the newest first. No persons."""
    area = area_on(wanted.community)
    community = found(area if area and area.level == Level.COMMUNITY else None, wanted.community)
    actor = asking(request).actor
    return [_demand(one, actor) for one in reads.demands_in(community, timezone.localdate())]


@router.get(
    "/tasks/grounds",
    response={200: list[GroundSeen], **may_answer()},
    operation_id="grounds",
    summary="Grounds of refusal",
)
def all_grounds(request: HttpRequest) -> list[dict[str, Any]]:
    """The rules on which a residents' committee may refuse, as this district has configured them."""
    return [
        {"code": one.code, "name": called(one), "basis": one.basis, "source": one.source} for one in grounds().values()
    ]


@router.get(
    "/tasks/figures", response={200: FiguresSeen, **may_answer()}, operation_id="task_figures", summary="Figures"
)
def task_figures(request: HttpRequest, wanted: Query[Year]) -> dict[str, Any]:
    """How much was asked, refused, admitted and ended, and which share of the hours went to tasks from above."""
    day = timezone.localdate()
    areas = list(areas_on(Level.COMMUNITY).defer("boundary"))
    if wanted.community:
        area = found(next((one for one in areas if one.code == wanted.community), None), wanted.community)
        areas = [area]
    span = reads.year_of(str(wanted.year or ""), day)
    known, names = figures(areas, span, day), kind_names()
    return {
        "year": span.start.year,
        "total": {"code": "", "name": "", **reads.counted(known.total)},
        "communities": [
            {"code": area.code, "name": called(area), **reads.counted(line)} for area, line in known.communities
        ],
        "asked_by": [
            {"code": str(body.uuid), "name": called(body), **reads.counted(line)} for body, line in known.askers
        ],
        "kinds": [{"code": kind, "name": names.get(kind, kind), **reads.counted(line)} for kind, line in known.kinds],
    }


@router.get("/tasks/{task}", response={200: TaskSeen, **may_answer()}, operation_id="task", summary="One demand")
def task(request: HttpRequest, task: UUID) -> dict[str, Any]:
    """A demand with how it stands in each community."""
    return _task(task, asking(request).actor)


@router.post("/tasks", response={200: TaskSeen, **may_answer(409)}, operation_id="task_ask", summary="Ask communities")
def ask(request: HttpRequest, what: Asked) -> dict[str, Any]:
    """Ask communities for something off their list."""
    actor = asking(request).actor
    areas = [found(area_on(code), code) for code in what.communities]
    halves = halves_of(what.hours)
    assert halves is not None
    demand = Demand(what.title, what.basis, what.until, halves, what.title_en)
    row = acts.ask(by=actor, at=timezone.now(), demand=demand, communities=areas)
    return _task(row.uuid, actor)


@router.post(
    "/tasks/{task}/withdraw",
    response={200: TaskSeen, **may_answer(409)},
    operation_id="task_withdraw",
    summary="Withdraw",
)
def withdraw(request: HttpRequest, task: UUID) -> dict[str, Any]:
    """Withdraw what we asked, in every community where it still waits or runs."""
    actor = asking(request).actor
    acts.withdraw(found(reads.task_with(task), task), by=actor, at=timezone.now())
    return _task(task, actor)


@router.post(
    "/admissions/{admission}/accept",
    response={200: DemandSeen, **may_answer(409)},
    operation_id="task_accept",
    summary="Admit a task",
)
def accept(request: HttpRequest, admission: UUID, what: Accepted) -> dict[str, Any]:
    """Admit a task to our community until its end date."""
    actor = asking(request).actor
    acts.accept(found(reads.admission_with(admission), admission), by=actor, at=timezone.now(), words=what.words)
    return _one(admission, actor)


@router.post(
    "/admissions/{admission}/refuse",
    response={200: DemandSeen, **may_answer(409)},
    operation_id="task_refuse",
    summary="Refuse a task",
)
def refuse(request: HttpRequest, admission: UUID, what: RefusedWith) -> dict[str, Any]:
    """Refuse a task that is not ours, on the ground of a rule."""
    actor, row = asking(request).actor, found(reads.admission_with(admission), admission)
    acts.refuse(row, by=actor, at=timezone.now(), ground=Cited(what.ground), words=what.words)
    return _one(admission, actor)


@router.post(
    "/admissions/{admission}/hours",
    response={200: HoursSeen, **may_answer(409)},
    operation_id="task_log_hours",
    summary="Enter hours for a task",
)
def log_hours(request: HttpRequest, admission: UUID, what: HoursGiven) -> dict[str, Any]:
    """Enter hours that our body worked on a day for an admitted task."""
    row = found(reads.admission_with(admission), admission)
    by, now = asking(request).actor, timezone.now()
    return _hours(acts.log_hours(row, by=by, at=now, day=what.day, halves=_halves(what)))


@router.post(
    "/communities/{code}/hours",
    response={200: HoursSeen, **may_answer(409)},
    operation_id="hours_log_own",
    summary="Enter hours for own matters",
)
def log_own(request: HttpRequest, code: Line, what: HoursGiven) -> dict[str, Any]:
    """Enter hours that our body worked on a day for the community's own matters."""
    area = area_on(code)
    community = found(area if area and area.level == Level.COMMUNITY else None, code)
    by, now = asking(request).actor, timezone.now()
    return _hours(acts.log_own(community, by=by, at=now, day=what.day, halves=_halves(what)))


@router.post(
    "/hours/{entry}/correct",
    response={200: HoursSeen, **may_answer(409)},
    operation_id="hours_correct",
    summary="Take an entry of hours back",
)
def correct(request: HttpRequest, entry: UUID) -> dict[str, Any]:
    """Take an entry back by a counter-entry; what was entered first stays visible."""
    row = found(Hours.objects.filter(uuid=entry).first(), entry)
    return _hours(acts.correct(row, by=asking(request).actor, at=timezone.now()))


def _halves(what: HoursGiven) -> int:
    halves = halves_of(what.hours)
    if halves is None:
        raise Refused(Refusal("task.bad_hours", "", {"most": 24}))
    return halves


def _task(uuid: UUID, actor: Actor) -> dict[str, Any]:
    row = found(reads.task_with(uuid), uuid)
    demands = [_demand(one, actor) for one in reads.admissions_of(row, timezone.localdate())]
    return {"id": row.uuid, "title": demands[0]["title"] if demands else row.title, "demands": demands}


def _one(uuid: UUID, actor: Actor) -> dict[str, Any]:
    row = found(reads.admission_with(uuid), uuid)
    return _demand(reads.demanded([row], timezone.localdate())[0], actor)


def _demand(one: reads.Demanded, actor: Actor) -> dict[str, Any]:
    task, ground = one.task, one.ground
    return {
        "id": one.row.uuid,
        "task": task.uuid,
        "title": called(task),
        "asked_by": task.asked_by.uuid,
        "asked_by_name": called(task.asked_by),
        "basis": task.basis,
        "community": one.row.community.code,
        "committee": one.row.committee.uuid,
        "state": one.state,
        "asked_on": task.asked_on,
        "answer_by": task.answer_by,
        "answered_on": one.row.answered_on,
        "until": task.until,
        "ground": {"code": ground.code, "name": called(ground), "basis": ground.basis, "source": ground.source}
        if ground
        else None,
        "words": one.row.words if reads.may_read_words(one.row, actor) else "",
        "hours_expected": task.expected_halves / 2,
        "hours_entered": one.halves / 2,
    }


def _hours(row: Hours) -> dict[str, Any]:
    return {
        "id": row.uuid,
        "community": row.community.code,
        "body": row.body.uuid,
        "task": row.admission.task.uuid if row.admission else None,
        "day": row.day,
        "hours": row.halves / 2,
        "corrects": row.corrects.uuid if row.corrects else None,
    }
