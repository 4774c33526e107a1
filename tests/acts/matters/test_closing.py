"""Verified and closed by another body, judged by the reporter, reopened, withdrawn."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.steps import at_stage, last, moment, refused
from tuoluo.ledger.actors import ANYBODY, Actor
from tuoluo.matters import acts
from tuoluo.matters.acts import new_link
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Outcome, Stage


def judge(matter: Matter, by: Actor, satisfied: int = 4, words: str = "") -> Matter:
    return acts.evaluate(matter, by=by, at=moment(70), responded=True, solved=False, satisfied=satisfied, words=words)


def test_another_body_verifies_and_closes(cast: Cast) -> None:
    matter = acts.close(at_stage(cast, Stage.REPORTED_BACK), by=cast.verifier, at=moment(60), finding="现场干净")
    matter.refresh_from_db()
    assert (matter.stage, matter.closed_at) == (Stage.CLOSED, moment(60))
    assert last(matter).body == cast.committee.pk


def test_nobody_closes_their_own_work(cast: Cast) -> None:
    matter = at_stage(cast, Stage.REPORTED_BACK)
    refused("matter.not_the_verifier", acts.close, matter, by=cast.dispatcher, at=moment(60))
    refused("matter.not_the_verifier", acts.close, matter, by=cast.secretary, at=moment(60))
    refused("right.not_in_role", acts.close, matter, by=cast.clerk, at=moment(60))
    refused("right.needs_post", acts.close, matter, by=cast.resident, at=moment(60))


def test_nothing_is_closed_before_it_is_reported_back(cast: Cast) -> None:
    for stage in (Stage.DISPATCHED, Stage.HANDLING, Stage.CLOSED):
        refused("matter.wrong_stage", acts.close, at_stage(cast, stage), by=cast.verifier, at=moment(60))


def test_whether_it_was_in_time_is_not_the_verifiers_to_say(cast: Cast) -> None:
    matter = at_stage(cast, Stage.REPORTED_BACK)
    assert matter.on_time is True
    assert acts.close(matter, by=cast.verifier, at=moment(60), on_time=False).on_time is True


def test_the_reporter_answers_three_questions(cast: Cast) -> None:
    matter = judge(at_stage(cast, Stage.CLOSED), cast.resident)
    matter.refresh_from_db()
    assert (matter.stage, matter.responded, matter.solved, matter.satisfied) == (Stage.EVALUATED, True, False, 4)


def test_whoever_holds_the_secret_link_is_the_reporter(cast: Cast) -> None:
    matter = at_stage(cast, Stage.CLOSED, by=ANYBODY, link=new_link())
    refused("matter.not_the_reporter", judge, matter, ANYBODY)
    refused("matter.not_the_reporter", judge, matter, Actor(follows=matter.pk + 1))
    assert judge(matter, Actor(follows=matter.pk)).stage == Stage.EVALUATED


def test_a_body_may_note_the_judgement_by_telephone_but_not_the_one_that_did_the_work(cast: Cast) -> None:
    assert judge(at_stage(cast, Stage.CLOSED), cast.clerk).stage == Stage.EVALUATED
    refused("matter.evaluates_own_work", judge, at_stage(cast, Stage.CLOSED), cast.dispatcher)
    refused("right.not_in_role", judge, at_stage(cast, Stage.CLOSED), cast.social_worker)


def test_a_neighbour_does_not_judge(cast: Cast) -> None:
    refused("matter.not_the_reporter", judge, at_stage(cast, Stage.CLOSED), cast.other_resident)


@pytest.mark.parametrize("satisfied", [0, 6, -1])
def test_satisfaction_has_five_steps(cast: Cast, satisfied: int) -> None:
    refused("matter.score_out_of_range", judge, at_stage(cast, Stage.CLOSED), cast.resident, satisfied)


def test_a_matter_is_judged_once_and_not_before_it_is_closed(cast: Cast) -> None:
    refused("matter.wrong_stage", judge, at_stage(cast, Stage.EVALUATED), cast.resident)
    refused("matter.wrong_stage", judge, at_stage(cast, Stage.REPORTED_BACK), cast.resident)


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.EVALUATED])
def test_the_reporter_has_it_done_again(cast: Cast, stage: Stage) -> None:
    matter = acts.reopen(at_stage(cast, stage), by=cast.resident, at=moment(600), reason="又堆起来了")
    matter.refresh_from_db()
    assert (matter.stage, matter.reopened, matter.closed_at) == (Stage.HANDLING, 1, None)
    assert matter.accountable_body == cast.office
    assert (matter.responded, matter.solved, matter.satisfied) == (None, None, None)
    assert matter.due_at is not None
    assert matter.due_at > moment(600)


def test_a_reopened_matter_goes_the_same_way_again(cast: Cast) -> None:
    matter = acts.reopen(at_stage(cast, Stage.CLOSED), by=cast.verifier, at=moment(100), reason="回访不满意")
    matter = acts.report_back(matter, by=cast.dispatcher, at=moment(110), outcome=Outcome.SOLVED, answer="再清")
    assert acts.close(matter, by=cast.verifier, at=moment(120)).stage == Stage.CLOSED


def test_who_may_have_it_reopened(cast: Cast) -> None:
    matter = at_stage(cast, Stage.CLOSED)
    for by in (cast.other_resident, ANYBODY, cast.dispatcher, cast.clerk):
        code = "right.not_in_role" if by.role not in ("", "subdistrict_dispatcher", "workstation_clerk") else None
        refused(code or "matter.not_reporter_nor_verifier", acts.reopen, matter, by=by, at=moment(90), reason="x")
    refused("matter.reason_missing", acts.reopen, matter, by=cast.resident, at=moment(90), reason=" ")
    refused(
        "matter.wrong_stage",
        acts.reopen,
        at_stage(cast, Stage.HANDLING),
        by=cast.resident,
        at=moment(90),
        reason="x",
    )


@pytest.mark.parametrize("stage", [Stage.COLLECTED, Stage.REGISTERED, Stage.DISPATCHED, Stage.HANDLING])
def test_the_reporter_takes_it_back_until_the_answer_is_in(cast: Cast, stage: Stage) -> None:
    matter = acts.withdraw(at_stage(cast, stage), by=cast.resident, at=moment(45), reason="已自行解决")
    matter.refresh_from_db()
    assert (matter.stage, matter.closed_at) == (Stage.WITHDRAWN, moment(45))
    refused("matter.wrong_stage", acts.reopen, matter, by=cast.resident, at=moment(46), reason="x")


@pytest.mark.parametrize("stage", [Stage.REPORTED_BACK, Stage.CLOSED, Stage.EVALUATED, Stage.DECLINED])
def test_later_it_can_no_longer_be_taken_back(cast: Cast, stage: Stage) -> None:
    refused("matter.wrong_stage", acts.withdraw, at_stage(cast, stage), by=cast.resident, at=moment(95))


def test_nobody_takes_back_for_another(cast: Cast) -> None:
    matter = at_stage(cast, Stage.COLLECTED)
    refused("matter.not_the_reporter", acts.withdraw, matter, by=cast.other_resident, at=moment(5))
    refused("right.not_in_role", acts.withdraw, matter, by=cast.clerk, at=moment(5))
