"""The gaps as a spreadsheet that opens in Excel: one row each, with what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from tuoluo.coverage.facts import Verdict
from tuoluo.coverage.telling import Line

WIDTHS = (22, 44, 48, 30, 40, 40, 12)


def workbook(verdict: Verdict, told: Sequence[Line]) -> bytes:
    """The file: a heading with the count, then every gap."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Coverage"))
    sheet.freeze_panes = "A2"
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    heads = [_("Place"), _("What is missing"), _("What mends it"), _("Rule")]
    heads += [_("Categories"), _("Communities"), _("Cases")]
    sheet.append([_cell(sheet, text, bold=True) for text in heads])
    for line in told:
        groups = "；".join(f"{name} {number}" for name, number in line.groups)
        places = "；".join(area.name for area in line.communities)
        texts = (line.place, line.wrong, line.mend, line.cause, groups, places)
        sheet.append([*(_cell(sheet, text) for text in texts), line.gap.cases])
    sheet.append([])
    sheet.append([_cell(sheet, _("Cases asked for"), bold=True), verdict.cases])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # a name that begins with = is a name, not a formula
    cell.font, cell.alignment = Font(bold=bold), Alignment(wrap_text=True, vertical="top")
    return cell
