"""How a rule says no."""

from __future__ import annotations

import pytest

from tuoluo.kernel.refusals import Refusal, Refused, first, require

TOO_EARLY = Refusal("matter.too-early", basis="Charter, duties", facts={"until": "2026-10-10"})
WRONG_BODY = Refusal("matter.wrong-body")


def test_no_refusal_lets_the_act_go_on() -> None:
    require(None)


def test_a_refusal_stops_the_act_and_travels_with_it_unchanged() -> None:
    with pytest.raises(Refused) as stopped:
        require(TOO_EARLY)
    assert stopped.value.refusal is TOO_EARLY
    assert str(stopped.value) == "matter.too-early"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ((), None),
        ((None, None), None),
        ((None, TOO_EARLY), TOO_EARLY),
        ((TOO_EARLY, WRONG_BODY), TOO_EARLY),
        ((WRONG_BODY, None, TOO_EARLY), WRONG_BODY),
    ],
)
def test_of_several_questions_the_first_refusal_counts(
    asked: tuple[Refusal | None, ...], answer: Refusal | None
) -> None:
    assert first(*asked) is answer


def test_two_refusals_for_the_same_reason_are_equal() -> None:
    assert Refusal("a", facts={"n": 1}) == Refusal("a", facts={"n": 1})
    assert Refusal("a", facts={"n": 1}) != Refusal("a", facts={"n": 2})
