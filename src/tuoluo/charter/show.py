"""What a charter says, as a page for the terminal: the sum, the roles, and who leads what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tuoluo.charter.model import Charter, Duty, Kind, Part, is_particular, particular
from tuoluo.charter.report import Paper, pad, width
from tuoluo.charter.routes import ANY, DEFAULT
from tuoluo.kernel.worktime import TimeLimit, Unit

UNITS = {
    Unit.WORKING_HOURS: {"en": "working hours", "zh": "工作时"},
    Unit.WORKING_DAYS: {"en": "working days", "zh": "工作日"},
    Unit.URGENT_HOURS: {"en": "urgent hours", "zh": "紧急工作时"},
}
WORDS = {
    "sum": {"en": "The sum", "zh": "和式"},
    "roles": {"en": "Roles", "zh": "角色"},
    "duties": {"en": "Duties", "zh": "职责"},
    "force": {
        "en": "version {version}, in force from {start} until {end}",
        "zh": "版本 {version}，{start} 起生效，至 {end}",
    },
    "open": {"en": "further notice", "zh": "另行通知"},
    "number": {"en": "{least} to {most}", "zh": "{least}–{most} 个"},
    "any": {"en": "any number", "zh": "不限"},
    "head": {"en": "head", "zh": "负责人"},
    "cell": {"en": "one cell", "zh": "一格一长"},
    "default": {"en": "everything else", "zh": "其他"},
    "category": {"en": "category", "zh": "类别"},
    "lead": {"en": "lead", "zh": "主办"},
    "verifier": {"en": "verified by", "zh": "核查"},
    "evaluator": {"en": "evaluated by", "zh": "评价"},
    "within": {"en": "within", "zh": "时限"},
}


def charter_report(charter: Charter, paper: Paper) -> Iterator[str]:
    """The charter as a page of text."""
    yield paper.paint(charter.title.in_language(paper.language), "strong")
    end = charter.valid_until or WORDS["open"][paper.language]
    yield WORDS["force"][paper.language].format(version=charter.version, start=charter.valid_from, end=end)
    yield paper.paint(f"sha256 {charter.digest}", "faint")
    yield from _part("sum", _kinds(charter, paper), paper)
    yield from _part("roles", _roles(charter, paper), paper)
    yield from _part("duties", _duties(charter, paper), paper)


def _part(word: str, rows: Sequence[Sequence[str]], paper: Paper) -> Iterator[str]:
    yield ""
    yield paper.paint(WORDS[word][paper.language], "strong")
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(pad(cell, columns) for cell, columns in zip(row, widths, strict=True)).rstrip()


def _kinds(charter: Charter, paper: Paper) -> list[list[str]]:
    marks = {Part.GOVERNMENT: "·"}
    return [
        [marks.get(kind.part, kind.part.value), kind.name.in_language(paper.language), kind.code, _number(kind, paper)]
        for part in Part
        for kind in charter.kinds_of(part)
    ]


def _number(kind: Kind, paper: Paper) -> str:
    if kind.maximum is None:
        return WORDS["any"][paper.language]
    if kind.minimum == kind.maximum:
        return str(kind.minimum)
    return WORDS["number"][paper.language].format(least=kind.minimum, most=kind.maximum)


def _roles(charter: Charter, paper: Paper) -> list[list[str]]:
    return [
        [
            role.name.in_language(paper.language),
            role.code,
            ", ".join(word[paper.language] for is_so, word in _marks(role.head, role.cell) if is_so),
            str(len(role.acts)),
        ]
        for role in charter.roles.values()
    ]


def _marks(head: bool, cell: bool) -> tuple[tuple[bool, dict[str, str]], ...]:
    return (head, WORDS["head"]), (cell, WORDS["cell"])


def _duties(charter: Charter, paper: Paper) -> list[list[str]]:
    heading = [WORDS[word][paper.language] for word in ("category", "lead", "verifier", "evaluator", "within")]
    return [["", *heading], *(_duty(charter, duty, paper) for duty in charter.duties)]


def _duty(charter: Charter, duty: Duty, paper: Paper) -> list[str]:
    bodies = (duty.lead, duty.verifier, duty.evaluator)
    named = [_body(charter, body, paper) for body in bodies]
    place = f"{duty.category} {duty.area}".strip()
    return [place, _category(charter, duty.category, paper), *named, _limit(duty.limit, paper)]


def _category(charter: Charter, pattern: str, paper: Paper) -> str:
    if pattern == DEFAULT:
        return WORDS["default"][paper.language]
    found = charter.categories.get(pattern.removesuffix(ANY))
    return found.name.in_language(paper.language) if found else ""


def _body(charter: Charter, reference: str, paper: Paper) -> str:
    if is_particular(reference):
        return particular(reference)
    kind = charter.kinds.get(reference)
    return kind.name.in_language(paper.language) if kind else reference


def _limit(limit: TimeLimit | None, paper: Paper) -> str:
    return f"{limit.amount} {UNITS[limit.unit][paper.language]}" if limit else ""
