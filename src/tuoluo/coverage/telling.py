"""The gaps with their names: what a reader of the page, the spreadsheet or the terminal is told of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tuoluo.bodies.charters import charter_last_called
from tuoluo.bodies.models import Body
from tuoluo.charter.model import Charter, is_particular, particular
from tuoluo.coverage.facts import Gap, Verdict
from tuoluo.coverage.words import FINDS_NOBODY, GAPS, VACANT
from tuoluo.ledger.naming import called
from tuoluo.territory.models import Area

SHOWN = 4  # names of groups or places before "and so many more"


@dataclass(frozen=True)
class Line:
    """One gap in words. ``cause`` names the rule that asks for what is missing."""

    gap: Gap
    wrong: str
    mend: str
    place: str
    cause: str
    groups: tuple[tuple[str, int], ...]  # groups of the catalogue, with how many of their categories
    communities: tuple[Area, ...]

    @property
    def categories(self) -> int:
        """How many categories it concerns."""
        return len(self.gap.categories)


def lines(verdict: Verdict, day: date) -> list[Line]:
    """Every gap in words, the widest first."""
    gaps = sorted(_one_a_vacancy(verdict.gaps), key=lambda gap: (-gap.cases, gap))
    teller = _Teller(gaps, day)
    return [teller.line(gap) for gap in gaps]


def _one_a_vacancy(gaps: Sequence[Gap]) -> Iterator[Gap]:
    """A body that nobody heads is missed as lead, as supervisor, as front door: one thing to mend, so told once."""
    vacant: dict[int, Gap] = {}
    for gap in gaps:
        if gap.code not in FINDS_NOBODY or gap.seat == 0:
            yield gap
            continue
        first = vacant.get(gap.seat, replace(gap, rows=(), categories=(), communities=(), cases=0))
        vacant[gap.seat] = replace(
            first,
            rows=tuple(sorted({*first.rows, *gap.rows})),
            categories=tuple(sorted({*first.categories, *gap.categories})),
            communities=tuple(sorted({*first.communities, *(gap.communities or (gap.place,))})),
            cases=first.cases + gap.cases,
        )
    yield from vacant.values()


class _Teller:
    """Knows the names behind the numbers of a verdict, found with two questions."""

    def __init__(self, gaps: Sequence[Gap], day: date) -> None:
        self.bodies = Body.objects.in_bulk({gap.seat for gap in gaps if gap.seat})
        stems = {stem for gap in gaps for stem in (gap.place, *gap.communities)}
        areas = Area.objects.on(day).filter(stem__in=stems).defer("boundary")
        self.areas = {area.stem: area for area in areas}
        self.charters: dict[str, Charter] = {name: charter_last_called(name) for name in {gap.charter for gap in gaps}}

    def line(self, gap: Gap) -> Line:
        charter = self.charters[gap.charter]
        vacant = gap.code in FINDS_NOBODY and gap.seat != 0  # the body is there, but nobody heads it
        words = GAPS[VACANT if vacant else gap.code]
        facts = {
            "kind": self._kind(gap.kind, charter),
            "body": called(self.bodies[gap.seat]) if gap.seat in self.bodies else "",
            "place": self._place(gap.place),
            "cell": self._place(gap.place),
        }
        single = (charter.categories[code] for code in gap.categories if code in charter.categories)
        counted = Counter(category.parent or category.code for category in single)
        return Line(
            gap=gap,
            wrong=str(words.wrong) % facts,
            mend=str(words.mend) % facts,
            place=self._place(gap.place),
            cause=self._cause(gap),
            groups=tuple((called(charter.categories[code].name), number) for code, number in counted.most_common()),
            communities=tuple(self.areas[stem] for stem in gap.communities if stem in self.areas),
        )

    def _place(self, stem: str) -> str:
        area = self.areas.get(stem)
        return called(area) if area else stem

    def _kind(self, reference: str, charter: Charter) -> str:
        if is_particular(reference):
            return particular(reference)
        kind = charter.kinds.get(reference)
        return called(kind.name) if kind else reference

    def _cause(self, gap: Gap) -> str:
        """Where in the charter's files the rule stands."""
        if gap.rows:
            rows = ", ".join(map(str, gap.rows[:SHOWN])) + ("…" if len(gap.rows) > SHOWN else "")
            return f"{gap.charter}/duties.csv: {rows}"
        section = "front_door" if "front_door" in gap.code else "cells"
        return f"{gap.charter}/charter.toml: [{section}]"


def as_json(verdict: Verdict, told: Sequence[Line]) -> dict[str, Any]:
    """The verdict for other programs."""
    return {
        "proved": verdict.proved,
        "cases": verdict.cases,
        "communities": verdict.communities,
        "cells": verdict.cells,
        "categories": verdict.categories,
        "gaps": [
            {
                "code": line.gap.code,
                "place": line.gap.place,
                "body": line.gap.seat or None,
                "kind": line.gap.kind,
                "cases": line.gap.cases,
                "communities": list(line.gap.communities),
                "categories": list(line.gap.categories),
                "cause": line.cause,
                "wrong": line.wrong,
                "mend": line.mend,
            }
            for line in told
        ],
    }
