"""Reporting through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import RUBBISH, SIDE, SOUTH, WEST, Cast
from tests.faces.api.conftest import Calling
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter
from tuoluo.people.models import ApiAnswer, Contact
from tuoluo.territory.datum import convert

KEY = "0b6c2f0e-0d3f-4c1c-9a3e-5d6a3a1b7c11"


def rubbish(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"text": "荔园路口的垃圾没人收", "community": cast.near.code, "category": RUBBISH, **more}


def test_anybody_may_report_and_learns_who_answers(cast: Cast, calling: Calling) -> None:
    answer = calling().post("/matters", rubbish(cast))
    assert answer.status == 201
    matter = Matter.objects.get()
    assert answer.body["number"] == matter.number
    accountable = answer.body["matter"]["accountable"]
    assert accountable["body"]["id"] == str(cast.workstation.uuid)
    assert accountable["person"] == cast.workstation_head.name
    assert matter.reporter is None
    assert Record.objects.get(act="matter.report").subject_id == matter.pk


def test_the_secret_link_opens_the_words(cast: Cast, calling: Calling) -> None:
    told = calling().post("/matters", rubbish(cast, place="荔园路 3 号")).body
    shown = calling(**{"X-Matter-Link": told["link"]}).get(f"/matters/{told['number']}").body
    assert shown["sight"] == "words"
    assert shown["details"]["text"] == "荔园路口的垃圾没人收"
    assert shown["details"]["place"] == "荔园路 3 号"


def test_the_number_alone_does_not(cast: Cast, calling: Calling) -> None:
    told = calling().post("/matters", rubbish(cast)).body
    shown = calling().get(f"/matters/{told['number']}").body
    assert shown["sight"] == "public"
    assert shown["details"] is None
    assert "垃圾没人收" not in str(shown)


def test_a_wrong_link_is_refused(cast: Cast, calling: Calling) -> None:
    told = calling().post("/matters", rubbish(cast)).body
    answer = calling(**{"X-Matter-Link": "x" * 24}).get(f"/matters/{told['number']}")
    assert (answer.status, answer.body["code"]) == (403, "right.wrong_link")


def test_a_point_finds_its_community_whatever_its_datum(cast: Cast, calling: Calling) -> None:
    lng, lat = convert(WEST + SIDE * 1.5, SOUTH + SIDE / 2, "CGCS2000", "GCJ-02")
    told = {"text": "路灯坏了", "lng": float(lng), "lat": float(lat), "datum": "GCJ-02"}
    answer = calling().post("/matters", told)
    assert answer.body["matter"]["community"]["code"] == cast.far.code
    matter = Matter.objects.get()
    assert matter.cell in cast.far_cells
    assert matter.lng == pytest.approx(WEST + SIDE * 1.5, abs=1e-6)


def test_the_community_named_counts_when_the_point_lies_elsewhere(cast: Cast, calling: Calling) -> None:
    answer = calling().post("/matters", rubbish(cast, lng=WEST + SIDE * 1.5, lat=SOUTH + SIDE / 2, datum="CGCS2000"))
    assert answer.status == 201
    matter = Matter.objects.get()
    assert (matter.community, matter.cell) == (cast.near, None)


@pytest.mark.parametrize(
    ("told", "status", "code"),
    [
        ({"text": "x"}, 409, "api.place_missing"),
        ({"text": "x", "lng": 0.0, "lat": 0.0}, 409, "api.nowhere"),
        ({"text": "x", "community": "440399009009"}, 404, "api.not_found"),
        ({"text": "x", "community": "440399001000"}, 404, "api.not_found"),  # a subdistrict is no community
        ({"text": "  ", "community": "440399001001"}, 409, "matter.text_missing"),
        ({"text": "x", "community": "440399001001", "category": "X1"}, 409, "matter.unknown_category"),
        ({"text": "a\x00b", "community": "440399001001"}, 422, "api.invalid"),
        ({"community": "440399001001"}, 422, "api.invalid"),
        ({"text": "x", "lng": "113.9", "lat": 22.5}, 422, "api.invalid"),
        ({"text": "x", "community": "440399001001", "channel": "file"}, 422, "api.invalid"),
        ("{", 422, "api.invalid"),
        ('{"text": "\\ud800", "community": "440399001001"}', 422, "api.invalid"),
    ],
)
def test_what_cannot_be_taken_in_is_refused(cast: Cast, calling: Calling, told: Any, status: int, code: str) -> None:
    answer = calling().post("/matters", told)
    assert (answer.status, answer.body["code"]) == (status, code)
    assert set(answer.body) == {"code", "message", "basis", "facts"}
    assert not Matter.objects.exists()


def test_a_contact_is_sealed_and_belongs_to_a_person_without_a_name(cast: Cast, calling: Calling) -> None:
    answer = calling().post("/matters", rubbish(cast, contact="13800000000"))
    contact = Contact.objects.get()
    assert contact.value == "13800000000"
    assert contact.person.name == ""
    assert "13800000000" not in str(answer.body)


def test_a_resident_with_a_token_is_the_reporter(cast: Cast, calling: Calling) -> None:
    calling(cast.resident).post("/matters", rubbish(cast))
    assert Matter.objects.get().reporter_id == cast.resident.person


# The same request twice


def test_a_repeated_request_reports_once_and_answers_the_same(cast: Cast, calling: Calling) -> None:
    first = calling().post("/matters", rubbish(cast), Idempotency_Key=KEY)
    again = calling().post("/matters", rubbish(cast), Idempotency_Key=KEY)
    assert first.body == again.body
    assert (first.status, again.status) == (201, 201)
    assert Matter.objects.count() == 1
    assert Record.objects.filter(act="matter.report").count() == 1


def test_the_kept_answer_does_not_show_the_secret_link(cast: Cast, calling: Calling) -> None:
    link = calling().post("/matters", rubbish(cast), Idempotency_Key=KEY).body["link"]
    assert ApiAnswer.objects.extra(where=["answer LIKE %s"], params=[f"%{link}%"]).count() == 0
    assert link in ApiAnswer.objects.get().answer


def test_the_same_key_for_something_else_is_refused(cast: Cast, calling: Calling) -> None:
    calling().post("/matters", rubbish(cast), Idempotency_Key=KEY)
    answer = calling().post("/matters", rubbish(cast, text="别的"), Idempotency_Key=KEY)
    assert (answer.status, answer.body["code"]) == (422, "api.key_used")
    assert Matter.objects.count() == 1


def test_another_person_may_use_the_same_key(cast: Cast, calling: Calling) -> None:
    calling(cast.resident).post("/matters", rubbish(cast), Idempotency_Key=KEY)
    answer = calling(cast.other_resident).post("/matters", rubbish(cast, text="别的"), Idempotency_Key=KEY)
    assert answer.status == 201


def test_a_refused_request_may_be_repeated_with_its_key(cast: Cast, calling: Calling) -> None:
    calling().post("/matters", rubbish(cast, text=" "), Idempotency_Key=KEY)
    assert calling().post("/matters", rubbish(cast), Idempotency_Key=KEY).status == 201


def test_a_key_that_others_could_guess_is_refused(cast: Cast, calling: Calling) -> None:
    assert calling().post("/matters", rubbish(cast), Idempotency_Key="1").status == 422


def test_a_log_in_needs_the_csrf_token(cast: Cast, django_user_model: Any) -> None:
    account = django_user_model.objects.create_user("lin", password="correct horse battery")
    person = cast.person(cast.resident)
    person.account = account
    person.save()
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)
    answer = client.post("/api/v1/matters", rubbish(cast), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "api.csrf")
    assert client.get("/api/v1/me").json()["person"] == cast.resident.name


def test_a_body_too_large_is_refused_and_not_our_failure(cast: Cast, calling: Calling) -> None:
    answer = calling().post("/matters", rubbish(cast, text="长" * 2_700_000))
    assert (answer.status, answer.body["code"]) == (413, "api.too_large")


def test_json_nested_without_end_is_refused(cast: Cast, calling: Calling) -> None:
    answer = calling().post("/matters", "[" * 100_000)
    assert answer.status in (400, 422)


def test_strangers_share_one_space_of_keys_and_no_address_is_kept(cast: Cast, calling: Calling) -> None:
    told = rubbish(cast)
    first = calling().post("/matters", told, Idempotency_Key=KEY)
    again = calling().post("/matters", told, Idempotency_Key=KEY)
    other = calling().post("/matters", rubbish(cast, text="另一件事"), Idempotency_Key=KEY)
    assert first.body == again.body
    assert (other.status, other.body["code"]) == (422, "api.key_used")
    assert ApiAnswer.objects.get().caller == "anybody"
