"""Items and admission in the browser: open to all, and clicked through from the demand to the public summary."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import Opening, faults_of, fits
from tests.cast import SINCE, Cast
from tuoluo.charter.model import Handling
from tuoluo.oversight.models import Admission
from tuoluo.services.acts import delegate_item, enter_item
from tuoluo.services.models import Delegation
from tuoluo.services.rules import Grant, NewItem, Terms

MEALS = Terms("老人助餐登记", "public_service", Handling.DELEGABLE, materials="身份证明")
LICENCE = Terms("食品经营许可申请", "licence", Handling.RETAINED, category="L93005")


def catalogue(cast: Cast) -> None:
    """Two items, one of them served by the service centre."""
    by = {"by": cast.district_head, "at": timezone.now(), "valid_from": SINCE}
    enter_item(item=NewItem("SJ-001", LICENCE), **by)  # type: ignore[arg-type]
    meals = enter_item(item=NewItem("FW-001", MEALS), **by)  # type: ignore[arg-type]
    grant = Grant(SINCE, timezone.localdate() + timedelta(days=90), "街道会议纪要")
    delegate_item(
        meals, by=cast.district_head, at=timezone.now(), community=cast.far, provider=cast.far_workstation, grant=grant
    )


def test_an_item_is_handed_over_by_clicking_and_residents_see_who_serves_it(cast: Cast, opening: Opening) -> None:
    catalogue(cast)
    head = opening(cast.subdistrict_head)
    head.goto("/desk/items/")
    assert faults_of(head) == []
    head.get_by_role("link", name="老人助餐登记").click()
    head.get_by_label("社区", exact=True).select_option(cast.near.code)
    head.get_by_role("button", name="选择").click()
    head.get_by_label("承接机构").select_option(label=cast.centre.name)
    head.get_by_label("依据").fill("街道会议纪要（试验）")
    assert faults_of(head) == []
    fits(head)
    head.get_by_role("button", name="下放").click()
    expect(head.locator(".note.success")).to_contain_text("下放事项")
    assert Delegation.objects.get(stem=cast.near.stem).provider == cast.centre
    head.goto(f"/desk/items/SJ-001/?community={cast.near.code}")
    head.get_by_text("不能承接的机构及原因").click()
    expect(head.locator("details.offer")).to_contain_text("没有行政主体资格")
    page = opening()
    page.goto(f"/communities/{cast.near.code}/items/")
    expect(page.locator("details", has_text="公共服务")).to_contain_text(cast.centre.name)
    assert faults_of(page) == []
    fits(page)


def test_a_task_is_asked_refused_and_seen_by_everybody(cast: Cast, opening: Opening) -> None:
    department = opening(cast.water_head)
    department.goto("/desk/tasks/")
    department.get_by_role("link", name="申请事项进社区").click()
    department.get_by_label("请社区做什么").fill("每日上报河道照片")
    department.get_by_label("依据").fill("区水务局通知（试验）")
    department.get_by_label("截止日期").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    department.get_by_label("每个社区需要的工时").fill("20.5")
    for community in (cast.near, cast.far):
        department.get_by_label(community.name).check()
    assert faults_of(department) == []
    fits(department)
    department.get_by_role("button", name="提出申请").click()
    expect(department.locator(".note.success")).to_be_visible()
    chair = opening(cast.committee_chair)
    chair.goto("/desk/tasks/")
    assert faults_of(chair) == []
    chair.get_by_role("link", name="每日上报河道照片").click()
    chair.get_by_label("不在协助事项清单内").check()
    assert faults_of(chair) == []
    fits(chair)
    chair.get_by_role("button", name="拒绝").click()
    expect(chair.locator(".note.success")).to_be_visible()
    assert Admission.objects.get(community=cast.near).answer == "refused"
    page = opening()
    for address in (f"/communities/{cast.near.code}/tasks/", "/tasks/"):
        page.goto(address)
        expect(page.locator("main")).to_contain_text("已拒绝")
        assert faults_of(page) == []
        fits(page)
