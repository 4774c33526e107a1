"""Reform programmes as JSON: read on any day, and one operation for each act, made from the act itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Annotated, Any, get_type_hints

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field, create_model

from tuoluo.bodies.arguments import ROWS, Key, arguments_of, repeatable
from tuoluo.bodies.http import WHOEVER, Line, asking, found, may_answer
from tuoluo.ledger.registry import REGISTRY, ActSpec
from tuoluo.programme.acts import open_programme
from tuoluo.programme.models import Measure, Milestone, Programme
from tuoluo.programme.reads import (
    AimSeen,
    MeasureSeen,
    MilestoneSeen,
    ProgrammeSeen,
    StepSeen,
    programme_called,
    programme_on,
    programmes,
)
from tuoluo.programme.rules import EvidenceKind, State, StepKind
from tuoluo.territory.models import Area

router = Router(auth=WHOEVER, tags=["programmes"])
InPath = Annotated[int, Field(ge=1, le=2**53 - 1)]


class ProgrammeBrief(Schema):
    """A reform programme. A sample says so."""

    code: str
    name: str
    area: str
    leader: str
    starts: date
    ends: date
    basis: str
    sample: bool


class StepTold(Schema):
    """What happened to a milestone: a later date with the grounds, or that it was reached, with the evidence."""

    kind: StepKind
    on: date
    told_on: date
    due: date | None
    because: str
    evidence: EvidenceKind | None
    reference: str


class MilestoneTold(Schema):
    """A milestone as it stood on the day. ``first_due`` never changes; ``days_late`` is counted from it."""

    id: int
    name: str
    state: State
    first_due: date
    due: date
    reached_on: date | None
    days_late: int
    steps: list[StepTold]


class AimTold(Schema):
    """The figure that a measure should move; ``now`` is computed, for the day asked."""

    indicator: str
    words: str
    unit: str
    failure: str
    baseline: Decimal
    baseline_on: date
    target: Decimal
    now: Decimal | None
    done_percent: int | None


class OwnerTold(Schema):
    """A body that owned the measure from a day on, and its head on the day asked."""

    body: str
    head: str
    since: date


class MeasureTold(Schema):
    """A measure as it stood on the day."""

    number: int
    aspect: str
    name: str
    state: State
    plan: str
    owners: list[OwnerTold]
    dropped_on: date | None
    dropped_because: str
    aim: AimTold | None
    milestones: list[MilestoneTold]


class ProgrammeTold(ProgrammeBrief):
    """A programme as it stood on a day."""

    on: date
    measures: list[MeasureTold]


class StepDone(Schema):
    """An act that was done, and how the programme stands now."""

    act: str
    programme: ProgrammeTold


LAST_DAY = date(9000, 1, 1)  # a day must have a day after it


@router.get("", response={200: list[ProgrammeBrief], **may_answer()}, operation_id="programmes", summary="Programmes")
def listed(request: HttpRequest) -> list[dict[str, Any]]:
    """All reform programmes, the newest first."""
    return [_brief(row) for row in programmes()]


@router.get(
    "/{code}", response={200: ProgrammeTold, **may_answer(409)}, operation_id="programme", summary="One programme"
)
def one(request: HttpRequest, code: Line, on: date | None = None) -> dict[str, Any]:
    """A programme with its measures and milestones, as it stood on a day; without one, today."""
    day = min(on, LAST_DAY) if on else timezone.localdate()
    return told(programme_on(found(programme_called(code), code), day))


def told(seen: ProgrammeSeen) -> dict[str, Any]:
    """A programme as JSON."""
    return {**_brief(seen.row), "on": seen.day, "measures": [_measure(measure, seen.day) for measure in seen.measures]}


def _brief(row: Programme) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in ("code", "name", "starts", "ends", "basis", "sample")}
    return {**plain, "area": row.area.code, "leader": row.leader.name}


def _measure(seen: MeasureSeen, day: date) -> dict[str, Any]:
    row = seen.row
    return {
        **{name: getattr(row, name) for name in ("number", "aspect", "name", "plan")},
        "state": seen.state,
        "owners": [{"body": one.body.name, "head": one.head, "since": one.since} for one in seen.owners],
        "dropped_on": row.dropped_on if seen.dropped else None,
        "dropped_because": row.dropped_because if seen.dropped else "",
        "aim": _aim(seen.aim) if seen.aim else None,
        "milestones": [_milestone(one) for one in seen.milestones],
    }


def _aim(seen: AimSeen) -> dict[str, Any]:
    one = seen.indicator
    named = {"indicator": one.code, "words": str(one.words), "unit": one.unit, "failure": one.failure}
    figures = {name: getattr(seen, name) for name in ("baseline", "baseline_on", "target", "now")}
    return {**named, **figures, "done_percent": seen.done}


def _milestone(seen: MilestoneSeen) -> dict[str, Any]:
    named = {"id": seen.row.pk, "name": seen.row.name, "first_due": seen.row.first_due}
    stands = {name: getattr(seen, name) for name in ("state", "due", "reached_on", "days_late")}
    return {**named, **stands, "steps": [_step(step) for step in seen.steps]}


def _step(seen: StepSeen) -> dict[str, Any]:
    names = ("kind", "on", "told_on", "due", "because", "reference")
    return {**{name: getattr(seen.row, name) for name in names}, "evidence": seen.row.evidence or None}


# Acts: the address names the subject, the body of the request everything else


def _programme(code: str, _: int) -> Programme:
    return found(programme_called(code), code)


def _measure_numbered(code: str, number: int) -> Measure:
    rows = Measure.objects.select_related("programme__area", "programme__leader")
    return found(rows.filter(programme__code=code, number=number).first(), number)


def _milestone_numbered(code: str, number: int) -> Milestone:
    rows = Milestone.objects.select_related("measure__programme__area", "measure__programme__leader")
    return found(rows.filter(measure__programme__code=code, pk=number).first(), number)


SUBJECTS: dict[type, tuple[str, Callable[[str, int], Any], Callable[[Any], Programme]]] = {
    Programme: ("/{code}/acts/", _programme, lambda row: row),
    Measure: ("/{code}/measures/{measure}/acts/", _measure_numbered, lambda row: row.programme),
    Milestone: ("/{code}/milestones/{milestone}/acts/", _milestone_numbered, lambda row: row.measure.programme),
}


def subject_of(spec: ActSpec) -> type | None:
    """What an act is done to, if that belongs to a programme."""
    hints = get_type_hints(spec.function)
    kind: type = hints[next(iter(inspect.signature(spec.function).parameters))]
    return kind if kind in SUBJECTS else None


def programme_acts() -> list[ActSpec]:
    """Every act on a programme, a measure or a milestone, in the order of the registry."""
    return [spec for spec in REGISTRY.values() if subject_of(spec) is not None]


def _operation(spec: ActSpec, address: str, view: Callable[..., Any]) -> None:
    router.post(
        f"{address}{spec.name}",
        response={200: StepDone, **may_answer(409)},
        summary=spec.summary,
        description=f"Family: {spec.family}. Open to: {spec.open_to}. Basis: {spec.basis}",
        operation_id=spec.name.replace(".", "_"),
        url_name=spec.name,
    )(view)


def _answer(spec: ActSpec, programme: Programme) -> dict[str, Any]:
    return {"act": spec.name, "programme": told(programme_on(programme, timezone.localdate()))}


def _asked_by(spec: ActSpec, more: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The shape of the request, and how its fields become the arguments of the act."""
    asked = arguments_of(spec)
    title = "".join(part.title() for part in spec.name.replace("_", ".").split("."))
    fields: dict[str, Any] = {name: (how.type, default) for name, (how, default) in asked.items()}
    model = create_model(title, __base__=Schema, __doc__=spec.summary, **fields, **more)
    return model, {name: how.read for name, (how, _) in asked.items()}


