"""The pages of reform programmes: all of them, one on any day, one measure; and what somebody with the right can do."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tuoluo.kernel.refusals import Refusal, Refused, first
from tuoluo.kernel.sheets import workbook
from tuoluo.ledger.faces import Request, status_of
from tuoluo.ledger.naming import basis_in_words
from tuoluo.ledger.registry import refusal
from tuoluo.ledger.words import sentence
from tuoluo.programme import acts, rules
from tuoluo.programme.forms import FORMS, ActForm
from tuoluo.programme.indicators import FAILURES
from tuoluo.programme.loading import table_of
from tuoluo.programme.models import Measure, Milestone, Programme
from tuoluo.programme.reads import MeasureSeen, ProgrammeSeen, programme_called, programme_on, programmes
from tuoluo.programme.rules import State
from tuoluo.programme.strip import strip_of
from tuoluo.programme.words import ACTS, STATES

DOORS: dict[str, Callable[..., Any]] = {
    "measure.enter": acts.enter_measure,
    "measure.change_owner": acts.change_owner,
    "measure.drop": acts.drop_measure,
    "milestone.set": acts.set_milestone,
    "milestone.reach": acts.reach_milestone,
    "milestone.postpone": acts.postpone_milestone,
}
LAST_YEAR = 9000  # a day must have a day after it
ON_MEASURE = ("milestone.set", "measure.change_owner", "measure.drop")
ON_MILESTONE = ("milestone.reach", "milestone.postpone")
TABLES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Sent = dict[tuple[str, int], ActForm]  # forms that were sent and not accepted, by act and subject


@dataclass(frozen=True)
class Offer:
    """One act on a page: with its form, or with the sentence that says why it is not open to the reader."""

    act: str
    words: Any
    number: int
    form: ActForm | None
    why_not: str = ""
    basis: str = ""


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All reform programmes."""
    return render(request, "programme/list.html", {"programmes": programmes()})


@require_safe
def programme(request: Request, code: str) -> HttpResponse:
    """A programme as it stood on a day: what everybody may see, and what the reader may do."""
    return _programme_page(request, _found(code))


def _programme_page(request: Request, row: Programme, sent: Sent | None = None, status: int = 200) -> HttpResponse:
    day, asked = _day(request)
    seen = programme_on(row, day)
    context = {
        **_frame(seen, asked),
        "aspects": [(name, [(one, strip_of(seen, one)) for one in measures]) for name, measures in seen.aspects],
        "counts": [(state, STATES[state], seen.count(state)) for state in State],
        "offers": _offers(request, ["measure.enter"], row, row.pk, sent or {}) if not asked else [],
    }
    return render(request, "programme/programme.html", context, status=status)


