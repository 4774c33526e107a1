"""What follows from the acts of a reform: it is approved once all have agreed; once applied, everything moves."""

from __future__ import annotations

from django.utils import timezone

from tuoluo.kernel.refusals import require
from tuoluo.ledger.registry import Done, batch, follows
from tuoluo.reform import rules
from tuoluo.reform.acts import approve
from tuoluo.reform.carrying import APPLY, Outcome, carry_out
from tuoluo.reform.hooks import affects
from tuoluo.reform.items import delegated
from tuoluo.reform.models import HandOver, Reform
from tuoluo.reform.plan_file import read_plan_text
from tuoluo.reform.preview import homeless_in_words
from tuoluo.reform.rules import OPEN_STAGES, Stage

affects("items", delegated)


@follows("draft.withdraw")
def no_reform_loses_its_charter(done: Done) -> None:
    """A proposed draft that an open reform is about stays until that reform is decided or taken back.

    Basis: a plan is reviewed as it was proposed (S23).
    """
    waiting = Reform.objects.filter(charter=done.subject.name, stage__in=[one.value for one in OPEN_STAGES])
    require(rules.must_not_be_planned(waiting.count(), done.subject.name))


@follows("reform.consent")
def approved_once_all_agree(done: Done) -> None:
    """A reform is approved with the last consent that was missing.

    Basis: charter, reform.
    """
    reform: Reform = done.subject
    asked = reform.asked(timezone.localdate(done.at))
    agreed = set(reform.consents.filter(agrees=True).values_list("body", flat=True))
    everybody = None not in asked and {body.pk for body in asked if body is not None} <= agreed
    if everybody and reform.stage == Stage.PROPOSED:
        approve(reform, by=done.by.following("reform.consent"), at=done.at)


@follows(APPLY)
def everything_moves(done: Done) -> None:
    """Bodies, posts, people and open matters go where the plan says; each matter's hand-over is kept.

    Basis: every place has somebody; every matter has somebody (S9); a change of structure loses nothing (S13).
    """
    reform: Reform = done.subject
    plan = read_plan_text(reform.plan, reform.title)
    with batch():
        outcome = carry_out(plan, by=done.by, at=done.at, day=timezone.localdate(done.at), name=str(reform))
    require(rules.must_have_homes(homeless_in_words(outcome)))
    HandOver.objects.bulk_create(_hand_overs(reform, outcome), batch_size=200)


def _hand_overs(reform: Reform, outcome: Outcome) -> list[HandOver]:
    return [
        HandOver(
            reform=reform,
            matter_id=move.matter_id,
            old_post_id=move.old_post,
            new_post_id=move.new_post,
            before=move.before,
            after=move.after,
        )
        for move in outcome.moves
    ]
