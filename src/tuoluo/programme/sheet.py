"""A programme as a table, one row for each milestone with its measure repeated; what is wrong in it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from tuoluo.kernel.refusals import Refusal
from tuoluo.kernel.sheets import BadSheet, Sheet, SheetRow
from tuoluo.programme.rules import Aim

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "aspect": ("aspect", "方面"),
    "measure": ("measure", "举措"),
    "owner": ("owner", "责任单位"),
    "milestone": ("milestone", "节点"),
    "due": ("due", "完成日期"),
    "indicator": ("indicator", "指标"),
    "baseline": ("baseline", "基准值"),
    "baseline_on": ("baseline_on", "基准日期"),
    "target": ("target", "目标值"),
    "plan": ("plan", "方案"),
}
"""The columns, in English and Chinese; what stands in brackets is for reading only."""
NEEDED = ("aspect", "measure", "owner", "milestone", "due")
BRACKETS = ("[", "〔")
OF_MEASURE = ("aspect", "owner", "indicator", "baseline", "baseline_on", "target", "plan")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong in a file: where, what stands there, and why it cannot stay."""

    row: int
    column: str
    value: str
    why: Refusal


@dataclass(frozen=True)
class Promised:
    """One milestone of the file."""

    row: int
    name: str
    due: date


@dataclass
class Draft:
    """One measure of the file with all its rows."""

    row: int
    name: str
    cells: dict[str, str]
    aim: Aim = field(default_factory=Aim)
    milestones: list[Promised] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    def fault(self, row: int, column: str, value: str, code: str, **facts: object) -> None:
        """Note what is wrong, without a basis: it is about the file, not about a rule."""
        self.wrong.append(Wrong(row, column, value, Refusal(code, "", {"value": value, **facts})))


def columns_of(sheet: Sheet, file: str) -> dict[str, str]:
    """What each heading of the file means. Raises `BadSheet` when a column that is needed is missing."""
    known = {name.casefold(): column for column, names in HEADINGS.items() for name in names}
    meant = {known[heading.casefold()]: heading for heading in sheet.columns if heading.casefold() in known}
    missing = [" / ".join(HEADINGS[column]) for column in NEEDED if column not in meant]
    if missing:
        raise BadSheet(f"{file}: row 1: no column {', '.join(missing)}; name it in the first row")
    return meant


def drafts_of(sheet: Sheet, meant: Mapping[str, str]) -> list[Draft]:
    """The measures of a file in their order; each row belongs to the measure it names, or to the one above."""
    found: dict[str, Draft] = {}
    last: Draft | None = None
    for number, row in enumerate(sheet.rows):
        cells = {column: row.cells.get(heading, "") for column, heading in meant.items()}
        name = cells["measure"] or (last.name if last and cells["milestone"] else "")
        key = name or f"\n{number}"  # a row that names no measure stands alone
        draft = found.get(key)
        if draft is None:
            draft = found[key] = Draft(row.number, name, dict(cells))
            if not name:
                draft.fault(row.number, "measure", "", "sheet.no_measure")
        _take(draft, row, cells)
        last = draft
    for draft in found.values():
        draft.aim = _aim(draft)
    return list(found.values())


def _take(draft: Draft, row: SheetRow, cells: Mapping[str, str]) -> None:
    draft.rows.append(row)
    for column in OF_MEASURE:
        value, first = cells.get(column, ""), draft.cells.get(column, "")
        if value and not first:
            draft.cells[column] = value
        elif value != first and value:
            draft.fault(row.number, column, value, "sheet.row_differs", first=first)
    name, due = cells["milestone"], cells["due"]
    if name and not due:
        draft.fault(row.number, "due", name, "sheet.due_missing")
    elif due and not name:
        draft.fault(row.number, "milestone", due, "sheet.milestone_missing")
    elif name:
        day = _day(draft, row.number, "due", due)
        if day is not None:
            draft.milestones.append(Promised(row.number, name, day))


def _aim(draft: Draft) -> Aim:
    """The figure that the measure should move, as the file says it."""
    said = draft.cells
    return Aim(
        said.get("indicator", ""),
        _number(draft, "baseline"),
        _day(draft, draft.row, "baseline_on", said.get("baseline_on", "")),
        _number(draft, "target"),
    )


def _day(draft: Draft, row: int, column: str, text: str) -> date | None:
    if not text:
        return None
    parts = DAY.fullmatch(text)
    try:
        if parts is not None:
            return date(*map(int, parts.groups()))
    except ValueError:
        pass
    draft.fault(row, column, text, "sheet.bad_day")
    return None


def _number(draft: Draft, column: str) -> Decimal | None:
    text = draft.cells.get(column, "")
    if not text:
        return None
    try:
        return Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        draft.fault(draft.row, column, text, "sheet.bad_number")
        return None


def with_day(aim: Aim, day: date) -> Aim:
    """The aim, with the day of its baseline if the file does not say one."""
    return replace(aim, baseline_on=day) if aim.baseline is not None and aim.baseline_on is None else aim


def held_back(drafts: Iterable[Draft]) -> list[SheetRow]:
    """The rows that were not loaded, in the order of the file."""
    return sorted((row for draft in drafts for row in draft.rows), key=lambda row: row.number)
