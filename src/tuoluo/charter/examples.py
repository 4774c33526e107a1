"""The examples a charter carries: cases with the answer people expect, read, checked and compared with the charter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tuoluo.charter.cells import Notes, from_cells
from tuoluo.charter.derive import Derivation, derive
from tuoluo.charter.find import understood
from tuoluo.charter.findings import Finding, nearest
from tuoluo.charter.layout import EXAMPLES, EXAMPLES_FILE
from tuoluo.charter.model import Charter, is_particular
from tuoluo.charter.source import read_table
from tuoluo.kernel.worktime import Calendar

ONE = ("lead", "supervisor", "verifier", "evaluator")
NOBODY = ("-", "none", "无")
UNTIMED = datetime.fromisoformat("2026-01-01 09:00")  # for a case that asks for no deadline, the moment does not matter


@dataclass(frozen=True)
class Example:
    """A case, and what is expected of it: bodies by part (as written), and the deadline on the charter's clock."""

    name: str
    words: str
    place: str = ""
    at: datetime | None = None
    bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    due: datetime | None = None
    note: str = ""
    row: int = 0


@dataclass(frozen=True)
class Mismatch:
    """One thing that is otherwise than expected: bodies by code, or a moment; nothing where there is none."""

    part: str
    expected: tuple[str, ...] | datetime
    said: tuple[str, ...] | datetime | None


@dataclass(frozen=True)
class Tried:
    """An example held against the charter. Without a derivation its category was not understood."""

    example: Example
    case: Derivation | None
    mismatches: tuple[Mismatch, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the charter says what is expected."""
        return self.case is not None and not self.mismatches


def has_examples(folder: Path) -> bool:
    """Whether the charter in this folder carries examples."""
    return (folder / EXAMPLES_FILE).is_file()


def read_examples(folder: Path) -> tuple[list[Example], list[Finding]]:
    """The examples of a charter, and what in them cannot be understood. A charter need not have any."""
    if not has_examples(folder):
        return [], []
    rows, findings = read_table(folder / EXAMPLES_FILE, EXAMPLES)
    notes = Notes(EXAMPLES_FILE, findings)
    read = ((row.number, from_cells(row.cells, EXAMPLES, row.number, notes)) for row in rows or ())
    return [_example(values, row) for row, values in read if values is not None], notes.findings


def _example(values: dict[str, Any], row: int) -> Example:
    bodies = {part: (values[part],) for part in ONE if part in values}
    if "assistants" in values:
        bodies["assistants"] = values["assistants"]
    name, words = values.get("name", values["category"]), values["category"]
    rest = {key: values[key] for key in ("place", "at", "due", "note") if key in values}
    return Example(name, words, bodies=bodies, row=row, **rest)


def check_examples(charter: Charter, examples: list[Example]) -> Iterator[Finding]:
    """Examples that name categories, bodies or places nobody knows, or ask nothing."""
    for example in examples:
        if not understood(charter, example.words):
            names = [category.name.zh for category in charter.categories.values()]
            facts = {"what": "category", "nearest": nearest(example.words, [*charter.categories, *names])}
            yield Finding("unknown_name", EXAMPLES_FILE, example.row, "category", example.words, facts)
        if example.place and not (example.place.isascii() and example.place.isdigit()):
            yield Finding("bad_area", EXAMPLES_FILE, example.row, "place", example.place)
        if example.due is not None and example.at is None:
            yield Finding("example_without_moment", EXAMPLES_FILE, example.row, "at", example.name)
        if not example.bodies and example.due is None:
            yield Finding("example_asks_nothing", EXAMPLES_FILE, example.row, "lead", example.name)
        yield from _check_bodies(charter, example)


def _check_bodies(charter: Charter, example: Example) -> Iterator[Finding]:
    for part, bodies in example.bodies.items():
        for body in bodies:
            if body not in NOBODY and not _code_of(charter, body):
                names = [kind.name.zh for kind in charter.kinds.values()]
                facts = {"what": "kind", "nearest": nearest(body, [*charter.kinds, *names])}
                yield Finding("unknown_name", EXAMPLES_FILE, example.row, part, body, facts)


def _code_of(charter: Charter, body: str) -> str:
    """The code of the kind somebody names by code or name, one body named with @ as it stands; nothing if unknown."""
    if is_particular(body) or body in charter.kinds:
        return body
    named = (kind.code for kind in charter.kinds.values() if body in (kind.name.zh, kind.name.en))
    return next(named, "")


def try_examples(charter: Charter, examples: list[Example], calendar: Calendar | None = None) -> list[Tried]:
    """Every example held against what the charter says. Basis: a rule is tested before it is put into force."""
    return [_try(charter, example, calendar) for example in examples]


def _try(charter: Charter, example: Example, calendar: Calendar | None) -> Tried:
    hits = understood(charter, example.words)
    if not hits:
        return Tried(example, None)
    case = derive(charter, hits[0].category, example.place, example.at or UNTIMED, calendar)
    return Tried(example, case, tuple(_mismatches(charter, example, case)))


def _mismatches(charter: Charter, example: Example, case: Derivation) -> Iterator[Mismatch]:
    for part, written in example.bodies.items():
        expected = tuple(sorted(_code_of(charter, body) or body for body in written if body not in NOBODY))
        given = getattr(case.duty, part) if case.duty else ()
        said = tuple(sorted({given} if isinstance(given, str) and given else given))
        if said != expected:
            yield Mismatch(part, expected, said)
    if example.due is not None:
        due = case.due.replace(tzinfo=None) if case.due else None
        if due != example.due:
            yield Mismatch("due", example.due, due)
