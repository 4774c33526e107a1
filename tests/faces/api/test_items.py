"""Service items and admission of tasks through the API: the same acts, the same refusals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.cast import SINCE, Cast
from tests.faces.api.conftest import Calling
from tuoluo.bodies.models import Body
from tuoluo.services.models import Item


def today() -> date:
    return timezone.localdate()


def later(days: int = 200) -> str:
    return (today() + timedelta(days=days)).isoformat()


MEALS: dict[str, Any] = {
    "code": "FW-001", "name": "老人助餐登记", "attribute": "public_service", "handling": "delegable",
    "limit": {"amount": 3, "unit": "working_days"}, "valid_from": SINCE.isoformat(),
}  # fmt: skip
LICENCE = {**MEALS, "code": "SJ-001", "name": "食品经营许可申请", "attribute": "licence", "handling": "retained"}


def given_to(cast: Cast, body: Body, **more: Any) -> dict[str, Any]:
    return {
        "community": cast.near.code, "provider": str(body.uuid), "since": today().isoformat(), "until": later(),
        "basis": "街道会议纪要（试验）", **more,
    }  # fmt: skip


def test_an_item_lives_through_the_api(cast: Cast, calling: Calling) -> None:
    head = calling(cast.district_head)
    entered = head.post("/items", MEALS)
    assert (entered.status, entered.body["attribute_name"]) == (200, "公共服务")
    changed = head.post("/items/FW-001/change", {**MEALS, "fee": "5 元", "valid_from": today().isoformat()})
    assert changed.body["fee"] == "5 元"
    given = head.post("/items/FW-001/delegate", given_to(cast, cast.centre))
    assert given.body["provider_name"] == cast.centre.name
    offered = calling().get("/items", community=cast.near.code).body
    assert [(one["code"], one["served_by_name"]) for one in offered] == [("FW-001", cast.centre.name)]
    recall = f"/delegations/{given.body['id']}/recall"
    assert head.post(recall, {"until": today().isoformat(), "reason": "given_up"}).body["recall_reason"] == "given_up"
    assert calling().get("/items", community=cast.near.code).body[0]["delegation"] is None
    assert head.post("/items/FW-001/retire", {"valid_until": today().isoformat()}).status == 200
    assert calling().get("/items").body == []
    assert len(calling().get("/items/FW-001").body["delegations"]) == 1


def test_what_must_be_retained_is_refused_with_code_and_basis(cast: Cast, calling: Calling) -> None:
    head = calling(cast.district_head)
    head.post("/items", LICENCE)
    no = head.post("/items/SJ-001/delegate", given_to(cast, cast.centre))
    assert (no.status, no.body["code"]) == (409, "item.must_be_retained")
    assert "深民函" in no.body["basis"]
    assert head.post("/items", {**LICENCE, "code": "SJ-002", "handling": "delegable"}).body["code"] == (
        "item.attribute_retains"
    )


def test_rights_and_slips_are_told_apart(cast: Cast, calling: Calling) -> None:
    assert calling(cast.clerk).post("/items", MEALS).status == 403
    assert calling().post("/items", MEALS).status == 403
    assert calling(cast.district_head).post("/items", {**MEALS, "handling": "maybe"}).status == 422
    assert calling().get("/items/NONE").status == 404
    assert calling().get("/items", community="440399001999").status == 404
    assert not Item.objects.exists()


def test_a_competence_is_recorded_and_its_proof_is_not_shown(cast: Cast, calling: Calling) -> None:
    person = cast.person(cast.social_worker)
    sent = {"person": str(person.uuid), "code": "elder_care", "since": SINCE.isoformat(), "proof": "证书"}
    done = calling(cast.registrar).post("/competences", sent)
    assert done.body == {
        "person": str(person.uuid), "code": "elder_care", "since": SINCE.isoformat(), "until": None,
    }  # fmt: skip
    assert calling(cast.registrar).post("/competences", {**sent, "code": "x"}).status == 409


def test_a_demand_lives_through_the_api(cast: Cast, calling: Calling) -> None:
    head, chair, clerk = calling(cast.water_head), calling(cast.committee_chair), calling(cast.clerk)
    wanted = {
        "title": "协助入户登记", "basis": "通知（试验）", "communities": [cast.near.code, cast.far.code],
        "until": later(60), "hours": 10.5,
    }  # fmt: skip
    task = head.post("/tasks", wanted).body
    near = next(one for one in task["demands"] if one["community"] == cast.near.code)
    assert (near["state"], near["hours_expected"]) == ("asked", 10.5)
    assert chair.post(f"/admissions/{near['id']}/refuse", {"ground": "x"}).body["code"] == "task.ground_missing"
    done = chair.post(f"/admissions/{near['id']}/accept", {"words": "下午来"})
    assert (done.body["state"], done.body["words"]) == ("accepted", "下午来")
    assert calling().get("/tasks", community=cast.near.code).body[0]["words"] == ""
    day = today().isoformat()
    entry = clerk.post(f"/admissions/{near['id']}/hours", {"day": day, "hours": 3}).body
    clerk.post(f"/communities/{cast.near.code}/hours", {"day": day, "hours": 1})
    figures = calling().get("/tasks/figures", community=cast.near.code).body
    assert figures["total"]["share_from_above"] == 0.75
    assert figures["asked_by"][0]["hours_from_above"] == 3
    assert clerk.post(f"/hours/{entry['id']}/correct", {}).body["hours"] == -3
    assert calling().get("/tasks/figures").body["total"]["share_from_above"] == 0
    over = head.post(f"/tasks/{task['id']}/withdraw", {}).body
    assert {one["state"] for one in over["demands"]} == {"withdrawn"}


def test_a_refusal_shows_its_ground_to_everybody(cast: Cast, calling: Calling) -> None:
    codes = [one["code"] for one in calling().get("/tasks/grounds").body]
    assert "off_list" in codes
    wanted = {"title": "拍照打卡", "basis": "通知", "communities": [cast.near.code], "until": later(30), "hours": 2}
    demand = calling(cast.water_head).post("/tasks", wanted).body["demands"][0]
    calling(cast.committee_chair).post(f"/admissions/{demand['id']}/refuse", {"ground": "off_list", "words": "不行"})
    shown = calling().get(f"/tasks/{demand['task']}").body["demands"][0]
    assert (shown["state"], shown["ground"]["code"], shown["words"]) == ("refused", "off_list", "")
    assert calling(cast.water_head).get(f"/tasks/{demand['task']}").body["demands"][0]["words"] == "不行"
    for hours in (0.3, 25, -1):
        sent = {"day": today().isoformat(), "hours": hours}
        assert calling(cast.clerk).post(f"/communities/{cast.near.code}/hours", sent).status == 422
