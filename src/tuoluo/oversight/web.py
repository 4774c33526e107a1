"""Pages of admission: the public summary, and the desk of those who ask, answer and help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuoluo.bodies.authority import right_of
from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body
from tuoluo.bodies.saying import said
from tuoluo.kernel.refusals import Refusal, Refused, require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.faces import Request, status_of
from tuoluo.ledger.naming import basis_in_words
from tuoluo.ledger.registry import refusal
from tuoluo.oversight import acts, reads
from tuoluo.oversight.figures import figures, kind_names
from tuoluo.oversight.forms import AcceptForm, AskForm, HoursForm, RefuseForm
from tuoluo.oversight.lists import admission
from tuoluo.oversight.models import Admission, Hours, Task
from tuoluo.oversight.sheet import COLUMNS, figures_file
from tuoluo.oversight.words import STATES
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import area_on, areas_on

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANSWERS: dict[str, tuple[type[AcceptForm], Callable[..., Admission]]] = {
    "task.accept": (AcceptForm, acts.accept),
    "task.refuse": (RefuseForm, acts.refuse),
}


# What everybody may see


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """How much is asked of the communities from above, by community and by who asks."""
    context = {**_figures(request), "columns": COLUMNS}
    return render(request, "oversight/tasks.html", context)


@require_safe
def tasks_file(request: HttpRequest) -> HttpResponse:
    """The same figures as a spreadsheet."""
    content = figures_file(_figures(request)["figures"])
    return HttpResponse(content, XLSX, headers={"Content-Disposition": 'attachment; filename="tasks.xlsx"'})


def _figures(request: HttpRequest) -> dict[str, Any]:
    day = timezone.localdate()
    span = reads.year_of(request.GET.get("year", ""), day)
    areas = list(areas_on(Level.COMMUNITY).select_related("parent").defer("boundary", "parent__boundary"))
    found = figures(areas, span, day)
    touched = [(area, line) for area, line in found.communities if line.asked or line.above or line.own]
    names = kind_names()
    kinds = [(names.get(kind, kind), line) for kind, line in found.kinds]
    return {"figures": found, "touched": touched, "kinds": kinds, "year": span.start.year, "this_year": day.year}


@require_safe
def community_tasks(request: HttpRequest, code: str) -> HttpResponse:
    """What was asked of one community, what its committee answered on which ground, and the hours. No persons."""
    community = area_on(code)
    if community is None or community.level != Level.COMMUNITY:
        raise Http404(_("There is no community with this code."))
    day = timezone.localdate()
    span = reads.year_of(request.GET.get("year", ""), day)
    found = figures([community], span, day)
    names = kind_names()
    context = {
        "community": community,
        "rows": reads.demands_in(community, day),
        "states": STATES,
        "line": found.total,
        "kinds": [(names.get(kind, kind), line) for kind, line in found.kinds],
        "year": span.start.year,
    }
    return render(request, "oversight/community.html", context)


# The desk


def _worker(request: Request) -> Actor:
    if request.actor.body is None:
        raise PermissionDenied(_("This page is for those who act in a post."))
    return request.actor


@login_required
@require_safe
def tasks_desk(request: Request) -> HttpResponse:
    """What waits for our answer, what we help with, what we have asked."""
    return _desk(request)


def _desk(request: Request, *, own: HoursForm | None = None, status: int = 200) -> HttpResponse:
    actor, day = _worker(request), timezone.localdate()
    assert actor.body is not None
    community = area_on(actor.area.ljust(12, "0")) if len(actor.area) == 12 else None
    logs = community is not None and right_of("hours.log_own", actor) is None
    context = {
        "body": Body.objects.get(pk=actor.body),
        "may_ask": right_of("task.ask", actor) is None,
        "answers": right_of("task.accept", actor) is None,
        "put": reads.demands_for(actor, day),
        "asked": reads.asked_by(actor, day),
        "helped": reads.helped_with(actor, day) if logs else [],
        "own_form": (own or HoursForm(None, initial={"day": day}, auto_id="own-%s")) if logs else None,
        "hours": [(entry, _takes_back(entry, actor)) for entry in reads.hours_of(actor)] if logs else [],
        "community": community,
    }
    return render(request, "oversight/desk.html", context, status=status)


def _takes_back(entry: Hours, actor: Actor) -> bool:
    return entry.corrects_id is None and not hasattr(entry, "corrected_by") and entry.body_id == actor.body


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """Ask communities for something off their list."""
    actor = _worker(request)
    near = list(areas_on(Level.COMMUNITY, within=actor.area).defer("boundary"))
    why_not = right_of("task.ask", actor)
    form = AskForm(request.POST if request.method == "POST" else None, communities=near)
    status = 200
    if request.method == "POST":
        require(why_not)
        status = 422
        if form.is_valid():
            try:
                task = acts.ask(by=actor, at=timezone.now(), **form.arguments())
            except Refused as refused:
                form.add_error(None, _told(request, refused.refusal, actor))
                status = status_of(refused.refusal)
            else:
                messages.success(request, _("Done: %(act)s.") % {"act": _("Ask communities for a task")})
                return redirect("task_desk", task=task.uuid)
    context = {"form": form, "why_not": _why(why_not, actor), "settled": admission()}
    return render(request, "oversight/ask.html", context, status=status)


@login_required
@require_safe
def task_desk(request: Request, task: UUID) -> HttpResponse:
    """One demand: how it stands in each community, and what can be done about it in our post."""
    return _task_page(request, _task(task))


def _task(uuid: UUID) -> Task:
    found = reads.task_with(uuid)
    if found is None:
        raise Http404
    return found


def _task_page(
    request: Request, task: Task, *, sent: dict[str, django_forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    actor, now = _worker(request), timezone.now()
    day = timezone.localdate(now)
    shown = reads.admissions_of(task, day)
    ours = next((one for one in shown if one.row.committee_id == actor.body), None)
    here = next((one for one in shown if one.row.community.stem == actor.area), None)
    given = sent or {}
    withdraw = refusal("task.withdraw", task, by=actor, at=now)
    context = {
        "task": task,
        "rows": [(one, one.row.words if reads.may_read_words(one.row, actor) else "") for one in shown],
        "states": STATES,
        "ours": ours,
        "answers": _answers(ours, actor, given) if ours else [],
        "here": here,
        "hours_form": _hours_form(here, actor, given) if here else None,
        "hours": [
            (entry, _takes_back(entry, actor)) for entry in (reads.hours_of(actor, admission=here.row) if here else [])
        ],
        "may_withdraw": withdraw is None,
    }
    return render(request, "oversight/task.html", context, status=status)


def _answers(ours: reads.Demanded, actor: Actor, given: dict[str, django_forms.Form]) -> list[dict[str, Any]]:
    """Accepting and refusing: each with its form, or with the sentence that says why not."""
    offers = []
    for name, (form, _door) in ANSWERS.items():
        refused = refusal(name, ours.row, by=actor, at=timezone.now())
        made = given.get(name) or form(auto_id=f"{name.replace('.', '-')}-%s")
        offers.append({"act": name, "form": None if refused else made, "why_not": _why(refused, actor)})
    return offers


def _hours_form(here: reads.Demanded, actor: Actor, given: dict[str, django_forms.Form]) -> django_forms.Form | None:
    if right_of("task.log_hours", actor) is not None or here.row.answer != "accepted":
        return None
    return given.get("hours") or HoursForm(None, initial={"day": timezone.localdate()}, auto_id="hours-%s")


def _why(refused: Refusal | None, actor: Actor) -> dict[str, str] | None:
    if refused is None:
        return None
    charter = charter_at(actor.area, timezone.localdate())
    return {"sentence": said(refused, charter), "basis": basis_in_words(refused.basis)}


def _told(request: Request, refused: Refusal, actor: Actor) -> str:
    why = said(refused, charter_at(actor.area, timezone.localdate()))
    messages.error(request, _("Not done: %(why)s") % {"why": why}, extra_tags=basis_in_words(refused.basis))
    return why


def _admission(uuid: UUID) -> Admission:
    found = reads.admission_with(uuid)
    if found is None:
        raise Http404
    return found


@login_required
@require_POST
def task_answer(request: Request, admission: UUID, act: str) -> HttpResponse:
    """Accept or refuse with what was sent."""
    demand = _admission(admission)
    if act not in ANSWERS:
        raise Http404
    kind, door = ANSWERS[act]
    return _try(request, demand, act, kind(request.POST, auto_id=f"{act.replace('.', '-')}-%s"), door)


@login_required
@require_POST
def task_hours(request: Request, admission: UUID) -> HttpResponse:
    """Enter hours for an admitted task."""
    form = HoursForm(request.POST, auto_id="hours-%s")
    return _try(request, _admission(admission), "hours", form, acts.log_hours)


def _try(request: Request, demand: Admission, name: str, form: Any, door: Callable[..., Any]) -> HttpResponse:
    actor = _worker(request)
    if not form.is_valid():
        return _task_page(request, demand.task, sent={name: form}, status=422)
    try:
        door(demand, by=actor, at=timezone.now(), **form.arguments())
    except Refused as refused:
        form.add_error(None, _told(request, refused.refusal, actor))
        return _task_page(request, _task(demand.task.uuid), sent={name: form}, status=status_of(refused.refusal))
    messages.success(request, _("Done."))
    return redirect("task_desk", task=demand.task.uuid)


@login_required
@require_POST
def task_withdraw(request: Request, task: UUID) -> HttpResponse:
    """Withdraw what we asked."""
    acts.withdraw(_task(task), by=_worker(request), at=timezone.now())
    messages.success(request, _("Done: %(act)s.") % {"act": _("Withdraw a demand")})
    return redirect("task_desk", task=task)


@login_required
@require_POST
def own_hours(request: Request) -> HttpResponse:
    """Enter hours for the community's own matters."""
    actor = _worker(request)
    community: Area | None = area_on(actor.area.ljust(12, "0")) if len(actor.area) == 12 else None
    if community is None:
        raise PermissionDenied(_("Hours are entered by the bodies of the community itself."))
    form = HoursForm(request.POST, auto_id="own-%s")
    if not form.is_valid():
        return _desk(request, own=form, status=422)
    try:
        acts.log_own(community, by=actor, at=timezone.now(), **form.arguments())
    except Refused as refused:
        form.add_error(None, _told(request, refused.refusal, actor))
        return _desk(request, own=form, status=status_of(refused.refusal))
    messages.success(request, _("Done."))
    return redirect("tasks_desk")


@login_required
@require_POST
def correct_hours(request: Request, entry: UUID) -> HttpResponse:
    """Take an entry back by a counter-entry."""
    actor = _worker(request)
    found = Hours.objects.filter(uuid=entry).select_related("admission__task").first()
    if found is None:
        raise Http404
    acts.correct(found, by=actor, at=timezone.now())
    messages.success(request, _("Done."))
    return redirect("task_desk", task=found.admission.task.uuid) if found.admission else redirect("tasks_desk")
