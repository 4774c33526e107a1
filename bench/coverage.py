"""The proof of coverage for a whole city: from nothing, and again after one post changed hands.

The reference is a plain walk over every community × category that asks the same question once each (a hundredth of
it is walked and multiplied), and, for the growth, the same proof for half the communities.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from tuoluo.charter import Charter, Level, load_charter, shipped_charter
from tuoluo.coverage.facts import Cell, Community, Seat, World
from tuoluo.coverage.proof import Proof

COMMUNITIES, CELLS, CATEGORIES = 800, 20, 650
AIM, AIM_CHANGE = 1.0, 0.010  # seconds


def city(communities: int, cells: int, categories: int) -> World:
    """Districts of 80 communities, every body in office, so many categories (more of the shipped ones, numbered on)."""
    charter = widened(load_charter(shipped_charter("nanshan")), categories)
    places, seats, number = [], {}, 0
    for n in range(communities):
        district, street = f"44{n // 80:04d}", f"44{n // 80:04d}{n // 10 % 8:03d}"
        stem = f"{street}{n % 10:03d}"
        led = tuple(Cell(f"{stem}{c:03d}", leaders=(c + 1,)) for c in range(cells))
        places.append(Community(stem, stem, charter, led))
        for kind in charter.kinds.values():
            where = {Level.DISTRICT: district, Level.SUBDISTRICT: street}.get(kind.level, stem)
            if any(seat.kind == kind.code and seat.stem == where for seat in seats_at(seats, where)):
                continue
            number += 1
            rights = frozenset(act for role in charter.roles_of(kind.code) for act in role.acts)
            seat = Seat(
                number, kind.code, where, administrative_subject=kind.administrative_subject, head=1, rights=rights
            )
            seats[number] = seat
            AT.setdefault(where, []).append(seat)
    return World(tuple(places), seats)


AT: dict[str, list[Seat]] = {}


def seats_at(seats: dict[int, Seat], where: str) -> list[Seat]:
    """The bodies of a place so far."""
    return AT.get(where, []) if seats else []


def widened(charter: Charter, categories: int) -> Charter:
    """The same charter with as many categories as asked for."""
    single = [category for category in charter.categories.values() if not charter.is_group(category.code)]
    more = {f"{one.code}x{n}": replace(one, code=f"{one.code}x{n}") for n in (1, 2) for one in single}
    wanted = dict(list(more.items())[: max(0, categories - len(single))])
    return replace(charter, categories={**charter.categories, **wanted})


def walk(world: World, part: int) -> int:
    """The plain way, for one community in so many: ask for every category who leads it."""
    bodies = {(seat.kind, seat.stem): seat for seat in world.seats.values()}
    found = 0
    for community in world.communities[::part]:
        for code in community.charter.categories:
            if community.charter.is_group(code):
                continue
            duty = community.charter.duty_for(code, community.stem)
            for name in (duty.lead, duty.supervisor, duty.evaluator) if duty else ():
                found += any((name, community.stem[:n]) in bodies for n in (12, 9, 6))
    return found


def timed(doing: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    doing()
    return time.perf_counter() - start


def main() -> int:
    """Print the figures; exit status 1 when one misses the aim."""
    part = 20 if "--small" in sys.argv else 1
    half = city(COMMUNITIES // part // 2, CELLS, CATEGORIES)
    AT.clear()
    whole = city(COMMUNITIES // part, CELLS, CATEGORIES)
    cases = Proof(whole).verdict().cases
    full = median(timed(lambda: Proof(whole).verdict()) for _ in range(5))
    less = median(timed(lambda: Proof(half).verdict()) for _ in range(5))
    plain = timed(lambda: walk(whole, 10)) * 10
    proof = Proof(whole)
    proof.verdict()
    changes = []
    for seat in [*whole.seats.values()][:: max(1, len(whole.seats) // 60)]:
        for now in (replace(seat, head=0), seat):

            def change(now: Seat = now) -> None:
                proof.change_seat(now)
                proof.verdict()

            changes.append(timed(change))
    print(
        f"{len(whole.communities)} communities × {CELLS} cells × {CATEGORIES} categories × 2 moments: {cases:,} cases"
    )
    print(f"from nothing        {full * 1000:8.1f} ms   {plain / full:6.1f} times as fast as a plain walk")
    print(f"half the city       {less * 1000:8.1f} ms   growth {full / less:.2f} for twice the communities")
    worst = max(changes)
    print(f"after one change    {median(changes) * 1000:8.1f} ms   at worst {worst * 1000:.1f} ms")
    return 0 if full < AIM and median(changes) < AIM_CHANGE else 1


if __name__ == "__main__":
    sys.exit(main())
