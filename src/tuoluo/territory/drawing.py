"""Between tables and geometry: what a new cell, a merged or a carried area looks like. Reads rows, writes none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tuoluo.kernel.refusals import Refusal
from tuoluo.territory import codes, rules
from tuoluo.territory.geojson import bare_name, read_content
from tuoluo.territory.models import Area
from tuoluo.territory.problems import BadFile
from tuoluo.territory.rules import CellPlan, NewArea

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

OURS = "schematic, drawn by Tuoluo"
WHOLE = "whole community, no boundary known"


def boundary_refusal(code: str, boundary: Mapping[str, Any]) -> Refusal | None:
    """Whether a GeoJSON geometry can serve as a boundary.

    Basis: GB/T 47678 (clear borders).
    """
    try:
        read_content(dict(boundary), "", "CGCS2000")
    except BadFile as bad:
        problem = bad.problems[0]
        detail = str(problem.facts.get("detail", problem.code))
        return Refusal("area.boundary_invalid", codes.CODE_BASIS, {"code": code, "detail": detail})
    return None


def tiling_refusal(community: Area, shapes: Sequence[Mapping[str, Any]]) -> Refusal | None:
    """Whether real cell boundaries are sound and fit the community, as far as its own boundary is known.

    Basis: GB/T 34300-2017 (full coverage, no overlap).
    """
    for shape in shapes:
        if (wrong := boundary_refusal(community.code, shape)) is not None:
            return wrong
    if not shapes or community.boundary is None or community.schematic:
        return None  # a schematic outline cannot refute a survey
    from tuoluo.territory.cells import misfit

    return rules.may_tile(**misfit(_shape(community.boundary), [_shape(shape) for shape in shapes]))


def new_cells(community: Area, used: Collection[str], plan: CellPlan) -> Iterator[NewArea]:
    """The cells into which a community is divided, with codes after the last one ever used."""
    taken = [community.code, *used]
    drawn: Sequence[Mapping[str, Any] | None] = plan.shapes or _pieces(community, plan)
    for number, shape in enumerate(drawn, start=1):
        code = codes.next_code(community.code, taken)
        if code is None:
            raise ValueError(f"no code left for a cell of {community.code}")
        taken.append(code)
        name, name_en = _cell_names(community, number, len(drawn))
        schematic = shape is not None and not plan.shapes
        source = plan.source or (OURS if schematic else "" if shape else WHOLE)
        yield NewArea(code, name, name_en, shape, schematic, source, code_official=False)


def _pieces(community: Area, plan: CellPlan) -> list[dict[str, Any] | None]:
    if community.boundary is None:
        return [None]
    from tuoluo.territory.cells import draw_cells

    pieces = draw_cells(_shape(community.boundary), plan.count, seed=plan.seed, name=community.code)
    return [as_geojson(piece) for piece in pieces]


def _cell_names(community: Area, number: int, count: int) -> tuple[str, str]:
    name, name_en = bare_name(community.name), community.name_en.removesuffix(" Community")
    if count == 1:
        return f"{name}全域网格", f"{name_en} Whole-Community Cell" if name_en else ""
    return f"{name}第{number:02d}网格", f"{name_en} Cell {number:02d}" if name_en else ""


def carried(cell: Area, community: Area, used: Collection[str]) -> NewArea:
    """A cell as it goes on in another community: the same place; its old code where that still fits."""
    fits = cell.code.startswith(community.stem)
    code = cell.code if fits else codes.next_code(community.code, [community.code, *used])
    if code is None:
        raise ValueError(f"no code left for a cell of {community.code}")
    return replace(_as_new(cell), code=code, code_official=cell.code_official and fits)


def with_boundary(area: Area, boundary: Mapping[str, Any], *, schematic: bool, source: str) -> NewArea:
    """An area with another boundary."""
    return replace(_as_new(area), boundary=dict(boundary), schematic=schematic, source=source or area.source)


def _as_new(area: Area) -> NewArea:
    return NewArea(
        area.code,
        area.name,
        area.name_en,
        area.boundary,
        area.schematic,
        area.source,
        area.lng,
        area.lat,
        area.code_official,
    )


def united(into: NewArea, before: Sequence[Area]) -> NewArea:
    """A merged area with the boundaries of what it came from, if all are known."""
    if any(area.boundary is None for area in before):
        return into
    import shapely

    from tuoluo.territory.cells import as_multipolygon

    whole = as_multipolygon(shapely.union_all([_shape(area.boundary) for area in before]))
    return replace(into, boundary=as_geojson(whole), schematic=any(area.schematic for area in before))


def followers(old: Sequence[Area], new: Sequence[Area]) -> Iterator[tuple[Area, Area]]:
    """Which new cell follows which old one: those whose shapes share ground, or all where a shape is not known."""
    for before in old:
        for after in new:
            if may_meet(before.boundary, after.boundary):
                yield before, after


SLIVER = 1e-6  # of the smaller shape: what two neighbours share by rounding is not common ground


def may_meet(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether two shapes share ground; true where one of them is not known."""
    if one is None or other is None:
        return True
    left, right = _shape(one), _shape(other)
    return bool(left.intersection(right).area > SLIVER * min(left.area, right.area))


def shared_ground(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> float:
    """How much ground two shapes share, to compare with that of others; nothing where one of them is not known."""
    return 0.0 if one is None or other is None else float(_shape(one).intersection(_shape(other)).area)


def _shape(boundary: Mapping[str, Any] | None) -> BaseGeometry:
    from shapely.geometry import shape

    return shape(dict(boundary or {}))


def as_geojson(shape: BaseGeometry) -> dict[str, Any]:
    """A shape as it is stored: plain lists, as JSON gives them back."""
    from shapely.geometry import mapping

    plain = mapping(shape)
    return {"type": plain["type"], "coordinates": _lists(plain["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(item) for item in value] if isinstance(value, (list, tuple)) else value
