"""Pages of service items: what a community offers, and handing items over and taking them back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body
from tuoluo.bodies.saying import said
from tuoluo.charter.model import Handling
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.kernel.sheets import workbook
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.faces import Request, status_of
from tuoluo.ledger.naming import basis_in_words, called
from tuoluo.ledger.registry import refusal
from tuoluo.services.acts import delegate_item, recall_item
from tuoluo.services.catalogue import HEADINGS, row_of
from tuoluo.services.forms import DelegateForm, RecallForm
from tuoluo.services.lists import attributes, competences, lists
from tuoluo.services.models import Delegation, Item
from tuoluo.services.reads import (
    Offered,
    candidates,
    communities_within,
    delegations_of,
    items_with_delegations,
    offered_in,
    wording_on,
    wordings_on,
)
from tuoluo.services.words import HANDLINGS, REASONS
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import area_on, areas_on

YEAR = timedelta(days=365)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABS = {"": None, **{one.value: words for one, words in HANDLINGS.items()}}


@require_safe
def items(request: HttpRequest, code: str) -> HttpResponse:
    """What a community's people can apply for: who serves it, what to bring, how long, what it costs."""
    community = _community(code)
    day = timezone.localdate()
    asked, handling = request.GET.get("q", "").strip()[:80], request.GET.get("handling", "")
    found = offered_in(community, day, asked=asked, handling=handling)
    context = {
        "community": community,
        "asked": asked,
        "handling": handling if handling in TABS else "",
        "tabs": TABS,
        "groups": _groups(found),
        "found": len(found),
        "delegated": sum(one.delegation is not None for one in found),
        "narrowed": bool(asked or handling),
    }
    return render(request, "services/items.html", context)


def _groups(found: list[Offered]) -> list[tuple[Any, list[Offered]]]:
    """By legal attribute, in the order of the configured list; what bears none of them comes last."""
    known = attributes()
    groups = [(known[code], [one for one in found if one.wording.attribute == code]) for code in known]
    rest = [one for one in found if one.wording.attribute not in known]
    return [(attribute, lines) for attribute, lines in [*groups, (None, rest)] if lines]


def _community(code: str) -> Area:
    area = area_on(code)
    if area is None or area.level != Level.COMMUNITY:
        raise Http404(_("There is no community with this code."))
    return area


@require_safe
def items_file(request: HttpRequest) -> HttpResponse:
    """The catalogue as a spreadsheet, the same that `tuoluo items export` writes."""
    district = areas_on(Level.DISTRICT).first()
    if district is None:
        raise Http404
    day = timezone.localdate()
    known = lists(charter_at(district.stem, day))
    english = str(request.LANGUAGE_CODE).startswith("en")
    heading = [words[english] for words in HEADINGS.values()]
    content = workbook(heading, (row_of(wording, known) for wording in wordings_on(day)))
    return HttpResponse(content, XLSX, headers={"Content-Disposition": 'attachment; filename="items.xlsx"'})


@login_required
@require_safe
def items_desk(request: Request) -> HttpResponse:
    """The catalogue for those who hand items over: what is delegated to whom inside my area."""
    actor = _worker(request)
    assert actor.body is not None
    asked = request.GET.get("q", "").strip()[:80]
    rows = [row for row in items_with_delegations(timezone.localdate(), actor.area) if _fits(row, asked)]
    context = {"rows": rows, "asked": asked, "body": Body.objects.get(pk=actor.body)}
    return render(request, "services/desk.html", context)


def _fits(row: Any, asked: str) -> bool:
    words = asked.casefold()
    return not words or any(words in text.casefold() for text in (row.name, row.name_en, row.item.code))


def _worker(request: Request) -> Actor:
    if request.actor.body is None:
        raise PermissionDenied(_("This page is for those who act in a post."))
    return request.actor


@login_required
@require_safe
def item_desk(request: Request, item: str) -> HttpResponse:
    """One item: its words, who serves it where, and handing it over or taking it back."""
    return _item_page(request, _item(item))


def _item(code: str) -> Item:
    found = Item.objects.filter(code=code).first()
    if found is None:
        raise Http404(_("There is no item with this code."))
    return found


