"""The events of a history file, whatever its columns are called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tuoluo.adoption import values
from tuoluo.adoption.headings import Field
from tuoluo.adoption.history.events import Event
from tuoluo.adoption.mapping import Map
from tuoluo.adoption.table import Row, Table
from tuoluo.adoption.units import unit_finder, units_of

IN_BRACKETS = re.compile(r"[（(][^（()）]*[）)]$")


@dataclass(frozen=True)
class Reading:
    """The events of a file, and how many rows said too little."""

    events: list[Event]
    without_day: int
    without_unit: int


def read_events(table: Table, given: Map) -> Reading:
    """Every row as an event. A row without a readable day has day 0."""
    look = _Look(table, given)
    units = look.units()
    order = values.order_of([look.says(row, Field.REPORTED) for row in table.rows])
    days: dict[str, int] = {}
    events = []
    for row in table.rows:
        text = look.says(row, Field.REPORTED)
        if text not in days:
            days[text] = look.day(text, order)
        name = look.says(row, Field.UNIT)
        unit = units.get((look.number(row), ""), units.get(("", name), name)) if name else ""
        places = (look.says(row, Field.STREET), look.says(row, Field.COMMUNITY), look.says(row, Field.CHANNEL))
        events.append(Event(look.path(row), *places, day=days[text], unit=unit, name=name))
    return Reading(events, sum(not event.day for event in events), sum(not event.unit for event in events))


class _Look:
    """The cells of a table by field."""

    def __init__(self, table: Table, given: Map) -> None:
        self.table, self.given = table, given
        self.zone = ZoneInfo(given.timezone)
        self.unit_number = given.number_column(Field.UNIT)

    def says(self, row: Row, field: Field) -> str:
        return self.table.value(row, self.given.columns.get(field, ""))

    def number(self, row: Row) -> str:
        return self.table.value(row, self.unit_number)

    def path(self, row: Row) -> tuple[str, ...]:
        """The category from the broadest step down; ends where a step says nothing."""
        steps: list[str] = []
        for column in self.given.levels:
            step = self.table.value(row, column)
            if not step:
                break
            steps.append(step)
        return tuple(steps)

    def day(self, text: str, order: str) -> int:
        found = values.moment(text, self.zone, order) or values.serial_day(text, self.zone)
        return found.at.date().toordinal() if found else 0

    def units(self) -> dict[tuple[str, str], str]:
        """Which unit a number or a name means, over all its renamings."""
        pairs: Counter[tuple[str, str]] = Counter()
        for row in self.table.rows:
            if name := self.says(row, Field.UNIT):
                pairs[self.number(row), name] += 1
        found = unit_finder(units_of(pairs))
        unnumbered = {unit.name: unit.key for unit in units_of(pairs).values() if not unit.ids}
        return found | {("", name): key for name, key in renamed(unnumbered).items()}


def renamed(units: Mapping[str, str]) -> dict[str, str]:
    """Names without a number that only gained an ending in brackets: 队 and the only 队（某街道） are one unit."""
    longer: dict[str, list[str]] = defaultdict(list)
    for name in units:
        longer[IN_BRACKETS.sub("", name)].append(name)
    return {
        name: units[short]
        for short, names in longer.items()
        if short in units
        for name in names
        if len(names) == 2 and name != short
    }
