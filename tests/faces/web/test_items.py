"""Service items on pages: what a community offers, handing over and taking back, and the reason why not."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests.cast import SINCE, Cast
from tests.faces.web.conftest import Browsing
from tuoluo.charter.model import Handling
from tuoluo.services.acts import delegate_item, enter_item
from tuoluo.services.models import Delegation, Item
from tuoluo.services.rules import Grant, NewItem, Terms

MEALS = Terms("老人助餐登记", "public_service", Handling.DELEGABLE, name_en="Meals", materials="身份证明", fee="不收费")
LICENCE = Terms("食品经营许可申请", "licence", Handling.RETAINED, category="L93005", note="依据待补")


@pytest.fixture
def items(cast: Cast) -> tuple[Item, Item]:
    by = {"by": cast.district_head, "at": timezone.now(), "valid_from": SINCE}
    meals = enter_item(item=NewItem("FW-001", MEALS), **by)  # type: ignore[arg-type]
    return meals, enter_item(item=NewItem("SJ-001", LICENCE), **by)  # type: ignore[arg-type]


def page(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(cast: Cast, **more: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "provider": str(cast.centre.pk),
        "since": today.isoformat(),
        "until": (today + timedelta(days=300)).isoformat(),
        "basis": "街道会议纪要（试验）",
        "contract": "HT-1",
        **more,
    }


def test_anybody_sees_what_is_offered_and_who_serves_it(cast: Cast, stranger: Client, items: tuple[Item, Item]) -> None:
    grant = Grant(SINCE, SINCE + timedelta(days=700), "街道会议纪要")
    by = {"by": cast.subdistrict_head, "at": timezone.now()}
    delegate_item(items[0], community=cast.near, provider=cast.centre, grant=grant, **by)  # type: ignore[arg-type]
    shown = page(stranger, f"/communities/{cast.near.code}/items/")
    for words in (
        "老人助餐登记",
        cast.centre.name,
        "2026-07-01 – 2028-05-31",
        "身份证明",
        "不收费",
        "街道会议纪要",
        "保留",
    ):
        assert words in shown
    assert "食品经营许可申请" not in page(stranger, f"/communities/{cast.near.code}/items/", handling="delegable")
    assert "没有符合的事项" in page(stranger, f"/communities/{cast.near.code}/items/", q="没有这个")


def test_a_district_without_items_says_so(cast: Cast, stranger: Client) -> None:
    assert "还没有载入" in page(stranger, f"/communities/{cast.near.code}/items/")
    assert stranger.get("/communities/440399001999/items/").status_code == 404


def test_the_catalogue_can_be_taken_along(cast: Cast, stranger: Client, items: tuple[Item, Item]) -> None:
    book = load_workbook(BytesIO(stranger.get("/items.xlsx").content))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]  # type: ignore[union-attr]
    assert rows[0][:3] == ["编码", "名称", "英文名称"]
    assert [row[0] for row in rows[1:]] == ["FW-001", "SJ-001"]


def test_an_item_is_handed_over_and_taken_back_by_forms(
    cast: Cast, browsing: Browsing, items: tuple[Item, Item]
) -> None:
    head = browsing(cast.subdistrict_head)
    address = f"/desk/items/FW-001/delegate/?community={cast.near.code}"
    assert head.post(address, sent(cast)).status_code == 302
    delegation = Delegation.objects.get()
    assert (delegation.provider, delegation.contract) == (cast.centre, "HT-1")
    shown = page(head, "/desk/items/FW-001/", community=cast.near.code)
    assert "进行中" in shown
    again = head.post(address, sent(cast, provider=str(cast.workstation.pk)))
    assert again.status_code == 409
    assert "请先收回" in again.content.decode()
    recalled = {"until": timezone.localdate().isoformat(), "reason": "not_performed"}
    assert head.post(f"/desk/delegations/{delegation.uuid}/recall/", recalled).status_code == 302
    assert not Delegation.objects.on(timezone.localdate()).exists()
    assert "没有按约定履行" in page(head, "/desk/items/FW-001/")


def test_the_page_says_who_cannot_serve_and_why_with_the_charters_basis(
    cast: Cast, browsing: Browsing, items: tuple[Item, Item]
) -> None:
    head = browsing(cast.subdistrict_head)
    shown = page(head, "/desk/items/SJ-001/", community=cast.near.code)
    assert "没有行政主体资格" in shown
    assert "深民函" in shown
    refused = head.post(f"/desk/items/SJ-001/delegate/?community={cast.near.code}", sent(cast))
    assert refused.status_code == 409
    assert "须保留" in refused.content.decode()
    assert not Delegation.objects.exists()


def test_what_is_missing_is_asked_for_again(cast: Cast, browsing: Browsing, items: tuple[Item, Item]) -> None:
    head = browsing(cast.subdistrict_head)
    answer = head.post(f"/desk/items/FW-001/delegate/?community={cast.near.code}", sent(cast, basis=""))
    assert answer.status_code == 422


def test_without_the_right_the_form_is_not_there_and_the_reason_is(
    cast: Cast, browsing: Browsing, items: tuple[Item, Item]
) -> None:
    clerk = browsing(cast.clerk)
    shown = page(clerk, "/desk/items/FW-001/")
    assert "章程没有把" in shown
    assert '<form class="form"' not in shown
    assert clerk.post(f"/desk/items/FW-001/delegate/?community={cast.near.code}", sent(cast)).status_code == 403


def test_the_desk_lists_the_catalogue_and_finds_by_words(
    cast: Cast, browsing: Browsing, items: tuple[Item, Item]
) -> None:
    head = browsing(cast.subdistrict_head)
    assert "食品经营许可申请" in page(head, "/desk/items/")
    assert "食品经营许可申请" not in page(head, "/desk/items/", q="助餐")
    assert browsing(cast.resident).get("/desk/items/").status_code == 403
    assert head.get("/desk/items/NONE/").status_code == 404
