"""Nanshan from the shipped data, the command line, and the words for everything that can be wrong."""

from __future__ import annotations

import csv
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.acts.territory.conftest import CHANGE, CLERK, NOON, START, Shekou, box
from tuoluo.cli import main
from tuoluo.ledger.models import Record
from tuoluo.ledger.words import SENTENCES
from tuoluo.territory import datum, reads, setup, words
from tuoluo.territory.models import Area

FOLDER = Path(str(files("tuoluo.territory")))


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def nanshan(db: None) -> Area:
    return setup.establish_nanshan(by=CLERK, at=NOON, valid_from=START, cells=300, seed=4)


@pytest.mark.slow
def test_nanshan_is_set_up_with_a_cell_for_every_office(nanshan: Area) -> None:
    inside = Area.objects.on(START)
    assert [inside.filter(level=level).count() for level in ("district", "subdistrict", "community", "cell")] == [
        1,
        9,
        108,
        300,
    ]
    district = inside.get(level="district")
    assert (district.pk, district.schematic) == (nanshan.pk, False)
    drawn = inside.filter(level__in=("community", "cell"))
    assert all(area.schematic and area.boundary for area in drawn)
    islands = ("440305005009", "440305005011")  # Dachan's office is on the mainland
    offices = inside.filter(level="community", lng__isnull=False).exclude(code__in=islands)
    assert offices.count() == 39
    for office in offices:
        cell = reads.locate(float(office.lng or 0), float(office.lat or 0), START)
        assert cell is not None
        assert cell.parent is not None
        assert cell.parent.code == office.code


@pytest.mark.slow
def test_setting_up_again_elsewhere_gives_the_same(nanshan: Area) -> None:
    before = list(Area.objects.values_list("code", "boundary"))
    Area.objects.exclude(level="district").filter(level="cell").delete()
    Area.objects.filter(level="community").delete()
    Area.objects.filter(level="subdistrict").delete()
    Area.objects.all().delete()
    setup.establish_nanshan(by=CLERK, at=NOON, valid_from=START, cells=300, seed=4)
    assert list(Area.objects.values_list("code", "boundary")) == before


def run(*words_: str) -> int:
    return main(["territory", *words_])


def test_areas_are_loaded_once(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "areas.csv"
    path.write_text("code,name\n440305,南山区\n440305005,蛇口街道\n440305005016,深圳湾社区\n", encoding="utf-8")
    assert run("load", "areas", str(path), "--valid-from", "2024-01-01") == 0
    assert "Loaded: 3. Already there: 0." in capsys.readouterr().out
    assert run("load", "areas", str(path), "--valid-from", "2024-01-01") == 0
    assert "Loaded: 0. Already there: 3." in capsys.readouterr().out
    assert Record.objects.filter(act="area.establish").count() == 3


def test_bad_rows_stop_the_whole_file_and_all_are_named(
    shekou: Shekou, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "areas.csv"
    path.write_text("code,name\n440305005020,甲社区\n44030500,乙\n440305003001,\n", encoding="utf-8")
    before = Area.objects.count()
    assert run("load", "areas", str(path)) == 1
    errors = capsys.readouterr().err
    assert f"{path}:3:code: “44030500” has 8 digits" in errors
    assert f"{path}:4:name: The name is missing." in errors
    assert f"{path}:4:code: 440305003001 lies in 440305003000, which is neither loaded nor in this file." in errors
    assert "Nothing was loaded; problems found: 3." in errors
    assert Area.objects.count() == before


def test_what_the_acts_refuse_stops_the_whole_file_too(
    shekou: Shekou, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "areas.csv"
    path.write_text("code,name\n440305005020,甲社区\n440305005016,另一社区\n", encoding="utf-8")
    before = Area.objects.count()
    assert run("load", "areas", str(path)) == 1
    assert f"{path}:3:code: The code 440305005016 is in use since 2024-01-01" in capsys.readouterr().err
    assert Area.objects.count() == before


def test_boundaries_are_loaded_in_their_datum(
    shekou: Shekou, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"社区": "南水"}, "geometry": box(113.93, 113.94)},
        ],
    }
    path = tmp_path / "b.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    words_ = ("load", "boundaries", str(path), "--level", "community", "--valid-from", "2025-07-01")
    assert run(*words_) == 1
    assert "The datum is not stated." in capsys.readouterr().err
    assert run(*words_, "--datum", "GCJ-02") == 0
    shekou.bare.refresh_from_db()
    assert shekou.bare.boundary == datum.convert_geometry(box(113.93, 113.94), "GCJ-02")
    assert run("locate", "113.935", "22.505", "--datum", "GCJ-02", "--on", CHANGE.isoformat()) == 0
    assert "440305005008001" in capsys.readouterr().out
    assert run(*words_, "--datum", "GCJ-02") == 0
    assert "Loaded: 0. Already there: 1." in capsys.readouterr().out


def test_locating_and_listing_say_when_it_is_schematic(shekou: Shekou, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("locate", "113.915", "22.505") == 0
    found = capsys.readouterr().out
    assert [line.split("\t")[0][:12] for line in found.splitlines()[1:4]] == [
        "440305005016",
        "440305005000",
        "440305000000",
    ]
    assert str(words.SCHEMATIC) in found
    assert run("locate", "0", "0") == 1
    assert run("locate", "113.9", "22.5", "--datum", "GJC02") == 1
    assert "Did you mean GCJ-02?" in capsys.readouterr().err
    assert run("list", "--level", "cell", "--within", "440305005016") == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == 4
    assert all(str(words.SCHEMATIC) in line for line in listed)
    assert run("list", "--within", "440305099") == 1


def test_what_is_missing_can_be_drawn(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, outline = tmp_path / "areas.csv", tmp_path / "d.geojson"
    rows = [["code", "name"], ["440305", "南山区"], ["440305005", "蛇口街道"]]
    rows += [[f"44030500500{number}", f"第{number}社区"] for number in (1, 2, 3)]
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    outline.write_text(
        json.dumps({"type": "Feature", "properties": {"name": "南山区"}, "geometry": box(113.9, 113.93)})
    )
    assert run("load", "areas", str(table)) == 0
    assert run("load", "boundaries", str(outline), "--level", "district", "--datum", "CGCS2000") == 0
    capsys.readouterr()
    assert run("draw", "440305", "--cells", "10") == 0
    assert "Drawn: 3 communities, 10 cells." in capsys.readouterr().out
    assert run("draw", "440305", "--cells", "10") == 0
    assert "Drawn: 0 communities, 0 cells." in capsys.readouterr().out
    assert run("draw", "440305099") == 1


def codes_in_source() -> tuple[set[str], set[str]]:
    """Every refusal and every problem that the folder's source can give."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py") if path.name != "words.py")
    refusals = set(re.findall(r'Refusal\(\s*"(area\.\w+)"', source))
    problems = set(re.findall(r'Problem\(\s*"(\w+)"', source)) | {"position_swapped", "position_outside"}
    return refusals | {f"area.cells_{fit}" for fit in ("overlap", "gap", "outside")}, problems


def test_everything_refused_has_a_sentence_and_no_sentence_is_left_over() -> None:
    refusals, problems = codes_in_source()
    assert len(refusals) > 25
    assert refusals == {code for code in SENTENCES if code.startswith("area.")}
    assert problems == set(words.PROBLEMS)
