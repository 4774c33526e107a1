"""How a charter's findings look at a terminal: aligned, coloured where there is colour, in the reader's language."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import east_asian_width

from tuoluo.charter.findings import Finding, Severity
from tuoluo.charter.model import Charter

COLOURS = {"error": "31;1", "gap": "33", "warning": "36", "fine": "32;1", "faint": "2", "strong": "1"}
LABELS = {
    Severity.ERROR: {"en": "error", "zh": "错误"},
    Severity.GAP: {"en": "gap", "zh": "缺口"},
    Severity.WARNING: {"en": "warning", "zh": "提醒"},
}
SUMMARY = {
    "en": "errors {errors}, gaps {gaps}, warnings {warnings}",
    "zh": "错误 {errors}，缺口 {gaps}，提醒 {warnings}",
}
FINE = {
    "en": "{title}: complete, without contradiction ({categories} categories, {duties} duties, {kinds} kinds of body)",
    "zh": "{title}：完整，没有矛盾（类别 {categories}，职责 {duties}，机构类别 {kinds}）",
}
ROW = {"en": "row {row}", "zh": "第 {row} 行"}
LINE = {"en": "line {row}", "zh": "第 {row} 行"}


@dataclass(frozen=True)
class Paper:
    """What is written on: the language, and whether there is colour."""

    language: str = "zh"
    in_colour: bool = False

    def paint(self, text: str, colour: str) -> str:
        """The text in a colour, where there is one."""
        return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if self.in_colour else text


def width(text: str) -> int:
    """How many columns a text takes at a terminal; a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def pad(text: str, columns: int) -> str:
    """The text with blanks up to a number of columns."""
    return text + " " * max(0, columns - width(text))


def findings_report(findings: Sequence[Finding], paper: Paper) -> Iterator[str]:
    """The findings file by file, two lines each: what is wrong, and below it what to do."""
    alike = _alike(findings)
    places = [_place(rows, paper) for rows in alike]
    left = max(map(width, places), default=0)
    label_width = max(width(label[paper.language]) for label in LABELS.values())
    indent = " " * (2 + label_width + 2 + left + 2)
    for file, found in groupby(zip(alike, places, strict=True), key=lambda pair: pair[0][0].file):
        yield paper.paint(file, "strong")
        for (finding, *_), where in found:
            label = pad(LABELS[finding.severity][paper.language], label_width)
            first, *rest = wrapped(finding.sentence(paper.language), len(indent))
            place = pad(where, left)
            yield f"  {paper.paint(label, finding.severity.value)}  {place}  {first}"
            yield from (indent + line for line in rest)
            for line in wrapped(finding.repair(paper.language), len(indent) + 2):
                yield indent + paper.paint("  " + line, "faint")
        yield ""


def summary_line(findings: Sequence[Finding], charter: Charter | None, paper: Paper) -> str:
    """The last line: how many of what, or that all is well."""
    counted = {severity: sum(f.severity is severity for f in findings) for severity in Severity}
    if not findings and charter is not None:
        facts = {"title": charter.title.in_language(paper.language), "kinds": len(charter.kinds)}
        line = FINE[paper.language].format(categories=len(charter.categories), duties=len(charter.duties), **facts)
        return paper.paint(line, "fine")
    line = SUMMARY[paper.language].format(
        errors=counted[Severity.ERROR], gaps=counted[Severity.GAP], warnings=counted[Severity.WARNING]
    )
    worst = next(severity for severity in Severity if counted[severity] or severity is Severity.WARNING)
    return paper.paint(line, worst.value)


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that say the same about several rows of a file, together, where the first of them stands."""
    together: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        together.setdefault((finding.file, finding.column, finding.sentence()), []).append(finding)
    return list(together.values())


def _place(alike: Sequence[Finding], paper: Paper) -> str:
    """The row and the column; the first and last row where several say the same."""
    first, last = alike[0].row, alike[-1].row
    rows = str(first) if first == last else f"{first}…{last}"
    words = LINE if alike[0].file.endswith(".toml") else ROW
    row = words[paper.language].format(row=rows) if first else ""
    times = f"×{len(alike)}" if len(alike) > 1 else ""
    return "  ".join(part for part in (row, times, alike[0].column) if part)


def wrapped(text: str, indent: int) -> list[str]:
    """The text in lines that fit the terminal; Chinese may break anywhere, English between words."""
    room = max(30, shutil.get_terminal_size((100, 24)).columns - indent)
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """Where a line may break: after each blank and after each Chinese character not followed by closing punctuation."""
    piece = ""
    for letter, following in zip(text, text[1:] + " ", strict=True):
        piece += letter
        wide = east_asian_width(letter) in "WF" or east_asian_width(following) in "WF"
        if letter == " " or (wide and letter not in "“（《" and following not in "，。；：）》”、"):
            yield piece
            piece = ""
    if piece:
        yield piece
