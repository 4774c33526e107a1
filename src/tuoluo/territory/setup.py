"""Setting up a district: its areas from a table, its boundaries, and schematic drawings where none are known.

Used by the command line, the demo district and whoever adopts a district. Everything is done through the acts.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import batch
from tuoluo.territory import acts, drawing
from tuoluo.territory.areas_file import AreaRow, read_areas
from tuoluo.territory.models import Area, Level
from tuoluo.territory.rules import CellPlan, NewArea

NANSHAN_CELLS = 1978  # basic cells of Nanshan, as the district's cell management centre reported for 2025
NANSHAN_SOURCE = "NBS 2023-09-11 via china-division; offices 2016: Vonng/adcode CC BY 4.0"
BOUNDARY_SOURCE = "transbigdata (BSD-3-Clause)"
Points = dict[str, list[tuple[float, float]]]


@dataclass
class Hints:
    """Points that help a schematic drawing: where to start a subdistrict, which part is which island community."""

    anchors: Points = field(default_factory=dict)
    islands: Points = field(default_factory=dict)


def establish_rows(
    rows: Iterable[AreaRow], *, by: Actor, at: datetime, valid_from: date, source: str = "", official: bool = True
) -> list[Area]:
    """Establish the areas of a table, the whole before its parts; `Refused` stops at the first one not allowed."""
    return [establish_row(row, by=by, at=at, valid_from=valid_from, source=source, official=official) for row in rows]


def establish_row(
    row: AreaRow, *, by: Actor, at: datetime, valid_from: date, source: str = "", official: bool = True
) -> Area:
    """Establish one area of a table, on the row's own day or else on ``valid_from``."""
    day = row.valid_from or valid_from
    parent = Area.objects.on(day).filter(stem=row.code.parent_stem).first() if row.code.parent_stem else None
    new = NewArea(row.code.full, row.name, row.name_en, source=source, lng=row.lng, lat=row.lat, code_official=official)
    return acts.establish(parent, by=by, at=at, area=new, valid_from=day)


def draw_communities(
    district: Area, *, by: Actor, at: datetime, valid_from: date, hints: Hints | None = None, seed: int = 0
) -> int:
    """Give a schematic boundary to all communities of a district if none of them has a boundary; how many got one."""
    communities = list(Area.objects.on(valid_from).within(district.stem).filter(level=Level.COMMUNITY))
    if district.boundary is None or not communities or any(area.boundary is not None for area in communities):
        return 0
    from tuoluo.territory.cells import as_multipolygon

    drawn = _drawn_communities(district, communities, hints or Hints(), valid_from, seed)
    for community in communities:
        boundary = drawing.as_geojson(as_multipolygon(drawn[community.code]))
        acts.set_boundary(
            community, by=by, at=at, boundary=boundary, valid_from=valid_from, schematic=True, source=drawing.OURS
        )
    return len(communities)


def _drawn_communities(
    district: Area, communities: list[Area], hints: Hints, day: date, seed: int
) -> Mapping[str, Any]:
    from shapely.geometry import shape

    from tuoluo.territory import cells

    seats = [cells.Seat(area.code, f"{area.stem[:9]}000", _place(area)) for area in communities]
    anchors = {code: list(points) for code, points in hints.anchors.items()}
    for area in Area.objects.on(day).within(district.stem).filter(level=Level.SUBDISTRICT):
        if (place := _place(area)) is not None:
            anchors.setdefault(area.code, []).append(place)
    return cells.draw_communities(shape(dict(district.boundary or {})), seats, anchors, hints.islands, seed=seed)


def _place(area: Area) -> tuple[float, float] | None:
    return None if area.lng is None or area.lat is None else (area.lng, area.lat)


def draw_all_cells(district: Area, *, by: Actor, at: datetime, valid_from: date, total: int = 0, seed: int = 0) -> int:
    """Divide every community that has no cells yet: ``total`` pieces in all, or one each; how many cells came of it."""
    from tuoluo.territory.cells import cell_counts

    inside = Area.objects.on(valid_from).within(district.stem)
    divided = set(inside.filter(level=Level.CELL).values_list("stem", flat=True))
    waiting = [
        area for area in inside.filter(level=Level.COMMUNITY) if not any(stem.startswith(area.stem) for stem in divided)
    ]
    counts = cell_counts(total, [area.code for area in waiting])
    for area in waiting:
        plan = CellPlan(counts[area.code], seed=seed)
        acts.draw_cells(area, by=by, at=at, valid_from=valid_from, plan=plan)
    return sum(counts[area.code] if area.boundary else 1 for area in waiting)


def establish_nanshan(*, by: Actor, at: datetime, valid_from: date, cells: int = NANSHAN_CELLS, seed: int = 0) -> Area:
    """Set up Nanshan from the data that ship with the software: real codes, schematic drawings."""
    folder = files("tuoluo.territory") / "data" / "nanshan"
    with batch():
        with as_file(folder / "areas.csv") as path:
            rows = read_areas(path, datum="CGCS2000")
        areas = establish_rows(rows, by=by, at=at, valid_from=valid_from, source=NANSHAN_SOURCE)
        content = json.loads((folder / "district.geojson").read_text(encoding="utf-8"))
        boundary = content["features"][0]["geometry"]
        district = acts.set_boundary(
            areas[0], by=by, at=at, boundary=boundary, valid_from=valid_from, source=BOUNDARY_SOURCE
        )
        with as_file(folder / "drawing_hints.csv") as path:
            hints = read_hints(path)
        draw_communities(district, by=by, at=at, valid_from=valid_from, hints=hints, seed=seed)
        draw_all_cells(district, by=by, at=at, valid_from=valid_from, total=cells, seed=seed)
    return district


def read_hints(path: Path) -> Hints:
    """Hints for a drawing from a table: kind (anchor or island), code, lng, lat in the stored datum."""
    hints = Hints()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            points = hints.islands if row["kind"] == "island" else hints.anchors
            points.setdefault(row["code"], []).append((float(row["lng"]), float(row["lat"])))
    return hints
