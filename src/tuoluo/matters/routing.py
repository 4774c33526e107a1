"""Where a matter goes and until when: what the charter's duty means for this place on this day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body
from tuoluo.bodies.reads import bodies_meant, body_meant, heir_of, is_in_office
from tuoluo.charter.model import Charter, Duty
from tuoluo.kernel.refusals import Refusal, Refused, require
from tuoluo.kernel.worktime import TimeLimit, UnknownYear, deadline
from tuoluo.ledger.models import Record
from tuoluo.matters.calendar import calendar
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import may_lead

STARTS_THE_CLOCK = ("matter.dispatch", "matter.reopen")


@dataclass(frozen=True)
class Way:
    """Who does what in one matter, as the charter says or as somebody with a reason decided."""

    charter: str
    lead: Body
    assistants: tuple[Body, ...]
    verifier: Body | None
    evaluator: Body | None
    limit: TimeLimit | None


def route(matter: Matter, day: date, *, lead: Body | None, assistants: Sequence[Body] | None, reason: str) -> Way:
    """The way of a matter. ``lead`` and ``assistants`` override the charter; another lead needs a reason.

    Basis: charter, duties; no body checks its own work.
    """
    stem = matter.community.stem
    charter = charter_at(stem, day)
    duty = charter.duty_for(matter.category, stem)
    by_charter = body_meant(duty.lead, stem, day) if duty else None
    chosen = lead or by_charter
    if chosen is None:
        raise Refused(Refusal("matter.nobody_leads", "charter, duties", {"category": matter.category}))
    if not is_in_office(chosen, day):
        raise Refused(Refusal("matter.lead_not_in_office", "charter, roles", {"body": chosen.name}))
    helping = list(assistants) if assistants is not None else _assistants(duty, stem, day, chosen)
    busy = {chosen.pk, *(body.pk for body in helping)}
    verifier = _verifier(charter, duty, stem, day, busy)
    require(
        may_lead(
            lead=chosen.pk,
            charter_lead=by_charter.pk if by_charter else None,
            assistants=[body.pk for body in helping],
            verifier=verifier.pk if verifier else None,
            reason=reason,
        )
    )
    evaluator = body_meant(duty.evaluator, stem, day) if duty and duty.evaluator else None
    return Way(charter.name, chosen, tuple(helping), verifier, evaluator, duty.limit if duty else None)


def follow_heirs(matter: Matter, day: date) -> None:
    """Put whoever took over in the place of bodies that have ended since a matter was closed.

    Where the heir of the verifier had a hand in the work, the charter in force now says who checks instead.
    Basis: a change of structure loses nothing (S13); no body checks its own work.
    """
    assert matter.lead is not None
    matter.lead = heir_of(matter.lead, day)
    busy = {matter.lead.pk, *(part.body_id for part in matter.parts.all())}
    if matter.verifier is None or not matter.verifier.period.contains(day) or matter.verifier_id in busy:
        matter.verifier = checker(matter, day, busy)
    if matter.evaluator is not None and not matter.evaluator.period.contains(day):
        heir = heir_of(matter.evaluator, day)
        matter.evaluator = heir if heir.period.contains(day) and heir.pk != matter.lead.pk else None


def checker(matter: Matter, day: date, busy: Collection[int]) -> Body | None:
    """Who checks a matter on a day: the heir of the verifier, else whom the charter names, if free of the work."""
    stem = matter.community.stem
    heir = heir_of(matter.verifier, day) if matter.verifier is not None else None
    if heir is not None and heir.pk not in busy and is_in_office(heir, day):
        return heir
    charter = charter_at(stem, day)
    return _verifier(charter, charter.duty_for(matter.category, stem), stem, day, busy)


def _assistants(duty: Duty | None, stem: str, day: date, lead: Body) -> list[Body]:
    named = bodies_meant(duty.assistants, stem, day) if duty else []
    return [body for body in named if body.pk != lead.pk]


def _verifier(charter: Charter, duty: Duty | None, stem: str, day: date, busy: Collection[int]) -> Body | None:
    """The verifier: the first body named that had no hand in the work, or else the core of the community.

    Basis: no body checks its own work; the core settles who is accountable (S1).
    """
    named = (duty.verifier, duty.supervisor) if duty else ()
    core = [kind.code for kind in charter.kinds.values() if kind.part == "1"]
    found = (body_meant(reference, stem, day) for reference in (*named, *core, charter.front_door.kind) if reference)
    return next((body for body in found if body is not None and body.pk not in busy), None)


def set_deadline(matter: Matter, limit: TimeLimit | None, at: datetime) -> None:
    """Write down until when; where the calendar of a year is not known yet, which year is missing instead.

    Basis: charter, deadline of the duty; a year nobody has published is never guessed.
    """
    matter.due_at, matter.due_unknown_year, matter.on_time = None, None, None
    if limit is None:
        return
    charter = charter_at(matter.community.stem, timezone.localdate(at))
    try:
        matter.due_at = deadline(at.astimezone(ZoneInfo(charter.timezone)), limit, calendar(), charter.hours)
    except UnknownYear as unknown:
        matter.due_unknown_year = unknown.year


def catch_up(matter: Matter) -> None:
    """Count a deadline that waited again, from the dispatch or the last reopening, by the charter in force then.

    Whether the answer that was given meanwhile was in time can be told now; what a source said of it stays.
    Basis: charter, deadline of the duty.
    """
    starts = Record.objects.filter(subject_kind="matter", subject_id=matter.pk, act__in=STARTS_THE_CLOCK)
    started = starts.order_by("-seq").values_list("at", flat=True).first() or matter.dispatched_at
    assert started is not None
    stem, said, answered = matter.community.stem, matter.on_time, matter.reported_back_at
    duty = charter_at(stem, timezone.localdate(started)).duty_for(matter.category, stem)
    set_deadline(matter, duty.limit if duty else None, started)
    if said is None and matter.due_at is not None and answered is not None and answered >= started:
        said = answered <= matter.due_at
    matter.on_time = said
