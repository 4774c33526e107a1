"""One thing wrong in an otherwise faultless charter, and where the check must say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """``text`` is the broken file (nothing: the file is gone); ``codes`` are the findings that name this fault.

    The finding must stand at ``row`` and ``column`` of ``where``, mostly the broken file itself.
    """

    name: str
    file: str
    text: Callable[[], str | bytes | None]
    codes: tuple[str, ...]
    row: int
    column: str
    where: str = ""

    @property
    def place(self) -> tuple[str, int, str]:
        return self.where or self.file, self.row, self.column


def misspelt(name: str) -> str:
    """A name as a tired hand types it."""
    return name[:2] + name[3:] if len(name) > 4 else name + "x"
