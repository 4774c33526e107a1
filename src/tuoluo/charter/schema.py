"""JSON Schema of a charter's files, for editors and for programs that make charters."""

from __future__ import annotations

from typing import Any

from tuoluo.charter.cells import BODY, CODE, MOMENT, PATTERN
from tuoluo.charter.layout import CATALOGUE, CHARTER_SECTIONS, DUTIES, EXAMPLES, Field, Section, Shape

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
CATALOGUE_ROW = "catalogue_row"
DUTIES_ROW = "duties_row"
EXAMPLES_ROW = "examples_row"
LISTS = {Shape.TEXTS, Shape.CODES, Shape.BODIES, Shape.CHOICES}
SHAPES: dict[Shape, Schema] = {
    Shape.TEXT: {"type": "string"},
    Shape.TEXTS: {"type": "string"},
    Shape.CODE: {"type": "string", "pattern": f"^({CODE.pattern})$"},
    Shape.CODES: {"type": "string", "pattern": f"^({CODE.pattern})$"},
    Shape.BODY: {"type": "string", "pattern": f"^({BODY.pattern})$"},
    Shape.BODIES: {"type": "string", "pattern": f"^({BODY.pattern})$"},
    Shape.DATE: {"type": "string", "format": "date"},
    Shape.YES_NO: {"type": "boolean"},
    Shape.NUMBER: {"type": "integer", "minimum": 0},
    Shape.NAME: {
        "type": "object",
        "required": ["zh"],
        "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
        "additionalProperties": False,
    },
    Shape.SESSIONS: {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "items": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
        },
    },
}


def charter_schema() -> Schema:
    """The schema of ``charter.toml``; the rows of the two tables stand under ``$defs``, by column name."""
    sections = {section.name: _section(section) for section in CHARTER_SECTIONS}
    return {
        "$schema": DIALECT,
        "title": "charter.toml",
        "description": "The rules of a district's communities. Its tables: catalogue_row, duties_row, examples_row.",
        "type": "object",
        "required": [section.name for section in CHARTER_SECTIONS if section.required],
        "properties": sections,
        "additionalProperties": False,
        "$defs": {
            CATALOGUE_ROW: _row(CATALOGUE, "One row of catalogue.csv; every cell is text."),
            DUTIES_ROW: _row(DUTIES, "One row of duties.csv; every cell is text.")
            | {"dependentRequired": {"amount": ["unit"], "unit": ["amount"]}},
            EXAMPLES_ROW: _row(EXAMPLES, "One row of examples.csv; every cell is text."),
        },
    }


def _section(section: Section) -> Schema:
    table: Schema = {
        "type": "object",
        "description": section.help_en,
        "required": [key.name for key in section.fields if key.required],
        "properties": {key.name: _key(key) for key in section.fields},
        "additionalProperties": False,
    }
    return {"type": "array", "minItems": 1, "items": table} if section.many else table


def _key(key: Field) -> Schema:
    """A key of ``charter.toml``."""
    one = {"enum": list(key.choices)} if key.choices else dict(SHAPES[key.shape])
    schema: Schema = {"type": "array", "items": one} if key.shape in LISTS else one
    return {**schema, "description": key.help_en}


def _row(columns: tuple[Field, ...], about: str) -> Schema:
    return {
        "type": "object",
        "description": about,
        "required": [column.name for column in columns if column.required],
        "properties": {column.name: _cell(column) for column in columns},
        "additionalProperties": {"type": "string"},
    }


def _cell(column: Field) -> Schema:
    """A cell of a spreadsheet: always text, of the same form that `cells.from_text` understands."""
    schema: Schema = {"type": "string", "description": column.help_en}
    empty = "" if column.required else "|^$"
    match column.shape:
        case Shape.CHOICE:
            return schema | {"enum": [*column.choices, *column.aliases, *([] if column.required else [""])]}
        case Shape.YES_NO:
            return schema | {"enum": ["yes", "no", "true", "false", "是", "否", ""]}
        case Shape.NUMBER:
            return schema | {"pattern": f"^[0-9]{{1,6}}${empty}"}
        case Shape.MOMENT:
            return schema | {"pattern": f"^({MOMENT.pattern})${empty}"}
        case Shape.CODE:
            return schema | {"pattern": f"^({CODE.pattern})${empty}"}
        case Shape.BODY:
            return schema | {"pattern": f"^({BODY.pattern})${empty}"}
        case Shape.PATTERN | Shape.BODIES:
            one = PATTERN.pattern if column.shape is Shape.PATTERN else BODY.pattern
            return schema | {"pattern": f"^({one})(\\s*[;\\uff1b]\\s*({one}))*${empty}"}
    return schema | ({"minLength": 1} if column.required else {})
