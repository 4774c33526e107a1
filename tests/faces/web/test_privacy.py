"""Who sees how much of a matter: the public, staff above, the bodies with a part in it, and whoever reported it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.faces.web.conftest import Browsing
from tests.steps import TEXT, at_stage, reported
from tuoluo.matters.acts import Place, new_link
from tuoluo.matters.models import Matter
from tuoluo.matters.reads import Sight, sight_of, visible_to
from tuoluo.matters.rules import Stage

PLACE = "荔园路 7 号 3 栋 502"


@pytest.fixture
def matter(cast: Cast) -> Matter:
    place = Place(cast.near, cast.cells[0], PLACE, 113.9123456, 22.5123456)
    return at_stage(cast, Stage.EVALUATED, place=place, contact="13812345678")


def test_the_public_page_has_no_words_no_place_and_no_reporter(cast: Cast, stranger: Client, matter: Matter) -> None:
    for address in (f"/follow/{matter.number}/", f"/communities/{cast.near.code}/", "/map/points.geojson"):
        page = stranger.get(address).content.decode()
        for secret in (TEXT, PLACE, cast.resident.name, "13812345678", "113.9123456", "已清运", "现场干净"):
            assert secret not in page, (address, secret)


def test_the_public_page_shows_how_far_it_is_and_who_did_what(cast: Cast, stranger: Client, matter: Matter) -> None:
    page = stranger.get(f"/follow/{matter.number}/").content.decode()
    for shown in (matter.number, cast.clerk.name, cast.office.name, cast.verifier.name, "已核查结案", "反映人"):
        assert shown in page


def test_a_neighbours_clerk_may_not_open_it(cast: Cast, browsing: Browsing, matter: Matter) -> None:
    answer = browsing(cast.neighbour_clerk).get(f"/desk/matters/{matter.number}/")
    assert answer.status_code == 403
    assert TEXT not in answer.content.decode()
    acted = browsing(cast.neighbour_clerk).post(f"/desk/matters/{matter.number}/matter.reopen/", {"reason": "x"})
    assert acted.status_code == 403


def test_a_body_above_sees_the_place_but_not_the_words(cast: Cast, browsing: Browsing, matter: Matter) -> None:
    page = browsing(cast.water_officer).get(f"/desk/matters/{matter.number}/").content.decode()
    assert PLACE in page
    for secret in (TEXT, cast.resident.name, "13812345678"):
        assert secret not in page


@pytest.mark.parametrize("name", ["clerk", "dispatcher", "verifier", "secretary"])
def test_bodies_with_a_part_in_it_read_the_words(cast: Cast, browsing: Browsing, matter: Matter, name: str) -> None:
    page = browsing(getattr(cast, name)).get(f"/desk/matters/{matter.number}/").content.decode()
    assert TEXT in page
    assert PLACE in page
    assert "13812345678" not in page


def test_nobody_at_all_is_sent_to_the_log_in(cast: Cast, stranger: Client, matter: Matter) -> None:
    answer = stranger.get(f"/desk/matters/{matter.number}/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_another_resident_does_not_find_it_among_their_own(cast: Cast, browsing: Browsing, matter: Matter) -> None:
    assert browsing(cast.other_resident).get(f"/account/matters/{matter.number}/").status_code == 404
    assert browsing(cast.resident).get(f"/account/matters/{matter.number}/").status_code == 200


def test_a_wrong_link_opens_nothing(cast: Cast, stranger: Client, matter: Matter) -> None:
    assert stranger.get("/my/AAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_a_number_with_a_wrong_digit_or_year_is_not_found(cast: Cast, stranger: Client, matter: Matter) -> None:
    year, number, check = matter.number.split("-")
    wrong = f"{year}-{number}-{(int(check) + 1) % 10}"
    assert stranger.get("/follow/", {"number": wrong}).status_code == 404
    assert stranger.get(f"/follow/{wrong}/").status_code == 404
    assert stranger.get("/follow/", {"number": f" {year}{number}{check} "})["Location"] == f"/follow/{matter.number}/"


def test_a_look_at_the_contact_is_shown_once_and_told_to_the_reporter(cast: Cast, browsing: Browsing) -> None:
    link = new_link()
    matter = reported(cast, contact="13812345678", link=link)
    clerk = browsing(cast.clerk)
    address = f"/desk/matters/{matter.number}/"
    assert clerk.post(f"{address}contact.read/", {"reason": "核实地点"}).status_code == 302
    assert "13812345678" in clerk.get(address).content.decode()
    assert "13812345678" not in clerk.get(address).content.decode()
    own = Client().get(f"/my/{link}/").content.decode()
    assert "核实地点" in own
    assert cast.clerk.name in own


def test_what_a_reporter_says_later_is_for_bodies_with_a_part_only(cast: Cast, browsing: Browsing) -> None:
    link = new_link()
    matter = at_stage(cast, Stage.CLOSED, link=link)
    Client().post(f"/my/{link}/matter.reopen/", {"reason": "502 房的李阿姨说还是脏"})
    address = f"/desk/matters/{matter.number}/"
    assert "李阿姨" in browsing(cast.dispatcher).get(address).content.decode()
    assert "李阿姨" not in browsing(cast.water_officer).get(address).content.decode()


def test_lists_and_single_pages_follow_one_rule(cast: Cast) -> None:
    """Every actor, every matter: being in `visible_to` and having more than a public sight are the same."""
    for stage in (Stage.COLLECTED, Stage.HANDLING, Stage.EVALUATED):
        at_stage(cast, stage)
    reported(cast, by=cast.other_resident, place=Place(cast.far, cast.far_cells[0]))
    actors = [value for value in vars(cast).values() if hasattr(value, "acting_body")]
    assert len(actors) > 15
    for actor in actors:
        seen = set(visible_to(actor).values_list("pk", flat=True))
        for matter in Matter.objects.all():
            assert (matter.pk in seen) == (sight_of(matter, actor) is not Sight.PUBLIC), (actor, matter)


def test_pages_carry_a_strict_content_policy(cast: Cast, stranger: Client, browsing: Browsing) -> None:
    policy = stranger.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert browsing(cast.clerk).get("/desk/").headers["Cache-Control"] == "private, no-store"


def test_no_page_has_inline_scripts_or_styles(cast: Cast, browsing: Browsing, matter: Matter) -> None:
    client = browsing(cast.clerk)
    for address in ("/", f"/communities/{cast.near.code}/", "/report/", "/desk/", f"/desk/matters/{matter.number}/"):
        page = client.get(address).content.decode()
        assert "style=" not in page
        assert "<script>" not in page
        assert " onclick" not in page
