"""Read a charter from its folder, collecting everything that cannot be understood instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from tuoluo.charter.cells import NAMING, Notes, Unfit, from_cells, from_toml
from tuoluo.charter.findings import Finding, nearest
from tuoluo.charter.layout import (
    CATALOGUE,
    CATALOGUE_FILE,
    CHARTER_FILE,
    CHARTER_SECTIONS,
    DUTIES,
    DUTIES_FILE,
    Section,
)
from tuoluo.charter.model import (
    Category,
    CategoryKind,
    CellRule,
    Charter,
    Duty,
    FrontDoor,
    Handling,
    Kind,
    Level,
    Name,
    Origin,
    Part,
    Power,
    ReformRule,
    Role,
)
from tuoluo.charter.shipped import shipped_names
from tuoluo.charter.source import Lines, Row, catalogue_folder, read_table, read_toml
from tuoluo.kernel.worktime import OfficeHours, TimeLimit, Unit

Tables = dict[str, list[dict[str, Any]]]
Coded = TypeVar("Coded", Kind, Role, Category)


def read_charter(path: Path | str) -> tuple[Charter | None, list[Finding]]:
    """What the three files say, and everything in them that could not be understood.

    What cannot be understood is left out of the charter, so look at the findings (or use `load_charter`) before
    running it. There is no charter at all when a whole file cannot be read.
    """
    charter, _, findings = read_files(Path(path))
    return charter, findings


def read_files(folder: Path) -> tuple[Charter | None, Lines, list[Finding]]:
    """What `read_charter` gives, and where each key of ``charter.toml`` stands."""
    document, lines, findings = read_toml(folder / CHARTER_FILE)
    duty_rows, duties_findings = read_table(folder / DUTIES_FILE, DUTIES)
    notes = Notes(CHARTER_FILE, findings)
    tables = _tables(document, lines, notes) if document is not None else None
    shared = _first(tables, "charter").get("catalogue", "") if tables is not None else ""
    category_rows, catalogue_findings = _catalogue(folder, shared, notes, lines)
    catalogue_notes = Notes(CATALOGUE_FILE, catalogue_findings)
    categories = _categories(category_rows or [], catalogue_notes)
    duties_notes = Notes(DUTIES_FILE, duties_findings)
    duties = tuple(_duties(duty_rows or [], duties_notes))
    charter = None
    if tables is not None and category_rows is not None and duty_rows is not None:
        charter = _charter(tables, categories, duties, folder.name, notes)
    return charter, lines, [*notes.findings, *catalogue_notes.findings, *duties_notes.findings]


def _catalogue(folder: Path, shared: str, notes: Notes, lines: Lines) -> tuple[list[Row] | None, list[Finding]]:
    """The rows of the charter's own catalogue, and after them those it shares with another charter and does not say
    otherwise itself.
    """
    own = folder / CATALOGUE_FILE
    if not shared:
        return read_table(own, CATALOGUE)
    base = catalogue_folder(folder, shared)
    if base is None:
        beside = [path.name for path in folder.resolve().parent.iterdir() if path.is_dir()]
        facts = {"what": "charter", "nearest": nearest(shared, [*shipped_names(), *beside])}
        notes.add("unknown_name", lines.of("charter", 0, "catalogue"), "catalogue", shared, **facts)
        return None, []
    rows, findings = read_table(own, CATALOGUE) if own.exists() else ([], [])
    more, more_findings = read_table(base / CATALOGUE_FILE, CATALOGUE)
    if rows is None or more is None:
        return None, [*findings, *more_findings]
    said = {row.cells.get("code") for row in rows}
    return [*rows, *(row for row in more if row.cells.get("code") not in said)], [*findings, *more_findings]


def _tables(document: dict[str, Any], lines: Lines, notes: Notes) -> Tables:
    """Every section of ``charter.toml`` as a list of checked tables; each knows its line as ``row``."""
    known = {section.name for section in CHARTER_SECTIONS}
    for name in document.keys() - known:
        notes.add("unknown_key", lines.of(name, 0) or lines.of("", 0, name), name, name, nearest=nearest(name, known))
    return {section.name: list(_section(document, section, lines, notes)) for section in CHARTER_SECTIONS}


def _section(document: dict[str, Any], section: Section, lines: Lines, notes: Notes) -> Iterable[dict[str, Any]]:
    given = document.get(section.name)
    if not given:
        if section.required:
            code = "front_door_missing" if section.name == "front_door" else "missing_section"
            notes.add(code, 0, section.name, nearest=nearest(section.name, document))
        return
    if section.many != isinstance(given, list) or not all(isinstance(t, dict) for t in _listed(given)):
        notes.add("bad_table", lines.of(section.name, 0), section.name)
        return
    for position, table in enumerate(_listed(given)):
        values = _table(table, section, position, lines, notes)
        if values is not None:
            yield values


def _table(table: dict[str, Any], section: Section, position: int, lines: Lines, notes: Notes) -> dict[str, Any] | None:
    """One table with its values checked; nothing when its code is missing or wrong."""
    names = {field.name for field in section.fields}
    for key in table.keys() - names:
        guess = nearest(key, names - table.keys())
        notes.add("unknown_key", lines.of(section.name, position, key), key, key, nearest=guess)
    values: dict[str, Any] = {"row": lines.of(section.name, position)}
    usable = True
    for field in section.fields:
        row = lines.of(section.name, position, field.name)
        if field.name not in table or table[field.name] in ("", []):
            if field.required:
                guess = nearest(field.name, table.keys() - names)
                notes.add("missing_value", row, field.name, nearest=guess)
                usable = usable and field.name not in NAMING
            continue
        try:
            values[field.name] = from_toml(table[field.name], field)
        except Unfit as problem:
            notes.add(problem.code, row, field.name, table[field.name], **problem.facts)
            usable = usable and field.name not in NAMING
    return values if usable or not section.many else None


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


def _charter(
    tables: Tables, categories: dict[str, Category], duties: tuple[Duty, ...], folder: str, notes: Notes
) -> Charter:
    head = _first(tables, "charter")
    hours = _first(tables, "hours")
    door = _first(tables, "front_door")
    cells = _first(tables, "cells")
    reform = _first(tables, "reform")
    return Charter(
        name=head.get("name", folder),
        title=head.get("title", Name(folder)),
        version=head.get("version", ""),
        valid_from=head.get("valid_from", date.min),
        valid_until=head.get("valid_until"),
        basis=head.get("basis", ""),
        sources=head.get("sources", ()),
        kinds=_by_code((_kind(table) for table in tables["kinds"]), notes),
        roles=_by_code((_role(table) for table in tables["roles"]), notes),
        categories=categories,
        duties=duties,
        front_door=FrontDoor(door.get("kind", ""), door.get("basis", "")),
        cells=CellRule(cells.get("leader_role", ""), cells.get("basis", "")),
        reform=ReformRule(reform.get("consent", ()), reform.get("basis", "")),
        hours=OfficeHours(hours["sessions"]) if "sessions" in hours else OfficeHours(),
        timezone=hours.get("timezone", "Asia/Shanghai"),
        calendar=hours.get("calendar", ""),
    )


def _first(tables: Tables, name: str) -> dict[str, Any]:
    return tables[name][0] if tables[name] else {}


def _kind(table: dict[str, Any]) -> Kind:
    return Kind(
        code=table["code"],
        name=Name(table.get("zh", table["code"]), table.get("en", "")),
        part=Part(table.get("part", Part.GOVERNMENT)),
        level=Level(table.get("level", Level.COMMUNITY)),
        administrative_subject=table.get("administrative_subject", False),
        minimum=table.get("minimum", 0),
        maximum=table.get("maximum"),
        powers=tuple(Power(power) for power in table.get("powers", ())),
        superior=table.get("superior", ""),
        basis=table.get("basis", ""),
        row=table["row"],
    )


def _role(table: dict[str, Any]) -> Role:
    return Role(
        code=table["code"],
        name=Name(table.get("zh", table["code"]), table.get("en", "")),
        kinds=table.get("kinds", ()),
        head=table.get("head", False),
        cell=table.get("cell", False),
        acts=frozenset(table.get("acts", ())),
        basis=table.get("basis", ""),
        row=table["row"],
    )


def _by_code(items: Iterable[Coded], notes: Notes) -> dict[str, Coded]:
    found: dict[str, Coded] = {}
    for item in items:
        if item.code in found:
            notes.add("duplicate_code", item.row, "code", item.code, first=found[item.code].row)
        else:
            found[item.code] = item
    return found


def _categories(rows: list[Row], notes: Notes) -> dict[str, Category]:
    read = ((row, from_cells(row.cells, CATALOGUE, row.number, notes)) for row in rows)
    return _by_code((_category(values, row.number) for row, values in read if values is not None), notes)


def _category(values: dict[str, Any], row: int) -> Category:
    return Category(
        code=values["code"],
        kind=CategoryKind(values.get("kind", CategoryKind.MATTER)),
        name=Name(values.get("zh", values["code"]), values.get("en", "")),
        parent=values.get("parent", ""),
        origin=Origin(values.get("origin", Origin.LOCAL)),
        needs_administrative_subject=values.get("needs_administrative_subject", False),
        handling=Handling(values.get("handling", "")),
        basis=values.get("basis", ""),
        keywords=values.get("keywords", ()),
        row=row,
    )


def _duties(rows: list[Row], notes: Notes) -> Iterable[Duty]:
    for row in rows:
        values = from_cells(row.cells, DUTIES, row.number, notes)
        if values is None:
            continue
        limit = _limit(values, row, notes)
        for pattern in values["category"]:
            yield _duty(values, pattern, limit, row.number)


def _limit(values: dict[str, Any], row: Row, notes: Notes) -> TimeLimit | None:
    """The deadline of a duty, when both its number and its unit are there."""
    amount, unit = row.cells.get("amount", ""), row.cells.get("unit", "")
    if amount and not unit:
        notes.add("deadline_without_unit", row.number, "unit", amount)
    elif unit and not amount:
        notes.add("deadline_without_amount", row.number, "amount", unit)
    elif values.get("amount") == 0:
        notes.add("bad_number", row.number, "amount", amount)
    elif "amount" in values and "unit" in values:
        return TimeLimit(values["amount"], Unit(values["unit"]))
    return None


def _duty(values: dict[str, Any], pattern: str, limit: TimeLimit | None, row: int) -> Duty:
    return Duty(
        category=pattern,
        area=values.get("area", ""),
        lead=values["lead"],
        assistants=values.get("assistants", ()),
        supervisor=values.get("supervisor", ""),
        verifier=values.get("verifier", ""),
        evaluator=values.get("evaluator", ""),
        limit=limit,
        needs_administrative_subject=values.get("needs_administrative_subject"),
        retained=values.get("retained"),
        basis=values.get("basis", ""),
        note=values.get("note", ""),
        row=row,
    )
