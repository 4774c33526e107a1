"""When a body may begin, and whether its credit code can be right."""

from __future__ import annotations

import pytest

from tuoluo.bodies import rules
from tuoluo.kernel.refusals import Refusal

KINDS = ("party_committee", "residents_committee", "workstation")


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


@pytest.mark.parametrize(
    "value",
    [
        "",  # a body need not have one
        "53100000500021676K",  # a foundation, as its own pages show it
        "53100000500019795A",
        "121200004013590816",  # a public institution and a company, from the tests of python-stdnum
        "91110000600037341L",
    ],
)
def test_a_real_credit_code_passes(value: str) -> None:
    assert rules.credit_code_fault(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "53100000500021676A",  # another check character
        "53100000500021667K",  # two digits swapped
        "5310000050002167K",  # one digit lost
        "53100000500021676KK",
        "5310000050002I676K",  # a letter that the code does not use
        "社会信用代码",
    ],
)
def test_a_slip_in_a_credit_code_is_caught(value: str) -> None:
    refusal = rules.credit_code_fault(value)
    assert refusal is not None
    assert refusal.code == "body.bad_credit_code"
    assert refusal.basis == "GB 32100-2015"
    assert refusal.facts == {"value": value}


@pytest.mark.parametrize(
    ("kind", "level", "wanted", "expected"),
    [
        ("workstation", "community", "community", ""),
        ("workstation", "district", "community", "body.wrong_level"),
        ("ministry", "community", "", "body.unknown_kind"),
        ("", "community", "", "body.unknown_kind"),
    ],
)
def test_a_body_is_of_a_known_kind_at_its_level(kind: str, level: str, wanted: str, expected: str) -> None:
    assert code(rules.may_found(kind, KINDS, level, wanted)) == expected


@pytest.mark.parametrize(
    ("count", "maximum", "expected"),
    [
        (0, 1, ""),
        (1, 1, "body.too_many"),
        (2, 1, "body.too_many"),
        (1, 2, ""),
        (900, None, ""),
        (0, 0, "body.too_many"),
    ],
)
def test_no_more_bodies_than_the_charter_says(count: int, maximum: int | None, expected: str) -> None:
    assert code(rules.may_have_another(count, maximum, "workstation")) == expected


@pytest.mark.parametrize(
    ("mine", "place", "reached"),
    [
        ("440305", "440305", True),
        ("440305", "440305001", True),
        ("440305", "440305001002", True),
        ("440305001", "440305001002003", True),
        ("440305001002", "440305001", False),  # not upwards
        ("440305001002", "440305001003", False),  # not sideways
        ("440305", "440306001", False),
        ("", "440305", False),  # an empty stem reaches nowhere, though every text begins with it
        ("", "", False),
    ],
)
def test_a_body_reaches_its_own_area_and_what_lies_in_it(mine: str, place: str, reached: bool) -> None:
    assert code(rules.may_reach(mine, place)) == ("" if reached else "body.outside_your_area")
