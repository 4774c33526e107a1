"""Setting a district up before anybody is in office, and how that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.cast import SINCE, Cast
from tests.steps import at_stage, moment, refused
from tuoluo.bodies import authority
from tuoluo.bodies.acts import adopt_charter, establish_body, fill_post
from tuoluo.bodies.authority import FOUNDER
from tuoluo.bodies.charters import charter_at, charter_named
from tuoluo.bodies.models import CharterInForce, Tenure
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import REGISTRY, OpenTo
from tuoluo.matters import acts
from tuoluo.matters.rules import Stage
from tuoluo.people.acts import enter_person

DAY = moment(0).date()


def test_once_the_head_is_in_office_founding_is_over(cast: Cast) -> None:
    assert authority.governed(DAY)
    refused("right.founding_is_over", enter_person, by=FOUNDER, at=moment(0), name="某人")
    refused(
        "right.founding_is_over",
        fill_post,
        cast.post(cast.clerk),
        by=FOUNDER,
        at=moment(0),
        person=cast.person(cast.auditor),
        since=DAY,
    )


def test_before_that_the_founder_sets_up_and_the_record_says_so(cast: Cast) -> None:
    Tenure.objects.filter(post=cast.district_head.post).update(until=DAY)
    body = establish_body(by=FOUNDER, at=moment(0), kind="local_unit", name="某单位", area=cast.near, valid_from=SINCE)
    entry = Record.objects.last()
    assert entry is not None
    assert (entry.subject_id, entry.person, entry.post, entry.body) == (body.pk, None, None, None)


def test_a_founder_never_touches_a_matter(cast: Cast) -> None:
    Tenure.objects.filter(post=cast.district_head.post).update(until=DAY)
    matter = at_stage(cast, Stage.REPORTED_BACK)
    refused("right.not_for_founding", acts.close, matter, by=FOUNDER, at=moment(60))
    refused("right.not_for_founding", acts.withdraw, matter, by=FOUNDER, at=moment(60))


def test_founding_covers_no_act_of_daily_work() -> None:
    assert all(REGISTRY[name].open_to is OpenTo.NOBODY for name in authority.FOUNDING_ACTS)
    assert not [name for name in authority.FOUNDING_ACTS if name.startswith(("matter.", "contact."))]


def test_being_called_founder_is_of_no_use_in_office(cast: Cast) -> None:
    """A role of that name in a post would be the founder's door: it opens nothing once somebody governs."""
    pretender = Actor(person=cast.clerk.person, post=cast.clerk.post, role="founder", body=cast.workstation.pk)
    refused("right.founding_is_over", enter_person, by=pretender, at=moment(0), name="某人")


def test_a_charter_follows_the_one_before_on_its_day(cast: Cast) -> None:
    later = date(2026, 9, 1)
    adopted = adopt_charter(cast.district, by=cast.district_head, at=moment(0), name="nanshan", valid_from=later)
    assert adopted.digest == charter_named("nanshan").digest
    terms = list(CharterInForce.objects.order_by("valid_from").values_list("valid_from", "valid_until"))
    assert terms == [(SINCE, later), (later, None)]
    assert charter_at(cast.near.stem, DAY).name == "nanshan"


def test_only_who_governs_adopts_a_charter(cast: Cast) -> None:
    adopt = {"at": moment(0), "name": "nanshan", "valid_from": DAY}
    refused("right.not_in_role", adopt_charter, cast.district, by=cast.subdistrict_head, **adopt)
    refused("right.needs_post", adopt_charter, cast.district, by=cast.resident, **adopt)


def test_no_charter_no_rights(cast: Cast) -> None:
    CharterInForce.objects.all().delete()
    refused("charter.none_in_force", enter_person, by=cast.district_head, at=moment(0), name="某人")


@pytest.mark.parametrize("change", ["person", "body", "post"])
def test_an_actor_that_does_not_hold_the_post_it_names_has_no_right(cast: Cast, change: str) -> None:
    other: Any = {"person": cast.resident.person, "body": cast.core.pk, "post": cast.secretary.post}[change]
    forged = replace(cast.workstation_head, **{change: other})
    refused("right.post_not_held", enter_person, by=forged, at=moment(0), name="某人")


def test_a_role_that_an_actor_claims_is_the_one_of_the_post(cast: Cast) -> None:
    """The auditor's post gives no right, whatever role the actor says it has."""
    forged = replace(cast.auditor, role="district_head")
    refused("right.post_not_held", enter_person, by=forged, at=moment(0), name="某人")
    wider = replace(cast.workstation_head, area=cast.district.stem)
    post = cast.post(cast.neighbour_clerk)
    person = cast.person(cast.auditor)
    refused("right.post_not_held", fill_post, post, by=wider, at=moment(0), person=person, since=DAY)
