"""Faults of whole files: gone, no text, a column under another name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.charters.faulty.copies import CATEGORIES, RULES, Copy
from tests.charters.faulty.fault import Fault

NEEDED = {CATEGORIES: ("code", "kind", "zh", "origin"), RULES: ("category", "lead")}


def faults(copy: Copy) -> dict[str, list[Fault]]:
    """Every fault of each kind."""
    kinds: dict[str, list[Fault]] = {}
    for fault in (*_files(copy), *_columns(copy)):
        kinds.setdefault(fault.name, []).append(fault)
    return kinds


def _files(copy: Copy) -> Iterator[Fault]:
    """Files that are not there, or are no text."""
    for name, text in copy.files().items():
        yield Fault(f"no {name}", name, lambda: None, ("file_missing",), 0, "")
        yield Fault(f"{name} in UTF-16", name, partial(text.encode, "utf-16"), ("unreadable_encoding",), 0, "")


def _columns(copy: Copy) -> Iterator[Fault]:
    """A column that is called otherwise or stands twice; a cell beyond the last column."""
    for name, columns in NEEDED.items():
        heading, rest = copy.files()[name].split("\n", 1)
        for column in columns:
            other = ",".join(f"{cell}_" if cell == column else cell for cell in heading.split(","))
            text = partial("\n".join, (other, rest))
            yield Fault(f"{name} without {column}", name, text, ("missing_column",), 1, column)
        twice = heading.replace("basis", columns[0])
        text = partial("\n".join, (twice, rest))
        yield Fault(f"{name}: a column twice", name, text, ("duplicate_column",), 1, columns[0])
        first, *more = rest.split("\n")
        text = partial("\n".join, (heading, first + ",stray", *more))
        yield Fault(f"{name}: a cell too many", name, text, ("too_many_cells",), 2, "")
