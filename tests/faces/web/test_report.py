"""Reporting on the page: once, by anybody, with a number, a secret link and a name."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from tests.cast import FUMES, RUBBISH, SIDE, SOUTH, WEST, Cast
from tests.faces.web.conftest import Browsing
from tuoluo.bodies.models import Body
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter
from tuoluo.people.models import Contact

WORDS = "楼下的垃圾桶满了，路面也脏"


def form_of(client: Client, cast: Cast, **more: Any) -> dict[str, Any]:
    """What the form sends when somebody has filled in the least."""
    page = client.get("/report/", {"community": cast.near.code}).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    return {"token": token[1], "text": WORDS, "community": cast.near.code, "nature": "help", **more}


def link_in(client: Client) -> str:
    found = re.search(r'id="link">http://testserver([^<]+)<', client.get("/report/done/").content.decode())
    assert found
    return found[1]


def test_anybody_can_report_with_words_and_a_community_alone(cast: Cast, stranger: Client) -> None:
    answer = stranger.post("/report/", form_of(stranger, cast))
    assert (answer.status_code, answer["Location"]) == (302, "/report/done/")
    matter = Matter.objects.get()
    assert (matter.text, matter.reporter, matter.channel, matter.stage) == (WORDS, None, "web", "collected")


def test_the_receipt_shows_number_link_and_who_answers_by_name(cast: Cast, stranger: Client) -> None:
    stranger.post("/report/", form_of(stranger, cast))
    page = stranger.get("/report/done/").content.decode()
    assert Matter.objects.get().number in page
    assert cast.workstation_head.name in page
    assert "工作站站长" in page
    own = stranger.get(link_in(stranger))
    assert own.status_code == 200
    assert WORDS in own.content.decode()


def test_the_link_is_kept_only_as_a_hash(cast: Cast, stranger: Client) -> None:
    stranger.post("/report/", form_of(stranger, cast))
    secret = link_in(stranger).split("/")[2]
    assert len(secret) == 24
    assert secret not in Matter.objects.get().link
    assert all(secret not in record.content for record in Record.objects.all())


def test_sending_the_same_form_twice_reports_once(cast: Cast, stranger: Client) -> None:
    form = form_of(stranger, cast)
    stranger.post("/report/", form)
    first = link_in(stranger)
    stranger.post("/report/", form)
    assert Matter.objects.count() == 1
    assert link_in(stranger) == first


def test_the_same_page_with_other_words_is_another_report(cast: Cast, stranger: Client) -> None:
    form = form_of(stranger, cast)
    stranger.post("/report/", form)
    stranger.post("/report/", {**form, "text": "另一件事"})
    assert Matter.objects.count() == 2


def test_a_contact_is_sealed_and_belongs_to_somebody_without_a_name(cast: Cast, stranger: Client) -> None:
    stranger.post("/report/", form_of(stranger, cast, contact="13800000000"))
    matter = Matter.objects.get()
    assert matter.reporter is not None
    assert matter.reporter.name == ""
    assert Contact.objects.get(person=matter.reporter).value == "13800000000"


def test_a_resident_with_an_account_is_the_reporter(cast: Cast, browsing: Browsing) -> None:
    client = browsing(cast.resident)
    client.post("/report/", form_of(client, cast))
    matter = Matter.objects.get()
    assert matter.reporter_id == cast.resident.person
    assert matter.number in client.get("/account/").content.decode()
    assert WORDS in client.get(f"/account/matters/{matter.number}/").content.decode()


def test_a_clerk_at_the_counter_says_by_which_way_it_came_in(cast: Cast, browsing: Browsing) -> None:
    client = browsing(cast.clerk)
    assert 'name="channel"' in client.get("/report/").content.decode()
    client.post("/report/", form_of(client, cast, channel="telephone", contact="0755-1"))
    matter = Matter.objects.get()
    assert (matter.channel, matter.reporter_id == cast.clerk.person) == ("telephone", False)
    assert Record.objects.get(act="matter.report").body == cast.workstation.pk


def test_a_resident_is_not_asked_for_the_channel(cast: Cast, browsing: Browsing, stranger: Client) -> None:
    for client in (stranger, browsing(cast.resident), browsing(cast.auditor)):
        assert 'name="channel"' not in client.get("/report/").content.decode()


def test_without_words_nothing_is_reported_and_the_page_says_so(cast: Cast, stranger: Client) -> None:
    answer = stranger.post("/report/", form_of(stranger, cast, text="  "))
    assert answer.status_code == 422
    assert "请说明是什么事。" in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_rule_that_refuses_answers_409_with_its_sentence(cast: Cast, stranger: Client) -> None:
    answer = stranger.post("/report/", form_of(stranger, cast, suggested="X99999"))
    assert answer.status_code == 409
    assert "X99999" in answer.content.decode()


def test_a_place_without_a_front_door_is_refused_in_plain_words(cast: Cast, stranger: Client) -> None:
    Body.objects.filter(pk=cast.far_workstation.pk).update(valid_until="2026-07-02")
    answer = stranger.post("/report/", form_of(stranger, cast, community=cast.far.code))
    assert answer.status_code == 409
    assert "海湾社区 尚无统一受理入口" in answer.content.decode()


def test_categories_are_suggested_by_the_words(cast: Cast, stranger: Client) -> None:
    asked = {"community": cast.near.code, "text": "楼下烧烤油烟污染很大"}
    page = stranger.get("/report/suggest/", asked).content.decode()
    assert f'value="{FUMES}"' in page
    assert f'value="{RUBBISH}"' not in page
    assert "radio" not in stranger.get("/report/suggest/", {**asked, "text": "嗯"}).content.decode()


def test_categories_are_suggested_before_the_place_is_known(cast: Cast, stranger: Client) -> None:
    page = stranger.get("/report/suggest/", {"text": "楼下烧烤油烟污染很大", "suggested": FUMES}).content.decode()
    assert f'value="{FUMES}" checked' in page
    assert 'value="" checked' not in page


def test_a_place_chosen_asks_for_the_suggestions_again_and_keeps_the_address(cast: Cast, stranger: Client) -> None:
    answer = stranger.get("/report/place/", {"community": cast.near.code})
    assert answer["HX-Trigger-After-Settle"] == "place-known"
    assert re.search(r'<input[^>]*name="words"[^>]*hx-preserve="true"', answer.content.decode())
    page = stranger.get("/report/").content.decode()
    assert 'hx-trigger="input changed delay:600ms, place-known from:body"' in page


def test_the_whole_catalogue_can_be_chosen_from_before_the_place(cast: Cast, stranger: Client) -> None:
    assert f'<option value="{FUMES}">' in stranger.get("/report/").content.decode()


def test_a_form_that_comes_back_keeps_what_was_chosen(cast: Cast, stranger: Client) -> None:
    form = form_of(stranger, cast, text="楼下烧烤油烟污染很大", suggested=FUMES, community="")
    answer = stranger.post("/report/", form)
    assert answer.status_code == 422
    assert f'value="{FUMES}" checked' in answer.content.decode()


def test_where_i_am_chooses_community_and_cell(cast: Cast, stranger: Client) -> None:
    point = {"lng": str(WEST + SIDE * 0.5), "lat": str(SOUTH + SIDE * 0.9)}
    page = stranger.get("/report/place/", point).content.decode()
    assert f'<option value="{cast.near.code}" selected>' in page
    chosen = re.findall(r'<option value="(\d{15})" selected>', page)
    assert chosen in [[cell.code] for cell in cast.cells]
    outside = stranger.get("/report/place/", {"lng": 120, "lat": 30}).content.decode()
    assert "您不在本区范围内" in outside


def test_nonsense_as_a_point_is_no_point(cast: Cast, stranger: Client) -> None:
    for point in ({"lng": "x", "lat": "1"}, {"lng": "nan", "lat": "nan"}, {"lng": "1e400", "lat": "0"}):
        assert stranger.get("/report/place/", point).status_code == 200


def test_half_a_point_is_refused_with_a_sentence(cast: Cast, stranger: Client) -> None:
    answer = stranger.post("/report/", form_of(stranger, cast, lng="114.0"))
    assert answer.status_code == 422
    assert "须同时有经度和纬度" in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_point_elsewhere_is_refused_with_a_sentence(cast: Cast, stranger: Client) -> None:
    answer = stranger.post("/report/", form_of(stranger, cast, lng="2.35", lat="48.85"))
    assert answer.status_code == 422
    assert "不在本区任何社区内" in answer.content.decode()
    assert not Matter.objects.exists()
