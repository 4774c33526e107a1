"""Columns are recognised by their names and by what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.histories import Row, as_csv, history, in_chinese, in_english
from tuoluo.adoption.headings import Field, heading_says, id_of, means_late
from tuoluo.adoption.recognise import Recognition, recognise
from tuoluo.adoption.table import read_table


def recognised(tmp_path: Path, rows: list[Row]) -> Recognition:
    return recognise(read_table(as_csv(tmp_path / "a.csv", rows)))


def stated(found: Recognition) -> dict[str, str]:
    return {field.value: found.column(field) for field in Field if field is not Field.CATEGORY and found.column(field)}


def test_a_file_with_plain_names_needs_no_question(tmp_path: Path) -> None:
    found = recognised(tmp_path, history())
    assert found.sure
    assert stated(found) == {
        "key": "rec_id",
        "reported": "create_time",
        "district": "district",
        "street": "street",
        "community": "community",
        "unit": "dispose_unit",
        "channel": "source",
        "nature": "property",
        "on_time": "achieve",
    }
    assert found.levels == ("event_type", "main_type", "sub_type")
    numbered = {name: found.id_column(name) for name in ("street", "community", "sub_type", "dispose_unit")}
    assert numbered == {name: f"{name}_id" for name in numbered}


def test_a_hotline_file_in_chinese_needs_no_question(tmp_path: Path) -> None:
    found = recognised(tmp_path, in_chinese(history()))
    assert found.sure
    assert stated(found) == {
        "key": "工单编号",
        "reported": "受理时间",
        "street": "所属街道",
        "community": "社区名称",
        "unit": "承办单位",
        "channel": "诉求来源",
        "nature": "诉求性质",
        "on_time": "是否超期",
        "text": "诉求内容",
    }
    assert found.levels == ("事项大类", "事项小类")


def test_an_english_file_needs_no_question_and_a_road_is_no_subdistrict(tmp_path: Path) -> None:
    found = recognised(tmp_path, in_english(history()))
    assert found.sure
    assert stated(found) == {
        "key": "Service Request Number",
        "reported": "Created Date",
        "closed": "Closed Date",
        "due": "Due Date",
        "community": "Neighborhood",
        "unit": "Agency Name",
        "channel": "Method Received",
        "status": "Status",
        "lng": "Longitude",
        "lat": "Latitude",
    }
    assert found.levels == ("Complaint Type",)


def test_the_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    rows = [dict(reversed(row.items())) for row in history()]
    found = recognised(tmp_path, rows)
    assert found.sure
    assert found.levels == ("event_type", "main_type", "sub_type")


def test_content_speaks_where_names_do_not(tmp_path: Path) -> None:
    renamed = {"community": "col_a", "street": "col_b", "property": "col_c", "achieve": "col_d"}
    rows = [{renamed.get(name, name): value for name, value in row.items()} for row in history()]
    found = recognised(tmp_path, rows)
    assert found.sure
    said = stated(found)
    assert (said["community"], said["street"], said["nature"], said["on_time"]) == ("col_a", "col_b", "col_c", "col_d")


def test_a_column_whose_name_contradicts_its_content_is_not_believed(tmp_path: Path) -> None:
    rows = [{**row, "create_time": row["sub_type"]} for row in history()]
    found = recognised(tmp_path, rows)
    assert Field.REPORTED in found.missing
    assert not found.sure


def test_nothing_is_guessed_from_meaningless_names_and_one_answer_settles_a_question(tmp_path: Path) -> None:
    rows = [{"day" if name == "create_time" else name: value for name, value in row.items()} for row in history()]
    found = recognised(tmp_path, rows)
    assert [(guess.column, guess.field) for guess in found.unsure] == [("day", Field.REPORTED)]
    settled = found.settle("day", Field.REPORTED)
    assert settled.sure
    assert settled.column(Field.REPORTED) == "day"


def test_two_columns_that_could_both_be_the_day_are_a_question(tmp_path: Path) -> None:
    rows = [{**row, "created": f"2025-02-{1 + number % 27:02d}"} for number, row in enumerate(history())]
    found = recognised(tmp_path, rows)
    assert [guess.rival for guess in found.unsure] == ["created"]
    settled = found.settle("created", Field.REPORTED)
    assert settled.sure
    assert settled.column(Field.REPORTED) == "created"


def test_a_second_way_of_sorting_is_no_level_of_the_category(tmp_path: Path) -> None:
    other = ("甲类", "乙类", "丙类")
    rows = [{**row, "类别": other[number % 3]} for number, row in enumerate(history())]
    assert recognised(tmp_path, rows).levels == ("event_type", "main_type", "sub_type")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("CreatedDate", Field.REPORTED),
        ("CREATE_TIME", Field.REPORTED),
        ("受理时间", Field.REPORTED),
        ("处置单位名称", Field.UNIT),
        ("所属社区", Field.COMMUNITY),
        ("三级分类", Field.CATEGORY),
        ("Complaint Type", Field.CATEGORY),
    ],
)
def test_headings(heading: str, field: Field) -> None:
    says = heading_says(heading)
    assert max(says, key=lambda option: says[option]) is field


def test_headings_of_numbers_and_of_lateness() -> None:
    assert id_of("STREET_ID") == "street"
    assert id_of("社区编码") == "社区"
    assert id_of("street") is None
    assert means_late("是否超期")
    assert not means_late("是否按时")
