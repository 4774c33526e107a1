"""What the check of a charter says about a draft, beside the cell that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tuoluo.charter.findings import Finding, Severity
from tuoluo.charter.layout import CHARTER_FILE
from tuoluo.charter.load import read_and_check
from tuoluo.charter.model import Charter
from tuoluo.drafting.content import BY_FILE, TABLES, Content, Files, content_from, files_of


@dataclass(frozen=True)
class Placed:
    """One finding and the cell it stands beside; ``row`` is 0 and ``column`` empty where it is about no single cell."""

    finding: Finding
    table: str
    row: int
    column: str


@dataclass(frozen=True)
class Checked:
    """A draft after the check: the charter as far as it can be understood, and every finding in its place."""

    charter: Charter | None
    placed: tuple[Placed, ...]

    @cached_property
    def errors(self) -> tuple[Placed, ...]:
        """What forbids proposing the draft."""
        return tuple(one for one in self.placed if one.finding.severity is Severity.ERROR)

    @cached_property
    def by_row(self) -> Mapping[tuple[str, int], tuple[Placed, ...]]:
        """The findings of each row."""
        found: dict[tuple[str, int], list[Placed]] = {}
        for one in self.placed:
            found.setdefault((one.table, one.row), []).append(one)
        return {place: tuple(there) for place, there in found.items()}

    def count(self, severity: Severity) -> int:
        """How many findings of this weight."""
        return sum(one.finding.severity is severity for one in self.placed)

    def beside(self, table: str, row: int) -> dict[str, list[Finding]]:
        """The findings of a row by column; those about the row as a whole stand under ""."""
        found: dict[str, list[Finding]] = {}
        for one in self.by_row.get((table, row), ()):
            found.setdefault(one.column, []).append(one.finding)
        return found


def checked(content: Content, known_acts: Iterable[str] = ()) -> Checked:
    """The draft checked as a charter. ``known_acts`` are those of the registry."""
    return _checked(content.text, frozenset(known_acts))


@lru_cache(maxsize=16)
def _checked(text: str, known_acts: frozenset[str]) -> Checked:
    content = content_from(text)
    files = files_of(content)
    with TemporaryDirectory(prefix="tuoluo-draft-") as name:
        files.write(Path(name))
        charter, findings = read_and_check(name, known_acts or None)
    return Checked(charter, tuple(_placed(finding, content, files) for finding in findings))


def _placed(finding: Finding, content: Content, files: Files) -> Placed:
    if finding.file != CHARTER_FILE:
        table = BY_FILE.get(finding.file, "")
        rows = content.table(table)
        place = finding.row - 2
        return Placed(finding, table, rows[place].id if 0 <= place < len(rows) else 0, finding.column)
    section, _, column = finding.column.rpartition(".")
    table, row, key = files.lines.get(finding.row, ("", 0, ""))
    if section in TABLES or (not table and finding.column in TABLES):
        table = section or finding.column
        row, column = next((one.id for one in content.table(table)), 0), column if section else ""
    if not table and _column("charter", column):
        table, row = "charter", next((one.id for one in content.table("charter")), 0)
    return Placed(finding, table, row, _column(table, column) or _column(table, key))


def _column(table: str, name: str) -> str:
    """The column of a table in which a key is edited."""
    if table not in TABLES:
        return ""
    names = [column.name for column in TABLES[table].columns]
    return next((known for known in names if known in (name, f"{name}_zh")), "")
