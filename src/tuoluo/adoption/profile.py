"""What can be told of a column from its cells: how full, how varied, days, numbers, and what follows from what."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from tuoluo.adoption import values
from tuoluo.adoption.table import Table, said

LOOKED_AT = 400
_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Profile:
    """One column and what its cells say ("" where a cell says nothing)."""

    name: str
    cells: Sequence[str]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each value occurs, without the empty ones."""
        return Counter(cell for cell in self.cells if cell)

    @property
    def filled(self) -> int:
        """How many cells say something."""
        return self.counts.total()

    @property
    def fullness(self) -> float:
        """The share of cells that say something."""
        return self.filled / max(1, len(self.cells))

    @property
    def distinct(self) -> int:
        """How many different values there are."""
        return len(self.counts)

    @property
    def unique(self) -> bool:
        """Whether (nearly) no value occurs twice and no cell is empty: a few doubled rows do not spoil a key."""
        return self.distinct >= 2 and self.fullness > 0.99 and self.distinct / max(1, self.filled) > 0.98

    @property
    def few(self) -> bool:
        """Whether few different values come back again and again, as names of places or kinds do."""
        return 1 <= self.distinct <= max(20, self.filled * 0.2)

    @cached_property
    def sample(self) -> list[str]:
        """Some values from all over the column."""
        found = list(self.counts)
        return found[:: max(1, len(found) // LOOKED_AT)]

    @cached_property
    def examples(self) -> list[str]:
        """Its three most frequent values."""
        return [value if len(value) <= 24 else value[:23] + "…" for value, _ in self.counts.most_common(3)]

    @cached_property
    def order(self) -> str:
        """Whether its dates put the month or the day first."""
        return values.order_of(self.counts)

    @cached_property
    def dates(self) -> float:
        """The share of values that are days or moments."""
        return self._share(lambda text: values.moment(text, _ZONE, self.order) is not None)

    @cached_property
    def serials(self) -> float:
        """The share of values that could be days as Excel counts them."""
        return self._share(lambda text: values.serial_day(text, _ZONE) is not None)

    @cached_property
    def numbers(self) -> float:
        """The share of values that are plain numbers."""
        return self._share(lambda text: re.fullmatch(r"-?\d+(\.\d+)?", text) is not None)

    @cached_property
    def codes(self) -> float:
        """The share of values that look like codes: letters and digits without words."""
        return self._share(lambda text: re.fullmatch(r"[A-Za-z]{0,4}[-_]?\d[\w.-]*", text) is not None)

    @cached_property
    def length(self) -> float:
        """The mean length of its values."""
        return sum(map(len, self.sample)) / max(1, len(self.sample))

    def share(self, fits: re.Pattern[str]) -> float:
        """The share of rows whose value matches a pattern."""
        return sum(n for value, n in self.counts.items() if fits.search(value)) / max(1, self.filled)

    def known(self, words: object) -> float:
        """The share of rows whose value a reader of values understands."""
        assert callable(words)
        return sum(n for value, n in self.counts.items() if words(value) is not None) / max(1, self.filled)

    def between(self, low: float, high: float) -> bool:
        """Whether nearly all its numbers lie in a range."""
        return self.numbers > 0.9 and self._share(lambda text: _in_range(text, low, high)) > 0.9

    def _share(self, fits: object) -> float:
        assert callable(fits)
        return sum(1 for value in self.sample if fits(value)) / max(1, len(self.sample))


def _in_range(text: str, low: float, high: float) -> bool:
    try:
        return low <= float(text) <= high
    except ValueError:
        return False


def profiles(table: Table) -> dict[str, Profile]:
    """Every column of a table, looked at."""
    columns = zip(*(row.cells for row in table.rows), strict=True)
    return {
        name: Profile(name, [said(cell) for cell in cells]) for name, cells in zip(table.columns, columns, strict=True)
    }


def follows(child: Profile, parent: Profile) -> float:
    """In what share of rows the parent's value is the one that usually goes with the child's (a street with its
    community): 1.0 when every community lies in one street.
    """
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for low, high in zip(child.cells, parent.cells, strict=True):
        if low and high:
            together[low][high] += 1
    total = sum(counts.total() for counts in together.values())
    if not total:
        return 0.0
    return sum(counts.most_common(1)[0][1] for counts in together.values()) / total


def pairs(one: Profile, other: Profile) -> float:
    """How closely two columns go together both ways, as a name and its number do."""
    return min(follows(one, other), follows(other, one))
