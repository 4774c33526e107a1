"""Registering, declining and dispatching at the front door."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from tests.cast import DANCE_NOISE, MANHOLE, RUBBISH, Cast
from tests.steps import STREET_WORK, at_stage, last, moment, refused, reported
from tuoluo.bodies.charters import charter_named
from tuoluo.matters import acts
from tuoluo.matters.rules import Stage


def test_the_front_door_registers(cast: Cast) -> None:
    matter = acts.register(reported(cast, category=""), by=cast.clerk, at=moment(5), category=RUBBISH)
    matter.refresh_from_db()
    assert (matter.stage, matter.category) == (Stage.REGISTERED, RUBBISH)
    assert matter.accountable_body == cast.workstation


def test_registering_settles_the_cell(cast: Cast) -> None:
    matter = acts.register(reported(cast), by=cast.clerk, at=moment(5), cell=cast.cells[1])
    assert matter.cell == cast.cells[1]


def test_registering_needs_a_category_of_the_catalogue(cast: Cast) -> None:
    matter = reported(cast, category="")
    refused("matter.category_missing", acts.register, matter, by=cast.clerk, at=moment(5))
    refused("matter.unknown_category", acts.register, matter, by=cast.clerk, at=moment(5), category="X99")


def test_another_communitys_front_door_cannot_register(cast: Cast) -> None:
    refused("body.outside_your_area", acts.register, reported(cast), by=cast.neighbour_clerk, at=moment(5))


def test_another_body_of_the_community_cannot_register(cast: Cast) -> None:
    refused("right.not_in_role", acts.register, reported(cast), by=cast.verifier, at=moment(5))
    refused("matter.not_your_front_door", acts.register, reported(cast), by=cast.registrar, at=moment(5))


def test_nothing_is_registered_twice(cast: Cast) -> None:
    matter = at_stage(cast, Stage.REGISTERED)
    refused("matter.wrong_stage", acts.register, matter, by=cast.clerk, at=moment(15))


def test_declining_tells_the_reporter_why(cast: Cast) -> None:
    matter = acts.decline(reported(cast), by=cast.clerk, at=moment(5), answer="请向物业服务企业提出")
    matter.refresh_from_db()
    assert (matter.stage, matter.answer, matter.closed_at) == (Stage.DECLINED, "请向物业服务企业提出", moment(5))
    refused("matter.answer_missing", acts.decline, reported(cast), by=cast.clerk, at=moment(5), answer="")


def test_what_was_declined_stays_declined(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DECLINED)
    refused("matter.wrong_stage", acts.register, matter, by=cast.clerk, at=moment(15))
    refused("matter.wrong_stage", acts.dispatch, matter, by=cast.clerk, at=moment(15))
    refused("matter.wrong_stage", acts.withdraw, matter, by=cast.resident, at=moment(15))
    refused("matter.wrong_stage", acts.reopen, matter, by=cast.resident, at=moment(15), reason="x")


def test_dispatch_goes_where_the_charter_says(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DISPATCHED, category=STREET_WORK)
    assert (matter.lead, matter.verifier, matter.charter) == (cast.office, cast.committee, "nanshan")
    assert [part.body for part in matter.parts.all()] == [cast.workstation]


def test_until_the_lead_takes_up_the_sender_answers(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DISPATCHED)
    assert matter.accountable_body == cast.workstation


def test_the_front_door_may_be_the_lead_itself(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DISPATCHED, category=RUBBISH)
    assert (matter.lead, matter.verifier) == (cast.workstation, cast.core)


def test_the_core_verifies_what_the_residents_committee_leads(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DISPATCHED, category=DANCE_NOISE)
    assert (matter.lead, matter.verifier, matter.evaluator) == (cast.committee, cast.core, cast.centre)


def test_a_department_of_the_district_leads_across_communities(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DISPATCHED, category=MANHOLE)
    assert (matter.lead, matter.verifier) == (cast.water, cast.committee)


def test_the_deadline_counts_working_days(cast: Cast) -> None:
    """Two working days from Monday 9:20 end on Wednesday."""
    matter = at_stage(cast, Stage.DISPATCHED, category=MANHOLE)
    assert matter.due_at is not None
    assert timezone.localdate(matter.due_at) == datetime(2026, 7, 8).date()
    assert matter.due_unknown_year is None


def test_another_lead_needs_a_reason(cast: Cast) -> None:
    matter = at_stage(cast, Stage.REGISTERED)
    refused("matter.lead_needs_reason", acts.dispatch, matter, by=cast.clerk, at=moment(20), lead=cast.water)
    matter = acts.dispatch(matter, by=cast.clerk, at=moment(20), lead=cast.water, reason="水管破裂所致")
    assert matter.lead == cast.water


def test_the_lead_does_not_assist_itself(cast: Cast) -> None:
    matter = at_stage(cast, Stage.REGISTERED)
    refused("matter.lead_assists_itself", acts.dispatch, matter, by=cast.clerk, at=moment(20), assistants=[cast.office])


def test_a_body_that_helps_does_not_verify(cast: Cast) -> None:
    """The committee would verify; when it helps, the core verifies instead."""
    matter = at_stage(cast, Stage.REGISTERED)
    matter = acts.dispatch(matter, by=cast.clerk, at=moment(20), assistants=[cast.committee])
    assert matter.verifier == cast.core


def test_somebody_must_be_left_to_verify(cast: Cast) -> None:
    everybody = [cast.committee, cast.core, cast.workstation, cast.governance]
    matter = at_stage(cast, Stage.REGISTERED)
    refused("matter.nobody_to_verify", acts.dispatch, matter, by=cast.clerk, at=moment(20), assistants=everybody)


def test_a_sender_may_send_elsewhere_until_it_is_taken_up(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DISPATCHED)
    matter = acts.dispatch(matter, by=cast.clerk, at=moment(25), lead=cast.water, assistants=[], reason="水务管的")
    assert (matter.lead, matter.parts.count()) == (cast.water, 0)
    refused("matter.not_the_lead", acts.take_up, matter, by=cast.dispatcher, at=moment(30))


def test_sending_on_never_restarts_the_clock(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DISPATCHED)
    before = (matter.dispatched_at, matter.due_at)
    refused("matter.sent_already", acts.dispatch, matter, by=cast.clerk, at=moment(900))
    refused("matter.sent_already", acts.dispatch, matter, by=cast.clerk, at=moment(900), reason="再派一次")
    matter = acts.dispatch(matter, by=cast.clerk, at=moment(900), lead=cast.water, assistants=[], reason="水务管的")
    assert (matter.dispatched_at, matter.due_at) == before


def test_only_who_answers_for_it_dispatches(cast: Cast) -> None:
    matter = at_stage(cast, Stage.REGISTERED)
    refused("matter.not_accountable", acts.dispatch, matter, by=cast.secretary, at=moment(20))
    refused("right.not_in_role", acts.dispatch, matter, by=cast.verifier, at=moment(20))
    refused("right.needs_post", acts.dispatch, matter, by=cast.resident, at=moment(20))


def test_where_the_charter_names_a_body_that_does_not_exist_nobody_leads(cast: Cast) -> None:
    """The cast has no fire brigade; the front door then names a lead itself, and says why."""
    charter = charter_named("nanshan")
    category = next(duty.category for duty in charter.duties if duty.lead == "fire_rescue" and "*" not in duty.category)
    matter = at_stage(cast, Stage.REGISTERED, category=category)
    refused("matter.nobody_leads", acts.dispatch, matter, by=cast.clerk, at=moment(20))
    matter = acts.dispatch(matter, by=cast.clerk, at=moment(20), lead=cast.office, reason="本辖区无消防机构")
    assert matter.lead == cast.office


def test_in_a_year_without_calendar_the_deadline_is_not_guessed(cast: Cast) -> None:
    far_future = timezone.make_aware(datetime(2093, 7, 6, 9))
    matter = acts.register(reported(cast), by=cast.clerk, at=far_future)
    matter = acts.dispatch(matter, by=cast.clerk, at=far_future)
    assert (matter.due_at, matter.due_unknown_year) == (None, 2093)
    assert last(matter).facts["now"]["due"] is None
