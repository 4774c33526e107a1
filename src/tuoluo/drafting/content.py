"""What a draft says, as rows of text that keep even what is wrong; and the three files of a charter made from them.

Every section of ``charter.toml`` and both tables are lists of rows here, so that one form, one spreadsheet and one way
of changing a row serve them all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from tuoluo.charter.cells import SEPARATOR, Unfit, from_text
from tuoluo.charter.examples import has_examples
from tuoluo.charter.layout import (
    CATALOGUE,
    CATALOGUE_FILE,
    CHARTER_FILE,
    CHARTER_SECTIONS,
    DUTIES,
    DUTIES_FILE,
    EXAMPLES,
    EXAMPLES_FILE,
    Field,
    Section,
    Shape,
)
from tuoluo.charter.read import read_charter
from tuoluo.charter.source import read_table, read_toml
from tuoluo.charter.write import as_text, category_cells
from tuoluo.charter.write import table as csv_table

Cells = Mapping[str, str]
SECTIONS = tuple(
    replace(section, fields=tuple(key for key in section.fields if key.name != "catalogue"))
    if section.name == "charter"
    else section
    for section in CHARTER_SECTIONS
)
"""A draft shares its catalogue with no other charter: it has all its categories itself."""
MOST_PARTS, MOST_CATEGORIES, MOST_DUTIES = 300, 5_000, 20_000  # rows; nanshan has 26, 460 and 231
LISTS = frozenset({Shape.CODES, Shape.BODIES, Shape.CHOICES, Shape.PATTERN})


@dataclass(frozen=True)
class Table:
    """One list of rows: a section of ``charter.toml``, the catalogue or the duties."""

    name: str
    file: str
    columns: tuple[Field, ...]
    many: bool
    key: tuple[str, ...]  # by these cells two rows are the same
    most: int  # so many rows at most

    def column(self, name: str) -> Field | None:
        """A column by its name."""
        return next((column for column in self.columns if column.name == name), None)


def _split_names(fields: Sequence[Field]) -> tuple[Field, ...]:
    """A name in two languages takes two cells."""
    columns: list[Field] = []
    for one in fields:
        if one.shape is Shape.NAME:
            columns.append(replace(one, name=f"{one.name}_zh", shape=Shape.TEXT))
            columns.append(replace(one, name=f"{one.name}_en", shape=Shape.TEXT, required=False))
        else:
            columns.append(one)
    return tuple(columns)


def _section(section: Section) -> Table:
    key = ("code",) if section.many else ()
    return Table(
        section.name, CHARTER_FILE, _split_names(section.fields), section.many, key, 300 if section.many else 1
    )


TABLES: dict[str, Table] = {
    **{section.name: _section(section) for section in SECTIONS},
    "catalogue": Table("catalogue", CATALOGUE_FILE, CATALOGUE, True, ("code",), MOST_CATEGORIES),
    "duties": Table("duties", DUTIES_FILE, DUTIES, True, ("category", "area"), MOST_DUTIES),
    "examples": Table("examples", EXAMPLES_FILE, EXAMPLES, True, ("name",), MOST_CATEGORIES),
}
BY_FILE = {CATALOGUE_FILE: "catalogue", DUTIES_FILE: "duties", EXAMPLES_FILE: "examples"}


@dataclass(frozen=True)
class Row:
    """One row. ``version`` grows with every change, so that nobody overwrites what they have not seen."""

    id: int
    version: int
    cells: Cells


@dataclass(frozen=True)
class Content:
    """All rows of a draft; ``next`` is the number of the next new row."""

    rows: Mapping[str, tuple[Row, ...]]
    next: int = 1

    def table(self, name: str) -> tuple[Row, ...]:
        """The rows of one table, in order."""
        return self.rows.get(name, ())

    def row(self, table: str, number: int) -> Row | None:
        """One row."""
        return next((row for row in self.table(table) if row.id == number), None)

    def cell(self, table: str, column: str) -> str:
        """A cell of a table that has one row."""
        return next((row.cells.get(column, "") for row in self.table(table)), "")

    @property
    def text(self) -> str:
        """The content as it is kept: always written the same way."""
        rows = {name: [[row.id, row.version, dict(row.cells)] for row in rows] for name, rows in self.rows.items()}
        return json.dumps({"next": self.next, "rows": rows}, ensure_ascii=False, sort_keys=True)

    @property
    def digest(self) -> str:
        """SHA-256 of what is kept."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def content_from(text: str) -> Content:
    """The content that was kept as this text."""
    kept = json.loads(text)
    rows = {name: tuple(Row(*row) for row in rows) for name, rows in kept["rows"].items()}
    return Content(rows, kept["next"])


