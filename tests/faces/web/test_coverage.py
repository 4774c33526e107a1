"""The page of the proof and its spreadsheet: open to everybody, without the name of any person."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.cast import Cast
from tests.faces.web.conftest import Browsing
from tuoluo.bodies.models import Tenure
from tuoluo.coverage.reads import coverage_of, forget
from tuoluo.coverage.telling import lines


@pytest.fixture(autouse=True)
def fresh() -> None:
    forget()


def test_everybody_reads_what_is_missing_and_what_mends_it(cast: Cast) -> None:
    page = Client().get("/coverage/").content.decode()
    assert "此处应由区消防救援大队主办" in page
    assert "设立该机构并任命负责人" in page
    assert "nanshan/duties.csv" in page
    names = {tenure.person.name for tenure in Tenure.objects.select_related("person")}
    assert not [name for name in names if name in page]


def test_one_community_and_one_that_is_not_there(cast: Cast) -> None:
    page = Client().get("/coverage/", {"area": cast.near.code}).content.decode()
    assert "荔园社区" in page
    assert Client().get("/coverage/", {"area": "440399009999"}).status_code == 404
    assert Client().get("/coverage/", {"area": cast.cells[0].code}).status_code == 404


def test_it_is_complete_in_english(cast: Cast) -> None:
    page = Client().get("/coverage/", headers={"Accept-Language": "en"}).content.decode()
    assert "Does every place and every matter have somebody?" in page
    assert "is to lead here, and there is none in office" in page


def test_the_spreadsheet_has_every_gap(cast: Cast) -> None:
    response = Client().get("/coverage/gaps.xlsx")
    assert "coverage-440399000000" in response.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    rows = [row for row in book.active.iter_rows(min_row=2, values_only=True) if row[1]]  # type: ignore[union-attr]
    with translation.override("zh-hans"):
        told = lines(coverage_of("440399", timezone.localdate()), timezone.localdate())
    assert len(told) == len(rows) - 1  # the last row counts the cases
    assert {line.wrong for line in told} <= {row[1] for row in rows}


def test_the_core_sees_in_its_inbox_that_gaps_are_open(cast: Cast, browsing: Browsing) -> None:
    """Whoever may name leads is told; a cell leader, who cannot mend it, is not."""
    words = "您的辖区内有"
    for actor in (cast.secretary, cast.subdistrict_head, cast.district_head):
        assert words in browsing(actor).get("/desk/").content.decode(), actor.name
    assert words not in browsing(cast.cell_leader).get("/desk/").content.decode()
