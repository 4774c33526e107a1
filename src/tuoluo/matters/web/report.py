"""Reporting a matter in under a minute, and the page that says who answers for it now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.reads import front_door, in_charge
from tuoluo.bodies.saying import said
from tuoluo.charter.find import understood
from tuoluo.charter.model import Category, Charter
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.faces import Request, status_of
from tuoluo.matters.forms import ReportForm
from tuoluo.matters.intake import new_token, take_in
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Nature
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import area_on, areas_on, locate

JUST_REPORTED = "just_reported"
SUGGESTED = 5
PLACE_KNOWN = "place-known"  # what the browser is told, so that it asks again which categories fit


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request) -> HttpResponse:
    """The one page to report on; a clerk sees the channel besides."""
    data = request.POST if request.method == "POST" else None
    area = _community((data or request.GET).get("community", ""))
    charter = _charter(area)
    staff = takes_reports(request.actor)
    form = ReportForm(data, charter=charter, area=area, staff=staff, initial=_initial(request, area))
    status = 200
    if data is not None:
        if form.is_valid():
            try:
                return _taken_in(request, form)
            except Refused as refused:
                form.add_error(None, said(refused.refusal, charter))
                status = status_of(refused.refusal)
        else:
            status = 422
    context = {"form": form, "area": area, "staff": staff, "door": _door(area), "charter": charter}
    if data is not None and charter is not None:
        context |= {"suggestions": suggestions(charter, data.get("text", "")), "chosen": data.get("suggested", "")}
    return render(request, "matters/report.html", context, status=status)


def takes_reports(actor: Actor) -> bool:
    """Whether this is somebody at a counter or telephone, whose post lets them report for others."""
    return actor.post is not None and charter_at(actor.area, timezone.localdate()).grants(actor.role, "matter.report")


def _taken_in(request: Request, form: ReportForm) -> HttpResponseRedirect:
    matter, link = take_in(form.told(), by=request.actor, at=timezone.now(), token=form.cleaned_data["token"])
    request.session[JUST_REPORTED] = [matter.pk, link]
    return redirect("reported")


def _community(code: str) -> Area | None:
    area = area_on(code) if code else None
    return area if area is not None and area.level == Level.COMMUNITY else None


def _charter(area: Area | None) -> Charter | None:
    """The charter of the community; before one is chosen the district's, if it has one."""
    today = timezone.localdate()
    if area is not None:
        return charter_at(area.stem, today)
    district = areas_on(Level.DISTRICT).first()
    try:
        return charter_at(district.stem, today) if district else None
    except Refused:
        return None


def _initial(request: Request, area: Area | None) -> dict[str, Any]:
    return {
        "token": new_token(),
        "nature": Nature.HELP.value,
        "community": area.code if area else "",
        "cell": request.GET.get("cell", ""),
        "channel": "counter",
    }


def _door(area: Area | None) -> Any:
    return front_door(area.stem, timezone.localdate()) if area else None


@require_safe
def reported(request: Request) -> HttpResponse:
    """Number, secret link, and who answers for it now by name. Only shown in the browser that reported."""
    known = request.session.get(JUST_REPORTED)
    if known is None:
        return redirect("report")
    rows = Matter.objects.select_related("community", "cell", "accountable_body", "accountable_post__body__area")
    matter = get_object_or_404(rows, pk=known[0])
    link = request.build_absolute_uri(reverse("own", args=[known[1]]))
    context = {
        "matter": matter,
        "link": link,
        "person": in_charge(matter.accountable_post, timezone.localdate()),
        "role": charter_at(matter.community.stem, timezone.localdate()).roles.get(matter.accountable_post.role),
    }
    return render(request, "matters/reported.html", context)


@require_safe
def place(request: Request) -> HttpResponse:
    """The part of the form about the place, again: for the community chosen, or for where the telephone says I am."""
    area = _community(request.GET.get("community", ""))
    cell = _located(request.GET)
    if cell is not None and cell.parent is not None:
        area = cell.parent
    initial = {"community": area.code if area else "", "cell": cell.code if cell else ""}
    if cell is not None:
        initial |= {"lng": request.GET["lng"], "lat": request.GET["lat"]}
    form = ReportForm(None, charter=None, area=area, staff=False, initial=initial)
    asked = "lng" in request.GET and bool(request.GET["lng"])
    context = {"form": form, "area": area, "door": _door(area), "found": cell, "outside": asked and cell is None}
    response = render(request, "matters/_place.html", context)
    response.headers["HX-Trigger-After-Settle"] = PLACE_KNOWN
    return response


def _located(data: Any) -> Area | None:
    """The cell at a point as a browser gives it: in WGS-84, which is taken as equal to the datum stored."""
    try:
        lng, lat = float(data.get("lng", "")), float(data.get("lat", ""))
    except ValueError:
        return None
    if not (-180 <= lng <= 180 and -90 <= lat <= 90):
        return None
    return locate(lng, lat)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Categories that fit the words so far, by the charter's keywords; what was chosen among them stays chosen."""
    charter = _charter(_community(request.GET.get("community", "")))
    found = suggestions(charter, request.GET.get("text", "")) if charter else []
    context = {"suggestions": found, "chosen": request.GET.get("suggested", "")}
    return render(request, "matters/_suggestions.html", context)


def suggestions(charter: Charter, text: str) -> list[Category]:
    """The categories whose name or keywords occur in a text, the best hit first."""
    return [hit.category for hit in understood(charter, text)[:SUGGESTED]]
