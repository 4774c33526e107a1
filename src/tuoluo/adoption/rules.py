"""When a row of a history file can be carried over, and what it says. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from tuoluo.adoption import values
from tuoluo.adoption.headings import Field
from tuoluo.adoption.mapping import Map, PlaceName
from tuoluo.adoption.table import Row, Table
from tuoluo.adoption.twins import one_slip
from tuoluo.adoption.values import Standing
from tuoluo.charter.model import Charter
from tuoluo.kernel.refusals import Refusal
from tuoluo.matters.rules import Channel, Nature

BASIS = "the map of the history file"
CLOSE_ENOUGH = 0.5
LONGEST_KEY = 80


@dataclass
class Reading:
    """What one row says, as far as it could be read; what is wrong with it, and remarks that stop nobody."""

    row: Row
    key: str = ""
    at: datetime | None = None
    day_only: bool = False
    closed_at: datetime | None = None
    community: str = ""  # code
    category: str = ""  # code
    path: tuple[str, ...] = ()
    unit: str = ""  # reference of the body, "" when not stated or not known
    nature: Nature = Nature.OTHER
    channel: Channel = Channel.FILE
    open: bool = False
    on_time: bool | None = None
    text: str = ""
    answer: str = ""
    place: str = ""
    point: tuple[float, float] | None = None
    wrong: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def blame(self, code: str, column: str, value: str = "", **facts: object) -> None:
        """Say that a cell cannot be carried over."""
        said = {"column": column, "value": value, "meant": "", **facts}
        self.wrong.append(Refusal(f"row.{code}", BASIS, said))


class Reader:
    """Reads the rows of one file by a map and a charter."""

    def __init__(self, table: Table, given: Map, charter: Charter, *, today: date) -> None:
        self.table, self.given, self.charter, self.today = table, given, charter, today
        self.zone = ZoneInfo(given.timezone)
        self.places = _Places(given)
        self.categories = _Categories(charter)
        self.units = {name: b.reference for b in reversed(given.bodies) for name in (*b.aliases, b.name)}
        self.unit_numbers = {number: b.reference for b in reversed(given.bodies) for number in b.ids}
        self.keyed = bool(given.columns.get(Field.KEY))
        self.seen: Counter[str] = Counter()

    def read(self, row: Row) -> Reading:
        """What a row says. Rows must be read in the order of the file where it has no key of its own."""
        reading = Reading(row)
        self._key(reading)
        self._days(reading)
        self._place(reading)
        self._category(reading)
        self._unit(reading)
        self._words(reading)
        return reading

    def column(self, field: Field) -> str:
        """The column that states a field, or ""."""
        return self.given.columns.get(field, "")

    def says(self, row: Row, field: Field) -> str:
        """What a row says about a field."""
        return self.table.value(row, self.column(field))

    def number(self, row: Row, column: str) -> str:
        """The source's number for the name in a column."""
        return self.table.value(row, self.given.numbers.get(column, ""))

    def _key(self, reading: Reading) -> None:
        if self.keyed:
            reading.key = self.says(reading.row, Field.KEY)
            if not reading.key:
                reading.blame("key_missing", self.column(Field.KEY))
            elif len(reading.key) > LONGEST_KEY:
                reading.blame("key_too_long", self.column(Field.KEY), reading.key)
            return
        used = [self.table.value(reading.row, column) for column in self.given.columns_used()]
        content = hashlib.sha256("\x1f".join(used).encode()).hexdigest()[:32]
        self.seen[content] += 1  # rows that say exactly the same are counted apart, in the order of the file
        reading.key = f"{content}-{self.seen[content]}"

    def _days(self, reading: Reading) -> None:
        column = self.column(Field.REPORTED)
        text = self.says(reading.row, Field.REPORTED)
        found = self._moment(text)
        if not text:
            reading.blame("date_missing", column)
        elif found is None:
            reading.blame("date_unreadable", column, text)
        elif self.given.first_day and found.at.date() < self.given.first_day:
            reading.blame("date_too_early", column, text, first_day=self.given.first_day.isoformat())
        elif found.at.date() > self.today:
            reading.blame("date_in_future", column, text)
        else:
            reading.at, reading.day_only = found.at, found.day_only
        closed = self._moment(self.says(reading.row, Field.CLOSED))
        if closed and reading.at and closed.at < reading.at and closed.at.date() < reading.at.date():
            reading.remarks.append("closed_before_reported")
        elif closed:
            reading.closed_at = max(closed.at, reading.at) if reading.at else closed.at

    def _moment(self, text: str) -> values.Moment | None:
        if not text:
            return None
        return values.moment(text, self.zone, self.given.day_order) or values.serial_day(text, self.zone)

    def _place(self, reading: Reading) -> None:
        row = reading.row
        district = self.says(row, Field.DISTRICT)
        if district and self.given.district and district != self.given.district:
            reading.blame("other_district", self.column(Field.DISTRICT), district, meant=self.given.district)
        street, name = self.says(row, Field.STREET), self.says(row, Field.COMMUNITY)
        column = self.column(Field.COMMUNITY)
        number = self.number(row, column)
        if not name:
            reading.blame("community_missing", column, meant=self.places.by_number.get(number, ""))
            return
        if meant := self.places.twins.get(name):
            reading.blame("community_twin", column, name, meant=meant)
            return
        found = self.places.of(street, name)
        if found is None:
            self._not_found(reading, street, name, number)
            return
        other = self.places.by_number.get(number, "")
        if other and number not in found.ids and other != name:
            reading.blame("number_of_other", column, name, number=number, other=other, meant=other)
        reading.community = found.code
        reading.place = self.says(row, Field.PLACE)[:256]
        reading.point = _point(self.says(row, Field.LNG), self.says(row, Field.LAT))

    def _not_found(self, reading: Reading, street: str, name: str, number: str) -> None:
        elsewhere = self.places.streets_of.get(name, [])
        if elsewhere and street in self.places.street_twins:
            facts = {"meant": self.places.street_twins[street]}
            reading.blame("street_unknown", self.column(Field.STREET), street, **facts)
        elif elsewhere:
            reading.blame("community_elsewhere", self.column(Field.STREET), street, community=name, meant=elsewhere[0])
        else:
            same_number = self.places.by_number.get(number, "")
            slip = bool(same_number) and one_slip(name, same_number)
            meant = same_number or nearest(name, self.places.names_in(street))
            code = "community_twin" if slip else "community_unknown"
            reading.blame(code, self.column(Field.COMMUNITY), name, meant=meant)

    def _category(self, reading: Reading) -> None:
        steps = [self.table.value(reading.row, column) for column in self.given.levels]
        early = self.given.category_may_end_early and bool(steps and steps[0])
        wanted = len(steps)
        if early:
            wanted = next((place for place, step in enumerate(steps) if not step), len(steps))
        empty = next((place for place in range(wanted) if not steps[place]), None)
        if empty is not None:
            deepest = steps[-1] if steps else ""
            # what the narrowest step says settles the broader ones, if only one category is called that
            if empty < wanted - 1 and (code := self.categories.alone(wanted, deepest)):
                reading.category, reading.path = code, self.categories.paths[code]
                reading.remarks.append("category_group_filled_in")
                return
            reading.blame("category_missing", self.given.levels[empty], meant=self._by_number(reading.row, empty))
            return
        path = tuple(steps[:wanted])
        code = self.categories.codes.get(path, "")
        if not code and (code := self.categories.alone(len(path), path[-1])):
            reading.remarks.append("category_in_other_group")
        if code:
            reading.category, reading.path = code, self.categories.paths[code]
            return
        place = len(path) - 1
        meant = self._by_number(reading.row, place) or nearest(path[-1], self.categories.names(path))
        reading.blame("category_unknown", self.given.levels[place], path[-1], meant=meant)

    def _by_number(self, row: Row, place: int) -> str:
        """The name of the category that bears the source's number, to suggest it."""
        number = self.number(row, self.given.levels[place])
        found = self.charter.categories.get(f"{chr(ord('A') + place)}{number}") if number else None
        return found.name.zh if found else ""

    def _unit(self, reading: Reading) -> None:
        column = self.column(Field.UNIT)
        if not column:
            return
        name, number = self.says(reading.row, Field.UNIT), self.number(reading.row, column)
        reading.unit = self.unit_numbers.get(number, "") or self.units.get(name, "")
        if not name and not reading.unit:
            reading.remarks.append("unit_missing")
        elif not reading.unit:
            reading.remarks.append("unit_unknown")
        elif name and name not in self.units:
            reading.remarks.append("unit_new_name")

    def _words(self, reading: Reading) -> None:
        row = reading.row
        nature, channel = self.says(row, Field.NATURE), self.says(row, Field.CHANNEL)
        reading.nature = self.given.nature.get(nature) or values.nature(nature) or Nature.OTHER
        reading.channel = self.given.channel.get(channel) or values.channel(channel) or Channel.FILE
        reading.text, reading.answer = self.says(row, Field.TEXT), self.says(row, Field.ANSWER)
        self._standing(reading)

    def _standing(self, reading: Reading) -> None:
        """Whether it was done, and in time, as the source says, or as its own two dates say."""
        timely, status = self.says(reading.row, Field.ON_TIME), self.says(reading.row, Field.STATUS)
        said = {self._meaning(word, reading) for word in (timely, status) if word}
        if Standing.ON_TIME in said or Standing.LATE in said:
            reading.on_time = Standing.ON_TIME in said
        reading.open = Standing.OPEN in said
        if not said and self.column(Field.CLOSED) and reading.closed_at is None:
            reading.open = not self.says(reading.row, Field.CLOSED)
        due = self._moment(self.says(reading.row, Field.DUE))
        if reading.on_time is None and due and reading.closed_at and not reading.open:
            end = due.at.date() if due.day_only else due.at
            reading.on_time = (reading.closed_at.date() if due.day_only else reading.closed_at) <= end

    def _meaning(self, word: str, reading: Reading) -> Standing:
        meaning = self.given.standing.get(word) or values.standing(word)
        if meaning is None or meaning is Standing.NOT_SAID:
            reading.remarks.append("standing_not_understood")
            return Standing.NOT_SAID
        return meaning


