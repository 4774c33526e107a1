"""What an item may say, and who may serve it: delegate and retain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuoluo.charter.model import Handling, Name, Part
from tuoluo.kernel.periods import Period
from tuoluo.services import rules
from tuoluo.services.rules import Attribute, Grant, Listed, Lists, Provider, Terms

LISTS = Lists(
    attributes={
        "licence": Attribute("licence", Name("行政许可"), True, "样例"),
        "public_service": Attribute("public_service", Name("公共服务"), False, "样例"),
    },
    competences={"elder_care": Listed("elder_care", Name("养老服务培训"), "自拟")},
    categories={"L93005": Handling.RETAINED, "L92001": Handling.DELEGABLE, "M06010": Handling.UNSAID},
)
TERMS = Terms("助餐登记", "public_service", Handling.DELEGABLE)
DAY = date(2026, 9, 1)
YEAR = timedelta(days=365)
GRANT = Grant(DAY, DAY + YEAR, "街道会议纪要")
SOCIETY = Provider(
    name="老年协会",
    kind="social_organisation",
    part=Part.MANY,
    administrative_subject=False,
    kind_basis="《社会团体登记管理条例》",
    stem="440399001001",
    credit_code="51440300500000000X",
    period=Period(date(2026, 1, 1)),
    competences=frozenset({"elder_care"}),
)
OFFICE = replace(
    SOCIETY,
    name="街道办",
    kind="subdistrict_office",
    part=Part.GOVERNMENT,
    administrative_subject=True,
    stem="440399001",
)
COMMUNITY = "440399001001"


def codes(terms: Terms) -> list[tuple[str, object]]:
    return [(fault.code, fault.facts["column"]) for fault in rules.terms_faults(terms, LISTS)]


def asked(terms: Terms = TERMS, provider: Provider = SOCIETY, grant: Grant = GRANT, **more: object) -> str | None:
    given_ = {"community": COMMUNITY, "lists": LISTS, "others": [], **more}
    in_force = Period(date(2026, 1, 1))
    refusal = rules.may_delegate(terms, in_force, provider, grant, **given_)  # type: ignore[arg-type]
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": ""}, ("item.name_missing", "name")),
        ({"name": "长" * 121}, ("item.too_long", "name")),
        ({"note": "a\x07b"}, ("item.unprintable", "note")),
        ({"fee": " 免费"}, ("item.unprintable", "fee")),
        ({"attribute": "许可"}, ("item.unknown_attribute", "attribute")),
        ({"attribute": "licence"}, ("item.attribute_retains", "handling")),
        ({"handling": Handling.UNSAID}, ("item.handling_missing", "handling")),
        ({"category": "L99999"}, ("item.unknown_category", "category")),
        ({"category": "L93005"}, ("item.category_retains", "handling")),
        ({"competences": ("flying",)}, ("item.unknown_competence", "competences")),
    ],
)
def test_each_fault_is_found_in_its_column(change: dict[str, object], fault: tuple[str, str]) -> None:
    assert codes(replace(TERMS, **change)) == [fault]  # type: ignore[arg-type]


def test_what_is_right_has_no_fault() -> None:
    assert codes(replace(TERMS, category="L92001", competences=("elder_care",), materials="甲\n乙")) == []
    assert codes(replace(TERMS, attribute="licence", handling=Handling.RETAINED, category="L93005")) == []


def test_several_faults_are_all_told() -> None:
    assert len(codes(replace(TERMS, name="", attribute="?", competences=("x", "y")))) == 4


@pytest.mark.parametrize(("code", "good"), [("FW-001", True), ("A", True), ("fw-1", False), ("-A", False), ("", False)])
def test_a_code_is_letters_digits_and_hyphens(code: str, good: bool) -> None:
    assert (rules.code_fault(code) is None) is good


def test_an_organisation_may_serve_what_may_be_delegated() -> None:
    assert asked() is None
    assert asked(replace(TERMS, competences=("elder_care",))) is None


RETAINED = replace(TERMS, attribute="licence", handling=Handling.RETAINED)


@pytest.mark.parametrize("terms", [RETAINED, replace(TERMS, category="L93005"), replace(TERMS, attribute="licence")])
def test_what_must_be_retained_goes_to_no_body_without_status(terms: Terms) -> None:
    refusal = rules.must_be_an_authority(terms, SOCIETY, LISTS)
    assert refusal is not None
    assert refusal.code == "item.must_be_retained"
    assert refusal.basis == SOCIETY.kind_basis, "the charter's own basis of that kind"
    assert asked(terms, OFFICE) is None


@pytest.mark.parametrize(
    ("provider", "code"),
    [
        (replace(SOCIETY, stem="440399001002"), "item.provider_elsewhere"),
        (replace(SOCIETY, stem=""), "item.provider_elsewhere"),
        (replace(SOCIETY, period=Period(DAY + timedelta(days=1))), "item.provider_not_there"),
        (replace(SOCIETY, period=Period(date(2026, 1, 1), DAY)), "item.provider_not_there"),
        (replace(SOCIETY, period=Period(date(2026, 1, 1), DAY + timedelta(days=30))), "item.provider_not_there"),
        (replace(SOCIETY, credit_code=""), "item.no_credit_code"),
        (replace(SOCIETY, part=Part.BALANCE, credit_code=""), None),
    ],
)
def test_a_provider_is_there_and_known(provider: Provider, code: str | None) -> None:
    assert asked(provider=provider) == code


def test_without_competent_staff_an_item_is_not_taken_over() -> None:
    assert asked(replace(TERMS, competences=("elder_care",)), replace(SOCIETY, competences=frozenset())) == (
        "item.not_competent"
    )


def test_a_delegation_has_a_basis_and_an_end_while_the_item_is_in_force() -> None:
    assert asked(grant=replace(GRANT, basis=" ")) == "item.basis_missing"
    assert asked(grant=replace(GRANT, until=DAY)) == "item.ends_before"
    assert asked(grant=replace(GRANT, since=date(2025, 12, 31))) == "item.not_in_force"
    retired = rules.must_be_dated(GRANT, Period(date(2026, 1, 1), DAY + timedelta(days=5)))
    assert retired is not None
    assert retired.code == "item.not_in_force"


@given(start=st.integers(-30, 30), length=st.integers(1, 60))
def test_two_delegations_never_share_a_day(start: int, length: int) -> None:
    other = Period(DAY + timedelta(days=start), DAY + timedelta(days=start + length))
    grant = Grant(DAY, DAY + timedelta(days=10), "纪要")
    shared = any(other.contains(DAY + timedelta(days=day)) for day in range(10))
    refusal = rules.must_be_free(grant, [("别的机构", other)])
    assert (refusal is not None) is shared


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (364, True), (365, False), (400, False)])
def test_a_recall_lies_between_today_and_the_end(days: int, good: bool) -> None:
    assert (rules.may_recall(DAY + timedelta(days=days), DAY, Period(DAY, DAY + YEAR)) is None) is good


def test_an_item_that_is_to_be_retained_is_recalled_first() -> None:
    refusal = rules.must_stay_lawful(RETAINED, [OFFICE, SOCIETY])
    assert refusal is not None
    assert (refusal.code, refusal.facts["body"]) == ("item.still_delegated", "老年协会")
    assert rules.must_stay_lawful(RETAINED, [OFFICE]) is None
    assert rules.must_stay_lawful(TERMS, [SOCIETY]) is None


def test_a_change_does_not_reach_back_before_what_holds_now() -> None:
    assert rules.may_change(DAY, Period(DAY), None) is None
    for start, retired in ((DAY - timedelta(days=1), None), (DAY, DAY)):
        assert rules.may_change(start, Period(DAY), retired) is not None


def test_an_item_ends_once_after_it_began_and_when_nobody_serves_it() -> None:
    assert rules.may_retire(DAY, DAY, []) is None
    assert rules.may_retire(DAY - timedelta(days=1), DAY, []) is not None
    assert rules.may_retire(DAY, DAY, [SOCIETY]) is not None
    assert rules.must_be_in_force("FW-1", None) is None
    assert rules.must_be_in_force("FW-1", DAY) is not None
