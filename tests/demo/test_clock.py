"""Office time in minutes agrees with the kernel's own reckoning, and ends where the calendar ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tuoluo.demo.clock import OfficeClock
from tuoluo.kernel.worktime import ChinaCalendar, OfficeHours, TimeLimit, Unit, deadline, working_time_between

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR, HOURS = ChinaCalendar(), OfficeHours()
CLOCK = OfficeClock(date(2026, 1, 1), date(2026, 12, 31), CALENDAR, HOURS, ZONE)


def moments(until: datetime) -> st.SearchStrategy[datetime]:
    start = datetime(2026, 1, 1, tzinfo=ZONE)
    return st.integers(0, int((until - start).total_seconds() // 60)).map(lambda m: start + timedelta(minutes=m))


@given(moments(datetime(2026, 11, 1, tzinfo=ZONE)), st.integers(1, 60))
def test_after_some_hours_is_the_kernels_deadline(start: datetime, hours: int) -> None:
    due = deadline(start, TimeLimit(hours, Unit.WORKING_HOURS), CALENDAR, HOURS)
    found = CLOCK.after(start, hours * 60)
    assert found is not None
    assert working_time_between(due, found, CALENDAR, HOURS) == timedelta()  # at most a break or a night apart
    assert due <= found


@given(moments(datetime(2026, 12, 30, tzinfo=ZONE)), moments(datetime(2026, 12, 30, tzinfo=ZONE)))
def test_minutes_between_are_the_kernels_working_time(one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    minutes = CLOCK.minutes_until(end) - CLOCK.minutes_until(start)
    assert abs(working_time_between(start, end, CALENDAR, HOURS) - timedelta(minutes=minutes)) < timedelta(seconds=1)


@given(moments(datetime(2026, 12, 30, tzinfo=ZONE)).filter(lambda m: m.month > 2), st.integers(1, 6000))
def test_before_and_after_undo_each_other(end: datetime, minutes: int) -> None:
    start = CLOCK.before(end, minutes)
    left = CLOCK.minutes_until(end) - CLOCK.minutes_until(start)
    assert start <= end
    assert abs(left - minutes) < 0.1


def test_a_year_nobody_has_published_ends_the_clock() -> None:
    clock = OfficeClock(date(2026, 12, 1), date(2027, 3, 1), CALENDAR, HOURS, ZONE)
    assert clock.days[-1] == date(2026, 12, 31)
    assert clock.after(datetime(2026, 12, 30, 10, tzinfo=ZONE), 60) == datetime(2026, 12, 30, 11, tzinfo=ZONE)
    assert clock.after(datetime(2026, 12, 30, 10, tzinfo=ZONE), 3000) is None
    assert not clock.covers(datetime(2027, 1, 1, 9, tzinfo=ZONE))
