"""What has to be said, named or finished before a step is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.actors import ANYBODY
from tuoluo.matters import rules
from tuoluo.matters.rules import Outcome, Stage

NOW = datetime(2026, 7, 6, 10, tzinfo=UTC)
CATALOGUE = {"A001", "B020"}


@dataclass(frozen=True)
class AMatter:
    stage: str
    pk: int = 1
    reporter_id: int | None = None
    accountable_body_id: int = 10
    lead_id: int | None = 20
    verifier_id: int | None = 30
    due_unknown_year: int | None = None


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


@pytest.mark.parametrize(
    ("lead", "charter_lead", "assistants", "verifier", "reason", "expected"),
    [
        (20, 20, [], 30, "", ""),
        (20, 20, [21, 22], 30, "", ""),
        (20, None, [], 30, "", ""),  # the charter names nobody: no reason is owed
        (21, 20, [], 30, "", "matter.lead_needs_reason"),
        (21, 20, [], 30, "  \n", "matter.lead_needs_reason"),
        (21, 20, [], 30, "20 is closed for repairs", ""),
        (20, 20, [20], 30, "", "matter.lead_assists_itself"),
        (20, 20, [], None, "", "matter.nobody_to_verify"),
        (20, 20, [], 20, "", "matter.verifies_own_work"),
        (20, 20, [21, 30], 30, "", "matter.verifies_own_work"),
        (30, 20, [], 30, "as agreed", "matter.verifies_own_work"),  # a reason does not help
    ],
)
def test_who_may_lead(
    lead: int, charter_lead: int | None, assistants: list[int], verifier: int | None, reason: str, expected: str
) -> None:
    refusal = rules.may_lead(
        lead=lead, charter_lead=charter_lead, assistants=assistants, verifier=verifier, reason=reason
    )
    assert code(refusal) == expected


@pytest.mark.parametrize(
    ("text", "category", "expected"),
    [
        ("路灯坏了", "", ""),
        ("路灯坏了", "A001", ""),
        ("路灯坏了", "A002", "matter.unknown_category"),
        ("", "", "matter.text_missing"),
        ("　\t", "A001", "matter.text_missing"),
    ],
)
def test_what_a_report_needs(text: str, category: str, expected: str) -> None:
    assert code(rules.may_report(text, category, CATALOGUE)) == expected


@pytest.mark.parametrize(
    ("category", "expected"),
    [("A001", ""), ("", "matter.category_missing"), ("Z", "matter.unknown_category")],
)
def test_a_registered_matter_has_a_category_of_the_catalogue(category: str, expected: str) -> None:
    assert code(rules.may_have_category(category, CATALOGUE)) == expected


@pytest.mark.parametrize(("text", "expected"), [("换了灯泡", ""), ("", "x"), ("   ", "x"), ("\u3000", "x")])
def test_a_reason_is_more_than_blanks(text: str, expected: str) -> None:
    assert code(rules.must_say(text, "x")) == expected


@pytest.mark.parametrize(
    ("open_parts", "note", "expected"),
    [
        (0, "", ""),
        (1, "", "matter.parts_open"),
        (2, " ", "matter.parts_open"),
        (2, "the water bureau does the rest in May", ""),
    ],
)
def test_an_open_part_needs_a_word(open_parts: int, note: str, expected: str) -> None:
    refusal = rules.may_leave_parts(open_parts, note)
    assert code(refusal) == expected
    if refusal:
        assert refusal.facts == {"parts": open_parts}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("has_part", [True, False])
def test_a_part_is_finished_by_who_has_one_while_the_matter_is_in_hand(stage: Stage, has_part: bool) -> None:
    refusal = rules.may_finish_part(AMatter(stage.value), has_part=has_part)
    if stage not in (Stage.DISPATCHED, Stage.HANDLING):
        assert code(refusal) == "matter.not_in_hand"
    else:
        assert code(refusal) == ("" if has_part else "matter.no_part")


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("carried_over", [True, False])
def test_only_a_source_may_leave_the_outcome_open(outcome: Outcome, carried_over: bool) -> None:
    refused = outcome is Outcome.NOT_STATED and not carried_over
    assert code(rules.may_state(outcome, carried_over=carried_over)) == ("matter.outcome_missing" if refused else "")


@pytest.mark.parametrize(("value", "allowed"), [(-1, False), (0, False), (1, True), (3, True), (5, True), (6, False)])
def test_satisfaction_has_five_steps(value: int, allowed: bool) -> None:
    assert code(rules.may_score(value)) == ("" if allowed else "matter.score_out_of_range")


@pytest.mark.parametrize(("post_body", "body", "expected"), [(1, 1, ""), (1, 2, "matter.post_elsewhere")])
def test_a_body_names_its_own_posts(post_body: int, body: int, expected: str) -> None:
    assert code(rules.may_name(post_body, body)) == expected


def test_no_post_belongs_to_no_body() -> None:
    assert code(rules.may_name(1, None)) == "matter.post_elsewhere"


@pytest.mark.parametrize(
    ("stage", "lead", "reason", "expected"),
    [
        (Stage.REGISTERED, 20, "", ""),  # sent for the first time
        (Stage.DISPATCHED, 21, "20 is closed for repairs", ""),
        (Stage.DISPATCHED, 21, " ", "matter.sent_already"),
        (Stage.DISPATCHED, 20, "once more", "matter.sent_already"),
    ],
)
def test_what_was_sent_is_sent_on_only_to_another_with_a_reason(
    stage: Stage, lead: int, reason: str, expected: str
) -> None:
    assert code(rules.may_send_on(AMatter(stage.value), lead, reason)) == expected


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("year", [None, 2093])
def test_a_deadline_is_set_afterwards_only_where_it_waits(stage: Stage, year: int | None) -> None:
    refusal = rules.may_set_deadline(AMatter(stage.value, due_unknown_year=year), ANYBODY, NOW)
    if stage in (Stage.COLLECTED, Stage.REGISTERED, Stage.DECLINED, Stage.WITHDRAWN):
        assert code(refusal) == "matter.not_under_way"
    else:
        assert code(refusal) == ("matter.deadline_not_waiting" if year is None else "")


def test_a_year_that_is_not_published_is_not_guessed() -> None:
    assert rules.must_know_year(None) is None
    refusal = rules.must_know_year(2093)
    assert refusal is not None
    assert (refusal.code, refusal.facts) == ("matter.year_unknown", {"year": 2093})
