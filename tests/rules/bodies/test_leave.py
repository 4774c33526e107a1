"""When somebody may go on leave, and who may stand in."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tuoluo.bodies import rules
from tuoluo.kernel.periods import Period

DAY = date(2026, 7, 1)
days = st.integers(0, 40).map(lambda number: DAY + timedelta(days=number))
periods = st.builds(
    lambda start, length: Period(start, None if length is None else start + timedelta(days=length)),
    days,
    st.none() | st.integers(1, 20),
)


@given(st.lists(periods, max_size=4), periods, days)
def test_on_no_day_is_somebody_away_twice(kept: list[Period], leave: Period, day: date) -> None:
    if rules.may_be_away(leave, kept) is None and leave.contains(day):
        assert not any(other.contains(day) for other in kept)


@given(st.lists(periods, max_size=4), periods, days)
def test_a_substitute_is_there_on_every_day_of_the_leave(away: list[Period], leave: Period, day: date) -> None:
    if rules.may_stand_in(1, 2, leave, away) is None and leave.contains(day):
        assert not any(other.contains(day) for other in away)
    if rules.may_leave_others(leave, away) is None and leave.contains(day):
        assert not any(other.contains(day) for other in away)


def test_nobody_stands_in_for_themselves() -> None:
    refusal = rules.may_stand_in(1, 1, Period(DAY), [])
    assert refusal is not None
    assert refusal.code == "post.own_substitute"


def test_only_heads_and_cell_leaders_need_a_substitute() -> None:
    assert rules.needs_substitute(head=False, cell=False, substitute=False) is None
    for head, cell in ((True, False), (False, True)):
        assert rules.needs_substitute(head=head, cell=cell, substitute=False) is not None
        assert rules.needs_substitute(head=head, cell=cell, substitute=True) is None


def test_a_leave_lasts_a_day_at_least() -> None:
    assert rules.must_end_after(DAY, None) is None
    assert rules.must_end_after(DAY, DAY + timedelta(days=1)) is None
    assert rules.must_end_after(DAY, DAY) is not None
