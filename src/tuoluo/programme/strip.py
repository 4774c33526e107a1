"""A measure's milestones on a line from the beginning of its programme to its end, as a picture in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tuoluo.programme.reads import MeasureSeen, ProgrammeSeen
from tuoluo.programme.rules import State

WIDTH = 600
EDGE = 10  # so that a mark at the very end is seen whole


@dataclass(frozen=True)
class Mark:
    """One milestone: where it stands now, where it was first promised, and how it is told."""

    x: int
    first_x: int
    state: State
    name: str
    due: date
    moved: bool


@dataclass(frozen=True)
class Strip:
    """The marks of one measure, the day, and where years begin."""

    marks: tuple[Mark, ...]
    today: int | None
    years: tuple[tuple[int, int], ...]


def strip_of(seen: ProgrammeSeen, measure: MeasureSeen) -> Strip:
    """The line of one measure. What was postponed beyond the end of the programme stretches every line."""
    start = seen.row.starts
    end = max([seen.row.ends, *(one.due for one in seen.milestones)])
    days = (end - start).days

    def place(day: date) -> int:
        share = min(max((day - start).days / days, 0), 1)
        return EDGE + round(share * (WIDTH - 2 * EDGE))

    marks = tuple(
        Mark(place(one.reached_on or one.due), place(one.row.first_due), one.state, one.row.name, one.due, one.moved)
        for one in measure.milestones
    )
    years = tuple((year, place(date(year, 1, 1))) for year in range(start.year + 1, end.year + 1))
    return Strip(marks, place(seen.day) if start <= seen.day <= end else None, years)
