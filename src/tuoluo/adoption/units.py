"""Handling units as a source names them: one unit can have several names and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Unit:
    """A handling unit: its names and numbers with how often each occurs."""

    names: Counter[str] = field(default_factory=Counter)
    ids: Counter[str] = field(default_factory=Counter)
    now: str = ""  # what it is called today, where that is known

    @property
    def name(self) -> str:
        """The name it has today, else the one it is called by most."""
        return self.now or most(self.names)

    @property
    def count(self) -> int:
        """In how many rows it occurs."""
        return self.names.total()

    @property
    def key(self) -> str:
        """What tells it from others: its number, else its name."""
        return most(self.ids) or most(self.names)


def most(counts: Mapping[str, int]) -> str:
    """The most frequent of several names; among equals the first in the order of characters."""
    return min(counts, key=lambda name: (-counts[name], name), default="")


def units_of(pairs: Mapping[tuple[str, str], int]) -> dict[str, Unit]:
    """The units behind pairs of number and name with how often each occurs.

    Rows with one number speak of one unit, whatever they call it; so do units with one name and rows without a number.
    """
    by_name = _same_name(_same_number(pairs))
    known = {name: unit for unit in reversed(by_name.values()) for name in unit.names}
    for (number, name), count in pairs.items():
        if number:
            continue
        if name not in known:
            known[name] = by_name[name] = Unit()
        known[name].names[name] += count
    return {unit.key: unit for unit in by_name.values()}


def _same_number(pairs: Mapping[tuple[str, str], int]) -> list[Unit]:
    units: dict[str, Unit] = {}
    for (number, name), count in pairs.items():
        if number:
            unit = units.setdefault(number, Unit())
            unit.names[name] += count
            unit.ids[number] += count
    return sorted(units.values(), key=lambda unit: (-unit.count, unit.key))


def _same_name(units: list[Unit]) -> dict[str, Unit]:
    by_name: dict[str, Unit] = {}
    for unit in units:
        same = by_name.setdefault(unit.name, unit)
        if same is not unit:
            same.names += unit.names
            same.ids += unit.ids
    return by_name


def unit_finder(units: Mapping[str, Unit]) -> dict[tuple[str, str], str]:
    """Which unit a number (first) or a name (second) means: ``(number, "")`` and ``("", name)`` to its key."""
    ranked = sorted(units.values(), key=lambda unit: (unit.count, unit.key))
    finder = {("", name): unit.key for unit in ranked for name in unit.names}
    finder |= {("", unit.name): unit.key for unit in ranked}
    return finder | {(number, ""): unit.key for unit in ranked for number in unit.ids}
