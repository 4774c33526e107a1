"""How well a draft would have done: right at once, right among three, and how honest its confidence was."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tuoluo.adoption.history import calibration
from tuoluo.adoption.history.advice import Advisor
from tuoluo.adoption.history.events import Context, Event, levels


@dataclass(frozen=True)
class Score:
    """What came out on events the draft had not seen. A unit counts as found only under the name the file gives it."""

    top1: float
    top3: float
    ece: float
    count: int
    baseline: float
    bins: list[calibration.Bin]


def score(advisor: Advisor, asked: Sequence[Event]) -> Score:
    """Compare what the past advises with who really handled the events; events without a handler are left out."""
    asked = [event for event in asked if event.name]
    advice = advisor.ask([_as_dispatched(event) for event in asked])
    ranks = [[advisor.names[unit] for unit in advice.ranked(row, 3)] for row in range(len(asked))]
    first = np.array([names[0] == event.name for names, event in zip(ranks, asked, strict=True)], dtype=np.float64)
    three = [event.name in names for names, event in zip(ranks, asked, strict=True)]
    found = calibration.bins(advice.confidence, first)
    return Score(
        top1=float(first.mean()),
        top3=float(np.mean(three)),
        ece=calibration.expected_error(found),
        count=len(asked),
        baseline=baseline(advisor.events, asked),
        bins=found,
    )


def _as_dispatched(event: Event) -> Event:
    """The event as it was known when it was dispatched: without who handled it, and without its day."""
    return Event(event.category, event.street, event.community, event.channel)


def baseline(past: Sequence[Event], asked: Sequence[Event]) -> float:
    """Majority voting with back-off: narrowest category in the community, then each level of the category alone."""
    steps = levels(past)
    circles: list[Context] = [(steps[-1], "community"), *((step,) for step in reversed(steps)), ()]
    votes: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for event in past:
        for circle in circles:
            votes[circle, *map(event.part, circle)][event.name] += 1
    right = 0
    for event in asked:
        voted = next(votes[key] for circle in circles if (key := (circle, *map(event.part, circle))) in votes)
        right += voted.most_common(1)[0][0] == event.name
    return right / len(asked)
