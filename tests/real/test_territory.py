"""Against real data: two sources of Nanshan's boundary and of its offices in different datums, and the register."""

from __future__ import annotations

import csv
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from shapely.geometry import shape

from tuoluo.territory import datum
from tuoluo.territory.areas_file import read_areas
from tuoluo.territory.codes import code_refusal, parse
from tuoluo.territory.geojson import read_features

SHIPPED = files("tuoluo.territory") / "data" / "nanshan"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_district_of_the_maps_is_the_district_of_the_survey(real_data: Path) -> None:
    folder = real_data / "boundaries"
    (maps,) = read_features(folder / "nanshan_district_GCJ02_amap_vonng.geojson", "GCJ-02")
    (survey,) = read_features(folder / "nanshan_district_WGS84_transbigdata.geojson", "WGS-84")
    one, other = shape(maps.geometry), shape(survey.geometry)
    assert one.intersection(other).area / one.union(other).area > 0.97
    (unconverted,) = read_features(folder / "nanshan_district_WGS84_transbigdata.geojson")
    assert unconverted.geometry == survey.geometry  # the file says CRS84 itself


def test_the_shipped_boundary_is_that_of_the_source(real_data: Path) -> None:
    (source,) = read_features(real_data / "boundaries" / "nanshan_district_WGS84_transbigdata.geojson", "WGS-84")
    with as_file(SHIPPED / "district.geojson") as path:
        (shipped,) = read_features(path)
        assert path.stat().st_size < 40_000
    one, other = shape(source.geometry), shape(shipped.geometry)
    assert one.hausdorff_distance(other) < 1e-7


def test_positions_of_offices_agree_with_the_converted_ones(real_data: Path) -> None:
    offices = [
        row
        for row in rows_of(real_data / "admin_codes" / "nanshan_all_2016_vonng_with_GCJ02_centroids.csv")
        if row["longitude"]
    ]
    assert len(offices) == 48
    for row in offices:
        converted = datum.convert(float(row["longitude"]), float(row["latitude"]), "GCJ-02")
        assert converted == pytest.approx((float(row["lng_wgs84"]), float(row["lat_wgs84"])), abs=1e-5)


def test_all_codes_of_the_register_are_shipped_under_their_names(real_data: Path) -> None:
    register = {
        row["code12"]: row["name"].removesuffix("居委会")
        for name in ("nanshan_streets_2023.csv", "nanshan_communities_2023.csv")
        for row in rows_of(real_data / "admin_codes" / name)
    }
    with as_file(SHIPPED / "areas.csv") as path:
        shipped = {row.code.full: row.name for row in read_areas(path, datum="CGCS2000")}
    assert shipped.pop("440305000000") == "南山区"
    assert shipped == register


def test_every_code_of_the_city_is_understood(real_data: Path) -> None:
    rows = rows_of(real_data / "admin_codes" / "shenzhen_communities_2023.csv")
    assert len(rows) == 788
    assert [row["code"] for row in rows if code_refusal(row["code"])] == []
    for row in rows:
        code = parse(row["code"])
        assert code is not None
        assert code.full == row["code"]


def test_the_shipped_changes_lead_from_one_register_to_the_next(real_data: Path) -> None:
    old = {
        row["code"]
        for row in rows_of(real_data / "admin_codes" / "nanshan_all_2016_vonng_with_GCJ02_centroids.csv")
        if row["level"] == "village"
    }
    new = {row["code12"] for row in rows_of(real_data / "admin_codes" / "nanshan_communities_2023.csv")}
    with as_file(SHIPPED / "changes_2016_2023.csv") as path:
        changes = rows_of(path)
    added = {row["code"] for row in changes if row["change"] == "added"}
    removed = {row["code"] for row in changes if row["change"] == "removed"}
    assert (len(old), len(new), len(added), len(removed)) == (103, 108, 7, 2)
    assert (old | added) - removed == new
