"""When a measure of a reform may be entered, handed on, reached, postponed or dropped, and how it stands on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlsplit

from tuoluo.kernel.refusals import Refusal

LONGEST = 200
LONGEST_GROUNDS = 1000
FORMULA = "=+-@"  # a spreadsheet takes what begins with these for something to compute
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
DIGEST = re.compile(r"[0-9a-f]{12,64}", re.ASCII)
BASIS = "a reform has measures, owners, milestones and evidence (S23)"
DATED = "what was promised stays visible; the record is never rewritten"
ONE_OWNER = "every measure has one owner (S23)"


class EvidenceKind(StrEnum):
    """What shows that a milestone was reached."""

    DOCUMENT = "document"  # the number of a document
    LINK = "link"  # where it is published
    ACT = "act"  # the number of an act in this deployment's record
    MATTER = "matter"  # the number of a matter here


class StepKind(StrEnum):
    """What can happen to a milestone."""

    POSTPONED = "postponed"
    REACHED = "reached"


class State(StrEnum):
    """How a milestone, or a measure as a whole, stands on a day."""

    UNDER_WAY = "under_way"
    LATE = "late"
    REACHED = "reached"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Step:
    """One thing that happened to a milestone, and the day from which it counts."""

    kind: StepKind
    on: date
    due: date | None = None  # the new date, when it was postponed


@dataclass(frozen=True)
class Promise:
    """A milestone with everything that happened to it so far; the first date is never changed."""

    set_on: date
    first_due: date
    steps: tuple[Step, ...] = ()
    dropped_on: date | None = None

    def exists_on(self, day: date) -> bool:
        """Whether it had been set by this day."""
        return self.set_on <= day

    def due_on(self, day: date) -> date:
        """The date that was valid on a day."""
        dates = [step.due for step in self.steps if step.due is not None and step.on <= day]
        return dates[-1] if dates else self.first_due

    def postponed_by(self, day: date) -> int:
        """How often it had been postponed by this day."""
        return sum(step.kind is StepKind.POSTPONED and step.on <= day for step in self.steps)

    def reached_by(self, day: date) -> date | None:
        """When it was reached, if that was by this day."""
        return next((step.on for step in self.steps if step.kind is StepKind.REACHED and step.on <= day), None)

    def state_on(self, day: date) -> State:
        """How it stood on a day. A day that is due has until its end."""
        if self.reached_by(day) is not None:
            return State.REACHED
        if self.dropped_on is not None and self.dropped_on <= day:
            return State.DROPPED
        return State.LATE if self.due_on(day) < day else State.UNDER_WAY

    def days_late(self, day: date) -> int:
        """How many days after the date first promised it was reached, or stands now; never less than none.

        Postponing does not make this smaller. Basis: what was promised stays visible.
        """
        end = self.reached_by(day) or (min(day, self.dropped_on) if self.dropped_on else day)
        return max(0, (end - self.first_due).days)

    @property
    def last_step(self) -> date | None:
        """The day of the last thing that happened to it."""
        return max((step.on for step in self.steps), default=None)


def measure_state(promises: Iterable[Promise], dropped_on: date | None, day: date) -> State:
    """How a measure stands on a day: dropped, late as soon as one milestone is, reached when all of them are.

    Basis: status by date (S23).
    """
    if dropped_on is not None and dropped_on <= day:
        return State.DROPPED
    states = [promise.state_on(day) for promise in promises if promise.exists_on(day)]
    if State.LATE in states:
        return State.LATE
    return State.REACHED if states and set(states) == {State.REACHED} else State.UNDER_WAY


def code_fault(code: str) -> Refusal | None:
    """A programme is called by a short code that fits into an address.

    Basis: a reform has measures, owners, milestones and evidence (S23).
    """
    if CODE.fullmatch(code) and len(code) <= 60:
        return None
    return Refusal("programme.bad_code", BASIS, {"value": code})


def words_fault(words: str, field: str, longest: int = LONGEST) -> Refusal | None:
    """What is typed says something, in one line that a table can show.

    Basis: a reform has measures, owners, milestones and evidence (S23).
    """
    if not words.strip():
        return Refusal("programme.words_missing", BASIS, {"field": field})
    if len(words) > longest:
        return Refusal("programme.words_too_long", BASIS, {"field": field, "longest": longest})
    if words != words.strip() or not words.isprintable() or words[0] in FORMULA:
        return Refusal("programme.words_unclean", BASIS, {"field": field})
    return None


def must_be_free(taken: bool, code: str, name: str) -> Refusal | None:
    """A name is given once: otherwise nobody knows which measure or milestone is meant.

    Basis: a reform has measures, owners, milestones and evidence (S23).
    """
    return Refusal(code, BASIS, {"name": name}) if taken else None


def period_fault(starts: date, ends: date) -> Refusal | None:
    """A programme ends after it begins.

    Basis: a reform has measures, owners, milestones and evidence (S23).
    """
    if starts < ends:
        return None
    return Refusal("programme.ends_first", BASIS, {"starts": starts.isoformat(), "ends": ends.isoformat()})


def must_lie_within(due: date, starts: date, ends: date) -> Refusal | None:
    """A milestone is first promised for a day within the programme.

    Basis: a reform has measures, owners, milestones and evidence (S23).
    """
    if starts <= due <= ends:
        return None
    facts = {"due": due.isoformat(), "starts": starts.isoformat(), "ends": ends.isoformat()}
    return Refusal("milestone.outside_programme", BASIS, facts)


@dataclass(frozen=True)
class Aim:
    """The figure that a measure should move: from where, since when, to where."""

    indicator: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None

    @property
    def figures(self) -> tuple[Decimal | date | None, ...]:
        """What makes no sense without an indicator."""
        return (self.baseline, self.baseline_on, self.target)


LARGEST = Decimal(10) ** 9
FINEST = Decimal("0.0001")


def figure_fault(value: Decimal | None) -> Refusal | None:
    """A figure is a number that the table can hold without rounding it.

    Basis: figures that cannot be gamed.
    """
    if value is None:
        return None
    if value.is_finite() and abs(value) < LARGEST and value == value.quantize(FINEST):
        return None
    return Refusal("measure.bad_figure", "figures that cannot be gamed", {"value": str(value)})


def aim_fault(aim: Aim, known: Iterable[str], today: date) -> Refusal | None:
    """A measure that should move a figure names one that is computed here, with baseline, its day, and target.

    Basis: each measure has an effect on the four failures that can be seen (S23).
    """
    basis = "each measure has an effect that can be seen (S23)"
    if not aim.indicator:
        if any(value is not None for value in aim.figures):
            return Refusal("measure.figures_without_indicator", basis)
        return None
    if aim.indicator not in set(known):
        return Refusal("indicator.unknown", basis, {"value": aim.indicator, "known": ", ".join(known)})
    if any(value is None for value in aim.figures):
        return Refusal("measure.figures_missing", basis, {"indicator": aim.indicator})
    if (wrong := figure_fault(aim.baseline) or figure_fault(aim.target)) is not None:
        return wrong
    if aim.baseline == aim.target:
        return Refusal("measure.target_is_baseline", basis, {"value": str(aim.target)})
    if aim.baseline_on is not None and aim.baseline_on > today:
        return Refusal("measure.baseline_ahead", basis, {"day": aim.baseline_on.isoformat()})
    return None


def plan_fault(reference: str, known: bool | None) -> Refusal | None:
    """A measure names the plan that carries it out by its fingerprint or number; ``known`` is None where none is kept.

    Basis: a plan is a file that is reviewed, approved and applied (S23).
    """
    if not reference:
        return None
    if not (DIGEST.fullmatch(reference) or (reference.isascii() and reference.isdecimal() and len(reference) < 10)):
        return Refusal("measure.bad_plan", BASIS, {"value": reference})
    return Refusal("measure.unknown_plan", BASIS, {"value": reference}) if known is False else None


def must_be_in_office(in_office: bool, body: str) -> Refusal | None:
    """A measure is owned by a body with a head: somebody with a name answers for it.

    Basis: every measure has one owner (S23).
    """
    return None if in_office else Refusal("measure.owner_without_head", ONE_OWNER, {"body": body})


def may_change_owner(*, same: bool, since: date, last: date, today: date) -> Refusal | None:
    """A measure passes to another body from today or a later day, after the last change.

    Basis: every measure has one owner (S23).
    """
    if same:
        return Refusal("measure.same_owner", ONE_OWNER)
    if since < max(today, last):
        return Refusal("measure.backdated", DATED, {"day": since.isoformat(), "first": max(today, last).isoformat()})
    return None


def must_go_on(dropped_on: date | None) -> Refusal | None:
    """Nothing more happens to a measure that was dropped.

    Basis: status by date (S23).
    """
    return Refusal("measure.dropped", BASIS, {"day": dropped_on.isoformat()}) if dropped_on else None


def may_report(body: int | None, owner: int | None, leader: int) -> Refusal | None:
    """Only the owner of a measure, or the body that leads the programme, says that a milestone is reached.

    Basis: every measure has one owner (S23).
    """
    return None if body is not None and body in (owner, leader) else Refusal("measure.not_the_owner", ONE_OWNER)


def may_be_reached(promise: Promise, on: date, starts: date, today: date) -> Refusal | None:
    """A milestone is reached once, on a day that has come, and not before it was last postponed.

    Basis: what was promised stays visible; the record is never rewritten.
    """
    reached = promise.reached_by(date.max)
    if reached is not None:
        return Refusal("milestone.reached", DATED, {"day": reached.isoformat()})
    if on > today:
        return Refusal("milestone.not_yet", DATED, {"day": on.isoformat()})
    earliest = max(promise.last_step or starts, starts)
    if on < earliest:
        return Refusal("milestone.too_early", DATED, {"day": on.isoformat(), "first": earliest.isoformat()})
    return None


def may_be_postponed(promise: Promise, due: date, today: date) -> Refusal | None:
    """A milestone that is not reached may get a later date, from the day on which that is decided.

    Basis: what was promised stays visible; the record is never rewritten.
    """
    reached = promise.reached_by(date.max)
    if reached is not None:
        return Refusal("milestone.reached", DATED, {"day": reached.isoformat()})
    if due <= max(promise.due_on(today), today):
        return Refusal("milestone.no_later", DATED, {"due": due.isoformat(), "now": promise.due_on(today).isoformat()})
    return None


def evidence_fault(kind: EvidenceKind, reference: str, *, exists: bool | None = None) -> Refusal | None:
    """Evidence can be looked up: a document number, an address, or an act or matter that is really here.

    Basis: each milestone is reached with evidence (S23).
    """
    basis = "each milestone is reached with evidence (S23)"
    facts = {"value": reference}
    if (wrong := words_fault(reference, "evidence", 500)) is not None:
        return wrong
    if kind is EvidenceKind.DOCUMENT:
        return None if any(map(str.isdecimal, reference)) else Refusal("evidence.no_number", basis, facts)
    if kind is EvidenceKind.LINK:
        return None if _is_address(reference) else Refusal("evidence.no_address", basis, facts)
    if exists:
        return None
    if kind is EvidenceKind.ACT:
        return Refusal("evidence.no_act", basis, facts)
    return Refusal("evidence.no_matter", basis, facts)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
    except ValueError:
        return False


def progress(aim: Aim, now: Decimal | None) -> int | None:
    """How much of the way from baseline to target is done, in per cent; below nought when it went the wrong way.

    Basis: each measure has an effect that can be seen (S23).
    """
    if now is None or aim.baseline is None or aim.target is None or aim.baseline == aim.target:
        return None
    return round(100 * (now - aim.baseline) / (aim.target - aim.baseline))
