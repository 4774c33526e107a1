"""When an area may begin, split, merge, end, get a boundary or be divided into cells. How codes are read: `codes`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from tuoluo.kernel.periods import Period
from tuoluo.kernel.refusals import Refusal, first
from tuoluo.territory.codes import CODE_BASIS, LAST_SERIAL, Code, Level, code_refusal, covers, parse, stem_of

DATED_BASIS = "Areas are dated master data: an area is in force from a day until a day, never rewritten"
PARENTS: dict[Level, frozenset[Level]] = {
    Level.DISTRICT: frozenset(),
    Level.SUBDISTRICT: frozenset({Level.DISTRICT}),
    Level.COMMUNITY: frozenset({Level.SUBDISTRICT}),
    Level.CELL: frozenset({Level.COMMUNITY}),
    Level.BLOCK: frozenset({Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY}),
}


class Dated(Protocol):
    """An area as the rules see it; a database row satisfies this."""

    @property
    def code(self) -> str:
        """The official code, filled up."""
        ...

    @property
    def level(self) -> str:
        """One of `Level`."""
        ...

    @property
    def valid_from(self) -> date:
        """The first day in force."""
        ...

    @property
    def valid_until(self) -> date | None:
        """The first day no longer in force, if known."""
        ...


@dataclass(frozen=True)
class CellPlan:
    """Into what a community is to be divided: real shapes (GeoJSON in CGCS2000), or a number of pieces to be drawn."""

    count: int = 1
    shapes: Sequence[Mapping[str, Any]] = ()
    seed: int = 0
    source: str = ""


@dataclass(frozen=True)
class NewArea:
    """An area about to come into force: by itself, or as what a split or a merger leaves."""

    code: str
    name: str
    name_en: str = ""
    boundary: Mapping[str, Any] | None = None  # GeoJSON geometry in CGCS2000
    schematic: bool = False
    source: str = ""
    lng: float | None = None
    lat: float | None = None
    code_official: bool = True


def in_force(area: Dated, day: date) -> bool:
    """Whether an area exists on a day: from its first day, until the day it ends (that day no longer).

    Basis: areas are dated master data.
    """
    return Period(area.valid_from, area.valid_until).contains(day)


def may_establish(
    code: str, level: str, period: Period, *, parent: Dated | None, same_code: Sequence[Dated] = ()
) -> Refusal | None:
    """An area may begin when its code is right, lies under its parent, and nothing in force bears it already.

    Basis: statistical division codes; areas are dated master data.
    """
    wrong = code_refusal(code)
    read = parse(code)
    if wrong is not None or read is None:
        return wrong
    return first(
        _level_refusal(read, code, level),
        _parent_refusal(read, code, parent),
        _parent_time_refusal(code, parent, period),
        code_taken(code, period, same_code),
    )


def _level_refusal(read: Code, code: str, level: str) -> Refusal | None:
    if read.level == level:
        return None
    return Refusal("area.code_other_level", CODE_BASIS, {"code": code, "level": level, "is": str(read.level)})


def _parent_refusal(read: Code, code: str, parent: Dated | None) -> Refusal | None:
    allowed = PARENTS[read.level]
    if parent is None:
        return Refusal("area.parent_missing", CODE_BASIS, {"code": code}) if allowed else None
    facts = {"code": code, "parent": parent.code}
    if parent.level not in allowed:
        return Refusal("area.parent_level", CODE_BASIS, facts | {"level": parent.level})
    if read.parent_stem != stem_of(parent.code):
        return Refusal("area.code_not_under_parent", CODE_BASIS, facts)
    return None


def _parent_time_refusal(code: str, parent: Dated | None, period: Period) -> Refusal | None:
    if parent is None:
        return None
    facts = {"code": code, "parent": parent.code, "on": period.start}
    if not in_force(parent, period.start):
        return Refusal("area.parent_not_in_force", DATED_BASIS, facts)
    if parent.valid_until is not None and (period.end is None or period.end > parent.valid_until):
        return Refusal("area.outlives_parent", DATED_BASIS, facts | {"until": parent.valid_until})
    return None


def code_taken(code: str, period: Period, same_code: Iterable[Dated]) -> Refusal | None:
    """One code names one area at a time.

    Basis: statistical division codes are unique at any date.
    """
    for other in same_code:
        if Period(other.valid_from, other.valid_until).overlaps(period):
            facts = {"code": code, "since": other.valid_from, "on": period.start}
            return Refusal("area.code_in_use", CODE_BASIS, facts)
    return None


def may_end(area: Dated, on: date, *, children: Collection[Dated] = ()) -> Refusal | None:
    """An area in force may end when no part of it goes on without it.

    Basis: areas are dated master data; every place has somebody.
    """
    facts: dict[str, object] = {"code": area.code, "on": on}
    if not in_force(area, on):
        return Refusal("area.not_in_force", DATED_BASIS, facts)
    if area.valid_from == on:
        return Refusal("area.ends_on_first_day", DATED_BASIS, facts)
    going_on = [child for child in children if child.valid_until is None or child.valid_until > on]
    if going_on:
        facts |= {"count": len(going_on), "example": going_on[0].code}
        return Refusal("area.children_in_force", DATED_BASIS, facts)
    return None


def may_reach(reach: str, stem: str) -> Refusal | None:
    """A body decides only about places inside its own area.

    Basis: charter, kinds and their level.
    """
    if reach and covers(reach, stem):
        return None
    return Refusal("area.outside_your_area", "charter, kinds", {"area": stem, "reach": reach or "-"})


def may_split(area: Dated, parts: Sequence[NewArea], on: date, *, children: Collection[Dated] = ()) -> Refusal | None:
    """An area may become several of its own level under the same parent; one of them may keep its code.

    A community's cells end with it (its parts begin with one cell each); the parts of a subdistrict or a
    district must have moved first.
    Basis: Law on the Organisation of Urban Residents' Committees (a community is set up, adjusted and withdrawn by the
    district government); areas are dated master data.
    """
    if len(parts) < 2:
        return Refusal("area.split_needs_two", DATED_BASIS, {"code": area.code, "count": len(parts)})
    return first(may_end(area, on, children=_that_stay(area, children)), _successors_refusal(area, parts))


def may_merge(areas: Sequence[Dated], into: NewArea, on: date, *, children: Collection[Dated] = ()) -> Refusal | None:
    """Several areas of one level under one parent may become one; it may keep the code of one of them.

    Basis: as for a split.
    """
    if len({area.code for area in areas}) < 2:
        return Refusal("area.merge_needs_two", DATED_BASIS, {"count": len({area.code for area in areas})})
    if len({(area.level, stem_of(area.code)[:-3]) for area in areas}) > 1:
        codes = ", ".join(sorted(area.code for area in areas))
        return Refusal("area.merge_not_siblings", DATED_BASIS, {"codes": codes})
    endings = (may_end(area, on, children=_that_stay(area, children)) for area in areas)
    return first(*endings, _successors_refusal(areas[0], [into]))


def may_share_out(cells: Collection[str], parts: Sequence[NewArea], shares: Mapping[str, str]) -> Refusal | None:
    """When a community is split, either all its cells are shared out among the parts, or none is.

    Basis: every cell has exactly one community; every place has somebody.
    """
    if not shares:
        return None
    unnamed = sorted(set(cells) ^ set(shares))
    if unnamed:
        return Refusal("area.cell_not_shared_out", DATED_BASIS, {"cell": unnamed[0], "count": len(unnamed)})
    empty = sorted({part.code for part in parts} ^ set(shares.values()))
    return Refusal("area.part_without_cells", DATED_BASIS, {"code": empty[0]}) if empty else None


def may_set_boundary(area: Dated, on: date, *, replaces: bool) -> Refusal | None:
    """An area in force may get a boundary; replacing a real one begins a new version, so not on its first day.

    Basis: areas are dated master data.
    """
    facts = {"code": area.code, "on": on}
    if not in_force(area, on):
        return Refusal("area.not_in_force", DATED_BASIS, facts)
    return Refusal("area.ends_on_first_day", DATED_BASIS, facts) if replaces and area.valid_from == on else None


LOOSE = 0.001  # share of a community's area by which cells from a survey may fail to fit it


def may_tile(*, overlap: float, gap: float, outside: float) -> Refusal | None:
    """Cells cover their community without gaps, overlaps or parts outside (given as shares of its area).

    Basis: GB/T 34300-2017 (full coverage, no overlap).
    """
    for code, share in (("overlap", overlap), ("gap", gap), ("outside", outside)):
        if share > LOOSE:
            facts = {"percent": f"{share * 100:.2f}", "allowed": f"{LOOSE * 100:.1f}"}
            return Refusal(f"area.cells_{code}", CODE_BASIS, facts)
    return None


def _that_stay(area: Dated, children: Iterable[Dated]) -> list[Dated]:
    """Children that do not end together with the area: a community takes its cells with it, others take nothing."""
    mine = [child for child in children if covers(stem_of(area.code), child.code)]
    return [child for child in mine if not (area.level == Level.COMMUNITY and child.level == Level.CELL)]


def _successors_refusal(area: Dated, parts: Sequence[NewArea]) -> Refusal | None:
    codes = [part.code for part in parts]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        return Refusal("area.successor_twice", DATED_BASIS, {"code": twice})
    for part in parts:
        refusal = code_refusal(part.code)
        read = parse(part.code)
        if refusal is not None or read is None:
            return refusal
        if read.level != area.level or read.parent_stem != stem_of(area.code)[:-3]:
            return Refusal("area.successor_not_sibling", CODE_BASIS, {"code": part.code, "of": area.code})
    return None


def may_draw_cells(community: Dated, on: date, *, count: int, used: Collection[str]) -> Refusal | None:
    """A community in force may be divided into cells as long as its 3-digit serials last.

    Basis: GB/T 34300-2017 (full coverage, no overlap, one code each).
    """
    facts = {"code": community.code, "count": count, "on": on}
    if community.level != Level.COMMUNITY:
        return Refusal("area.cells_need_community", CODE_BASIS, facts | {"level": community.level})
    if not in_force(community, on):
        return Refusal("area.not_in_force", DATED_BASIS, facts)
    if count < 1:
        return Refusal("area.cells_need_one", CODE_BASIS, facts)
    highest = max((int(code[12:15]) for code in used if len(code) == 15), default=0)
    if highest + count > LAST_SERIAL:
        return Refusal("area.cells_codes_full", CODE_BASIS, facts | {"free": LAST_SERIAL - highest})
    return None