@require_safe
def table(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The programme as a table that can be loaded again."""
    if ending not in TABLES:
        raise Http404
    seen = programme_on(_found(code), _day(request)[0])
    columns, rows = table_of(seen)
    if ending == "xlsx":
        content = workbook(columns, rows, title=code[:31])
    else:
        lines = io.StringIO(newline="")
        csv.writer(lines, lineterminator="\n").writerows([columns, *rows])
        content = lines.getvalue().encode("utf-8-sig")
    name = f'attachment; filename="{code}.{ending}"'
    return HttpResponse(content, content_type=TABLES[ending], headers={"Content-Disposition": name})


@require_safe
def measure(request: Request, code: str, measure: int) -> HttpResponse:
    """One measure with everything that ever happened to it."""
    return _measure_page(request, _found(code), measure)


def _measure_page(
    request: Request, row: Programme, number: int, sent: Sent | None = None, status: int = 200
) -> HttpResponse:
    day, asked = _day(request)
    seen = programme_on(row, day, number=number)
    if not seen.measures:
        raise Http404(_("There was no such measure on this day."))
    one = seen.measures[0]
    offers = [] if asked or one.dropped else _offers(request, ON_MEASURE, one.row, number, sent or {})
    context = {
        **_frame(seen, asked),
        "measure": one,
        "strip": strip_of(seen, one),
        "failure": FAILURES.get(one.aim.indicator.failure, "") if one.aim else "",
        "offers": offers,
        "milestones": [
            (milestone, [] if asked else _for_milestone(request, one, milestone.row, milestone.state, sent or {}))
            for milestone in one.milestones
        ],
    }
    return render(request, "programme/measure.html", context, status=status)


def _frame(seen: ProgrammeSeen, asked: bool) -> dict[str, Any]:
    return {"seen": seen, "programme": seen.row, "day": seen.day, "asked": asked}


def _day(request: HttpRequest) -> tuple[date, bool]:
    """The day that was asked for, and whether it is another than today."""
    today = timezone.localdate()
    text = request.GET.get("on", "") if request.method == "GET" else ""
    try:
        asked = date.fromisoformat(text) if text else today
    except ValueError:
        raise Http404(_("“%(value)s” is no date: write it as 2026-05-01.") % {"value": text}) from None
    if asked.year > LAST_YEAR:
        raise Http404(_("“%(value)s” is no date: write it as 2026-05-01.") % {"value": text})
    return asked, asked != today


def _found(code: str) -> Programme:
    row = programme_called(code)
    if row is None:
        raise Http404(_("There is no reform programme with this name."))
    return row


# What the reader can do


def _offers(
    request: Request, names: Iterable[str], subject: Programme | Measure, number: int, sent: Sent
) -> list[Offer]:
    """The acts on one subject, for somebody who acts in a post; nobody else is shown any."""
    if request.actor.body is None:
        return []
    now = timezone.now()
    return [_offer(name, number, sent, refusal(name, subject, by=request.actor, at=now)) for name in names]


def _offer(name: str, number: int, sent: Sent, why_not: Refusal | None) -> Offer:
    if why_not is not None:
        return Offer(name, ACTS[name], number, None, sentence(why_not), basis_in_words(why_not.basis))
    form = sent.get((name, number)) or FORMS[name](auto_id=f"{name.replace('.', '-')}-{number}-%s")
    return Offer(name, ACTS[name], number, form)


def _for_milestone(request: Request, one: MeasureSeen, row: Milestone, state: State, sent: Sent) -> list[Offer]:
    """What can be done about a milestone; nothing once it is reached. The right to it is asked once for a measure."""
    if request.actor.body is None or state in (State.REACHED, State.DROPPED):
        return []
    leader = one.row.programme.leader_id
    own = {"milestone.reach": rules.may_report(request.actor.acting_body, one.owner.body.pk, leader)}
    rights = _rights(request, one.row)
    return [_offer(name, row.pk, sent, first(rights[name], own.get(name))) for name in ON_MILESTONE]


def _rights(request: Request, subject: Measure) -> dict[str, Refusal | None]:
    kept: dict[int, dict[str, Refusal | None]] = request.__dict__.setdefault("_rights_on_measures", {})
    if subject.pk not in kept:
        now: datetime = timezone.now()
        kept[subject.pk] = {name: refusal(name, subject, by=request.actor, at=now) for name in ON_MILESTONE}
    return kept[subject.pk]


@login_required
@require_POST
def act_on_programme(request: Request, code: str, name: str) -> HttpResponse:
    """Do an act on a programme."""
    row = _found(code)
    sent = _do(request, name, ("measure.enter",), row, row.pk)
    return redirect("programme", code=code) if isinstance(sent, bool) else _programme_page(request, row, *sent)


@login_required
@require_POST
def act_on_measure(request: Request, code: str, measure: int, name: str) -> HttpResponse:
    """Do an act on a measure."""
    row = Measure.objects.filter(programme=_found(code), number=measure).first()
    return _after(request, code, measure, _do(request, name, ON_MEASURE, row, measure))


@login_required
@require_POST
def act_on_milestone(request: Request, code: str, measure: int, milestone: int, name: str) -> HttpResponse:
    """Do an act on a milestone."""
    of_measure = Milestone.objects.filter(measure__programme=_found(code), measure__number=measure)
    row = of_measure.filter(pk=milestone).first()
    return _after(request, code, measure, _do(request, name, ON_MILESTONE, row, milestone))


def _after(request: Request, code: str, measure: int, sent: bool | tuple[Sent, int]) -> HttpResponse:
    if isinstance(sent, bool):
        return redirect("measure", code=code, measure=measure)
    return _measure_page(request, _found(code), measure, *sent)


def _do(request: Request, name: str, known: Iterable[str], subject: Any, number: int) -> bool | tuple[Sent, int]:
    """Do an act with what was sent: done, or the form with what is wrong in it and the status of the answer."""
    if subject is None or name not in known:
        raise Http404
    form = FORMS[name](request.POST, auto_id=f"{name.replace('.', '-')}-{number}-%s")
    if not form.is_valid():
        return {(name, number): form}, 422
    try:
        DOORS[name](subject, by=request.actor, at=timezone.now(), **form.arguments())
    except Refused as refused:
        why = sentence(refused.refusal)
        form.add_error(None, why)
        basis = basis_in_words(refused.refusal.basis)
        messages.error(request, _("Not done: %(why)s") % {"why": why}, extra_tags=basis)
        return {(name, number): form}, status_of(refused.refusal)
    messages.success(request, _("Done: %(act)s.") % {"act": ACTS[name]})
    return True
