"""The doors of territory: areas begin, end, split and merge; boundaries are set, cells are drawn.

Nothing is overwritten: what ends keeps its row with its last day, and a succession says what took its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tuoluo.kernel.periods import Period
from tuoluo.kernel.refusals import Refusal, Refused, first, require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import Family, act
from tuoluo.territory import codes, drawing, rules
from tuoluo.territory.models import Area, AreaSuccession, Level
from tuoluo.territory.rules import CellPlan, NewArea

FOUNDER = "founder"
Kind = AreaSuccession.Kind


@act("area.establish", family=Family.DECIDE)
def establish(
    parent: Area | None, *, by: Actor, at: datetime, area: NewArea, valid_from: date, valid_until: date | None = None
) -> Area:
    """Bring an area into force from a day on, inside the area that contains it (a district has none).

    Basis: Law on the Organisation of Urban Residents' Committees; statistical division codes.
    """
    period = Period(valid_from, valid_until)
    require(_reach(by, area.code if parent is None else parent.code))
    require(_may_begin(area, period, parent))
    return _create(area, parent, period)


@act("area.close", family=Family.DECIDE)
def close(area: Area, *, by: Actor, at: datetime, valid_until: date) -> Area:
    """Let an area end on a day (that day no longer in force) without anything in its place.

    Basis: Law on the Organisation of Urban Residents' Committees; statistical division codes.
    """
    require(_reach(by, area.code))
    require(rules.may_end(area, valid_until, children=_children([area], valid_until)))
    return _end(area, valid_until)


@act("area.split", family=Family.DECIDE, alone=True)
def split(
    area: Area,
    *,
    by: Actor,
    at: datetime,
    parts: Sequence[NewArea],
    valid_from: date,
    cells: Mapping[str, str] | None = None,
) -> Area:
    """Let an area become several from a day on. One part may keep the code.

    ``cells`` says for each cell of a community to which part (by code) it goes. Without it every part begins as one
    cell, to be divided afterwards.
    Basis: Law on the Organisation of Urban Residents' Committees; every place has somebody.
    """
    children = _children([area], valid_from)
    old_cells = [child for child in children if child.level == Level.CELL]
    require(
        first(
            _reach(by, area.code),
            rules.may_split(area, parts, valid_from, children=children),
            rules.may_share_out([cell.code for cell in old_cells], parts, cells or {}),
        )
    )
    _end(area, valid_from)
    for cell in old_cells:
        _end(cell, valid_from)
    successors = {part.code: _succeed([area], part, area.parent, valid_from, Kind.SPLIT) for part in parts}
    for code, successor in successors.items() if area.level == Level.COMMUNITY else ():
        mine = [cell for cell in old_cells if not cells or cells[cell.code] == code]
        if cells:
            _carry_cells(mine, successor, valid_from, Kind.SPLIT)
        else:
            _whole_cell(mine, successor, valid_from, Kind.SPLIT)
    return area


@act("area.merge", family=Family.DECIDE, alone=True)
def merge(area: Area, *, by: Actor, at: datetime, others: Sequence[Area], into: NewArea, valid_from: date) -> Area:
    """Let several areas become one from a day on. It may keep the code of one of them.

    The cells of communities go on one by one under the new code.
    Basis: Law on the Organisation of Urban Residents' Committees; every place has somebody.
    """
    before = [area, *(_locked(other) for other in others)]
    children = _children(before, valid_from)
    require(first(*(_reach(by, one.code) for one in before)))
    require(rules.may_merge(before, into, valid_from, children=children))
    old_cells = [child for child in children if child.level == Level.CELL]
    for one in [*before, *old_cells]:
        _end(one, valid_from)
    if into.boundary is None:
        into = drawing.united(into, before)
    successor = _succeed(before, into, area.parent, valid_from, Kind.MERGE)
    if area.level == Level.COMMUNITY:
        _carry_cells(old_cells, successor, valid_from, Kind.MERGE)
    return successor


@act("area.set_boundary", family=Family.DECIDE)
def set_boundary(
    area: Area,
    *,
    by: Actor,
    at: datetime,
    boundary: Mapping[str, Any],
    valid_from: date,
    schematic: bool = False,
    source: str = "",
) -> Area:
    """Say where an area's border runs (GeoJSON in CGCS2000).

    A border not known so far, or only drawn schematically, is filled in. A real one is never overwritten: a new
    version of the area begins on that day, and what lies in it goes on inside the new version.
    Basis: GB/T 47678 (clear borders); areas are dated master data.
    """
    replaces = area.boundary is not None and not area.schematic
    wrong = drawing.boundary_refusal(area.code, boundary)
    require(first(_reach(by, area.code), rules.may_set_boundary(area, valid_from, replaces=replaces), wrong))
    if replaces:
        return _new_version(area, boundary, valid_from, schematic=schematic, source=source)
    area.boundary, area.schematic, area.source = dict(boundary), schematic, source or area.source
    area.save(update_fields=["boundary", "schematic", "source"])
    return area


@act("area.draw_cells", family=Family.DECIDE, alone=True)
def draw_cells(community: Area, *, by: Actor, at: datetime, valid_from: date, plan: CellPlan) -> Area:
    """Divide a community into cells from a day on; the cells it had end that day and are followed by the new ones.

    With real shapes those are the cells. Otherwise compact pieces are drawn and marked as schematic; a community whose
    boundary is not known gets exactly one cell, the whole of it.
    Basis: GB/T 34300-2017 (full coverage, no overlap, one code each).
    """
    count = len(plan.shapes) or (1 if community.boundary is None else plan.count)
    used = _codes_used(community)
    old = [child for child in _children([community], valid_from) if child.level == Level.CELL]
    require(
        first(
            _reach(by, community.code),
            rules.may_draw_cells(community, valid_from, count=count, used=used),
            *(rules.may_end(cell, valid_from) for cell in old),
            drawing.tiling_refusal(community, plan.shapes),
        )
    )
    for cell in old:
        _end(cell, valid_from)
    cells = [_create(cell, community, Period(valid_from)) for cell in drawing.new_cells(community, used, plan)]
    for before, after in drawing.followers(old, cells):
        _link(before, after, Kind.REDRAW, valid_from)
    return community


def _reach(by: Actor, code: str) -> Refusal | None:
    """Whether the actor's body answers for this place; a founder sets up every place."""
    read = codes.parse(code)
    return None if by.role == FOUNDER or read is None else rules.may_reach(by.area, read.stem)


