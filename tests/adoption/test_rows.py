"""Which rows can be carried over, and what is said about the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.adoption.planning import planned, tabled
from tests.histories import Row, history
from tuoluo.adoption.rules import Reader, Reading, same_again
from tuoluo.matters.rules import Channel, Nature

TODAY = date(2026, 11, 24)
PLAN = planned(history())


def read(change: Row, base: int = 0) -> Reading:
    """What one changed row of the file says."""
    table = tabled([{**history()[base], **change}])
    return Reader(table, PLAN.map, PLAN.charter, today=TODAY).read(table.rows[0])


def test_a_good_row_says_what_where_when_and_who() -> None:
    reading = read({})
    assert reading.wrong == []
    assert reading.remarks == []
    assert (reading.key, reading.unit, reading.category) == ("9000", "榕树街道执法队", "C601")
    assert reading.at is not None
    assert (reading.at.isoformat(), reading.day_only) == ("2025-01-01T00:00:00+08:00", True)
    assert (reading.nature, reading.channel) == (Nature.COMPLAINT, Channel.TELEPHONE)
    assert (reading.on_time, reading.open, reading.closed_at) == (False, False, None)
    assert reading.community == {place.name: place.code for place in PLAN.map.communities}["荔园社区"]


@pytest.mark.parametrize(
    ("change", "code", "column", "meant"),
    [
        ({"rec_id": ""}, "row.key_missing", "rec_id", ""),
        ({"create_time": "-"}, "row.date_missing", "create_time", ""),
        ({"create_time": "2025-02-30"}, "row.date_unreadable", "create_time", ""),
        ({"create_time": "2024-12-31"}, "row.date_too_early", "create_time", ""),
        ({"create_time": "2026-11-25"}, "row.date_in_future", "create_time", ""),
        ({"district": "别的区"}, "row.other_district", "district", "试验区"),
        ({"community": "-"}, "row.community_missing", "community", "荔园社区"),
        ({"community": "-", "community_id": "-", "street": "-"}, "row.community_missing", "community", ""),
        ({"community": "茘园社区"}, "row.community_twin", "community", "荔园社区"),
        ({"community": "荔圆社区", "community_id": "-"}, "row.community_unknown", "community", "荔园社区"),
        ({"community": "新村社区", "community_id": "99"}, "row.community_unknown", "community", ""),
        ({"street": "北山街道"}, "row.community_elsewhere", "street", "榕树街道"),
        ({"community_id": "702"}, "row.number_of_other", "community", "海湾社区"),
        ({"sub_type": ""}, "row.category_missing", "sub_type", "乱摆卖"),
        ({"sub_type": "乱摆买", "sub_type_id": ""}, "row.category_unknown", "sub_type", "乱摆卖"),
        ({"sub_type": "飞碟", "sub_type_id": "9999"}, "row.category_unknown", "sub_type", ""),
    ],
)
def test_a_bad_row_names_the_column_and_what_is_probably_meant(change: Row, code: str, column: str, meant: str) -> None:
    wrong = read(change).wrong
    assert [(refusal.code, refusal.facts["column"]) for refusal in wrong] == [(code, column)]
    if meant or code != "row.community_unknown":
        assert wrong[0].facts["meant"] == meant


def test_everything_wrong_in_a_row_is_told_at_once() -> None:
    wrong = read({"rec_id": "", "create_time": "?", "community": "", "sub_type": "飞碟"}).wrong
    assert [refusal.code for refusal in wrong] == [
        "row.key_missing",
        "row.date_unreadable",
        "row.community_missing",
        "row.category_unknown",
    ]


@pytest.mark.parametrize(
    ("change", "unit", "remarks"),
    [
        ({"dispose_unit": "-", "dispose_unit_id": "-"}, "", ["unit_missing"]),
        ({"dispose_unit": "新成立的局", "dispose_unit_id": "999"}, "", ["unit_unknown"]),
        ({"dispose_unit": "榕树街道执法大队"}, "榕树街道执法队", ["unit_new_name"]),
        ({"dispose_unit_id": ""}, "榕树街道执法队", []),
        ({"main_type": "别的组"}, "榕树街道执法队", ["category_in_other_group"]),
        ({"main_type": "-"}, "榕树街道执法队", ["category_group_filled_in"]),
        ({"achieve": "某某"}, "榕树街道执法队", ["standing_not_understood"]),
    ],
)
def test_what_stops_nobody_is_remarked_on(change: Row, unit: str, remarks: list[str]) -> None:
    reading = read(change)
    assert reading.wrong == []
    assert (reading.unit, reading.remarks) == (unit, remarks)


def test_another_number_for_a_known_community_does_not_matter() -> None:
    assert read({"community_id": "790"}).wrong == []


def test_a_matter_still_going_on_is_not_closed() -> None:
    reading = read({"achieve": "处置中"})
    assert reading.open
    assert reading.on_time is None


def test_rows_without_a_number_of_their_own_are_told_apart_by_what_they_say() -> None:
    rows = [history()[0], history()[1], history()[0]]
    table = tabled(rows)
    columns = {field: column for field, column in PLAN.map.columns.items() if column != "rec_id"}
    reader = Reader(table, replace(PLAN.map, columns=columns), PLAN.charter, today=TODAY)
    keys = [reader.read(row).key for row in table.rows]
    assert len(set(keys)) == 3
    assert keys[0].removesuffix("-1") == keys[2].removesuffix("-2")


def test_the_same_number_must_say_the_same_again() -> None:
    assert same_again({"category": "C1", "at": 3}, {"category": "C1"})
    assert not same_again({"category": "C1"}, {"category": "C2"})
