"""One catalogue for several charters: shared by name, with an own row where a charter says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.rules.charter.draft import CATALOGUE, Draft
from tuoluo.bodies.charters import _stamps
from tuoluo.charter import check, load_charter, read_charter, shipped_charter, shipped_names, write_charter
from tuoluo.charter.diff import compare

HEADING = CATALOGUE.splitlines()[0]


@pytest.fixture
def base(tmp_path: Path) -> Draft:
    return Draft(tmp_path / "base")


@pytest.fixture
def sharing(tmp_path: Path, base: Draft) -> Draft:
    """A charter beside the first, with no catalogue of its own."""
    draft = Draft(tmp_path / "sharing").change("charter.toml", 'version = "1"', 'version = "1"\ncatalogue = "base"')
    (draft.folder / "catalogue.csv").unlink()
    return draft


def test_the_catalogue_beside_it_counts(base: Draft, sharing: Draft) -> None:
    assert sharing.check() == []
    assert sharing.load().categories == base.load().categories
    assert not compare(base.load(), sharing.load())


def test_an_own_row_takes_the_place_of_the_shared_one(base: Draft, sharing: Draft) -> None:
    own = f"{HEADING}\nA2,matter,A,占道经营,Street trade,local,yes,,试验,\nA3,matter,A,噪声,Noise,local,no,,试验,\n"
    (sharing.folder / "catalogue.csv").write_text(own, encoding="utf-8")
    assert sharing.check() == []
    categories = sharing.load().categories
    assert (categories["A2"].name.en, categories["A3"].name.en) == ("Street trade", "Noise")
    assert len(categories) == len(base.load().categories) + 1


def test_a_charter_that_is_not_there_is_named_with_the_nearest(sharing: Draft) -> None:
    sharing.change("charter.toml", 'catalogue = "base"', 'catalogue = "bsae"')
    (finding,) = sharing.check()
    assert (finding.code, finding.file, finding.column, finding.value) == (
        *("unknown_name", "charter.toml", "catalogue", "bsae"),
    )
    assert (
        finding.row == sharing.folder.joinpath("charter.toml").read_text().splitlines().index('catalogue = "bsae"') + 1
    )
    assert "base" in finding.sentence("en")


@pytest.mark.parametrize("name", [".", ".."])
def test_a_way_out_of_the_folder_is_no_name(sharing: Draft, name: str) -> None:
    (sharing.folder.parent / "catalogue.csv").write_text(CATALOGUE, encoding="utf-8")
    sharing.change("charter.toml", 'catalogue = "base"', f'catalogue = "{name}"')
    assert [finding.code for finding in sharing.check()] == ["unknown_name"]


def test_one_that_ships_can_be_shared_from_anywhere(sharing: Draft) -> None:
    sharing.change("charter.toml", 'catalogue = "base"', 'catalogue = "nanshan"')
    charter, _ = read_charter(sharing.folder)
    assert charter is not None
    assert "M06010" in charter.categories


def test_written_out_it_stands_alone(sharing: Draft, tmp_path: Path) -> None:
    charter = sharing.load()
    write_charter(charter, tmp_path / "elsewhere" / "sharing")
    assert load_charter(tmp_path / "elsewhere" / "sharing").digest == charter.digest


def test_a_change_of_the_shared_file_is_noticed(base: Draft, sharing: Draft) -> None:
    before = list(_stamps(sharing.folder))
    file = base.folder / "catalogue.csv"
    os.utime(file, ns=(1, 1))
    assert list(_stamps(sharing.folder)) != before


@pytest.mark.parametrize("name", shipped_names())
def test_each_charter_that_ships_is_without_a_finding(name: str) -> None:
    assert check(shipped_charter(name)) == []


def test_three_ship_with_one_catalogue() -> None:
    charters = [load_charter(shipped_charter(name)) for name in ("nanshan", "shekou", "minimal")]
    assert set(shipped_names()) == {"nanshan", "shekou", "minimal"}
    assert all(charter.categories == charters[0].categories for charter in charters)
    assert [len(charter.categories) for charter in charters] == [460] * 3