def _view(spec: ActSpec, kind: type) -> Callable[..., Any]:
    _, find, programme_of = SUBJECTS[kind]
    model, readers = _asked_by(spec, {})
    door = getattr(import_module(spec.function.__module__), spec.function.__name__)

    def do(request: HttpRequest, what: Schema, key: str, code: str, number: int) -> dict[str, Any]:
        def once() -> dict[str, Any]:
            subject = find(code, number)
            given = {name: read(getattr(what, name)) for name, read in readers.items()}
            door(subject, by=asking(request).actor, at=timezone.now(), **given)
            return _answer(spec, programme_of(subject))

        return repeatable(request, key, once)

    def on_programme(request: HttpRequest, code: str, what: Schema, key: str = "") -> dict[str, Any]:
        return do(request, what, key, code, 0)

    def on_measure(request: HttpRequest, code: str, measure: int, what: Schema, key: str = "") -> dict[str, Any]:
        return do(request, what, key, code, measure)

    def on_milestone(request: HttpRequest, code: str, milestone: int, what: Schema, key: str = "") -> dict[str, Any]:
        return do(request, what, key, code, milestone)

    views: dict[type, tuple[Callable[..., Any], dict[str, Any]]] = {
        Programme: (on_programme, {}),
        Measure: (on_measure, {"measure": InPath}),
        Milestone: (on_milestone, {"milestone": InPath}),
    }
    view, more = views[kind]
    view.__annotations__ = {"request": HttpRequest, "code": Line, **more, "what": model, "key": Key}
    return view


def _opening(spec: ActSpec) -> Callable[..., Any]:
    model, readers = _asked_by(spec, {"area": (Line, ...)})

    def view(request: HttpRequest, what: Schema, key: str = "") -> dict[str, Any]:
        def once() -> dict[str, Any]:
            area: Area = ROWS[Area].read(getattr(what, "area"))  # noqa: B009
            given = {name: read(getattr(what, name)) for name, read in readers.items()}
            return _answer(spec, open_programme(area, by=asking(request).actor, at=timezone.now(), **given))

        return repeatable(request, key, once)

    view.__annotations__ = {"request": HttpRequest, "what": model, "key": Key}
    return view


for _spec in programme_acts():
    _kind = subject_of(_spec)
    assert _kind is not None
    _operation(_spec, SUBJECTS[_kind][0], _view(_spec, _kind))
_operation(REGISTRY["programme.open"], "/acts/", _opening(REGISTRY["programme.open"]))
