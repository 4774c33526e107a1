"""Single fields of a charter: the text of a spreadsheet cell or the value of a TOML key, checked for its shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from tuoluo.charter.findings import Finding, nearest
from tuoluo.charter.layout import YES_NO, Field, Shape
from tuoluo.charter.model import Name

CODE = re.compile(r"[\w.\-]+")
PATTERN = re.compile(r"[\w.\-]+\*?|\*")
BODY = re.compile(r"@[^;\uff1b]+|[\w.\-]+")
NAMING = frozenset({"code", "category", "lead"})  # without these a row is nothing; anything else can be left open
MOMENT = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})[ T]([0-9]{1,2}):([0-9]{2})(?::00)?")
SEPARATOR = re.compile(r"[;\uff1b]")


class Unfit(Exception):
    """A value that does not fit its field."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass
class Notes:
    """Where findings are collected while one file is read."""

    file: str
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, row: int, column: str = "", value: object = "", **facts: object) -> None:
        """Write one finding down."""
        self.findings.append(Finding(code, self.file, row, column, str(value), facts))


def from_cells(cells: Mapping[str, str], columns: tuple[Field, ...], row: int, notes: Notes) -> dict[str, Any] | None:
    """The values of a spreadsheet row, empty cells left out; nothing when the cell that names it will not do."""
    values: dict[str, Any] = {}
    usable = True
    for column in columns:
        text = cells.get(column.name, "")
        if not text:
            if column.required:
                notes.add("missing_value", row, column.name)
                usable = usable and column.name not in NAMING
            continue
        try:
            values[column.name] = from_text(text, column)
        except Unfit as problem:
            notes.add(problem.code, row, column.name, text, **problem.facts)
            usable = usable and column.name not in NAMING
    return values if usable else None


def from_text(text: str, column: Field) -> Any:
    """The value a cell of a spreadsheet stands for. Raises `Unfit`."""
    match column.shape:
        case Shape.YES_NO:
            if text.lower() not in YES_NO:
                raise Unfit("bad_yes_no")
            return YES_NO[text.lower()]
        case Shape.NUMBER:
            if not re.fullmatch(r"[0-9]{1,6}", text):
                raise Unfit("bad_number")
            return int(text)
        case Shape.MOMENT:
            return _moment(text)
        case Shape.TEXTS | Shape.CODES | Shape.BODIES | Shape.CHOICES | Shape.PATTERN:
            parts = (part.strip() for part in SEPARATOR.split(text))
            return tuple(_single(part, column) for part in parts if part)
        case _:
            return _single(text, column)


def from_toml(value: Any, key: Field) -> Any:
    """The value a TOML key stands for. Raises `Unfit`."""
    match key.shape:
        case Shape.YES_NO:
            return _typed(value, bool)
        case Shape.NUMBER:
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise Unfit("bad_number")
            return value
        case Shape.DATE:
            return _day(value)
        case Shape.NAME:
            return _name(value)
        case Shape.SESSIONS:
            return _sessions(value)
        case Shape.TEXTS | Shape.CODES | Shape.BODIES | Shape.CHOICES:
            return tuple(_single(_typed(item, str), key) for item in _typed(value, list))
        case _:
            return _single(_typed(value, str), key)


def _single(text: str, spec: Field) -> str:
    match spec.shape:
        case Shape.CHOICE | Shape.CHOICES:
            known = {choice.lower(): choice for choice in spec.choices} | dict(spec.aliases)
            if text.lower() not in known:
                guess = nearest(text.lower(), spec.choices)
                raise Unfit("unknown_choice", nearest=guess, choices=", ".join(spec.choices))
            return known[text.lower()]
        case Shape.CODE | Shape.CODES:
            return _shaped(text, CODE, spec)
        case Shape.PATTERN:
            return _shaped(text, PATTERN, spec)
        case Shape.BODY | Shape.BODIES:
            return _shaped(text, BODY, spec)
        case _:
            return text


def _shaped(text: str, shape: re.Pattern[str], spec: Field) -> str:
    if not shape.fullmatch(text):
        several = "two_leads" if spec.name == "lead" else "two_in_one"
        raise Unfit(several if SEPARATOR.search(text) else "bad_code")
    return text


def _typed(value: Any, wanted: type) -> Any:
    if not isinstance(value, wanted):
        raise Unfit("bad_type", wanted=wanted.__name__)
    return value


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unfit("bad_date") from None


def _moment(text: str) -> datetime:
    """A moment as a person or a spreadsheet writes it, without a time zone."""
    found = MOMENT.fullmatch(text)
    try:
        if found:
            year, month, day, hour, minute = found.groups()
            return datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2} {hour:0>2}:{minute}")
    except ValueError:
        pass
    raise Unfit("bad_moment")


def _name(value: Any) -> Name:
    if not isinstance(value, dict) or not isinstance(value.get("zh"), str) or not isinstance(value.get("en", ""), str):
        raise Unfit("bad_name")
    return Name(value["zh"], value.get("en", ""))


def _sessions(value: Any) -> tuple[tuple[time, time], ...]:
    try:
        sessions = tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in value)
    except (TypeError, ValueError):
        raise Unfit("bad_hours") from None
    flat = [moment for session in sessions for moment in session]
    if not flat or flat != sorted(set(flat)):
        raise Unfit("bad_hours")
    return sessions
