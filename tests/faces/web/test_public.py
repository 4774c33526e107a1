"""Pages for everybody: home, board, duties, acts, map, and pages that say no."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.cast import Cast
from tests.faces.web.conftest import Browsing
from tests.steps import at_stage, reported
from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.duties import duty_groups, task_counts
from tuoluo.bodies.models import Tenure
from tuoluo.bodies.reads import in_charge
from tuoluo.bodies.ring import broken
from tuoluo.desk.words import ACT_WORDS
from tuoluo.ledger.registry import REGISTRY
from tuoluo.matters.acts import assign
from tuoluo.matters.history import history
from tuoluo.matters.reads import Sight
from tuoluo.matters.rules import Stage
from tuoluo.templatetags.civic import map_label
from tuoluo.territory.models import Area, Level
from tuoluo.territory.picture import centre


def test_home_lists_communities_by_subdistrict(cast: Cast, stranger: Client) -> None:
    page = stranger.get("/").content.decode()
    for name in (cast.subdistrict.name, cast.near.name, cast.far.name):
        assert name in page


@pytest.mark.parametrize("asked", ["荔园", "lychee", "LYCHEE gar", "440399001001"])
def test_home_finds_a_community_by_a_part_of_either_name(cast: Cast, stranger: Client, asked: str) -> None:
    assert stranger.get("/", {"q": asked})["Location"] == f"/communities/{cast.near.code}/"


def test_home_says_when_nothing_is_called_so(cast: Cast, stranger: Client) -> None:
    page = stranger.get("/", {"q": "<b>不存在"}).content.decode()
    assert "没有名为“&lt;b&gt;不存在”的社区" in page


def test_the_board_shows_the_sum_with_everybody_by_name(cast: Cast, stranger: Client) -> None:
    page = stranger.get(f"/communities/{cast.near.code}/").content.decode()
    for body in (cast.core, cast.committee, cast.workstation, cast.centre, cast.society):
        assert body.name in page
    for actor in (
        cast.secretary,
        cast.committee_chair,
        cast.verifier,
        cast.clerk,
        cast.social_worker,
        cast.society_head,
    ):
        assert actor.name in page
    assert cast.cell_leader.name in page
    assert "示意：非官方" in page


def test_a_board_says_what_the_charter_asks_for_and_is_missing(cast: Cast, stranger: Client) -> None:
    assert "章程要求设立而本社区尚缺" in stranger.get(f"/communities/{cast.far.code}/").content.decode()
    assert "章程要求设立而本社区尚缺" not in stranger.get(f"/communities/{cast.near.code}/").content.decode()


def test_duties_add_up_to_what_the_board_counts(cast: Cast, stranger: Client) -> None:
    charter = charter_at(cast.near.stem, cast.near.valid_from)
    tasks = task_counts(charter, cast.near.stem)
    for kind, task in (("workstation", "lead"), ("residents_committee", "verify"), ("party_committee", "evaluate")):
        groups = duty_groups(charter, cast.near.stem, kind=kind, task=task)
        assert sum(len(group.lines) for group in groups) == tasks[kind][task] > 0
        page = stranger.get(f"/communities/{cast.near.code}/duties/", {"kind": kind, "task": task}).content.decode()
        assert page.count('<th scope="row">') == tasks[kind][task]


def test_nobody_verifies_their_own_work_in_the_table(cast: Cast) -> None:
    charter = charter_at(cast.near.stem, cast.near.valid_from)
    for group in duty_groups(charter, cast.near.stem):
        for line in group.lines:
            assert line.duty.verifier != line.duty.lead


def test_every_act_has_words_that_say_what_its_docstring_says() -> None:
    assert set(ACT_WORDS) == set(REGISTRY)
    with translation.override("en"):
        said = {name: str(sentence) for name, (_name, sentence) in ACT_WORDS.items()}
    assert said == {name: spec.summary for name, spec in REGISTRY.items()}


def test_the_page_of_acts_names_who_may(cast: Cast, stranger: Client) -> None:
    page = stranger.get("/acts/").content.decode()
    assert "matter.dispatch" in page
    assert "街道调度员" in page
    assert "任何人" in page


def test_open_matters_are_shown_in_the_middle_of_their_cell(cast: Cast, stranger: Client) -> None:
    reported(cast)
    at_stage(cast, Stage.EVALUATED)
    data = json.loads(stranger.get("/map/points.geojson", {"area": cast.near.code}).content)
    (point,) = data["features"]
    assert point["properties"]["count"] == 1
    assert point["geometry"]["coordinates"] == list(centre(cast.cells[0].boundary or {}))


def test_the_map_is_drawn_without_scripts_and_says_that_it_is_schematic(cast: Cast, stranger: Client) -> None:
    page = stranger.get("/map/").content.decode()
    assert page.count('class="area') == 2
    assert "示意：非官方" in page
    data = json.loads(stranger.get("/map/areas.geojson", {"area": cast.near.code}).content)
    assert [feature["properties"]["schematic"] for feature in data["features"]] == [True, True]


def test_english_throughout(cast: Cast, stranger: Client) -> None:
    reported(cast)
    stranger.post("/i18n/setlang/", {"language": "en", "next": "/"})
    for address in ("/", f"/communities/{cast.near.code}/", "/report/", "/follow/", "/map/", "/accounts/login/"):
        page = stranger.get(address).content.decode()
        assert '<html lang="en">' in page
        assert "陀螺" not in page
    board = stranger.get(f"/communities/{cast.near.code}/").content.decode()
    for shown in ("Lychee Garden Community", "Lychee Garden Workstation", "Head of the Workstation", "leads"):
        assert shown in board


def test_large_type_is_remembered(cast: Cast, stranger: Client) -> None:
    answer = stranger.post("/reading/", {"next": "/follow/?number=1"})
    assert answer["Location"] == "/follow/?number=1"
    assert 'class="large"' in stranger.get("/").content.decode()
    stranger.post("/reading/", {"next": "/"})
    assert 'class="large"' not in stranger.get("/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/x", "//evil.example", "javascript:alert(1)"])
def test_switches_lead_nowhere_else(cast: Cast, stranger: Client, target: str) -> None:
    location = stranger.post("/reading/", {"next": target})["Location"]
    assert location.startswith("/")
    assert not location.startswith("//")


def test_what_is_not_there_is_said_in_plain_words(cast: Cast, stranger: Client) -> None:
    for address in ("/nothing/", "/communities/999999999999/", f"/communities/{cast.near.code}/matters/secret/"):
        answer = stranger.get(address)
        assert answer.status_code == 404
        assert "回到首页" in answer.content.decode()


def test_a_page_that_breaks_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("tuoluo.desk.web.areas_on", lambda *_args: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "我们这边出错了" in answer.content.decode()


def test_nobody_is_asked_for_an_address_they_never_gave(cast: Cast, stranger: Client) -> None:
    page = stranger.get("/accounts/password/reset/").content.decode()
    assert "tuoluo person account" in page
    assert 'type="email"' not in page
    assert stranger.post("/accounts/password/reset/", {"email": "a@example.org"}).status_code == 405
    assert "/accounts/password/reset/" not in stranger.get("/accounts/login/").content.decode()


def test_nor_when_the_password_is_changed(cast: Cast, browsing: Browsing) -> None:
    client = browsing(cast.resident)
    for address in ("/accounts/password/change/", "/accounts/reauthenticate/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "/accounts/password/reset/" not in answer.content.decode()
        assert "忘了密码？请找本社区工作站" in answer.content.decode()


def test_the_history_names_the_person_in_charge(cast: Cast) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    assign(matter, by=cast.dispatcher, at=timezone.now(), post=matter.accountable_post)
    charter = charter_at(matter.community.stem, date(2026, 11, 1))
    facts = [fact for step in history(matter, charter, Sight.PUBLIC) for fact in step.facts]
    named = [str(fact.value) for fact in facts if str(fact.label) == "负责人"]
    assert in_charge(matter.accountable_post, timezone.localdate()).name in named
    Tenure.objects.filter(post=matter.accountable_post).update(until="2026-01-01", since="2026-01-01")
    facts = [fact for step in history(matter, charter, Sight.PUBLIC) for fact in step.facts]
    assert "岗位" in [str(fact.label) for fact in facts]
    assert "负责人" not in [str(fact.label) for fact in facts]


def test_a_cell_on_a_map_is_called_by_its_number() -> None:
    cell = Area(level=Level.CELL, code="440305001012", name="近海社区第07网格", name_en="Near Cell 07")
    assert map_label(cell) == "07"
    assert map_label(Area(level=Level.CELL, code="440305001001012", name="近海社区全域网格")) == "12"
    assert map_label(Area(level=Level.COMMUNITY, code="440305001001", name="近海社区")) == "近海"


def test_names_on_the_ring_are_broken_at_spaces_unless_chinese() -> None:
    assert broken("Lüneburg Neighbourhood Association", 8) == ["Lüneburg", "Neighbourhood", "Association"]
    long = broken("One Very Long Name of an Association for the Care of the Elderly and of Children", 8)
    assert long == ["One Very Long", "Name of an", "Association for", "the Care of the…"]
    assert broken("近海社区综合党委会", 8) == ["近海社区综", "合党委会"]
    assert broken("近" * 33, 8)[-1].endswith("…")
