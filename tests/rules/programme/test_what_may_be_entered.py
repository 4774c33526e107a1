"""What a programme, a measure, a milestone and its evidence must say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tuoluo.kernel.refusals import Refusal
from tuoluo.programme import rules
from tuoluo.programme.rules import Aim, EvidenceKind, Promise, Step, StepKind

KNOWN = ("on_time", "satisfied")
JAN, MAR, MAY, JUL = (date(2026, month, 1) for month in (1, 3, 5, 7))


def code(refusal: Refusal | None) -> str:
    if refusal is not None:
        assert refusal.basis, "a refusal names its basis"
    return refusal.code if refusal else ""


@pytest.mark.parametrize(("value", "fine"), [
    ("nanshan-2014", True), ("a", True), ("", False), ("Nanshan", False), ("a--b", False), ("-a", False),
    ("a b", False), ("南山", False), ("a/b", False), ("x" * 60, True), ("x" * 61, False),
])  # fmt: skip
def test_a_short_name_fits_into_an_address(value: str, fine: bool) -> None:
    assert (code(rules.code_fault(value)) == "") is fine


@pytest.mark.parametrize(("value", "expected"), [
    ("建好十个议事厅", ""), ("", "programme.words_missing"), ("  ", "programme.words_missing"),
    (" a", "programme.words_unclean"), ("a\nb", "programme.words_unclean"), ("a\x00", "programme.words_unclean"),
    ("x" * 201, "programme.words_too_long"),
])  # fmt: skip
def test_words_are_one_clean_line(value: str, expected: str) -> None:
    assert code(rules.words_fault(value, "measure")) == expected


@pytest.mark.parametrize(("aim", "expected"), [
    (Aim(), ""),
    (Aim("on_time", Decimal(70), JAN, Decimal(85)), ""),
    (Aim("", Decimal(70)), "measure.figures_without_indicator"),
    (Aim("happiness", Decimal(70), JAN, Decimal(85)), "indicator.unknown"),
    (Aim("on_time", Decimal(70), JAN), "measure.figures_missing"),
    (Aim("on_time", Decimal(70), None, Decimal(85)), "measure.figures_missing"),
    (Aim("on_time", Decimal(70), JAN, Decimal(70)), "measure.target_is_baseline"),
    (Aim("on_time", Decimal(70), JUL, Decimal(85)), "measure.baseline_ahead"),
    (Aim("on_time", Decimal("NaN"), JAN, Decimal(85)), "measure.bad_figure"),
    (Aim("on_time", Decimal("0.00001"), JAN, Decimal(85)), "measure.bad_figure"),
    (Aim("on_time", Decimal(10) ** 9, JAN, Decimal(85)), "measure.bad_figure"),
])  # fmt: skip
def test_an_aim_is_complete_and_about_a_figure_that_is_computed(aim: Aim, expected: str) -> None:
    assert code(rules.aim_fault(aim, KNOWN, MAY)) == expected


@pytest.mark.parametrize(("reference", "known", "expected"), [
    ("", None, ""), ("17", None, ""), ("17", True, ""), ("17", False, "measure.unknown_plan"),
    ("a" * 64, None, ""), ("a" * 12, False, "measure.unknown_plan"), ("a" * 11, None, "measure.bad_plan"),
    ("a" * 65, None, "measure.bad_plan"), ("the plan", None, "measure.bad_plan"), ("17 ", None, "measure.bad_plan"),
])  # fmt: skip
def test_a_plan_is_named_by_number_or_fingerprint(reference: str, known: bool | None, expected: str) -> None:
    assert code(rules.plan_fault(reference, known)) == expected


@pytest.mark.parametrize(("kind", "reference", "exists", "expected"), [
    (EvidenceKind.DOCUMENT, "深南府〔2014〕1号", None, ""),
    (EvidenceKind.DOCUMENT, "某文件", None, "evidence.no_number"),
    (EvidenceKind.DOCUMENT, "", None, "programme.words_missing"),
    (EvidenceKind.LINK, "https://www.szns.gov.cn/a?b=1", None, ""),
    (EvidenceKind.LINK, "szns.gov.cn", None, "evidence.no_address"),
    (EvidenceKind.LINK, "javascript:alert(1)", None, "evidence.no_address"),
    (EvidenceKind.LINK, "https://", None, "evidence.no_address"),
    (EvidenceKind.LINK, "https://[x", None, "evidence.no_address"),
    (EvidenceKind.ACT, "12", True, ""), (EvidenceKind.ACT, "12", False, "evidence.no_act"),
    (EvidenceKind.MATTER, "26-000001-9", True, ""), (EvidenceKind.MATTER, "26-000001-8", False, "evidence.no_matter"),
])  # fmt: skip
def test_evidence_can_be_looked_up(kind: EvidenceKind, reference: str, exists: bool | None, expected: str) -> None:
    assert code(rules.evidence_fault(kind, reference, exists=exists)) == expected


def test_a_milestone_is_promised_within_the_programme() -> None:
    assert rules.must_lie_within(MAR, JAN, JUL) is None
    assert code(rules.must_lie_within(JUL, JAN, MAY)) == "milestone.outside_programme"
    assert code(rules.period_fault(MAY, MAY)) == "programme.ends_first"
    assert rules.period_fault(JAN, MAY) is None


def test_a_milestone_is_reached_once_and_on_a_day_that_has_come() -> None:
    fresh = Promise(JAN, MAY)
    moved = Promise(JAN, MAR, (Step(StepKind.POSTPONED, MAR, JUL),))
    done = Promise(JAN, MAY, (Step(StepKind.REACHED, MAR),))
    assert rules.may_be_reached(fresh, MAR, JAN, MAY) is None
    assert code(rules.may_be_reached(fresh, JUL, JAN, MAY)) == "milestone.not_yet"
    assert code(rules.may_be_reached(fresh, JAN, MAR, MAY)) == "milestone.too_early"
    assert code(rules.may_be_reached(moved, JAN, JAN, MAY)) == "milestone.too_early"
    assert code(rules.may_be_reached(done, MAY, JAN, MAY)) == "milestone.reached"


def test_a_milestone_is_only_postponed_to_a_later_day_ahead() -> None:
    fresh = Promise(JAN, MAR)
    done = Promise(JAN, MAY, (Step(StepKind.REACHED, MAR),))
    assert rules.may_be_postponed(fresh, JUL, MAY) is None
    assert code(rules.may_be_postponed(fresh, MAR, JAN)) == "milestone.no_later"
    assert code(rules.may_be_postponed(fresh, MAY, MAY)) == "milestone.no_later"
    assert code(rules.may_be_postponed(done, JUL, MAY)) == "milestone.reached"


def test_an_owner_has_a_head_and_is_not_backdated() -> None:
    assert rules.must_be_in_office(True, "某局") is None
    assert code(rules.must_be_in_office(False, "某局")) == "measure.owner_without_head"
    assert rules.may_change_owner(same=False, since=MAY, last=JAN, today=MAY) is None
    assert code(rules.may_change_owner(same=True, since=MAY, last=JAN, today=MAY)) == "measure.same_owner"
    assert code(rules.may_change_owner(same=False, since=MAR, last=JAN, today=MAY)) == "measure.backdated"
    assert code(rules.may_change_owner(same=False, since=MAY, last=JUL, today=MAY)) == "measure.backdated"


def test_only_owner_and_leader_say_that_it_is_reached() -> None:
    assert rules.may_report(1, 1, 2) is None
    assert rules.may_report(2, 1, 2) is None
    assert code(rules.may_report(3, 1, 2)) == "measure.not_the_owner"
    assert code(rules.may_report(None, None, 2)) == "measure.not_the_owner"
    assert code(rules.must_go_on(MAY)) == "measure.dropped"
    assert rules.must_go_on(None) is None


@pytest.mark.parametrize(("now", "done"), [("70", 0), ("85", 100), ("77.5", 50), ("55", -100), ("100", 200)])
def test_the_way_from_baseline_to_target(now: str, done: int) -> None:
    assert rules.progress(Aim("on_time", Decimal(70), JAN, Decimal(85)), Decimal(now)) == done


def test_a_figure_that_should_fall_gets_nearer_by_falling() -> None:
    assert rules.progress(Aim("reworked", Decimal(20), JAN, Decimal(10)), Decimal(15)) == 50
    assert rules.progress(Aim("reworked", Decimal(20), JAN, Decimal(10)), None) is None
