"""The advisers together: fitted on a past, blended by what earlier stretches of it taught, with honest confidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from tuoluo.adoption.history import blend, calibration
from tuoluo.adoption.history.events import Context, Event, Floats, Ints, Past, Vocabulary, in_order, levels
from tuoluo.adoption.history.habits import Habits, LastHandler
from tuoluo.adoption.history.offices import WHERE, KindHabits, Offices, kinds
from tuoluo.adoption.history.weighing import Weighing

LATELY, JUST_NOW = 30.0, 10.0  # half-lives in days: a month, a few days
HELD_OUT, STRETCHES = 0.5, 3  # the later half of the past is foretold in three stretches
LEAST_PAST, LEAST_LEARNT = 100, 100
MOST_LEARNT = 4000
AT_ONCE = 2000
Step = Callable[[int, int], None]


class Adviser(Protocol):
    """Somebody who says, for each event asked about, how much speaks for each unit."""

    def speak(self, codes: dict[Context, Ints]) -> Floats:
        """Events x units."""
        ...


@dataclass(frozen=True)
class Advice:
    """For each event asked about: the share of each unit, and the confidence in the likeliest."""

    shares: Floats
    confidence: Floats

    def ranked(self, row: int, most: int) -> list[int]:
        """The likeliest units for one event."""
        return [int(unit) for unit in np.argsort(-self.shares[row], kind="stable")[:most]]


class _Circle:
    """All advisers, fitted on one past."""

    def __init__(self, past: Past, steps: Sequence[str], kind: Ints) -> None:
        deepest = steps[-1] if steps else "level1"
        groups = int(kind.max()) + 1
        offices, lately = Offices(past, kind, groups), Offices(past, kind, groups, LATELY)
        wide: list[Context] = [(), *((step,) for step in steps)]
        at_place = Weighing(past, traits(steps), kind, groups)
        self.offices, self.by_kind = offices, at_place
        self.advisers: list[Adviser] = [
            Habits(past, chain(steps, "community")),
            Habits(past, chain(steps, "channel")),
            Habits(past, [(), ("community",)]),
            Habits(past, chain(steps, "street"), LATELY),
            Habits(past, [()], JUST_NOW),
            KindHabits(past, offices, wide),
            KindHabits(past, offices, [*wide, (deepest, "channel")]),
            KindHabits(past, lately, [*wide, (deepest, "street")], LATELY),
            LastHandler(past, (deepest, "community")),
            LastHandler(past, (deepest, "street")),
            LastHandler(past, (deepest,)),
            Weighing(past, traits(steps)),
        ]

    def speak(self, codes: dict[Context, Ints]) -> Floats:
        """What each adviser says (events x units x advisers)."""
        said = [adviser.speak(codes) for adviser in self.advisers]
        of_kind = self.by_kind.shares(codes)[:, self.offices.kind]
        said.append(np.log(of_kind * self.offices.at(codes) + 1e-5))
        return np.stack(said, axis=2)


def chain(steps: Sequence[str], place: str) -> list[Context]:
    """From everything, over a place or channel, to each level of the category there."""
    return [(), (place,), *((step, place) for step in steps)]


def traits(steps: Sequence[str]) -> list[Context]:
    """What an event is known by: its category, its place, and both together."""
    places = ("street", "community")
    return [*((step,) for step in steps), *((place,) for place in places), *((s, p) for p in places for s in steps)]


def _contexts(steps: Sequence[str]) -> set[Context]:
    wanted: set[Context] = {*WHERE, *traits(steps)}
    for place in ("street", "community", "channel"):
        wanted.update(chain(steps, place))
    return wanted


class Advisor:
    """Who handles what, learned from past events; asked about others, it uses nothing but that past."""

    def __init__(self, events: Sequence[Event], step: Step = lambda done, of: None) -> None:
        self.events = in_order(event for event in events if event.unit)
        if not self.events:
            raise ValueError("no event says who handled it")
        self.units = sorted({event.unit for event in self.events})
        number = {unit: place for place, unit in enumerate(self.units)}
        self.steps = levels(self.events)
        vocabulary = Vocabulary(self.events, sorted(_contexts(self.steps)))
        units = np.array([number[event.unit] for event in self.events], dtype=np.int64)
        days = np.array([event.day for event in self.events], dtype=np.int64)
        self.past = Past(vocabulary, vocabulary.encode(self.events), units, days, len(self.units))
        last = {event.unit: event.name for event in self.events}
        self.names = [last[unit] for unit in self.units]  # offices are renamed, and then the new name holds
        of_kind = kinds(self.names, self.events)
        index = {kind: place for place, kind in enumerate(sorted(set(of_kind)))}
        self.kind = np.array([index[kind] for kind in of_kind], dtype=np.int64)
        self.weights, self.calibration = self._learn(step)
        self.circle = _Circle(self.past, self.steps, self.kind)
        step(STRETCHES + 1, STRETCHES + 1)

    def ask(self, events: Sequence[Event]) -> Advice:
        """Who would handle these, by what the past shows."""
        shares = np.zeros((len(events), len(self.units)))
        for start in range(0, len(events), AT_ONCE):
            codes = self.past.vocabulary.encode(events[start : start + AT_ONCE])
            shares[start : start + AT_ONCE] = blend.blended(self.circle.speak(codes), self.weights)
        best = shares.max(1) if len(events) else np.zeros(0)
        return Advice(shares, self.calibration(best))

    @cached_property
    def _stretches(self) -> list[tuple[int, int]]:
        """The later part of the past in stretches of whole days, from row to row."""
        rows = len(self.past.units)
        first = max(int(rows * (1 - HELD_OUT)), rows - MOST_LEARNT)
        edges = np.linspace(first, rows, STRETCHES + 1).astype(int)
        starts = sorted({int(np.searchsorted(self.past.days, self.past.days[edge])) for edge in edges[:-1]})
        return [(start, end) for start, end in zip(starts, [*starts[1:], rows], strict=True) if start >= LEAST_PAST]

    def _learn(self, step: Step) -> tuple[Floats, calibration.Calibration]:
        """Foretell each stretch from what came before it, and learn from how that went.

        A unit foretold under its old name counts as right here: once it is renamed, its new name is known.
        """
        said, rows = [], []
        for done, (start, end) in enumerate(self._stretches):
            step(done, STRETCHES + 1)
            earlier = self.past.rows(slice(0, start))
            said.append(_Circle(earlier, self.steps, self.kind).speak(self.past.rows(slice(start, end)).codes))
            rows.append(np.arange(start, end))
        if not rows or sum(map(len, rows)) < LEAST_LEARNT:
            advisers = _Circle(self.past, self.steps, self.kind).speak(self.past.rows(slice(0, 1)).codes).shape[2]
            return blend.equal(advisers), calibration.Calibration()
        everything, chosen = np.concatenate(said), np.concatenate(rows)
        weights = blend.learn(everything, self.past.units[chosen])
        shares = blend.blended(everything, weights)
        right = shares.argmax(1) == self.past.units[chosen]
        return weights, calibration.fit(shares.max(1), right.astype(np.float64))
