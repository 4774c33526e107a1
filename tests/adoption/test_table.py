"""A history file is read however it was saved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.histories import as_csv, as_xlsx, history
from tuoluo.adoption.table import Unreadable, read_table, said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_reads_the_same_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    rows = history(5)
    table = read_table(as_csv(tmp_path / "a.csv", rows, encoding))
    assert list(table.columns) == list(rows[0])
    assert [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows] == rows


def test_a_spreadsheet_reads_like_the_csv_and_a_title_above_it_is_no_heading(tmp_path: Path) -> None:
    rows = history(5)
    table = read_table(as_xlsx(tmp_path / "a.xlsx", rows, title="2025 年诉求台账"))
    assert [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows] == rows
    assert table.rows[0].number == 3  # as the spreadsheet counts: title, heading, first row


def test_days_of_a_spreadsheet_become_days(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["编号", "日期", "数"])
    sheet.append([17, date(2018, 2, 8), 1.5])
    book.save(tmp_path / "a.xlsx")
    assert read_table(tmp_path / "a.xlsx").rows[0].cells == ("17", "2018-02-08", "1.5")


def test_rows_keep_the_numbers_that_a_spreadsheet_shows_though_empty_ones_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n,\n3,4\n", encoding="utf-8")
    assert [row.number for row in read_table(tmp_path / "a.csv").rows] == [2, 4]


def test_columns_of_one_name_are_told_apart_and_nameless_ones_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("名称,名称,,数\n甲,乙,x,1\n", encoding="utf-8")
    table = read_table(tmp_path / "a.csv")
    assert table.columns == ("名称", "名称 (2)", "数")
    assert table.rows[0].cells == ("甲", "乙", "1")


def test_semicolons_and_tabs_are_understood(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a;b;c\n1;2,5;3\n", encoding="utf-8")
    assert read_table(tmp_path / "a.csv").rows[0].cells == ("1", "2,5", "3")


@pytest.mark.parametrize("text", ["", " ", "-", "—", "\u3000", "NULL", "N/A", " - "])
def test_there_are_many_ways_to_say_nothing(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "no_heading"),
        ("a.csv", b"a,b\n", "no_rows"),
        ("a.csv", b"\x89PNG\x00\x00\x01", "unknown_encoding"),
        ("a.csv", b"\xff\xff\xff,\xff\n1,2\n", "unknown_encoding"),
        ("a.xlsx", b"no spreadsheet", "not_a_table"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        read_table(tmp_path / name)
    assert refused.value.code == code


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="file_missing"):
        read_table(tmp_path / "none.csv")
