"""Office time on the real calendar, counted in minutes: what lies so and so many working minutes later. Pure."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from tuoluo.kernel.worktime import Calendar, OfficeHours, UnknownYear

MINUTE = timedelta(minutes=1)


class OfficeClock:
    """The office hours of the days from ``first`` to ``end`` (not included), or as far as the calendar is known."""

    def __init__(self, first: date, end: date, calendar: Calendar, hours: OfficeHours, zone: ZoneInfo) -> None:
        self.zone = zone
        self.days: list[date] = []
        self._openings: list[datetime] = []
        lengths: list[int] = []
        for number in range((end - first).days):
            day = first + timedelta(days=number)
            try:
                working = calendar.is_working_day(day)
            except UnknownYear:
                break
            self.days.append(day)
            for opening, closing in hours.sessions if working else ():
                start = datetime.combine(day, opening, tzinfo=zone)
                self._openings.append(start)
                lengths.append(int((datetime.combine(day, closing, tzinfo=zone) - start) / MINUTE))
        self._ends = list(accumulate(lengths))
        self._starts = [0, *self._ends[:-1]]

    def minutes_until(self, moment: datetime) -> float:
        """How many working minutes lie between the beginning of this clock and a moment."""
        session = bisect_right(self._openings, moment) - 1
        if session < 0:
            return 0.0
        return min(self._starts[session] + (moment - self._openings[session]) / MINUTE, self._ends[session])

    def after(self, moment: datetime, minutes: float) -> datetime | None:
        """When so many working minutes have passed since a moment; nothing when that is beyond this clock."""
        wanted = self.minutes_until(moment) + max(minutes, 1.0)
        session = bisect_right(self._ends, wanted)
        if session >= len(self._openings):
            return None
        found = self._openings[session] + (wanted - self._starts[session]) * MINUTE
        return max(found, moment + MINUTE).replace(microsecond=0)

    def before(self, moment: datetime, minutes: float) -> datetime:
        """When so many working minutes are left until a moment; the first opening when this clock begins later."""
        wanted = max(self.minutes_until(moment) - minutes, 0.0)
        session = min(bisect_right(self._ends, wanted), len(self._openings) - 1)
        found = self._openings[session] + (wanted - self._starts[session]) * MINUTE
        return found.replace(microsecond=0)

    def covers(self, moment: datetime) -> bool:
        """Whether this clock knows the calendar at a moment."""
        return bool(self.days) and self.days[0] <= moment.astimezone(self.zone).date() <= self.days[-1]
