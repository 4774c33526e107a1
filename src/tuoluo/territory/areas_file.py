"""Reading a table of areas (csv): one row each with code and name, everything else optional. All faults at once."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tuoluo.territory import datum as datums
from tuoluo.territory.codes import Code, Level, code_refusal, parse
from tuoluo.territory.problems import BadFile, Problem, nearest

# Column headings that are understood, in English and as they stand in Chinese tables.
HEADINGS = {
    "code": ("code", "code12", "代码", "区划代码", "统计用区划代码", "编码"),
    "name": ("name", "名称", "区划名称"),
    "name_en": ("name_en", "英文名", "英文名称"),
    "valid_from": ("valid_from", "生效日期", "启用日期"),
    "lng": ("lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
}
_ORDER = (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY, Level.BLOCK, Level.CELL)


@dataclass(frozen=True)
class AreaRow:
    """One area as a table states it; the place is in the stored datum. ``row`` is the row of the spreadsheet."""

    row: int
    code: Code
    name: str
    name_en: str = ""
    valid_from: date | None = None
    lng: float | None = None
    lat: float | None = None


def read_areas(path: Path, known: Iterable[str] = (), *, datum: str | None = None) -> list[AreaRow]:
    """All areas of a table, the whole before its parts. Raises `BadFile` with every fault found.

    ``known`` are the codes that exist already: each area's parent must be among them or in the table.
    """
    file = str(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            table = list(csv.reader(stream))
    except FileNotFoundError:
        raise BadFile([Problem("file_missing", file)]) from None
    except UnicodeDecodeError as error:
        raise BadFile([Problem("file_not_utf8", file, facts={"position": error.start})]) from None
    if not any(any(cell.strip() for cell in line) for line in table[1:]):
        raise BadFile([Problem("no_rows", file)])
    columns = _columns(table[0], file)
    rows, problems = _rows(table, columns, file, datum)
    problems = _once(problems, ("datum_missing", "datum_unknown"))
    problems += _doubles(rows, file)
    problems += _orphans(rows, {code.stem for text in known if (code := parse(text))}, file)
    if problems:
        raise BadFile(sorted(problems, key=lambda problem: problem.place))
    return sorted(rows, key=lambda row: (_ORDER.index(row.code.level), row.code.stem))


def _once(problems: list[Problem], codes: tuple[str, ...]) -> list[Problem]:
    """Faults of the whole file are said once, at the first row that shows them."""
    first = {problem.code: problem for problem in reversed(problems) if problem.code in codes}
    return [problem for problem in problems if first.get(problem.code, problem) is problem]


def _columns(header: list[str], file: str) -> dict[str, int]:
    named = {text.strip(): position for position, text in reversed(list(enumerate(header)))}
    columns = {
        column: named[spelling]
        for column, spellings in HEADINGS.items()
        for spelling in reversed(spellings)
        if spelling in named
    }
    problems = []
    for column in ("code", "name"):
        if column not in columns:
            facts = {"known": ", ".join(named) or "-", "nearest": nearest(column, named)}
            problems.append(Problem("column_missing", file, 1, column, facts=facts))
    if problems:
        raise BadFile(problems)
    return columns


def _rows(
    table: list[list[str]], columns: Mapping[str, int], file: str, datum: str | None
) -> tuple[list[AreaRow], list[Problem]]:
    rows: list[AreaRow] = []
    problems: list[Problem] = []
    for number, line in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        cells = {name: line[at].strip() if at < len(line) else "" for name, at in columns.items()}
        row, faults = _row(cells, number, file, datum)
        problems += faults
        if row is not None:
            rows.append(row)
    return rows, problems


def _row(cells: Mapping[str, str], number: int, file: str, datum: str | None) -> tuple[AreaRow | None, list[Problem]]:
    problems: list[Problem] = []
    code = parse(cells["code"])
    wrong = code_refusal(cells["code"])
    if code is None and wrong is not None:
        problems.append(Problem(wrong.code, file, number, "code", cells["code"], wrong.facts))
    if not cells["name"]:
        problems.append(Problem("name_missing", file, number, "name"))
    start = cells.get("valid_from", "")
    day = _day(start)
    if start and day is None:
        problems.append(Problem("not_a_date", file, number, "valid_from", start))
    place = _place(cells.get("lng", ""), cells.get("lat", ""), number, file, datum)
    if isinstance(place, Problem):
        problems.append(place)
    if code is None:
        return None, problems
    row = AreaRow(number, code, cells["name"], cells.get("name_en", ""), day)
    return (replace(row, lng=place[0], lat=place[1]) if isinstance(place, tuple) else row), problems


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None


def _place(lng: str, lat: str, number: int, file: str, datum: str | None) -> tuple[float, float] | Problem | None:
    if not lng and not lat:
        return None
    for column, text, limit in (("lng", lng, 180), ("lat", lat, 90)):
        try:
            fits = abs(float(text)) <= limit
        except ValueError:
            fits = False
        if not fits:
            return Problem("not_a_degree", file, number, column, text, {"limit": limit})
    if datum is None:
        return Problem("datum_missing", file, number, "lng", lng)
    try:
        return datums.convert(float(lng), float(lat), datum)
    except datums.UnknownDatum as error:
        return Problem("datum_unknown", file, number, "lng", error.name, {"nearest": error.nearest})


def _doubles(rows: Iterable[AreaRow], file: str) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        if row.code.stem in first:
            facts = {"other": first[row.code.stem]}
            problems.append(Problem("code_twice", file, row.row, "code", row.code.full, facts))
        first.setdefault(row.code.stem, row.row)
    return problems


def _orphans(rows: list[AreaRow], known: set[str], file: str) -> list[Problem]:
    stems = known | {row.code.stem for row in rows}
    problems = []
    for row in rows:
        parent = row.code.parent_stem
        if parent is not None and parent not in stems:
            facts = {"parent": parent.ljust(12, "0"), "nearest": nearest(parent, stems)}
            problems.append(Problem("parent_unknown", file, row.row, "code", row.code.full, facts))
    return problems
