"""Working time: until when something is due, counted as the charter says, on the real Chinese calendar.

Make-up working days (调休) count as working days, public holidays do not. A year whose calendar has not been
published is an error (`UnknownYear`), never a guess; an operator may supply the missing days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

import chinese_calendar


class UnknownYear(Exception):
    """Nobody has said yet which days of this year are working days."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the working days of {year} are not known: load the official calendar of that year")
        self.year = year


class Unit(StrEnum):
    """How a time limit is counted (工作时 / 工作日 / 紧急工作时)."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    URGENT_HOURS = "urgent_hours"  # runs round the clock, nights and holidays included


@dataclass(frozen=True)
class TimeLimit:
    """A number of units, e.g. 4 working hours."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"a time limit must be at least 1, not {self.amount}")


@dataclass(frozen=True)
class OfficeHours:
    """The sessions of a working day, in order, in the deployment's own clock."""

    sessions: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(14), time(18)))

    def __post_init__(self) -> None:
        flat = [moment for session in self.sessions for moment in session]
        if not flat or flat != sorted(set(flat)):
            raise ValueError("office hours must be sessions in ascending order that do not touch or overlap")

    @property
    def closing(self) -> time:
        """The end of the working day."""
        return self.sessions[-1][1]


class Calendar(Protocol):
    """Anything that knows which days are working days."""

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day. Raises `UnknownYear`."""
        ...


@dataclass(frozen=True)
class ChinaCalendar:
    """Working days as the State Council publishes them, with days an operator adds for years not yet in the library.

    Basis: State Council general office, yearly notice on holiday arrangements (through `chinesecalendar`).
    """

    extra: Mapping[date, bool] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day; an operator's own entry comes before the library."""
        if day in self.extra:
            return self.extra[day]
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError as error:
            raise UnknownYear(day.year) from error


def deadline(start: datetime, limit: TimeLimit, calendar: Calendar, hours: OfficeHours) -> datetime:
    """Until when something that starts now must be done.

    Urgent hours run round the clock. Working hours run only while the office is open. Working days are counted from
    the next working day and end with the office's closing time.
    Basis: GB/T 47678 / CJJ/T 105 time units; charter, deadline of the duty.
    """
    if limit.unit is Unit.URGENT_HOURS:
        return start + timedelta(hours=limit.amount)
    if limit.unit is Unit.WORKING_DAYS:
        return _after_working_days(start, limit.amount, calendar, hours)
    return _after_working_time(start, timedelta(hours=limit.amount), calendar, hours)


def working_time_between(start: datetime, end: datetime, calendar: Calendar, hours: OfficeHours) -> timedelta:
    """How much office time lies between two moments."""
    total = timedelta()
    for opening, closing in _sessions_from(start, calendar, hours, until=end):
        total += max(timedelta(), min(closing, end) - max(opening, start))
    return total


def _after_working_days(start: datetime, days: int, calendar: Calendar, hours: OfficeHours) -> datetime:
    day = start.date()
    while days:
        day += timedelta(days=1)
        days -= calendar.is_working_day(day)
    return datetime.combine(day, hours.closing, tzinfo=start.tzinfo)


def _after_working_time(start: datetime, left: timedelta, calendar: Calendar, hours: OfficeHours) -> datetime:
    for opening, closing in _sessions_from(start, calendar, hours):
        begin = max(opening, start)
        if begin >= closing:
            continue
        if left <= closing - begin:
            return begin + left
        left -= closing - begin
    raise AssertionError("office sessions never run out")


def _sessions_from(
    start: datetime, calendar: Calendar, hours: OfficeHours, until: datetime | None = None
) -> Iterator[tuple[datetime, datetime]]:
    day = start.date()
    while until is None or day <= until.date():
        if calendar.is_working_day(day):
            for opening, closing in hours.sessions:
                yield (
                    datetime.combine(day, opening, tzinfo=start.tzinfo),
                    datetime.combine(day, closing, tzinfo=start.tzinfo),
                )
        day += timedelta(days=1)
