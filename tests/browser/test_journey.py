"""One matter from a resident's phone to the resident's judgement, by clicking, as five people and the reporter."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opening, fits
from tests.cast import Cast
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Stage

WORDS = "楼下烧烤店油烟污染很大，窗户都不敢开"
ANSWER = "店主已加装油烟净化器。"


def open_act(page: Page, name: str) -> None:
    """Unfold one of the acts offered, if it is not open yet."""
    summary = page.locator("#acts summary").filter(has_text=re.compile(f"^{name}$"))
    if summary.locator("..").get_attribute("open") is None:
        summary.click()


def press(page: Page, name: str) -> None:
    """Press an act's button and read that it is done."""
    page.locator("#acts").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(f"已办理：{name}")
    fits(page)


def from_inbox(page: Page, tray: str, number: str) -> None:
    """Find the matter in the inbox of the body."""
    page.get_by_role("link", name="待办", exact=True).first.click()
    page.get_by_role("link", name="本单位的").click()
    expect(page.locator('#inbox a[aria-current="page"]:has-text("本单位的")')).to_be_visible()
    page.get_by_role("link", name=re.compile(f"^{tray}")).click()
    fits(page)
    expect(page.locator(f'#inbox a[aria-current="page"]:has-text("{tray}")')).to_be_visible()
    expect(page.locator("h1")).to_have_count(1)  # a tab changes the list, not the page around it
    page.locator("a.row", has_text=number).click()
    expect(page.locator("h1")).to_contain_text(number)


def tell(phone: Page, cast: Cast) -> str:
    """Find the community, report, and read number and name on the receipt."""
    phone.goto("/")
    fits(phone)
    phone.get_by_label("社区或街道名称").fill("荔园")
    phone.locator("#communities").get_by_role("link", name="荔园社区").click()
    expect(phone.locator("h1")).to_have_text("荔园社区")
    fits(phone)
    phone.get_by_role("link", name="在本社区反映").click()
    phone.get_by_label("什么事？").press_sequentially(WORDS)
    phone.get_by_label("油烟污染", exact=True).check()
    phone.get_by_label("网格").select_option(label="荔园第01网格")
    phone.get_by_label("具体位置").fill("3 栋楼下")
    phone.get_by_text("投诉", exact=True).click()
    phone.get_by_label("怎么联系您").fill("13800000000")
    fits(phone)
    phone.get_by_role("button", name="提交").click()
    number = phone.locator("h1").inner_text()
    expect(phone.locator(".person")).to_have_text(cast.cell_leader.name)
    fits(phone)
    phone.get_by_role("link", name="打开我的事项").click()
    expect(phone.get_by_text(WORDS)).to_be_visible()
    return number


def register_and_dispatch(clerk: Page, number: str) -> None:
    """The front door reads the words, registers, and sends it where the charter says."""
    from_inbox(clerk, "待立案", number)
    expect(clerk.get_by_text(WORDS)).to_be_visible()
    open_act(clerk, "立案")
    press(clerk, "立案")
    expect(clerk.get_by_text("榕树街道办事处").first).to_be_visible()
    press(clerk, "派遣")


def take_up(lead: Page, number: str) -> None:
    """The lead takes it up and looks up the contact, which is shown to the reporter."""
    from_inbox(lead, "待接办", number)
    press(lead, "接办")
    open_act(lead, "查看联系方式")
    lead.get_by_label("理由").fill("上门前联系")
    press(lead, "查看联系方式")
    expect(lead.get_by_text("13800000000")).to_be_visible()


def help_along(clerk: Page, number: str) -> None:
    """The assisting body does its part."""
    from_inbox(clerk, "待协办", number)
    open_act(clerk, "完成协办")
    clerk.get_by_label("本单位做了什么").fill("与店主谈过")
    press(clerk, "完成协办")


def report_back(lead: Page) -> None:
    """The lead says how it ended."""
    lead.reload()
    lead.get_by_label("已解决").check()
    lead.get_by_label("给反映人的答复").fill(ANSWER)
    press(lead, "反馈")


def verify(verifier: Page, number: str) -> None:
    """Another body confirms that it is done."""
    from_inbox(verifier, "待核查", number)
    open_act(verifier, "核查结案")
    verifier.get_by_label("核查所见").fill("已无油烟")
    press(verifier, "核查结案")


def judge(phone: Page) -> None:
    """The reporter reads the answer, sees who looked up the contact, and answers the three questions."""
    phone.reload()
    expect(phone.get_by_text(ANSWER).first).to_be_visible()
    expect(phone.get_by_text("上门前联系").first).to_be_visible()
    phone.get_by_role("group", name="有人联系过您吗？").get_by_text("是", exact=True).click()
    phone.get_by_role("group", name="问题解决了吗？").get_by_text("是", exact=True).click()
    phone.get_by_role("group", name="您满意吗？").get_by_text("满意", exact=True).click()
    fits(phone)
    phone.get_by_role("button", name="评价").click()
    expect(phone.get_by_role("status")).to_contain_text("已办理：评价")


@pytest.mark.slow
def test_from_report_to_evaluation(cast: Cast, opening: Opening) -> None:
    phone = opening()
    number = tell(phone, cast)
    clerk, lead = opening(cast.clerk), opening(cast.dispatcher)
    register_and_dispatch(clerk, number)
    take_up(lead, number)
    help_along(clerk, number)
    report_back(lead)
    verify(opening(cast.verifier), number)
    judge(phone)
    matter = Matter.objects.get()
    assert (matter.number, matter.stage, matter.satisfied, matter.solved) == (number, Stage.EVALUATED, 4, True)
    core = opening(cast.secretary)
    core.goto(f"/desk/matters/{number}/")
    expect(core.locator(".history > li")).to_have_count(9)
    fits(core)


def test_a_second_press_of_the_button_reports_once(cast: Cast, opening: Opening) -> None:
    phone = opening()
    phone.goto(f"/report/?community={cast.near.code}")
    phone.get_by_label("什么事？").fill("路灯不亮")
    phone.get_by_role("button", name="提交").dblclick()
    phone.wait_for_url("**/report/done/")
    assert Matter.objects.count() == 1
