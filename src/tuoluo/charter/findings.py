"""What the check of a charter says: which cell of which file, what is wrong, and how to repair it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from tuoluo.charter.words import repair_of, sentence_of


class Severity(StrEnum):
    """An error stops the charter from running; a gap leaves something unsaid; a warning is for the editor's eye."""

    ERROR = "error"
    GAP = "gap"
    WARNING = "warning"


GAPS = frozenset(
    {"no_basis", "duty_without_deadline", "lead_not_one", "nobody_may"}
    | {"nobody_supervises", "nobody_verifies", "nobody_evaluates"}
)
WARNINGS = frozenset(
    {"not_utf8", "unknown_column", "unknown_key", "rule_never_used", "names_without_english"}
    | {"lead_also_assists", "assistant_twice", "example_asks_nothing"}
)


def severity_of(code: str) -> Severity:
    """How grave a finding with this code is."""
    if code in GAPS:
        return Severity.GAP
    return Severity.WARNING if code in WARNINGS else Severity.ERROR


@dataclass(frozen=True)
class Finding:
    """One thing found in a charter. ``row`` is the spreadsheet's row or the line of ``charter.toml``, 0 if none."""

    code: str
    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Error, gap or warning."""
        return severity_of(self.code)

    def sentence(self, language: str = "zh") -> str:
        """What is wrong, for a reader of this language."""
        return sentence_of(self.code, self._all_facts, language)

    def repair(self, language: str = "zh") -> str:
        """What to do about it."""
        return repair_of(self.code, self._all_facts, language)

    @property
    def _all_facts(self) -> Mapping[str, object]:
        return {"value": self.value, "column": self.column, "file": self.file, **self.facts}


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that a misspelt one most likely meant, or nothing when none is close."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.7)
    return found[0] if found else ""


FILE_ORDER = ("charter.toml", "catalogue.csv", "duties.csv", "examples.csv")


def sort_key(finding: Finding) -> tuple[int, int, str]:
    """The order of reading: file by file, row by row."""
    place = FILE_ORDER.index(finding.file) if finding.file in FILE_ORDER else len(FILE_ORDER)
    return place, finding.row, finding.column
