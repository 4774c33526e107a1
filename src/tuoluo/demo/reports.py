"""What is reported in the demo's year: how much, when, where, what about and by which way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from tuoluo.demo.chance import chance
from tuoluo.demo.clock import OfficeClock
from tuoluo.demo.places import SHOWCASE
from tuoluo.demo.sentences import Case, mix, phrases
from tuoluo.matters.rules import Channel, Nature
from tuoluo.people.models import Person
from tuoluo.territory.models import Area, Level

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

CARE, SERVICE = "L92", "L93"
KNOWS_CELL = 0.8  # of the reports say exactly where
NAMES_CATEGORY = 0.4  # of those who report by themselves choose one
QUIET = {"440305400498": 0.02, "440305005011": 0.03, "440305005009": 0.05}  # hardly anybody lives there
LIVELY = 1.6


@dataclass(frozen=True)
class Draft:
    """One report before it is made."""

    number: int
    random: Random
    at: datetime
    community: Area
    cell: Area | None
    place: str
    point: tuple[float, float] | None
    case: Case
    text: str
    channel: Channel
    nature: Nature
    reporter: Person | None = None
    known: bool = False  # handled by those who have a log-in

    @property
    def on_patrol(self) -> bool:
        """Whether a cell leader found it."""
        return self.channel is Channel.PATROL


class Ground:
    """The communities and their cells, with how much is reported in each."""

    def __init__(self, day: date, random: Random) -> None:
        areas = Area.objects.on(day)
        self.communities = list(areas.filter(level=Level.COMMUNITY).order_by("code"))
        self.cells: dict[int, list[Area]] = {area.pk: [] for area in self.communities}
        for cell in areas.filter(level=Level.CELL).order_by("code"):
            self.cells[cell.parent_id or 0].append(cell)
        self._weights = [QUIET.get(area.code, random.lognormvariate(0, 0.5)) for area in self.communities]
        self._shapes: dict[int, BaseGeometry] = {}
        for number, area in enumerate(self.communities):
            if area.code == SHOWCASE:
                self.showcase = area
                self._weights[number] = LIVELY

    def community(self, random: Random) -> Area:
        """Where something is reported."""
        return random.choices(self.communities, self._weights)[0]

    def point(self, cell: Area, random: Random) -> tuple[float, float] | None:
        """A point inside a cell whose shape is known."""
        if cell.boundary is None:
            return None
        import shapely
        from shapely.geometry import shape

        if cell.pk not in self._shapes:
            self._shapes[cell.pk] = shape(cell.boundary)
            shapely.prepare(self._shapes[cell.pk])
        ground = self._shapes[cell.pk]
        west, south, east, north = ground.bounds
        for _ in range(20):
            lng, lat = random.uniform(west, east), random.uniform(south, north)
            if shapely.contains_xy(ground, lng, lat):
                return round(lng, 6), round(lat, 6)
        inside = ground.representative_point()
        return round(inside.x, 6), round(inside.y, 6)


@dataclass(frozen=True)
class Almanac:
    """The days of the demo's year, with how much is reported on each."""

    clock: OfficeClock
    days: Sequence[date]
    working: frozenset[date]

    def moment(self, random: Random, case: Case, *, office: bool) -> datetime:
        """When something is reported: by residents from morning till night, by a cell leader in working hours."""
        days = [day for day in self.days if day.month in case.months] if case.months else self.days
        days = days or self.days
        while True:
            day = random.choice(days)
            if day in self.working or (not office and random.random() < 0.55):
                break
        if office:
            opening = datetime.combine(day, time(8, 59), tzinfo=self.clock.zone)
            return self.clock.after(opening, random.uniform(2, 400)) or opening
        hour = random.triangular(6.5, 23.0, 10.0)
        return datetime.combine(day, time(), tzinfo=self.clock.zone) + timedelta(minutes=int(hour * 60))


def drafts(seed: int, count: int, ground: Ground, almanac: Almanac) -> Iterator[Draft]:
    """The reports of the year, in no order."""
    for number in range(count):
        random = chance(seed, number)
        case = phrases().cases[mix().draw(random)]
        patrol = random.random() < case.patrol
        at = almanac.moment(random, case, office=patrol)
        community = ground.community(random)
        yield draft(number, random, at, case, ground=ground, community=community, patrol=patrol)


def draft(
    number: int, random: Random, at: datetime, case: Case, *, ground: Ground, community: Area, patrol: bool
) -> Draft:
    """One report about something in a community."""
    cells = ground.cells[community.pk]
    cell = random.choice(cells) if cells and (patrol or random.random() < KNOWS_CELL) else None
    spot = phrases().spot(random)
    channel = (
        Channel.PATROL if patrol else random.choices((Channel.WEB, Channel.TELEPHONE, Channel.COUNTER), (60, 32, 8))[0]
    )
    return Draft(
        number,
        random,
        at,
        community,
        cell,
        spot,
        ground.point(cell, random) if cell else None,
        case,
        phrases().report(random, case, spot, patrol=patrol),
        channel,
        _nature(random, case, patrol=patrol),
    )


def _nature(random: Random, case: Case, *, patrol: bool) -> Nature:
    if patrol:
        return Nature.FINDING
    if case.nature:
        return Nature(case.nature)
    if case.category.startswith((CARE, SERVICE)):
        return Nature.HELP
    return random.choices((Nature.COMPLAINT, Nature.HELP, Nature.TIP_OFF), (88, 10, 2))[0]
