"""What is set up for a history file: places, bodies, catalogue, duties, and a map to read it by."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adoption.planning import BARE, planned, tabled
from tests.histories import history
from tuoluo.adoption import codes, draft
from tuoluo.adoption.mapping import BadMap, Map, fits, read_map, write_map
from tuoluo.adoption.plan import Wishes
from tuoluo.adoption.survey import survey
from tuoluo.charter import Severity, check, write_charter
from tuoluo.charter.model import Part
from tuoluo.territory.codes import code_refusal


def test_the_charter_passes_its_check_and_says_what_is_only_inferred(tmp_path: Path) -> None:
    charter = planned(history()).charter
    folder = write_charter(charter, tmp_path / charter.name)
    assert [finding for finding in check(folder) if finding.severity is Severity.ERROR] == []
    assert {kind.part for kind in charter.kinds.values()} == set(Part)
    assert all("placeholder" in kind.basis or "inferred" in kind.basis for kind in charter.kinds.values())
    assert all("handled" in duty.note for duty in charter.duties[1:])


def test_nobody_verifies_what_they_lead() -> None:
    duties = planned(history()).charter.duties
    assert {duty.verifier for duty in duties} == {draft.CENTRE}
    assert draft.CENTRE not in {duty.lead for duty in duties}


def test_codes_are_valid_unique_and_marked_as_made_up() -> None:
    plan = planned(history())
    places = [*plan.map.streets, *plan.map.communities]
    assert [code_refusal(place.code) for place in places] == [None] * 7
    assert len({place.code for place in places}) == 7
    assert all(int(place.code[6:9]) >= 600 for place in places)
    assert not plan.code_official
    assert planned(history(), Wishes(code="440310")).code_official
    assert planned(history(), Wishes(name="南山区")).district.code == "440305000000"


def test_every_community_lies_in_its_street_and_keeps_the_sources_number() -> None:
    streets = {place.name: place.code[:9] for place in planned(history()).map.streets}
    communities = planned(history()).map.communities
    assert all(place.code.startswith(streets[place.street]) for place in communities)
    assert {place.name: place.ids for place in communities}["荔园社区"] == ("701",)


def test_two_numbers_of_one_community_are_one_community() -> None:
    rows = history()
    for row in [row for row in rows if row["community"] == "荔园社区"][:3]:
        row["community_id"] = "790"
    communities = planned(rows).map.communities
    assert len(communities) == 5
    assert {place.name: place.ids for place in communities}["荔园社区"] == ("701", "790")


def test_a_typo_twin_is_not_adopted() -> None:
    rows = history()
    next(row for row in rows if row["community"] == "荔园社区")["community"] = "茘园社区"
    plan = planned(rows)
    assert [(twin.name, twin.meant) for twin in plan.map.twins] == [("茘园社区", "荔园社区")]
    assert "茘园社区" not in {place.name for place in plan.map.communities}


def test_names_of_one_unit_become_one_body_under_the_commonest() -> None:
    rows = history()
    schools = [row for row in rows if row["dispose_unit"] == "教育局"]
    for row in schools[:2]:
        row["dispose_unit"] = "区教育局（办公室）"
    bodies = {body.name.name: body for body in planned(rows).bodies}
    assert bodies["教育局"].name.aliases == ("区教育局（办公室）",)
    assert "区教育局（办公室）" not in bodies


def test_units_stand_where_their_names_say() -> None:
    rows = history()
    for row in rows:
        if row["community"] == "山脚社区":
            row["dispose_unit"], row["dispose_unit_id"] = "山脚社区工作站（北山街道办事处）", "88"
    plan = planned(rows)
    kinds = {body.name.name: body.kind for body in plan.bodies}
    assert kinds["环境局"] == "district_unit"
    assert kinds["榕树街道执法队"] == "subdistrict_unit"
    assert kinds["山脚社区工作站（北山街道办事处）"] == draft.DOOR
    areas = {body.name.name: body.area for body in plan.bodies}
    assert areas["榕树街道执法队"] == {place.name: place.code for place in plan.map.streets}["榕树街道"]


def test_categories_that_share_a_number_stay_apart_and_the_commonest_keeps_it() -> None:
    paths = {
        ("甲",): Counter({"1": 9}),
        ("甲", "无照经营游商"): Counter({"602": 9}),
        ("甲", "其它无证经营"): Counter({"602": 1}),
    }
    found = codes.category_codes(paths, {("甲", "无照经营游商"): 423, ("甲", "其它无证经营"): 1})
    assert found["甲", "无照经营游商"] == "B602"
    assert found["甲", "其它无证经营"].startswith("B602-")
    assert found["甲",] == "A1"


def test_category_codes_without_numbers_do_not_depend_on_the_rest_of_the_file() -> None:
    one = codes.category_codes({("甲",): Counter()}, {})
    more = codes.category_codes({("乙",): Counter(), ("甲",): Counter()}, {})
    assert one["甲",] == more["甲",]
    assert len(set(more.values())) == 2


def test_stopping_at_a_broad_category_is_a_habit_or_a_slip_by_how_often_it_happens() -> None:
    rows = history()
    rows[0]["sub_type"] = "-"
    assert not planned(rows).map.category_may_end_early
    for row in rows[:10]:
        row["sub_type"] = "-"
    assert planned(rows).map.category_may_end_early


def test_a_map_says_the_same_after_it_was_written_and_read(tmp_path: Path) -> None:
    written = replace(planned(history()).map, no_twins=('带"引号"\\的社区',))
    path = tmp_path / "map.toml"
    path.write_text(write_map(written, ["一条注释"]), encoding="utf-8")
    assert read_map(path) == written


@pytest.mark.parametrize(
    ("text", "code"),
    [("[columns", "map_not_toml"), ("x = 1", "map_not_understood"), ("[columns]\nkeys = 'a'", "map_not_understood")],
)
def test_a_map_that_cannot_be_used_says_so(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadMap, match=code):
        read_map(tmp_path / "map.toml")


def test_a_map_must_fit_the_file() -> None:
    fits(BARE, tabled(history(1)).columns)
    with pytest.raises(BadMap, match="column_absent"):
        fits(replace(BARE, levels=("kind",)), tabled(history(1)).columns)
    with pytest.raises(BadMap, match="map_without"):
        fits(Map(columns={}, levels=("sub_type",)), tabled(history(1)).columns)


def test_two_like_names_without_numbers_are_a_question_unless_the_map_answers_it() -> None:
    rows = [row for row in history(300) if row["community"] != "海湾社区"]
    rows[0]["community"], rows[0]["street"] = "荔圆社区", "榕树街道"
    given = replace(BARE, numbers={})
    assert [doubt.rare for doubt in survey(tabled(rows), given).unsure] == ["荔圆社区"]
    assert survey(tabled(rows), replace(given, no_twins=("荔圆社区",))).unsure == []
