"""What a charter says of one case, derived step by step: which rows apply, which one wins, and until when.

`derive` gives the same duty as `Charter.duty_for`, which matters are routed by, and besides it every row that was a
candidate with the reason why it was passed over, and the deadline counted out day by day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tuoluo.charter.model import Category, Charter, Duty, Handling
from tuoluo.charter.routes import matches, specificity
from tuoluo.kernel.worktime import Calendar, ChinaCalendar, TimeLimit, Unit, UnknownYear, deadline


class Fate(StrEnum):
    """What became of a row that speaks of the category."""

    APPLIES = "applies"
    ELSEWHERE = "elsewhere"  # it is for another place
    BROADER = "broader"  # another row names the category more exactly
    WIDER = "wider"  # another row for the same categories is for a smaller place around this one
    LATER = "later"  # equally exact, but further down; the check calls that an error


@dataclass(frozen=True)
class Candidate:
    """A row of the duties that speaks of the category."""

    duty: Duty
    fate: Fate


class DayKind(StrEnum):
    """What a day on the way to the deadline is."""

    WORKING = "working"
    MAKE_UP = "make_up"  # a Saturday or Sunday on which people work (调休)
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # Monday to Friday, and nobody works


@dataclass(frozen=True)
class Day:
    """One day on the way to a deadline: what is counted on it, as stretches of time or as the number of the day."""

    day: date
    kind: DayKind
    stretches: tuple[tuple[datetime, datetime], ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Derivation:
    """Everything the charter says of a case, and why. Without a duty nobody leads it."""

    charter: Charter
    category: Category
    place: str
    at: datetime
    candidates: tuple[Candidate, ...]
    duty: Duty | None
    days: tuple[Day, ...] = ()
    due: datetime | None = None
    unknown_year: int | None = None

    @property
    def needs_administrative_subject(self) -> bool:
        """Whether only a body with that status may lead it: the duty says so, or else the catalogue."""
        said = self.duty.needs_administrative_subject if self.duty else None
        return self.category.needs_administrative_subject if said is None else said

    @property
    def retained(self) -> bool:
        """Whether it stays with the administration (收): the duty says so, or else the catalogue."""
        said = self.duty.retained if self.duty else None
        return self.category.handling is Handling.RETAINED if said is None else said


def derive(
    charter: Charter, category: Category, place: str, at: datetime, calendar: Calendar | None = None
) -> Derivation:
    """Derive who does what in a matter of this category, reported in a place at a moment of the charter's own clock.

    Basis: charter, duties (the category counts before the area), hours.
    """
    moment = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(charter.timezone))
    duty = charter.duty_for(category.code, place)
    found = tuple(_candidates(charter, category.code, place, duty))
    case = Derivation(charter, category, place, moment, found, duty)
    if duty is None or duty.limit is None:
        return case
    days = calendar or ChinaCalendar()
    try:
        due = deadline(moment, duty.limit, days, charter.hours)
        counted = tuple(_counted(charter, moment, due, duty.limit, days))
    except UnknownYear as unknown:
        return Derivation(charter, category, place, moment, found, duty, unknown_year=unknown.year)
    return Derivation(charter, category, place, moment, found, duty, counted, due)


def _candidates(charter: Charter, code: str, place: str, winner: Duty | None) -> Iterator[Candidate]:
    """Every row that speaks of the category, in the order in which they are asked."""
    rows = [duty for duty in charter.duties if matches(duty.category, code)]
    for duty in sorted(rows, key=lambda duty: (-specificity(duty.category), -len(duty.area))):
        yield Candidate(duty, _fate(duty, place, winner))


def _fate(duty: Duty, place: str, winner: Duty | None) -> Fate:
    if duty is winner:
        return Fate.APPLIES
    if winner is None or not place.startswith(duty.area):
        return Fate.ELSEWHERE
    if duty.category != winner.category:
        return Fate.BROADER
    return Fate.WIDER if duty.area != winner.area else Fate.LATER


def _counted(charter: Charter, start: datetime, due: datetime, limit: TimeLimit, calendar: Calendar) -> Iterator[Day]:
    """Each day from the start to the deadline with what is counted on it. Urgent hours run through and need none."""
    if limit.unit is Unit.URGENT_HOURS:
        return
    number = 0
    for offset in range((due.date() - start.date()).days + 1):
        day = start.date() + timedelta(days=offset)
        works = calendar.is_working_day(day)
        kind = _kind(day, works)
        if not works:
            yield Day(day, kind)
        elif limit.unit is Unit.WORKING_DAYS:
            number += offset > 0
            yield Day(day, kind, number=number)
        else:
            yield Day(day, kind, tuple(_stretches(charter, day, start, due)))


def _kind(day: date, works: bool) -> DayKind:
    weekend = day.weekday() >= 5
    if works:
        return DayKind.MAKE_UP if weekend else DayKind.WORKING
    return DayKind.WEEKEND if weekend else DayKind.HOLIDAY


def _stretches(charter: Charter, day: date, start: datetime, due: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The office sessions of a day, as far as they lie between the start and the deadline."""
    for opens, closes in charter.hours.sessions:
        begin = max(start, datetime.combine(day, opens, tzinfo=start.tzinfo))
        end = min(due, datetime.combine(day, closes, tzinfo=start.tzinfo))
        if begin < end:
            yield begin, end
