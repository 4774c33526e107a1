"""What happens to a matter in the demo, step by step, and after what delay. Pure.

Nothing here knows a deadline: a step that depends on one says what share of the time until it is due passes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

ANSWERED_IN_TIME = 0.93  # at the first answer; with rework and reopening 90%, as in the real events behind mix.csv
DECLINED, WITHDRAWN, REWORKED, REOPENED, EVALUATED, HANDED_ON = 0.02, 0.015, 0.05, 0.035, 0.6, 0.15
OUTCOMES = (("solved", 0.82), ("explained", 0.14), ("impossible", 0.04))
PATH = ("register", "dispatch", "take_up", "report_back", "close", "evaluate")
EVALUATION = {"responded": True, "solved": True, "satisfied": 5, "by_telephone": False}
JOINT = 0.3  # of the matters for which the charter names helpers; the rest needs none


@dataclass(frozen=True)
class Step:
    """One act: after so many working minutes, or after a share of the time left until the matter is due."""

    act: str
    minutes: float = 0.0
    share: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Traits:
    """What a kind of matter is like: found on patrol, so that nobody waits outside; or simple, like praise."""

    on_patrol: bool = False
    simple: bool = False


def plan(random: Random, traits: Traits) -> tuple[Step, ...]:
    """The whole life of one matter, from the moment after it was reported."""
    fate = random.random()
    if fate < DECLINED and not traits.on_patrol:
        return (Step("decline", random.uniform(20, 300)),)
    steps = [Step("register", random.uniform(2, 30) if traits.on_patrol else random.triangular(5, 240, 30))]
    if DECLINED <= fate < DECLINED + WITHDRAWN and not traits.on_patrol:
        return (*steps, Step("withdraw", random.uniform(30, 400)))
    joint = random.random() < JOINT and not traits.simple
    steps.append(Step("dispatch", random.triangular(3, 150, 15), details={"joint": joint}))
    steps.append(Step("take_up", random.triangular(5, 180, 30)))
    if random.random() < HANDED_ON:
        steps.append(Step("assign", random.uniform(10, 120)))
    steps += _handled(random, first=True)
    steps += _judged(random, traits)
    return tuple(steps)


def _handled(random: Random, *, first: bool) -> list[Step]:
    """Report back (too late sometimes), be sent back sometimes, and be verified."""
    steps = [_report_back(random)]
    if first and random.random() < REWORKED:
        steps.append(Step("return", random.uniform(40, 700)))
        steps.append(_report_back(random, after=random.uniform(90, 1300)))
    steps.append(Step("close", random.triangular(20, 1100, 180)))
    return steps


def _report_back(random: Random, after: float | None = None) -> Step:
    outcome = random.choices([name for name, _ in OUTCOMES], [weight for _, weight in OUTCOMES])[0]
    note = random.random() < 0.3
    if after is not None:
        return Step("report_back", after, details={"outcome": outcome, "note": note})
    late = random.random() > ANSWERED_IN_TIME
    share = random.uniform(1.1, 2.6) if late else random.triangular(0.08, 0.97, 0.5)
    return Step("report_back", share=share, details={"outcome": outcome, "note": note})


def _judged(random: Random, traits: Traits) -> list[Step]:
    """Be evaluated by most, reopened by a few, and then be handled and judged once more."""
    if not traits.simple and not traits.on_patrol and random.random() < REOPENED:
        again = [Step("reopen", random.uniform(100, 2000)), *_handled(random, first=False)]
        return [*again, *([_evaluation(random)] if random.random() < EVALUATED else [])]
    return [_evaluation(random)] if random.random() < EVALUATED else []


def _evaluation(random: Random) -> Step:
    satisfied = random.choices((1, 2, 3, 4, 5), (4, 5, 12, 34, 45))[0]
    details = {
        "responded": random.random() < 0.96,
        "solved": satisfied >= 4 or (satisfied == 3 and random.random() < 0.5),
        "satisfied": satisfied,
        "by_telephone": random.random() < 0.45,
    }
    return Step("evaluate", random.uniform(60, 2400), details=details)


def swift(random: Random, until: str, *, joint: bool) -> tuple[Step, ...]:
    """A life without detours that stops after an act (at once for an empty one), within a few working hours."""
    steps = []
    for act in PATH[: PATH.index(until) + 1] if until else ():
        details: dict[str, Any] = {"outcome": "solved", "note": False} if act == "report_back" else {"joint": joint}
        steps.append(Step(act, random.uniform(5, 40), details=EVALUATION if act == "evaluate" else details))
    return tuple(steps)
