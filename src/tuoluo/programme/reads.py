"""What pages, API and command line show of a programme on a day, with a fixed number of questions to the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, Prefetch

from tuoluo.bodies.models import Body, Tenure
from tuoluo.ledger.models import Record
from tuoluo.programme.indicators import INDICATORS, Indicator, values_on
from tuoluo.programme.models import Measure, Milestone, MilestoneStep, Ownership, Programme
from tuoluo.programme.rules import EvidenceKind, State, StepKind, measure_state, progress


@dataclass(frozen=True)
class StepSeen:
    """What happened to a milestone, with the evidence looked up: the act's name, or whether the matter is here."""

    row: MilestoneStep
    act: str = ""

    @property
    def postponed(self) -> bool:
        """Whether it got a later date; otherwise it was reached."""
        return self.row.kind == StepKind.POSTPONED

    @property
    def is_link(self) -> bool:
        """Whether the evidence is an address."""
        return self.row.evidence == EvidenceKind.LINK

    @property
    def is_matter(self) -> bool:
        """Whether the evidence is a matter of this deployment."""
        return self.row.evidence == EvidenceKind.MATTER

    @property
    def told_later(self) -> bool:
        """Whether it was written down on a later day than it counts from."""
        return self.row.told_on > self.row.on


@dataclass(frozen=True)
class MilestoneSeen:
    """A milestone as it stood on a day."""

    row: Milestone
    state: State
    due: date
    reached_on: date | None
    postponed: int
    days_late: int
    steps: tuple[StepSeen, ...]

    @property
    def moved(self) -> bool:
        """Whether it is no longer due on the day first promised."""
        return self.due != self.row.first_due


@dataclass(frozen=True)
class OwnerSeen:
    """Who owned a measure, and the person who headed that body."""

    body: Body
    since: date
    head: str = ""


@dataclass(frozen=True)
class AimSeen:
    """From where, to where, and where it stands on the day."""

    indicator: Indicator
    baseline: Decimal
    baseline_on: date
    target: Decimal
    now: Decimal | None
    done: int | None  # per cent of the way


@dataclass(frozen=True)
class MeasureSeen:
    """A measure as it stood on a day."""

    row: Measure
    state: State
    owner: OwnerSeen
    owners: tuple[OwnerSeen, ...]
    milestones: tuple[MilestoneSeen, ...]
    aim: AimSeen | None
    plan_title: str = ""

    @property
    def dropped(self) -> bool:
        """Whether it had been dropped by the day."""
        return self.state is State.DROPPED


@dataclass(frozen=True)
class ProgrammeSeen:
    """A programme as it stood on a day."""

    row: Programme
    day: date
    measures: tuple[MeasureSeen, ...]
    shared_names: frozenset[str]

    @property
    def aspects(self) -> list[tuple[str, list[MeasureSeen]]]:
        """The measures under their aspects, both in the order in which they were first entered."""
        order = list(dict.fromkeys(measure.row.aspect for measure in self.measures))
        by_aspect = sorted(self.measures, key=lambda measure: order.index(measure.row.aspect))
        return [(name, list(found)) for name, found in groupby(by_aspect, key=lambda measure: measure.row.aspect)]

    @property
    def milestones(self) -> list[MilestoneSeen]:
        """All of them."""
        return [one for measure in self.measures for one in measure.milestones]

    def count(self, state: State) -> int:
        """How many milestones stand so."""
        return sum(one.state is state for one in self.milestones)

    @property
    def postponed(self) -> int:
        """How many milestones got a later date at least once."""
        return sum(one.postponed > 0 for one in self.milestones)


def programmes() -> Sequence[Programme]:
    """All programmes, the newest first, with how many measures each has."""
    return list(Programme.objects.select_related("area", "leader").annotate(size=Count("measures")))


def programme_called(code: str) -> Programme | None:
    """The programme with a short name."""
    return Programme.objects.select_related("area", "leader").filter(code=code).first()


