"""Two charters side by side: what differs, under headings, duties by group of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field

from tuoluo.charter.diff import Change, Difference, Subject
from tuoluo.charter.diff_words import HEADINGS, aspect_and_sides

NAMED = 4  # so many categories are named; of more only the number is told


@dataclass(frozen=True)
class Line:
    """One thing that differs: how it was, how it will be, and for which categories."""

    what: str
    before: str
    after: str
    where: str = ""
    area: str = ""
    count: int = 0
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()  # acts, which the page calls by their names


@dataclass
class Group:
    """What differs in one group of the catalogue; without a name where there are no groups."""

    name: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Block:
    """What differs in one respect."""

    heading: str
    groups: list[Group] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(len(group.lines) for group in self.groups)


def blocks(difference: Difference, language: str) -> list[Block]:
    """Everything that differs, in the order in which a reader wants to know."""
    found = []
    for subject in Subject:
        changes = difference.about(subject)
        if changes:
            block = Block(HEADINGS[subject][language])
            for change in changes:
                _group(block, change, difference, language).lines.append(_line(change, difference, language))
            found.append(block)
    return found


def _group(block: Block, change: Change, difference: Difference, language: str) -> Group:
    name = ""
    if change.subject is Subject.DUTY and change.of:
        known = difference.after.categories.get(change.of) or difference.before.categories.get(change.of)
        name = known.name.in_language(language) if known else change.of
    for group in block.groups:
        if group.name == name:
            return group
    block.groups.append(Group(name))
    return block.groups[-1]


def _line(change: Change, difference: Difference, language: str) -> Line:
    what, before, after = aspect_and_sides(change, difference, language)
    if change.subject is Subject.RIGHT:
        return Line(what, "", "", lost=_acts(change.before), gained=_acts(change.after))
    where = _where(change, difference, language)
    return Line(what, before, after, where, change.area, len(change.categories))


def _acts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _where(change: Change, difference: Difference, language: str) -> str:
    named = [difference.after.categories[code].name.in_language(language) for code in change.categories[:NAMED]]
    joined = ("、" if language == "zh" else ", ").join(named)
    return joined + ("…" if len(change.categories) > NAMED else "")
