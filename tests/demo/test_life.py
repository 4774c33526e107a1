"""Every planned life is one that the stages allow, and all kinds of lives come up."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tuoluo.demo.chance import chance
from tuoluo.demo.life import PATH, Traits, plan, swift
from tuoluo.matters.rules import MOVES, Stage

LEADS_TO = {
    "register": Stage.REGISTERED,
    "decline": Stage.DECLINED,
    "withdraw": Stage.WITHDRAWN,
    "dispatch": Stage.DISPATCHED,
    "take_up": Stage.HANDLING,
    "report_back": Stage.REPORTED_BACK,
    "return": Stage.HANDLING,
    "close": Stage.CLOSED,
    "evaluate": Stage.EVALUATED,
    "reopen": Stage.HANDLING,
}
TRAITS = st.builds(Traits, on_patrol=st.booleans(), simple=st.booleans())


@given(st.integers(), TRAITS)
def test_a_life_moves_only_as_the_closed_loop_allows(seed: int, traits: Traits) -> None:
    stage = Stage.COLLECTED
    for step in plan(chance(seed), traits):
        if step.act == "assign":
            assert stage is Stage.HANDLING
            continue
        assert LEADS_TO[step.act] in MOVES[stage], f"{step.act} from {stage}"
        stage = LEADS_TO[step.act]


@given(st.integers(), TRAITS)
def test_a_life_is_the_same_again_for_the_same_seed(seed: int, traits: Traits) -> None:
    assert plan(chance(seed), traits) == plan(chance(seed), traits)


@given(st.integers(), st.sampled_from(["", *PATH]))
def test_a_swift_life_stops_where_it_is_told_to(seed: int, last: str) -> None:
    acts = [step.act for step in swift(chance(seed), last, joint=True)]
    assert acts == list(PATH[: PATH.index(last) + 1] if last else ())


def test_among_many_lives_every_act_comes_up_and_one_in_ten_answers_is_late() -> None:
    lives = [plan(chance("many", number), Traits()) for number in range(1500)]
    seen = Counter(step.act for life in lives for step in life)
    assert set(seen) == {*LEADS_TO, "assign"}
    first = [step.share for life in lives for step in life if step.act == "report_back" and step.share is not None]
    late = sum(share > 1 for share in first) / len(first)
    assert 0.04 < late < 0.12


def test_nobody_waits_outside_for_what_was_found_on_patrol() -> None:
    lives = [plan(chance("patrol", number), Traits(on_patrol=True)) for number in range(500)]
    assert not {step.act for life in lives for step in life} & {"decline", "withdraw", "reopen"}
