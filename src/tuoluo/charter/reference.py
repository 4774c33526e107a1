"""The reference page of the charter format, generated from its layout and its findings, so that it cannot drift."""

from __future__ import annotations

from collections.abc import Iterator

from tuoluo.charter.findings import Severity, severity_of
from tuoluo.charter.layout import (
    CATALOGUE,
    CATALOGUE_FILE,
    CHARTER_FILE,
    CHARTER_SECTIONS,
    DUTIES,
    DUTIES_FILE,
    EXAMPLES,
    EXAMPLES_FILE,
    Field,
    Shape,
)
from tuoluo.charter.words import WORDS

SHAPE_WORDS = {
    Shape.TEXT: "text",
    Shape.CODE: "code",
    Shape.PATTERN: "code, prefix with `*`, or `default`; several with `;`",
    Shape.BODY: "code of a kind, or `@` and one body",
    Shape.DATE: "date",
    Shape.MOMENT: "moment, e.g. `2026-11-20 21:00`",
    Shape.YES_NO: "yes or no",
    Shape.NUMBER: "whole number",
    Shape.CHOICE: "one of",
    Shape.TEXTS: "several texts",
    Shape.CODES: "several codes",
    Shape.BODIES: "several bodies",
    Shape.CHOICES: "several of",
    Shape.NAME: "`{ zh, en }`",
    Shape.SESSIONS: "list of sessions",
}
INTRODUCTION = """# The charter format

A charter is a folder with three files, and a fourth with examples, that a policy officer edits in a spreadsheet and an
engineer compares in git.
The tables are CSV in UTF-8, with or without a byte order mark; a table that Excel saved as GBK is read with a warning.
Headings may be written in Chinese. `tuoluo charter check PATH` reports every error and gap at once;
`tuoluo charter schema` prints the same format as JSON Schema.

This page is generated from the software. Do not edit it.
"""
PRECEDENCE = """Which row applies: an exact category comes before a prefix, a longer prefix before a shorter one, and
`default` last; among rows for the same category the longest area wins. Two equally specific rows are an error. Whoever
leads or assists may not supervise, verify or evaluate the same work.
"""
TRIED = """May be left out. Each row is a case with the answer that people expect; `tuoluo charter test PATH` holds it
against what the charter says. Examples are no part of the rules: they do not change the fingerprint of a charter.
"""
FINDINGS = """## What the check reports

An *error* keeps the charter from running. A *gap* leaves something unsaid that should be said. A *warning* is for the
editor's eye. Each finding names file, row, column and value.
"""


def charter_reference() -> str:
    """The page ``docs/reference/charter.md``, in Markdown."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield INTRODUCTION
    yield f"## {CHARTER_FILE}\n"
    for section in CHARTER_SECTIONS:
        yield f"### {f'[[{section.name}]]' if section.many else f'[{section.name}]'}\n"
        yield f"{section.help_en}{'' if section.required else ' May be left out.'}\n"
        yield from _fields(section.fields, "key")
    yield f"## {CATALOGUE_FILE}\n"
    yield from _fields(CATALOGUE, "column")
    yield f"## {DUTIES_FILE}\n"
    yield PRECEDENCE
    yield from _fields(DUTIES, "column")
    yield f"## {EXAMPLES_FILE}\n"
    yield TRIED
    yield from _fields(EXAMPLES, "column")
    yield FINDINGS
    yield "| finding | severity | what it says | what to do |"
    yield "|---|---|---|---|"
    for severity in Severity:
        for code in sorted(code for code in WORDS if severity_of(code) is severity):
            words = WORDS[code]["en"]
            yield f"| `{code}` | {severity} | {_plain(words.wrong)} | {_plain(words.repair)} |"
    yield ""


def _fields(fields: tuple[Field, ...], what: str) -> Iterator[str]:
    yield f"| {what} | required | what may stand there | meaning |"
    yield "|---|---|---|---|"
    for field in fields:
        name = f"`{field.name}`{f' ({field.alias})' if field.alias else ''}"
        choices = ", ".join(f"`{choice}`" for choice in field.choices)
        shape = f"{SHAPE_WORDS[field.shape]} {choices}".strip()
        yield f"| {name} | {'yes' if field.required else ''} | {shape} | {field.help_en} |"
    yield ""


def _plain(template: str) -> str:
    """A sentence with its placeholders marked, fit for a table cell."""
    text = template.replace("{hint}", "").replace("{also}", "").replace("|", "\\|")
    return text.replace("{{", "{").replace("}}", "}")
