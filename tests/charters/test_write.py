"""A charter that is written and read again says the same, whatever stands in it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.charter.draft import Draft
from tuoluo.charter import CellRule, Charter, Finding, FrontDoor, Name, check, read_charter, write_charter
from tuoluo.charter.write import charter_toml
from tuoluo.kernel.worktime import OfficeHours, TimeLimit, Unit


def again(charter: Charter, folder: Path) -> tuple[Charter, list[Finding]]:
    read, findings = read_charter(write_charter(charter, folder))
    assert read is not None
    return read, findings


def test_what_is_written_reads_back_the_same(draft: Draft, tmp_path: Path) -> None:
    charter = draft.load()
    read, findings = again(charter, tmp_path / "again")
    assert (read, findings) == (charter, [])
    assert read.digest == charter.digest


def test_every_field_survives(draft: Draft, tmp_path: Path) -> None:
    charter = draft.load()
    duty = replace(
        charter.duties[0],
        area="440305005",
        assistants=("@街道城管办", "association"),
        limit=TimeLimit(3, Unit.URGENT_HOURS),
        needs_administrative_subject=True,
        retained=False,
        note='写有"引号",逗号\n和换行',
    )
    changed = replace(
        charter,
        title=Name('含 "引号" 与 \\ 反斜线', "It's"),
        valid_until=date(2030, 1, 1),
        sources=("甲", "乙;丙"),
        hours=OfficeHours(((time(8, 30), time(12)),)),
        calendar="",
        duties=(duty, *charter.duties),
    )
    read, findings = again(changed, tmp_path / "again")
    assert (read, findings) == (changed, [])


def test_writing_twice_gives_the_same_bytes(draft: Draft, tmp_path: Path) -> None:
    first = write_charter(draft.load(), tmp_path / "first")
    second = write_charter(again(draft.load(), tmp_path / "x")[0], tmp_path / "second")
    for file in ("charter.toml", "catalogue.csv", "duties.csv"):
        assert (first / file).read_bytes() == (second / file).read_bytes()


def test_the_tables_open_in_excel_with_their_chinese_intact(draft: Draft, tmp_path: Path) -> None:
    folder = write_charter(draft.load(), tmp_path / "again")
    assert (folder / "catalogue.csv").read_bytes().startswith(b"\xef\xbb\xbfcode,")
    assert (folder / "duties.csv").read_bytes().startswith(b"\xef\xbb\xbfcategory,")
    assert check(folder) == []


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_is_quoted_so_that_toml_gives_it_back(text: str) -> None:
    charter = Charter(
        name="n",
        title=Name(text),
        version=text,
        valid_from=date(2026, 1, 1),
        kinds={},
        roles={},
        categories={},
        duties=(),
        front_door=FrontDoor("workstation"),
        cells=CellRule("cell_leader"),
    )
    read = tomllib.loads(charter_toml(charter))["charter"]
    assert (read["title"]["zh"], read["version"]) == (text, text)