# Changing it


def with_row(content: Content, table: str, row: Row) -> Content:
    """The content with a row changed, or added at the end when its number is new."""
    rows = content.table(table)
    known = any(one.id == row.id for one in rows)
    changed = tuple(row if one.id == row.id else one for one in rows) if known else (*rows, row)
    return Content({**content.rows, table: changed}, max(content.next, row.id + 1))


def without_row(content: Content, table: str, number: int) -> Content:
    """The content with a row left out."""
    kept = tuple(row for row in content.table(table) if row.id != number)
    return Content({**content.rows, table: kept}, content.next)


def with_table(content: Content, table: str, given: Sequence[Cells]) -> Content:
    """The content with a table replaced. A row that was there keeps its number, and its cells in columns not given."""
    spec = TABLES[table]
    before: dict[tuple[str, ...], list[Row]] = {}
    for row in content.table(table):
        before.setdefault(_key(spec, row.cells), []).append(row)
    rows, number = [], content.next
    for cells in given:
        same = before.get(_key(spec, cells), [])
        if same:
            old = same.pop(0)
            new = clean(spec, {**old.cells, **cells})
            rows.append(old if new == old.cells else Row(old.id, old.version + 1, new))
        else:
            rows.append(Row(number, 1, clean(spec, cells)))
            number += 1
    return Content({**content.rows, table: tuple(rows)}, number)


def _key(spec: Table, cells: Cells) -> tuple[str, ...]:
    return tuple(cells.get(name, "") for name in spec.key)


def clean(spec: Table, cells: Cells) -> dict[str, str]:
    """The cells of a row in the form of the layout; what cannot be understood stays as it is."""
    return {
        column.name: text
        for column in spec.columns
        if (text := canonical(cells.get(column.name, "").strip().replace("\r\n", "\n"), column))
    }


def canonical(text: str, column: Field) -> str:
    """A cell as the layout writes it: ``yes`` for ``是``, codes separated by ``; ``; unchanged when it is wrong."""
    if not text or column.shape in (Shape.TEXTS, Shape.SESSIONS, Shape.DATE, Shape.TEXT):
        return text
    try:
        return as_text(from_text(text, column))
    except Unfit:
        return text


# From the files of a charter


def content_of(folder: Path) -> Content:
    """The rows of a charter that can be read. Raises `ValueError` where a whole file cannot."""
    content = Content({})
    document, _, _ = read_toml(folder / CHARTER_FILE)
    if document is None:
        raise ValueError(f"{folder / CHARTER_FILE} cannot be read")
    for name, given in rows_of(document).items():
        content = with_table(content, name, given)
    shares = bool(document.get("charter", {}).get("catalogue"))
    for name, spec in TABLES.items():
        if spec.file != CHARTER_FILE:
            given = _categories(folder) if shares and name == "catalogue" else _rows(folder, spec)
            content = with_table(content, name, given)
    return content


def _rows(folder: Path, spec: Table) -> list[Cells]:
    if spec.name == "examples" and not has_examples(folder):
        return []
    rows, _ = read_table(folder / spec.file, spec.columns)
    if rows is None:
        raise ValueError(f"{folder / spec.file} cannot be read")
    return [row.cells for row in rows]


def _categories(folder: Path) -> list[Cells]:
    """The whole catalogue of a charter that shares one with another."""
    charter, _ = read_charter(folder)
    if charter is None:
        raise ValueError(f"{folder} cannot be read")
    cells = map(category_cells, charter.categories.values())
    return [{name: as_text(value) for name, value in row.items()} for row in cells]


