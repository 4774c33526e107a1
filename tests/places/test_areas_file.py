"""Tables of areas: every fault of a file at once, with row, column and what to do."""

from __future__ import annotations

from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from tuoluo.territory import datum
from tuoluo.territory.areas_file import read_areas
from tuoluo.territory.codes import Level
from tuoluo.territory.problems import BadFile


def table(folder: Path, text: str) -> Path:
    path = folder / "areas.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path, known: tuple[str, ...] = (), stated: str | None = None) -> list[tuple[str, int, str]]:
    with pytest.raises(BadFile) as raised:
        read_areas(path, known, datum=stated)
    return [(problem.code, problem.place, problem.column) for problem in raised.value.problems]


def test_the_whole_comes_before_its_parts_whatever_the_order(tmp_path: Path) -> None:
    path = table(tmp_path, "代码,名称\n440305005016,深圳湾社区\n440305,南山区\n440305005000,蛇口街道\n")
    rows = read_areas(path)
    assert [row.code.level for row in rows] == [Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY]
    assert [row.row for row in rows] == [3, 4, 2]


def test_dates_and_places_are_read_in_the_stated_datum(tmp_path: Path) -> None:
    path = table(tmp_path, "code,name,valid_from,lng,lat\n440305,南山区,2023/06/30,113.930413,22.533287\n")
    (row,) = read_areas(path, datum="GCJ-02")
    assert row.valid_from == date(2023, 6, 30)
    assert (row.lng, row.lat) == datum.convert(113.930413, 22.533287, "GCJ-02")


def test_a_parent_that_exists_already_need_not_be_in_the_file(tmp_path: Path) -> None:
    path = table(tmp_path, "code,name\n440305005016,深圳湾社区\n")
    assert faults(path) == [("parent_unknown", 2, "code")]
    assert len(read_areas(path, ["440305005000"])) == 1


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    text = (
        "code,name,valid_from,lng,lat\n"
        "440305,南山区,,,\n"
        "\n"
        "440305004016,蛇口社区,,,\n"
        "44030500501,短码社区,,,\n"
        "440305005,,2023-06-31,,\n"
        "440305006,招商街道,,113.9,north\n"
        "440305006000,招商街道,,,\n"
        "440305007,粤海街道,,113.9,22.5\n"
        "440305008,桃源街道,,113.9,22.5\n"  # the datum is missing once, for the whole file
    )
    assert faults(table(tmp_path, text)) == [
        ("parent_unknown", 4, "code"),
        ("area.code_length", 5, "code"),
        ("name_missing", 6, "name"),
        ("not_a_date", 6, "valid_from"),
        ("not_a_degree", 7, "lat"),
        ("code_twice", 8, "code"),
        ("datum_missing", 9, "lng"),
    ]


def test_an_unknown_datum_is_reported_not_guessed(tmp_path: Path) -> None:
    path = table(tmp_path, "code,name,lng,lat\n440305,南山区,113.9,22.5\n")
    assert faults(path, stated="GCJ-20") == [("datum_unknown", 2, "lng")]


def test_files_that_are_no_table_of_areas(tmp_path: Path) -> None:
    assert faults(tmp_path / "none.csv") == [("file_missing", 0, "")]
    assert faults(table(tmp_path, "code,name\n\n")) == [("no_rows", 0, "")]
    assert faults(table(tmp_path, "")) == [("no_rows", 0, "")]
    assert faults(table(tmp_path, "id,title\n1,x\n")) == [("column_missing", 1, "code"), ("column_missing", 1, "name")]
    (tmp_path / "areas.csv").write_bytes("code,name\n440305,南山区\n".encode("gbk"))
    assert faults(tmp_path / "areas.csv") == [("file_not_utf8", 0, "")]


def test_the_shipped_areas_of_nanshan_are_sound() -> None:
    with as_file(files("tuoluo.territory") / "data" / "nanshan" / "areas.csv") as path:
        rows = read_areas(path, datum="CGCS2000")
    levels = [row.code.level for row in rows]
    assert [levels.count(level) for level in (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY)] == [1, 9, 108]
    assert sum(row.lng is not None for row in rows if row.code.level is Level.COMMUNITY) == 40
    assert all(row.name_en and row.valid_from for row in rows)
    assert len({row.name_en for row in rows}) == len(rows)
    assert "440305004" not in {row.code.stem for row in rows}  # never given out, though often claimed
