"""Reforms on pages: seen by everybody, decided on by those who may, hand-over lists for those in office."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tests.faces.web.conftest import Browsing
from tests.reforms import applied, planned, somebody_leaves, two_centres
from tests.steps import at_stage, reported
from tuoluo.matters.rules import Stage
from tuoluo.reform.acts import propose
from tuoluo.reform.models import Reform


@pytest.fixture
def reform(cast: Cast) -> Reform:
    """A reform that is proposed, with a matter open in every stage."""
    for stage in Stage:
        at_stage(cast, stage)
    return propose(by=cast.district_head, at=timezone.now(), plan=planned(cast, two_centres()))


def test_everybody_sees_what_a_reform_does(reform: Reform, stranger: Client) -> None:
    assert reform.title in stranger.get("/reforms/").content.decode()
    page = stranger.get(f"/reforms/{reform.pk}/").content.decode()
    for words in (
        "荔园社区工作站终止，由荔园社区电子政务平台承接",
        "宝立新",
        "尚未答复",
        "荔园社区综合党委",
        "保留原时限",
    ):
        assert words in page
    assert "<form" not in page.partition("<main")[2]
    assert stranger.get("/reforms/").status_code == 200


def test_in_english_as_well(reform: Reform, stranger: Client) -> None:
    stranger.cookies["django_language"] = "en"
    page = stranger.get(f"/reforms/{reform.pk}/").content.decode()
    assert "Lychee Garden Workstation ends; Lychee Garden Community E-government Platform takes over" in page


def test_consent_and_application_by_buttons(reform: Reform, cast: Cast, browsing: Browsing) -> None:
    secretary, head = browsing(cast.secretary), browsing(cast.district_head)
    at = f"/reforms/{reform.pk}/"
    early = head.post(f"{at}reform.apply/")
    assert early.status_code == 409
    assert "尚未全部同意" in early.content.decode()
    assert secretary.post(f"{at}reform.object/", {"reason": ""}).status_code == 422
    assert secretary.post(f"{at}reform.object/", {"reason": "先听居民"}).status_code == 302
    assert secretary.post(f"{at}reform.consent/").status_code == 302
    assert head.post(f"{at}reform.consent/").status_code == 302
    council = {"title": "荔园理事会", "on": "2026-11-20", "reference": "纪要 7"}
    assert head.post(f"{at}reform.put_to_council/", council).status_code == 302
    assert "荔园理事会" in head.get(at).content.decode()
    assert head.post(f"{at}reform.apply/").status_code == 302
    reform.refresh_from_db()
    assert reform.stage == "applied"
    page = head.get(at).content.decode()
    assert "已施行" in page
    assert "<form" not in page.partition("<main")[2]


def test_who_has_no_say_reads_why(reform: Reform, cast: Cast, browsing: Browsing) -> None:
    answer = browsing(cast.clerk).post(f"/reforms/{reform.pk}/reform.consent/")
    assert answer.status_code == 403
    page = browsing(cast.committee_chair).get(f"/reforms/{reform.pk}/").content.decode()
    assert "章程不要求贵机构" in page


def test_hand_over_lists_are_for_those_in_office(cast: Cast, browsing: Browsing, stranger: Client) -> None:
    matter = reported(cast)
    done = applied(cast, planned(cast, two_centres()))
    for address in (f"/reforms/{done.pk}/lists/", f"/reforms/{done.pk}/lists.xlsx"):
        assert stranger.get(address)["Location"].startswith("/accounts/login/")
        assert browsing(cast.resident).get(address).status_code == 403
    clerk = browsing(cast.district_head)
    page = clerk.get(f"/reforms/{done.pk}/lists/").content.decode()
    assert matter.number in page
    assert "荔园社区工作站 葛长" in page
    assert "荔园社区电子政务平台 葛长" in page
    book = CalamineWorkbook.from_filelike(BytesIO(clerk.get(f"/reforms/{done.pk}/lists.xlsx").content))
    assert [row[0] for row in book.get_sheet_by_name("事项").to_python()][1:] == [matter.number]


def test_the_follow_page_says_why(cast: Cast, stranger: Client) -> None:
    matter = reported(cast)
    done = applied(cast, planned(cast, two_centres()))
    page = stranger.get(f"/follow/{matter.number}/").content.decode()
    assert str(done) in page
    assert "因改革" in page
    assert "荔园社区电子政务平台" in page


def test_drift_is_shown(reform: Reform, cast: Cast, stranger: Client) -> None:
    somebody_leaves(cast)
    assert "状况已变" in stranger.get(f"/reforms/{reform.pk}/").content.decode()
