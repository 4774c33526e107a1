"""The fields of one row of a draft: what stands in each, what can be chosen, and what the check says beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.datastructures import MultiValueDict

from tuoluo.charter.cells import SEPARATOR
from tuoluo.charter.findings import Finding
from tuoluo.charter.layout import Field, Shape
from tuoluo.charter.routes import ANY, DEFAULT, matches
from tuoluo.drafting.checked import Checked
from tuoluo.drafting.content import TABLES, Cells, Content
from tuoluo.drafting.reading import language
from tuoluo.drafting.words import CHOICES, LABELS, POWERS
from tuoluo.ledger.registry import REGISTRY

Choice = tuple[str, Any]
BODY_COLUMNS = {"lead", "assistants", "supervisor", "verifier", "evaluator", "superior", "kinds", "consent"}
LONG = {"basis", "note", "sources"}
SEVERAL = frozenset({Shape.CODES, Shape.BODIES, Shape.CHOICES})


@dataclass(frozen=True)
class RowField:
    """One field of a row."""

    name: str
    label: Any
    help: str
    value: str
    widget: str  # select, several, line, lines
    required: bool = False
    choices: Sequence[Choice] = ()
    chosen: frozenset[str] = frozenset()
    findings: Sequence[Finding] = ()

    @property
    def has_error(self) -> bool:
        """Whether what stands here cannot stay."""
        return any(finding.severity.value == "error" for finding in self.findings)


def fields_of(content: Content, table: str, cells: Cells, findings: Mapping[str, Sequence[Finding]]) -> list[RowField]:
    """Every field of a row."""
    return [_field(content, table, column, cells, findings.get(column.name, ())) for column in TABLES[table].columns]


def _field(content: Content, table: str, column: Field, cells: Cells, findings: Sequence[Finding]) -> RowField:
    value = cells.get(column.name, "")
    chosen = frozenset(part.strip() for part in SEPARATOR.split(value) if part.strip())
    choices = choices_of(content, table, column)
    several = column.shape in SEVERAL and bool(choices)
    widget = "several" if several else "select" if choices else "lines" if column.name in LONG else "line"
    known = {code for code, _ in choices}
    if choices:
        strange = [part for part in (sorted(chosen) if several else [value]) if part and part not in known]
        choices = [*choices, *((part, part) for part in strange)]
    words = column.help_zh if language() == "zh" else column.help_en
    return RowField(
        column.name,
        LABELS.get(column.name, column.name),
        words,
        value,
        widget,
        column.required,
        choices,
        chosen if several else frozenset({value}),
        findings,
    )


def choices_of(content: Content, table: str, column: Field) -> list[Choice]:
    """What can be chosen in a column; nothing where one writes."""
    if table == "examples":
        return []  # examples name things as people do
    if column.name in BODY_COLUMNS or (table, column.name) == ("front_door", "kind"):
        return names_of(content, "kinds")
    if column.name == "leader_role":
        return names_of(content, "roles")
    if column.name == "parent":
        return groups_of(content)
    if column.name == "acts":
        return [(name, name) for name in sorted(REGISTRY)]
    if column.name == "powers":
        return [(power.value, words) for power, words in POWERS.items()]
    if column.shape is Shape.YES_NO:
        return [(code, CHOICES[code]) for code in ("yes", "no")]
    return [(code, CHOICES.get(code, code)) for code in column.choices]


def names_of(content: Content, table: str) -> list[Choice]:
    """The rows of a table that has codes, as choices."""
    return [(row.cells["code"], name_of(row.cells)) for row in content.table(table) if row.cells.get("code")]


def name_of(cells: Cells) -> str:
    """What a row is called in the reader's language."""
    zh, en = cells.get("zh", ""), cells.get("en", "")
    return (zh or cells.get("code", "")) if language() == "zh" else (en or zh or cells.get("code", ""))


def groups_of(content: Content) -> list[Choice]:
    """The groups of the catalogue."""
    named = {row.cells.get("parent", "") for row in content.table("catalogue")}
    rows = (row.cells for row in content.table("catalogue"))
    return [(cells["code"], name_of(cells)) for cells in rows if cells.get("code") in named]


def given_cells(table: str, sent: MultiValueDict[str, str]) -> dict[str, str]:
    """What a form says, column by column; several choices of one column are joined as the layout has it."""
    several = {column.name for column in TABLES[table].columns if column.shape in SEVERAL}
    found: dict[str, str] = {}
    for column in TABLES[table].columns:
        values = [value.strip().replace("\r\n", "\n") for value in sent.getlist(column.name)]
        given = [value for value in values if value]
        found[column.name] = "; ".join(given) if column.name in several else (given[0] if given else "")
    return found


@dataclass(frozen=True)
class TableRow:
    """A row of a table as the page shows it."""

    row: int
    version: int
    cells: Cells
    label: str
    findings: Mapping[str, Sequence[Finding]]
    inside: int = 0  # so many rows stand in this group


def rows_shown(content: Content, known: Checked, table: str, *, asked: str, group: str) -> list[TableRow]:
    """The rows of a table that fit what was typed. The catalogue, being long, is shown a group at a time."""
    parents = Counter(row.cells.get("parent", "") for row in content.table(table))
    rows = []
    for row in content.table(table):
        here = table != "catalogue" or row.cells.get("parent", "") == group
        if asked.casefold() in "\n".join(row.cells.values()).casefold() if asked else here:
            beside, inside = known.beside(table, row.id), parents[row.cells.get("code", "")]
            rows.append(TableRow(row.id, row.version, row.cells, name_of(row.cells), beside, inside))
    return rows


# Duties by group of the catalogue


@dataclass
class Group:
    """The rows that concern one group of the catalogue."""

    code: str
    name: str
    rows: list[int] = field(default_factory=list)
    errors: int = 0


class Catalogue:
    """Finds the group and the names for what stands in the column ``category``."""

    def __init__(self, content: Content) -> None:
        self.cells = {row.cells["code"]: row.cells for row in content.table("catalogue") if row.cells.get("code")}
        self.groups = dict(groups_of(content))

    def group(self, pattern: str) -> str:
        """The code of the group that a pattern lies in; "" for the default and for what the catalogue does not know."""
        first = next((part.strip() for part in SEPARATOR.split(pattern) if part.strip()), "")
        if first == DEFAULT:
            return ""
        code = first.removesuffix(ANY)
        if code in self.groups:
            return code
        if code not in self.cells:
            code = next((one for one in self.cells if first.endswith(ANY) and matches(first, one)), "")
        return self.cells.get(code, {}).get("parent", "")

    def label(self, pattern: str) -> str:
        """The categories a pattern stands for, in words."""
        return "; ".join(self._label(part.strip()) for part in SEPARATOR.split(pattern) if part.strip())

    def _label(self, pattern: str) -> str:
        code = pattern.removesuffix(ANY)
        return name_of(self.cells[code]) if code in self.cells else ""

    def fits(self, pattern: str, asked: str) -> bool:
        """Whether what was typed is in the code or the name."""
        return asked in pattern.casefold() or asked in self.label(pattern).casefold()


def duty_groups(content: Content, catalogue: Catalogue) -> Iterator[Group]:
    """The groups that have rows, in the order of the catalogue; what lies in none of them first."""
    found: dict[str, Group] = {}
    for row in content.table("duties"):
        code = catalogue.group(row.cells.get("category", ""))
        found.setdefault(code, Group(code, str(catalogue.groups.get(code, "")))).rows.append(row.id)
    yield from (found[code] for code in ("", *catalogue.groups) if code in found)
    yield from (group for code, group in found.items() if code and code not in catalogue.groups)
