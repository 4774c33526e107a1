"""A derivation at a terminal, step by step, and as JSON for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from shutil import get_terminal_size
from typing import Any

from tuoluo.charter.derive import Day, DayKind, Derivation, Fate
from tuoluo.charter.derive_words import DAYS, FATES, HEADINGS, PARTS, SENTENCES, WEEKDAYS
from tuoluo.charter.find import Hit
from tuoluo.charter.layout import CATALOGUE_FILE, DUTIES_FILE
from tuoluo.charter.model import Handling, is_particular, particular, plainly
from tuoluo.charter.report import Paper, pad, width, wrapped
from tuoluo.charter.show import UNITS
from tuoluo.kernel.worktime import TimeLimit, Unit

Row = tuple[str, ...]
NARROW = 3  # a table of more columns than these folds on a narrow terminal
OTHERS = 4  # so many other readings of the words are named


def derivation_report(case: Derivation, words: str, hits: Sequence[Hit], paper: Paper) -> Iterator[str]:
    """The case, then six steps: category, row, bodies, status, deadline, basis."""
    say = _Say(case, paper)
    yield paper.paint(say("case", words=words, at=say.moment(case.at), place=say.place()), "strong")
    title = case.charter.title.in_language(paper.language)
    yield from wrapped(say("charter", title=title, name=case.charter.name, version=case.charter.version), 0)
    steps = (
        ("category", say.category(hits)),
        ("row", say.rows()),
        ("bodies", say.bodies()),
        ("status", say.status()),
        ("due", say.due()),
        ("basis", say.basis()),
    )
    for number, (step, lines) in enumerate(steps, start=1):
        yield ""
        yield paper.paint(f"{number} {HEADINGS[step][paper.language]}", "strong")
        yield from lines


class _Say:
    """Knows the case and the paper, and writes each step."""

    def __init__(self, case: Derivation, paper: Paper) -> None:
        self.case, self.paper, self.language = case, paper, paper.language

    def __call__(self, key: str, **facts: object) -> str:
        return SENTENCES[key][self.language].format(**facts)

    def moment(self, at: datetime) -> str:
        return f"{self.day(at.date())} {at:%H:%M}"

    def day(self, day: date) -> str:
        return f"{WEEKDAYS[self.language][day.weekday()]} {day.isoformat()}"

    def place(self) -> str:
        return self("in", place=self.case.place) if self.case.place else self("nowhere")

    def body(self, reference: str) -> str:
        if not reference:
            return self("nobody")
        if is_particular(reference):
            return particular(reference)
        kind = self.case.charter.kinds.get(reference)
        return kind.name.in_language(self.language) if kind else reference

    def category(self, hits: Sequence[Hit]) -> Iterator[str]:
        category, charter = self.case.category, self.case.charter
        name = f"{category.name.in_language(self.language)}  {category.code}"
        group = charter.categories.get(category.parent)
        under = f"  ({self('under', group=group.name.in_language(self.language))})" if group else ""
        yield f"  {self.paper.paint(name, 'fine')}{under}"
        terms = next((hit.terms for hit in hits if hit.category is category), ())
        by_code = {category.code.lower(), category.name.zh.lower(), category.name.en.lower()} & {
            t.lower() for t in terms
        }
        if not terms or (by_code and len(terms) == 1):
            yield f"  {self('by_code')}"
        else:
            yield from self.folded(self("by_words", terms=", ".join(terms)), 2)
        others = [hit.category for hit in hits if hit.category is not category][:OTHERS]
        if others:
            told = "; ".join(f"{other.name.in_language(self.language)} {other.code}" for other in others)
            yield from self.folded(self("also", others=told), 2, "faint")

    def rows(self) -> Iterator[str]:
        if not self.case.candidates:
            yield f"  {self('no_row')}"
        cells: list[Row] = []
        for candidate in self.case.candidates:
            duty, mark = candidate.duty, "→" if candidate.fate is Fate.APPLIES else " "
            row, area = self("row", row=duty.row), duty.area or self("everywhere")
            cells.append((mark, row, duty.category, area, self.body(duty.lead), FATES[candidate.fate][self.language]))
        yield from _columns(cells)

    def bodies(self) -> Iterator[str]:
        duty = self.case.duty
        door = (PARTS["front_door"][self.language], self.body(self.case.charter.front_door.kind))
        if duty is None:
            yield from _columns([door])
            return
        helping = self("nobody") if not duty.assistants else ", ".join(map(self.body, duty.assistants))
        named = {"lead": self.body(duty.lead), "assistants": helping}
        named |= {part: self.body(getattr(duty, part)) for part in ("supervisor", "verifier", "evaluator")}
        yield from _columns([door, *((PARTS[part][self.language], told) for part, told in named.items())])

    def status(self) -> Iterator[str]:
        case = self.case
        if case.needs_administrative_subject and case.duty:
            kind = case.charter.kinds.get(case.duty.lead)
            key = "taken" if kind is None else "needed" if kind.administrative_subject else "lacking"
            yield f"  {self(key, lead=self.body(case.duty.lead))}"
        else:
            yield f"  {self('free')}"
        if case.retained:
            yield f"  {self('retained')}"
        elif case.category.handling is Handling.DELEGABLE:
            yield f"  {self('delegable')}"

    def due(self) -> Iterator[str]:
        limit = self.case.duty.limit if self.case.duty else None
        if limit is None:
            yield f"  {self('no_limit')}"
            return
        told = f"{limit.amount} {UNITS[limit.unit][self.language]}"
        yield f"  {self('from', limit=told, start=self.moment(self.case.at))}"
        yield f"  {self.manner(limit)}"
        yield from _columns(list(self.counted(limit)))
        if self.case.due is not None:
            yield f"  {self.paper.paint(self('due', due=self.moment(self.case.due)), 'fine')}"
        elif self.case.unknown_year is not None:
            yield from self.folded(self("unknown_year", year=self.case.unknown_year), 2, "gap")

    def manner(self, limit: TimeLimit) -> str:
        """How this unit is counted."""
        if limit.unit is Unit.URGENT_HOURS:
            return self("urgent")
        if limit.unit is Unit.WORKING_DAYS:
            return self("days")
        sessions = ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in self.case.charter.hours.sessions)
        return self("hours", sessions=sessions)

    def counted(self, limit: TimeLimit) -> Iterator[Row]:
        """The days on the way; days off that follow each other, and working days counted whole, in one line."""
        by_days = limit.unit is Unit.WORKING_DAYS
        for _, group in groupby(self.case.days, key=lambda day: _alike(day, by_days)):
            days = list(group)
            first, last = days[0], days[-1]
            span = self.day(first.day) if len(days) == 1 else f"{self.day(first.day)} – {self.day(last.day)}"
            yield span, DAYS[first.kind][self.language], self.what_counts(first, last, by_days)

    def what_counts(self, first: Day, last: Day, by_days: bool) -> str:
        if first.kind in (DayKind.WEEKEND, DayKind.HOLIDAY):
            return self("none")
        if by_days and not first.number:
            return self("start_day")
        if by_days:
            numbers = str(first.number) if first.number == last.number else f"{first.number}–{last.number}"
            return self("numbers", numbers=numbers)
        stretches = ", ".join(f"{begin:%H:%M}–{end:%H:%M}" for begin, end in first.stretches)
        return f"{stretches} = {_length(first)}" if stretches else self("none")

    def basis(self) -> Iterator[str]:
        case, charter = self.case, self.case.charter
        named = [(self("door_basis"), charter.front_door.basis)]
        if case.duty:
            named.insert(0, (self("duty_basis", file=DUTIES_FILE, row=case.duty.row), case.duty.basis))
            if kind := charter.kinds.get(case.duty.lead):
                named.append((self("lead_basis"), kind.basis))
        named.insert(1, (self("category_basis", file=CATALOGUE_FILE, row=case.category.row), case.category.basis))
        for where, basis in named:
            yield f"  {where}"
            yield from self.folded(basis or self("unsaid"), 4, "faint")

    def folded(self, text: str, indent: int, colour: str = "") -> Iterator[str]:
        for line in wrapped(text, indent):
            yield " " * indent + (self.paper.paint(line, colour) if colour else line)


def _alike(day: Day, by_days: bool) -> tuple[object, ...]:
    if by_days:
        return day.kind, day.number > 0
    return (day.kind,) if not day.stretches else (day.day,)


def _length(day: Day) -> str:
    minutes = sum((end - begin).seconds for begin, end in day.stretches) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


def _columns(rows: Sequence[Row]) -> Iterator[str]:
    """Rows with their cells below each other; on a narrow terminal the last cell goes to a line of its own."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    narrow = len(widths) > NARROW and sum(widths) + 2 * len(widths) > get_terminal_size((100, 24)).columns
    for row in rows:
        cells = [pad(cell, columns) for cell, columns in zip(row, widths, strict=True)]
        yield ("  " + "  ".join(cells[:-1] if narrow else cells)).rstrip()
        if narrow:
            yield f"       {row[-1]}"


