"""The pages of a reform programme: what everybody sees, on any day, and what somebody with the right can do there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.faces.web.conftest import Browsing
from tests.steps import at_stage
from tuoluo.ledger.models import Record
from tuoluo.matters.rules import Stage
from tuoluo.programme import acts
from tuoluo.programme.models import Measure, Milestone, Programme
from tuoluo.programme.rules import EvidenceKind

pytestmark = pytest.mark.django_db
OPENED, DUE = date(2026, 8, 1), date(2026, 9, 1)
PAGE = "/programmes/trial/"


def at(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 10))


def grow(cast: Cast, programme: Programme, number: int) -> Measure:
    """One more measure with two milestones, one of them postponed and reached with an act as evidence."""
    by = cast.district_head
    measure = acts.enter_measure(
        programme, by=by, at=at(OPENED), aspect=f"方面{number % 2}", name=f"举措{number}",
        owner=cast.office,
        indicator=("on_time", "cells_led")[number % 2], baseline=Decimal("62.5"), baseline_on=OPENED,
        target=Decimal(80),
    )  # fmt: skip
    for name in ("甲", "乙"):
        acts.set_milestone(measure, by=by, at=at(OPENED), name=f"{name}{number}", due=DUE)
    milestone = measure.milestones.get(name=f"甲{number}")
    acts.postpone_milestone(milestone, by=by, at=at(DUE), due=date(2026, 10, 1), grounds="场地未交付")
    acts.reach_milestone(
        milestone, by=by, at=at(date(2026, 9, 20)), on=date(2026, 9, 19), evidence=EvidenceKind.ACT, reference="1"
    )
    return measure


@pytest.fixture
def programme(cast: Cast) -> Programme:
    found = acts.open_programme(
        cast.district, by=cast.district_head, at=at(OPENED), code="trial", name="试验方案", leader=cast.governance,
        starts=OPENED, ends=date(2029, 7, 31), sample=True,
    )  # fmt: skip
    grow(cast, found, 1)
    return found


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_sees_measures_owners_and_dates_that_slipped(programme: Programme, stranger: Client) -> None:
    assert "试验方案" in text(stranger, "/programmes/")
    page = text(stranger, PAGE)
    for words in ("样例", "举措1", "榕树街道办事处 · 孙建", "2026-09-01", "2026-10-01", "逾期", "62.5%", "80%"):
        assert words in page, words
    assert '<form class="form"' not in page


def test_a_past_day_shows_what_was_true_then(programme: Programme, stranger: Client) -> None:
    before = text(stranger, f"{PAGE}?on=2026-08-31")
    assert "2026-10-01" not in before
    assert "2026-09-19" not in before
    assert "逾期</span>" not in before
    assert "2026-10-01" in text(stranger, f"{PAGE}?on=2026-09-02")
    assert "举措1" not in text(stranger, f"{PAGE}?on=2026-07-31")
    assert stranger.get(f"{PAGE}?on=yesterday").status_code == 404
    assert stranger.get(f"{PAGE}measures/1/?on=2026-07-31").status_code == 404


def test_the_history_of_a_measure_keeps_every_date_with_grounds_and_evidence(
    programme: Programme, stranger: Client
) -> None:
    page = text(stranger, f"{PAGE}measures/1/")
    for words in ("承诺 2026-09-01 完成", "推迟到 2026-10-01", "场地未交付", "记录第 1 号行为", "2026-09-20 补记"):
        assert words in page, words


@pytest.mark.parametrize(("address", "most"), [(PAGE, 25), (f"{PAGE}?on=2026-09-02", 25), ("/programmes/", 4)])
def test_a_page_asks_equally_often_however_much_there_is(
    cast: Cast, programme: Programme, stranger: Client, address: str, most: int
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert stranger.get(address).status_code == 200
        return len(asked)

    grow(cast, programme, 2)
    few = queries()
    for number in range(3, 8):
        grow(cast, programme, number)
        at_stage(cast, Stage.CLOSED)
    assert queries() == few <= most


def test_the_page_of_a_measure_asks_equally_often_for_a_worker(
    cast: Cast, programme: Programme, browsing: Browsing
) -> None:
    head = browsing(cast.district_head)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert head.get(f"{PAGE}measures/1/").status_code == 200
        return len(asked)

    few = queries()
    for number in range(5):
        acts.set_milestone(
            programme.measures.get(), by=cast.district_head, at=at(OPENED), name=f"更多{number}", due=DUE
        )
    assert queries() == few <= 70


def test_the_owner_says_that_a_milestone_is_reached(cast: Cast, programme: Programme, browsing: Browsing) -> None:
    owner, milestone = browsing(cast.subdistrict_head), Milestone.objects.get(name="乙1")
    page = text(owner, f"{PAGE}measures/1/")
    assert "milestone.reach" in page
    assert "milestone.postpone/" not in page, "the right to postpone is not the owner's"
    address = f"{PAGE}measures/1/milestones/{milestone.pk}/milestone.reach/"
    sent = {"on": timezone.localdate().isoformat(), "evidence": "document", "reference": "无号"}
    refused = owner.post(address, sent)
    assert refused.status_code == 409
    assert "不是文号" in refused.content.decode()
    assert owner.post(address, {**sent, "on": ""}).status_code == 422
    assert owner.post(address, {**sent, "reference": "试发〔2026〕1号"}).status_code == 302
    assert Record.objects.order_by("-seq")[0].act == "milestone.reach"
    assert Milestone.objects.get(pk=milestone.pk).promise.reached_by(timezone.localdate())


def test_somebody_without_the_right_is_told_why(cast: Cast, programme: Programme, browsing: Browsing) -> None:
    clerk, milestone = browsing(cast.clerk), Milestone.objects.get(name="乙1")
    page = text(clerk, f"{PAGE}measures/1/")
    assert "disabled" in page
    address = f"{PAGE}measures/1/milestones/{milestone.pk}/milestone.postpone/"
    assert clerk.post(address, {"due": "2027-01-01", "grounds": "x"}).status_code == 403
    assert Client().post(address, {}).status_code == 302


def test_the_leader_enters_hands_on_postpones_and_drops(cast: Cast, programme: Programme, browsing: Browsing) -> None:
    head = browsing(cast.district_head)
    entered = {
        "aspect": "新方面", "name": "新举措", "owner": cast.water.name, "indicator": "on_time", "baseline": "50",
        "baseline_on": "2026-08-01", "target": "60",
    }  # fmt: skip
    assert head.post(f"{PAGE}do/measure.enter/", {**entered, "owner": "没有这个局"}).status_code == 422
    assert head.post(f"{PAGE}do/measure.enter/", entered).status_code == 302
    measure = Measure.objects.get(name="新举措")
    page = f"{PAGE}measures/{measure.number}/"
    assert head.post(f"{page}milestone.set/", {"name": "首个节点", "due": "2027-01-01"}).status_code == 302
    milestone = measure.milestones.get()
    later = {"due": "2027-03-01", "grounds": "招标延期"}
    assert head.post(f"{page}milestones/{milestone.pk}/milestone.postpone/", later).status_code == 302
    assert head.post(f"{page}measure.change_owner/", {"owner": cast.office.name}).status_code == 302
    assert head.post(f"{page}measure.drop/", {"grounds": "并入其他举措"}).status_code == 302
    shown = text(head, page)
    for words in ("招标延期", "已终止", "并入其他举措", "试验区水务局", "榕树街道办事处"):
        assert words in shown, words
    assert head.post(f"{page}measure.enter/", entered).status_code == 404
    assert head.post(f"{page}milestones/999999/milestone.postpone/", later).status_code == 404


def test_a_past_day_offers_nothing_to_do(cast: Cast, programme: Programme, browsing: Browsing) -> None:
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "milestone.reach/" not in text(browsing(cast.district_head), f"{PAGE}measures/1/?on={yesterday}")


@pytest.mark.parametrize(("ending", "kind"), [("csv", "text/csv"), ("xlsx", "application/vnd.openxml")])
def test_the_table_can_be_taken_along(programme: Programme, stranger: Client, ending: str, kind: str) -> None:
    answer = stranger.get(f"{PAGE}table.{ending}")
    assert answer.headers["Content-Type"].startswith(kind)
    assert len(answer.content) > 100
    assert stranger.get(f"{PAGE}table.pdf").status_code == 404


def test_the_page_is_complete_in_english(programme: Programme, stranger: Client) -> None:
    answer = stranger.get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    for words in (
        "Reform programmes",
        "Postponed at least once",
        "Cells with a leader in person",
        "18 days after the first date",
    ):
        assert words in answer, words
