"""Building the demo: all of it in one transaction, so that there is a whole district or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from tuoluo.bodies.charters import charter_named
from tuoluo.demo import logins
from tuoluo.demo.chance import chance
from tuoluo.demo.clock import OfficeClock
from tuoluo.demo.founding import CHARTER, Founding
from tuoluo.demo.life import Traits, plan
from tuoluo.demo.offering import offer
from tuoluo.demo.places import SHOWCASE, Size
from tuoluo.demo.programme import open_sample
from tuoluo.demo.reports import Almanac, Draft, Ground, drafts
from tuoluo.demo.sentences import phrases
from tuoluo.demo.showcase import showcase
from tuoluo.demo.staff import Staff
from tuoluo.demo.year import Life, World
from tuoluo.kernel.worktime import UnknownYear
from tuoluo.ledger.registry import batch
from tuoluo.matters.calendar import calendar
from tuoluo.people.models import Person
from tuoluo.territory.models import Area, Level

YEAR = timedelta(days=365)
BEFORE = timedelta(days=30)  # between the founding and the first report
AHEAD = timedelta(days=120)  # how far beyond the end deadlines may lie
SIMPLE = ("L96", "L93")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Wish:
    """Which demo is wanted. The same wish makes the same district, the same matters and the same figures."""

    until: date
    seed: int = 2014
    matters: int = 6000
    size: Size = field(default_factory=Size)


def last_day(today: date) -> date:
    """Until when a history can run: today, or the end of the last year whose working days are known."""
    try:
        calendar().is_working_day(today - timedelta(days=1))
    except UnknownYear as unknown:
        return last_day(date(unknown.year, 1, 1))
    return today


def build(wish: Wish, password: str, progress: Progress) -> None:
    """Found the district and let its year pass, up to the beginning of the day ``until``."""
    with batch():
        _for_one_transaction()
        charter = charter_named(CHARTER)
        zone = ZoneInfo(charter.timezone)
        founded = wish.until - YEAR - BEFORE
        clock = OfficeClock(founded, wish.until + AHEAD, calendar(), charter.hours, zone)
        at = datetime.combine(founded, time(9), tzinfo=zone)
        founding = Founding(at, founded, chance(wish.seed, "founding"), progress)
        district = founding.found(wish.size)
        resident = founding.resident
        found = logins.posts(SHOWCASE, wish.until)
        logins.open_accounts({logins.RESIDENT: resident, **logins.holders(found, wish.until)}, password)
        cutoff = datetime.combine(wish.until, time(), tzinfo=zone)
        staff = Staff(wish.until, [post.pk for post in found.values()])
        world = World(staff, clock, phrases(), cutoff)
        world.run(_lives(wish, world, founded, resident), lambda done, total: progress("matters", done, total))
        open_sample(district, founded, wish.until, zone)
        offer(found, Area.objects.get(stem=SHOWCASE, level=Level.COMMUNITY), wish.until, zone)
        progress("sealing", 0, 1)
        _renew_statistics()


def _lives(wish: Wish, world: World, founded: date, resident: Person) -> list[Life]:
    """Everybody's matters of the year, and those that wait at the end for the people who log in."""
    ground = Ground(founded, chance(wish.seed, "ground"))
    calendar_ = calendar()
    days = [day for day in world.clock.days if wish.until - YEAR <= day < wish.until]
    almanac = Almanac(world.clock, days, frozenset(day for day in days if calendar_.is_working_day(day)))
    lives = [
        Life(world, draft, list(plan(draft.random, _traits(draft))))
        for draft in drafts(wish.seed, wish.matters, ground, almanac)
    ]
    cell = world.staff.cell_with_login() or ground.cells[ground.showcase.pk][0]
    waiting = showcase(wish.seed, ground, world.clock, world.cutoff, resident=resident, cell=cell)
    return [*lives, *(Life(world, draft, list(steps)) for draft, steps in waiting)]


def _traits(draft: Draft) -> Traits:
    return Traits(on_patrol=draft.on_patrol, simple=draft.case.category.startswith(SIMPLE))


def _for_one_transaction() -> None:
    """Have the database expect one large transaction.

    SQLite keeps its pages in memory instead of writing them out again and again. PostgreSQL uses its indexes although
    its statistics, which nobody can renew before the end, still call the tables empty.
    """
    setting = {"sqlite": "PRAGMA cache_size = -250000", "postgresql": "SET LOCAL enable_seqscan = off"}
    with connection.cursor() as cursor:
        cursor.execute(setting[connection.vendor])


def _renew_statistics() -> None:
    """Let the database see how large its tables are now, so that the first pages are quick."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
