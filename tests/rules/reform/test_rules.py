"""Who may do what with a plan of reform, and what a plan says of the world it was made from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.actors import Actor
from tuoluo.reform import rules
from tuoluo.reform.plan import Drift, Plan, drift, label, unlabel
from tuoluo.reform.rules import Stage

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CORE = Actor(person=1, post=2, body=7, body_name="社区综合党委")


@dataclass
class Planned:
    stage: str
    asked: list[int] = field(default_factory=lambda: [7])

    def consenters(self) -> Collection[int]:
        return self.asked


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


@pytest.mark.parametrize("stage", Stage)
def test_what_is_settled_is_not_decided_on_any_more(stage: Stage) -> None:
    settled = "reform.not_open" if stage in (Stage.APPLIED, Stage.WITHDRAWN) else ""
    assert code(rules.may_consent(Planned(stage), CORE, NOW)) == settled
    assert code(rules.may_change(Planned(stage), CORE, NOW)) == settled


def test_only_a_body_that_is_asked_consents() -> None:
    assert code(rules.may_consent(Planned(Stage.PROPOSED, [8]), CORE, NOW)) == "reform.not_asked"


@pytest.mark.parametrize(
    ("stage", "said"),
    [(Stage.PROPOSED, "reform.not_approved"), (Stage.APPROVED, ""), (Stage.APPLIED, "reform.not_open")],
)
def test_only_what_is_approved_is_applied(stage: Stage, said: str) -> None:
    assert code(rules.may_apply(Planned(stage), CORE, NOW)) == said


def test_only_what_is_proposed_becomes_approved() -> None:
    assert code(rules.may_approve(Planned(Stage.PROPOSED), CORE, NOW)) == ""
    assert code(rules.may_approve(Planned(Stage.APPROVED), CORE, NOW)) == "reform.not_open"


@pytest.mark.parametrize(("day", "said"), [(23, "reform.too_early"), (24, ""), (25, "")])
def test_not_before_its_date(day: int, said: str) -> None:
    assert code(rules.must_have_come(date(2026, 11, day), date(2026, 11, 24))) == said


def test_the_first_thing_in_the_way_is_named() -> None:
    drifted = rules.must_not_have_drifted(["post #3", "body 工作站 #1"])
    homeless = rules.must_have_homes(["26-000001-3: 无人主办"])
    assert drifted is not None
    assert homeless is not None
    assert drifted.facts == {"count": 2, "first": "post #3"}
    assert homeless.facts == {"count": 1, "first": "26-000001-3: 无人主办"}
    assert rules.must_not_have_drifted([]) is rules.must_have_homes([]) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("荔园社区工作站 #12", ("荔园社区工作站", 12)),
        ("荔园社区工作站", ("荔园社区工作站", None)),
        (" #12 ", ("", 12)),
        ("C#工作室 #4", ("C#工作室", 4)),
        ("", ("", None)),
    ],
)
def test_a_name_with_its_number(text: str, meant: tuple[str, int | None]) -> None:
    assert unlabel(text) == meant
    assert unlabel(label(*meant)) == meant


def test_drift_is_what_came_went_or_changed() -> None:
    before, now = {"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "9", "d": "4"}
    assert drift(before, now) == [Drift("b", "2", "9"), Drift("c", "3", ""), Drift("d", "", "4")]
    assert drift(before, dict(reversed(before.items()))) == []


def test_the_fingerprint_follows_the_world_and_not_its_order() -> None:
    def of(world: dict[str, str]) -> str:
        return Plan("题", "shekou", "0", ("440399001001",), date(2026, 12, 1), world=world).fingerprint

    assert of({"a": "1", "b": "2"}) == of({"b": "2", "a": "1"})
    assert of({"a": "1"}) != of({"a": "2"})
