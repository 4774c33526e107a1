"""One past event as far as duties go, and the columns of many events in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Context = tuple[str, ...]  # the parts of an event that must agree, e.g. ("level3", "community")


@dataclass(frozen=True)
class Event:
    """What is known of a matter when it is dispatched, and (in the past) who handled it.

    ``unit`` tells units apart even when they were renamed; ``name`` is what the file calls the unit on that day.
    """

    category: tuple[str, ...]
    street: str = ""
    community: str = ""
    channel: str = ""
    day: int = 0
    unit: str = ""
    name: str = ""

    def part(self, part: str) -> object:
        """What the event says of one part; a level counts from the broadest and includes those above it."""
        match part:
            case "street":
                return self.street
            case "community":
                return self.street, self.community
            case "channel":
                return self.channel
        return self.category[: int(part.removeprefix("level"))]


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events by day; those of one day as they stand in the file."""
    return sorted(events, key=lambda event: event.day)


def levels(events: Sequence[Event]) -> list[str]:
    """The parts for the levels of the categories, the broadest first."""
    return [f"level{depth}" for depth in range(1, max((len(event.category) for event in events), default=0) + 1)]


class Vocabulary:
    """A number for every value of every context that the past knows; what it does not know has the number after."""

    def __init__(self, events: Sequence[Event], contexts: Iterable[Context]) -> None:
        self.numbers: dict[Context, dict[object, int]] = {context: {} for context in contexts}
        for context, numbers in self.numbers.items():
            for event in events:
                numbers.setdefault(_value(event, context), len(numbers))

    def size(self, context: Context) -> int:
        """How many values of a context are known."""
        return len(self.numbers[context])

    def encode(self, events: Sequence[Event]) -> dict[Context, Ints]:
        """The numbers of the events, context by context."""
        return {
            context: np.array([numbers.get(_value(event, context), len(numbers)) for event in events], dtype=np.int64)
            for context, numbers in self.numbers.items()
        }


def _value(event: Event, context: Context) -> object:
    return tuple(event.part(part) for part in context)


@dataclass(frozen=True)
class Past:
    """Events in order, in numbers: the codes of each context, the unit, the day."""

    vocabulary: Vocabulary
    codes: dict[Context, Ints]
    units: Ints
    days: Ints
    unit_count: int

    def before(self, day: int) -> Past:
        """Only what was known before a day."""
        return self.rows(slice(0, int(np.searchsorted(self.days, day))))

    def rows(self, chosen: slice) -> Past:
        """Only some of the rows."""
        codes = {context: numbers[chosen] for context, numbers in self.codes.items()}
        return Past(self.vocabulary, codes, self.units[chosen], self.days[chosen], self.unit_count)

    def weights(self, half_life: float | None) -> Floats:
        """How much each event still counts: half as much for every half-life that it is older than the last one."""
        if half_life is None or not len(self.days):
            return np.ones(len(self.days))
        age = self.days[-1] - self.days
        return np.asarray(0.5 ** (age / half_life), dtype=np.float64)
