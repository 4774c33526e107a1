"""Duties out of a past: the lead everywhere, another one where it differs, and what a person must decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.adoption.history.pasts import KINDS, PLACES, by_street, by_subject, handed_over, past
from tuoluo.adoption.history.advice import Advisor
from tuoluo.adoption.history.contradictions import Contradiction, Kind, contradictions
from tuoluo.adoption.history.duties import Drafting
from tuoluo.adoption.history.events import Event
from tuoluo.adoption.inference import Inferred

pytestmark = pytest.mark.slow
TEAMS = {"甲街道执法队": "甲街道", "乙街道执法队": "乙街道"}


def drafted(events: list[Event]) -> tuple[list[Inferred], list[Contradiction]]:
    advisor = Advisor(events)
    duties = Drafting(advisor, PLACES, TEAMS).duties(sorted(set(KINDS)))
    return duties, contradictions(duties, advisor)


def leads(duties: list[Inferred], category: tuple[str, str]) -> dict[str, str]:
    return {duty.community or duty.street: duty.unit for duty in duties if duty.category == category}


def test_each_category_has_one_lead_and_the_rows_it_rests_on() -> None:
    duties, found = drafted(past(by_subject))
    assert leads(duties, ("环保", "噪声")) == {"": "环保局"}
    line = next(duty for duty in duties if duty.category == ("环保", "噪声"))
    assert line.rows == line.of > 100
    assert line.confidence is not None
    assert line.confidence > 0.9
    assert not found


def test_an_office_of_one_street_leads_there_and_nowhere_else() -> None:
    duties, _ = drafted(past(by_street))
    assert leads(duties, ("市容", "摆卖")) == {"甲街道": "甲街道执法队", "乙街道": "乙街道执法队"}


def test_a_community_with_a_lead_of_its_own_gets_a_line() -> None:
    def handler(category: tuple[str, str], street: str, community: str, day: int) -> str:
        return (
            "物业公司" if (category, community) == (("交通", "停车"), "甲1社区") else by_subject(category, "", "", day)
        )

    duties, _ = drafted(past(handler))
    assert leads(duties, ("交通", "停车")) == {"": "交警", "甲1社区": "物业公司"}


def test_a_hand_over_is_drafted_for_the_new_holder_and_listed() -> None:
    duties, found = drafted(past(handed_over, days=85))
    assert leads(duties, ("环保", "噪声"))[""] == "公安分局"
    listed = [each for each in found if each.kind is Kind.CHANGED_HANDS and each.place == ("", "")]
    assert [(each.category, each.unit, each.other) for each in listed] == [(("环保", "噪声"), "公安分局", "环保局")]
    assert listed[0].other_rows > listed[0].rows
    assert listed[0].since == 1049  # the last day of the old holder


def test_a_shared_duty_is_listed_with_both_sides() -> None:
    def handler(category: tuple[str, str], street: str, community: str, day: int) -> str:
        shared = "公安分局" if day % 5 < 2 else "环保局"
        return shared if category == ("环保", "噪声") else by_subject(category, street, community, day)

    _, found = drafted(past(handler))
    everywhere = [each for each in found if each.kind is Kind.DISPUTED and each.place == ("", "")]
    assert [(each.unit, each.other) for each in everywhere] == [("环保局", "公安分局")]


def test_few_rows_are_listed_once_for_a_category_with_all_its_areas() -> None:
    events = [e for e in past(by_street) if e.category != ("市容", "占道")]
    rare = replace(events[-1], category=("市容", "占道"), street="甲街道", community="甲0社区", unit="甲街道执法队")
    duties, found = drafted([*events, replace(rare, name="甲街道执法队")])
    few = [each for each in found if each.kind is Kind.FEW_ROWS]
    assert [each.category for each in few] == [("市容", "占道")]
    assert {duty.unit for duty in duties if duty.category == ("市容", "占道")} >= {"甲街道执法队", "乙街道执法队"}


def test_renamed_new_and_silent_units_are_listed() -> None:
    events = [
        replace(event, name="交警支队" if event.day >= 1090 else "交警") if event.unit == "交警" else event
        for event in past(by_subject)
        if event.category != ("环保", "油烟") or event.day < 1020
    ]
    events.append(replace(events[-1], unit="新局", name="新局"))
    _, found = drafted(events)
    kinds = {(each.kind, each.unit, each.other) for each in found}
    assert (Kind.RENAMED, "交警支队", "交警") in kinds
    assert (Kind.NEW_UNIT, "新局", "") in kinds
    assert [each.category for each in found if each.kind is Kind.LEAD_SILENT] == [("环保", "油烟")]
