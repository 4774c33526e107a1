"""Lets every refusal name attributes and competences as the configured lists call them, not by their codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tuoluo.ledger.naming import called
from tuoluo.ledger.words import VALUES
from tuoluo.services.lists import attributes, competences


class Names(dict[Any, Any]):
    """Words for the values of a fact, looked up in a list when they are needed: the list may change meanwhile."""

    def __init__(self, known: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__()
        self.known = known

    def get(self, key: Any, default: Any = None) -> Any:
        """What the entry is called, or what was given."""
        entry = self.known().get(str(key))
        return called(entry) if entry else default


VALUES["attribute"] = Names(attributes)
VALUES["competence"] = Names(competences)
