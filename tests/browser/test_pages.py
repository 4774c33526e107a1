"""What every page owes its readers: no script needed, two languages, large type, access for all, a map that shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opening, faults_of, fits
from tests.cast import FUMES, SIDE, SOUTH, WEST, Cast
from tests.steps import at_stage, reported
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Stage


def test_words_first_and_the_place_afterwards(cast: Cast, opening: Opening) -> None:
    page = opening()
    page.goto("/report/")
    page.locator("#id_words").fill("门口")
    page.locator("#id_text").press_sequentially("楼下烧烤油烟污染很大")
    fumes = page.locator(f"#suggestions input[value={FUMES}]")
    fumes.check()
    with page.expect_response(lambda answer: "/report/suggest/" in answer.url and cast.near.code in answer.url):
        page.locator("#id_community").select_option(cast.near.code)
    expect(page.locator(f"#id_community option[value='{cast.near.code}']")).to_have_attribute("selected", "")
    expect(page.locator("#id_words")).to_have_value("门口")
    expect(fumes).to_be_checked()


def test_reporting_without_scripts(cast: Cast, opening: Opening) -> None:
    phone = opening(script=False)
    phone.goto("/")
    phone.get_by_label("社区或街道名称").fill("荔园")
    phone.get_by_role("button", name="查找").click()
    phone.get_by_role("link", name="在本社区反映").click()
    phone.get_by_label("什么事？").fill("路灯不亮")
    phone.get_by_role("button", name="提交").click()
    number = phone.locator("h1").inner_text()
    phone.get_by_role("link", name="查询进度").click()
    phone.get_by_label("编号").fill(number)
    phone.get_by_role("button", name="查询").click()
    expect(phone.locator("h1")).to_have_text(number)
    assert Matter.objects.get().text == "路灯不亮"


def test_the_device_knows_where_i_am(cast: Cast, opening: Opening) -> None:
    where = {"longitude": WEST + SIDE * 1.5, "latitude": SOUTH + SIDE * 0.9}
    phone = opening(geolocation=where, permissions=["geolocation"])
    phone.goto("/report/")
    phone.get_by_role("button", name="使用我的位置").click()
    expect(phone.locator("#locate-said")).to_contain_text("您在海湾第")
    expect(phone.get_by_label("社区", exact=True)).to_have_value(cast.far.code)


def test_switching_language_and_type(cast: Cast, opening: Opening) -> None:
    page = opening()
    page.goto(f"/communities/{cast.near.code}/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Lychee Garden Community")
    fits(page)
    before = page.evaluate("getComputedStyle(document.body).fontSize")
    page.get_by_role("button", name="Large type").click()
    assert float(page.evaluate("getComputedStyle(document.body).fontSize")[:-2]) > float(before[:-2]) * 1.2
    fits(page)
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("荔园社区")


def test_public_pages_are_open_to_all(cast: Cast, opening: Opening) -> None:
    matter = at_stage(cast, Stage.EVALUATED)
    page = opening()
    board = f"/communities/{cast.near.code}/"
    for address in (
        "/",
        board,
        f"{board}duties/?kind=workstation&task=lead",
        f"{board}matters/all/",
        f"/report/?community={cast.near.code}",
        "/follow/",
        f"/follow/{matter.number}/",
        "/map/",
        "/acts/",
        "/accounts/login/",
        "/accounts/signup/",
        "/nowhere/",
    ):
        page.goto(address)
        assert faults_of(page) == [], address
        fits(page)


def test_working_pages_are_open_to_all(cast: Cast, opening: Opening) -> None:
    registered, handled = at_stage(cast, Stage.REGISTERED), at_stage(cast, Stage.HANDLING)
    page = opening(cast.clerk)
    for address in (
        "/desk/?whose=ours&tray=dispatch",
        f"/desk/matters/{registered.number}/",
        f"/desk/matters/{handled.number}/",
        "/account/",
        "/report/",
    ):
        page.goto(address)
        assert faults_of(page) == [], address
        fits(page)


def test_the_map_can_be_moved_where_the_browser_is_able_to(cast: Cast, opening: Opening) -> None:
    if not _has_library():
        pytest.fail("The map library is missing: python3 tools/vendor.py")
    reported(cast)
    page = opening()
    page.goto(f"/map/?area={cast.near.code}")
    expect(page.locator("#live-map[data-ready=yes]")).to_be_visible(timeout=30_000)
    expect(page.locator(".map-label")).to_have_count(2)
    expect(page.locator(".schematic")).to_be_visible()


def _has_library() -> bool:
    from django.contrib.staticfiles import finders

    from tuoluo.desk.maps import LIBRARY

    return finders.find(LIBRARY) is not None


def test_the_board_prints_with_its_picture(cast: Cast, opening: Opening) -> None:
    page = opening()
    page.goto(f"/communities/{cast.near.code}/")
    page.emulate_media(media="print")
    expect(page.locator(".ring")).to_be_visible()
    expect(page.locator(".top")).to_be_hidden()
