"""In every interleaving of acts an open matter has exactly one accountable body and one named person."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cast import Cast
from tests.stateful.district import District

ACTS = {
    *("report", "register", "decline", "dispatch", "take_up", "assign", "finish_part", "report_back"),
    *("return", "close", "evaluate", "reopen", "withdraw"),
}


ROUNDS, EXAMPLES, STEPS = 7, 8, 40  # Hypothesis varies what it has just tried: several rounds see more than a long one


@pytest.mark.slow
def test_an_open_matter_always_has_one_body_and_one_person(cast: Cast) -> None:
    done: Counter[str] = Counter()
    refusals: Counter[str] = Counter()
    machine = type("Played", (District,), {"cast": cast, "done": done, "refusals": refusals})
    how = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    for number in range(ROUNDS):  # each with a seed of its own: where runs are repeatable they would all be the same
        run_state_machine_as_test(seed(number)(machine), settings=how)
    # A run in which hardly anything went through, or was refused, has not tried what it promises.
    never = {f"matter.{name}" for name in ACTS} - set(done)
    assert len(never) <= 2, f"never went through: {sorted(never)}; {done}"
    assert {"post.fill", "cell.appoint_leader"} <= set(done)
    assert {"matter.wrong_stage", "right.not_in_role"} <= set(refusals)
