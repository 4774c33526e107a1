"""What was closed before a reform is read as before, though the body that did it has ended."""

from __future__ import annotations

from django.test import Client

from tests.acts.reform.test_apply import with_category
from tests.cast import LITTER, Cast
from tests.faces.web.conftest import Browsing
from tests.reforms import applied, planned
from tests.steps import at_stage
from tuoluo.bodies.charters import charter_named
from tuoluo.bodies.reads import people_in_charge
from tuoluo.matters.rules import Stage
from tuoluo.reform.models import Reform


def test_every_page_that_shows_it_still_opens(cast: Cast, browsing: Browsing) -> None:
    closed = at_stage(cast, Stage.CLOSED)
    litter = with_category(cast, Stage.CLOSED, LITTER)
    applied(cast, planned(cast, charter_named("shekou")))
    assert Reform.objects.get().stage == "applied"
    for matter in (closed, litter):
        matter.refresh_from_db()
        page = Client().get(f"/follow/{matter.number}/")
        assert page.status_code == 200
    for address in ("", "matters/closed/", "matters/on_time/", "matters/all/", "duties/", "items/"):
        assert Client().get(f"/communities/{cast.near.code}/{address}").status_code == 200, address
    for actor in (cast.secretary, cast.subdistrict_head, cast.committee_chair):
        for tray in ("", "?whose=ours", "?whose=ours&tray=evaluate"):
            assert browsing(actor).get(f"/desk/{tray}").status_code == 200, (actor.name, tray)


def test_the_last_holder_is_named_for_a_post_of_a_body_that_ended(cast: Cast) -> None:
    from django.utils import timezone

    post, person = cast.post(cast.clerk), cast.person(cast.clerk)
    applied(cast, planned(cast, charter_named("shekou")))
    assert people_in_charge([post], timezone.localdate())[post.pk] == person
