"""A slip of the pen is not adopted as a place of its own; two places with like names are left alone."""

from __future__ import annotations

import pytest

from tuoluo.adoption.twins import Named, Suspicion, one_slip, twins_among


def named(name: str, count: int, *numbers: str) -> Named:
    return Named(name, count, frozenset(numbers))


def test_under_one_number_the_rarer_of_two_names_is_the_slip() -> None:
    names = [named("碧玲社区", 4, "10009"), named("碧岭社区", 281, "10009"), named("沙湖社区", 203, "10010")]
    assert twins_among(names) == ({"碧玲社区": "碧岭社区"}, [])


def test_like_names_under_different_numbers_are_two_places() -> None:
    assert twins_among([named("六联社区", 825, "10007"), named("六和社区", 5, "10012")]) == ({}, [])


def test_one_number_for_quite_different_names_makes_no_twin() -> None:
    assert twins_among([named("东塘社区", 80, "7"), named("海湾社区", 2, "7")]) == ({}, [])


def test_two_names_about_equally_frequent_under_one_number_are_a_question() -> None:
    slips, doubts = twins_among([named("碧玲社区", 90, "1"), named("碧岭社区", 100, "1")])
    assert slips == {}
    assert doubts == [Suspicion("碧玲社区", "碧岭社区", 90, 100)]


def test_without_numbers_a_very_rare_name_beside_one_like_it_is_a_question() -> None:
    assert twins_among([named("碧玲社区", 1), named("碧岭社区", 281)])[1] == [Suspicion("碧玲社区", "碧岭社区", 1, 281)]
    assert twins_among([named("六联社区", 825), named("六和社区", 585)]) == ({}, [])


def test_a_slip_of_a_slip_means_the_right_name() -> None:
    names = [named("碧岭社区", 100, "1"), named("碧玲社区", 5, "1"), named("碧玲区", 1, "1")]
    assert set(twins_among(names)[0].values()) == {"碧岭社区"}


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("碧玲社区", "碧岭社区", True),
        ("碧岭社", "碧岭社区", True),
        ("碧岭", "碧岭社区", True),
        ("碧岭社区", "碧岭社区", False),
        ("田头社区", "石井社区", False),
    ],
)
def test_what_counts_as_one_slip(one: str, other: str, slip: bool) -> None:
    assert one_slip(one, other) is slip
    assert one_slip(other, one) is slip