class _Places:
    """Communities by name, street and number."""

    def __init__(self, given: Map) -> None:
        self.known = {(place.street, place.name): place for place in given.communities}
        self.streets_of: dict[str, list[str]] = defaultdict(list)
        for place in given.communities:
            self.streets_of[place.name].append(place.street)
        self.by_number = {number: place.name for place in given.communities for number in place.ids}
        names = set(self.streets_of)
        self.twins = {twin.name: twin.meant for twin in given.twins if twin.meant in names and twin.name not in names}
        self.street_twins = {twin.name: twin.meant for twin in given.twins if twin.name not in self.twins}

    def of(self, street: str, name: str) -> PlaceName | None:
        """The community of a name, in the street stated; where none is stated or used, the only one of that name."""
        if found := self.known.get((street, name)):
            return found
        streets = self.streets_of.get(name, [])
        return self.known[streets[0], name] if len(streets) == 1 and not (street and streets[0]) else None

    def names_in(self, street: str) -> list[str]:
        """The communities of a street, or all where the street is not known."""
        inside = [name for within, name in self.known if within == street]
        return inside or [name for _, name in self.known]


class _Categories:
    """Categories of a charter by the path of names that leads to them."""

    def __init__(self, charter: Charter) -> None:
        self.paths = {code: _path(charter, code) for code in charter.categories}
        self.codes = {path: code for code, path in self.paths.items()}
        self._by_last: dict[tuple[int, str], list[str]] = defaultdict(list)
        for code, path in self.paths.items():
            self._by_last[len(path), path[-1]].append(code)

    def alone(self, depth: int, name: str) -> str:
        """The one category of this name at a depth, or ""."""
        found = self._by_last.get((depth, name), [])
        return found[0] if len(found) == 1 else ""

    def names(self, path: tuple[str, ...]) -> list[str]:
        """Names to suggest instead: those in the same group first, else all of the same depth."""
        beside = [known[-1] for known in self.codes if len(known) == len(path) and known[:-1] == path[:-1]]
        close = nearest(path[-1], beside)
        return [close] if close else [known[-1] for known in self.codes if len(known) == len(path)]


def _path(charter: Charter, code: str) -> tuple[str, ...]:
    steps: list[str] = []
    while code in charter.categories and len(steps) < 10:
        steps.append(charter.categories[code].name.zh)
        code = charter.categories[code].parent
    return tuple(reversed(steps))


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that a wrong one most likely meant, or ""."""
    found = get_close_matches(name, list(known), n=1, cutoff=CLOSE_ENOUGH)
    return found[0] if found else ""


def _point(lng: str, lat: str) -> tuple[float, float] | None:
    try:
        east, north = float(lng), float(lat)
    except ValueError:
        return None
    return (east, north) if -180 <= east <= 180 and -90 <= north <= 90 and (east, north) != (0, 0) else None


def same_again(stored: Mapping[str, object], stated: Mapping[str, object]) -> bool:
    """Whether a row with a key that is known says what was carried over under that key before.

    Basis: the source and its key name one matter; the record is never rewritten by an import.
    """
    return all(stored[fact] == value for fact, value in stated.items())