def _item_page(
    request: Request, item: Item, *, sent: DelegateForm | None = None, recalls: dict[int, RecallForm] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    actor, now = _worker(request), timezone.now()
    day = timezone.localdate(now)
    wording = wording_on(item, day) or item.wordings.last()
    assert wording is not None
    near = communities_within(actor, day)
    community = next((area for area in near if area.code == request.GET.get("community")), None)
    community = community or (near[0] if len(near) == 1 else None)
    why_not = refusal("item.delegate", item, by=actor, at=now)
    context = {
        "item": item,
        "wording": wording,
        "attribute": attributes().get(wording.attribute),
        "competences": [competences()[code] for code in wording.terms().competences if code in competences()],
        "handling": HANDLINGS[Handling(wording.handling)],
        "communities": near,
        "community": community,
        "why_not": _why(why_not, actor),
        "delegations": _delegations(item, actor, recalls or {}),
        **(_choice(request, item, community, sent) if community and not why_not else {}),
    }
    return render(request, "services/item.html", context, status=status)


def _why(refused: Refusal | None, actor: Actor) -> dict[str, str] | None:
    if refused is None:
        return None
    charter = charter_at(actor.area, timezone.localdate())
    return {"sentence": said(refused, charter), "basis": basis_in_words(refused.basis)}


def _choice(request: Request, item: Item, community: Area, sent: DelegateForm | None) -> dict[str, Any]:
    """The form with those who could serve, and the others each with the reason why not."""
    day = timezone.localdate()
    charter = charter_at(community.stem, day)
    found = candidates(item, community, day)
    fit = [body for body, refused in found if refused is None]
    unfit = [
        (called(body), said(refused, charter), basis_in_words(refused.basis))
        for body, refused in found
        if refused is not None
    ]
    initial = {"since": day, "until": day + YEAR}
    form = sent or DelegateForm(None, providers=fit, initial=initial, auto_id="delegate-%s")
    return {"form": form, "fit": fit, "unfit": unfit}


def _delegations(item: Item, actor: Actor, recalls: dict[int, RecallForm]) -> list[dict[str, Any]]:
    now = timezone.now()
    day = timezone.localdate(now)
    return [
        {
            "row": one,
            "running": one.period.contains(day),
            "coming": one.since > day,
            "reason": REASONS[RECALLS[one.recall_reason]] if one.recall_reason else "",
            "form": recalls.get(one.pk) or RecallForm(None, initial={"until": day}, auto_id=f"recall-{one.pk}-%s")
            if one.until > day and refusal("item.recall", one, by=actor, at=now) is None
            else None,
        }
        for one in delegations_of(item, actor.area)
    ]


RECALLS = {one.value: one for one in REASONS}


@login_required
@require_POST
def item_delegate(request: Request, item: str) -> HttpResponse:
    """Hand an item over with what was sent."""
    actor, found = _worker(request), _item(item)
    community = _community(request.GET.get("community", ""))
    day = timezone.localdate()
    bodies = [body for body, _refused in candidates(found, community, day)]
    form = DelegateForm(request.POST, providers=bodies, auto_id="delegate-%s")
    if not form.is_valid():
        return _item_page(request, found, sent=form, status=422)
    try:
        delegate_item(
            found,
            by=actor,
            at=timezone.now(),
            community=community,
            provider=form.provider_chosen(),
            grant=form.grant(),
        )
    except Refused as refused:
        form.add_error(None, _told(request, refused.refusal, actor))
        return _item_page(request, found, sent=form, status=status_of(refused.refusal))
    messages.success(request, _("Done: %(act)s.") % {"act": _("Delegate an item")})
    return redirect(f"/desk/items/{found.code}/?community={community.code}")


@login_required
@require_POST
def item_recall(request: Request, delegation: UUID) -> HttpResponse:
    """Take an item back with what was sent."""
    actor = _worker(request)
    found = Delegation.objects.filter(uuid=delegation).select_related("item", "community").first()
    if found is None:
        raise Http404
    form = RecallForm(request.POST, auto_id=f"recall-{found.pk}-%s")
    if not form.is_valid():
        return _item_page(request, found.item, recalls={found.pk: form}, status=422)
    try:
        recall_item(found, by=actor, at=timezone.now(), **form.arguments())
    except Refused as refused:
        form.add_error(None, _told(request, refused.refusal, actor))
        return _item_page(request, found.item, recalls={found.pk: form}, status=status_of(refused.refusal))
    messages.success(request, _("Done: %(act)s.") % {"act": _("Recall an item")})
    return redirect("item_desk", item=found.item.code)


def _told(request: Request, refused: Refusal, actor: Actor) -> str:
    why = said(refused, charter_at(actor.area, timezone.localdate()))
    messages.error(request, _("Not done: %(why)s") % {"why": why}, extra_tags=basis_in_words(refused.basis))
    return why
