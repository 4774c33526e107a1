"""Admission of tasks on pages: asking, answering, hours, and what everybody may see."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests.cast import Cast
from tests.faces.web.conftest import Browsing
from tuoluo.oversight.models import Admission, Hours, Task
from tuoluo.oversight.rules import State


def today() -> date:
    return timezone.localdate()


def wanted(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "title": "协助入户登记",
        "title_en": "Help with registering at home",
        "basis": "区水务局通知（试验）",
        "until": (today() + timedelta(days=60)).isoformat(),
        "hours": "20.5",
        "communities": [cast.near.code, cast.far.code],
        **more,
    }


def asked(cast: Cast, browsing: Browsing) -> Admission:
    assert browsing(cast.water_head).post("/desk/tasks/ask/", wanted(cast)).status_code == 302
    return Admission.objects.select_related("task").get(community=cast.near)


def page(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_department_asks_and_sees_how_it_stands(cast: Cast, browsing: Browsing) -> None:
    row = asked(cast, browsing)
    assert row.task.expected_halves == 41
    head = browsing(cast.water_head)
    shown = page(head, f"/desk/tasks/{row.task.uuid}/")
    assert shown.count("待答复") == 2
    assert "20.5" in shown
    assert "协助入户登记" in page(head, "/desk/tasks/")


def test_what_makes_no_sense_is_asked_for_again_and_a_rule_says_why(cast: Cast, browsing: Browsing) -> None:
    head = browsing(cast.water_head)
    for more, status in (({"hours": "1.25"}, 422), ({"communities": []}, 422), ({"until": today().isoformat()}, 409)):
        answer = head.post("/desk/tasks/ask/", wanted(cast, **more))
        assert answer.status_code == status, more
    assert not Task.objects.exists()
    shown = page(browsing(cast.clerk), "/desk/tasks/ask/")
    assert "章程没有把" in shown
    assert browsing(cast.clerk).post("/desk/tasks/ask/", wanted(cast)).status_code == 403


def test_the_committee_refuses_on_a_ground_and_everybody_sees_the_rule(
    cast: Cast, browsing: Browsing, stranger: Client
) -> None:
    row = asked(cast, browsing)
    chair = browsing(cast.committee_chair)
    assert "协助入户登记" in page(chair, "/desk/tasks/")
    address = f"/desk/admissions/{row.uuid}/task.refuse/"
    assert chair.post(address, {"words": "忙不过来"}).status_code == 422
    assert chair.post(address, {"ground": "off_list", "words": "王阿姨也忙不过来"}).status_code == 302
    shown = page(stranger, f"/communities/{cast.near.code}/tasks/")
    assert "第二十七条" in shown
    assert "王阿姨" not in shown
    for person in (cast.committee_chair.name, cast.water_head.name):
        assert person not in shown
    assert "王阿姨" in page(browsing(cast.water_head), f"/desk/tasks/{row.task.uuid}/"), "for whoever asked"
    assert "王阿姨" not in page(browsing(cast.clerk), f"/desk/tasks/{row.task.uuid}/")
    assert chair.post(address, {"ground": "off_list"}).status_code == 409


def test_an_admitted_task_takes_hours_that_are_counted_and_taken_back(
    cast: Cast, browsing: Browsing, stranger: Client
) -> None:
    row = asked(cast, browsing)
    assert browsing(cast.committee_chair).post(f"/desk/admissions/{row.uuid}/task.accept/", {}).status_code == 302
    clerk = browsing(cast.clerk)
    hours = f"/desk/admissions/{row.uuid}/hours/"
    day = today().isoformat()
    assert clerk.post(hours, {"day": day, "hours": "3.5"}).status_code == 302
    assert clerk.post(hours, {"day": day, "hours": "0.3"}).status_code == 422
    assert clerk.post(hours, {"day": (today() + timedelta(days=1)).isoformat(), "hours": "1"}).status_code == 409
    assert clerk.post("/desk/hours/", {"day": day, "hours": "1.5"}).status_code == 302
    assert "70%" in page(stranger, f"/communities/{cast.near.code}/tasks/")
    entry = Hours.objects.get(admission=None)
    assert clerk.post(f"/desk/hours/{entry.uuid}/correct/").status_code == 302
    assert clerk.post(f"/desk/hours/{entry.uuid}/correct/").status_code == 409
    assert "100%" in page(stranger, f"/communities/{cast.near.code}/tasks/")
    assert "冲销" in page(clerk, "/desk/tasks/")


def test_whoever_asked_withdraws_and_nobody_else(cast: Cast, browsing: Browsing) -> None:
    row = asked(cast, browsing)
    address = f"/desk/tasks/{row.task.uuid}/withdraw/"
    assert browsing(cast.committee_chair).post(address).status_code == 403
    assert browsing(cast.water_head).post(address).status_code == 302
    row.task.refresh_from_db()
    assert row.state(today()) is State.WITHDRAWN


def test_the_figures_are_public_as_a_page_and_as_a_spreadsheet(
    cast: Cast, browsing: Browsing, stranger: Client
) -> None:
    assert "这一年没有向任何社区提出申请" in page(stranger, "/tasks/")
    asked(cast, browsing)
    shown = page(stranger, "/tasks/")
    assert cast.water.name in shown
    assert cast.near.name in shown
    assert "这一年没有" in page(stranger, "/tasks/", year="2019")
    assert page(stranger, "/tasks/", year="x")
    book = load_workbook(BytesIO(stranger.get("/tasks.xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert ("社区", cast.near.code, cast.near.name, 1) == rows[1][:4]
    assert rows[-1][0] == "合计"
    assert rows[-1][3] == 2


def test_residents_have_no_desk_here_and_what_is_unknown_is_not_found(cast: Cast, browsing: Browsing) -> None:
    assert browsing(cast.resident).get("/desk/tasks/").status_code == 403
    unknown = "00000000-0000-4000-8000-000000000000"
    clerk = browsing(cast.clerk)
    assert clerk.get(f"/desk/tasks/{unknown}/").status_code == 404
    assert clerk.post(f"/desk/admissions/{unknown}/hours/", {}).status_code == 404
    assert clerk.post(f"/desk/hours/{unknown}/correct/").status_code == 404
