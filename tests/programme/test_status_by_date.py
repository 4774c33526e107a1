"""How a milestone and a measure stand on any day: nothing said later changes what was true before."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tuoluo.programme.rules import Promise, State, Step, StepKind, may_be_postponed, may_be_reached, measure_state

START = date(2026, 1, 1)
DAYS = st.dates(START, START + timedelta(days=400))


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    """A milestone with a history that the rules allowed, act by act."""
    set_on = draw(DAYS)
    promise = Promise(set_on, draw(DAYS))
    today = set_on
    for _ in range(draw(st.integers(0, 5))):
        today += timedelta(days=draw(st.integers(0, 60)))
        promise = Promise(promise.set_on, promise.first_due, (*promise.steps, *draw(next_step(promise, today))))
    return promise


@st.composite
def next_step(draw: st.DrawFn, promise: Promise, today: date) -> tuple[Step, ...]:
    if draw(st.booleans()):
        due = draw(DAYS)
        return () if may_be_postponed(promise, due, today) else (Step(StepKind.POSTPONED, today, due),)
    on = draw(DAYS)
    return () if may_be_reached(promise, on, START, today) else (Step(StepKind.REACHED, on),)


@given(promises(), DAYS)
def test_what_happens_later_does_not_change_an_earlier_day(promise: Promise, day: date) -> None:
    known = Promise(promise.set_on, promise.first_due, tuple(step for step in promise.steps if step.on <= day))
    assert promise.state_on(day) is known.state_on(day)
    assert promise.due_on(day) == known.due_on(day)
    assert promise.days_late(day) == known.days_late(day)
    assert promise.postponed_by(day) == known.postponed_by(day)


@given(promises(), DAYS)
def test_the_state_follows_from_the_dates(promise: Promise, day: date) -> None:
    reached = [step.on for step in promise.steps if step.kind is StepKind.REACHED and step.on <= day]
    if reached:
        assert promise.state_on(day) is State.REACHED
    else:
        assert promise.state_on(day) is (State.LATE if promise.due_on(day) < day else State.UNDER_WAY)


@given(promises(), DAYS, DAYS)
def test_a_due_date_only_ever_moves_back_and_lateness_never_shrinks(promise: Promise, one: date, other: date) -> None:
    before, after = sorted((one, other))
    assert promise.first_due <= promise.due_on(before) <= promise.due_on(after)
    assert promise.days_late(before) <= promise.days_late(after)


@given(promises(), DAYS)
def test_postponing_does_not_make_it_less_late(promise: Promise, day: date) -> None:
    unmoved = tuple(step for step in promise.steps if step.kind is StepKind.REACHED)
    assert promise.days_late(day) == Promise(promise.set_on, promise.first_due, unmoved).days_late(day)


@given(st.lists(promises(), max_size=4), DAYS, st.none() | DAYS)
def test_a_measure_stands_as_its_milestones_do(found: list[Promise], day: date, dropped: date | None) -> None:
    state = measure_state(found, dropped, day)
    seen = [promise.state_on(day) for promise in found if promise.exists_on(day)]
    if dropped is not None and dropped <= day:
        assert state is State.DROPPED
    elif State.LATE in seen:
        assert state is State.LATE
    else:
        assert (state is State.REACHED) == (bool(seen) and set(seen) == {State.REACHED})


def test_the_day_it_is_due_is_not_late_yet() -> None:
    promise = Promise(START, date(2026, 3, 1))
    assert promise.state_on(date(2026, 3, 1)) is State.UNDER_WAY
    assert promise.state_on(date(2026, 3, 2)) is State.LATE
    assert promise.days_late(date(2026, 3, 2)) == 1


def test_a_dropped_milestone_is_late_until_it_was_dropped_and_no_longer() -> None:
    promise = Promise(START, date(2026, 3, 1), dropped_on=date(2026, 3, 11))
    assert promise.state_on(date(2026, 3, 10)) is State.LATE
    assert promise.state_on(date(2026, 3, 11)) is State.DROPPED
    assert promise.days_late(date(2026, 9, 1)) == 10
