"""Which "longitude, latitude" is meant: conversion between the datums in use in China.

Everything is stored in CGCS2000. WGS-84 is taken as equal to it: the two frames differ by centimetres, far below the
metres of a reported position. GCJ-02 is the shifted datum of Chinese web maps (some 300 to 700 m away), BD-09 is
Baidu's shift on top of it. Outside China GCJ-02 has no shift. Works on plain numbers and on numpy arrays alike.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, overload

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STORED = "CGCS2000"
NAMES = ("CGCS2000", "WGS-84", "GCJ-02", "BD-09")
_SPELLINGS = {
    "CGCS2000": "CGCS2000",
    "EPSG4490": "CGCS2000",
    "WGS84": "WGS-84",
    "EPSG4326": "WGS-84",
    "CRS84": "WGS-84",
}
_SPELLINGS |= {"GCJ02": "GCJ-02", "BD09": "BD-09", "BD09LL": "BD-09"}

# Krasovsky 1940: the ellipsoid that GCJ-02 is computed on.
_AXIS = 6378245.0
_ECCENTRICITY_2 = 0.00669342162296594323
_BAIDU = np.pi * 3000.0 / 180.0
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)  # west, south, east, north: outside, GCJ-02 equals WGS-84
_ROUNDS = 30  # of the inverse; each gains about three digits, so some six are used
_CLOSE = 1e-14  # degrees


class UnknownDatum(ValueError):
    """A datum that we do not know, with the nearest one that we do."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nearest = nearest(name)
        super().__init__(f"unknown datum {name!r}: did you mean {self.nearest}? Known: {', '.join(NAMES)}")


def _squeezed(name: str) -> str:
    return "".join(letter for letter in name.upper() if letter.isalnum())


def nearest(name: str) -> str:
    """The known datum whose name looks most like this one."""
    found = get_close_matches(_squeezed(name), _SPELLINGS, n=1, cutoff=0.0)
    return _SPELLINGS[found[0]]


def canonical(name: str) -> str:
    """The datum's usual spelling ("gcj02" is GCJ-02). Raises `UnknownDatum`."""
    squeezed = _squeezed(name)
    if squeezed not in _SPELLINGS:
        raise UnknownDatum(name)
    return _SPELLINGS[squeezed]


