"""The page of the proof: what is asked, what is missing, what mends it, and where on the map."""

from __future__ import annotations

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tuoluo.coverage.reads import coverage_of
from tuoluo.coverage.sheet import workbook
from tuoluo.coverage.telling import lines
from tuoluo.territory.models import Area, Level
from tuoluo.territory.picture import picture
from tuoluo.territory.reads import area_on, areas_on

MOST = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Whether every place and every matter has somebody today: the district, or the area asked for."""
    area = _area(request)
    if area is None:
        return render(request, "coverage.html", {"area": None})
    day = timezone.localdate()
    verdict = coverage_of(area.stem, day)
    told = lines(verdict, day)
    bare = Counter(stem for line in told for stem in line.gap.communities)
    inside = areas_on(Level.COMMUNITY, within=area.stem)
    drawn = picture([one for one in inside if one.boundary], width=900)
    context = {
        "area": area,
        "district": area.level == Level.DISTRICT,
        "verdict": verdict,
        "lines": told[:MOST],
        "open": len(told),
        "more": max(0, len(told) - MOST),
        "picture": drawn,
        "shapes": [(outline, bare[outline.area.stem]) for outline in drawn.outlines] if drawn else [],
    }
    return render(request, "coverage.html", context)


@require_safe
def coverage_sheet(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet, with every gap."""
    area = _area(request)
    if area is None:
        raise Http404
    day = timezone.localdate()
    verdict = coverage_of(area.stem, day)
    response = HttpResponse(workbook(verdict, lines(verdict, day)), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="coverage-{area.code}-{day}.xlsx"'
    return response


def _area(request: HttpRequest) -> Area | None:
    code = request.GET.get("area", "")
    if not code:
        return areas_on(Level.DISTRICT).first()
    area = area_on(code)
    if area is None or area.level == Level.CELL:
        raise Http404(_("There is no district, subdistrict or community with this code."))
    return area
