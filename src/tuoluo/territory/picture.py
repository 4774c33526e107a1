"""A map as a plain picture: outlines of areas and dots, drawn by the server, so that it shows without any script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from tuoluo.territory.models import Area

WIDTH = 800.0
MARGIN = 12.0
NEAR = 0.6  # points closer together than this are one, in units of the picture
Point = tuple[float, float]


@dataclass(frozen=True)
class Outline:
    """The border of one area as an SVG path, and where its name can stand."""

    area: Area
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Dot:
    """One point on the picture."""

    x: float
    y: float
    late: bool
    label: str


@dataclass(frozen=True)
class Picture:
    """Everything a template needs to draw the map."""

    width: float
    height: float
    outlines: list[Outline]
    dots: list[Dot]
    schematic: bool


@dataclass(frozen=True)
class Mark:
    """A place to be shown as a dot."""

    lng: float
    lat: float
    label: str = ""
    late: bool = False


def picture(areas: Iterable[Area], marks: Sequence[Mark] = (), *, width: float = WIDTH) -> Picture | None:
    """Draw the areas that have a boundary; nothing where none has one."""
    drawn = [(area, list(rings(area.boundary))) for area in areas if area.boundary]
    if not drawn:
        return None
    frame = _Frame([point for _, shape in drawn for ring in shape for point in ring], width)
    outlines = []
    for area, shape in drawn:
        x, y = frame.place(_middle(shape[0]))
        outlines.append(Outline(area, "".join(frame.path(ring) for ring in shape), x, y))
    dots = [Dot(*frame.place((mark.lng, mark.lat)), mark.late, mark.label) for mark in marks]
    return Picture(frame.width, frame.height, outlines, dots, any(area.schematic for area, _ in drawn))


def rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    """The rings of a polygon or of several, the largest outer ring first."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in sorted(polygons, key=lambda parts: -len(parts[0])):
        for ring in polygon:
            yield [(point[0], point[1]) for point in ring]


def centre(geometry: Mapping[str, Any]) -> Point:
    """A point that stands for the whole area: the middle of its largest part."""
    return _middle(next(rings(geometry)))


def _middle(ring: Sequence[Point]) -> Point:
    """The centroid of a ring."""
    x0, y0 = ring[0]
    twice = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        twice += cross
        x += (ax + bx - 2 * x0) * cross
        y += (ay + by - 2 * y0) * cross
    return (x0 + x / (3 * twice), y0 + y / (3 * twice)) if twice else ring[0]


class _Frame:
    """From degrees to the units of the picture."""

    def __init__(self, points: Sequence[Point], width: float) -> None:
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        self.west, self.north = west, north
        self.narrow = cos(radians((south + north) / 2))
        self.scale = (width - 2 * MARGIN) / ((east - west) * self.narrow or 1e-6)
        self.width = width
        self.height = round((north - south) * self.scale + 2 * MARGIN, 1)

    def place(self, point: Point) -> Point:
        x = MARGIN + (point[0] - self.west) * self.narrow * self.scale
        y = MARGIN + (self.north - point[1]) * self.scale
        return round(x, 1), round(y, 1)

    def path(self, ring: Sequence[Point]) -> str:
        kept: list[Point] = []
        for point in map(self.place, ring):
            if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > NEAR:
                kept.append(point)
        return "M" + "L".join(f"{x:g},{y:g}" for x, y in kept) + "Z"
