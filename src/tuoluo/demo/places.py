"""The places of the demo: Nanshan as it ships, or a corner of it for a small demo."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import as_file, files

from tuoluo.ledger.actors import Actor
from tuoluo.territory import acts, setup
from tuoluo.territory.areas_file import AreaRow, read_areas
from tuoluo.territory.codes import Level
from tuoluo.territory.models import Area

SHOWCASE = "440305002015"  # 阳光棕榈: where those who log in work


@dataclass(frozen=True)
class Size:
    """How much of the district to build: all of it, or only the first communities around the showcase."""

    cells: int = setup.NANSHAN_CELLS
    communities: int | None = None

    def chosen(self, rows: list[AreaRow]) -> list[AreaRow]:
        """The rows of the areas to build, the whole before its parts."""
        if self.communities is None:
            return rows
        inside = [row for row in rows if row.code.level is Level.COMMUNITY and row.code.stem[:9] == SHOWCASE[:9]]
        inside.sort(key=lambda row: (row.code.full != SHOWCASE, row.code.full))
        kept = {row.code.full for row in inside[: self.communities]} | {SHOWCASE[:6] + "000000", SHOWCASE[:9] + "000"}
        return [row for row in rows if row.code.full in kept]


def establish_places(
    size: Size, *, by: Actor, at: datetime, valid_from: date, progress: Callable[[str, int, int], None]
) -> Area:
    """Establish the areas, the district's boundary, and schematic communities and cells inside it."""
    folder = files("tuoluo.territory") / "data" / "nanshan"
    with as_file(folder / "areas.csv") as path:
        rows = size.chosen(read_areas(path, datum="CGCS2000"))
    progress("places", 0, 3)
    areas = setup.establish_rows(rows, by=by, at=at, valid_from=valid_from, source=setup.NANSHAN_SOURCE)
    content = json.loads((folder / "district.geojson").read_text(encoding="utf-8"))
    boundary = content["features"][0]["geometry"]
    district = acts.set_boundary(
        areas[0], by=by, at=at, boundary=boundary, valid_from=valid_from, source=setup.BOUNDARY_SOURCE
    )
    with as_file(folder / "drawing_hints.csv") as path:
        hints = setup.read_hints(path) if size.communities is None else None
    progress("places", 1, 3)
    setup.draw_communities(district, by=by, at=at, valid_from=valid_from, hints=hints)
    progress("places", 2, 3)
    setup.draw_all_cells(district, by=by, at=at, valid_from=valid_from, total=size.cells)
    return district
