"""Following a matter: by number what everybody may see, by secret link or account all that concerns the reporter."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tuoluo.bodies.reads import as_resident, people_in_charge
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.faces import Request
from tuoluo.matters.acts import hash_of
from tuoluo.matters.history import history, looks
from tuoluo.matters.models import Matter, parse_number
from tuoluo.matters.reads import SHOWN_WITH, Sight, is_own
from tuoluo.matters.rules import Stage
from tuoluo.matters.web.acting import Shown, charter_of, form_for, perform
from tuoluo.people.models import Person

STEPS = (
    Stage.COLLECTED,
    Stage.REGISTERED,
    Stage.DISPATCHED,
    Stage.HANDLING,
    Stage.REPORTED_BACK,
    Stage.CLOSED,
    Stage.EVALUATED,
)
OWN_ACTS = ("matter.evaluate", "matter.reopen", "matter.withdraw")


@require_safe
def follow(request: Request) -> HttpResponse:
    """Ask for a number, and go to its page."""
    number = request.GET.get("number", "").strip()
    fault = ""
    if number:
        pk = parse_number(number)
        matter = Matter.objects.filter(pk=pk).first() if pk else None
        if matter is not None and parse_number(matter.number) == pk and _same(matter.number, number):
            return redirect("followed", number=matter.number)
        fault = _("There is no matter with this number. Compare it with your paper: a digit may be wrong.")
    return render(request, "matters/follow.html", {"number": number, "fault": fault}, status=404 if fault else 200)


def _same(number: str, typed: str) -> bool:
    return "".join(filter(str.isdecimal, number)) == "".join(filter(str.isdecimal, typed))


def matter_by_number(number: str) -> Matter:
    """The matter with a printed number, with all that pages show of it."""
    pk = parse_number(number)
    matter = Matter.objects.select_related(*SHOWN_WITH, "community__parent").filter(pk=pk).first() if pk else None
    if matter is None or not _same(matter.number, number):
        raise Http404(_("There is no matter with this number."))
    return matter


@require_safe
def followed(request: Request, number: str) -> HttpResponse:
    """What everybody may see of a matter: how far it is, with whom, and until when. Never the words."""
    matter = matter_by_number(number)
    charter = charter_of(matter)
    context = {
        **_frame(matter),
        "category": charter.categories.get(matter.category),
        "history": history(matter, charter, Sight.PUBLIC),
        "own": is_own(matter, request.actor),
    }
    return render(request, "matters/followed.html", context)


def _frame(matter: Matter) -> dict[str, object]:
    """How far a matter is, and who answers for it, by name."""
    now = timezone.now()
    post = matter.accountable_post
    person: Person = people_in_charge([post], timezone.localdate(now))[post.pk]
    reached = STEPS.index(Stage(matter.stage)) if Stage(matter.stage) in STEPS else -1
    return {
        "matter": matter,
        "stage": Stage(matter.stage),
        "steps": [(step, place <= reached, place == reached) for place, step in enumerate(STEPS)],
        "person": person,
        "role": charter_of(matter).roles.get(post.role),
        "late": matter.is_late(now),
        "now": now,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: Request, link: str, act: str = "") -> HttpResponse:
    """The reporter's own page, opened with the secret link: whoever holds it acts as the reporter."""
    rows = Matter.objects.select_related(*SHOWN_WITH, "community__parent")
    matter = get_object_or_404(rows, link=hash_of(link))
    return _own_page(request, matter, Actor(follows=matter.pk), link, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_account(request: Request, number: str, act: str = "") -> HttpResponse:
    """The same page for somebody who is logged in and reported it."""
    person = Person.objects.filter(account=request.user.pk).first()
    matter = matter_by_number(number)
    if person is None or not is_own(matter, as_resident(person)):
        raise Http404(_("You have not reported a matter with this number."))
    return _own_page(request, matter, as_resident(person), "", act)


def _own_page(request: Request, matter: Matter, actor: Actor, link: str, act: str) -> HttpResponse:
    shown = Shown(matter, actor, timezone.now())
    if request.method == "POST":
        if act not in OWN_ACTS:
            raise Http404
        if (done := perform(request, shown, act)) is not None:
            return redirect("own", link=link) if link else redirect("own_by_account", number=done.number)
    charter = charter_of(matter)
    context = {
        **_frame(matter),
        "category": charter.categories.get(matter.category),
        "history": history(matter, charter, Sight.WORDS),
        "looks": looks(matter, charter),
        "link": link,
        "offers": [offer for name in OWN_ACTS if (offer := form_for(shown, name)) is not None],
    }
    response = render(request, "matters/own.html", context, status=shown.status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
