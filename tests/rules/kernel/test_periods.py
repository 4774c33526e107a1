"""Spans of days: the day it ends is no longer part of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuoluo.kernel.periods import Period

MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))
SINCE_MAY = Period(date(2026, 5, 1))
ONE_YEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Any span that begins in 2026: open, closed, or empty."""
    start = draw(ONE_YEAR)
    length = draw(st.none() | st.integers(0, 400))
    return Period(start, None if length is None else start + timedelta(days=length))


@pytest.mark.parametrize(
    ("period", "day", "within"),
    [
        (MAY, date(2026, 4, 30), False),
        (MAY, date(2026, 5, 1), True),
        (MAY, date(2026, 5, 31), True),
        (MAY, date(2026, 6, 1), False),
        (SINCE_MAY, date(2126, 6, 1), True),
        (SINCE_MAY, date(2026, 4, 30), False),
    ],
)
def test_a_period_holds_from_its_first_day_until_before_its_end(period: Period, day: date, within: bool) -> None:
    assert period.contains(day) is within


def test_a_post_may_begin_the_day_another_ends() -> None:
    assert not MAY.overlaps(JUNE)
    assert not JUNE.overlaps(MAY)


def test_an_open_period_overlaps_all_that_comes_later() -> None:
    assert SINCE_MAY.overlaps(JUNE)
    assert JUNE.overlaps(SINCE_MAY)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 6, 1), date(2026, 5, 31))


def test_what_ended_on_the_day_it_began_was_never_in_force() -> None:
    empty = Period(date(2026, 5, 10), date(2026, 5, 10))
    assert empty.is_empty
    assert not empty.contains(date(2026, 5, 10))
    assert not empty.overlaps(MAY)
    assert not MAY.overlaps(empty)


@given(periods(), periods())
def test_periods_overlap_exactly_when_a_day_lies_in_both(one: Period, other: Period) -> None:
    days = [
        date(2026, 1, 1) + timedelta(days=n) for n in range(365)
    ]  # both begin within it, so a shared day lies within it
    shared = any(one.contains(day) and other.contains(day) for day in days)
    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared
