"""Reading a charter and two side by side, as anybody may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast
from tuoluo.bodies.charters import charter_named
from tuoluo.charter.write import write_charter


@pytest.fixture
def other(cast: Cast) -> Iterator[str]:
    """A second charter in the deployment: the committee leads what the workstation led, and has a day more."""
    nanshan = charter_named("nanshan")
    duties = tuple(
        replace(duty, lead="residents_committee", supervisor="workstation", assistants=())
        if duty.category == "default"
        else duty
        for duty in nanshan.duties
    )
    folder = settings.HOME.charters / "other"
    write_charter(replace(nanshan, name="other", version="2", duties=duties), folder)
    yield "other"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def test_the_list_says_which_area_is_under_which_charter(cast: Cast, stranger: Client) -> None:
    page = stranger.get("/charters/").content.decode()
    assert "试验区" in page
    assert "/charters/nanshan/" in page
    assert charter_named("nanshan").digest[:16] in page


def test_a_charter_is_read_with_its_sum_its_rights_and_its_rules(cast: Cast, stranger: Client) -> None:
    page = stranger.get("/charters/nanshan/").content.decode()
    for words in ("社区综合党委", "自治", "格长", "供水井盖", "依据", "5 个工作日", "由行政机关"):
        assert words in page, words


def test_a_rule_is_found_by_name_by_code_and_by_the_words_of_residents(cast: Cast, stranger: Client) -> None:
    for asked in ("供水井盖", "C01001", "c01001"):
        page = stranger.get("/charters/nanshan/", {"q": asked}).content.decode()
        assert "供水井盖" in page
        assert "油烟污染" not in page
    assert "没有" in stranger.get("/charters/nanshan/", {"q": "没有这样的类别"}).content.decode()


def test_the_part_of_a_page_is_enough_for_a_search_while_typing(cast: Cast, stranger: Client) -> None:
    answer = stranger.get("/charters/nanshan/", {"q": "井盖"}, headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert "供水井盖" in answer.content.decode()


def test_what_one_body_does(cast: Cast, stranger: Client) -> None:
    page = stranger.get("/charters/nanshan/", {"kind": "water", "task": "lead"}).content.decode()
    assert "供水井盖" in page
    assert "广场舞" not in page


@pytest.mark.parametrize("name", ["nowhere", "..", "%2e%2e%2fnanshan", "nanshan.toml"])
def test_what_is_no_charter_is_not_found(cast: Cast, stranger: Client, name: str) -> None:
    assert stranger.get(f"/charters/{name}/").status_code == 404


def test_two_charters_side_by_side_tell_only_what_differs(cast: Cast, stranger: Client, other: str) -> None:
    page = stranger.get("/charters/compare/", {"a": "nanshan", "b": other}).content.decode()
    assert "主办" in page
    assert "社区工作站" in page
    assert "供水井盖" not in page, "what is alike is left out"
    same = stranger.get("/charters/compare/", {"a": "nanshan", "b": "nanshan"}).content.decode()
    assert "两份章程内容相同" in same


def test_a_charter_with_errors_is_listed_as_such_and_not_read(cast: Cast, stranger: Client, other: str) -> None:
    file = settings.HOME.charters / other / "duties.csv"
    file.write_text("category,lead\ndefault,nobody_knows\n", encoding="utf-8")
    assert "无法运行" in stranger.get("/charters/").content.decode()
    assert stranger.get(f"/charters/{other}/").status_code == 404
