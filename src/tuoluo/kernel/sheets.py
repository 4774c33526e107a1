"""Tables that people keep in spreadsheets: read from CSV or a workbook, written so that nothing changes on the way."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile, is_zipfile

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
LONGEST_CELL = 32767
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # in a workbook _x000D_ stands for a control character
Line = Sequence[str]


class BadSheet(Exception):
    """A file that cannot be read as a table; the text says where, why, and how to mend it."""


@dataclass(frozen=True)
class SheetRow:
    """One line: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A heading and the rows under it. Empty rows are left out."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(path: Path) -> Sheet:
    """Read a CSV (UTF-8, or Excel's old GB 18030) or the first sheet of a workbook. Raises `BadSheet`."""
    if not path.is_file():
        raise BadSheet(f"{path}: there is no such file; check the name")
    lines = _workbook(path) if path.suffix.lower() in WORKBOOKS else _csv(path)
    filled = [(number, line) for number, line in enumerate(lines, start=1) if any(cell.strip() for cell in line)]
    if not filled:
        raise BadSheet(f"{path}: row 1: the file is empty; its first row names the columns")
    columns = tuple(cell.strip() for cell in filled[0][1])
    doubled = next((column for column in columns if column and columns.count(column) > 1), None)
    if doubled is not None:
        raise BadSheet(f"{path}: row {filled[0][0]}, column {doubled}: it stands there twice; take one of them out")
    wide = [*columns]
    rows = (SheetRow(number, _by_column(path, number, wide, line)) for number, line in filled[1:])
    return Sheet(tuple(column for column in columns if column), tuple(rows))


def _by_column(path: Path, number: int, columns: Sequence[str], line: Line) -> dict[str, str]:
    over = next((cell for cell in line[len(columns) :] if cell.strip()), None)
    if over is not None:
        raise BadSheet(f"{path}: row {number}: {over!r} stands beyond the last column; move it under a heading")
    cells = [*line, *[""] * (len(columns) - len(line))]
    return {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}


def _csv(path: Path) -> list[Line]:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadSheet(f"{path}: it is neither UTF-8 nor GB 18030; save it as CSV UTF-8")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise BadSheet(f"{path}: {error}; save it again as CSV from a spreadsheet") from error


MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 1_000, 5_000_000
CELL = re.compile(rb'\sr="([A-Za-z]*)([0-9]*)"')


def refuse_far_cells(raw: bytes) -> None:
    """Refuse a workbook with a cell so far out that the table up to it would not fit in memory (`ValueError`).

    A reader makes room for everything up to the last cell, so a file of a few bytes could ask for all there is.
    """
    if not is_zipfile(io.BytesIO(raw)):
        return  # an old .xls, which cannot reach far
    with ZipFile(io.BytesIO(raw)) as parts:
        for name in parts.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            rows = columns = 0
            for letters, number in CELL.findall(parts.read(name)):
                rows = max(rows, int(number[:9] or 0))
                columns = max(columns, _column_number(letters))
            if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
                raise ValueError(
                    f"a cell stands in row {rows} or column {columns}; take out what is far from the table"
                )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:5].upper():
        number = number * 26 + letter - 64
    return number


def _workbook(path: Path) -> list[Line]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        refuse_far_cells(path.read_bytes())
        book = CalamineWorkbook.from_path(str(path))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, BadZipFile, OSError, ValueError, IndexError) as error:
        raise BadSheet(f"{path}: it is no workbook ({error}); save it again as .xlsx") from error
    return [[_text(cell) for cell in row] for row in rows]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def write_sheet(path: Path, columns: Line, rows: Iterable[Line], *, title: str = "") -> None:
    """Write a table as CSV or, by its name, as a workbook: complete, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    if path.suffix.lower() == ".xlsx":
        fresh.write_bytes(workbook(columns, rows, title=title))
    elif path.suffix.lower() == ".csv":
        with fresh.open("w", encoding="utf-8-sig", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows([columns, *rows])
    else:
        raise BadSheet(f"{path}: the name must end in .xlsx or .csv")
    fresh.replace(path)


def workbook(
    columns: Line,
    rows: Iterable[Sequence[str | int | float]],
    *,
    title: str = "",
    marked: frozenset[tuple[int, int]] = frozenset(),
) -> bytes:
    """A workbook with one sheet. Text stays text: no number loses its zeros, nothing is taken for a formula.

    ``marked`` are cells to show in yellow, by row and column counted from 0 below the heading.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title or "1")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(48, max(12, 2 * len(column) + 4))
    yellow, bold = PatternFill("solid", fgColor="FFF2A8"), Font(bold=True)
    sheet.append([_cell(sheet, column, font=bold) for column in columns])
    for number, row in enumerate(rows):
        fills = (yellow if (number, place) in marked else None for place in range(len(row)))
        sheet.append([_cell(sheet, value, fill=fill) for value, fill in zip(row, fills, strict=True)])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: str | int | float, *, fill: Any = None, font: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment

    if isinstance(value, str):
        value = ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL])
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if fill is not None:
        cell.fill = fill
    if font is not None:
        cell.font = font
    return cell