def programme_on(programme: Programme, day: date, *, number: int | None = None) -> ProgrammeSeen:
    """A programme, or one of its measures, as it stood on a day. What was entered later is left out."""
    rows = _measures(programme, day, number)
    owned = {row.pk: [one for one in row.ownerships.all() if one.since <= day] for row in rows}
    heads = _heads({one.body_id for found in owned.values() for one in found}, day)
    now = values_on(programme.area.stem, day, [row.indicator for row in rows if row.indicator])
    acts = _acts(step for row in rows for one in row.milestones.all() for step in one.steps.all())
    seen = []
    for row in rows:
        owners = tuple(OwnerSeen(one.body, one.since, heads.get(one.body_id, "")) for one in owned[row.pk])
        promises = [one.promise for one in row.milestones.all()]
        milestones = tuple(_milestone(one, day, acts) for one in row.milestones.all() if one.set_on <= day)
        state = measure_state(promises, row.dropped_on, day)
        seen.append(MeasureSeen(row, state, owners[-1], owners, milestones, _aim(row, now), _title(row)))
    return ProgrammeSeen(programme, day, tuple(seen), _shared_names(seen))


def _measures(programme: Programme, day: date, number: int | None) -> list[Measure]:
    milestones = Prefetch("milestones", Milestone.objects.prefetch_related("steps"))
    owners = Prefetch("ownerships", Ownership.objects.select_related("body"))
    rows = Measure.objects.filter(programme=programme, entered_on__lte=day).order_by("number")
    if number is not None:
        rows = rows.filter(number=number)
    found = list(rows.prefetch_related(milestones, owners))
    for row in found:
        row.programme = programme
        for one in row.milestones.all():
            one.measure = row
    return found


def _milestone(row: Milestone, day: date, acts: dict[int, str]) -> MilestoneSeen:
    promise = row.promise
    steps = tuple(StepSeen(step, _act_of(step, acts)) for step in row.steps.all() if step.on <= day)
    return MilestoneSeen(
        row,
        promise.state_on(day),
        promise.due_on(day),
        promise.reached_by(day),
        promise.postponed_by(day),
        promise.days_late(day),
        steps,
    )


def _aim(row: Measure, now: dict[str, Decimal | None]) -> AimSeen | None:
    if row.baseline is None or row.baseline_on is None or row.target is None or row.indicator not in INDICATORS:
        return None
    value = now.get(row.indicator)
    done = progress(row.aim, value)
    return AimSeen(INDICATORS[row.indicator], row.baseline, row.baseline_on, row.target, value, done)


def _title(row: Measure) -> str:
    """What a plan is called in short."""
    return f"{row.plan[:12]}…" if len(row.plan) > 12 else row.plan


def _heads(bodies: Iterable[int], day: date) -> dict[int, str]:
    """Who headed each of these bodies on a day."""
    held = Tenure.objects.on(day).filter(post__body__in=list(bodies), post__head=True)
    return dict(held.values_list("post__body", "person__name"))


def _acts(steps: Iterable[MilestoneStep]) -> dict[int, str]:
    """The names of the acts that serve as evidence."""
    wanted = [int(step.reference) for step in steps if step.evidence == EvidenceKind.ACT]
    return dict(Record.objects.filter(seq__in=wanted).values_list("seq", "act")) if wanted else {}


def _act_of(step: MilestoneStep, acts: dict[int, str]) -> str:
    return acts.get(int(step.reference), "") if step.evidence == EvidenceKind.ACT else ""


def _shared_names(seen: Sequence[MeasureSeen]) -> frozenset[str]:
    """Names of owners that more than one body has."""
    names = {measure.owner.body.name for measure in seen}
    rows = Body.objects.filter(name__in=names, valid_until=None).order_by().values("name").annotate(n=Count("pk"))
    return frozenset(row["name"] for row in rows if row["n"] > 1)
