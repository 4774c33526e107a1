"""The files of a charter as people save them: with or without a byte order mark, in UTF-8 or in Excel's old GBK."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tuoluo.charter.findings import Finding, nearest
from tuoluo.charter.layout import CATALOGUE_FILE, CHARTER_FILE, DUTIES_FILE, Field
from tuoluo.charter.shipped import SHIPPED

TABLE_HEADING = re.compile(r"^\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}")
SHARES = re.compile(r"^\s*catalogue\s*=\s*[\"']([\w.-]+)[\"']", re.MULTILINE)
KEY = re.compile(r"^\s*([\w-]+)\s*=")


@dataclass(frozen=True)
class Row:
    """One line of a spreadsheet: its number as Excel shows it, and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass
class Lines:
    """Where each key of a TOML file stands: by table, position of the table in its list, and key."""

    found: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def of(self, table: str, position: int, key: str = "") -> int:
        """The line of a key, else of its table, else 0."""
        return self.found.get((table, position, key), self.found.get((table, position, ""), 0))

    def of_key(self, heading: int, key: str) -> int:
        """The line of a key (``kind``, or ``front_door.kind``) of the table whose heading stands on a line."""
        table, _, last = key.rpartition(".")
        if table:
            return self.of(table, 0, last)
        if not heading:
            return self.found.get(("charter", 0, key), 0)
        places = [name for name, line in self.found.items() if line == heading]
        return self.of(places[0][0], places[0][1], key) if places else heading


def files_of(folder: Path) -> list[Path]:
    """The files that a charter is read from, one whose catalogue it shares among them."""
    own = [folder / name for name in (CHARTER_FILE, CATALOGUE_FILE, DUTIES_FILE)]
    try:
        shared = SHARES.search(own[0].read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return own
    base = catalogue_folder(folder, shared[1]) if shared else None
    return own if base is None else [*own, base / CATALOGUE_FILE]


def catalogue_folder(folder: Path, name: str) -> Path | None:
    """The folder of the charter whose catalogue another one shares: beside it, or among those that ship."""
    if not name.strip("."):
        return None  # the name of a folder, not a way out of it
    places = (folder.resolve().parent / name, SHIPPED / name)
    return next((place for place in places if (place / CATALOGUE_FILE).is_file()), None)


def read_text(path: Path) -> tuple[str | None, list[Finding]]:
    """The text of a file. GBK is understood with a warning; what is neither UTF-8 nor GBK is an error."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None, [Finding("file_missing", path.name)]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    if b"\x00" in raw:
        return None, [Finding("unreadable_encoding", path.name)]
    try:
        return raw.decode("gb18030"), [Finding("not_utf8", path.name)]
    except UnicodeDecodeError:
        return None, [Finding("unreadable_encoding", path.name)]


def read_toml(path: Path) -> tuple[dict[str, Any] | None, Lines, list[Finding]]:
    """A TOML file with the line of each key, so that a finding can point at it."""
    text, findings = read_text(path)
    if text is None:
        return None, Lines(), findings
    try:
        return tomllib.loads(text), _lines_of(text), findings
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else 0
        return None, Lines(), [*findings, Finding("bad_toml", path.name, line, facts={"reason": str(error)})]


def read_table(path: Path, columns: tuple[Field, ...]) -> tuple[list[Row] | None, list[Finding]]:
    """The rows of a CSV file by column name. A required column that is missing makes the table unreadable."""
    text, findings = read_text(path)
    if text is None:
        return None, findings
    records = list(csv.reader(io.StringIO(text, newline="")))
    heading = [cell.strip() for cell in records[0]] if records else []
    names, problems = _columns_of(heading, columns, path.name)
    findings += problems
    if any(problem.code == "missing_column" for problem in problems):
        return None, findings
    rows = []
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        if any(cell.strip() for cell in record[len(names) :]):
            findings.append(Finding("too_many_cells", path.name, number, value=record[len(names)]))
        cells = {name: cell.strip() for name, cell in zip(names, record, strict=False) if name}
        rows.append(Row(number, cells))
    return rows, findings


def _columns_of(heading: list[str], columns: tuple[Field, ...], file: str) -> tuple[list[str], list[Finding]]:
    """The column name of each heading ("" for one we do not know), and what is missing or unknown."""
    known = {column.name: column.name for column in columns} | {c.alias: c.name for c in columns if c.alias}
    names = [known.get(cell, known.get(cell.lower(), "")) for cell in heading]
    findings = []
    strangers = [cell for cell, name in zip(heading, names, strict=True) if cell and not name]
    for column in columns:
        if column.required and column.name not in names:
            guess = nearest(column.name, strangers) or nearest(column.alias, strangers)
            findings.append(Finding("missing_column", file, 1, column.name, facts={"nearest": guess}))
    absent = [column.name for column in columns if column.name not in names]
    findings += [Finding("unknown_column", file, 1, c, c, {"nearest": nearest(c, absent)}) for c in strangers]
    seen = [name for name in names if name]
    twice = sorted({name for name in seen if seen.count(name) > 1})
    findings += [Finding("duplicate_column", file, 1, name, name) for name in twice]
    return names, findings


def _lines_of(text: str) -> Lines:
    lines = Lines()
    table, counts = "", {"": 0}
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := TABLE_HEADING.match(line):
            table = heading[1]
            counts[table] = counts.get(table, -1) + 1
            lines.found[table, counts[table], ""] = number
        elif key := KEY.match(line):
            lines.found.setdefault((table, counts[table], key[1]), number)
    return lines
