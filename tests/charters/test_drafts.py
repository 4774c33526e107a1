"""A draft keeps everything, right or wrong, and becomes the same charter again; each finding stands beside its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.charter.draft import Draft
from tuoluo.charter import load_charter
from tuoluo.drafting.checked import checked
from tuoluo.drafting.content import (
    TABLES,
    Content,
    Row,
    clean,
    content_from,
    content_of,
    files_of,
    with_row,
    with_table,
    without_row,
)


@pytest.fixture
def small(tmp_path: Path) -> Content:
    """A small charter without a fault, as rows."""
    return content_of(Draft(tmp_path).folder)


def changed(content: Content, table: str, place: int, **cells: str) -> tuple[Content, Row]:
    old = content.table(table)[place]
    row = Row(old.id, old.version + 1, clean(TABLES[table], {**old.cells, **cells}))
    return with_row(content, table, row), row


def test_a_charter_opened_as_a_draft_says_the_same(tmp_path: Path) -> None:
    folder = Draft(tmp_path).folder
    known = checked(content_of(folder))
    assert known.charter is not None
    assert known.charter.digest == load_charter(folder).digest
    assert not known.errors


def test_what_is_kept_is_read_back(small: Content) -> None:
    assert content_from(small.text) == small


@pytest.mark.parametrize(
    ("table", "place", "cells", "column", "code"),
    [
        ("duties", 1, {"lead": "workstaton"}, "lead", "unknown_name"),
        ("duties", 1, {"lead": "workstation; office"}, "lead", "two_leads"),
        ("duties", 1, {"amount": "soon"}, "amount", "bad_number"),
        ("duties", 1, {"amount": ""}, "amount", "deadline_without_amount"),
        ("duties", 1, {"basis": ""}, "basis", "no_basis"),
        ("catalogue", 1, {"parent": "nowhere"}, "parent", "unknown_name"),
        ("kinds", 1, {"maximum": "many"}, "maximum", "bad_number"),
        ("kinds", 0, {"part": "4"}, "part", "unknown_choice"),
        ("roles", 0, {"kinds": "workstaton"}, "kinds", "unknown_name"),
        ("front_door", 0, {"kind": "nobody"}, "kind", "unknown_name"),
        ("cells", 0, {"leader_role": "nobody"}, "leader_role", "unknown_name"),
        ("hours", 0, {"sessions": "9-18"}, "sessions", "bad_hours"),
        ("charter", 0, {"valid_from": "soon"}, "valid_from", "bad_date"),
        ("charter", 0, {"title_zh": ""}, "title_zh", "bad_name"),
        ("charter", 0, {"version": ""}, "version", "missing_value"),
    ],
)
def test_a_finding_stands_beside_the_cell_that_it_is_about(
    small: Content, table: str, place: int, cells: dict[str, str], column: str, code: str
) -> None:
    content, row = changed(small, table, place, **cells)
    beside = checked(content).beside(table, row.id)
    assert code in [finding.code for finding in beside.get(column, [])], beside


def test_what_is_wrong_is_kept_as_it_was_written(small: Content) -> None:
    content, row = changed(small, "duties", 1, amount="soon", lead="nobody at all")
    assert content_from(content.text).row("duties", row.id) == row
    assert "soon" in files_of(content).tables["duties"]


def test_chinese_words_of_the_layout_become_its_codes() -> None:
    cells = clean(TABLES["duties"], {"unit": "工作日", "needs_administrative_subject": "是", "assistants": "a；b ;c"})
    assert cells == {"unit": "working_days", "needs_administrative_subject": "yes", "assistants": "a; b; c"}


def test_a_replaced_table_keeps_the_numbers_of_rows_that_were_there(small: Content) -> None:
    rows = [row.cells for row in small.table("duties")]
    again = with_table(small, "duties", rows)
    assert again.rows == small.rows
    short = {name: text for name, text in rows[0].items() if name != "basis"}
    kept = with_table(small, "duties", [short])
    assert kept.table("duties") == small.table("duties")[:1], "a column that the file lacks keeps what it said"
    more = with_table(small, "duties", [{**rows[0], "note": "new"}])
    assert (more.table("duties")[0].id, more.table("duties")[0].version) == (small.table("duties")[0].id, 2)


def test_a_removed_row_gives_its_number_to_nobody(small: Content) -> None:
    last = small.table("duties")[-1]
    content = without_row(small, "duties", last.id)
    added = with_row(content, "duties", Row(content.next, 1, {"category": "A1"}))
    assert added.table("duties")[-1].id > last.id
