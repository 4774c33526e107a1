"""The draft as files: a charter's folder to be edited, and a table of everything that a person has to decide."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tuoluo.adoption.codes import category_codes
from tuoluo.adoption.history.advice import Advisor, Step
from tuoluo.adoption.history.contradictions import Contradiction, contradictions
from tuoluo.adoption.history.duties import Drafting
from tuoluo.adoption.history.events import Event
from tuoluo.adoption.history.words import DECISIONS, EVERYWHERE, HEADINGS, KINDS
from tuoluo.adoption.inference import Inferred, local_units
from tuoluo.adoption.mapping import Map
from tuoluo.adoption.plan import Plan, Wishes, plan
from tuoluo.adoption.survey import Handled, Survey, survey
from tuoluo.adoption.table import Table
from tuoluo.charter.write import write_charter

FINDINGS = "findings.csv"


@dataclass(frozen=True)
class Draft:
    """What was drafted: the plan with its charter, the duties, and what a person has to decide."""

    plan: Plan
    duties: list[Inferred]
    open: list[Contradiction]
    codes: Mapping[tuple[str, ...], str]

    def counted(self) -> dict[str, int]:
        """How many of each kind of contradiction there are."""
        return dict(Counter(each.kind.value for each in self.open))


def draft(table: Table, given: Map, advisor: Advisor, wishes: Wishes, step: Step) -> Draft:
    """Draft a charter from what the advisor learned from a file."""
    found = survey(table, given)
    for unit, name in zip(advisor.units, advisor.names, strict=True):
        if unit in found.units:
            found.units[unit].now = name
    drafted: list[Inferred] = []

    def infer(handled: Sequence[Handled], bound: Mapping[str, str]) -> list[Inferred]:
        drafted.extend(_duties(found, advisor, dict(bound) | local_units(handled), step))
        return drafted

    planned = plan(found, replace(given, district=wishes.name or given.district), wishes, file=table.name, infer=infer)
    codes = category_codes(found.categories, found.category_counts)
    return Draft(planned, drafted, contradictions(drafted, advisor), codes)


def _duties(found: Survey, advisor: Advisor, local: Mapping[str, str], step: Step) -> list[Inferred]:
    known = [event for event in advisor.events if event.unit in found.units and event.category in found.categories]
    drafting = Drafting(advisor, sorted(found.communities), local)
    return [
        duty for duty in drafting.duties(sorted({event.category for event in known}), step) if duty.unit in found.units
    ]


def write(made: Draft, folder: Path) -> None:
    """Write the charter's three files and the findings into a folder."""
    write_charter(made.plan.charter, folder)
    (folder / FINDINGS).write_text(findings_text(made), encoding="utf-8-sig", newline="")


def findings_text(made: Draft) -> str:
    """The findings as a table for a spreadsheet; what rests on most rows first."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([str(heading) for heading in HEADINGS])
    for each in sorted(made.open, key=lambda each: (each.kind, -each.of, each.category, each.place, each.unit)):
        writer.writerow(_cells(each, made.codes.get(each.category, "")))
    return lines.getvalue()


def _cells(each: Contradiction, code: str) -> list[object]:
    sure = "" if each.confidence is None else f"{each.confidence:.0%}"
    figures = (each.rows, each.of) if each.category and each.unit else ("", "")
    return [
        str(KINDS[each.kind]),
        code,
        " / ".join(each.category),
        "；".join(map(_area, each.areas or [each.place])) if each.category else "",
        _harmless(each.unit),
        *figures,
        sure,
        _harmless(each.other),
        each.other_rows or "",
        date.fromordinal(each.since).isoformat() if each.since else "",
        str(DECISIONS[each.kind]),
    ]


def _area(place: tuple[str, str]) -> str:
    return place[1] or place[0] or str(EVERYWHERE)


def _harmless(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} and len(text) > 1 else text


def handled_events(events: Sequence[Event]) -> list[Event]:
    """The events from which something can be learned: with a day and a unit."""
    return [event for event in events if event.day and event.unit]
