"""Boundaries are filled in or begin a new version; cells are drawn, redrawn and taken from a survey."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tests.acts.territory.conftest import CHANGE, CLERK, NOON, START, Shekou, box
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.registry import batch
from tuoluo.ledger.words import sentence
from tuoluo.territory import acts, reads
from tuoluo.territory.models import Area, AreaSuccession
from tuoluo.territory.rules import CellPlan

BY: dict[str, Any] = {"by": CLERK, "at": NOON}


def cells_on(area: Area, day: date) -> list[Area]:
    return list(reads.areas_on("cell", day, within=area.stem))


def outline(area: Area) -> BaseGeometry:
    return shape(dict(area.boundary or {}))


def refusal_of(community: Area, plan: CellPlan, day: date = CHANGE) -> str:
    with pytest.raises(Refused) as raised:
        acts.draw_cells(community, **BY, valid_from=day, plan=plan)
    return raised.value.refusal.code


def test_drawn_cells_are_schematic_and_cover_the_community(shekou: Shekou) -> None:
    cells = cells_on(shekou.east, START)
    assert len(cells) == 4
    assert all(cell.schematic and not cell.code_official for cell in cells)
    assert [cell.name for cell in cells] == [f"深圳湾第0{number}网格" for number in (1, 2, 3, 4)]
    assert cells[0].name_en == "Shenzhen Bay Cell 01"
    assert reads.has_schematic(cells)
    assert sum(outline(cell).area for cell in cells) == pytest.approx(0.0001, rel=1e-9)


def test_without_a_boundary_the_community_is_one_cell(shekou: Shekou) -> None:
    (cell,) = cells_on(shekou.bare, START)
    assert (cell.boundary, cell.schematic, cell.name) == (None, False, "南水全域网格")
    assert reads.cell_of(shekou.bare, START) == cell
    assert reads.cell_of(shekou.east, START) is None  # divided: a point is needed


def test_the_whole_cell_is_found_as_soon_as_its_community_has_a_boundary(shekou: Shekou) -> None:
    assert reads.locate(113.925, 22.505, START) is None
    acts.set_boundary(shekou.bare, **BY, boundary=box(113.92, 113.93), valid_from=CHANGE, source="survey")
    assert reads.locate(113.925, 22.505, START) == cells_on(shekou.bare, START)[0]


def test_redrawn_cells_follow_those_whose_ground_they_take(shekou: Shekou) -> None:
    old = cells_on(shekou.east, START)
    acts.draw_cells(shekou.east, **BY, valid_from=CHANGE, plan=CellPlan(6))
    new = cells_on(shekou.east, CHANGE)
    assert [cell.code[-3:] for cell in new] == ["005", "006", "007", "008", "009", "010"]
    for before in old:
        before.refresh_from_db()
        assert before.valid_until == CHANGE
        followers = {link.after_id for link in before.successors.all()}
        meet = {cell.pk for cell in new if outline(cell).intersection(outline(before)).area > 1e-6 * 0.0001}
        assert followers == meet != set()


def test_cells_of_a_survey_are_real(shekou: Shekou) -> None:
    shapes = [box(113.91, 113.914), box(113.914, 113.92)]
    acts.draw_cells(shekou.east, **BY, valid_from=CHANGE, plan=CellPlan(shapes=shapes, source="survey 2025"))
    cells = cells_on(shekou.east, CHANGE)
    assert [cell.boundary for cell in cells] == shapes
    assert not any(cell.schematic for cell in cells)
    assert {cell.source for cell in cells} == {"survey 2025"}


@pytest.mark.parametrize(
    ("shapes", "code"),
    [
        ([box(113.91, 113.915), box(113.914, 113.92)], "area.cells_overlap"),
        ([box(113.91, 113.914), box(113.915, 113.92)], "area.cells_gap"),
        ([box(113.91, 113.914), box(113.914, 113.921)], "area.cells_outside"),
        ([box(113.91, 113.914), {"type": "Point", "coordinates": [113.9, 22.5]}], "area.boundary_invalid"),
    ],
)
def test_a_survey_that_does_not_fit_is_refused(shekou: Shekou, shapes: list[dict[str, Any]], code: str) -> None:
    assert refusal_of(shekou.east, CellPlan(shapes=shapes)) == code


def test_cells_are_redrawn_from_the_second_day_on(shekou: Shekou) -> None:
    assert refusal_of(shekou.east, CellPlan(5), START) == "area.ends_on_first_day"
    assert refusal_of(shekou.subdistrict, CellPlan(5)) == "area.cells_need_community"
    assert refusal_of(shekou.east, CellPlan(996)) == "area.cells_codes_full"


def test_a_schematic_border_gives_way_to_the_real_one(shekou: Shekou) -> None:
    acts.set_boundary(shekou.bare, **BY, boundary=box(113.92, 113.93), valid_from=CHANGE, schematic=True)
    area = acts.set_boundary(shekou.bare, **BY, boundary=box(113.92, 113.94), valid_from=CHANGE, source="survey")
    assert (area.pk, area.schematic, area.source) == (shekou.bare.pk, False, "survey")
    assert area.boundary == box(113.92, 113.94)


def test_a_real_border_is_never_overwritten(shekou: Shekou) -> None:
    version = acts.set_boundary(shekou.east, **BY, boundary=box(113.91, 113.925), valid_from=CHANGE)
    shekou.east.refresh_from_db()
    assert version.pk != shekou.east.pk
    assert shekou.east.boundary == box(113.91, 113.92)
    assert (shekou.east.valid_until, version.valid_from, version.code) == (CHANGE, CHANGE, shekou.east.code)
    assert AreaSuccession.objects.get(before=shekou.east, after=version).kind == "redraw"
    assert {cell.parent for cell in cells_on(version, CHANGE)} == {version}
    with pytest.raises(Refused) as raised:
        acts.set_boundary(version, **BY, boundary=box(113.91, 113.93), valid_from=CHANGE)
    assert raised.value.refusal.code == "area.ends_on_first_day"


def test_a_broken_outline_is_no_boundary(shekou: Shekou) -> None:
    for bad in ({"type": "Polygon", "coordinates": []}, {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, {}):
        with pytest.raises(Refused) as raised:
            acts.set_boundary(shekou.bare, **BY, boundary=bad, valid_from=CHANGE)
        assert raised.value.refusal.code == "area.boundary_invalid"
        with translation.override("en"):
            assert "_" not in sentence(raised.value.refusal)  # words, not a code


def test_the_index_is_kept_until_something_changes(shekou: Shekou) -> None:
    first = reads.locator(CHANGE)
    assert reads.locator(CHANGE) is first
    assert reads.locator(START) is first  # nothing changed between these days
    acts.draw_cells(shekou.east, **BY, valid_from=CHANGE, plan=CellPlan(2))
    assert reads.locator(CHANGE) is not first
    assert len(reads.locator(START)) == 8
    assert len(reads.locator(CHANGE)) == 6


def test_a_change_by_another_process_is_seen(shekou: Shekou) -> None:
    first = reads.locator(CHANGE)
    Area.objects.create(code="440305005008009", stem="440305005008009", level="cell", name="x", parent=shekou.bare,
                        valid_from=START, boundary=box(113.95, 113.96))  # fmt: skip
    assert reads.locator(CHANGE) is not first
    assert reads.locate(113.955, 22.505, CHANGE) is not None


def test_inside_a_batch_the_index_follows_its_own_acts(shekou: Shekou) -> None:
    with batch():
        assert len(reads.locator(CHANGE)) == 8
        acts.draw_cells(shekou.east, **BY, valid_from=CHANGE, plan=CellPlan(2))
        assert len(reads.locator(CHANGE)) == 6
        assert reads.locate(113.925, 22.505, CHANGE) is None
        acts.set_boundary(shekou.bare, **BY, boundary=box(113.92, 113.93), valid_from=CHANGE)
        assert reads.locate(113.925, 22.505, CHANGE) is not None
