"""Who leads what, read off who handled what: the duties of a charter, each with the number of rows it rests on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tuoluo.adoption.survey import Handled, Path

LEAST_ROWS = 3  # fewer rows than this say nothing about an area of its own
LEAST_SHARE = 0.4  # nor do rows that are divided among many units
LOCAL_SHARE, LOCAL_ROWS = 0.95, 10  # a unit with nearly all its rows in one street works for that street


@dataclass(frozen=True)
class Inferred:
    """One duty: a category led by a unit, everywhere or in one street or community, and the rows it rests on."""

    category: Path
    unit: str
    street: str = ""
    community: str = ""
    rows: int = 0
    of: int = 0
    confidence: float | None = None


def infer_duties(handled: Sequence[Handled], bound: Mapping[str, str]) -> list[Inferred]:
    """The duties that a history shows. ``bound`` names the street of each unit that is a street's own.

    Each category goes to the unit that handled most of its rows, leaving out units that work for one street only:
    those lead in their street. A street or community where another unit handled most rows gets a line of its own.
    """
    tally = _tally(handled)
    local = dict(bound) | local_units(handled)
    found: list[Inferred] = []
    for category in sorted(tally):
        found += _of_category(category, tally[category], local)
    return found


Counts = dict[tuple[str, str], Counter[str]]  # (street, community) -> units


def _tally(handled: Iterable[Handled]) -> dict[Path, Counts]:
    tally: dict[Path, Counts] = defaultdict(lambda: defaultdict(Counter))
    for row in handled:
        if row.unit:
            tally[row.category][row.street, row.community][row.unit] += 1
    return tally


def local_units(handled: Iterable[Handled]) -> dict[str, str]:
    """The street of each unit that works (nearly) only there."""
    streets: dict[str, Counter[str]] = defaultdict(Counter)
    for row in handled:
        if row.unit:
            streets[row.unit][row.street] += 1
    several = len({street for counts in streets.values() for street in counts}) > 1
    usual = {unit: counts.most_common(1)[0] for unit, counts in streets.items() if several}
    return {
        unit: street
        for unit, (street, count) in usual.items()
        if count >= LOCAL_ROWS and count >= LOCAL_SHARE * streets[unit].total()
    }


def _of_category(category: Path, counts: Counts, local: Mapping[str, str]) -> Iterable[Inferred]:
    total = sum(counts.values(), Counter[str]())
    general = Counter({unit: count for unit, count in total.items() if unit not in local})
    several = len({street for street, _ in counts}) > 1 or bool(local)
    usual = leading(general) if general or several else leading(total)
    if usual:
        yield Inferred(category, usual, rows=total[usual], of=total.total())
    for street in sorted({street for street, _ in counts}):
        inside = {key: units for key, units in counts.items() if key[0] == street}
        whole = sum(inside.values(), Counter[str]())
        here = usual
        if street and speaks(whole, usual):
            here = leading(whole)
            yield Inferred(category, here, street, rows=whole[here], of=whole.total())
        for (_, community), units in sorted(inside.items()):
            if speaks(units, here):
                yield Inferred(category, leading(units), street, community, units[leading(units)], units.total())


def speaks(units: Counter[str], usual: str) -> bool:
    """Whether the rows of an area are enough, and clear enough, to give it another lead than usual.

    Where nobody leads the category everywhere, any row will do.
    """
    first = leading(units)
    if not usual or first == usual:
        return first != usual
    return units.total() >= LEAST_ROWS and units[first] >= LEAST_SHARE * units.total() and units[first] > units[usual]


def leading(units: Mapping[str, int]) -> str:
    """The unit with most rows; among equals the first in the order of characters; "" when there is none."""
    return min(units, key=lambda unit: (-units[unit], unit), default="")
