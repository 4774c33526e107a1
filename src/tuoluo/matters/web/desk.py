"""Working on matters: the inbox of a worker and of a body, and the page of one matter with what can be done now."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body
from tuoluo.bodies.reads import people_in_charge
from tuoluo.bodies.saying import said
from tuoluo.charter.model import Charter
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.faces import Request
from tuoluo.ledger.naming import basis_in_words
from tuoluo.matters.acts import contacts_of
from tuoluo.matters.history import history
from tuoluo.matters.models import Matter
from tuoluo.matters.reads import ACT_OF_TRAY, Sight, Tray, filtered, in_tray, late_first, rows, sight_of
from tuoluo.matters.routing import Way, route
from tuoluo.matters.rules import Stage
from tuoluo.matters.web.acting import DOORS, Shown, offers_of, perform
from tuoluo.matters.web.follow import matter_by_number
from tuoluo.territory.picture import Mark, Picture, picture
from tuoluo.territory.reads import areas_on

PAGE = 50
TRAYS = {
    Tray.REGISTER: gettext_lazy("To register"),
    Tray.DISPATCH: gettext_lazy("To dispatch"),
    Tray.TAKE_UP: gettext_lazy("To take up"),
    Tray.IN_HAND: gettext_lazy("In hand"),
    Tray.PARTS: gettext_lazy("Our parts"),
    Tray.VERIFY: gettext_lazy("To verify"),
    Tray.EVALUATE: gettext_lazy("To be evaluated"),
}
SHOWN_CONTACT = "shown_contact"


@login_required
@require_safe
def inbox(request: Request) -> HttpResponse:
    """What waits for me, or for my body: the late first."""
    actor = request.actor
    if actor.body is None:
        return redirect("account")
    mine = request.GET.get("whose") != "ours"
    charter = charter_at(actor.area, timezone.localdate())
    trays = [(tray, TRAYS[tray], _count(tray, actor, mine)) for tray in Tray if _concerns(tray, actor, charter)]
    chosen = _chosen(request.GET.get("tray", ""), trays)
    context: dict[str, Any] = {"trays": trays, "tray": chosen, "mine": mine, "now": timezone.now()}
    context |= _page(request, actor, chosen, mine=mine) if chosen else {"rows": []}
    context |= {"groups": charter.children_of(""), "body": Body.objects.get(pk=actor.body)}
    partial = request.htmx and request.htmx.target == "inbox"  # a tab was pressed: the page around it stays
    return render(request, "matters/_inbox.html" if partial else "matters/inbox.html", context)


def _concerns(tray: Tray, actor: Actor, charter: Charter) -> bool:
    """Whether this post can do what a tray waits for; the others' trays are not shown."""
    return charter.grants(actor.role, ACT_OF_TRAY[tray])


def _count(tray: Tray, actor: Actor, mine: bool) -> int:
    return in_tray(tray, actor, mine=mine).order_by().count()


def _chosen(asked: str, trays: list[tuple[Tray, Any, int]]) -> Tray | None:
    """The tray asked for, or else the first with something in it."""
    known = {tray.value: tray for tray, _words, _count in trays}
    if asked in known:
        return known[asked]
    return next((tray for tray, _words, count in trays if count), trays[0][0] if trays else None)


def _page(request: Request, actor: Actor, tray: Tray, *, mine: bool) -> dict[str, Any]:
    asked = {"category": request.GET.get("category", ""), "number": request.GET.get("number", "")}
    found = late_first(filtered(in_tray(tray, actor, mine=mine), **asked))
    number = _whole(request.GET.get("page"))
    part = list(found[(number - 1) * PAGE : number * PAGE + 1])
    return {
        **asked,
        "rows": rows(part[:PAGE], timezone.now()),
        "page": number,
        "before": number - 1,
        "after": number + 1 if len(part) > PAGE else 0,
    }


def _whole(text: str | None) -> int:
    return min(max(int(text), 1), 100_000) if text and text.isdecimal() and len(text) < 7 else 1


@login_required
@require_safe
def matter(request: Request, number: str) -> HttpResponse:
    """One matter for those who work on it: standing, words where they may be read, history, and what can be done."""
    shown = _shown(request, number)
    return _matter_page(request, shown)


@login_required
@require_POST
def act(request: Request, number: str, name: str) -> HttpResponse:
    """Do one of the acts that the page offers."""
    if name not in DOORS:
        raise Http404
    shown = _shown(request, number)
    done = perform(request, shown, name)
    if done is None:
        return _matter_page(request, shown)
    if name == "contact.read":
        request.session[SHOWN_CONTACT] = done.pk
    return redirect("matter", number=done.number)


def _shown(request: Request, number: str) -> Shown:
    """The matter, if this post may see more of it than everybody."""
    found = matter_by_number(number)
    if request.actor.body is None or sight_of(found, request.actor) is Sight.PUBLIC:
        raise PermissionDenied(
            _("Your body has no part in this matter, and it lies outside the area your body answers for.")
        )
    return Shown(found, request.actor, timezone.now())


def _matter_page(request: Request, shown: Shown) -> HttpResponse:
    matter, charter = shown.matter, shown.charter
    sight = sight_of(matter, shown.actor)
    category = charter.categories.get(matter.category)
    offers = offers_of(shown)
    context = {
        "matter": matter,
        "stage": Stage(matter.stage),
        "category": category,
        "group": charter.categories.get(category.parent) if category else None,
        "person": people_in_charge([matter.accountable_post], timezone.localdate())[matter.accountable_post_id],
        "title": shown.title(matter.accountable_post),
        "parts": shown.parts,
        "words": matter.text if sight is Sight.WORDS else "",
        "may_read": sight is Sight.WORDS,
        "late": matter.is_late(shown.now),
        "now": shown.now,
        "history": history(matter, charter, sight),
        "open_offers": [offer for offer in offers if offer.form],
        "closed_offers": [offer for offer in offers if not offer.form],
        "way": _way(shown),
        "picture": _picture(matter),
        "contacts": _contacts(request, matter),
    }
    return render(request, "matters/matter.html", context, status=shown.status)


def _way(shown: Shown) -> dict[str, Any] | None:
    """Where the charter would send a registered matter: shown before anybody presses the button."""
    if shown.matter.stage != Stage.REGISTERED:
        return None
    try:
        way: Way = route(shown.matter, timezone.localdate(shown.now), lead=None, assistants=None, reason="")
    except Refused as refused:
        return {"refusal": said(refused.refusal, shown.charter), "basis": basis_in_words(refused.refusal.basis)}
    duty = shown.charter.duty_for(shown.matter.category, shown.matter.community.stem)
    return {"way": way, "basis": duty.basis if duty else ""}


def _picture(matter: Matter) -> Picture | None:
    """The cells of the community, and the place."""
    cells = list(areas_on("cell", within=matter.community.stem))
    marks = [Mark(matter.lng, matter.lat)] if matter.lng is not None and matter.lat is not None else []
    return picture([area for area in cells if area.boundary] or [matter.community], marks, width=480)


def _contacts(request: Request, matter: Matter) -> list[str] | None:
    """What a recorded look has just opened; shown once."""
    if request.session.get(SHOWN_CONTACT) != matter.pk:
        return None
    del request.session[SHOWN_CONTACT]
    return [contact.value for contact in contacts_of(matter)]
