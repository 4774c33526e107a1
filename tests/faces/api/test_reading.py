"""What the API shows, to whom, and at what cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.cast import RUBBISH, SIDE, SOUTH, WEST, Cast
from tests.faces.api.conftest import Caller, Calling
from tests.steps import at_stage, reported
from tuoluo.config.api import api
from tuoluo.ledger.registry import REGISTRY
from tuoluo.matters.rules import Stage
from tuoluo.people.models import ApiToken
from tuoluo.people.tokens import holder, issue, revoke


def test_everybody_sees_where_matters_stand_and_nobody_the_words(cast: Cast, calling: Calling) -> None:
    at_stage(cast, Stage.HANDLING)
    (one,) = calling().get("/matters").body["matters"]
    assert (one["stage"], one["sight"], one["details"]) == ("handling", "public", None)
    assert one["lead"]["id"] == str(cast.office.uuid)


def test_a_body_with_a_part_sees_the_words_one_above_the_place_but_not_the_words(cast: Cast, calling: Calling) -> None:
    reported(cast, category=RUBBISH)
    mine = calling(cast.clerk).get("/matters", mine=True).body["matters"]
    assert mine[0]["sight"] == "words"
    above = calling(cast.dispatcher).get("/matters", mine=True).body["matters"]
    assert (above[0]["sight"], above[0]["details"]["text"]) == ("staff", None)
    assert calling(cast.neighbour_clerk).get("/matters", mine=True).body["matters"] == []
    assert calling().get("/matters", mine=True).body["matters"] == []


def test_a_list_goes_on_where_it_stopped(cast: Cast, calling: Calling) -> None:
    numbers = [reported(cast).number for _ in range(5)]
    first = calling().get("/matters", limit=2).body
    second = calling().get("/matters", limit=2, before=first["next"]).body
    third = calling().get("/matters", limit=2, before=second["next"]).body
    seen = [one["number"] for page in (first, second, third) for one in page["matters"]]
    assert seen == numbers[::-1]
    assert third["next"] is None


def test_lists_are_filtered(cast: Cast, calling: Calling) -> None:
    at_stage(cast, Stage.CLOSED)
    waiting = reported(cast, category=RUBBISH)

    def found(**filters: object) -> list[str]:
        return [one["number"] for one in calling().get("/matters", **filters).body["matters"]]

    assert len(found()) == 2
    assert found(open=True) == found(stage="collected") == found(category=RUBBISH) == [waiting.number]
    assert found(body=str(cast.workstation.uuid)) == [waiting.number]
    assert found(community=cast.far.code) == []
    assert len(found(community=cast.subdistrict.code)) == 2
    assert calling().get("/matters", community="440398").status == 404
    assert calling().get("/matters", limit=1000).status == 422


def test_a_list_costs_the_same_however_long(
    cast: Cast, calling: Calling, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = calling(cast.clerk)
    for count in (1, 4):
        for _ in range(count):
            at_stage(cast, Stage.HANDLING)
        with django_assert_num_queries(6):  # token, post, matters, parts, people, charters
            assert clerk.get("/matters").status == 200


def test_a_board_costs_the_same_however_many_bodies(
    cast: Cast, calling: Calling, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):  # community, charter, bodies, posts, people, subdistrict
        near = calling().get(f"/communities/{cast.near.code}").body
    assert {part: len(bodies) for part, bodies in near["sum"].items()} == {"1": 1, "3": 3, "N": 1}
    workstation = next(body for body in near["sum"]["3"] if body["kind"] == "workstation")
    assert workstation["posts"][0]["person"] == cast.workstation_head.name
    assert RUBBISH in workstation["duties"]["lead"]
    assert cast.cells[0].code in [post["cell"] for post in workstation["posts"]]


def test_names_are_in_the_language_asked_for(cast: Cast, calling: Calling) -> None:
    english = calling(**{"Accept-Language": "en"}).get("/communities").body
    assert english[0]["name"] == "Lychee Garden Community"
    assert calling().get("/communities").body[0]["name"] == "荔园社区"


def test_bodies_are_listed_page_by_page(cast: Cast, calling: Calling) -> None:
    first = calling().get("/bodies", limit=5).body
    rest = calling().get("/bodies", limit=200, after=first["next"]).body
    assert len(first["bodies"]) + len(rest["bodies"]) == 11
    assert rest["next"] is None
    (water,) = calling().get("/bodies", kind="water").body["bodies"]
    assert calling().get(f"/bodies/{water['id']}").body["duties"]["lead"]


def test_a_point_is_located(cast: Cast, calling: Calling) -> None:
    areas = calling().get("/locate", lng=WEST + SIDE / 2, lat=SOUTH + SIDE / 2, datum="CGCS2000").body["areas"]
    assert [area["level"] for area in areas] == ["cell", "community", "subdistrict", "district"]
    assert areas[0]["schematic"] is True
    assert calling().get("/locate", lng=0, lat=0, datum="WGS-84").body["areas"] == []
    assert calling().get("/locate", lng=0, lat=0).status == 422  # the datum must be stated


def test_charter_and_registry_are_told(cast: Cast, calling: Calling) -> None:
    charter = calling().get("/charter").body
    assert (charter["name"], charter["front_door"]) == ("nanshan", "workstation")
    assert any(duty["category"] == "default" for duty in charter["duties"])
    assert {act["name"] for act in calling().get("/acts").body} == set(REGISTRY)


# Who asks


def test_a_token_without_a_post_acts_in_the_post_named(cast: Cast) -> None:
    token = issue(cast.person(cast.clerk))
    assert Caller(token).get("/me").body["acting_post"] is None
    named = Caller(token, **{"X-Acting-Post": str(cast.clerk.post)}).get("/me").body
    assert named["acting_post"] == cast.clerk.post
    assert [post["post"] for post in named["posts"]] == [cast.clerk.post]


@pytest.mark.parametrize("bound", [True, False])
def test_nobody_acts_in_somebody_elses_post(cast: Cast, bound: bool) -> None:
    token = issue(cast.person(cast.clerk), post=cast.clerk.post if bound else None)
    answer = Caller(token, **{"X-Acting-Post": str(cast.secretary.post)}).get("/me")
    assert (answer.status, answer.body["code"]) == (403, "right.post_not_held")


def test_a_post_takes_a_name(cast: Cast, calling: Calling) -> None:
    answer = calling(**{"X-Acting-Post": str(cast.clerk.post)}).get("/me")
    assert (answer.status, answer.body["code"]) == (401, "api.who_are_you")
    assert calling(**{"X-Acting-Post": "mine"}).get("/me").status == 422


def test_a_bad_token_is_never_taken_for_nobody(cast: Cast, calling: Calling) -> None:
    token = issue(cast.person(cast.clerk))
    kept = ApiToken.objects.get()
    assert token not in (kept.hash, kept.last_four)
    assert kept.last_four == token[-4:]
    assert Caller(token).get("/me").status == 200
    revoke(kept)
    for bad in (token, "nonsense", "", "\u00e9"):
        answer = Caller(Authorization=f"Bearer {bad}").get("/me")
        assert (answer.status, answer.body["code"]) == (401, "api.bad_token")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert Caller(Authorization="Basic eDp5").get("/me").status == 401


def test_a_token_ends(cast: Cast) -> None:
    token = issue(cast.person(cast.clerk), days=1)
    assert holder(token) is not None
    assert holder(token, now=timezone.now() + timedelta(days=1, minutes=1)) is None


# The frame


def test_what_does_not_exist_is_told_in_the_same_shape(calling: Calling) -> None:
    answer = calling().get("/nothing")
    assert (answer.status, answer.body["code"]) == (404, "api.not_found")
    answer = calling().post("/charter", {})
    assert (answer.status, answer.body["code"], answer.headers["Allow"]) == (405, "api.wrong_method", "GET")


def test_a_fault_of_ours_is_told_without_its_details(
    cast: Cast, calling: Calling, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("the secret reason")

    monkeypatch.setattr("tuoluo.desk.api.areas_on", broken)
    answer = calling().get("/communities")
    assert (answer.status, answer.body["code"]) == (500, "api.failed")
    assert "secret reason" not in str(answer.body)
    assert "secret reason" in caplog.text


def test_the_page_about_the_api_loads_nothing_from_elsewhere(cast: Cast, calling: Calling) -> None:
    client = calling().client
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "/static/ninja/swagger-ui-bundle" in text
    assert "https://" not in text
    assert "'self'" in page.headers["Content-Security-Policy"]


def test_chinese_is_sent_as_it_is(cast: Cast, calling: Calling) -> None:
    assert "荔园社区".encode() in calling().client.get("/api/v1/communities").content


def test_every_operation_documents_its_refusals() -> None:
    schema = api.get_openapi_schema()
    assert schema["openapi"].startswith("3.1")
    for methods in schema["paths"].values():
        for operation in methods.values():
            assert {"401", "403", "404", "422"} <= set(operation["responses"])
            assert operation["summary"]
            assert {} in operation["security"]
