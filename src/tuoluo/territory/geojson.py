"""Reading boundaries from GeoJSON files: what is in them, in which datum, and to which area each one belongs.

The datum must be stated, by the caller or in the file, since Chinese GeoJSON is as often GCJ-02 as WGS-84 and
nothing in the numbers tells. All faults of a file are reported at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuoluo.territory.codes import parse
from tuoluo.territory.problems import BadFile, Problem, nearest

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

CODE_PROPERTIES = ("code", "code12", "代码", "编码", "区划代码", "社区代码", "网格编码", "grid_identifier", "adcode")
NAME_PROPERTIES = ("name", "名称", "社区", "社区名称", "街道", "street", "community", "qh")
_ENDINGS = ("社区居委会", "居民委员会", "居委会", "街道办事处", "社区", "街道", "办事处")


@dataclass(frozen=True)
class Feature:
    """One boundary of a file, in the stored datum. ``number`` counts from 1."""

    number: int
    geometry: dict[str, Any]
    properties: Mapping[str, Any]


def read_features(path: Path, datum: str | None = None, *, repair: bool = False) -> list[Feature]:
    """All boundaries of a file, converted to the stored datum. Raises `BadFile` with every fault found.

    ``repair`` takes what the geometry library makes of a self-crossing outline instead of refusing it.
    """
    file = str(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise BadFile([Problem("file_missing", file)]) from None
    except UnicodeDecodeError as error:
        raise BadFile([Problem("file_not_utf8", file, facts={"position": error.start})]) from None
    except json.JSONDecodeError as error:
        raise BadFile([Problem("file_not_json", file, error.lineno, facts={"detail": error.msg})]) from None
    except RecursionError:
        raise BadFile([Problem("file_too_deep", file)]) from None
    return read_content(content, file, datum, repair=repair)


def read_content(content: Any, file: str, datum: str | None = None, *, repair: bool = False) -> list[Feature]:
    """The same for GeoJSON that is in memory already."""
    raw = list(_features(content))
    if not raw:
        kind = content.get("type", "") if isinstance(content, dict) else type(content).__name__
        raise BadFile([Problem("no_features", file, value=str(kind))])
    reading = _Reading(file, datum, _crs(content), repair)
    found = [reading.feature(number, *one) for number, one in enumerate(raw, start=1)]
    if problems := [one for one in found if isinstance(one, Problem)]:
        raise BadFile(problems)
    return [one for one in found if isinstance(one, Feature)]


def _features(content: Any) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    if not isinstance(content, dict):
        return
    kind = content.get("type")
    if kind == "FeatureCollection":
        for feature in content.get("features") or []:
            if isinstance(feature, dict):
                yield feature.get("geometry"), feature.get("properties") or {}
            else:
                yield None, {}
    elif kind == "Feature":
        yield content.get("geometry"), content.get("properties") or {}
    elif "coordinates" in content:
        yield content, {}


def _crs(content: Mapping[str, Any]) -> str | None:
    """The datum that an old-style ``crs`` member names, if it does: the last part of its URN."""
    crs = content.get("crs")
    name = (crs.get("properties") or {}).get("name") if isinstance(crs, dict) else content.get("datum")
    if not isinstance(name, str):
        return None
    last = name.rpartition(":")[2]
    return f"EPSG{last}" if last.isdigit() else last


@dataclass(frozen=True)
class _Reading:
    """How one file is read: its name, the datum that the caller and the file state, and whether outlines are mended."""

    file: str
    datum: str | None
    crs: str | None
    repair: bool

    def feature(self, number: int, geometry: Any, properties: Mapping[str, Any]) -> Feature | Problem:
        """One boundary, or what is wrong with it."""
        from tuoluo.territory.datum import convert_geometry

        source = self._datum(properties.get("datum"), number)
        if isinstance(source, Problem):
            return source
        kind = geometry.get("type", "") if isinstance(geometry, dict) else ""
        if kind not in ("Polygon", "MultiPolygon"):
            return Problem("geometry_kind", self.file, number, "geometry", str(kind or geometry))
        bad = _bad_position(geometry.get("coordinates"))
        if bad is not None:
            code = "position_swapped" if _looks_swapped(bad) else "position_outside"
            return Problem(code, self.file, number, "coordinates", str(bad))
        sound = _sound(convert_geometry(geometry, source), self.file, number, self.repair)
        return sound if isinstance(sound, Problem) else Feature(number, sound, properties)

    def _datum(self, own: Any, number: int) -> str | Problem:
        """The datum of a feature: all who state one must agree."""
        from tuoluo.territory import datum as datums

        given = [str(name) for name in (self.datum, own, self.crs) if name]
        if not given:
            return Problem("datum_missing", self.file, number, "datum")
        try:
            names = [datums.canonical(name) for name in given]
        except datums.UnknownDatum as error:
            return Problem("datum_unknown", self.file, number, "datum", error.name, {"nearest": error.nearest})
        frames = {name: "WGS-84" if name == datums.STORED else name for name in names}
        other = next((name for name in names if frames[name] != frames[names[0]]), None)
        if other is not None:
            return Problem("datum_contradicts", self.file, number, "datum", names[0], {"other": other})
        return names[0]


def _bad_position(coordinates: Any) -> Any:
    """The first thing in the coordinates that is no position on earth, or none."""
    if not isinstance(coordinates, (list, tuple)) or not coordinates:
        return coordinates if coordinates is not None else "null"
    if isinstance(coordinates[0], (list, tuple)):
        return next((bad for part in coordinates if (bad := _bad_position(part)) is not None), None)
    numbers = [value for value in coordinates if isinstance(value, (int, float)) and isfinite(value)]
    fits = len(numbers) == len(coordinates) >= 2 and abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90
    return None if fits else list(coordinates)


def _looks_swapped(position: Any) -> bool:
    numbers = position if isinstance(position, list) and len(position) >= 2 else [0, 0]
    return all(isinstance(value, (int, float)) for value in numbers) and abs(numbers[0]) <= 90 < abs(numbers[1]) <= 180


def _sound(geometry: dict[str, Any], file: str, number: int, repair: bool) -> dict[str, Any] | Problem:
    """A valid, non-empty geometry, or what is wrong with it and what repairing would change."""
    import shapely
    from shapely.geometry import mapping, shape

    try:
        drawn = shape(geometry)
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
        return Problem("geometry_broken", file, number, "coordinates", facts={"detail": str(error)})
    if drawn.is_valid and drawn.area:
        return geometry
    mended = _mended(drawn)
    if not mended.area:
        return Problem("geometry_empty", file, number, "coordinates")
    if repair:
        return dict(json.loads(json.dumps(mapping(mended))))
    change = abs(mended.area - drawn.area) / mended.area * 100
    facts = {"detail": shapely.is_valid_reason(drawn), "change": f"{change:.3f}"}
    return Problem("geometry_invalid", file, number, "coordinates", facts=facts)


def _mended(drawn: BaseGeometry) -> BaseGeometry:
    import shapely

    from tuoluo.territory.cells import as_multipolygon

    return as_multipolygon(shapely.make_valid(drawn))


def match(
    features: Sequence[Feature],
    areas: Mapping[str, str],
    file: str,
    *,
    code_property: str | None = None,
    name_property: str | None = None,
) -> dict[str, Feature]:
    """Which feature is which area. ``areas`` are codes with names; raises `BadFile` for any feature left over.

    A feature is matched by its code if it has one, otherwise by its name (with or without 社区, 街道, 居委会).
    """
    matching = _Matching(file, areas, code_property, name_property)
    matched: dict[str, Feature] = {}
    problems: list[Problem] = []
    for feature in features:
        found = matching.code_of(feature)
        if isinstance(found, str) and found in matched:
            found = Problem("area_twice", file, feature.number, "code", found, {"other": matched[found].number})
        if isinstance(found, Problem):
            problems.append(found)
        else:
            matched[found] = feature
    if problems:
        raise BadFile(problems)
    return matched


@dataclass(frozen=True)
class _Matching:
    """The known areas, and in which properties a file names them."""

    file: str
    areas: Mapping[str, str]
    code_property: str | None
    name_property: str | None

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Codes under their bare names; a name may be borne by several areas."""
        names: dict[str, list[str]] = {}
        for code, name in self.areas.items():
            names.setdefault(bare_name(name), []).append(code)
        return names

    def code_of(self, feature: Feature) -> str | Problem:
        """The code of the area that a feature is, or why that cannot be told."""
        column, value = _property(feature, self.code_property, CODE_PROPERTIES)
        if value:
            read = parse(value)
            if read is not None and read.full in self.areas:
                return read.full
            facts = {"nearest": nearest(value, self.areas)}
            return Problem("area_unknown", self.file, feature.number, column, value, facts)
        column, value = _property(feature, self.name_property, NAME_PROPERTIES)
        if not value:
            known = ", ".join(map(str, feature.properties)) or "-"
            return Problem("area_not_named", self.file, feature.number, column, facts={"known": known})
        codes = self.by_name.get(bare_name(value), [])
        if len(codes) > 1:
            return Problem("area_ambiguous", self.file, feature.number, column, value, {"known": ", ".join(codes)})
        facts = {"nearest": nearest(bare_name(value), self.by_name)}
        return codes[0] if codes else Problem("area_unknown", self.file, feature.number, column, value, facts)


def _property(feature: Feature, asked: str | None, usual: Sequence[str]) -> tuple[str, str]:
    for name in [asked] if asked else usual:
        value = feature.properties.get(name)
        if value not in (None, ""):
            return name, str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return asked or usual[0], ""


def bare_name(name: str) -> str:
    """A name without the ending that says what kind of area it is: 深圳湾社区居委会 and 深圳湾 are one."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name
