"""Pages that cross folders: the public home, the board of a community, its duties and matters, acts, account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template import loader
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.duties import TASKS, duty_groups
from tuoluo.bodies.models import Body, CharterInForce
from tuoluo.bodies.ring import ring_of
from tuoluo.desk.board import board_of, spots
from tuoluo.desk.context import LARGE_TYPE
from tuoluo.desk.middleware import AS_RESIDENT, POST_CHOSEN
from tuoluo.desk.words import ACT_WORDS
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.faces import Request
from tuoluo.ledger.naming import basis_in_words
from tuoluo.ledger.registry import REGISTRY
from tuoluo.ledger.words import FAMILIES
from tuoluo.matters.models import Matter
from tuoluo.matters.reads import BEHIND_WORDS, SHOWN_WITH, Behind, behind, counts, rows
from tuoluo.people.models import Person
from tuoluo.territory.models import Area, Level
from tuoluo.territory.picture import picture
from tuoluo.territory.reads import area_on, areas_on

PAGE = 50
YEAR = 365 * 24 * 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The district: find your community, report a matter, follow one by its number."""
    asked = request.GET.get("q", "").strip()
    communities = list(areas_on(Level.COMMUNITY).select_related("parent").defer("boundary", "parent__boundary"))
    found = [area for area in communities if matches(area, asked)] if asked else communities
    if asked and len(found) == 1:
        return redirect("board", code=found[0].code)
    context = {"asked": asked, "groups": _by_subdistrict(found), "found": len(found)}
    if request.htmx and not request.htmx.boosted:  # type: ignore[attr-defined]
        return render(request, "_communities.html", context)
    day = timezone.localdate()
    context |= {
        "communities": len(communities),
        "cells": areas_on(Level.CELL).order_by().count(),
        "bodies": Body.objects.on(day).order_by().count(),
        "counts": counts(Matter.objects.all(), timezone.now(), (Behind.OPEN, Behind.CLOSED)),
    }
    return render(request, "home.html", context)


def matches(area: Area, asked: str) -> bool:
    """Whether what was typed is part of a community's name (either language), its subdistrict's, or its code."""
    words = asked.casefold()
    names = [area.name, area.name_en.casefold(), area.code]
    if area.parent:
        names += [area.parent.name, area.parent.name_en.casefold()]
    return any(words in name for name in names)


def _by_subdistrict(communities: list[Area]) -> list[tuple[Area | None, list[Area]]]:
    groups: dict[int | None, tuple[Area | None, list[Area]]] = {}
    for area in communities:
        groups.setdefault(area.parent_id, (area.parent, []))[1].append(area)
    return list(groups.values())


