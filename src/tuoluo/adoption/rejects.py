"""The rows that could not be carried over, as a spreadsheet to be mended and loaded again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tuoluo.adoption.rules import Reading
from tuoluo.adoption.table import Table
from tuoluo.adoption.words import how_to_mend
from tuoluo.ledger.words import sentence

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

EXTRA = {
    "zh": ("〔行号〕", "〔问题所在列〕", "〔原值〕", "〔问题〕", "〔如何修改〕"),
    "en": ("[row]", "[column]", "[value]", "[what is wrong]", "[how to mend it]"),
}
SHEET = {"zh": "待修改", "en": "to be mended"}
BAD = PatternFill("solid", fgColor="FFF2A8")
HEAD = PatternFill("solid", fgColor="E7ECEF")
WRAP = Alignment(wrap_text=True, vertical="top")
LONGEST_CELL = 32767
WIDTHS = (8, 16, 18, 44, 52)


def write_rejects(table: Table, bad: Sequence[Reading], path: Path) -> None:
    """Write the rows as they were, each with what is wrong and how to mend it; bad cells are yellow."""
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    known = {name for names in EXTRA.values() for name in names}
    kept = [place for place, column in enumerate(table.columns) if column not in known]
    columns = [table.columns[place] for place in kept]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET[language])
    sheet.freeze_panes = "A2"
    for place in range(len(columns) + len(WIDTHS)):
        width = WIDTHS[place - len(columns)] if place >= len(columns) else 16
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    sheet.append([_cell(sheet, name, fill=HEAD, bold=True) for name in (*columns, *EXTRA[language])])
    for reading in bad:
        wrong = {str(refusal.facts["column"]) for refusal in reading.wrong}
        cells = [
            _cell(sheet, reading.row.cells[place], fill=BAD if table.columns[place] in wrong else None)
            for place in kept
        ]
        sheet.append([*cells, *(_cell(sheet, text, wrap=True) for text in _told(reading))])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns) + len(WIDTHS))}{len(bad) + 1}"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    book.save(fresh)
    fresh.replace(path)


def _told(reading: Reading) -> tuple[str, ...]:
    """Row number, column, value, what is wrong, how to mend it: one line for each thing that is wrong."""
    wrong = reading.wrong
    return (
        str(reading.row.number),
        "\n".join(str(refusal.facts["column"]) for refusal in wrong),
        "\n".join(str(refusal.facts["value"]) for refusal in wrong),
        "\n".join(sentence(refusal) for refusal in wrong),
        "\n".join(how_to_mend(refusal) for refusal in wrong),
    )


def _cell(
    sheet: WriteOnlyWorksheet, text: str, *, fill: PatternFill | None = None, bold: bool = False, wrap: bool = False
) -> Any:
    """A cell that holds text as text: no number loses its zeros, nothing is taken for a formula."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL])
    cell.data_type = "s"
    cell.number_format = "@"
    if fill is not None:
        cell.fill = fill
    if bold:
        cell.font = Font(bold=True)
    if wrap:
        cell.alignment = WRAP
    return cell


def beside(file: Path, home: Path) -> Path:
    """Where the spreadsheet goes: beside the file, or into the deployment where that folder is not for writing."""
    stem = file.stem
    base, _, number = stem.rpartition("-rejects-") if "-rejects-" in stem else (stem, "", "")
    if number.isdecimal():
        name = f"{base}-rejects-{int(number) + 1}.xlsx"
    else:
        name = f"{stem}-2.xlsx" if stem.endswith("-rejects") else f"{stem}-rejects.xlsx"
    folder = file.resolve().parent
    writable = folder.stat().st_mode & 0o222
    return (folder if writable else home / "rejects") / name
