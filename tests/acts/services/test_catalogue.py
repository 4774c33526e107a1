"""The catalogue as a spreadsheet: what is loaded comes back the same, bad rows come back with the repair."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import SINCE, Cast
from tuoluo.bodies.charters import charter_at
from tuoluo.charter.model import Handling
from tuoluo.kernel.refusals import Refused
from tuoluo.kernel.sheets import BadSheet, SheetRow, read_sheet
from tuoluo.kernel.worktime import TimeLimit, Unit
from tuoluo.ledger.models import Record
from tuoluo.services.catalogue import Reading, Tally, export_items, load_items, read_items, sample_file, write_rejected
from tuoluo.services.lists import lists
from tuoluo.services.models import Item
from tuoluo.services.reads import wordings_on
from tuoluo.services.rules import Lists, NewItem, Terms


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Headings in Chinese, unless a test asks for English."""
    with translation.override("zh-hans"):
        yield


def today() -> date:
    return timezone.localdate()


def known(cast: Cast) -> Lists:
    return lists(charter_at(cast.district.stem, today()))


def load(cast: Cast, path: Path) -> Tally:
    _, readings = read_items(path, known(cast))
    return load_items(readings, by=cast.district_head, at=timezone.now(), day=today())


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.entered, tally.changed, tally.unchanged, len(tally.rejected)


def write(path: Path, *rows: list[str], heading: str = "编码,名称,法律属性,收放,时限,时限单位,所需能力") -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([heading.split(","), *rows])
    return path


def test_the_sample_has_156_items_that_may_be_delegated_and_says_that_it_is_one(cast: Cast) -> None:
    sheet, readings = read_items(sample_file(), known(cast))
    assert not [reading for reading in readings if reading.wrong]
    terms = [reading.item.terms for reading in readings if reading.item]
    delegable = [one for one in terms if one.handling is Handling.DELEGABLE]
    assert (len(delegable), len(terms), len(sheet.rows)) == (156, 168, 168)
    assert all("样例" in one.source for one in terms)
    assert all(one.basis or "待补" in one.note for one in terms), "no basis is made up"
    for names in ([one.name for one in terms], [one.name_en for one in terms]):
        assert len(set(names)) == len(names)
    assert {one.attribute for one in delegable} == {"public_service", "auxiliary", "self_government"}
    assert {one.attribute for one in terms if one.handling is Handling.RETAINED} >= {
        "licence",
        "confirmation",
        "payment",
    }


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("spoken", ["zh-hans", "en"])
def test_what_is_loaded_comes_back_the_same_and_twice_adds_nothing(
    cast: Cast, tmp_path: Path, ending: str, spoken: str
) -> None:
    assert counts(load(cast, sample_file())) == (168, 0, 0, 0)
    before = Record.objects.count()
    assert counts(load(cast, sample_file())) == (0, 0, 168, 0)
    with translation.override(spoken):
        path = tmp_path / f"items.{ending}"
        assert export_items(path, wordings_on(today()), known(cast)) == 168
        assert counts(load(cast, path)) == (0, 0, 168, 0)
    assert Record.objects.count() == before


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), max_size=40
).map(str.strip)  # fmt: skip
TERMS = st.builds(
    Terms,
    name=TEXT.filter(bool),
    name_en=TEXT,
    attribute=st.sampled_from(["public_service", "auxiliary"]),
    handling=st.sampled_from([Handling.DELEGABLE, Handling.RETAINED]),
    category=st.sampled_from(["", "L92001", "L94001"]),
    basis=TEXT,
    competences=st.lists(st.sampled_from(["window", "elder_care", "first_aid"]), unique=True, max_size=3).map(tuple),
    materials=st.lists(TEXT.filter(bool), max_size=3).map("\n".join),
    limit=st.none() | st.builds(TimeLimit, st.integers(1, 9999), st.sampled_from(Unit)),
    fee=TEXT,
    note=TEXT,
    source=TEXT,
)