def community_or_404(code: str) -> Area:
    """The community with a code, today."""
    area = area_on(code)
    if area is None or area.level != Level.COMMUNITY:
        raise Http404(_("There is no community with this code."))
    return area


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The public board of a community."""
    community = community_or_404(code)
    shown = board_of(community, timezone.now())
    cells = [cell.area for cell in shown.cells if cell.area.boundary]
    context = {
        "board": shown,
        "community": community,
        "ring": ring_of(*spots(shown)),
        "picture": picture(cells or [community], width=560),
    }
    return render(request, "board.html", context)


@require_safe
def duties(request: HttpRequest, code: str) -> HttpResponse:
    """Who does what in a community, by category, with deadline and basis."""
    community = community_or_404(code)
    charter = charter_at(community.stem, timezone.localdate())
    kind, task = request.GET.get("kind", ""), request.GET.get("task", "")
    context = {
        "community": community,
        "charter": charter,
        "kind": charter.kinds.get(kind),
        "task": task if task in TASKS else "",
        "task_words": TASKS.get(task, ""),
        "tasks": TASKS,
        "groups": duty_groups(charter, community.stem, kind=kind if kind in charter.kinds else "", task=task),
    }
    return render(request, "duties.html", context)


@require_safe
def listed(request: HttpRequest, code: str, which: str) -> HttpResponse:
    """The matters behind a figure of the board, as the public may see them."""
    community = community_or_404(code)
    if which not in list(Behind):
        raise Http404
    now = timezone.now()
    number = request.GET.get("page", "1")
    page = min(max(int(number), 1), 100_000) if number.isdecimal() and len(number) < 7 else 1
    found = Matter.objects.filter(behind(Behind(which), now), community=community)
    part = list(found.select_related(*SHOWN_WITH).order_by("-pk")[(page - 1) * PAGE : page * PAGE + 1])
    context = {
        "community": community,
        "words": BEHIND_WORDS[Behind(which)],
        "total": found.order_by().count(),
        "rows": rows(part[:PAGE], now),
        "now": now,
        "page": page,
        "before": page - 1,
        "after": page + 1 if len(part) > PAGE else 0,
    }
    return render(request, "listed.html", context)


@require_safe
def acts(request: HttpRequest) -> HttpResponse:
    """What can be done at all, by whom, on what basis: read off the registry and the charter."""
    adopted = CharterInForce.objects.filter(valid_until=None).select_related("area").order_by("area__stem").first()
    charter = charter_at(adopted.area.stem, timezone.localdate()) if adopted else None
    roles = list(charter.roles.values()) if charter else []
    lines = [
        {
            "name": name,
            "words": ACT_WORDS[name][0] if name in ACT_WORDS else name,
            "family": spec.family.value,
            "family_words": FAMILIES[spec.family.value],
            "open_to": spec.open_to.value,
            "summary": ACT_WORDS[name][1] if name in ACT_WORDS else spec.summary,
            "basis": basis_in_words(spec.basis),
            "roles": [role for role in roles if name in role.acts],
        }
        for name, spec in sorted(REGISTRY.items())
    ]
    families = [(FAMILIES[key], [line for line in lines if line["family"] == key]) for key in FAMILIES]
    return render(request, "acts.html", {"families": families, "charter": charter})


@login_required
@require_safe
def account(request: Request) -> HttpResponse:
    """Who I am, in which post I act, and what I have reported myself."""
    person = Person.objects.filter(account=request.user.pk).first()
    own = Matter.objects.filter(reporter=person).select_related(*SHOWN_WITH) if person else Matter.objects.none()
    context: dict[str, Any] = {
        "person": person,
        "rows": rows(own.order_by("-pk")[:PAGE], timezone.now()),
        "now": timezone.now(),
        "posts": _posts(request.actors),
    }
    return render(request, "account/home.html", context)


def _posts(actors: list[Actor]) -> list[tuple[Actor, Body]]:
    """The posts somebody holds, each with its body."""
    bodies = Body.objects.in_bulk([actor.body for actor in actors if actor.body is not None])
    return [(actor, bodies[actor.body]) for actor in actors if actor.body is not None]


@login_required
@require_POST
def choose_post(request: Request) -> HttpResponseRedirect:
    """From now on I act in this post, or as a resident."""
    chosen = request.POST.get("post", "")
    held = {str(actor.post): actor.post for actor in request.actors}
    request.session[POST_CHOSEN] = held.get(chosen, AS_RESIDENT)
    return redirect("inbox" if chosen in held else "account")


@require_POST
def reading(request: HttpRequest) -> HttpResponseRedirect:
    """Switch large type on or off, and go on reading where I was."""
    target = urlsplit(request.POST.get("next", "/"))
    back = target.path + (f"?{target.query}" if target.query else "")
    allowed = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if allowed else "/")
    large = request.COOKIES.get(LARGE_TYPE) != "1"
    response.set_cookie(LARGE_TYPE, "1" if large else "0", max_age=YEAR, samesite="Lax", httponly=True)
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in plain words."""
    return render(request, "404.html", {"said": _said(exception)}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 in plain words."""
    return render(request, "403.html", {"said": _said(exception)}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500 in plain words; the page asks the database nothing, since that may be what is broken."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)


def _said(exception: Exception) -> str:
    """What a page said when it raised the error; nothing when the framework raised it."""
    said = exception.args[0] if exception.args else ""
    return said if isinstance(said, str) else ""
