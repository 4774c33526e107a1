"""A span of days that a post, a body or a boundary is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """From ``start`` (included) until ``end`` (not included); no ``end`` means until further notice."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def contains(self, day: date) -> bool:
        """Whether the span covers this day."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether two spans share at least one day."""
        mine_first = self.end is None or other.start < self.end
        theirs_first = other.end is None or self.start < other.end
        return mine_first and theirs_first and not (self.is_empty or other.is_empty)

    @property
    def is_empty(self) -> bool:
        """A span that ended on the day it began: it was in force on no day."""
        return self.end == self.start
