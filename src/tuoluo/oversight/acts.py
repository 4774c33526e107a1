"""How a task is asked of communities, admitted or refused by their committees, withdrawn, and its hours counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body
from tuoluo.bodies.reads import body_meant
from tuoluo.bodies.rules import may_reach
from tuoluo.charter.model import Power
from tuoluo.kernel.refusals import Refusal, first, require
from tuoluo.kernel.worktime import UnknownYear, deadline
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import Family, OpenTo, act
from tuoluo.ledger.standing import watch
from tuoluo.matters.calendar import calendar
from tuoluo.oversight import rules
from tuoluo.oversight.lists import admission, grounds
from tuoluo.oversight.models import Admission, Hours, Task
from tuoluo.oversight.rules import Answer, Demand
from tuoluo.territory.models import Area

watch(Task)
watch(Admission)
watch(Hours)
PUT_TO = "task.put_to"


def _own_committee(demand: Admission, by: Actor, at: datetime) -> Refusal | None:
    return rules.may_answer(demand.state(timezone.localdate(at)), own=by.acting_body == demand.committee_id)


def _own_demand(task: Task, by: Actor, at: datetime) -> Refusal | None:
    day = timezone.localdate(at)
    states = [one.state(day) for one in task.admissions.select_related("task")]
    return rules.may_withdraw(states, own=by.acting_body == task.asked_by_id)


def _own_hours(entry: Hours, by: Actor, at: datetime) -> Refusal | None:
    corrected = Hours.objects.filter(corrects=entry).exists()
    return rules.may_correct(entry.halves, corrected=corrected, own=by.acting_body == entry.body_id)


@act("task.ask", family=Family.COORDINATE)
def ask(*, by: Actor, at: datetime, demand: Demand, communities: Sequence[Area]) -> Task:
    """Ask communities for something off their list: what, on what basis, until when, how many hours.

    Each residents' committee answers for its own community, within the time limit that the district has settled.
    Basis: Law on the Organisation of Urban Residents' Committees; admission of tasks.
    """
    today, settled = timezone.localdate(at), admission()
    codes = [community.code for community in communities]
    require(rules.may_ask(demand, today=today, longest_days=settled.longest_days, communities=codes))
    require(first(*(may_reach(by.area, community.stem) for community in communities)))
    committees = [_committee(community, today) for community in communities]
    require(rules.must_be_outside(by.body, (committee.pk for committee in committees)))
    assert by.body is not None
    task = Task.objects.create(
        asked_by=Body.objects.get(pk=by.body),
        title=demand.title.strip(),
        title_en=demand.title_en.strip(),
        basis=demand.basis.strip(),
        asked_on=today,
        answer_by=_answer_by(by.area, at),
        until=demand.until,
        expected_halves=demand.halves,
    )
    for committee in {committee.pk: committee for committee in committees}.values():
        put_to(task, by=by.following("task.ask"), at=at, community=committee.area, committee=committee)
    return task


def _committee(community: Area, day: date) -> Body:
    """The body of self-government of a community."""
    kinds = charter_at(community.stem, day).kinds.values()
    named = [kind.code for kind in kinds if Power.SELF_GOVERNMENT in kind.powers]
    found = next(filter(None, (body_meant(kind, community.stem, day) for kind in named)), None)
    own = found if community.level == "community" else None
    require(rules.somebody_must_answer(community.code, own))
    assert own is not None
    return own


def _answer_by(stem: str, at: datetime) -> date | None:
    """Until when committees answer; nothing while that year's working days are not published."""
    hours = charter_at(stem, timezone.localdate(at)).hours
    try:
        return timezone.localdate(deadline(timezone.localtime(at), admission().answer_within, calendar(), hours))
    except UnknownYear:
        return None


@act(PUT_TO, family=Family.COORDINATE, open_to=OpenTo.FOLLOWING)
def put_to(task: Task, *, by: Actor, at: datetime, community: Area, committee: Body) -> Admission:
    """Put a demand to the residents' committee of one community.

    Basis: admission of tasks: each community answers for itself.
    """
    return Admission.objects.create(task=task, community=community, committee=committee)


@act("task.accept", family=Family.DECIDE, private=("words",), may=_own_committee)
def accept(demand: Admission, *, by: Actor, at: datetime, words: str = "") -> Admission:
    """Admit a task to our community until its end date.

    Basis: Law on the Organisation of Urban Residents' Committees; admission of tasks.
    """
    return _answered(demand, Answer.ACCEPTED, at, words)


@act("task.refuse", family=Family.DECIDE, private=("words",), may=_own_committee)
def refuse(demand: Admission, *, by: Actor, at: datetime, ground: rules.Cited, words: str = "") -> Admission:
    """Refuse a task that is not ours, on the ground of a rule.

    Basis: Law on the Organisation of Urban Residents' Committees; admission of tasks: a refusal cites its rule.
    """
    require(rules.must_cite(ground.code, grounds()))
    demand.ground = ground.code
    return _answered(demand, Answer.REFUSED, at, words)


def _answered(demand: Admission, answer: Answer, at: datetime, words: str) -> Admission:
    demand.answer, demand.answered_on, demand.words = answer.value, timezone.localdate(at), words
    demand.save(update_fields=["answer", "answered_on", "ground", "words"])
    return demand


@act("task.withdraw", family=Family.COORDINATE, may=_own_demand)
def withdraw(task: Task, *, by: Actor, at: datetime) -> Task:
    """Withdraw what we asked, in every community where it still waits or runs.

    Basis: admission of tasks.
    """
    task.withdrawn_on = timezone.localdate(at)
    task.save(update_fields=["withdrawn_on"])
    return task


@act("task.log_hours", family=Family.SERVE, routine=True)
def log_hours(demand: Admission, *, by: Actor, at: datetime, day: date, halves: int) -> Hours:
    """Enter half-hours that our body worked on a day for an admitted task.

    Basis: admission of tasks: hours spent helping are counted.
    """
    here = _works_here(by, demand.community)
    require(rules.may_log(halves, day, today=timezone.localdate(at), state=demand.state(day), here=here))
    assert by.body is not None
    return Hours.objects.create(community=demand.community, body_id=by.body, admission=demand, day=day, halves=halves)


@act("hours.log_own", family=Family.SERVE, routine=True)
def log_own(community: Area, *, by: Actor, at: datetime, day: date, halves: int) -> Hours:
    """Enter half-hours that our body worked on a day for the community's own matters.

    Basis: admission of tasks: the two kinds of hours are seen side by side (F1, F2).
    """
    here = _works_here(by, community)
    require(rules.may_log(halves, day, today=timezone.localdate(at), state=None, here=here))
    assert by.body is not None
    return Hours.objects.create(community=community, body_id=by.body, day=day, halves=halves)


def _works_here(by: Actor, community: Area) -> bool:
    return by.body is not None and by.area == community.stem


@act("hours.correct", family=Family.SERVE, routine=True, may=_own_hours)
def correct(entry: Hours, *, by: Actor, at: datetime) -> Hours:
    """Take an entry of hours back by a counter-entry; what was entered first stays visible.

    Basis: everything that happens is an act; the record is never rewritten.
    """
    return Hours.objects.create(
        community=entry.community,
        body_id=entry.body_id,
        admission_id=entry.admission_id,
        day=entry.day,
        halves=-entry.halves,
        corrects=entry,
    )
