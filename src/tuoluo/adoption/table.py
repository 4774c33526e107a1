"""A history file as somebody saved it: CSV in UTF-8 or Excel's old GBK, or the first filled sheet of an xlsx."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

from tuoluo.kernel.sheets import refuse_far_cells

MISSING = frozenset({"", "-", "--", "—", "——", "－", "/", "\\", "\\n", "null", "none", "nan", "n/a", "na"})
SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
SEARCHED_FOR_HEADING = 10
SAMPLE = 65536
Cells = Sequence[Sequence[str]]


class Unreadable(Exception):
    """A file that cannot be read as a table; ``code`` and ``facts`` say why."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Row:
    """One line of the file: its number as a spreadsheet shows it, and its cells as they stand."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A heading and the rows under it. ``digest`` is the SHA-256 of the file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    digest: str

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each column stands."""
        return {column: place for place, column in enumerate(self.columns)}

    def value(self, row: Row, column: str) -> str:
        """What a cell says, without blanks around it; "" when it says nothing (``-`` and the like)."""
        return said(row.cells[self.index[column]]) if column in self.index else ""


def said(text: str) -> str:
    """A cell without blanks around it; "" for the many ways of writing that there is nothing."""
    text = text.strip(" \t\r\n\u3000\ufeff\xa0")
    return "" if text.lower() in MISSING else text


def read_table(path: Path) -> Table:
    """The table in a file. Raises `Unreadable`."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable("file_missing", file=str(path)) from error
    lines = _sheet(path) if path.suffix.lower() in SHEETS else _csv(raw, path)
    heading = _heading(lines)
    if heading is None:
        raise Unreadable("no_heading", file=path.name)
    width = max(len(line) for line in lines[heading:])
    columns = _columns(lines[heading], width)
    kept = [place for place, column in enumerate(columns) if column]
    rows = tuple(
        Row(number, tuple(line[place] if place < len(line) else "" for place in kept))
        for number, line in enumerate(lines[heading + 1 :], start=heading + 2)
        if any(cell.strip() for cell in line)
    )
    if not rows:
        raise Unreadable("no_rows", file=path.name)
    return Table(path.name, tuple(columns[place] for place in kept), rows, hashlib.sha256(raw).hexdigest())


def _csv(raw: bytes, path: Path) -> Cells:
    text = _decoded(raw, path)
    limit = csv.field_size_limit(2**24)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Unreadable("not_a_table", file=path.name, reason=str(error)) from error
    finally:
        csv.field_size_limit(limit)


def _decoded(raw: bytes, path: Path) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in raw[:SAMPLE]:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("unknown_encoding", file=path.name)


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t|", key=lambda mark: (first.count(mark), mark == ","))


def _sheet(path: Path) -> Cells:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        refuse_far_cells(path.read_bytes())
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (CalamineError, BadZipFile, OSError, ValueError) as error:
        raise Unreadable("not_a_table", file=path.name, reason=str(error)) from error
    filled = next((sheet for sheet in sheets if len(sheet) > 1), [])
    return [[_text(cell) for cell in line] for line in filled]


def _text(cell: object) -> str:
    """A spreadsheet's value as somebody would type it: whole numbers without ``.0``, days as 2018-02-08."""
    match cell:
        case bool():
            return str(cell)
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta() | None:
            return "" if cell is None else str(cell)
    return str(cell)


def _heading(lines: Cells) -> int | None:
    """The line with the column names: the first that is about as wide as the table (a title above it is not)."""
    head = lines[: SEARCHED_FOR_HEADING * 2]
    filled = [sum(1 for cell in line if cell.strip()) for line in head]
    widest = max(filled, default=0)
    if widest < 2:
        return None
    return next(place for place, count in enumerate(filled) if count >= max(2, widest * 0.6))


def _columns(heading: Sequence[str], width: int) -> list[str]:
    """The names of the columns, each different; a column without a name is left out unless it is in the middle."""
    names: list[str] = []
    for place in range(width):
        name = heading[place].strip("\ufeff \t\r\n") if place < len(heading) else ""
        name = " ".join(name.split())
        names.append(_unlike(name, names) if name else "")
    return names


def _unlike(name: str, taken: Sequence[str]) -> str:
    number = 2
    different = name
    while different in taken:
        different, number = f"{name} ({number})", number + 1
    return different