def derivation_as_json(case: Derivation, words: str, hits: Sequence[Hit]) -> dict[str, Any]:
    """The same with codes instead of names."""
    duty = case.duty
    return {
        "words": words,
        "charter": {"name": case.charter.name, "version": case.charter.version, "digest": case.charter.digest},
        "place": case.place,
        "at": case.at.isoformat(),
        "category": case.category.code,
        "recognised": [{"category": hit.category.code, "terms": list(hit.terms)} for hit in hits],
        "candidates": [
            {"row": one.duty.row, "category": one.duty.category, "area": one.duty.area, "fate": one.fate.value}
            for one in case.candidates
        ],
        "front_door": case.charter.front_door.kind,
        "duty": None if duty is None else {**_plain(duty), "row": duty.row},
        "needs_administrative_subject": case.needs_administrative_subject,
        "retained": case.retained,
        "days": [_day(day) for day in case.days],
        "due": case.due.isoformat() if case.due else None,
        "unknown_year": case.unknown_year,
        "basis": {"duty": duty.basis if duty else "", "category": case.category.basis},
    }


def _plain(duty: object) -> dict[str, Any]:
    plain = plainly(duty)
    assert isinstance(plain, dict)
    return plain


def _day(day: Day) -> dict[str, Any]:
    stretches = [[begin.isoformat(), end.isoformat()] for begin, end in day.stretches]
    return {"day": day.day.isoformat(), "kind": day.kind.value, "number": day.number or None, "counted": stretches}
