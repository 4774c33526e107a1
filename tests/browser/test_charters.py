"""Reading a charter and drafting one by clicking: an error stands beside its field, is mended, and goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opening, faults_of, fits
from tests.cast import Cast
from tuoluo.drafting.acts import open_draft
from tuoluo.drafting.models import CharterDraft


@pytest.fixture(autouse=True)
def charters(tmp_path: Path) -> Iterator[Path]:
    """The deployment keeps its charters in a folder of this test alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(settings.HOME), "charters", tmp_path / "charters")
        yield tmp_path / "charters"


def a_draft(cast: Cast) -> tuple[CharterDraft, str, int]:
    draft = open_draft(cast.district, by=cast.registrar, at=timezone.now(), name="nanshan", title="新章程")
    row = next(row.id for row in draft.rows.table("duties") if row.cells["category"] == "C01001")
    return draft, f"/charters/drafts/{draft.uuid}/", row


def said(page: Page, row: int, column: str) -> str:
    return page.locator(f"#beside-{row}-{column}").inner_text()


def test_a_rule_is_found_while_typing(cast: Cast, opening: Opening) -> None:
    page = opening()
    page.goto("/charters/nanshan/")
    page.locator("#q").press_sequentially("供水井盖")
    expect(page.locator("#found .chip").first).to_have_text("1")
    expect(page.locator("#found table").first).to_contain_text("区水务局")
    fits(page)


def test_an_error_stands_beside_its_field_at_once_and_goes_when_it_is_mended(cast: Cast, opening: Opening) -> None:
    _, base, row = a_draft(cast)
    page = opening(cast.district_head)
    page.goto(f"{base}rows/duties/?group=C01")
    page.locator(f"#row-{row} a").click()
    form = page.locator(f"#row-{row} form")
    form.get_by_label("监督", exact=True).select_option("water")
    supervisor = page.locator(f"#beside-{row}-supervisor .wrong")
    expect(supervisor).to_be_visible()
    form.get_by_label("监督", exact=True).select_option("district_governance_centre")
    expect(supervisor).to_have_count(0)
    form.get_by_label(re.compile("时限")).fill("soon")
    form.get_by_label(re.compile("时限")).press("Tab")
    expect(page.locator(f"#beside-{row}-amount .wrong")).to_be_visible()
    form.get_by_role("button", name="保存").click()
    page.wait_for_url(f"**/rows/duties/?group=C01#row-{row}")
    expect(page.locator(f"#row-{row} .wrong")).to_be_visible()
    page.goto(base)
    expect(page.get_by_role("button", name="提出")).to_be_disabled()
    page.locator("table a").first.click()
    page.get_by_label(re.compile("时限")).fill("9")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(f"#row-{row} .wrong")).to_have_count(0)
    page.goto(base)
    page.get_by_role("button", name="提出").click()
    expect(page.locator(".status-line .chip")).to_have_text("已提出")
    assert CharterDraft.objects.get().name == "nanshan-2"


def test_a_duty_is_changed_without_scripts(cast: Cast, opening: Opening) -> None:
    _, base, row = a_draft(cast)
    page = opening(cast.district_head, script=False)
    page.goto(f"{base}rows/duties/?group=C01")
    page.locator(f"#row-{row} a").click()
    page.get_by_label(re.compile("时限")).fill("soon")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(f"#row-{row} .wrong")).to_contain_text("soon")
    page.locator(f"#row-{row} a").click()
    assert "soon" in said(page, row, "amount")
    page.get_by_label(re.compile("时限")).fill("4")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(f"#row-{row}")).to_contain_text("4")
    expect(page.locator(f"#row-{row} .wrong")).to_have_count(0)


def test_everybody_can_use_the_pages_of_charters(cast: Cast, opening: Opening) -> None:
    _, base, row = a_draft(cast)
    page = opening(cast.district_head)
    public = ("/charters/", "/charters/nanshan/", "/charters/nanshan/?q=路灯", "/charters/compare/")
    drafts = ("/charters/drafts/", base, f"{base}rows/duties/", f"{base}rows/duties/?group=C01", f"{base}changes/")
    forms = (f"{base}rows/duties/{row}/", f"{base}rows/kinds/", f"{base}rows/roles/0/", f"{base}rows/charter/")
    for address in (*public, *drafts, *forms):
        page.goto(address)
        assert faults_of(page) == [], address
        fits(page)
