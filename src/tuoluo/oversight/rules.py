"""Admission of tasks (社区工作事项准入): who may ask for something off a list, and what may follow. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tuoluo.charter.model import Name
from tuoluo.kernel.refusals import Refusal
from tuoluo.kernel.worktime import TimeLimit

ADMISSION = "admission of tasks"
MOST_AT_ONCE = 48  # half-hours: one person's day
HALVES_IN_A_DAY = 48


class Answer(StrEnum):
    """What a residents' committee has said to a demand."""

    NONE = ""
    ACCEPTED = "accepted"
    REFUSED = "refused"


class State(StrEnum):
    """Where a demand stands in one community on a day."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"  # nobody answered in time: it is not admitted
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"  # its end date has passed


MOVES: Mapping[State, frozenset[State]] = {
    State.ASKED: frozenset({State.ACCEPTED, State.REFUSED, State.LAPSED, State.WITHDRAWN, State.EXPIRED}),
    State.ACCEPTED: frozenset({State.WITHDRAWN, State.EXPIRED}),
    State.REFUSED: frozenset(),
    State.LAPSED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.EXPIRED: frozenset(),
}


@dataclass(frozen=True)
class Ground:
    """A rule on which a residents' committee may refuse; ``source`` says how certain its basis is."""

    code: str
    name: Name
    basis: str
    source: str


@dataclass(frozen=True)
class Cited:
    """The ground that a refusal cites, by its code in the configured list."""

    code: str


@dataclass(frozen=True)
class Settings:
    """What a district has settled about admission."""

    answer_within: TimeLimit
    longest_days: int
    source: str


@dataclass(frozen=True)
class Demand:
    """What is asked: in one sentence, on what basis, until when, and how many half-hours a community will need."""

    title: str
    basis: str
    until: date
    halves: int
    title_en: str = ""


@dataclass(frozen=True)
class Standing:
    """What is known about a demand in one community; everything else follows from it and the day."""

    answer: Answer
    answered_on: date | None
    asked_on: date
    answer_by: date | None
    until: date
    withdrawn_on: date | None = None


def state_on(standing: Standing, day: date) -> State:
    """Where a demand stands on a day. A refusal stays one for ever; what has ended does not come to life again.

    Basis: admission of tasks: silence is no consent; an admission ends at its end date.
    """
    if standing.answer is Answer.REFUSED and _by(standing.answered_on, day):
        return State.REFUSED
    answered = standing.answer is Answer.ACCEPTED and _by(standing.answered_on, day)
    if not answered and standing.answer_by is not None and standing.answer_by < min(day, standing.until):
        withdrawn_first = standing.withdrawn_on is not None and standing.withdrawn_on <= standing.answer_by
        return State.WITHDRAWN if withdrawn_first else State.LAPSED
    if standing.withdrawn_on is not None and standing.withdrawn_on <= min(day, standing.until):
        return State.WITHDRAWN
    if standing.until < day:
        return State.EXPIRED
    return State.ACCEPTED if answered else State.ASKED


def _by(when: date | None, day: date) -> bool:
    return when is not None and when <= day


def may_ask(demand: Demand, *, today: date, longest_days: int, communities: Collection[str]) -> Refusal | None:
    """A demand says what, on what basis, where, until when and how much work it is.

    Basis: Law on the Organisation of Urban Residents' Committees; admission of tasks.
    """
    for column in ("title", "basis"):
        if not getattr(demand, column).strip():
            return Refusal("task.incomplete", ADMISSION, {"column": column})
    if not communities:
        return Refusal("task.incomplete", ADMISSION, {"column": "communities"})
    if demand.until <= today:
        return Refusal("task.ends_before", ADMISSION, {"day": demand.until.isoformat(), "today": today.isoformat()})
    if (demand.until - today).days > longest_days:
        return Refusal("task.too_long", ADMISSION, {"day": demand.until.isoformat(), "days": longest_days})
    if demand.halves < 1:
        return Refusal("task.hours_missing", ADMISSION)
    return None


def must_be_outside(asker: int | None, committees: Iterable[int]) -> Refusal | None:
    """Nobody admits their own demand.

    Basis: no body checks its own work (S2).
    """
    return Refusal("task.own_demand", ADMISSION) if asker in set(committees) else None


def somebody_must_answer(area: str, committee: object | None) -> Refusal | None:
    """In every community asked there is a residents' committee in office that can answer.

    Basis: Law on the Organisation of Urban Residents' Committees; every matter has somebody.
    """
    return None if committee is not None else Refusal("task.nobody_answers", ADMISSION, {"area": area})


def may_answer(state: State, *, own: bool) -> Refusal | None:
    """The residents' committee that was asked answers, once, while the demand waits for it.

    Basis: Law on the Organisation of Urban Residents' Committees; admission of tasks.
    """
    if not own:
        return Refusal("task.not_your_committee", ADMISSION)
    return None if state is State.ASKED else Refusal("task.not_waiting", ADMISSION, {"state": state.value})


def must_cite(ground: str, known: Collection[str]) -> Refusal | None:
    """Whoever refuses names the rule on which it rests.

    Basis: admission of tasks: a refusal cites its rule.
    """
    return None if ground in known else Refusal("task.ground_missing", ADMISSION, {"value": ground})


def may_withdraw(states: Iterable[State], *, own: bool) -> Refusal | None:
    """Whoever asked may withdraw what is still waiting or running somewhere.

    Basis: admission of tasks.
    """
    if not own:
        return Refusal("task.not_your_demand", ADMISSION)
    if any(state in (State.ASKED, State.ACCEPTED) for state in states):
        return None
    return Refusal("task.over", ADMISSION)


def halves_of(hours: float) -> int | None:
    """Hours as half-hours; nothing when they are no whole number of half-hours.

    Basis: admission of tasks: hours are counted in steps of half an hour.
    """
    doubled = hours * 2
    return int(doubled) if doubled == int(doubled) else None


def may_log(halves: int, day: date, *, today: date, state: State | None, here: bool) -> Refusal | None:
    """Hours are entered by those who work in the community, for a day that has come, while the task was admitted.

    ``state`` is the state of the task on that day; nothing for work on the community's own matters.
    Basis: admission of tasks: hours spent helping are counted.
    """
    if not here:
        return Refusal("task.not_your_community", ADMISSION)
    if not 1 <= halves <= MOST_AT_ONCE:
        return Refusal("task.bad_hours", ADMISSION, {"most": MOST_AT_ONCE // 2})
    if day > today:
        return Refusal("task.hours_ahead", ADMISSION, {"day": day.isoformat()})
    if state is not None and state is not State.ACCEPTED:
        return Refusal("task.not_admitted", ADMISSION, {"day": day.isoformat(), "state": state.value})
    return None


def may_correct(halves: int, *, corrected: bool, own: bool) -> Refusal | None:
    """An entry is taken back once, by a counter-entry of the body that made it; nothing is ever edited.

    Basis: everything that happens is an act; the record is never rewritten.
    """
    if not own:
        return Refusal("task.not_your_hours", ADMISSION)
    if halves < 0 or corrected:
        return Refusal("task.corrected_already", ADMISSION)
    return None
