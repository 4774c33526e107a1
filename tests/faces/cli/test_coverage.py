"""``tuoluo coverage``: exit status 0 when proved, 3 with gaps, and the same gaps in every form."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cast import Cast, found_district
from tuoluo.cli import main
from tuoluo.coverage.reads import forget


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody and every place."""
    return found_district()


@pytest.fixture(autouse=True)
def fresh() -> None:
    forget()


def test_gaps_end_with_3_and_are_told(cast: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "new" / "gaps.xlsx"
    assert main(["coverage", "--json", "--to", str(target)]) == 3
    document = json.loads(capsys.readouterr().out)
    assert not document["proved"]
    assert {"code", "place", "cause", "wrong", "mend", "cases"} <= set(document["gaps"][0])
    assert openpyxl.load_workbook(target).active is not None


def test_a_community_at_a_time(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "--area", cast.near.code]) == 3
    assert "荔园社区" in capsys.readouterr().out


def test_an_area_that_is_not_there(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "--area", "440399009999"]) == 1
    assert "440399009999" in capsys.readouterr().err