def is_in_china(lng: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Whether GCJ-02 shifts here (the customary rectangle, not the border)."""
    west, south, east, north = _CHINA
    return (lng >= west) & (lng <= east) & (lat >= south) & (lat <= north)


def _wave(x: Floats) -> Floats:
    return np.asarray((20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0)


def _offset(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """By how many degrees GCJ-02 shifts a point."""
    x, y, pi = lng - 105.0, lat - 35.0, np.pi
    root = np.sqrt(np.abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + _wave(x)
    north += (20.0 * np.sin(y * pi) + 40.0 * np.sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * pi) + 320.0 * np.sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + _wave(x)
    east += (20.0 * np.sin(x * pi) + 40.0 * np.sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * pi) + 300.0 * np.sin(x / 30.0 * pi)) * 2.0 / 3.0
    radians = lat / 180.0 * pi
    magic = 1.0 - _ECCENTRICITY_2 * np.sin(radians) ** 2
    meridian = _AXIS * (1.0 - _ECCENTRICITY_2) / magic**1.5
    parallel = _AXIS / np.sqrt(magic) * np.cos(radians)
    inside = is_in_china(lng, lat)
    return np.where(inside, east * 180.0 / (parallel * pi), 0.0), np.where(inside, north * 180.0 / (meridian * pi), 0.0)


def _gcj_from_wgs(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    east, north = _offset(lng, lat)
    return lng + east, lat + north


def _wgs_from_gcj(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Search the point whose shifted image is this one; what is outside China stays as it is."""
    east, north = _offset(lng, lat)
    guess_lng, guess_lat = lng - east, lat - north
    for _ in range(_ROUNDS):
        east, north = _offset(guess_lng, guess_lat)
        gap_lng, gap_lat = lng - east - guess_lng, lat - north - guess_lat
        guess_lng, guess_lat = guess_lng + gap_lng, guess_lat + gap_lat
        if max(np.max(np.abs(gap_lng), initial=0.0), np.max(np.abs(gap_lat), initial=0.0)) < _CLOSE:
            break
    return guess_lng, guess_lat


def _bd_from_gcj(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    radius = np.hypot(lng, lat) + 0.00002 * np.sin(lat * _BAIDU)
    angle = np.arctan2(lat, lng) + 0.000003 * np.cos(lng * _BAIDU)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _gcj_from_bd(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    guess_lng, guess_lat = lng - 0.0065, lat - 0.006
    for _ in range(_ROUNDS):
        image_lng, image_lat = _bd_from_gcj(guess_lng, guess_lat)
        gap_lng, gap_lat = lng - image_lng, lat - image_lat
        guess_lng, guess_lat = guess_lng + gap_lng, guess_lat + gap_lat
        if max(np.max(np.abs(gap_lng), initial=0.0), np.max(np.abs(gap_lat), initial=0.0)) < _CLOSE:
            break
    return guess_lng, guess_lat


_Step = Callable[[Any, Any], tuple[Any, Any]]
_TO_WGS: dict[str, tuple[_Step, ...]] = {
    "CGCS2000": (), "WGS-84": (), "GCJ-02": (_wgs_from_gcj,), "BD-09": (_gcj_from_bd, _wgs_from_gcj)
}  # fmt: skip
_FROM_WGS: dict[str, tuple[_Step, ...]] = {
    "CGCS2000": (), "WGS-84": (), "GCJ-02": (_gcj_from_wgs,), "BD-09": (_gcj_from_wgs, _bd_from_gcj)
}  # fmt: skip


def _route(source: str, target: str) -> tuple[_Step, ...]:
    """The steps from one datum to another, without a detour that goes there and back."""
    source, target = canonical(source), canonical(target)
    there, back = list(_TO_WGS[source]), list(_FROM_WGS[target])
    if "GCJ" in source + target and "BD" in source + target:
        return (_bd_from_gcj,) if target == "BD-09" else (_gcj_from_bd,)
    return () if source == target else (*there, *back)


@overload
def convert(lng: float, lat: float, source: str, target: str = STORED) -> tuple[float, float]: ...
@overload
def convert(lng: Floats, lat: Floats, source: str, target: str = STORED) -> tuple[Floats, Floats]: ...
def convert(lng: Any, lat: Any, source: str, target: str = STORED) -> tuple[Any, Any]:
    """The same place in another datum; numbers give numbers, arrays give arrays. Raises `UnknownDatum`."""
    route = _route(source, target)
    x, y = np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    for step in route:
        x, y = step(x, y)
    return (float(x), float(y)) if np.ndim(lng) == 0 and np.ndim(lat) == 0 else (x, y)


def convert_geometry(geometry: dict[str, Any], source: str, target: str = STORED) -> dict[str, Any]:
    """A GeoJSON geometry in another datum. Heights are kept; the form of the geometry does not change."""
    if not _route(source, target):
        return geometry
    if geometry.get("type") == "GeometryCollection":
        return geometry | {"geometries": [convert_geometry(part, source, target) for part in geometry["geometries"]]}
    return geometry | {"coordinates": _convert_nested(geometry["coordinates"], source, target)}


def _convert_nested(coordinates: Any, source: str, target: str) -> Any:
    if not coordinates:
        return coordinates
    if not isinstance(coordinates[0], (list, tuple)):
        lng, lat = convert(float(coordinates[0]), float(coordinates[1]), source, target)
        return [lng, lat, *coordinates[2:]]
    if not isinstance(coordinates[0][0], (list, tuple)):  # a line of positions: all at once
        lngs, lats = convert(
            np.array([p[0] for p in coordinates]), np.array([p[1] for p in coordinates]), source, target
        )
        return [[x, y, *p[2:]] for x, y, p in zip(lngs.tolist(), lats.tolist(), coordinates, strict=True)]
    return [_convert_nested(part, source, target) for part in coordinates]
