"""A community goes from nanshan to shekou by clicking, while forty matters are open."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.acts.reform.test_scenarios import forty_open
from tests.browser.conftest import Opening, faults_of, fits
from tests.cast import Cast
from tests.reforms import planned
from tests.stateful.promises import all_hold
from tuoluo.bodies.charters import charter_named
from tuoluo.bodies.models import Body
from tuoluo.matters.models import Matter
from tuoluo.reform.acts import propose
from tuoluo.reform.models import Reform


def look(page: Page) -> None:
    """Nothing sticks out, and axe finds nothing."""
    fits(page)
    assert faults_of(page) == []


def press(page: Page, button: str) -> None:
    """Press a button and read that it is done."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(f"已办理：{button}")
    fits(page)


def test_shenzhen_bay_goes_from_nanshan_to_shekou(cast: Cast, opening: Opening) -> None:
    forty_open(cast)
    plan = planned(cast, charter_named("shekou"), title="撤销工作站，设一平台两中心")
    reform = propose(by=cast.district_head, at=timezone.now(), plan=plan)

    secretary, head, resident = opening(cast.secretary), opening(cast.district_head), opening()
    resident.goto("/")
    resident.get_by_role("contentinfo").get_by_role("link", name="章程变更方案").click()
    resident.get_by_role("link", name=reform.title).click()
    expect(resident.get_by_text("荔园社区工作站终止，由荔园社区电子政务平台承接")).to_be_visible()
    look(resident)

    head.goto(f"/reforms/{reform.pk}/")
    head.locator("summary", has_text="此处您不能做的").click()
    expect(head.get_by_text("尚未全部同意")).to_be_visible()
    press(head, "同意")
    secretary.goto(f"/reforms/{reform.pk}/")
    secretary.locator("summary", has_text="反对").click()
    secretary.get_by_label("理由").fill("先听居民意见")
    press(secretary, "反对")
    press(secretary, "同意")
    look(secretary)

    head.goto(f"/reforms/{reform.pk}/")
    press(head, "施行")
    expect(head.get_by_text("已施行").first).to_be_visible()
    head.get_by_role("link", name="交接清单").click()
    look(head)
    arrived(cast, reform)

    moved = reform.hand_overs.select_related("matter")[0].matter
    resident.goto(f"/follow/{moved.number}/")
    expect(resident.get_by_text(str(reform))).to_be_visible()
    fits(resident)


def arrived(cast: Cast, reform: Reform) -> None:
    """Forty matters are open as before, each with somebody, none with the workstation."""
    reform.refresh_from_db()
    assert reform.stage == "applied"
    assert Matter.objects.open().count() == 40
    assert not Body.objects.on(timezone.localdate()).filter(pk=cast.workstation.pk).exists()
    assert not Matter.objects.open().filter(accountable_body=cast.workstation).exists()
    all_hold()
