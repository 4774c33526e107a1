"""Check a whole charter folder, and load one that is fit to run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from tuoluo.charter.check import check_charter
from tuoluo.charter.examples import check_examples, read_examples
from tuoluo.charter.findings import Finding, Severity, sort_key
from tuoluo.charter.layout import CHARTER_FILE
from tuoluo.charter.model import Charter
from tuoluo.charter.read import read_charter, read_files
from tuoluo.charter.source import Lines
from tuoluo.kernel.stops import CannotRun

SAME_CELL = {"unit": "amount"}  # the number and the unit of one deadline


class CharterError(CannotRun):
    """A charter that cannot be run as it stands; ``findings`` says why."""

    def __init__(self, path: Path | str, findings: Iterable[Finding]) -> None:
        self.findings = [finding for finding in findings if finding.severity is Severity.ERROR]
        told = "; ".join(f"{f.file}:{f.row} {f.sentence('en')}" for f in self.findings[:3])
        super().__init__(
            f"the charter in {path} has {len(self.findings)} errors: {told}."
            f" Mend them, or put the files back; `tuoluo charter check {path}` lists them all"
        )


def check(path: Path | str, known_acts: Iterable[str] | None = None) -> list[Finding]:
    """Every error, gap and warning in a charter folder at once, in the order of the files.

    ``known_acts`` are the names in the registry of acts; without them the acts that roles grant are not checked.
    """
    return read_and_check(path, known_acts)[1]


def read_and_check(path: Path | str, known_acts: Iterable[str] | None = None) -> tuple[Charter | None, list[Finding]]:
    """What `check` finds, and the charter as far as it could be understood."""
    charter, lines, findings = read_files(Path(path))
    if charter is not None:
        checked = _not_said_before(findings, check_charter(charter, known_acts))
        findings = [f if f.code != "duplicate_code" else _at_its_line(f, lines) for f in findings]
        findings += [_at_its_line(finding, lines) for finding in checked]
        examples, misread = read_examples(Path(path))
        findings += [*misread, *check_examples(charter, examples)]
    return charter, sorted(findings, key=sort_key)


def _at_its_line(finding: Finding, lines: Lines) -> Finding:
    """The check knows where a table begins; the editor wants the line of the key."""
    if finding.file != CHARTER_FILE:
        return finding
    return replace(finding, row=lines.of_key(finding.row, finding.column))


def _not_said_before(read: list[Finding], checked: list[Finding]) -> list[Finding]:
    """Leave out that something is missing where the reader has said that it could not be understood."""
    misread = {_cell(finding) for finding in read if finding.severity is Severity.ERROR}
    return [f for f in checked if f.severity is not Severity.GAP or _cell(f) not in misread]


def _cell(finding: Finding) -> tuple[str, int, str]:
    return finding.file, finding.row, SAME_CELL.get(finding.column, finding.column)


def load_charter(path: Path | str) -> Charter:
    """A charter that is fit to run. Raises `CharterError` when the check finds an error in it."""
    charter, findings = read_charter(path)
    if charter is not None:
        findings = findings + check_charter(charter)
    if charter is None or any(finding.severity is Severity.ERROR for finding in findings):
        raise CharterError(path, findings)
    return charter
