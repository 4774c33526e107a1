"""The lists that a district may replace by its own: legal attributes and competences.

A file of the same name under ``services/`` in the deployment's home comes before the one that ships.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from tuoluo.charter.model import Charter, Name
from tuoluo.kernel.sheets import BadSheet
from tuoluo.services.rules import Attribute, Listed, Lists

YES = {"yes": True, "no": False, "是": True, "否": False}


def file_of(name: str) -> Path:
    """The list in use: the deployment's own, or the one that ships."""
    own: Path = settings.HOME.path / "services" / name
    return own if own.exists() else Path(str(files("tuoluo") / "services" / "data" / name))


def attributes() -> Mapping[str, Attribute]:
    """What an item can be in law."""
    file = file_of("attributes.csv")
    return _attributes(file, file.stat().st_mtime_ns)


def competences() -> Mapping[str, Listed]:
    """What somebody who serves an item can have been trained or examined for."""
    file = file_of("competences.csv")
    return _competences(file, file.stat().st_mtime_ns)


def lists(charter: Charter) -> Lists:
    """The lists against which the items of a place are read."""
    handling = {code: category.handling for code, category in charter.categories.items()}
    return Lists(attributes(), competences(), handling)


@lru_cache(maxsize=4)
def _attributes(file: Path, stamp: int) -> Mapping[str, Attribute]:
    return {
        row["code"]: Attribute(row["code"], Name(row["zh"], row["en"]), _yes(file, number, row), row["source"])
        for number, row in _rows(file, ("code", "zh", "en", "needs_administrative_subject", "source"))
    }


def _yes(file: Path, number: int, row: Mapping[str, str]) -> bool:
    column = "needs_administrative_subject"
    if row[column] not in YES:
        raise BadSheet(f"{file}: row {number}, column {column}: {row[column]!r}; write yes or no")
    return YES[row[column]]


@lru_cache(maxsize=4)
def _competences(file: Path, stamp: int) -> Mapping[str, Listed]:
    rows = _rows(file, ("code", "zh", "en", "source"))
    return {row["code"]: Listed(row["code"], Name(row["zh"], row["en"]), row["source"]) for _, row in rows}


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise BadSheet(f"{file}: row 1: the column {missing[0]} is missing; the columns are {', '.join(columns)}")
        for row in reader:
            if not row["code"]:
                raise BadSheet(f"{file}: row {reader.line_num}, column code: '' is empty; give each line its code")
            yield reader.line_num, {column: row[column] or "" for column in columns}
