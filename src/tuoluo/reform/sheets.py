"""A plan as a workbook: what moves, and for each old and each new holder the list of what is handed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from tuoluo.reform.telling import (
    Document,
    answering,
    body_lines,
    changes_of,
    deadline_line,
    duty_lines,
    headline,
    homeless_lines,
    named,
    people_rows,
    stage_of,
)

WIDTHS = (16, 26, 14, 34, 34, 60)
NOT_IN_TITLE = re.compile(r"[\\/*?:\[\]]")


def workbook(document: Document) -> bytes:
    """The whole plan: a summary, people, duties, every matter, and the hand-over lists."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    summary = [[headline(document)], *([line] for line in body_lines(document)), [deadline_line(document)]]
    summary += [[line] for line in homeless_lines(document)]
    _sheet(book, _("Summary"), [], summary)
    _sheet(book, _("People"), [_("Person"), _("Until now"), _("From then on")], people_rows(document))
    _sheet(book, _("Duties"), [], [[line] for line in duty_lines(document)])
    _sheet(book, _("Matters"), matter_heading(), map(matter_row, document["matters"]))
    for side, words in (("before", _("Handed over by")), ("after", _("Received by"))):
        for holder, rows in by_holder(document["matters"], side).items():
            _sheet(book, f"{words} {holder}", matter_heading(), map(matter_row, rows))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def by_holder(rows: Iterable[Document], side: str) -> dict[str, list[Document]]:
    """The matters by who hands them over, or by who receives them; only those whose holder changes."""
    lists: dict[str, list[Document]] = {}
    for row in rows:
        if answering(row["before"]) != answering(row["after"]):
            lists.setdefault(answering(row[side]), []).append(row)
    return dict(sorted(lists.items()))


def matter_heading() -> list[str]:
    """The columns of a list of matters."""
    return [
        _("Number"),
        _("Category"),
        _("Stage"),
        _("Answered for by"),
        _("Answered for from now on"),
        _("Also changes"),
    ]


def matter_row(row: Document) -> list[str]:
    """One matter of such a list."""
    more = "; ".join(f"{task}: {before or '-'} → {after or '-'}" for task, before, after in changes_of(row))
    category = named(row["category"])
    return [row["number"], category, stage_of(row), answering(row["before"]), answering(row["after"]), more]


def _sheet(book: Any, title: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    from openpyxl.cell import WriteOnlyCell  # isort: skip

    sheet = book.create_sheet(_free(book, NOT_IN_TITLE.sub(" ", title)))
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width if heading else 100
    if heading:
        sheet.freeze_panes = "A2"
        cells = []
        for words in heading:
            cell = WriteOnlyCell(sheet, words)
            cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    for row in rows:
        sheet.append([_plain(ILLEGAL_CHARACTERS_RE.sub("", str(value))) for value in row])


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def _free(book: Any, title: str) -> str:
    """A sheet title of at most 31 characters that no other sheet of the book bears."""
    taken, short = set(book.sheetnames), title[:31]
    number = 2
    while short in taken:
        short = f"{title[:28]} {number}"
        number += 1
    return short
