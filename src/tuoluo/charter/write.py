"""Write a charter to its three files, always in the same form, so that two charters can be compared line by line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from tuoluo.charter.layout import CATALOGUE, CATALOGUE_FILE, CHARTER_FILE, DUTIES, DUTIES_FILE, Field
from tuoluo.charter.model import Category, Charter, Duty, Kind, Name, ReformRule, Role

Value = object


def write_charter(charter: Charter, folder: Path | str) -> Path:
    """Write the three files; the tables begin with a byte order mark so that Excel reads them as UTF-8."""
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    (path / CHARTER_FILE).write_text(charter_toml(charter), encoding="utf-8")
    catalogue = table(CATALOGUE, map(category_cells, charter.categories.values()))
    (path / CATALOGUE_FILE).write_text(catalogue, encoding="utf-8-sig", newline="")
    duties = table(DUTIES, map(duty_cells, charter.duties))
    (path / DUTIES_FILE).write_text(duties, encoding="utf-8-sig", newline="")
    return path


def charter_toml(charter: Charter) -> str:
    """The text of ``charter.toml``. Keys that say nothing are left out."""
    head = {
        "name": charter.name,
        "title": charter.title,
        "version": charter.version,
        "valid_from": charter.valid_from,
        "valid_until": charter.valid_until,
        "basis": charter.basis,
        "sources": charter.sources,
    }
    sessions = [[opens.strftime("%H:%M"), closes.strftime("%H:%M")] for opens, closes in charter.hours.sessions]
    hours = {"sessions": sessions, "timezone": charter.timezone, "calendar": charter.calendar}
    door = {"kind": charter.front_door.kind, "basis": charter.front_door.basis}
    cells = {"leader_role": charter.cells.leader_role, "basis": charter.cells.basis}
    parts = [_toml("[charter]", head), _toml("[hours]", hours)]
    parts += [_toml("[front_door]", door), _toml("[cells]", cells)]
    if charter.reform != ReformRule():
        parts += [_toml("[reform]", {"consent": charter.reform.consent, "basis": charter.reform.basis})]
    parts += [_toml("[[kinds]]", _kind_keys(kind)) for kind in charter.kinds.values()]
    parts += [_toml("[[roles]]", _role_keys(role)) for role in charter.roles.values()]
    return "\n".join(parts)


def category_cells(category: Category) -> dict[str, Value]:
    """One row of ``catalogue.csv``."""
    return {
        "code": category.code,
        "kind": category.kind,
        "parent": category.parent,
        "zh": category.name.zh,
        "en": category.name.en,
        "origin": category.origin,
        "needs_administrative_subject": category.needs_administrative_subject,
        "handling": category.handling,
        "basis": category.basis,
        "keywords": category.keywords,
    }


def duty_cells(duty: Duty) -> dict[str, Value]:
    """One row of ``duties.csv``."""
    return {
        "category": duty.category,
        "area": duty.area,
        "lead": duty.lead,
        "assistants": duty.assistants,
        "supervisor": duty.supervisor,
        "verifier": duty.verifier,
        "evaluator": duty.evaluator,
        "amount": duty.limit.amount if duty.limit else None,
        "unit": duty.limit.unit if duty.limit else None,
        "needs_administrative_subject": duty.needs_administrative_subject,
        "retained": duty.retained,
        "basis": duty.basis,
        "note": duty.note,
    }


def table(columns: tuple[Field, ...], rows: Iterable[Mapping[str, Value]]) -> str:
    """A CSV text with these columns in order."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    writer.writerows([as_text(row[column.name]) for column in columns] for row in rows)
    return out.getvalue()


def as_text(value: Value) -> str:
    """A value as the cell of a spreadsheet holds it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "; ".join(map(str, value))
    return str(value)


def _kind_keys(kind: Kind) -> dict[str, Value]:
    return {
        "code": kind.code,
        "zh": kind.name.zh,
        "en": kind.name.en,
        "part": kind.part.value,
        "level": kind.level.value,
        "administrative_subject": kind.administrative_subject,
        "minimum": kind.minimum,
        "maximum": kind.maximum,
        "powers": [power.value for power in kind.powers],
        "superior": kind.superior,
        "basis": kind.basis,
    }


def _role_keys(role: Role) -> dict[str, Value]:
    return {
        "code": role.code,
        "zh": role.name.zh,
        "en": role.name.en,
        "kinds": role.kinds,
        "head": role.head or None,
        "cell": role.cell or None,
        "acts": sorted(role.acts),
        "basis": role.basis,
    }


def _toml(heading: str, values: Mapping[str, Value]) -> str:
    lines = [f"{key} = {_toml_value(value)}" for key, value in values.items() if value not in (None, "", (), [])]
    return "\n".join([heading, *lines]) + "\n"


def _toml_value(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case Name():
            return f"{{ zh = {_toml_value(value.zh)}, en = {_toml_value(value.en)} }}"
        case list() | tuple():
            return "[" + ", ".join(_toml_value(item) for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
