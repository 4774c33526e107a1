"""How a reform programme is opened, and how its measures and milestones are entered, reached, postponed and dropped."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Max
from django.utils import timezone

from tuoluo.bodies.acts import reach
from tuoluo.bodies.models import Body
from tuoluo.bodies.reads import is_in_office
from tuoluo.kernel.refusals import first, require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import Family, act
from tuoluo.ledger.standing import watch
from tuoluo.matters.models import Matter, parse_number
from tuoluo.programme import rules
from tuoluo.programme.indicators import INDICATORS
from tuoluo.programme.models import Measure, Milestone, MilestoneStep, Ownership, Programme
from tuoluo.programme.rules import Aim, EvidenceKind, StepKind
from tuoluo.territory.models import Area

for _model in (Programme, Measure, Milestone):
    watch(_model)


@act("programme.open", family=Family.DECIDE, routine=True)
def open_programme(  # noqa: PLR0913 - each is a line of the programme's heading
    area: Area,
    *,
    by: Actor,
    at: datetime,
    code: str,
    name: str,
    leader: Body,
    starts: date,
    ends: date,
    grounds: str = "",
    sample: bool = False,
) -> Programme:
    """Open a reform programme for an area over some years, led by one body.

    Basis: a reform has measures, owners, milestones and evidence (S23).
    """
    today = timezone.localdate(at)
    require(
        first(
            reach(by, area),
            rules.code_fault(code),
            rules.words_fault(name, "name"),
            rules.words_fault(grounds, "grounds", 500) if grounds else None,
            rules.must_be_free(Programme.objects.filter(code=code).exists(), "programme.taken", code),
            rules.period_fault(starts, ends),
            rules.must_be_in_office(is_in_office(leader, today), leader.name),
        )
    )
    return Programme.objects.create(
        code=code, name=name, area=area, leader=leader, starts=starts, ends=ends, basis=grounds, sample=sample,
        opened_on=today,
    )  # fmt: skip


@act("measure.enter", family=Family.DECIDE, routine=True)
def enter_measure(  # noqa: PLR0913 - each is a column of the programme
    programme: Programme,
    *,
    by: Actor,
    at: datetime,
    aspect: str,
    name: str,
    owner: Body,
    indicator: str = "",
    baseline: Decimal | None = None,
    baseline_on: date | None = None,
    target: Decimal | None = None,
    plan: str = "",
) -> Measure:
    """Enter a measure of a reform: who owns it, which figure it should move from where to where, by which plan.

    Basis: every measure has one owner, and an effect that can be seen (S23).
    """
    today = timezone.localdate(at)
    aim = Aim(indicator, baseline, baseline_on, target)
    require(
        first(
            rules.words_fault(aspect, "aspect"),
            rules.words_fault(name, "measure"),
            rules.must_be_free(programme.measures.filter(name=name).exists(), "measure.name_taken", name),
            rules.must_be_in_office(is_in_office(owner, today), owner.name),
            rules.aim_fault(aim, list(INDICATORS), today),
            rules.plan_fault(plan, _plan_is_known(plan)),
        )
    )
    number = (programme.measures.aggregate(last=Max("number"))["last"] or 0) + 1
    measure = Measure.objects.create(
        programme=programme, number=number, aspect=aspect, name=name, plan=plan, indicator=indicator,
        baseline=baseline, baseline_on=baseline_on, target=target, entered_on=today,
    )  # fmt: skip
    Ownership.objects.create(measure=measure, body=owner, since=today)
    return measure


def _plan_is_known(plan: str) -> bool | None:
    """Whether a reform with this number or fingerprint is kept here; None while no reforms are kept at all."""
    reforms: Any = apps.all_models["tuoluo"].get("reform")
    if reforms is None:
        return None
    by = {"pk": int(plan)} if plan.isdecimal() and len(plan) < 10 else {"digest__startswith": plan}
    return bool(reforms.objects.filter(**by).exists())


@act("measure.change_owner", family=Family.DECIDE, routine=True)
def change_owner(
    measure: Measure, *, by: Actor, at: datetime, owner: Body, since: date | None = None, grounds: str = ""
) -> Measure:
    """Hand a measure of a reform to another body from a day on; who owned it until then stays visible.

    Basis: every measure has one owner (S23).
    """
    today = timezone.localdate(at)
    last = list(measure.ownerships.all())[-1]
    since = since or today
    require(
        first(
            rules.must_go_on(measure.dropped_on),
            rules.must_be_in_office(is_in_office(owner, since), owner.name),
            rules.may_change_owner(same=owner.pk == last.body_id, since=since, last=last.since, today=today),
            rules.words_fault(grounds, "grounds", rules.LONGEST_GROUNDS) if grounds else None,
        )
    )
    Ownership.objects.create(measure=measure, body=owner, since=since, because=grounds)
    return measure


@act("measure.drop", family=Family.DECIDE, routine=True)
def drop_measure(measure: Measure, *, by: Actor, at: datetime, grounds: str) -> Measure:
    """Drop a measure of a reform, with the grounds. It stays on the page, and so does what it had promised.

    Basis: status by date (S23).
    """
    require(
        first(
            rules.must_go_on(measure.dropped_on),
            rules.words_fault(grounds, "grounds", rules.LONGEST_GROUNDS),
        )
    )
    measure.dropped_on, measure.dropped_because = timezone.localdate(at), grounds
    measure.save(update_fields=["dropped_on", "dropped_because"])
    return measure


@act("milestone.set", family=Family.DECIDE, routine=True)
def set_milestone(measure: Measure, *, by: Actor, at: datetime, name: str, due: date) -> Milestone:
    """Promise something of a measure by a day. That first date stays visible for ever.

    Basis: what was promised stays visible (S23).
    """
    programme = measure.programme
    require(
        first(
            rules.must_go_on(measure.dropped_on),
            rules.words_fault(name, "milestone"),
            rules.must_be_free(measure.milestones.filter(name=name).exists(), "milestone.name_taken", name),
            rules.must_lie_within(due, programme.starts, programme.ends),
        )
    )
    return Milestone.objects.create(measure=measure, name=name, first_due=due, set_on=timezone.localdate(at))


@act("milestone.reach", family=Family.COORDINATE, routine=True)
def reach_milestone(
    milestone: Milestone, *, by: Actor, at: datetime, on: date, evidence: EvidenceKind, reference: str
) -> Milestone:
    """Say that a milestone was reached on a day, with evidence that everybody can look up.

    Basis: each milestone is reached with evidence (S23).
    """
    today, measure = timezone.localdate(at), milestone.measure
    owner = measure.owned_on(today).body_id
    require(
        first(
            rules.must_go_on(measure.dropped_on),
            rules.may_report(by.acting_body, owner, measure.programme.leader_id),
            rules.may_be_reached(milestone.promise, on, measure.programme.starts, today),
            rules.evidence_fault(evidence, reference, exists=_exists(evidence, reference)),
        )
    )
    MilestoneStep.objects.create(
        milestone=milestone, kind=StepKind.REACHED.value, on=on, told_on=today, evidence=evidence.value,
        reference=reference,
    )  # fmt: skip
    return milestone


def _exists(kind: EvidenceKind, reference: str) -> bool | None:
    """Whether the act or the matter is here; documents and addresses are elsewhere."""
    if kind is EvidenceKind.ACT:
        whole = reference.isascii() and reference.isdecimal() and len(reference) < 16
        return whole and Record.objects.filter(seq=int(reference)).exists()
    if kind is EvidenceKind.MATTER:
        row = parse_number(reference) if len(reference) < 24 else None
        found = Matter.objects.filter(pk=row).first() if row is not None else None
        return found is not None and found.number == reference
    return None


@act("milestone.postpone", family=Family.DECIDE, routine=True)
def postpone_milestone(milestone: Milestone, *, by: Actor, at: datetime, due: date, grounds: str) -> Milestone:
    """Give a milestone a later date, with the grounds. The dates before stay visible, and so does how late it is.

    Basis: what was promised stays visible (S23).
    """
    today = timezone.localdate(at)
    require(
        first(
            rules.must_go_on(milestone.measure.dropped_on),
            rules.may_be_postponed(milestone.promise, due, today),
            rules.words_fault(grounds, "grounds", rules.LONGEST_GROUNDS),
        )
    )
    MilestoneStep.objects.create(
        milestone=milestone, kind=StepKind.POSTPONED.value, on=today, told_on=today, due=due, because=grounds
    )
    return milestone
