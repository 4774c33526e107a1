"""In hand: taking up, naming who answers, joint handling, reporting back, rework."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import DANCE_NOISE, MANHOLE, Cast
from tests.steps import at_stage, moment, refused
from tuoluo.bodies.acts import fill_post, vacate_post
from tuoluo.bodies.models import Post, Tenure
from tuoluo.bodies.reads import in_charge
from tuoluo.ledger.actors import Actor
from tuoluo.matters import acts
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Outcome, Stage


def report_back(matter: Matter, by: Actor, **more: object) -> Matter:
    given = {"at": moment(50), "outcome": Outcome.SOLVED, "answer": "已清运", **more}
    return acts.report_back(matter, by=by, **given)  # type: ignore[arg-type]


def test_who_takes_up_answers_in_person(cast: Cast) -> None:
    matter = acts.take_up(at_stage(cast, Stage.DISPATCHED), by=cast.dispatcher, at=moment(30))
    matter.refresh_from_db()
    assert (matter.stage, matter.accountable_body) == (Stage.HANDLING, cast.office)
    assert matter.accountable_post_id == cast.dispatcher.post
    assert matter.taken_up_at == moment(30)


def test_somebody_else_of_the_body_can_be_named(cast: Cast) -> None:
    post = cast.post(cast.subdistrict_head)
    matter = acts.take_up(at_stage(cast, Stage.DISPATCHED), by=cast.dispatcher, at=moment(30), post=post)
    assert matter.accountable_post == post


def test_nobody_of_another_body_can_be_named(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DISPATCHED)
    foreign = cast.post(cast.water_head)
    refused("matter.post_elsewhere", acts.take_up, matter, by=cast.dispatcher, at=moment(30), post=foreign)
    matter = at_stage(cast, Stage.HANDLING)
    refused("matter.post_elsewhere", acts.assign, matter, by=cast.dispatcher, at=moment(35), post=foreign)


def test_only_the_lead_takes_up(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DISPATCHED)
    refused("matter.not_the_lead", acts.take_up, matter, by=cast.clerk, at=moment(30))
    refused("body.outside_your_area", acts.take_up, matter, by=cast.neighbour_clerk, at=moment(30))


def test_a_department_reaches_a_matter_that_it_leads(cast: Cast) -> None:
    matter = acts.take_up(at_stage(cast, Stage.DISPATCHED, category=MANHOLE), by=cast.water_officer, at=moment(30))
    assert matter.accountable_post_id == cast.water_officer.post


def test_naming_another_person_moves_only_the_person(cast: Cast) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    head = cast.post(cast.subdistrict_head)
    matter = acts.assign(matter, by=cast.dispatcher, at=moment(35), post=head)
    assert (matter.accountable_post, matter.accountable_body, matter.stage) == (head, cast.office, Stage.HANDLING)
    refused("right.not_in_role", acts.assign, matter, by=cast.clerk, at=moment(36), post=head)
    refused("matter.not_accountable", acts.assign, matter, by=cast.secretary, at=moment(36), post=head)


def test_a_closed_matter_gets_no_new_person(cast: Cast) -> None:
    matter = at_stage(cast, Stage.CLOSED)
    head = cast.post(cast.subdistrict_head)
    refused("matter.not_open", acts.assign, matter, by=cast.dispatcher, at=moment(65), post=head)


def test_when_the_named_person_leaves_the_head_answers(cast: Cast) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    day = moment(40).date()
    vacate_post(cast.post(cast.dispatcher), by=cast.subdistrict_head, at=moment(40), until=day)
    matter.refresh_from_db()
    assert in_charge(matter.accountable_post, day).pk == cast.subdistrict_head.person


def test_when_the_post_changes_hands_the_successor_answers(cast: Cast) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    day = moment(40).date()
    fill_post(
        cast.post(cast.dispatcher), by=cast.subdistrict_head, at=moment(40), person=cast.person(cast.auditor), since=day
    )
    matter.refresh_from_db()
    assert in_charge(matter.accountable_post, day).pk == cast.auditor.person
    refused("right.post_not_held", report_back, matter, cast.dispatcher)


def test_an_assisting_body_finishes_its_part_while_the_lead_goes_on_answering(cast: Cast) -> None:
    matter = acts.finish_part(at_stage(cast, Stage.HANDLING), by=cast.clerk, at=moment(40), result="已清扫")
    part = matter.parts.get()
    assert (part.finished_at, part.result) == (moment(40), "已清扫")
    assert matter.accountable_body == cast.office
    refused("matter.no_part", acts.finish_part, matter, by=cast.clerk, at=moment(41), result="又清扫")
    refused("matter.no_part", acts.finish_part, matter, by=cast.dispatcher, at=moment(41), result="x")


def test_a_part_is_finished_with_a_word_and_in_time(cast: Cast) -> None:
    refused(
        "matter.result_missing",
        acts.finish_part,
        at_stage(cast, Stage.HANDLING),
        by=cast.clerk,
        at=moment(40),
        result="",
    )
    refused(
        "matter.not_in_hand", acts.finish_part, at_stage(cast, Stage.CLOSED), by=cast.clerk, at=moment(70), result="x"
    )


def test_the_lead_waits_for_parts_or_says_why_not(cast: Cast) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    refused("matter.parts_open", report_back, matter, cast.dispatcher)
    matter = report_back(matter, cast.dispatcher, parts_note="工作站下周补扫")
    assert matter.stage == Stage.REPORTED_BACK
    assert matter.parts.get().finished_at is None


@pytest.mark.parametrize("outcome", [Outcome.SOLVED, Outcome.EXPLAINED, Outcome.IMPOSSIBLE])
def test_reporting_back_says_how_it_ended(cast: Cast, outcome: Outcome) -> None:
    matter = report_back(at_stage(cast, Stage.HANDLING), cast.dispatcher, outcome=outcome, parts_note="x")
    matter.refresh_from_db()
    assert (matter.outcome, matter.answer, matter.reported_back_at) == (outcome, "已清运", moment(50))


def test_reporting_back_needs_outcome_and_answer(cast: Cast) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    refused("matter.answer_missing", report_back, matter, cast.dispatcher, answer=" ")
    refused("matter.outcome_missing", report_back, matter, cast.dispatcher, outcome=Outcome.NOT_STATED)
    refused("matter.not_the_lead", report_back, matter, cast.clerk)


def test_in_time_or_late_is_settled_when_reporting_back(cast: Cast) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    assert matter.due_at is not None
    late = matter.due_at + timedelta(seconds=1)
    assert report_back(matter, cast.dispatcher, at=matter.due_at, parts_note="x").on_time is True
    other = at_stage(cast, Stage.HANDLING)
    assert report_back(other, cast.dispatcher, at=late, parts_note="x").on_time is False


def test_rework_is_counted_and_keeps_the_first_deadline(cast: Cast) -> None:
    matter = at_stage(cast, Stage.REPORTED_BACK)
    due = matter.due_at
    matter = acts.return_for_rework(matter, by=cast.verifier, at=moment(60), reason="角落里还有")
    matter.refresh_from_db()
    assert (matter.stage, matter.reworked, matter.due_at) == (Stage.HANDLING, 1, due)
    assert matter.accountable_body == cast.office
    matter = report_back(matter, cast.dispatcher)
    matter = acts.return_for_rework(matter, by=cast.verifier, at=moment(80), reason="仍有")
    assert matter.reworked == 2


def test_sending_back_takes_a_reason_and_the_verifying_body(cast: Cast) -> None:
    matter = at_stage(cast, Stage.REPORTED_BACK)
    refused("matter.reason_missing", acts.return_for_rework, matter, by=cast.verifier, at=moment(60), reason="")
    refused("matter.not_the_verifier", acts.return_for_rework, matter, by=cast.dispatcher, at=moment(60), reason="x")
    refused(
        "matter.wrong_stage",
        acts.return_for_rework,
        at_stage(cast, Stage.HANDLING),
        by=cast.verifier,
        at=moment(60),
        reason="x",
    )


def test_another_community_has_no_hand_in_it(cast: Cast) -> None:
    """A person may hold posts in two communities; each reaches only its own."""
    post = Post.objects.filter(body=cast.far_workstation, role="workstation_clerk").get()
    assert Tenure.objects.get(post=post).person_id == cast.neighbour_clerk.person
    for stage in (Stage.COLLECTED, Stage.DISPATCHED, Stage.HANDLING):
        matter = at_stage(cast, stage, category=DANCE_NOISE) if stage is Stage.COLLECTED else at_stage(cast, stage)
        refused("body.outside_your_area", acts.finish_part, matter, by=cast.neighbour_clerk, at=moment(90), result="x")
