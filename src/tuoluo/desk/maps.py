"""The map: a picture drawn by the server, and the data of the map that can be moved when the browser is able to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tuoluo.ledger.faces import Request
from tuoluo.ledger.naming import called
from tuoluo.matters.models import Matter
from tuoluo.matters.reads import visible_to
from tuoluo.territory.models import Area, Level
from tuoluo.territory.picture import Mark, Picture, centre, picture
from tuoluo.territory.reads import area_on, areas_on

LIBRARY = "maplibre-gl/maplibre-gl-csp.js"
MOST_POINTS = 5000


@require_safe
def map_page(request: Request) -> HttpResponse:
    """The district with its communities, or one community with its cells, and where matters are open."""
    area = _area(request)
    context = {
        "area": area,
        "picture": _picture(area),
        "library": finders.find(LIBRARY) is not None,
        "open": _open(area).order_by().count() if area else 0,
        "source": area.source if area else "",
        "district": area.level == Level.DISTRICT if area else False,
    }
    return render(request, "map.html", context)


def _area(request: HttpRequest) -> Area | None:
    """The community asked for, or the district."""
    code = request.GET.get("area", "")
    asked = area_on(code) if code else None
    return asked or areas_on(Level.DISTRICT).first()


def _inside(area: Area) -> list[Area]:
    level = Level.CELL if area.level == Level.COMMUNITY else Level.COMMUNITY
    inside = [one for one in areas_on(level, within=area.stem) if one.boundary]
    return inside or ([area] if area.boundary else [])


def _picture(area: Area | None) -> Picture | None:
    if area is None:
        return None
    inside = _inside(area)
    marks = [Mark(*point, late=late) for point, late in _points(area, inside)] if area.level == Level.COMMUNITY else []
    return picture(inside, marks, width=900)


def _open(area: Area) -> Any:
    return Matter.objects.open().filter(community__stem__startswith=area.stem)


def _points(area: Area, inside: Iterable[Area]) -> list[tuple[tuple[float, float], bool]]:
    """Where matters are open, for everybody: the middle of the cell or community, never the exact place."""
    middles = {one.pk: centre(one.boundary) for one in (area, *inside) if one.boundary}
    now = timezone.now()
    found = _open(area).order_by("-pk").values_list("cell", "community", "due_at", "stage")[:MOST_POINTS]
    places = ((middles.get(cell) or middles.get(community), due) for cell, community, due, _stage in found)
    return [(place, due is not None and due < now) for place, due in places if place is not None]


@require_safe
def areas(request: HttpRequest) -> JsonResponse:
    """The borders on the map as GeoJSON: communities of the district, or cells of a community."""
    area = _area(request)
    inside = _inside(area) if area else []
    features = [_border(one) for one in inside]
    response = _collection(features)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def points(request: Request) -> JsonResponse:
    """Open matters as points: for everybody in the middle of their cell; a body sees its own where they really are."""
    area = _area(request)
    if area is None:
        return _collection([])
    inside = _inside(area)
    if area.level != Level.COMMUNITY:  # of two thousand cells only those where something is open
        inside += areas_on(Level.CELL, within=area.stem).filter(pk__in=_open(area).order_by().values("cell"))
    counted: dict[tuple[float, float], list[int]] = {}
    for place, late in _points(area, inside):
        total = counted.setdefault(place, [0, 0])
        total[0] += 1
        total[1] += late
    features = [
        _feature({"type": "Point", "coordinates": place}, count=count, late=late, label=_label(count, late))
        for place, (count, late) in counted.items()
    ]
    return _collection([*features, *_exact(request, area)])


def _label(count: int, late: int) -> str:
    return _("%(count)s open, %(late)s of them late") % {"count": count, "late": late}


def _exact(request: Request, area: Area) -> list[dict[str, Any]]:
    """What the reader's body has a part in, at its exact place and with its number."""
    if request.actor.body is None:
        return []
    seen = visible_to(request.actor).open().filter(community__stem__startswith=area.stem, lng__isnull=False)
    return [
        _feature({"type": "Point", "coordinates": [one.lng, one.lat]}, number=one.number, exact=True, label=one.number)
        for one in seen.only("pk", "reported_at", "lng", "lat")[:1000]
    ]


def _border(area: Area) -> dict[str, Any]:
    middle = centre(area.boundary) if area.boundary else None
    return _feature(area.boundary, code=area.code, name=called(area), schematic=area.schematic, middle=middle)


def _feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]]) -> JsonResponse:
    return JsonResponse({"type": "FeatureCollection", "features": features}, json_dumps_params={"ensure_ascii": False})