@pytest.mark.slow
@given(
    found=st.lists(TERMS, max_size=4),
    ending=st.sampled_from(["xlsx", "csv"]),
    spoken=st.sampled_from(["zh-hans", "en"]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_an_item_says_survives_the_spreadsheet(
    cast: Cast, tmp_path: Path, found: list[Terms], ending: str, spoken: str
) -> None:
    path = tmp_path / f"items.{ending}"
    with translation.override(spoken), transaction.atomic():
        for number, terms in enumerate(found):
            reading = Reading(read_row(), NewItem(f"FW-{number}", terms), SINCE)
            assert counts(load_items([reading], by=cast.registrar, at=timezone.now(), day=today())) == (1, 0, 0, 0)
        export_items(path, wordings_on(today()), known(cast))
        _, readings = read_items(path, known(cast))
        assert [reading.wrong for reading in readings] == [()] * len(found)
        assert [reading.item.terms for reading in readings if reading.item] == found
        assert [reading.valid_from for reading in readings] == [SINCE] * len(found)
        assert counts(load(cast, path)) == (0, 0, len(found), 0)
        transaction.set_rollback(True)


def read_row() -> SheetRow:
    return SheetRow(2, {})


def test_bad_rows_come_back_with_row_column_value_and_repair_and_can_be_mended(cast: Cast, tmp_path: Path) -> None:
    path = write(
        tmp_path / "ours.csv",
        ["A-1", "助餐", "公共服务", "放", "3", "工作日", "养老服务培训；window"],
        ["A-2", "许可", "行政许可", "放", "", "", ""],
        ["A-1", "又一个", "公共服务", "放", "", "", ""],
        ["a 3", "", "说不清", "也许", "很快", "天", "会飞"],
    )
    sheet, readings = read_items(path, known(cast))
    tally = load_items(readings, by=cast.district_head, at=timezone.now(), day=today())
    assert counts(tally) == (1, 0, 0, 3)
    assert Item.objects.get().wordings.get().terms().competences == ("elder_care", "window")
    out = tmp_path / "rejects.xlsx"
    write_rejected(out, path.name, sheet, tally.rejected)
    back = read_sheet(out)
    assert [row.cells["编码"] for row in back.rows] == ["A-2", "A-1", "a 3"], "nothing is lost"
    first = back.rows[0].cells
    assert (first["〔文件〕"], first["〔行号〕"], first["〔问题所在列〕"], first["〔原值〕"]) == (
        "ours.csv",
        "3",
        "收放",
        "放",
    )
    assert first["〔问题〕"]
    assert first["〔如何修改〕"].startswith("请填“收”")
    last = back.rows[2].cells
    assert last["〔问题所在列〕"].split("\n") == ["收放", "时限", "编码", "名称", "法律属性", "所需能力"]
    assert len(last["〔如何修改〕"].split("\n")) == 6
    assert counts(load(cast, out)) == (0, 1, 0, 2), "the same file can be loaded again; A-1 is one row now"


def test_a_row_that_an_act_refuses_comes_back_too(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["A-1", "助餐", "公共服务", "放", "", "", ""])
    load(cast, path)
    Item.objects.update(valid_until=today())
    write(path, ["A-1", "助餐送餐", "公共服务", "放", "", "", ""])
    tally = load(cast, path)
    assert [fault.code for fault in tally.rejected[0].wrong] == ["item.not_in_force"]


def test_a_right_that_is_missing_stops_the_load(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["A-1", "助餐", "公共服务", "放", "", "", ""])
    _, readings = read_items(path, known(cast))
    with pytest.raises(Refused) as caught:
        load_items(readings, by=cast.secretary, at=timezone.now(), day=today())
    assert caught.value.refusal.code == "right.not_in_role"
    assert not Item.objects.exists()


def test_a_change_begins_on_the_day_of_the_load_or_later(cast: Cast, tmp_path: Path) -> None:
    chinese, english = "编码,名称,法律属性,收放,起始日期", "code,name,legal attribute,handling,valid from"
    path = write(tmp_path / "a.csv", ["A-1", "助餐", "公共服务", "放", str(SINCE)], heading=chinese)
    load(cast, path)
    later = today() + timedelta(days=30)
    for name, day, begins in (("送餐", SINCE, today()), ("配餐", later, later)):
        write(path, ["A-1", name, "公共服务", "放", str(day)], heading=english)
        assert counts(load(cast, path)) == (0, 1, 0, 0)
        assert Item.objects.get().wordings.get(valid_until=None).valid_from == begins


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("编码,名称,法律属性", "row 1: the column 收放 is missing"),
        ("编码,名称,法律属性,收放,颜色", "row 1, column 颜色: it is not known"),
        ("编码,code,名称,法律属性,收放", "row 1, column code: 编码 says the same"),
        ("编码,名称,名称,法律属性,收放", "column 名称: it stands there twice"),
    ],
)
def test_a_file_that_is_no_catalogue_says_why(cast: Cast, tmp_path: Path, heading: str, told: str) -> None:
    with pytest.raises(BadSheet, match=told):
        read_items(write(tmp_path / "a.csv", ["x"], heading=heading), known(cast))


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    empty, broken = tmp_path / "e.csv", tmp_path / "b.xlsx"
    empty.write_text("", encoding="utf-8")
    broken.write_bytes(b"no workbook")
    wide = write(tmp_path / "w.csv", ["1", "2", "3"], heading="a,b")
    for path, told in (
        (empty, "empty"),
        (broken, "no workbook"),
        (tmp_path / "none.csv", "no such file"),
        (wide, "row 2"),
    ):
        with pytest.raises(BadSheet, match=told):
            read_sheet(path)


def test_excels_old_encoding_is_read(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "gbk.csv"
    path.write_bytes("编码,名称,法律属性,收放\nA-1,助餐,公共服务,放\n".encode("gb18030"))
    assert counts(load(cast, path)) == (1, 0, 0, 0)
