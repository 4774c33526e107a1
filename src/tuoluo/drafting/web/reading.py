"""Reading a charter, and two side by side."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tuoluo.bodies.duties import TASKS
from tuoluo.charter.diff import compare
from tuoluo.charter.model import Charter, Part
from tuoluo.drafting import reading
from tuoluo.drafting.comparing import blocks
from tuoluo.drafting.reading import language

FEW = 4  # so many groups stand open


@require_safe
def charters(request: HttpRequest) -> HttpResponse:
    """Which charter governs which area since when, and which others there are."""
    today = timezone.localdate()
    context: dict[str, Any] = {"in_force": reading.in_force(today), "known": reading.known_charters(), "today": today}
    names = [row.name for row in context["in_force"]] + [one.name for one in context["known"] if one.charter]
    context |= {"a": next(iter(names), ""), "b": next((name for name in names if name != names[0]), "")}
    return render(request, "charters/list.html", context)


def charter_or_404(name: str) -> Charter:
    """A charter that can be read here."""
    found = reading.readable(name)
    if found is None:
        raise Http404(_("There is no charter with this name."))
    return found


@require_safe
def charter(request: HttpRequest, name: str) -> HttpResponse:
    """One charter as a person reads it: the sum, each body's work, and every rule with its basis."""
    shown = charter_or_404(name)
    found = _found(request, shown)
    if request.htmx and not request.htmx.boosted:  # type: ignore[attr-defined]
        return HttpResponse(_rules(shown, found))
    return render(request, "charters/charter.html", about(shown) | found | {"rules": _rules(shown, found)})


def about(shown: Charter) -> dict[str, Any]:
    """What the page of a charter shows besides its rules."""
    in_force = [row for row in reading.in_force(timezone.localdate()) if row.name == shown.name]
    return {
        "charter": shown,
        "ring": reading.sum_of(shown),
        "balance": shown.kinds_of(Part.BALANCE),
        "sum": _drawn(reading.ByDigest(shown, shown.digest), "charters/_sum.html", get_language() or ""),
        "retained": reading.retained(shown),
        "in_force": in_force,
        "front_door": shown.kinds.get(shown.front_door.kind),
        "leader": shown.roles.get(shown.cells.leader_role),
    }


def _rules(shown: Charter, found: dict[str, Any]) -> str:
    """The rules that were asked for; all of them are drawn once and kept, since that takes a while."""
    if not found["narrowed"]:
        return _drawn(reading.ByDigest(shown, shown.digest), "charters/_rules.html", get_language() or "")
    groups = reading.rule_groups(shown, asked=found["asked"], kind=found["kind_code"], task=found["task"])
    return render_to_string("charters/_rules.html", found | _groups(shown, groups))


@lru_cache(maxsize=64)
def _drawn(shown: reading.ByDigest, template: str, language: str) -> str:
    """A part of the page that is the same for every reader of a language."""
    parts = {"core": Part.CORE, "balance": Part.BALANCE, "many": Part.MANY, "government": Part.GOVERNMENT}
    context: dict[str, Any] = {name: reading.cards(shown.charter, part) for name, part in parts.items()}
    groups = reading.rule_groups(shown.charter) if template.endswith("_rules.html") else []
    return render_to_string(template, context | _groups(shown.charter, groups))


def _groups(shown: Charter, groups: list[reading.RuleGroup]) -> dict[str, Any]:
    found = sum(group.count for group in groups)
    return {"charter": shown, "groups": groups, "found": found, "open": len(groups) < FEW}


def _found(request: HttpRequest, shown: Charter) -> dict[str, Any]:
    asked = request.GET.get("q", "").strip()[: reading.LONGEST_SEARCH]
    kind, task = request.GET.get("kind", ""), request.GET.get("task", "")
    kind = kind if kind in shown.kinds else ""
    return {
        "asked": asked,
        "kind": shown.kinds.get(kind),
        "kind_code": kind,
        "task": task if task in TASKS else "",
        "tasks": TASKS,
        "narrowed": bool(asked or kind),
    }


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Two charters side by side: only what differs, in words of duties."""
    known = reading.known_charters()
    first, second = request.GET.get("a", ""), request.GET.get("b", "")
    context: dict[str, Any] = {"known": [one for one in known if one.charter], "a": first, "b": second}
    if first and second:
        context |= compared(charter_or_404(first), charter_or_404(second))
    return render(request, "charters/compare.html", context)


def compared(before: Charter, after: Charter) -> dict[str, Any]:
    """What the page of a comparison shows."""
    difference = compare(before, after)
    return {"difference": difference, "before": before, "after": after, "blocks": blocks(difference, language())}
