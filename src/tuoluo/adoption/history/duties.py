"""Duties out of the advice: who leads each category, where another leads, what it rests on, and what speaks against."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tuoluo.adoption.history.advice import AT_ONCE, Advisor, Step
from tuoluo.adoption.history.events import Event, Floats
from tuoluo.adoption.inference import LEAST_ROWS, Inferred

Category = tuple[str, ...]
Place = tuple[str, str]  # street, community; "" for all of them
LEAST_LEAD = 0.1  # a unit less likely than this is not worth writing down as lead of a whole district
CLEARLY = 0.1  # a community without rows enough of its own gets its own lead only if that is so much likelier
SURE = 0.5  # an area in which the category never occurred gets a line of its own only from this confidence on
LITTLE = 0.1  # what a community counts in which the category has never occurred


@dataclass(frozen=True)
class Rows:
    """The rows a duty rests on, in the order of time: who handled each, and the last day of each unit."""

    handlers: list[str] = field(default_factory=list)
    units: Counter[str] = field(default_factory=Counter)
    last: dict[str, int] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Count one more event, a later one than those before."""
        self.handlers.append(event.unit)
        self.units[event.unit] += 1
        self.last[event.unit] = event.day

    @property
    def lately(self) -> Counter[str]:
        """How many of the later half each unit handled."""
        return Counter(self.handlers[len(self.handlers) // 2 :])


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
        at_once = max(1, AT_ONCE // max(1, len(self.places)))
        for start in range(0, len(categories), at_once):
            step(start, len(categories))
            some = categories[start : start + at_once]
            asked = [Event(category, *place) for category in some for place in self.places]
            shares = self.advisor.ask(asked).shares.reshape(len(some), len(self.places), -1)
            for category, here in zip(some, shares, strict=True):
                found += self._of_category(category, here)
        step(len(categories), len(categories))
        return found

    def _of_category(self, category: Category, shares: Floats) -> Iterable[Inferred]:
        counts = np.array([self._count(category, place) + LITTLE for place in self.places])
        everywhere = counts @ shares / counts.sum()
        usual = self._best(everywhere, "")
        if usual is not None:
            yield self._line(category, usual, everywhere, ("", ""))
        for street in sorted({street for street, _ in self.places}):
            inside = [number for number, place in enumerate(self.places) if place[0] == street]
            here = counts[inside] @ shares[inside] / counts[inside].sum()
            best = self._best(here, street)
            usual_here = usual
            if street and best is not None and best != usual:
                line = self._line(category, best, here, (street, ""))
                if line.of or (line.confidence or 0) >= SURE:
                    usual_here = best
                    yield line
            for number in inside:
                yield from self._of_community(category, shares[number], self.places[number], usual_here)

    def _of_community(self, category: Category, shares: Floats, place: Place, usual: int | None) -> Iterable[Inferred]:
        best = self._best(shares, place[0])
        if best is None or best == usual or not place[1]:
            return
        line = self._line(category, best, shares, place)
        clearly = usual is None or shares[best] - shares[usual] >= CLEARLY
        if line.of >= LEAST_ROWS or (clearly and (line.of or (line.confidence or 0) >= SURE)):
            yield line

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
