"""A workstation is abolished in a community at work: every open matter has somebody, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from tests.cast import DANCE_NOISE, FUMES, LITTER, Cast, actor_of
from tests.reforms import CENTRE, PLATFORM, applied, planned, two_centres, written
from tests.stateful.promises import all_hold
from tests.steps import STREET_WORK, at_stage, history, moment, reported
from tuoluo.bodies.charters import charter_at, charter_named
from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import in_charge
from tuoluo.charter.model import Charter
from tuoluo.kernel.worktime import TimeLimit, Unit
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.matters import acts
from tuoluo.matters.history import history as told
from tuoluo.matters.models import Matter
from tuoluo.matters.reads import Sight
from tuoluo.matters.rules import OPEN_STAGES, Outcome, Stage
from tuoluo.reform.models import HandOver
from tuoluo.reform.plan import Transition

DAY = timezone.localdate


def ended_appears_nowhere(*bodies: Body) -> None:
    """No body that ended answers for, leads, checks, judges or still has to help in anything open."""
    gone = {body.pk for body in bodies}
    for matter in Matter.objects.filter(stage__in=[stage.value for stage in OPEN_STAGES]).prefetch_related("parts"):
        parts = {part.body_id for part in matter.parts.all() if part.finished_at is None}
        roles = {matter.accountable_body_id, matter.lead_id, matter.verifier_id, matter.evaluator_id, *parts}
        assert not gone & roles, f"{matter} {matter.stage}"


def test_the_workstation_goes_and_nothing_is_lost(cast: Cast) -> None:
    for category in (STREET_WORK, LITTER, FUMES, DANCE_NOISE):
        for stage in Stage:
            with_category(cast, stage, category)
    before = dict(Matter.objects.values_list("pk", "stage"))
    history_before = {pk: len(history(Matter.objects.get(pk=pk))) for pk in before}
    reform = applied(cast, planned(cast, two_centres()))
    assert reform.stage == "applied"
    assert charter_at(cast.near.stem, DAY()).name == "two_centres"
    assert charter_at(cast.far.stem, DAY()).name == "nanshan"
    assert not Body.objects.on(DAY()).filter(pk=cast.workstation.pk).exists()
    assert dict(Matter.objects.values_list("pk", "stage")) == before
    ended_appears_nowhere(cast.workstation)
    all_hold()
    moved = set(HandOver.objects.filter(reform=reform).values_list("matter", flat=True))
    for pk, count in history_before.items():
        entries = history(Matter.objects.get(pk=pk))
        assert len(entries) == count + (pk in moved)
        if pk in moved:
            assert (entries[-1].act, entries[-1].facts["because_of"]) == ("matter.transfer", "reform.apply")
            assert entries[-1].facts["reform"] == str(reform)


def with_category(cast: Cast, stage: Stage, category: str) -> Matter:
    """A matter of a category in a stage; what the usual steps do as the office is done as whoever leads."""
    if category == STREET_WORK:
        return at_stage(cast, stage)
    matter = reported(cast, category=category)
    wanted = (Stage.REGISTERED, Stage.DISPATCHED, Stage.HANDLING, Stage.REPORTED_BACK, Stage.CLOSED)
    for step in wanted[: wanted.index(stage) + 1] if stage in wanted else ():
        matter = forward(cast, matter, step)
    return matter


def forward(cast: Cast, matter: Matter, to: Stage) -> Matter:
    if to is Stage.REGISTERED:
        return acts.register(matter, by=cast.clerk, at=moment(10))
    if to is Stage.DISPATCHED:
        return acts.dispatch(matter, by=cast.clerk, at=moment(20))
    heads = {cast.workstation.pk: cast.workstation_head, cast.office.pk: cast.subdistrict_head}
    heads |= {cast.committee.pk: cast.committee_chair, cast.core.pk: cast.secretary}
    assert matter.lead_id is not None
    assert matter.verifier_id is not None
    by = heads[matter.lead_id]
    if to is Stage.HANDLING:
        return acts.take_up(matter, by=by, at=moment(30))
    if to is Stage.REPORTED_BACK:
        note = "协办未答复"
        return acts.report_back(matter, by=by, at=moment(50), outcome=Outcome.SOLVED, answer="好了", parts_note=note)
    return acts.close(matter, by=heads[matter.verifier_id], at=moment(60))


def test_the_same_person_goes_on_where_they_go(cast: Cast) -> None:
    matter = reported(cast)
    assert matter.accountable_post_id == cast.cell_leader.post
    in_hand = acts.take_up(dispatched_to_workstation(cast), by=cast.clerk, at=moment(30))
    applied(cast, planned(cast, two_centres(home=PLATFORM)))
    for one, who in ((matter, cast.cell_leader), (in_hand, cast.clerk)):
        one.refresh_from_db()
        person = in_charge(one.accountable_post, DAY())
        assert one.accountable_post.pk != who.post
        if one == matter:
            assert person.pk == who.person
    assert matter.accountable_body.kind == PLATFORM
    assert in_hand.accountable_body.kind == CENTRE
    assert in_hand.lead == in_hand.accountable_body


def dispatched_to_workstation(cast: Cast) -> Matter:
    matter = acts.register(reported(cast, category=LITTER), by=cast.clerk, at=moment(10))
    return acts.dispatch(matter, by=cast.clerk, at=moment(20))


def test_a_part_goes_to_the_successor_and_a_finished_one_stays_history(cast: Cast) -> None:
    open_part = at_stage(cast, Stage.HANDLING)
    finished = at_stage(cast, Stage.REPORTED_BACK)
    open_part.parts.update(finished_at=None)
    applied(cast, planned(cast, two_centres()))
    assert [part.body.kind for part in open_part.parts.all()] == [PLATFORM]
    assert [part.body for part in finished.parts.all()] == [cast.workstation]
    all_hold()


def test_running_clocks_keep_their_first_deadline(cast: Cast) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    assert matter.due_at is not None
    applied(cast, planned(cast, shorter()))
    due = matter.due_at
    matter.refresh_from_db()
    assert matter.due_at == due
    after = acts.register(report_now(cast, STREET_WORK), by=actor_in(cast, PLATFORM), at=timezone.now())
    after = acts.dispatch(after, by=actor_in(cast, PLATFORM), at=timezone.now())
    assert after.due_at is not None
    assert after.due_at - timezone.now() < timedelta(hours=2)


def test_by_the_other_rule_the_later_deadline_holds(cast: Cast) -> None:
    slow, quick = at_stage(cast, Stage.HANDLING), at_stage(cast, Stage.HANDLING)
    Matter.objects.filter(pk=quick.pk).update(due_at=moment(61))
    quick.refresh_from_db()
    quick.parts.all()  # its last entry no longer says the same: only its deadline is looked at
    applied(cast, planned(cast, shorter(), transition=Transition.LATER_DEADLINE))
    due = slow.due_at
    slow.refresh_from_db()
    quick.refresh_from_db()
    assert slow.due_at == due
    assert quick.due_at == moment(20 + 60)


def report_now(cast: Cast, category: str) -> Matter:
    place = acts.Place(cast.near, cast.cells[0])
    return acts.report(by=cast.resident, at=timezone.now(), text="脏", place=place, category=category)


def shorter() -> Charter:
    """The same charter with one urgent hour for everything."""
    charter = two_centres("shorter")
    limit = TimeLimit(1, Unit.URGENT_HOURS)
    return written(replace(charter, duties=tuple(replace(duty, limit=limit) for duty in charter.duties)))


def actor_in(cast: Cast, kind: str) -> Actor:
    body = Body.objects.on(DAY()).get(kind=kind, area=cast.near)
    return actor_of(Post.objects.on(DAY()).get(body=body, head=True))


def test_a_closed_matter_reopened_later_goes_to_the_successor(cast: Cast) -> None:
    matter = with_category(cast, Stage.CLOSED, LITTER)
    assert matter.lead == cast.workstation
    entries = len(history(matter))
    applied(cast, planned(cast, two_centres()))
    matter.refresh_from_db()
    assert (matter.lead, matter.stage, len(history(matter))) == (cast.workstation, "closed", entries)
    matter = acts.reopen(matter, by=cast.resident, at=timezone.now(), reason="又脏了")
    assert matter.lead is not None
    assert matter.lead.kind == PLATFORM
    assert matter.accountable_body == matter.lead
    assert in_charge(matter.accountable_post, DAY()).pk == cast.workstation_head.person
    assert matter.verifier not in (None, matter.lead)
    all_hold()


def test_residents_read_why_it_was_passed_on(cast: Cast) -> None:
    matter = reported(cast)
    reform = applied(cast, planned(cast, two_centres()))
    matter.refresh_from_db()
    (step,) = [
        step for step in told(matter, charter_named("two_centres"), Sight.PUBLIC) if step.act == "matter.transfer"
    ]
    assert [fact.value for fact in step.facts] == [matter.accountable_body, str(reform), "葛长"]


def test_what_follows_is_recorded_after_the_act_and_needs_no_right(cast: Cast) -> None:
    reported(cast)
    start = Record.objects.count()
    applied(cast, planned(cast, two_centres()))
    acts_done = list(Record.objects.filter(seq__gt=start).order_by("seq").values_list("act", flat=True))
    first = acts_done.index("reform.apply")
    assert acts_done[:first] == ["reform.propose", "reform.consent", "reform.consent", "reform.approve"]
    assert set(acts_done[first + 1 :]) == {
        *("charter.adopt", "body.establish", "post.close", "post.create", "post.fill", "cell.carry_leader"),
        *("body.close", "matter.transfer"),
    }


def test_after_it_the_new_front_door_works(cast: Cast) -> None:
    applied(cast, planned(cast, two_centres()))
    matter = report_now(cast, LITTER)
    assert matter.accountable_body.kind == PLATFORM
    door = actor_in(cast, PLATFORM)
    matter = acts.dispatch(acts.register(matter, by=door, at=timezone.now()), by=door, at=timezone.now())
    assert matter.lead is not None
    assert matter.lead.kind == CENTRE
    all_hold()
