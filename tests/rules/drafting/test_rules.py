"""When a draft may be changed, proposed and withdrawn, and what may stand in it."""

from __future__ import annotations

import pytest

from tuoluo.drafting import rules
from tuoluo.drafting.content import TABLES, Row, canonical, clean
from tuoluo.drafting.rules import State
from tuoluo.kernel.refusals import Refusal


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


@pytest.mark.parametrize("state", State)
def test_only_an_open_draft_is_changed(state: State) -> None:
    assert code(rules.must_be_open(state)) == ("" if state is State.OPEN else "draft.not_open")


@pytest.mark.parametrize("state", State)
def test_what_is_open_or_proposed_is_withdrawn(state: State) -> None:
    ended = state in (State.WITHDRAWN, State.ADOPTED)
    assert code(rules.may_withdraw(state, ())) == ("draft.not_open" if ended else "")
    assert code(rules.may_withdraw(State.PROPOSED, ["试验区"])) == "draft.in_force"


@pytest.mark.parametrize(
    ("errors", "name", "expected"),
    [
        (0, "bay-2", ""),
        (1, "bay-2", "draft.has_errors"),
        (0, "nanshan", "draft.name_taken"),
        (0, "", "draft.bad_name"),
        (0, "..", "draft.bad_name"),
        (0, "../etc", "draft.bad_name"),
        (0, "a/b", "draft.bad_name"),
        (0, "Bay", "draft.bad_name"),
        (0, "compare", "draft.bad_name"),
        (0, "x" * 61, "draft.bad_name"),
    ],
)
def test_a_draft_is_proposed_without_errors_under_a_free_name_that_is_no_path(
    errors: int, name: str, expected: str
) -> None:
    assert code(rules.may_propose(errors, name, {"nanshan"})) == expected


def test_a_row_is_changed_only_as_it_was_seen() -> None:
    row = Row(7, 3, {"category": "A1"})
    assert rules.row_as_seen(row, 3) is None
    assert code(rules.row_as_seen(row, 2)) == "draft.row_changed"
    assert code(rules.row_as_seen(None, 1)) == "draft.row_gone"


@pytest.mark.parametrize(
    ("table", "cells", "expected"),
    [
        ("duties", {"category": "A1", "note": "第一行\n第二行"}, ""),
        ("duties", {"note": "a\r\nb"}, ""),
        ("colours", {}, "draft.no_such_table"),
        ("duties", {"colour": "red"}, "draft.no_such_column"),
        ("charter", {"catalogue": "nanshan"}, "draft.no_such_column"),
        ("duties", {"note": "\x00"}, "draft.bad_cell"),
        ("duties", {"note": "\ud800"}, "draft.bad_cell"),
        ("duties", {"note": "x" * (rules.LONGEST_CELL + 1)}, "draft.bad_cell"),
    ],
)
def test_a_row_fits_its_table(table: str, cells: dict[str, str], expected: str) -> None:
    assert code(rules.fits(table, cells)) == expected


def test_tables_hold_no_more_than_there_is_room_for() -> None:
    most = TABLES["charter"].most
    assert rules.may_add("charter", most - 1) is None
    assert code(rules.may_add("charter", most)) == "draft.too_many_rows"
    assert code(rules.may_replace({"charter": [{}] * (most + 1)})) == "draft.too_many_rows"
    assert code(rules.may_replace({"duties": []})) == "draft.nothing_to_import"
    assert code(rules.may_replace({"colours": [{}]})) == "draft.no_such_table"
    assert rules.may_replace({"duties": [{"category": "A1"}]}) is None
    assert code(rules.not_too_large(rules.LARGEST + 1)) == "draft.too_large"
    assert rules.not_too_large(rules.LARGEST) is None


@pytest.mark.parametrize("title", ["", " ", "a\nb", "x" * 121, "a\x00b"])
def test_a_draft_has_a_title_of_one_line(title: str) -> None:
    assert code(rules.may_be_called(title)) == "draft.bad_title"
    assert rules.may_be_called("新章程") is None


def test_cells_are_written_as_the_layout_has_it_and_wrong_ones_stay() -> None:
    given = {
        "unit": "工作日",
        "retained": "是",
        "assistants": "a；b ;c",
        "amount": "soon",
        "lead": "two; leads",
        "note": " ",
    }
    kept = {"unit": "working_days", "retained": "yes", "assistants": "a; b; c", "amount": "soon", "lead": "two; leads"}
    assert clean(TABLES["duties"], given) == kept
    unit = TABLES["duties"].column("unit")
    assert unit is not None
    assert canonical("fortnight", unit) == "fortnight"
