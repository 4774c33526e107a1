"""Offices of one kind in different places: what the enforcement team does in one subdistrict, it does in the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from tuoluo.adoption.history.events import Context, Event, Floats, Ints, Past
from tuoluo.adoption.history.habits import FIRST, lean, tally

STREET_END = re.compile(r"(街道|镇|乡)$")
COMMUNITY_END = re.compile(r"(社区居委会|社区|居委会|村)$")
PLACE_LEAN = 0.5
WHERE: tuple[Context, ...] = ((), ("street",), ("community",))


def kinds(names: Sequence[str], events: Iterable[Event]) -> list[str]:
    """The kind of each unit: its name without the subdistrict or community it works for."""
    streets, communities = set(), set()
    for event in events:
        streets.add(event.street)
        communities.add(event.community)
    strip = [_of_street(streets - {""}), _of_community(communities - {""})]
    return [_stripped(name, strip) for name in names]


def _of_street(streets: Iterable[str]) -> re.Pattern[str]:
    forms = []
    for street in sorted(streets, key=lambda name: (-len(name), name)):
        short = re.escape(STREET_END.sub("", street))
        full = re.escape(street)
        forms += [rf"[（(](?:{full}|{short})(?:街道)?(?:办事处|办)?[）)]", rf"{full}(?:办事处)?", rf"{short}办事处"]
    return re.compile("|".join(forms) or r"(?!)")


def _of_community(communities: Iterable[str]) -> re.Pattern[str]:
    forms = []
    for community in sorted(communities, key=lambda name: (-len(name), name)):
        end = COMMUNITY_END.search(community)
        stem = re.escape(community[: end.start()] if end else community)
        forms.append(rf"{stem}(?={re.escape(end.group())})" if end else stem)
    return re.compile("|".join(forms) or r"(?!)")


def _stripped(name: str, patterns: Iterable[re.Pattern[str]]) -> str:
    for pattern in patterns:
        name = pattern.sub("", name)
    return " ".join(name.split())


class Offices:
    """Which unit of a kind works at a place: the share of each unit among those of its kind, there."""

    def __init__(self, past: Past, kind: Ints, kind_count: int, half_life: float | None = None) -> None:
        weights = past.weights(half_life)
        self.kind, self.kind_count = kind, kind_count
        self.tallies = [(context, tally(past, context, weights)) for context in WHERE]

    def at(self, codes: dict[Context, Ints]) -> Floats:
        """For each event, the share of each unit within its kind."""
        shares: Floats | None = None
        for context, counts in self.tallies:
            here = counts[codes[context]]
            here = here + FIRST if shares is None else here + PLACE_LEAN * shares
            shares = here / self._of_kind(here)[:, self.kind]
        assert shares is not None
        return shares

    def _of_kind(self, counts: Floats) -> Floats:
        sums = np.zeros((self.kind_count, len(counts)))
        np.add.at(sums, self.kind, counts.T)
        return sums.T


class KindHabits:
    """Which kind of office handles such things, and which office of that kind works here."""

    def __init__(self, past: Past, offices: Offices, chain: Sequence[Context], half_life: float | None = None) -> None:
        weights = past.weights(half_life)
        self.offices = offices
        self.tallies = [(context, tally(past, context, weights, offices.kind, offices.kind_count)) for context in chain]

    def speak(self, codes: dict[Context, Ints]) -> Floats:
        """The logarithm of each unit's share, for each event asked about."""
        kinds_share = lean([(counts, codes[context]) for context, counts in self.tallies])
        return np.log(kinds_share[:, self.offices.kind] * self.offices.at(codes) + 1e-5)
