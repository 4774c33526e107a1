"""What is wrong with a file of areas or boundaries: where, which value, and how to repair it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One fault in one file. ``place`` is the row of a table or the number of a feature, counted from 1."""

    code: str
    file: str
    place: int = 0
    column: str = ""
    value: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def all_facts(self) -> dict[str, object]:
        """Everything that a sentence about it may name."""
        return {"file": self.file, "place": self.place, "column": self.column, "value": self.value, **self.facts}


class BadFile(Exception):
    """A file that was refused as a whole, with everything that is wrong in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(f"{len(self.problems)} problems")


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was most likely meant, or nothing when none is close."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""
