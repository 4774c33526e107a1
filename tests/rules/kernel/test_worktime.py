"""Time limits on the real calendar. Weekdays and make-up days are those of the State Council's notice for 2026."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuoluo.kernel.worktime import (
    ChinaCalendar,
    OfficeHours,
    TimeLimit,
    Unit,
    UnknownYear,
    deadline,
    working_time_between,
)

CHINA = timezone(timedelta(hours=8))
CALENDAR = ChinaCalendar()
HOURS = OfficeHours()  # 9 to 12 and 14 to 18: seven hours


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def due(start: str, amount: int, unit: Unit) -> str:
    return deadline(moment(start), TimeLimit(amount, unit), CALENDAR, HOURS).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("day", "working", "why"),
    [
        ("2026-10-01", False, "National Day"),
        ("2026-10-07", False, "the last day of the National Day holiday, a Wednesday"),
        ("2026-10-08", True, "a Thursday after it"),
        ("2026-09-20", True, "a Sunday, made up for National Day"),
        ("2026-10-10", True, "a Saturday, made up for National Day"),
        ("2026-10-11", False, "an ordinary Sunday"),
        ("2026-02-14", True, "a Saturday, made up for Spring Festival"),
        ("2026-02-28", True, "a Saturday, made up for Spring Festival"),
        ("2026-02-17", False, "Spring Festival, a Tuesday"),
        ("2026-02-23", False, "the last day of the Spring Festival holiday, a Monday"),
        ("2026-11-24", True, "an ordinary Tuesday"),
    ],
)
def test_make_up_days_are_worked_and_holidays_are_not(day: str, working: bool, why: str) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is working, why


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-24 09:00", 3, "2026-11-24 12:00"),  # to the very end of the morning
        ("2026-11-24 09:00", 4, "2026-11-24 15:00"),  # the lunch break does not count
        ("2026-11-24 12:30", 1, "2026-11-24 15:00"),  # reported at lunch: runs from two o'clock
        ("2026-11-24 07:15", 1, "2026-11-24 10:00"),  # before the office opens
        ("2026-11-24 18:00", 1, "2026-11-25 10:00"),  # at closing time
        ("2026-11-24 17:20", 1, "2026-11-25 09:20"),  # 40 minutes today, 20 tomorrow
        ("2026-11-27 17:00", 2, "2026-11-30 10:00"),  # Friday to Monday
        ("2026-11-28 11:00", 7, "2026-11-30 18:00"),  # reported on a Saturday
        ("2026-09-30 17:00", 2, "2026-10-08 10:00"),  # across the whole of National Day
        ("2026-10-09 17:00", 2, "2026-10-10 10:00"),  # Friday to a Saturday that is worked
        ("2026-02-14 17:00", 2, "2026-02-24 10:00"),  # a worked Saturday to the first day after Spring Festival
        ("2026-11-24 09:00", 21, "2026-11-26 18:00"),  # three whole days
    ],
)
def test_working_hours_run_only_while_the_office_is_open(start: str, hours: int, end: str) -> None:
    assert due(start, hours, Unit.WORKING_HOURS) == end


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-24 09:00", 1, "2026-11-25 18:00"),
        ("2026-11-24 23:59", 1, "2026-11-25 18:00"),  # the hour of the report does not matter
        ("2026-11-27 10:00", 1, "2026-11-30 18:00"),  # Friday to Monday
        ("2026-11-28 10:00", 1, "2026-11-30 18:00"),  # a Saturday report too
        ("2026-09-18 10:00", 1, "2026-09-20 18:00"),  # Friday to the Sunday that is worked
        ("2026-09-30 10:00", 3, "2026-10-10 18:00"),  # 8, 9 and the worked Saturday 10 October
        ("2026-02-13 10:00", 2, "2026-02-24 18:00"),  # the worked Saturday, then the first day after the festival
        ("2026-02-27 10:00", 2, "2026-03-02 18:00"),  # the worked Saturday, then Monday
    ],
)
def test_working_days_count_from_the_next_working_day_to_closing_time(start: str, days: int, end: str) -> None:
    assert due(start, days, Unit.WORKING_DAYS) == end


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-09-30 23:00", 2, "2026-10-01 01:00"),
        ("2026-10-01 00:00", 72, "2026-10-04 00:00"),
        ("2026-12-31 23:00", 2, "2027-01-01 01:00"),  # needs no calendar, so no year is unknown to it
    ],
)
def test_urgent_hours_run_through_nights_and_holidays(start: str, hours: int, end: str) -> None:
    assert due(start, hours, Unit.URGENT_HOURS) == end


def test_a_year_without_a_published_calendar_is_an_error_not_a_guess() -> None:
    with pytest.raises(UnknownYear) as unknown:
        deadline(moment("2049-12-30 10:00"), TimeLimit(1, Unit.WORKING_HOURS), CALENDAR, HOURS)
    assert unknown.value.year == 2049
    assert "2049" in str(unknown.value)


def test_a_deadline_that_reaches_into_an_unknown_year_is_an_error() -> None:
    last_known = ChinaCalendar(extra={date(2049, 12, 30): True, date(2049, 12, 31): True})
    with pytest.raises(UnknownYear) as unknown:
        deadline(moment("2049-12-31 17:00"), TimeLimit(2, Unit.WORKING_HOURS), last_known, HOURS)
    assert unknown.value.year == 2050


def test_an_operator_may_supply_the_missing_days() -> None:
    own = ChinaCalendar(extra={date(2049, 12, 30): False, date(2049, 12, 31): True})
    end = deadline(moment("2049-12-30 10:00"), TimeLimit(1, Unit.WORKING_HOURS), own, HOURS)
    assert end == moment("2049-12-31 10:00")


def test_an_operators_own_entry_comes_before_the_library() -> None:
    typhoon = ChinaCalendar(extra={date(2026, 11, 25): False})
    end = deadline(moment("2026-11-24 10:00"), TimeLimit(1, Unit.WORKING_DAYS), typhoon, HOURS)
    assert end == moment("2026-11-26 18:00")


@pytest.mark.parametrize("amount", [0, -1])
def test_a_time_limit_is_at_least_one(amount: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        TimeLimit(amount, Unit.WORKING_DAYS)


@pytest.mark.parametrize(
    "sessions",
    [
        (),
        ((time(12), time(9)),),
        ((time(9), time(9)),),
        ((time(9), time(12)), (time(12), time(18))),
        ((time(14), time(18)), (time(9), time(12))),
        ((time(9), time(15)), (time(14), time(18))),
    ],
)
def test_office_hours_come_in_order_and_do_not_touch(sessions: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="ascending order"):
        OfficeHours(sessions)


def test_an_office_with_other_hours_closes_at_its_own_time() -> None:
    early = OfficeHours(((time(8, 30), time(16)),))
    start = moment("2026-11-24 15:00")
    assert deadline(start, TimeLimit(1, Unit.WORKING_DAYS), CALENDAR, early) == moment("2026-11-25 16:00")
    assert deadline(start, TimeLimit(2, Unit.WORKING_HOURS), CALENDAR, early) == moment("2026-11-25 09:30")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-24 09:00", "2026-11-24 18:00", 7),
        ("2026-11-24 11:30", "2026-11-24 14:30", 1),
        ("2026-11-24 12:10", "2026-11-24 13:50", 0),
        ("2026-11-27 17:00", "2026-11-30 10:00", 2),
        ("2026-09-30 18:00", "2026-10-08 09:00", 0),
        ("2026-10-01 00:00", "2026-11-01 00:00", 18 * 7),  # October 2026 has 18 working days
        ("2026-11-24 15:00", "2026-11-24 15:00", 0),
        ("2026-11-25 15:00", "2026-11-24 15:00", 0),  # nothing lies between a moment and an earlier one
    ],
)
def test_office_time_between_two_moments(start: str, end: str, hours: int) -> None:
    assert working_time_between(moment(start), moment(end), CALENDAR, HOURS) == timedelta(hours=hours)


STARTS = st.datetimes(datetime(2019, 1, 1), datetime(2026, 10, 1), timezones=st.just(CHINA))
LIMITS = st.builds(TimeLimit, st.integers(1, 60), st.sampled_from(Unit))


@given(STARTS, st.integers(1, 200))
def test_between_a_start_and_its_deadline_lie_exactly_the_hours_of_the_limit(start: datetime, hours: int) -> None:
    end = deadline(start, TimeLimit(hours, Unit.WORKING_HOURS), CALENDAR, HOURS)
    assert working_time_between(start, end, CALENDAR, HOURS) == timedelta(hours=hours)


@given(STARTS, LIMITS)
def test_a_deadline_lies_after_its_start_and_within_office_time(start: datetime, limit: TimeLimit) -> None:
    end = deadline(start, limit, CALENDAR, HOURS)
    assert end > start
    if limit.unit is not Unit.URGENT_HOURS:
        assert CALENDAR.is_working_day(end.date())
        assert any(opening <= end.time() <= closing for opening, closing in HOURS.sessions)


@given(STARTS, STARTS, LIMITS)
def test_who_reports_later_is_never_due_earlier(one: datetime, other: datetime, limit: TimeLimit) -> None:
    earlier, later = sorted((one, other))
    assert deadline(earlier, limit, CALENDAR, HOURS) <= deadline(later, limit, CALENDAR, HOURS)


@given(STARTS, LIMITS)
def test_one_unit_more_is_due_later(start: datetime, limit: TimeLimit) -> None:
    longer = TimeLimit(limit.amount + 1, limit.unit)
    assert deadline(start, limit, CALENDAR, HOURS) < deadline(start, longer, CALENDAR, HOURS)


@given(STARTS, st.timedeltas(timedelta(), timedelta(days=60)), st.timedeltas(timedelta(), timedelta(days=20)))
def test_office_time_adds_up(first: datetime, before: timedelta, after: timedelta) -> None:
    middle, last = first + before, first + before + after
    whole = working_time_between(first, last, CALENDAR, HOURS)
    parts = working_time_between(first, middle, CALENDAR, HOURS) + working_time_between(middle, last, CALENDAR, HOURS)
    assert whole == parts
