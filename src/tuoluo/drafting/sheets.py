"""A draft as spreadsheets and back: one CSV file a table, or one workbook with a sheet for each."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from python_calamine import CalamineError, CalamineWorkbook

from tuoluo.charter.findings import Finding, Severity, nearest
from tuoluo.charter.source import read_table
from tuoluo.drafting.content import SECTIONS, TABLES, Cells, Content, csv_of, files_of, rows_of
from tuoluo.kernel.sheets import refuse_far_cells

LARGEST_FILE = 3_000_000  # bytes
LARGEST_UNPACKED = 60_000_000  # bytes of a workbook's parts: a small file may unpack to a huge one
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # in a workbook this would stand for another sign
LOSSY = frozenset({"unknown_column", "too_many_cells", "duplicate_column"})
"""Warnings of the reader that would lose something here: the file is refused, so that nothing is left out unseen."""


TROUBLES: dict[str, dict[str, tuple[str, str]]] = {
    "file_too_large": {
        "zh": ("文件太大（最多 {most} 字节）。", "请分表导入。"),
        "en": (
            "The file is too large (at most {most} bytes).",
            "Import one table at a time, or remove what is not part of it.",
        ),
    },
    "which_table": {
        "zh": ("看不出“{value}”是哪一张表。", "文件或工作表请命名为：{tables}。"),
        "en": ("It is not clear which table “{value}” is.", "Name the file or sheet after one of: {tables}."),
    },
    "unreadable_workbook": {
        "zh": ("这不是可读取的工作簿。", "请在 Excel 中另存为 .xlsx 或 CSV UTF-8。"),
        "en": ("This is not a workbook that can be read.", "In Excel save it as .xlsx or CSV UTF-8."),
    },
}


@dataclass(frozen=True)
class Trouble:
    """What stands in the way of reading a whole file; speaks like a `Finding`."""

    code: str
    file: str
    value: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    row: int = 0
    column: str = ""

    def sentence(self, language: str = "zh") -> str:
        """What is wrong."""
        return TROUBLES[self.code][language][0].format(value=self.value, **self.facts)

    def repair(self, language: str = "zh") -> str:
        """What to do about it."""
        return TROUBLES[self.code][language][1].format(value=self.value, **self.facts)


@dataclass(frozen=True)
class Given:
    """A file that somebody sent: the tables in it, or what stands in the way of reading them."""

    file: str
    sha256: str
    tables: Mapping[str, Sequence[Cells]] = field(default_factory=dict)
    faults: tuple[Finding | Trouble, ...] = ()


def as_csv(content: Content, table: str) -> bytes:
    """One table, with the mark by which Excel knows UTF-8."""
    return csv_of(content, table).encode("utf-8-sig")


def as_toml(content: Content) -> bytes:
    """``charter.toml``."""
    return files_of(content).toml.encode()


def as_xlsx(content: Content) -> bytes:
    """Every table as a sheet of one workbook. Each cell is text, so that no program takes it for a formula."""
    book = Workbook(write_only=True)
    for name, spec in TABLES.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append([column.name for column in spec.columns])
        for row in content.table(name):
            sheet.append([_as_words(sheet, row.cells.get(column.name, "")) for column in spec.columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _as_words(sheet: Any, text: str) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(sheet, ESCAPE.sub("_x005F_", text))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def read_file(name: str, raw: bytes, table: str = "") -> Given:
    """What a file holds: ``charter.toml``, a workbook with sheets called like the tables, or one table as CSV.

    Which table a CSV file is says ``table``, or else its name.
    """
    file = Path(name.replace("\\", "/")).name[:120] or "?"
    digest = hashlib.sha256(raw).hexdigest()
    if len(raw) > LARGEST_FILE:
        return Given(file, digest, faults=(Trouble("file_too_large", file, facts={"most": LARGEST_FILE}),))
    suffix = Path(file).suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return _workbook(file, digest, raw)
    if suffix == ".toml":
        return _toml(file, digest, raw)
    table = table or Path(file).stem.lower()
    if table not in TABLES:
        facts = {"tables": ", ".join(TABLES)}
        return Given(file, digest, faults=(Trouble("which_table", file, value=table, facts=facts),))
    return _joined(file, digest, {table: raw})


def _joined(file: str, digest: str, sheets: Mapping[str, bytes]) -> Given:
    tables: dict[str, list[Cells]] = {}
    faults: list[Finding] = []
    with TemporaryDirectory(prefix="tuoluo-import-") as folder:
        for name, raw in sheets.items():
            path = Path(folder) / (file if len(sheets) == 1 else f"{name}.csv")
            path.write_bytes(raw)
            rows, findings = read_table(path, TABLES[name].columns)
            faults += [one for one in findings if one.severity is Severity.ERROR or one.code in LOSSY]
            tables[name] = [row.cells for row in rows or ()]
    return Given(file, digest, {} if faults else tables, tuple(faults))


def _toml(file: str, digest: str, raw: bytes) -> Given:
    try:
        document = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return Given(file, digest, faults=(Finding("bad_toml", file, facts={"reason": str(error)}),))
    faults = [
        Finding("unknown_key", file, 0, key, key, {"nearest": nearest(key, known)})
        for known, keys in _keys_of(document)
        for key in keys
        if key not in known
    ]
    return Given(file, digest, {} if faults else rows_of(document), tuple(faults))


def _keys_of(document: Mapping[str, Any]) -> list[tuple[list[str], list[str]]]:
    """For each part of ``charter.toml`` the keys that there are, and those that are used."""
    found = [([section.name for section in SECTIONS], list(document))]
    for section in SECTIONS:
        given = document.get(section.name, [])
        for table in given if isinstance(given, list) else [given]:
            found.append(([key.name for key in section.fields], list(table) if isinstance(table, dict) else ["?"]))
    return found


def _workbook(file: str, digest: str, raw: bytes) -> Given:
    fault = Given(file, digest, faults=(Trouble("unreadable_workbook", file),))
    try:
        with ZipFile(io.BytesIO(raw)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                return Given(file, digest, faults=(Trouble("file_too_large", file, facts={"most": LARGEST_UNPACKED}),))
        refuse_far_cells(raw)
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (BadZipFile, CalamineError, OSError, ValueError):
        return fault
    unknown = [name for name, rows in sheets.items() if name.strip().lower() not in TABLES and any(map(any, rows))]
    if unknown or not any(sheets.values()):
        facts = {"tables": ", ".join(TABLES)}
        return Given(file, digest, faults=(Trouble("which_table", file, value=", ".join(unknown), facts=facts),))
    return _joined(file, digest, {name.strip().lower(): _as_csv(rows) for name, rows in sheets.items() if any(rows)})


def _as_csv(rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_words(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _words(value: Any) -> str:
    """A cell of a workbook as text: whole numbers without a point, days as 2026-01-31."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
    return str(value)
