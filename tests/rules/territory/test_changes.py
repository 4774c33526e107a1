"""When areas may begin, end, split, merge. Cases from Nanshan between the registers of 2016 and 2023."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from tuoluo.kernel.periods import Period
from tuoluo.kernel.refusals import Refusal
from tuoluo.territory import rules
from tuoluo.territory.rules import NewArea

OLD, NEW, LATER = date(2016, 7, 31), date(2023, 6, 30), date(2024, 1, 1)


@dataclass
class Place:
    """Five lines that satisfy the rules."""

    code: str
    level: str
    valid_from: date = OLD
    valid_until: date | None = None


DISTRICT = Place("440305000000", "district")
SHAHE = Place("440305003000", "subdistrict")
SHEKOU = Place("440305005000", "subdistrict")
SHAHE_STREET = Place("440305003027", "community")
SHENZHEN_BAY = Place("440305005016", "community")
CELL = Place("440305003027001", "cell")
FOUR = [NewArea(f"4403050030{number}", "塘头社区") for number in (28, 29, 30, 31)]


def code_of(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("code", "level", "start", "end", "parent", "same", "refusal"),
    [
        ("440305005016", "community", OLD, None, SHEKOU, [], None),
        ("440305", "district", OLD, None, None, [], None),
        ("440305005016001", "cell", OLD, None, SHENZHEN_BAY, [], None),
        ("440305005B001", "block", OLD, None, SHEKOU, [], None),
        ("44030500501", "community", OLD, None, SHEKOU, [], "area.code_length"),
        ("440305005016", "cell", OLD, None, SHEKOU, [], "area.code_other_level"),
        ("440305005016", "community", OLD, None, None, [], "area.parent_missing"),
        ("440305005016", "community", OLD, None, DISTRICT, [], "area.parent_level"),
        ("440305005016", "community", OLD, None, SHAHE, [], "area.code_not_under_parent"),
        ("440305005016", "community", date(2016, 7, 30), None, SHEKOU, [], "area.parent_not_in_force"),
        ("440305005016", "community", OLD, None, SHEKOU, [SHENZHEN_BAY], "area.code_in_use"),
    ],
)
def test_an_area_begins_only_where_it_fits(
    code: str, level: str, start: date, end: date | None, parent: Place | None, same: list[Place], refusal: str | None
) -> None:
    assert code_of(rules.may_establish(code, level, Period(start, end), parent=parent, same_code=same)) == refusal


def test_an_area_does_not_outlive_the_one_around_it() -> None:
    ending = Place("440305005000", "subdistrict", OLD, NEW)
    inside = Period(OLD, NEW)
    assert rules.may_establish("440305005016", "community", inside, parent=ending) is None
    for until in (None, LATER):
        refusal = rules.may_establish("440305005016", "community", Period(OLD, until), parent=ending)
        assert code_of(refusal) == "area.outlives_parent"


def test_a_code_may_be_borne_again_from_the_day_its_bearer_ends() -> None:
    ended = Place("440305005016", "community", OLD, NEW)
    may = rules.may_establish
    assert may("440305005016", "community", Period(NEW), parent=SHEKOU, same_code=[ended]) is None
    refusal = may("440305005016", "community", Period(date(2023, 6, 29)), parent=SHEKOU, same_code=[ended])
    assert code_of(refusal) == "area.code_in_use"


def test_an_area_ends_once_and_not_on_its_first_day() -> None:
    assert rules.may_end(SHAHE_STREET, NEW) is None
    assert code_of(rules.may_end(SHAHE_STREET, OLD)) == "area.ends_on_first_day"
    assert code_of(rules.may_end(Place("440305003027", "community", OLD, NEW), NEW)) == "area.not_in_force"


def test_what_has_parts_in_force_does_not_end() -> None:
    refusal = rules.may_end(SHAHE, NEW, children=[SHAHE_STREET])
    assert refusal is not None
    assert (refusal.code, refusal.facts["count"], refusal.facts["example"]) == (
        "area.children_in_force",
        1,
        SHAHE_STREET.code,
    )
    assert rules.may_end(SHAHE, NEW, children=[Place("440305003027", "community", OLD, NEW)]) is None


def test_a_community_is_split_with_its_cells() -> None:
    assert rules.may_split(SHAHE_STREET, FOUR, NEW, children=[CELL]) is None


def test_a_part_may_keep_the_code() -> None:
    assert rules.may_split(SHAHE_STREET, [NewArea(SHAHE_STREET.code, "沙河街社区"), FOUR[0]], NEW) is None


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        (FOUR[:1], "area.split_needs_two"),
        ([FOUR[0], FOUR[0]], "area.successor_twice"),
        ([FOUR[0], NewArea("440305005099", "x")], "area.successor_not_sibling"),
        ([FOUR[0], NewArea("440305003099001", "x")], "area.successor_not_sibling"),
        ([FOUR[0], NewArea("4403050030", "x")], "area.code_length"),
    ],
)
def test_a_split_into_anything_else_is_refused(parts: list[NewArea], refusal: str) -> None:
    assert code_of(rules.may_split(SHAHE_STREET, parts, NEW)) == refusal


def test_a_subdistrict_is_not_split_over_its_communities() -> None:
    parts = [NewArea("440305011", "甲街道"), NewArea("440305012", "乙街道")]
    assert code_of(rules.may_split(SHAHE, parts, NEW, children=[SHAHE_STREET])) == "area.children_in_force"
    assert rules.may_split(SHAHE, parts, NEW) is None


def test_only_siblings_merge() -> None:
    sibling = Place("440305003026", "community")
    into = NewArea("440305003026", "新塘社区")
    assert rules.may_merge([SHAHE_STREET, sibling], into, NEW, children=[CELL]) is None
    assert code_of(rules.may_merge([SHAHE_STREET, SHENZHEN_BAY], into, NEW)) == "area.merge_not_siblings"
    assert code_of(rules.may_merge([SHAHE_STREET, CELL], into, NEW)) == "area.merge_not_siblings"
    assert code_of(rules.may_merge([SHAHE_STREET, SHAHE_STREET], into, NEW)) == "area.merge_needs_two"
    assert code_of(rules.may_merge([SHAHE_STREET, sibling], NewArea("440305005026", "x"), NEW)) == (
        "area.successor_not_sibling"
    )


def test_cells_are_shared_out_all_or_none() -> None:
    cells = ["440305003027001", "440305003027002"]
    one, two = FOUR[0].code, FOUR[1].code
    share = rules.may_share_out
    assert share(cells, FOUR[:2], {}) is None
    assert share(cells, FOUR[:2], {cells[0]: one, cells[1]: two}) is None
    assert code_of(share(cells, FOUR[:2], {cells[0]: one})) == "area.cell_not_shared_out"
    assert code_of(share(cells, FOUR[:2], {cells[0]: one, cells[1]: one})) == "area.part_without_cells"
    assert code_of(share(cells, FOUR[:2], {cells[0]: one, cells[1]: "440305003099"})) == "area.part_without_cells"


@pytest.mark.parametrize(
    ("place", "on", "count", "used", "refusal"),
    [
        (SHENZHEN_BAY, NEW, 18, [], None),
        (SHENZHEN_BAY, NEW, 18, ["440305005016981"], None),
        (SHENZHEN_BAY, NEW, 19, ["440305005016981"], "area.cells_codes_full"),
        (SHENZHEN_BAY, NEW, 0, [], "area.cells_need_one"),
        (SHENZHEN_BAY, date(2016, 1, 1), 1, [], "area.not_in_force"),
        (SHEKOU, NEW, 1, [], "area.cells_need_community"),
    ],
)
def test_cells_are_drawn_in_a_community_in_force(
    place: Place, on: date, count: int, used: list[str], refusal: str | None
) -> None:
    assert code_of(rules.may_draw_cells(place, on, count=count, used=used)) == refusal


def test_a_real_boundary_is_replaced_from_the_second_day_on() -> None:
    assert rules.may_set_boundary(SHENZHEN_BAY, OLD, replaces=False) is None
    assert code_of(rules.may_set_boundary(SHENZHEN_BAY, OLD, replaces=True)) == "area.ends_on_first_day"
    assert rules.may_set_boundary(SHENZHEN_BAY, NEW, replaces=True) is None
    assert code_of(rules.may_set_boundary(SHENZHEN_BAY, date(2016, 1, 1), replaces=False)) == "area.not_in_force"


def test_cells_of_a_survey_fit_their_community_to_a_thousandth() -> None:
    assert rules.may_tile(overlap=0.001, gap=0.001, outside=0.001) is None
    assert code_of(rules.may_tile(overlap=0.0011, gap=0, outside=0)) == "area.cells_overlap"
    assert code_of(rules.may_tile(overlap=0, gap=0.0011, outside=0)) == "area.cells_gap"
    assert code_of(rules.may_tile(overlap=0, gap=0, outside=0.0011)) == "area.cells_outside"


def test_a_body_decides_inside_its_own_area_only() -> None:
    assert rules.may_reach("440305005", "440305005016") is None
    assert code_of(rules.may_reach("440305003", "440305005016")) == "area.outside_your_area"
    assert code_of(rules.may_reach("", "440305005016")) == "area.outside_your_area"
