"""A page asks the database equally often, however much there is to show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.faces.web.conftest import Browsing
from tests.steps import at_stage
from tuoluo.bodies.acts import create_post, establish_body, fill_post
from tuoluo.matters.rules import Stage
from tuoluo.people.acts import enter_person


def grow(cast: Cast) -> None:
    """More of everything: matters at every stage, organisations with people."""
    for stage in Stage:
        at_stage(cast, stage)
        at_stage(cast, stage)
    now = timezone.now()
    today = timezone.localdate(now)
    for number in range(3):
        body = establish_body(
            by=cast.district_head,
            at=now,
            kind="social_organisation",
            name=f"协会 {number}",
            area=cast.near,
            valid_from=today,
        )
        post = create_post(by=cast.district_head, at=now, body=body, role="organisation_head", valid_from=today)
        person = enter_person(by=cast.registrar, at=now, name=f"会长 {number}")
        fill_post(post, by=cast.district_head, at=now, person=person, since=today)


def queries(client: Client, address: str) -> int:
    """How often a page asks."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 8),
        ("/communities/{code}/", 15),
        ("/communities/{code}/duties/", 3),
        ("/communities/{code}/matters/all/", 7),
        ("/map/", 6),
        ("/communities/{code}/items/", 8),
        ("/communities/{code}/tasks/", 9),
        ("/tasks/", 9),
    ],
)
def test_a_public_page(cast: Cast, stranger: Client, address: str, most: int) -> None:
    asked = address.format(code=cast.near.code)
    at_stage(cast, Stage.HANDLING)
    few = queries(stranger, asked)
    grow(cast)
    assert queries(stranger, asked) == few <= most


def test_the_inbox(cast: Cast, browsing: Browsing) -> None:
    clerk = browsing(cast.clerk)
    at_stage(cast, Stage.COLLECTED)
    few = queries(clerk, "/desk/?whose=ours&tray=register")
    grow(cast)
    assert queries(clerk, "/desk/?whose=ours&tray=register") == few <= 21


def test_the_page_of_a_matter(cast: Cast, browsing: Browsing) -> None:
    dispatcher = browsing(cast.dispatcher)
    matter = at_stage(cast, Stage.HANDLING)
    few = queries(dispatcher, f"/desk/matters/{matter.number}/")
    grow(cast)
    assert queries(dispatcher, f"/desk/matters/{matter.number}/") == few <= 45
