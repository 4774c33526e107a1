"""Duties out of the advice: who leads each category, where another leads, what it rests on, and what speaks against."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tuoluo.adoption.history.advice import Advisor, Step
from tuoluo.adoption.history.events import Event, Floats
from tuoluo.adoption.inference import LEAST_ROWS, Inferred

Category = tuple[str, ...]
Place = tuple[str, str]  # street, community; "" for all of them
LEAST_LEAD = 0.1  # a unit less likely than this is not worth writing down as lead of a whole district
CLEARLY = 0.1  # a community without rows enough of its own gets its own lead only if that is so much likelier
LITTLE = 0.1  # what a community counts in which the category has never occurred


@dataclass(frozen=True)
class Rows:
    """The rows a duty rests on: how many each unit handled, the last day of each."""

    units: Counter[str] = field(default_factory=Counter)
    last: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Count one more event."""
        self.units[event.unit] += 1
        self.last[event.unit] = max(event.day, self.last.get(event.unit, event.day))
        self.first[event.unit] = min(event.day, self.first.get(event.unit, event.day))


def evidence(events: Iterable[Event]) -> dict[tuple[Category, Place], Rows]:
    """The rows of each category everywhere, in each street, and in each community."""
    found: dict[tuple[Category, Place], Rows] = defaultdict(Rows)
    for event in events:
        for place in {("", ""), (event.street, ""), (event.street, event.community)}:
            found[event.category, place].add(event)
    return found


class Drafting:
    """Writes duties down: one line for a category, and one for each area in which another unit leads."""

    def __init__(self, advisor: Advisor, places: Sequence[Place], local: Mapping[str, str]) -> None:
        self.advisor, self.places = advisor, places
        self.rows = evidence(advisor.events)
        self.bound = np.array([local.get(unit, "") for unit in advisor.units])

    def duties(self, categories: Sequence[Category], step: Step = lambda done, of: None) -> list[Inferred]:
        """The duties of some categories."""
        found: list[Inferred] = []
        for done, category in enumerate(categories):
            step(done, len(categories))
            asked = [Event(category, street, community) for street, community in self.places]
            found += self._of_category(category, self.advisor.ask(asked).shares)
        step(len(categories), len(categories))
        return found

    def _of_category(self, category: Category, shares: Floats) -> Iterable[Inferred]:
        counts = np.array([self._count(category, place) + LITTLE for place in self.places])
        usual = self._best(counts @ shares / counts.sum(), "")
        if usual is not None:
            yield self._line(category, usual, counts @ shares / counts.sum(), ("", ""))
        for street in sorted({street for street, _ in self.places}):
            inside = [number for number, place in enumerate(self.places) if place[0] == street]
            here = counts[inside] @ shares[inside] / counts[inside].sum()
            best = self._best(here, street)
            if street and best is not None and best != usual:
                yield self._line(category, best, here, (street, ""))
            usual_here = best if street and best is not None else usual
            for number in inside:
                yield from self._of_community(category, shares[number], self.places[number], usual_here)

    def _of_community(self, category: Category, shares: Floats, place: Place, usual: int | None) -> Iterable[Inferred]:
        best = self._best(shares, place[0])
        if best is None or best == usual or not place[1]:
            return
        enough = self._count(category, place) >= LEAST_ROWS
        if usual is None or enough or shares[best] - shares[usual] >= CLEARLY:
            yield self._line(category, best, shares, place)

    def _best(self, shares: Floats, street: str) -> int | None:
        """The likeliest unit that works there: one bound to another street does not."""
        allowed = (self.bound == "") | (self.bound == street)
        best = int(np.where(allowed, shares, -1.0).argmax())
        return best if allowed.any() and shares[best] >= LEAST_LEAD else None

    def _count(self, category: Category, place: Place) -> int:
        rows = self.rows.get((category, place))
        return rows.units.total() if rows else 0

    def _line(self, category: Category, unit: int, shares: Floats, place: Place) -> Inferred:
        rows = self.rows.get((category, place), Rows())
        name = self.advisor.units[unit]
        sure = float(self.advisor.calibration(shares[unit : unit + 1])[0])
        return Inferred(category, name, *place, rows=rows.units[name], of=rows.units.total(), confidence=sure)
