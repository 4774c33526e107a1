"""Conversion between datums, against published values and against itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuoluo.territory import datum

METRE = 1 / 111_320
# Inside the customary rectangle by more than the largest shift, so that an image has one origin only.
LNG, LAT = st.floats(72.1, 137.7), st.floats(0.9, 55.7)


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        # Shenzhen, Shanghai and Beijing, from the tests of googollee/eviltransform.
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_published_values(wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    # That library computes on another ellipsoid, which makes a decimetre.
    assert datum.convert(*wgs, "WGS-84", "GCJ-02") == pytest.approx(gcj, abs=1e-6)


def test_the_published_value_of_baidu() -> None:
    assert datum.convert(116.404, 39.915, "GCJ-02", "BD-09") == pytest.approx((116.41036949, 39.92133699), abs=1e-8)


@given(lng=LNG, lat=LAT, name=st.sampled_from(["GCJ-02", "BD-09"]))
def test_there_and_back_is_the_same_place(lng: float, lat: float, name: str) -> None:
    back = datum.convert(*datum.convert(lng, lat, "WGS-84", name), name, "WGS-84")
    # The shift has an infinitely steep kink at 105 degrees; there it is some ten times less exact.
    allowed = 2e-8 if abs(lng - 105) > 1e-3 else 1e-5
    assert back == pytest.approx((lng, lat), rel=0, abs=allowed * METRE)


@given(lng=LNG, lat=LAT)
def test_the_shift_of_the_maps_is_hundreds_of_metres(lng: float, lat: float) -> None:
    moved = datum.convert(lng, lat, "WGS-84", "GCJ-02")
    metres = np.hypot((moved[0] - lng) * np.cos(np.radians(lat)), moved[1] - lat) / METRE
    assert 10 < metres < 1500


@given(points=st.lists(st.tuples(LNG, LAT), min_size=1, max_size=20))
def test_an_array_is_converted_like_its_points(points: list[tuple[float, float]]) -> None:
    array = np.array(points)
    many = datum.convert(array[:, 0], array[:, 1], "BD-09", "CGCS2000")
    one_by_one = [datum.convert(lng, lat, "BD-09", "CGCS2000") for lng, lat in points]
    assert np.allclose(np.column_stack(many), one_by_one, rtol=0, atol=1e-12)


def test_the_route_over_gcj_is_the_sum_of_its_steps() -> None:
    there = datum.convert(113.93, 22.49, "GCJ-02", "BD-09")
    assert datum.convert(*there, "BD-09", "GCJ-02") == pytest.approx((113.93, 22.49), abs=1e-12)
    over = datum.convert(*datum.convert(*there, "BD-09", "GCJ-02"), "GCJ-02", "CGCS2000")
    assert datum.convert(*there, "BD-09") == pytest.approx(over, abs=1e-12)


def test_outside_china_the_maps_do_not_shift() -> None:
    assert datum.convert(2.3522, 48.8566, "WGS-84", "GCJ-02") == (2.3522, 48.8566)
    assert datum.convert(2.3522, 48.8566, "GCJ-02", "CGCS2000") == (2.3522, 48.8566)


def test_cgcs2000_is_taken_as_wgs84() -> None:
    assert datum.convert(113.93, 22.49, "WGS-84", "CGCS2000") == (113.93, 22.49)
    assert datum.convert(113.93, 22.49, "CGCS2000", "GCJ-02") == datum.convert(113.93, 22.49, "WGS-84", "GCJ-02")


@pytest.mark.parametrize(
    ("spelling", "name"),
    [("gcj02", "GCJ-02"), ("GCJ_02", "GCJ-02"), ("bd09ll", "BD-09"), ("wgs 84", "WGS-84"), ("EPSG:4490", "CGCS2000")],
)
def test_usual_spellings_are_understood(spelling: str, name: str) -> None:
    assert datum.canonical(spelling) == name


def test_an_unknown_datum_is_an_error_with_the_nearest_known() -> None:
    with pytest.raises(datum.UnknownDatum) as raised:
        datum.convert(113.93, 22.49, "GJC02")
    assert raised.value.nearest == "GCJ-02"
    assert "GCJ-02" in str(raised.value)


def test_a_geometry_keeps_its_form_and_heights() -> None:
    ring = [[113.9, 22.5, 7.0], [113.91, 22.5, 7.0], [113.91, 22.51, 7.0], [113.9, 22.5, 7.0]]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring]]}
    moved = datum.convert_geometry(geometry, "GCJ-02")
    assert moved["type"] == "MultiPolygon"
    assert len(moved["coordinates"][0][0]) == 4
    for before, after in zip(ring, moved["coordinates"][0][0], strict=True):
        assert after == [*datum.convert(before[0], before[1], "GCJ-02"), 7.0]
    collection = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [113.9, 22.5]}]}
    point = datum.convert_geometry(collection, "GCJ-02")["geometries"][0]
    assert point["coordinates"] == list(datum.convert(113.9, 22.5, "GCJ-02"))
    assert datum.convert_geometry(geometry, "WGS-84") == geometry
