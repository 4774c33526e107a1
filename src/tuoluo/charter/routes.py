"""Which of several rules applies to a category in an area, worked out once so that each dispatch is a look-up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

DEFAULT = "default"
ANY = "*"

T = TypeVar("T")


def specificity(pattern: str) -> int:
    """How exactly a pattern names a category: an exact code first, then longer prefixes, the default row last."""
    if pattern == DEFAULT:
        return -1
    return len(pattern) - 1 if pattern.endswith(ANY) else 1_000


def matches(pattern: str, code: str) -> bool:
    """Whether a pattern (a code, a prefix with ``*``, or ``default``) covers a category."""
    if pattern == DEFAULT:
        return True
    return code.startswith(pattern[:-1]) if pattern.endswith(ANY) else code == pattern


class Routes(Generic[T]):
    """Rules by category and area. The category counts before the area: an exact code everywhere beats a prefix here.

    Among rules for the same pattern the longest area wins; when two rows are equally specific the first is taken (the
    charter check calls that an error).
    """

    def __init__(self, rows: Iterable[tuple[str, str, T]], codes: Iterable[str]) -> None:
        by_pattern: dict[str, dict[int, dict[str, T]]] = {}
        for pattern, area, rule in rows:
            by_pattern.setdefault(pattern, {}).setdefault(len(area), {}).setdefault(area, rule)
        self._exact = by_pattern
        self._broad = sorted((p for p in by_pattern if specificity(p) < 1_000), key=specificity, reverse=True)
        self._steps = {code: self._steps_for(code) for code in codes}

    def find(self, code: str, area: str) -> T | None:
        """The rule for a category in an area; nothing for a category the catalogue does not have."""
        for length, by_area in self._steps.get(code, ()):
            rule = by_area.get(area[:length])
            if rule is not None:
                return rule
        return None

    def rules_of(self, code: str) -> tuple[T, ...]:
        """Every rule that a category can reach in one area or another, the most specific first."""
        return tuple(rule for _, by_area in self._steps.get(code, ()) for rule in by_area.values())

    def _steps_for(self, code: str) -> tuple[tuple[int, dict[str, T]], ...]:
        steps: list[tuple[int, dict[str, T]]] = []
        exact = [code] if code in self._exact else []
        for pattern in exact + [p for p in self._broad if matches(p, code)]:
            by_length = self._exact[pattern]
            steps += sorted(by_length.items(), key=lambda item: -item[0])
            if 0 in by_length:  # a rule for everywhere: nothing less specific can be reached
                break
        return tuple(steps)
