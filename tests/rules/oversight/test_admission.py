"""Admission of tasks: what may be asked, answered, withdrawn, and how a demand stands on any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuoluo.oversight import rules
from tuoluo.oversight.rules import MOVES, Answer, Demand, Standing, State, state_on

DAY = date(2026, 9, 1)
ASKED = Standing(Answer.NONE, None, DAY, DAY + timedelta(days=7), DAY + timedelta(days=60))
DEMAND = Demand("入户登记", "区住建局通知", DAY + timedelta(days=60), 40)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


ACCEPTED = replace(ASKED, answer=Answer.ACCEPTED, answered_on=after(3))
REFUSED = replace(ASKED, answer=Answer.REFUSED, answered_on=after(3))


@pytest.mark.parametrize(
    ("standing", "day", "state"),
    [
        (ASKED, 0, State.ASKED),
        (ASKED, 7, State.ASKED),
        (ASKED, 8, State.LAPSED),
        (ASKED, 100, State.LAPSED),
        (replace(ASKED, answer_by=None), 60, State.ASKED),
        (replace(ASKED, answer_by=None), 61, State.EXPIRED),
        (replace(ASKED, until=after(4)), 5, State.EXPIRED),
        (ACCEPTED, 2, State.ASKED),
        (ACCEPTED, 3, State.ACCEPTED),
        (ACCEPTED, 60, State.ACCEPTED),
        (ACCEPTED, 61, State.EXPIRED),
        (replace(ACCEPTED, withdrawn_on=after(10)), 9, State.ACCEPTED),
        (replace(ACCEPTED, withdrawn_on=after(10)), 10, State.WITHDRAWN),
        (replace(ACCEPTED, withdrawn_on=after(10)), 100, State.WITHDRAWN),
        (replace(ASKED, withdrawn_on=after(2)), 50, State.WITHDRAWN),
        (replace(ASKED, withdrawn_on=after(9)), 50, State.LAPSED),
        (REFUSED, 3, State.REFUSED),
        (REFUSED, 1000, State.REFUSED),
        (replace(REFUSED, withdrawn_on=after(10)), 50, State.REFUSED),
    ],
)
def test_how_a_demand_stands_on_a_day(standing: Standing, day: int, state: State) -> None:
    assert state_on(standing, after(day)) is state


def standings() -> st.SearchStrategy[Standing]:
    """Whatever the acts allow: an answer while it waits, a withdrawal while it waits or runs."""

    @st.composite
    def made(draw: st.DrawFn) -> Standing:
        limit = draw(st.one_of(st.none(), st.integers(0, 20)))
        until = after(draw(st.integers(1, 60)))
        standing = Standing(Answer.NONE, None, DAY, after(limit) if limit is not None else None, until)
        for day in sorted(draw(st.lists(st.integers(0, 70), max_size=3))):
            state = state_on(standing, after(day))
            step = draw(st.sampled_from(["accept", "refuse", "withdraw"]))
            if step == "withdraw" and rules.may_withdraw([state], own=True) is None:
                standing = replace(standing, withdrawn_on=after(day))
            elif step != "withdraw" and rules.may_answer(state, own=True) is None:
                answer = Answer.ACCEPTED if step == "accept" else Answer.REFUSED
                standing = replace(standing, answer=answer, answered_on=after(day))
        return standing

    return made()


@given(standing=standings())
def test_from_day_to_day_a_demand_only_moves_as_the_table_says(standing: Standing) -> None:
    seen = [state_on(standing, after(day)) for day in range(90)]
    assert seen[-1] is not State.ASKED
    assert seen[-1] is not State.ACCEPTED, "nothing runs for ever"
    for before, now in pairwise(seen):
        assert before is now or now in MOVES[before], (before, now, standing)


def test_every_state_can_be_reached_and_what_is_over_stays_over() -> None:
    reached = {State.ASKED, *(to for targets in MOVES.values() for to in targets)}
    assert reached == set(State) == set(MOVES)
    final = {state for state, targets in MOVES.items() if not targets}
    assert final == {State.REFUSED, State.LAPSED, State.WITHDRAWN, State.EXPIRED}


@pytest.mark.parametrize(
    ("change", "communities", "code"),
    [
        ({}, ["440399001001"], None),
        ({"title": " "}, ["440399001001"], "task.incomplete"),
        ({"basis": ""}, ["440399001001"], "task.incomplete"),
        ({}, [], "task.incomplete"),
        ({"until": DAY}, ["440399001001"], "task.ends_before"),
        ({"until": DAY + timedelta(days=367)}, ["440399001001"], "task.too_long"),
        ({"halves": 0}, ["440399001001"], "task.hours_missing"),
    ],
)
def test_a_demand_says_what_why_where_until_when_and_how_much(
    change: dict[str, object], communities: list[str], code: str | None
) -> None:
    refusal = rules.may_ask(replace(DEMAND, **change), today=DAY, longest_days=366, communities=communities)  # type: ignore[arg-type]
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize("state", list(State))
def test_only_what_waits_is_answered_and_only_by_the_committee_asked(state: State) -> None:
    assert (rules.may_answer(state, own=True) is None) is (state is State.ASKED)
    other = rules.may_answer(state, own=False)
    assert other is not None
    assert other.code == "task.not_your_committee"


def test_a_refusal_cites_a_rule_of_the_list() -> None:
    assert rules.must_cite("off_list", {"off_list"}) is None
    for ground in ("", "because"):
        assert rules.must_cite(ground, {"off_list"}) is not None


def test_who_asked_withdraws_what_still_waits_or_runs_somewhere() -> None:
    assert rules.may_withdraw([State.REFUSED, State.ACCEPTED], own=True) is None
    assert rules.may_withdraw([State.REFUSED, State.EXPIRED], own=True) is not None
    assert rules.may_withdraw([State.ASKED], own=False) is not None


@pytest.mark.parametrize(("hours", "halves"), [(0.5, 1), (1, 2), (7.5, 15), (1.25, None), (0.1, None)])
def test_hours_are_counted_in_halves(hours: float, halves: int | None) -> None:
    assert rules.halves_of(hours) == halves


@pytest.mark.parametrize(
    ("halves", "day", "state", "here", "code"),
    [
        (1, 0, State.ACCEPTED, True, None),
        (48, -3, None, True, None),
        (0, 0, State.ACCEPTED, True, "task.bad_hours"),
        (49, 0, State.ACCEPTED, True, "task.bad_hours"),
        (-2, 0, None, True, "task.bad_hours"),
        (2, 1, State.ACCEPTED, True, "task.hours_ahead"),
        (2, 0, State.ASKED, True, "task.not_admitted"),
        (2, 0, State.EXPIRED, True, "task.not_admitted"),
        (2, 0, State.ACCEPTED, False, "task.not_your_community"),
    ],
)
def test_hours_are_entered_here_for_a_day_on_which_the_task_was_admitted(
    halves: int, day: int, state: State | None, here: bool, code: str | None
) -> None:
    refusal = rules.may_log(halves, after(day), today=DAY, state=state, here=here)
    assert (refusal.code if refusal else None) == code


def test_an_entry_is_taken_back_once_by_its_own_body() -> None:
    assert rules.may_correct(4, corrected=False, own=True) is None
    for halves, corrected, own in ((4, True, True), (-4, False, True), (4, False, False)):
        assert rules.may_correct(halves, corrected=corrected, own=own) is not None


def test_nobody_answers_their_own_demand_and_somebody_answers_every_one() -> None:
    assert rules.must_be_outside(1, [2, 3]) is None
    assert rules.must_be_outside(2, [2, 3]) is not None
    assert rules.somebody_must_answer("440399001001", object()) is None
    assert rules.somebody_must_answer("440399001001", None) is not None
