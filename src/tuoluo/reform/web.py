"""Pages of reforms: the list, one reform with what it does and who has agreed, its hand-over lists, and its acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.saying import said
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.faces import Request, status_of
from tuoluo.ledger.naming import basis_in_words
from tuoluo.ledger.registry import refusal
from tuoluo.reform import acts
from tuoluo.reform.finding import BadPlan
from tuoluo.reform.forms import CouncilForm, NothingForm, ReasonForm
from tuoluo.reform.models import Reform
from tuoluo.reform.reads import drift_of, handed_over, words_of
from tuoluo.reform.rules import Stage, must_have_come
from tuoluo.reform.sheets import by_holder, workbook
from tuoluo.reform.telling import (
    answering,
    body_lines,
    changes_of,
    deadline_line,
    duty_lines,
    headline,
    named,
    people_rows,
    stage_of,
)
from tuoluo.reform.words import STAGES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOORS: dict[str, tuple[Callable[..., Reform], type[forms.Form], Any, str]] = {
    "reform.consent": (acts.consent, NothingForm, gettext_lazy("Consent"), "decide"),
    "reform.object": (acts.object_to, ReasonForm, gettext_lazy("Object"), "quiet"),
    "reform.put_to_council": (acts.put_to_council, CouncilForm, gettext_lazy("Put to a council"), "quiet"),
    "reform.withdraw": (acts.withdraw, ReasonForm, gettext_lazy("Withdraw it"), "quiet"),
    "reform.apply": (acts.apply, NothingForm, gettext_lazy("Apply it"), "decide"),
}


@dataclass(frozen=True)
class Offer:
    """One act on the page: its form, or the sentence that says why it is not open to the reader."""

    act: str
    words: Any
    verb: str
    form: forms.Form | None
    why_not: str = ""
    basis: str = ""


@require_safe
def reforms(request: Request) -> HttpResponse:
    """Every reform, the newest first."""
    rows = [(one, STAGES[Stage(one.stage)], _headline(one)) for one in Reform.objects.all()]
    return render(request, "reform/reforms.html", {"rows": rows})


def _headline(reform: Reform) -> str:
    return headline(reform.preview)


@require_safe
def one_reform(request: Request, reform: int) -> HttpResponse:
    """What a reform does, who has agreed to it, and what can be done about it."""
    return _page(request, get_object_or_404(Reform, pk=reform))


@login_required
@require_POST
def act(request: Request, reform: int, name: str) -> HttpResponse:
    """Do one of the acts that the page offers."""
    if name not in DOORS:
        raise Http404
    found = get_object_or_404(Reform, pk=reform)
    door, form_of, words, _verb = DOORS[name]
    form = form_of(request.POST)
    if not form.is_valid():
        return _page(request, found, {name: form}, 422)
    try:
        door(found, by=request.actor, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        why = _said(refused.refusal, request.actor)
        form.add_error(None, why)
        messages.error(request, _("Not done: %(why)s") % {"why": why}, extra_tags=basis_in_words(refused.refusal.basis))
        return _page(request, found, {name: form}, status_of(refused.refusal))
    except BadPlan as bad:
        messages.error(request, _("Not done: %(why)s") % {"why": str(bad)})
        return _page(request, found, {}, 409)
    messages.success(request, _("Done: %(act)s.") % {"act": words})
    return redirect("reform", reform=found.pk)


def _page(
    request: Request, found: Reform, sent: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    found.refresh_from_db()
    document, rows = found.preview, handed_over(found)
    offers = [_offer(found, name, request.actor, sent or {}) for name in DOORS] if request.actor.body else []
    context = {
        "reform": found,
        "stage": STAGES[Stage(found.stage)],
        "headline": headline(document),
        "bodies": list(body_lines(document)),
        "people": people_rows(document),
        "duties": duty_lines(document),
        "deadlines": deadline_line(document),
        "matters": [_row(row) for row in rows],
        "words": words_of(found),
        "drift": drift_of(found),
        "open_offers": [offer for offer in offers if offer.form and found.is_open],
        "closed_offers": [offer for offer in offers if not offer.form and found.is_open],
    }
    return render(request, "reform/reform.html", context, status=status)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": row["number"],
        "category": named(row["category"]),
        "stage": stage_of(row),
        "before": answering(row["before"]),
        "after": answering(row["after"]),
        "more": changes_of(row),
    }


def _offer(found: Reform, name: str, actor: Actor, sent: dict[str, forms.Form]) -> Offer:
    _door, form_of, words, verb = DOORS[name]
    now = timezone.now()
    why_not = refusal(name, found, by=actor, at=now)
    if why_not is None and name == "reform.apply":
        why_not = must_have_come(timezone.localdate(now), found.start)
    if why_not is not None:
        return Offer(name, words, verb, None, _said(why_not, actor), basis_in_words(why_not.basis))
    form = sent.get(name) or form_of(auto_id=f"{name.replace('.', '-')}-%s")
    return Offer(name, words, verb, form)


def _said(why: Refusal, actor: Actor) -> str:
    charter = charter_at(actor.area, timezone.localdate()) if actor.area else None
    return said(why, charter)


@login_required
@require_safe
def lists(request: Request, reform: int) -> HttpResponse:
    """What each old holder hands over and each new one receives: for those in office."""
    found = _for_staff(request, reform)
    rows = handed_over(found)
    sides = [
        (_("Handed over by"), [(who, [_row(row) for row in part]) for who, part in by_holder(rows, "before").items()]),
        (_("Received by"), [(who, [_row(row) for row in part]) for who, part in by_holder(rows, "after").items()]),
    ]
    return render(request, "reform/lists.html", {"reform": found, "sides": sides})


@login_required
@require_safe
def book(request: Request, reform: int) -> HttpResponse:
    """The same as a workbook, with the whole plan."""
    found = _for_staff(request, reform)
    response = HttpResponse(workbook({**found.preview, "matters": handed_over(found)}), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="reform-{found.pk}.xlsx"'
    return response


def _for_staff(request: Request, reform: int) -> Reform:
    if request.actor.body is None:
        raise PermissionDenied(_("Hand-over lists are for those in office."))
    return get_object_or_404(Reform, pk=reform)
