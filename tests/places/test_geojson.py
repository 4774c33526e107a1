"""GeoJSON as it comes from districts: datum stated or not, swapped, self-crossing, under all sorts of names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from tuoluo.territory import datum
from tuoluo.territory.geojson import Feature, bare_name, match, read_content, read_features
from tuoluo.territory.problems import BadFile

SQUARE = [[113.93, 22.49], [113.94, 22.49], [113.94, 22.5], [113.93, 22.5], [113.93, 22.49]]
BOW_TIE = [[113.93, 22.49], [113.94, 22.5], [113.94, 22.49], [113.93, 22.5], [113.93, 22.49]]
AREAS = {"440305005016": "深圳湾社区", "440305006013": "花果山社区", "440305005008": "南水社区"}


def polygon(ring: list[Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


def problems_of(content: Any, stated: str | None = "WGS-84") -> list[tuple[str, int]]:
    with pytest.raises(BadFile) as raised:
        read_content(content, "a.geojson", stated)
    return [(problem.code, problem.place) for problem in raised.value.problems]


def test_what_is_read_is_in_the_stored_datum() -> None:
    (feature,) = read_content(collection(polygon(SQUARE)), "a.geojson", "gcj02")
    corner = feature.geometry["coordinates"][0][0]
    assert corner == pytest.approx(list(datum.convert(113.93, 22.49, "GCJ-02")), abs=1e-12)


@pytest.mark.parametrize(
    "content",
    [
        polygon(SQUARE),
        polygon(SQUARE)["geometry"],
        collection(
            {"type": "Feature", "properties": None, "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE]]}}
        ),
    ],
)
def test_collections_features_and_bare_geometries_are_read(content: dict[str, Any]) -> None:
    (feature,) = read_content(content, "a.geojson", "WGS-84")
    assert shape(feature.geometry).equals(shapely.Polygon(SQUARE))


def test_the_datum_must_be_stated_by_somebody() -> None:
    assert problems_of(collection(polygon(SQUARE)), None) == [("datum_missing", 1)]
    stated_inside = [
        collection(polygon(SQUARE, datum="WGS-84")),
        collection(polygon(SQUARE), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}),
        collection(polygon(SQUARE), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}),
    ]
    for content in stated_inside:
        assert len(read_content(content, "a.geojson")) == 1


def test_two_who_state_different_datums_are_not_reconciled_silently() -> None:
    content = collection(polygon(SQUARE, datum="GCJ-02"))
    with pytest.raises(BadFile) as raised:
        read_content(content, "a.geojson", "WGS-84")
    (problem,) = raised.value.problems
    assert (problem.code, problem.value, problem.facts["other"]) == ("datum_contradicts", "WGS-84", "GCJ-02")
    assert len(read_content(collection(polygon(SQUARE, datum="CGCS2000")), "a.geojson", "WGS-84")) == 1


@pytest.mark.parametrize(
    ("feature", "code"),
    [
        (polygon(SQUARE, datum="GJC02"), "datum_unknown"),
        ({"type": "Feature", "geometry": {"type": "Point", "coordinates": [113.9, 22.5]}}, "geometry_kind"),
        ({"type": "Feature", "geometry": None}, "geometry_kind"),
        ("nonsense", "geometry_kind"),
        (polygon([[y, x] for x, y in SQUARE]), "position_swapped"),
        (polygon([[1139300, 22.49], *SQUARE[1:]]), "position_outside"),
        (polygon([["113.93", 22.49], *SQUARE[1:]]), "position_outside"),
        (polygon([[113.93], *SQUARE[1:]]), "position_outside"),
        (polygon(SQUARE[:2]), "geometry_broken"),
        (polygon([SQUARE[0]] * 4), "geometry_empty"),
        (polygon(BOW_TIE), "geometry_invalid"),
    ],
)
def test_each_fault_is_named_with_its_feature(feature: Any, code: str) -> None:
    stated = None if code == "datum_unknown" else "WGS-84"
    assert problems_of(collection(polygon(SQUARE, datum="WGS-84"), feature), stated) == [(code, 2)]


def test_all_faults_come_at_once() -> None:
    content = collection(polygon(BOW_TIE), polygon(SQUARE), polygon([[y, x] for x, y in SQUARE]))
    assert problems_of(content) == [("geometry_invalid", 1), ("position_swapped", 3)]


def test_a_crossing_outline_is_mended_only_when_asked() -> None:
    (feature,) = read_content(collection(polygon(BOW_TIE)), "a.geojson", "WGS-84", repair=True)
    mended = shape(feature.geometry)
    assert mended.is_valid
    assert mended.area == pytest.approx(0.01 * 0.01 / 2)


@pytest.mark.parametrize("content", [[], {}, {"type": "Topology"}, collection()])
def test_a_file_without_boundaries_is_refused(content: Any) -> None:
    assert problems_of(content) == [("no_features", 0)]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    cases = {"missing": None, "file_not_json": b"{\n oops", "file_not_utf8": "南山".encode("gbk")}
    for code, content in cases.items():
        path = tmp_path / f"{code}.geojson"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(BadFile) as raised:
            read_features(path, "WGS-84")
        assert raised.value.problems[0].code == ("file_missing" if content is None else code)
    good = tmp_path / "good.geojson"
    good.write_text("\ufeff" + json.dumps(collection(polygon(SQUARE))), encoding="utf-8")
    assert len(read_features(good, "WGS-84")) == 1


def feature(number: int, **properties: Any) -> Feature:
    return Feature(number, {"type": "Polygon", "coordinates": [SQUARE]}, properties)


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"code": "440305005016"}, "440305005016"),
        ({"code12": 440305005016}, "440305005016"),
        ({"代码": 440305005016.0, "名称": "x"}, "440305005016"),
        ({"name": "深圳湾"}, "440305005016"),
        ({"社区": "花果山社区居委会"}, "440305006013"),
    ],
)
def test_features_find_their_area_by_code_or_name(properties: dict[str, Any], code: str) -> None:
    assert list(match([feature(1, **properties)], AREAS, "a.geojson")) == [code]


def test_a_property_of_any_name_can_be_named() -> None:
    found = match([feature(1, SQDM="440305005016")], AREAS, "a.geojson", code_property="SQDM")
    assert list(found) == ["440305005016"]
    found = match([feature(1, SQMC="南水")], AREAS, "a.geojson", name_property="SQMC")
    assert list(found) == ["440305005008"]


@pytest.mark.parametrize(
    ("features", "code", "fact", "value"),
    [
        ([feature(1, code="440305005017")], "area_unknown", "nearest", "440305005016"),
        ([feature(1, name="花果三")], "area_unknown", "nearest", "花果山"),
        ([feature(1, name="")], "area_not_named", "known", "name"),
        ([feature(1, name="深圳湾"), feature(2, code="440305005016")], "area_twice", "other", 1),
    ],
)
def test_what_fits_no_area_or_one_twice_is_refused(
    features: list[Feature], code: str, fact: str, value: object
) -> None:
    with pytest.raises(BadFile) as raised:
        match(features, AREAS, "a.geojson")
    (problem,) = raised.value.problems
    assert (problem.code, problem.place, problem.facts[fact]) == (code, len(features), value)


def test_a_name_borne_twice_needs_the_code() -> None:
    twice = AREAS | {"440305009011": "南水社区"}
    with pytest.raises(BadFile) as raised:
        match([feature(1, name="南水社区")], twice, "a.geojson")
    assert raised.value.problems[0].code == "area_ambiguous"


def test_bare_names() -> None:
    assert {bare_name(name) for name in ("深圳湾社区居委会", "深圳湾社区", "深圳湾")} == {"深圳湾"}
    assert bare_name("蛇口街道办事处") == bare_name("蛇口街道") == "蛇口"
    assert bare_name("社区") == "社区"
