"""The seven stages: every move from every stage to every stage, allowed or not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest

from tuoluo.matters.rules import MOVES, OPEN_STAGES, Stage, may_move

COLLECTED, REGISTERED, DISPATCHED, HANDLING, REPORTED_BACK, CLOSED, EVALUATED, DECLINED, WITHDRAWN = Stage

# Written out by hand from the closed loop of CJJ/T 105, so that a changed table in the rules is noticed here.
ALLOWED = {
    (COLLECTED, REGISTERED),
    (COLLECTED, DECLINED),
    (COLLECTED, WITHDRAWN),
    (REGISTERED, DISPATCHED),
    (REGISTERED, DECLINED),
    (REGISTERED, WITHDRAWN),
    (DISPATCHED, HANDLING),
    (DISPATCHED, DISPATCHED),
    (DISPATCHED, WITHDRAWN),
    (HANDLING, REPORTED_BACK),
    (HANDLING, WITHDRAWN),
    (REPORTED_BACK, HANDLING),
    (REPORTED_BACK, CLOSED),
    (CLOSED, EVALUATED),
    (CLOSED, HANDLING),
    (EVALUATED, HANDLING),
}


@dataclass(frozen=True)
class AMatter:
    stage: str
    pk: int = 1
    reporter_id: int | None = None
    accountable_body_id: int = 10
    lead_id: int | None = None
    verifier_id: int | None = None
    due_unknown_year: int | None = None


@pytest.mark.parametrize(("before", "after"), list(product(Stage, Stage)))
def test_each_move(before: Stage, after: Stage) -> None:
    refusal = may_move(AMatter(before.value), after)
    if (before, after) in ALLOWED:
        assert refusal is None
    else:
        assert refusal is not None
        assert refusal.code == "matter.wrong_stage"
        assert refusal.facts == {"stage": before.value, "to": after.value}
        assert refusal.basis


def test_every_stage_can_be_reached_from_the_report() -> None:
    reached, waiting = {COLLECTED}, [COLLECTED]
    while waiting:
        new = MOVES[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    assert reached == set(Stage)


def test_from_every_open_stage_a_matter_can_come_to_its_end() -> None:
    def ends(stage: Stage) -> set[Stage]:
        seen, waiting = {stage}, [stage]
        while waiting:
            new = MOVES[waiting.pop()] - seen
            seen |= new
            waiting.extend(new)
        return seen & {CLOSED}

    assert all(ends(stage) for stage in OPEN_STAGES)


def test_what_was_declined_or_withdrawn_stays_so() -> None:
    assert [stage for stage in Stage if not MOVES[stage]] == [DECLINED, WITHDRAWN]


def test_only_the_five_stages_before_closing_are_open() -> None:
    assert {COLLECTED, REGISTERED, DISPATCHED, HANDLING, REPORTED_BACK} == OPEN_STAGES
