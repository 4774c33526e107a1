"""Who will handle a matter: the recent holder, the office of the place, the name in use; the same answer every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.adoption.history.pasts import KINDS, asked, by_street, by_subject, handed_over, past
from tuoluo.adoption.history.advice import Advisor
from tuoluo.adoption.history.events import Event
from tuoluo.adoption.history.scoring import baseline, score

pytestmark = pytest.mark.slow  # small, but each learns from hundreds of events


def first(advisor: Advisor, event: Event) -> str:
    return advisor.names[advisor.ask([event]).ranked(0, 1)[0]]


def test_after_a_hand_over_the_new_holder_is_named_though_the_old_one_has_more_rows() -> None:
    events = past(handed_over, days=85)
    rows = [event.unit for event in events if event.category == ("环保", "噪声")]
    assert rows.count("环保局") > rows.count("公安分局")
    advisor = Advisor(events)
    assert first(advisor, asked(("环保", "噪声"))) == "公安分局"
    assert first(advisor, asked(("环保", "油烟"))) == "环保局"


def test_more_is_foretold_than_by_voting_when_duties_drift() -> None:
    events = past(handed_over, days=85, noise=0.1)
    before, after = [e for e in events if e.day < 1070], [e for e in events if e.day >= 1070]
    found = score(Advisor(before), after)
    assert found.baseline == baseline(before, after)
    assert found.top1 > found.baseline + 0.05


def test_a_street_without_history_gets_its_own_office_of_the_kind() -> None:
    events = [
        event
        for event in past(by_street)
        if not (event.category == ("市容", "占道") and event.street == "乙街道")  # never happened there
    ]
    assert first(Advisor(events), asked(("市容", "占道"), place=4)) == "乙街道执法队"


def test_a_renamed_unit_is_called_by_its_new_name() -> None:
    events = [
        replace(event, unit="17", name="交警大队（交警支队）" if event.day >= 1095 else "交警大队")
        if event.unit == "交警"
        else event
        for event in past(by_subject)
    ]
    assert first(Advisor(events), asked(("交通", "停车"))) == "交警大队（交警支队）"


def test_the_same_past_gives_the_same_advice_whatever_was_asked_before() -> None:
    events = past(by_street, noise=0.2, days=40)
    questions = [asked(category, place) for category in KINDS for place in range(6)]
    one, other = Advisor(events), Advisor(list(events))
    other.ask(questions[:3])
    assert np.array_equal(one.ask(questions).shares, other.ask(questions).shares)


def test_shares_add_up_and_confidence_lies_between_nought_and_one() -> None:
    advice = Advisor(past(by_street, noise=0.2, days=40)).ask([asked(category) for category in KINDS])
    assert np.allclose(advice.shares.sum(1), 1)
    assert ((advice.confidence > 0) & (advice.confidence < 1)).all()


def test_the_answers_of_the_test_are_not_looked_at() -> None:
    events = past(handed_over, days=60, noise=0.1)
    before, after = [e for e in events if e.day < 1045], [e for e in events if e.day >= 1045]
    wrong = [replace(event, unit="谁也不是", name="谁也不是") for event in after]
    advisor = Advisor(before)
    right = score(advisor, after)
    assert score(advisor, wrong).top1 == 0
    again = score(advisor, after)
    assert (right.top1, right.top3, right.ece) == (again.top1, again.top3, again.ece)


@pytest.mark.parametrize(
    "unknown",
    [
        Event(("没见过", "也没见过"), "丙街道", "丙社区", "信鸽"),
        Event(("市容",), "", ""),
        Event((), "", ""),
        Event(("市容", "摆卖", "更细", "再细"), "甲街道", "甲0社区"),
    ],
)
def test_what_the_past_never_saw_still_gets_an_answer(unknown: Event) -> None:
    advisor = Advisor(past(by_subject, days=30))
    assert first(advisor, unknown) in advisor.names


@pytest.mark.parametrize("count", [1, 2, 5, 120])
def test_a_short_past_is_enough_for_some_answer(count: int) -> None:
    advisor = Advisor(past(by_subject, days=30)[:count])
    assert first(advisor, asked(("市容", "摆卖"))) in advisor.names


def test_a_past_without_handlers_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="who handled"):
        Advisor([replace(event, unit="", name="") for event in past(by_subject, days=5)])


def test_confidence_is_honest_where_one_in_four_goes_elsewhere() -> None:
    events = past(by_subject, days=160, noise=0.375)  # a third of the noise hits the right unit
    before, after = [e for e in events if e.day < 1110], [e for e in events if e.day >= 1110]
    found = score(Advisor(before), after)
    assert 0.65 < found.top1 < 0.85
    assert found.ece < 0.08
