"""What a history file speaks of: streets and communities, categories, handling units, and who handled what where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from tuoluo.adoption import values
from tuoluo.adoption.headings import Field
from tuoluo.adoption.mapping import Map, Twin
from tuoluo.adoption.table import Row, Table
from tuoluo.adoption.twins import Named, Suspicion, twins_among
from tuoluo.adoption.units import Unit, most, unit_finder, units_of

Path = tuple[str, ...]
ENDS_EARLY = 0.02  # from this share of rows on, stopping at a broader category is this source's habit, not a slip


@dataclass
class Place:
    """A street or community: how often it occurs, and the numbers it is given."""

    name: str
    street: str = ""
    count: int = 0
    ids: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Handled:
    """One row as far as duties go: what, where, by whom."""

    category: Path
    street: str
    community: str
    unit: str  # key of the unit, "" if not said


@dataclass
class Survey:
    """Everything a file speaks of."""

    districts: Counter[str] = field(default_factory=Counter)
    streets: dict[str, Place] = field(default_factory=dict)
    communities: dict[tuple[str, str], Place] = field(default_factory=dict)
    categories: dict[Path, Counter[str]] = field(default_factory=dict)  # path -> numbers of its last step
    category_counts: Counter[Path] = field(default_factory=Counter)
    units: dict[str, Unit] = field(default_factory=dict)
    handled: list[Handled] = field(default_factory=list)
    twins: list[Twin] = field(default_factory=list)
    unsure: list[Suspicion] = field(default_factory=list)
    words: dict[Field, Counter[str]] = field(default_factory=dict)
    first_day: date | None = None
    day_order: str = "month"
    ends_early: bool = False


def survey(table: Table, given: Map) -> Survey:
    """Read the whole file once for its places, categories, units and words."""
    found = Survey()
    look = _Look(table, given)
    found.districts = Counter(text for text in look.column(Field.DISTRICT) if text)
    here = given.district if given.district in found.districts else most(found.districts)
    if len(found.districts) > 1:  # rows of another district tell nothing about this one
        rows = tuple(row for row in table.rows if look.says(row, Field.DISTRICT) in ("", here))
        look = _Look(replace(table, rows=rows), given)
    found.day_order = values.order_of(look.column(Field.REPORTED))
    days = [day.at.date() for text in look.column(Field.REPORTED) if (day := look.moment(text, found.day_order))]
    found.first_day = min(days, default=None)
    for name in (Field.NATURE, Field.CHANNEL, Field.ON_TIME, Field.STATUS):
        found.words[name] = Counter(text for text in look.column(name) if text)
    _places(found, look, given)
    _units(found, look)
    _categories(found, look)
    return found


class _Look:
    """The cells of a table by field."""

    def __init__(self, table: Table, given: Map) -> None:
        self.table, self.given = table, given
        self.zone = ZoneInfo(given.timezone)

    def column(self, field: Field) -> list[str]:
        name = self.given.columns.get(field, "")
        return [self.table.value(row, name) for row in self.table.rows] if name else []

    def says(self, row: Row, field: Field) -> str:
        return self.table.value(row, self.given.columns.get(field, ""))

    def number(self, row: Row, field: Field) -> str:
        return self.table.value(row, self.given.number_column(field))

    def path(self, row: Row) -> Path:
        """The category of a row from the broadest step down; ends where a step says nothing."""
        steps: list[str] = []
        for column in self.given.levels:
            step = self.table.value(row, column)
            if not step:
                break
            steps.append(step)
        return tuple(steps)

    def moment(self, text: str, order: str) -> values.Moment | None:
        return values.moment(text, self.zone, order) or values.serial_day(text, self.zone)


def _places(found: Survey, look: _Look, given: Map) -> None:
    """Streets and communities; names that are a slip for another one are left out."""
    rows = look.table.rows
    streets: dict[str, Place] = {}
    for row in rows:
        if name := look.says(row, Field.STREET):
            _count(streets.setdefault(name, Place(name)), look.number(row, Field.STREET))
    slips = _slips(found, streets.values(), given)
    found.streets = {name: place for name, place in streets.items() if name not in slips}
    places: dict[tuple[str, str], Place] = {}
    for row in rows:
        name, street = look.says(row, Field.COMMUNITY), look.says(row, Field.STREET)
        if name and (street in found.streets or not given.columns.get(Field.STREET)):
            _count(places.setdefault((street, name), Place(name, street)), look.number(row, Field.COMMUNITY))
    by_street: dict[str, list[Place]] = defaultdict(list)
    for place in places.values():
        by_street[place.street].append(place)
    wrong = {(street, name) for street, inside in by_street.items() for name in _slips(found, inside, given)}
    found.communities = _one_street_each({key: place for key, place in places.items() if key not in wrong})


def _count(place: Place, number: str) -> None:
    place.count += 1
    if number:
        place.ids[number] += 1


def _slips(found: Survey, places: Iterable[Place], given: Map) -> set[str]:
    listed = list(places)
    said = {twin.name for twin in given.twins}
    names = [Named(p.name, p.count, frozenset(p.ids)) for p in listed if p.name not in given.no_twins]
    street = listed[0].street if listed else ""
    slips, doubts = twins_among([name for name in names if name.name not in said])
    found.twins += [Twin(wrong, right, street) for wrong, right in sorted(slips.items())]
    found.twins += [twin for twin in given.twins if twin.name in {p.name for p in listed}]
    found.unsure += doubts
    return slips.keys() | said


def _one_street_each(places: dict[tuple[str, str], Place]) -> dict[tuple[str, str], Place]:
    """A community stated once or twice with another street than usual lies in the usual one."""
    by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in places:
        by_name[key[1]].append(key)
    kept = {}
    for keys in by_name.values():
        usual = max(keys, key=lambda key: (places[key].count, key))
        for key in keys:
            same_number = bool(places[key].ids.keys() & places[usual].ids.keys())
            stray = same_number or places[key].count * 20 <= places[usual].count
            if key == usual or not stray:
                kept[key] = places[key]
    return kept


def _units(found: Survey, look: _Look) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    for row in look.table.rows:
        if name := look.says(row, Field.UNIT):
            pairs[look.number(row, Field.UNIT), name] += 1
    found.units = units_of(pairs)


def _categories(found: Survey, look: _Look) -> None:
    finder = unit_finder(found.units)
    early = 0
    for row in look.table.rows:
        path = look.path(row)
        if not path:
            continue
        early += len(path) < len(look.given.levels)
        for depth in range(1, len(path) + 1):
            column = look.given.numbers.get(look.given.levels[depth - 1], "")
            numbers = found.categories.setdefault(path[:depth], Counter())
            if number := look.table.value(row, column):
                numbers[number] += 1
        found.category_counts[path] += 1
        unit = finder.get((look.number(row, Field.UNIT), ""), finder.get(("", look.says(row, Field.UNIT)), ""))
        street, community = look.says(row, Field.STREET), look.says(row, Field.COMMUNITY)
        if (street, community) in found.communities:
            found.handled.append(Handled(path, street, community, unit))
    found.ends_early = early > ENDS_EARLY * len(look.table.rows)
