"""Who decides on a reform, when, and what stands in the way: consent, date, drift, things without a home."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import SINCE, Cast
from tests.reforms import approved, planned, somebody_leaves, two_centres, written
from tests.steps import at_stage, refused, reported
from tuoluo.bodies.acts import fill_post
from tuoluo.charter.model import ReformRule
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import refusal
from tuoluo.matters.rules import Stage
from tuoluo.people.models import Person
from tuoluo.reform import hooks
from tuoluo.reform.acts import apply, consent, object_to, propose, put_to_council, withdraw
from tuoluo.reform.finding import BadPlan
from tuoluo.reform.hooks import Affected, Reach
from tuoluo.reform.models import Reform
from tuoluo.reform.plan import Ending, Seat
from tuoluo.services.models import Delegation, Item


def proposed(cast: Cast) -> Reform:
    return propose(by=cast.district_head, at=timezone.now(), plan=planned(cast, two_centres()))


def test_it_is_approved_with_the_last_consent(cast: Cast) -> None:
    reform, now = proposed(cast), timezone.now()
    consent(reform, by=cast.secretary, at=now)
    reform.refresh_from_db()
    assert reform.stage == "proposed"
    refused("reform.not_approved", apply, reform, by=cast.district_head, at=now)
    consent(reform, by=cast.district_head, at=now)
    reform.refresh_from_db()
    assert reform.stage == "approved"
    entry = Record.objects.filter(act="reform.approve").latest("seq")
    assert entry.facts["because_of"] == "reform.consent"


def test_an_objection_takes_the_approval_back(cast: Cast) -> None:
    reform = approved(cast, planned(cast, two_centres()))
    object_to(reform, by=cast.secretary, at=timezone.now(), reason="居民尚未听证")
    refused("reform.not_approved", apply, reform, by=cast.district_head, at=timezone.now())
    assert "居民" not in Record.objects.filter(act="reform.object").latest("seq").content
    consent(reform, by=cast.secretary, at=timezone.now())
    apply(reform, by=cast.district_head, at=timezone.now())


def test_only_those_asked_have_a_say(cast: Cast) -> None:
    reform = proposed(cast)
    refused("reform.not_asked", consent, reform, by=cast.committee_chair, at=timezone.now())
    refused("right.not_in_role", consent, reform, by=cast.clerk, at=timezone.now())


def test_without_a_rule_the_core_and_the_district_are_asked(cast: Cast) -> None:
    reform = proposed(cast)
    assert {body.name for body in reform.asked() if body} == {cast.core.name, cast.governance.name}
    assert two_centres().consenting == replace(two_centres(), reform=ReformRule()).consenting


def test_a_demanded_body_without_a_head_in_office_holds_it_up(cast: Cast) -> None:
    charter = written(replace(two_centres(), name="asks_more", reform=ReformRule(("fire_rescue",), "试验")))
    first = approved(cast, planned(cast, charter))
    apply(first, by=cast.district_head, at=timezone.now())
    reform = propose(by=cast.district_head, at=timezone.now(), plan=planned(cast, two_centres()))
    assert reform.asked() == [None]
    refused("reform.not_asked", consent, reform, by=cast.district_head, at=timezone.now())


def test_not_before_its_date(cast: Cast) -> None:
    later = timezone.localdate() + timedelta(days=3)
    reform = approved(cast, planned(cast, two_centres(), start=later))
    refused("reform.too_early", apply, reform, by=cast.district_head, at=timezone.now())


def test_it_can_be_taken_back_until_it_is_applied(cast: Cast) -> None:
    reform = approved(cast, planned(cast, two_centres()))
    before = Record.objects.filter(act="charter.adopt").count()
    withdraw(reform, by=cast.district_head, at=timezone.now(), reason="另作打算")
    for act, words in ((consent, {}), (apply, {}), (withdraw, {"reason": "再撤"})):
        refused("reform.not_open", act, reform, by=cast.district_head, at=timezone.now(), **words)
    assert Record.objects.filter(act="charter.adopt").count() == before


def test_applied_once_and_never_taken_back(cast: Cast) -> None:
    reform = approved(cast, planned(cast, two_centres()))
    apply(reform, by=cast.district_head, at=timezone.now())
    refused("reform.not_open", apply, reform, by=cast.district_head, at=timezone.now())
    refused("reform.not_open", withdraw, reform, by=cast.district_head, at=timezone.now(), reason="晚了")


def test_what_was_put_to_a_council_is_noted(cast: Cast) -> None:
    reform, day = proposed(cast), timezone.localdate()
    put_to_council(reform, by=cast.secretary, at=timezone.now(), title="荔园理事会", on=day, reference="纪要 7")
    reform.refresh_from_db()
    assert (reform.council, reform.council_on, reform.council_reference) == ("荔园理事会", day, "纪要 7")
    refused("reform.council_missing", put_to_council, reform, by=cast.secretary, at=timezone.now(), title=" ", on=day)


# Drift


def test_open_matters_may_move_on_meanwhile(cast: Cast) -> None:
    reform = approved(cast, planned(cast, two_centres()))
    later = [at_stage(cast, stage) for stage in (Stage.COLLECTED, Stage.HANDLING)]
    done = apply(reform, by=cast.district_head, at=timezone.now())
    assert set(done.hand_overs.values_list("matter", flat=True)) == {matter.pk for matter in later}


def test_a_post_that_falls_vacant_is_drift(cast: Cast) -> None:
    reform = approved(cast, planned(cast, two_centres()))
    somebody_leaves(cast)
    refused("reform.drifted", apply, reform, by=cast.district_head, at=timezone.now())


def test_a_successor_in_office_is_drift(cast: Cast) -> None:
    reform = approved(cast, planned(cast, two_centres()))
    other, day = Person.objects.create(name="接任者"), timezone.localdate()
    post = cast.post(cast.committee_chair)
    fill_post(post, by=cast.district_head, at=timezone.now(), person=other, since=day)
    refused("reform.drifted", apply, reform, by=cast.district_head, at=timezone.now())


def test_a_charter_edited_meanwhile_is_drift(cast: Cast) -> None:
    reform = approved(cast, planned(cast, two_centres()))
    written(replace(two_centres(), version="2"))
    refused("reform.drifted", apply, reform, by=cast.district_head, at=timezone.now())


def test_another_reform_meanwhile_is_drift(cast: Cast) -> None:
    one, other = (approved(cast, planned(cast, two_centres())) for _ in range(2))
    apply(one, by=cast.district_head, at=timezone.now())
    refused("reform.drifted", apply, other, by=cast.district_head, at=timezone.now())


def test_what_happens_next_door_is_none(cast: Cast) -> None:
    reform = approved(cast, planned(cast, two_centres()))
    reported(cast)
    apply(reform, by=cast.district_head, at=timezone.now())


def test_a_plan_of_another_world_is_not_even_proposed(cast: Cast) -> None:
    plan = planned(cast, two_centres())
    somebody_leaves(cast)
    refused("reform.drifted", propose, by=cast.district_head, at=timezone.now(), plan=plan)


# Without a home


def test_a_body_that_nobody_heads_receives_nothing(cast: Cast) -> None:
    plan = planned(cast, two_centres())
    headless = tuple(seat for seat in plan.seats if seat.role != "workstation_head")
    with pytest.raises(BadPlan) as caught:
        propose(by=cast.district_head, at=timezone.now(), plan=replace(plan, seats=headless))
    assert {fault.code for fault in caught.value.faults} == {"head_missing", "person_without_post"}


def test_a_successor_that_ends_as_well(cast: Cast) -> None:
    plan = planned(cast, two_centres())
    (ending,) = plan.endings
    with pytest.raises(BadPlan) as caught:
        propose(
            by=cast.district_head,
            at=timezone.now(),
            plan=replace(plan, endings=(Ending(ending.body, ending.body),)),
        )
    assert [fault.code for fault in caught.value.faults] == ["successor_ends_too"]


def test_other_folders_are_asked_and_what_they_cannot_place_is_an_error(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "_asked", {})
    places = {"助餐合同": "荔园社区行政服务中心"}

    def contracts(reach: Reach) -> list[Affected]:
        assert [body.pk for body in reach.ended] == [cast.workstation.pk]
        return [Affected(what, cast.workstation.name, places.get(what, "")) for what in ("助餐合同", "保洁合同")]

    hooks.affects("services", contracts)
    refused("reform.no_home", propose, by=cast.district_head, at=timezone.now(), plan=planned(cast, two_centres()))
    places["保洁合同"] = "荔园社区居委会"
    reform = proposed(cast)
    assert [one["after"] for one in reform.preview["affected"]["services"]] == list(places.values())
    with pytest.raises(ValueError, match="asked twice"):
        hooks.affects("services", contracts)


def test_an_item_in_the_hands_of_a_body_that_ends_must_find_somebody_first(cast: Cast) -> None:
    item = Item.objects.create(code="X-001", valid_from=SINCE)
    day = timezone.localdate()
    given = {"since": day, "until": day + timedelta(days=300), "basis": "试验", "contract": "2026-07"}
    delegation = Delegation.objects.create(
        item=item, community=cast.near, stem=cast.near.stem, provider=cast.workstation, **given
    )
    refused("reform.no_home", propose, by=cast.district_head, at=timezone.now(), plan=planned(cast, two_centres()))
    Delegation.objects.filter(pk=delegation.pk).update(provider=cast.society)
    assert "items" not in proposed(cast).preview["affected"]


def test_the_page_asks_the_same_as_the_act(cast: Cast) -> None:
    reform = proposed(cast)
    answer = refusal("reform.apply", reform, by=cast.district_head, at=timezone.now())
    assert answer is not None
    assert answer.code == "reform.not_approved"


def test_a_plan_for_a_community_seats_nobody_in_bodies_above_it(cast: Cast) -> None:
    """Whoever writes a plan for one community cannot give anybody a post of the district by it."""
    plan = planned(cast, two_centres())
    stranger = Seat(body=plan.seats[0].body, role="district_registrar", person=plan.seats[0].person)
    above = replace(stranger, body=f"{cast.governance.name} #{cast.governance.pk}")
    with pytest.raises(BadPlan) as caught:
        propose(by=cast.district_head, at=timezone.now(), plan=replace(plan, seats=(*plan.seats, above)))
    assert "unknown_body" in [fault.code for fault in caught.value.faults]