def rows_of(document: Mapping[str, Any]) -> dict[str, list[Cells]]:
    """The sections of ``charter.toml`` as rows of text."""
    found: dict[str, list[Cells]] = {}
    for section in SECTIONS:
        given = document.get(section.name, [])
        tables = given if isinstance(given, list) else [given]
        found[section.name] = [_cells(section, table) for table in tables if isinstance(table, dict)]
    return found


def _cells(section: Section, table: Mapping[str, Any]) -> Cells:
    cells: dict[str, str] = {}
    for key in section.fields:
        value = table.get(key.name)
        if key.shape is Shape.NAME and isinstance(value, dict):
            cells |= {f"{key.name}_{language}": str(value.get(language, "")) for language in ("zh", "en")}
        elif value is not None:
            cells[key.name if key.shape is not Shape.NAME else f"{key.name}_zh"] = _text(key, value)
    return cells


def _text(key: Field, value: Any) -> str:
    if isinstance(value, list) and key.shape is Shape.SESSIONS:
        return "; ".join("-".join(map(str, part)) if isinstance(part, list) else str(part) for part in value)
    if isinstance(value, list) and key.shape is Shape.TEXTS:
        return "\n".join(map(str, value))
    return as_text(tuple(value) if isinstance(value, list) else value)


# To the files of a charter


@dataclass
class Files:
    """The three files as text, and what stands on each line of ``charter.toml``."""

    toml: str
    tables: Mapping[str, str]
    lines: Mapping[int, tuple[str, int, str]] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write them; the tables begin with a byte order mark so that Excel reads them as UTF-8."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / CHARTER_FILE).write_text(self.toml, encoding="utf-8")
        for name, text in self.tables.items():
            (folder / TABLES[name].file).write_text(text, encoding="utf-8-sig", newline="")


def files_of(content: Content) -> Files:
    """A charter's files with everything that the rows say, right or wrong."""
    out: list[str] = []
    places: dict[int, tuple[str, int, str]] = {}
    for name, spec in TABLES.items():
        if spec.file != CHARTER_FILE:
            continue
        for row in content.table(name):
            out.append(f"[[{name}]]" if spec.many else f"[{name}]")
            places[len(out)] = (name, row.id, "")
            for key, literal in _keys(name, row.cells):
                out.append(f"{key} = {literal}")
                places[len(out)] = (name, row.id, key)
            out.append("")
    return Files(
        "\n".join(out),
        {name: csv_of(content, name) for name in BY_FILE.values() if name != "examples" or content.table(name)},
        places,
    )


def csv_of(content: Content, name: str) -> str:
    """One table as CSV."""
    spec = TABLES[name]
    blank = dict.fromkeys((column.name for column in spec.columns), "")
    return csv_table(spec.columns, [{**blank, **row.cells} for row in content.table(name)])


def _keys(section: str, cells: Cells) -> list[tuple[str, str]]:
    fields = next(one for one in SECTIONS if one.name == section).fields
    found = []
    for key in fields:
        if key.shape is Shape.NAME:
            parts = {language: cells.get(f"{key.name}_{language}", "") for language in ("zh", "en")}
            said = ", ".join(f"{language} = {_quoted(text)}" for language, text in parts.items() if text)
            if said:
                found.append((key.name, f"{{ {said} }}"))
        elif text := cells.get(key.name, ""):
            found.append((key.name, _literal(text, key)))
    return found


def _literal(text: str, key: Field) -> str:
    """A cell as a value of TOML; what does not fit is written as text, and the check says so."""
    if key.shape is Shape.YES_NO and text in ("yes", "no"):
        return "true" if text == "yes" else "false"
    if key.shape is Shape.NUMBER and text.isascii() and text.isdecimal():
        return str(int(text[:20]))
    if key.shape is Shape.DATE and _is_day(text):
        return text
    if key.shape is Shape.TEXTS:
        return _listed([line.strip() for line in text.split("\n") if line.strip()])
    if key.shape is Shape.SESSIONS:
        sessions = (part.strip() for part in SEPARATOR.split(text))
        return "[" + ", ".join(_listed([end.strip() for end in one.split("-")]) for one in sessions if one) + "]"
    if key.shape in LISTS:
        return _listed([part.strip() for part in SEPARATOR.split(text) if part.strip()])
    return _quoted(text)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _listed(parts: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, parts)) + "]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
