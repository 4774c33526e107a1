"""Who may move a matter on: each rule, in each stage, for each body that has or has not to do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product

import pytest

from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.actors import ANYBODY, Actor
from tuoluo.matters import rules
from tuoluo.matters.rules import MatterLike, Stage

NOW = datetime(2026, 7, 6, 10, tzinfo=UTC)
DOOR, LEAD, VERIFIER, EVALUATOR, OUTSIDER = 10, 20, 30, 40, 90
REPORTER, NEIGHBOUR = 7, 8
Rule = Callable[[MatterLike, Actor, datetime], Refusal | None]


@dataclass(frozen=True)
class AMatter:
    stage: str
    pk: int = 1
    reporter_id: int | None = REPORTER
    accountable_body_id: int = DOOR
    lead_id: int | None = LEAD
    verifier_id: int | None = VERIFIER
    due_unknown_year: int | None = None


ACTORS = {
    "door": Actor(person=1, post=1, role="clerk", body=DOOR),
    "lead": Actor(person=2, post=2, role="officer", body=LEAD),
    "verifier": Actor(person=3, post=3, role="member", body=VERIFIER),
    "outsider": Actor(person=4, post=4, role="officer", body=OUTSIDER),
    "reporter": Actor(person=REPORTER),
    "link holder": Actor(follows=1),
    "holder of another link": Actor(follows=2),
    "neighbour": Actor(person=NEIGHBOUR),
    "anybody": ANYBODY,
}
COLLECTED, REGISTERED, DISPATCHED, HANDLING, REPORTED_BACK, CLOSED, EVALUATED, DECLINED, WITHDRAWN = Stage
OPEN = (COLLECTED, REGISTERED, DISPATCHED, HANDLING, REPORTED_BACK)

# rule: in which stages, and which of the actors above. Whoever and whatever is not named is refused.
TABLE: dict[Rule, tuple[tuple[Stage, ...], tuple[str, ...]]] = {
    rules.may_register: ((COLLECTED,), ("door",)),
    rules.may_decline: ((COLLECTED, REGISTERED), ("door",)),
    rules.may_dispatch: ((REGISTERED, DISPATCHED), ("door",)),
    rules.may_take_up: ((DISPATCHED,), ("lead",)),
    rules.may_assign: (OPEN, ("door",)),
    rules.may_report_back: ((HANDLING,), ("lead",)),
    rules.may_return: ((REPORTED_BACK,), ("verifier",)),
    rules.may_verify: ((REPORTED_BACK,), ("verifier",)),
    rules.may_evaluate: ((CLOSED,), ("reporter", "link holder", "door", "verifier", "outsider")),
    rules.may_reopen: ((CLOSED, EVALUATED), ("reporter", "link holder", "verifier")),
    rules.may_withdraw: ((COLLECTED, REGISTERED, DISPATCHED, HANDLING), ("reporter", "link holder")),
    rules.may_read_contact: (tuple(Stage), ("door", "lead", "verifier")),
}
CELLS = list(product(TABLE, Stage))


def named(value: object) -> str | None:
    return getattr(value, "__name__", None)


@pytest.mark.parametrize(("rule", "stage"), CELLS, ids=named)
def test_each_rule_in_each_stage_for_each_actor(rule: Rule, stage: Stage) -> None:
    stages, allowed = TABLE[rule]
    may = {who for who, actor in ACTORS.items() if rule(AMatter(stage.value), actor, NOW) is None}
    assert may == (set(allowed) if stage in stages else set())


@pytest.mark.parametrize("rule", [rule for rule in TABLE if rule is not rules.may_read_contact], ids=named)
def test_the_stage_is_told_before_anything_else(rule: Rule) -> None:
    """Whoever may not act at all still learns first that the moment is wrong: it gives nothing away."""
    wrong = next(stage for stage in Stage if stage not in TABLE[rule][0])
    refusal = rule(AMatter(wrong.value), ACTORS["outsider"], NOW)
    assert refusal is not None
    assert refusal.code in ("matter.wrong_stage", "matter.not_open")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (rules.may_register, "matter.not_your_front_door"),
        (rules.may_decline, "matter.not_your_front_door"),
        (rules.may_dispatch, "matter.not_accountable"),
        (rules.may_take_up, "matter.not_the_lead"),
        (rules.may_assign, "matter.not_accountable"),
        (rules.may_report_back, "matter.not_the_lead"),
        (rules.may_return, "matter.not_the_verifier"),
        (rules.may_verify, "matter.not_the_verifier"),
        (rules.may_reopen, "matter.not_reporter_nor_verifier"),
        (rules.may_withdraw, "matter.not_the_reporter"),
        (rules.may_read_contact, "matter.no_part_in_it"),
    ],
    ids=named,
)
def test_another_body_is_told_who_could(rule: Rule, code: str) -> None:
    refusal = rule(AMatter(TABLE[rule][0][0].value), ACTORS["outsider"], NOW)
    assert refusal is not None
    assert refusal.code == code


def test_the_body_that_did_the_work_does_not_note_the_judgement_of_it() -> None:
    refusal = rules.may_evaluate(AMatter(CLOSED.value), ACTORS["lead"], NOW)
    assert refusal is not None
    assert refusal.code == "matter.evaluates_own_work"


def test_a_matter_without_reporter_is_nobodys_to_withdraw() -> None:
    anonymous = replace(AMatter(COLLECTED.value), reporter_id=None)
    assert rules.may_withdraw(anonymous, ANYBODY, NOW) is not None
    assert rules.may_withdraw(anonymous, Actor(person=NEIGHBOUR), NOW) is not None


def test_a_matter_not_yet_dispatched_has_no_lead_to_take_it_up() -> None:
    """A body of `None` must never match an actor that acts for no body."""
    fresh = replace(AMatter(DISPATCHED.value), lead_id=None, verifier_id=None)
    assert rules.may_take_up(fresh, ANYBODY, NOW) is not None
    assert rules.may_return(replace(fresh, stage=REPORTED_BACK.value), ANYBODY, NOW) is not None
    assert rules.may_reopen(replace(fresh, stage=CLOSED.value), Actor(person=NEIGHBOUR), NOW) is not None
    assert rules.may_read_contact(fresh, Actor(person=NEIGHBOUR), NOW) is not None


def test_a_registrar_acts_for_the_body_that_the_source_names() -> None:
    registrar = ACTORS["outsider"].carrying("history.csv", LEAD)
    assert rules.may_take_up(AMatter(DISPATCHED.value), registrar, NOW) is None
    assert rules.may_register(AMatter(COLLECTED.value), registrar, NOW) is not None


@pytest.mark.parametrize("stage", Stage, ids=named)
def test_a_deadline_is_set_afterwards_only_where_it_waits_and_the_clock_runs(stage: Stage) -> None:
    waits = replace(AMatter(stage.value), due_unknown_year=2027)
    refusal = rules.may_set_deadline(waits, ACTORS["outsider"], NOW)
    runs = stage in (DISPATCHED, HANDLING, REPORTED_BACK, CLOSED, EVALUATED)
    assert (refusal.code if refusal else None) == (None if runs else "matter.not_under_way")
    if runs:
        settled = rules.may_set_deadline(AMatter(stage.value), ACTORS["outsider"], NOW)
        assert settled is not None
        assert settled.code == "matter.deadline_not_waiting"


def test_a_deadline_needs_every_year_it_runs_into() -> None:
    assert rules.must_know_year(None) is None
    refusal = rules.must_know_year(2028)
    assert refusal is not None
    assert (refusal.code, refusal.facts) == ("matter.year_unknown", {"year": 2028})
