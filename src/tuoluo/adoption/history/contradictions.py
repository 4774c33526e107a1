"""What speaks against a drafted duty, for a person to decide: disputes, hand-overs, thin evidence, renamed units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tuoluo.adoption.history.advice import Advisor
from tuoluo.adoption.history.duties import Category, Place, Rows, evidence
from tuoluo.adoption.inference import LEAST_ROWS, Inferred

SHARED = 0.25  # from this share of the rows on, another unit disputes the lead
DOUBTFUL = 0.5
SILENT, NEW = 60, 30  # days


class Kind(StrEnum):
    """Why a person should look at a line."""

    DISPUTED = "disputed"
    CHANGED_HANDS = "changed_hands"
    OUTNUMBERED = "outnumbered"
    FEW_ROWS = "few_rows"
    DOUBTFUL = "doubtful"
    LEAD_SILENT = "lead_silent"
    RENAMED = "renamed"
    NEW_UNIT = "new_unit"


@dataclass(frozen=True)
class Contradiction:
    """One thing to decide: about a duty (or a unit alone), with the figures on both sides and the last day of each."""

    kind: Kind
    unit: str
    category: Category = ()
    place: Place = ("", "")
    rows: int = 0
    of: int = 0
    confidence: float | None = None
    other: str = ""
    other_rows: int = 0
    since: int = 0
    areas: tuple[Place, ...] = ()  # where several lines of one category have the same trouble


def contradictions(duties: Sequence[Inferred], advisor: Advisor) -> list[Contradiction]:
    """Everything a person should decide before the draft becomes a charter."""
    rows = evidence(advisor.events)
    today = advisor.events[-1].day
    named = dict(zip(advisor.units, advisor.names, strict=True))
    found = list(_of_units(advisor, today))
    found += _few(duty for duty in duties if duty.of < LEAST_ROWS)
    for duty in duties:
        place = duty.street, duty.community
        found += _of_duty(duty, rows.get((duty.category, place), Rows()), named, today)
    return found


def _of_duty(duty: Inferred, rows: Rows, named: Mapping[str, str], today: int) -> Iterable[Contradiction]:
    others = sorted((unit for unit in rows.units if unit != duty.unit), key=lambda unit: (-rows.units[unit], unit))
    about = (named[duty.unit], duty.category, (duty.street, duty.community), duty.rows, duty.of, duty.confidence)
    if duty.of >= LEAST_ROWS and duty.confidence is not None and duty.confidence < DOUBTFUL:
        yield Contradiction(Kind.DOUBTFUL, *about)
    if others and (most := others[0]) and rows.units[most] >= max(2, SHARED * duty.of):
        kind = Kind.DISPUTED
        if rows.units[most] > duty.rows:
            kind = Kind.CHANGED_HANDS if rows.lately[duty.unit] > rows.lately[most] else Kind.OUTNUMBERED
        yield Contradiction(kind, *about, other=named[most], other_rows=rows.units[most], since=rows.last[most])
    if duty.rows >= LEAST_ROWS and today - rows.last[duty.unit] > SILENT:
        yield Contradiction(Kind.LEAD_SILENT, *about, since=rows.last[duty.unit])


def _few(duties: Iterable[Inferred]) -> Iterable[Contradiction]:
    """One entry for each category, with all the areas whose lead was told by similar matters and places."""
    areas: dict[Category, list[Place]] = defaultdict(list)
    for duty in duties:
        areas[duty.category].append((duty.street, duty.community))
    for category, places in areas.items():
        yield Contradiction(Kind.FEW_ROWS, "", category, areas=tuple(places))


def _of_units(advisor: Advisor, today: int) -> Iterable[Contradiction]:
    names: dict[str, dict[str, int]] = defaultdict(dict)
    first: dict[str, int] = {}
    for event in advisor.events:
        names[event.unit].setdefault(event.name, event.day)
        first.setdefault(event.unit, event.day)
    for unit, name in zip(advisor.units, advisor.names, strict=True):
        for earlier in sorted(set(names[unit]) - {name}):
            yield Contradiction(Kind.RENAMED, name, other=earlier, since=names[unit][name])
        if today - first[unit] <= NEW and first[unit] > advisor.events[0].day + NEW:
            yield Contradiction(Kind.NEW_UNIT, name, since=first[unit])
