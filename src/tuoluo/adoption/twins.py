"""Typo twins: two names of one place, told apart from two places with like names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

CLEARLY_RARER = 0.8  # two names under one number: the rarer is the slip, unless they are about equally frequent
SUSPICIOUSLY_RARE = 0.02  # without numbers: this rare beside a name like it, somebody should look


@dataclass(frozen=True)
class Named:
    """A name inside one parent: how often it occurs and the numbers it is given."""

    name: str
    count: int
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suspicion:
    """Two names that may be one place; only somebody who knows the place can tell."""

    rare: str
    frequent: str
    rare_count: int
    frequent_count: int


def differ_by_one(one: str, other: str) -> bool:
    """Whether two names of equal length differ in exactly one character (碧玲社区, 碧岭社区)."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def one_slip(one: str, other: str) -> bool:
    """Whether one character was changed, dropped or added, or an ending left out."""
    if one == other:
        return False
    short, long = sorted((one, other), key=len)
    dropped = len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    return differ_by_one(one, other) or dropped or (len(short) >= 2 and long.startswith(short))


def twins_among(names: Sequence[Named]) -> tuple[dict[str, str], list[Suspicion]]:
    """The slips among the names inside one parent (slip to the right name), and the pairs that are doubtful.

    Under one number, two names that differ by one slip are one place, and the rarer is wrong. Under different numbers
    they are two places. Without numbers a very rare name beside a frequent one like it is doubtful.
    """
    slips: dict[str, str] = {}
    doubts = []
    ranked = sorted(names, key=lambda named: (-named.count, named.name))
    for frequent, rare in combinations(ranked, 2):
        if frequent.numbers & rare.numbers:
            if not one_slip(frequent.name, rare.name):
                continue
            if rare.count < frequent.count * CLEARLY_RARER:
                slips.setdefault(rare.name, slips.get(frequent.name, frequent.name))
            else:
                doubts.append(Suspicion(rare.name, frequent.name, rare.count, frequent.count))
        elif not (frequent.numbers and rare.numbers) and _suspicious(frequent, rare):
            doubts.append(Suspicion(rare.name, frequent.name, rare.count, frequent.count))
    return slips, doubts


def _suspicious(frequent: Named, rare: Named) -> bool:
    very_rare = frequent.count >= 10 and rare.count <= max(1, frequent.count * SUSPICIOUSLY_RARE)
    return very_rare and differ_by_one(frequent.name, rare.name)
