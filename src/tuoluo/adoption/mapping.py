"""The map of a history file: which column states what, what its words mean, and which places and bodies it speaks of.

`tuoluo adopt` writes it, somebody may mend it, `tuoluo load matters` reads it. It is a TOML file.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tuoluo.adoption.headings import REQUIRED, Field
from tuoluo.adoption.values import Standing
from tuoluo.matters.rules import Channel, Nature

WORDS_OF: dict[str, type[Standing | Nature | Channel]] = {"standing": Standing, "nature": Nature, "channel": Channel}


class BadMap(Exception):
    """A map that cannot be used; ``code`` and ``facts`` say why."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class PlaceName:
    """A community or street as the source calls it, the numbers it gives it, and the code it has here."""

    name: str
    code: str
    street: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class BodyName:
    """A handling unit: the reference and name it has here, and what else the source calls it."""

    name: str
    reference: str
    aliases: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Twin:
    """A name that is a slip for another one; it was not adopted, and rows with it have to be mended."""

    name: str
    meant: str
    street: str = ""


@dataclass(frozen=True)
class Map:
    """Everything needed to read one kind of history file."""

    columns: Mapping[Field, str]
    levels: tuple[str, ...]
    numbers: Mapping[str, str] = field(default_factory=dict)  # column of names -> column of their numbers
    source: str = ""
    charter: str = ""
    district: str = ""
    district_code: str = ""
    timezone: str = "Asia/Shanghai"
    day_order: str = "month"
    first_day: date | None = None
    category_may_end_early: bool = False
    standing: Mapping[str, Standing] = field(default_factory=dict)
    nature: Mapping[str, Nature] = field(default_factory=dict)
    channel: Mapping[str, Channel] = field(default_factory=dict)
    streets: tuple[PlaceName, ...] = ()
    communities: tuple[PlaceName, ...] = ()
    bodies: tuple[BodyName, ...] = ()
    twins: tuple[Twin, ...] = ()
    no_twins: tuple[str, ...] = ()  # names somebody has said are right as they are

    def columns_used(self) -> list[str]:
        """Every column that the map reads."""
        return [*self.columns.values(), *self.levels, *self.numbers.values()]

    def number_column(self, field: Field) -> str:
        """The column with the numbers of a field's names, or ""."""
        return self.numbers.get(self.columns.get(field, ""), "")


HEAD = """\
# 本文件说明历史文件的各列是什么意思（由 tuoluo adopt 写成，可以修改；tuoluo load matters 读取）。
# What each column of the history file means (written by tuoluo adopt; edit it freely; tuoluo load matters reads it).
"""


def write_map(given: Map, notes: Iterable[str] = ()) -> str:
    """The text of a map file; ``notes`` become comments at its head."""
    columns: dict[str, object] = {name.value: column for name, column in given.columns.items()}
    columns["category"] = list(given.levels)
    source = {
        "name": given.source,
        "charter": given.charter,
        "district": given.district,
        "district_code": given.district_code,
        "timezone": given.timezone,
        "day_order": given.day_order,
        "first_day": given.first_day,
        "category_may_end_early": given.category_may_end_early or None,
        "right_as_they_are": list(given.no_twins),
    }
    parts = [HEAD + "".join(f"# {note}\n" for note in notes)]
    parts += [_table("[source]", source), _table("[columns]", columns), _table("[numbers]", given.numbers)]
    parts += [_table(f"[words.{name}]", getattr(given, name)) for name in WORDS_OF]
    for heading, places in (("streets", given.streets), ("communities", given.communities)):
        parts += [
            _table(f"[[{heading}]]", {"name": p.name, "code": p.code, "street": p.street, "ids": list(p.ids)})
            for p in places
        ]
    parts += [
        _table("[[bodies]]", {"name": b.name, "reference": b.reference, "aliases": list(b.aliases), "ids": list(b.ids)})
        for b in given.bodies
    ]
    parts += [_table("[[twins]]", {"name": t.name, "meant": t.meant, "street": t.street}) for t in given.twins]
    return "\n".join(part for part in parts if part)


def _table(heading: str, values: Mapping[Any, object]) -> str:
    lines = [f"{_key(key)} = {_value(value)}" for key, value in values.items() if value not in (None, "", [])]
    return "\n".join([heading, *lines]) + "\n" if lines else ""


def _key(key: object) -> str:
    text = str(key)
    return text if text and all(c.isascii() and (c.isalnum() or c in "_-") for c in text) else _value(text)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case list():
            return "[" + ", ".join(_value(item) for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def read_map(path: Path) -> Map:
    """A map file. Raises `BadMap`."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadMap("map_missing", file=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMap("map_not_toml", file=str(path), reason=str(error)) from error
    try:
        return _map(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadMap("map_not_understood", file=str(path), reason=str(error)) from error


def _map(document: Mapping[str, Any]) -> Map:
    columns = dict(document["columns"])
    levels = columns.pop("category", [])
    levels = (levels,) if isinstance(levels, str) else tuple(levels)
    source, words = document.get("source", {}), document.get("words", {})
    first_day = source.get("first_day")
    if first_day is not None and not isinstance(first_day, date):
        first_day = date.fromisoformat(first_day)
    return Map(
        columns={Field(name): str(column) for name, column in columns.items() if column},
        levels=levels,
        numbers=document.get("numbers", {}),
        source=source.get("name", ""),
        charter=source.get("charter", ""),
        district=source.get("district", ""),
        district_code=source.get("district_code", ""),
        timezone=source.get("timezone", "Asia/Shanghai"),
        day_order=source.get("day_order", "month"),
        first_day=first_day,
        category_may_end_early=source.get("category_may_end_early", False),
        standing={word: Standing(meaning) for word, meaning in words.get("standing", {}).items()},
        nature={word: Nature(meaning) for word, meaning in words.get("nature", {}).items()},
        channel={word: Channel(meaning) for word, meaning in words.get("channel", {}).items()},
        streets=tuple(_place(table) for table in document.get("streets", ())),
        communities=tuple(_place(table) for table in document.get("communities", ())),
        bodies=tuple(_body(table) for table in document.get("bodies", ())),
        twins=tuple(Twin(t["name"], t["meant"], t.get("street", "")) for t in document.get("twins", ())),
        no_twins=tuple(source.get("right_as_they_are", ())),
    )


def _place(table: Mapping[str, Any]) -> PlaceName:
    return PlaceName(table["name"], table["code"], table.get("street", ""), tuple(map(str, table.get("ids", ()))))


def _body(table: Mapping[str, Any]) -> BodyName:
    aliases, ids = tuple(table.get("aliases", ())), tuple(map(str, table.get("ids", ())))
    return BodyName(table["name"], table["reference"], aliases, ids)


def fits(given: Map, columns: Iterable[str]) -> None:
    """Whether a file has the columns that a map reads. Raises `BadMap` when not."""
    there = set(columns)
    for wanted in REQUIRED:
        if not (given.levels if wanted is Field.CATEGORY else given.columns.get(wanted)):
            raise BadMap("map_without", field=wanted.value)
    absent = [column for column in given.columns_used() if column not in there]
    if absent:
        raise BadMap("column_absent", columns=", ".join(absent))