def _may_begin(area: NewArea, period: Period, parent: Area | None) -> Refusal | None:
    read = codes.parse(area.code)
    if read is None:
        return codes.code_refusal(area.code)
    same = Area.objects.filter(code=read.full)
    wrong = None if area.boundary is None else drawing.boundary_refusal(area.code, area.boundary)
    return rules.may_establish(area.code, read.level, period, parent=parent, same_code=list(same)) or wrong


def _create(area: NewArea, parent: Area | None, period: Period) -> Area:
    read = codes.parse(area.code)
    if read is None:
        raise Refused(Refusal("area.code_not_digits", codes.CODE_BASIS, {"code": area.code}))
    return Area.objects.create(
        code=read.full,
        stem=read.stem,
        code_official=area.code_official,
        level=read.level.value,
        name=area.name,
        name_en=area.name_en,
        parent=parent,
        valid_from=period.start,
        valid_until=period.end,
        boundary=area.boundary,
        schematic=area.schematic,
        source=area.source,
        lng=area.lng,
        lat=area.lat,
    )


def _codes_used(community: Area) -> list[str]:
    """The codes of all cells it ever had."""
    return list(Area.objects.within(community.stem).filter(level=Level.CELL).values_list("code", flat=True))


def _locked(area: Area) -> Area:
    return Area.objects.select_for_update(of=("self",)).get(pk=area.pk)


def _children(areas: Sequence[Area], day: date) -> list[Area]:
    """What lies directly in these areas and is in force on a day or begins later."""
    inside = Area.objects.filter(parent__stem__in=[area.stem for area in areas])
    return [child for child in inside if child.valid_until is None or child.valid_until > day]


def _end(area: Area, day: date) -> Area:
    area.valid_until = day
    area.save(update_fields=["valid_until"])
    return area


def _link(before: Area, after: Area, kind: AreaSuccession.Kind, day: date) -> None:
    AreaSuccession.objects.create(before=before, after=after, kind=kind, on=day)


def _succeed(before: Sequence[Area], new: NewArea, parent: Area | None, day: date, kind: AreaSuccession.Kind) -> Area:
    """Bring a successor into force (its code may be that of an area that ends on the very day)."""
    require(_may_begin(new, Period(day), parent))
    after = _create(new, parent, Period(day))
    for one in before:
        _link(one, after, kind, day)
    return after


def _carry_cells(cells: Sequence[Area], community: Area, day: date, kind: AreaSuccession.Kind) -> None:
    """Cells go on unchanged in another community; one that lay under its code keeps its own."""
    used = set(_codes_used(community))
    for cell in sorted(cells, key=lambda cell: (not cell.code.startswith(community.stem), cell.code)):
        new = drawing.carried(cell, community, used)
        used.add(new.code)
        _link(cell, _create(new, community, Period(day)), kind, day)


def _whole_cell(cells: Sequence[Area], community: Area, day: date, kind: AreaSuccession.Kind) -> None:
    """A part of a split community begins as one cell; old cells lead to it unless their shapes show they miss it."""
    (new,) = drawing.new_cells(community, _codes_used(community), CellPlan())
    whole = _create(new, community, Period(day))
    for cell in cells:
        if drawing.may_meet(cell.boundary, community.boundary):
            _link(cell, whole, kind, day)


def _new_version(area: Area, boundary: Mapping[str, Any], day: date, *, schematic: bool, source: str) -> Area:
    until = area.valid_until
    after = drawing.with_boundary(area, boundary, schematic=schematic, source=source)
    _end(area, day)
    version = _create(after, area.parent, Period(day, until))
    _link(area, version, Kind.REDRAW, day)
    Area.objects.filter(parent=area).exclude(valid_until__lte=day).update(parent=version)
    return version
