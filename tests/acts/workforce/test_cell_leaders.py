"""One cell, one leader: at every moment, through every change of person and of body."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import SINCE, Cast
from tests.steps import moment, refused, reported
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.bodies.reads import in_charge, leader_post
from tuoluo.people.models import Person
from tuoluo.workforce.acts import appoint_leader

DAY = moment(0).date()


def appoint(cast: Cast, person: Person, body: Body, since: date = DAY, **more: Any) -> None:
    cell = more.pop("cell", cast.cells[0])
    appoint_leader(cell, by=more.pop("by", cast.subdistrict_head), at=moment(0), person=person, body=body, since=since)


def leaders(cast: Cast, day: date) -> list[str]:
    posts = Post.objects.on(day).filter(cell=cast.cells[0])
    return [tenure.person.name for tenure in Tenure.objects.on(day).filter(post__in=posts)]


def test_the_next_leader_takes_over_on_the_day(cast: Cast) -> None:
    appoint(cast, Person.objects.create(name="新格长"), cast.workstation)
    assert leaders(cast, DAY - timedelta(days=1)) == ["葛长"]
    assert leaders(cast, DAY) == ["新格长"]


def test_a_leader_from_another_body_takes_the_seat_along(cast: Cast) -> None:
    appoint(cast, Person.objects.create(name="居委委员"), cast.committee)
    post = leader_post(cast.cells[0], DAY)
    assert post is not None
    assert (post.body, in_charge(post, DAY).name) == (cast.committee, "居委委员")
    assert leaders(cast, DAY) == ["居委委员"]
    assert leaders(cast, DAY - timedelta(days=1)) == ["葛长"]
    assert Post.objects.filter(cell=cast.cells[0]).count() == 2


def test_what_the_old_leader_answered_for_falls_to_the_head_of_that_body(cast: Cast) -> None:
    matter = reported(cast)
    appoint(cast, Person.objects.create(name="居委委员"), cast.committee)
    matter.refresh_from_db()
    assert matter.accountable_body == cast.workstation
    assert in_charge(matter.accountable_post, DAY).pk == cast.workstation_head.person


def test_what_comes_next_in_the_cell_goes_to_the_front_doors_head(cast: Cast) -> None:
    """The leader sits in the committee now, and the workstation answers."""
    appoint(cast, Person.objects.create(name="居委委员"), cast.committee)
    assert reported(cast).accountable_post_id == cast.workstation_head.post


def test_there_is_a_leader_on_every_day_through_many_changes(cast: Cast) -> None:
    for number, body in enumerate([cast.committee, cast.workstation, cast.workstation, cast.committee]):
        appoint(cast, Person.objects.create(name=f"第{number}任"), body, DAY + timedelta(days=7 * number))
    for offset in range((DAY - SINCE).days + 60):
        assert len(leaders(cast, SINCE + timedelta(days=offset))) == 1


def test_a_leader_for_a_day_before_the_one_in_office_began_is_refused(cast: Cast) -> None:
    later = timezone.localdate() + timedelta(days=60)
    appoint(cast, Person.objects.create(name="将来格长"), cast.workstation, later)
    for body in (cast.workstation, cast.committee):
        refused(
            "post.already_held", appoint, cast, Person.objects.create(name="插队"), body, later - timedelta(days=30)
        )
    assert leaders(cast, later - timedelta(days=1)) == ["葛长"]
    assert leaders(cast, later) == ["将来格长"]


def test_a_leader_is_not_appointed_for_the_past(cast: Cast) -> None:
    person = Person.objects.create(name="倒签")
    refused("post.backdated", appoint, cast, person, cast.workstation, DAY - timedelta(days=1))


def test_a_leader_sits_in_a_body_of_the_community_that_may_have_leaders(cast: Cast) -> None:
    person = Person.objects.create(name="某人")
    refused("post.role_not_here", appoint, cast, person, cast.core)
    refused("post.cell_elsewhere", appoint, cast, person, cast.far_workstation)
    refused("post.cell_elsewhere", appoint, cast, person, cast.workstation, cell=cast.near)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("neighbour_clerk", "right.not_in_role"),
        ("cell_leader", "right.not_in_role"),
        ("resident", "right.needs_post"),
        ("auditor", "right.not_in_role"),
    ],
)
def test_not_everybody_appoints(cast: Cast, who: str, code: str) -> None:
    person = Person.objects.create(name="某人")
    refused(code, appoint, cast, person, cast.workstation, by=getattr(cast, who))


def test_a_head_appoints_only_in_the_own_community(cast: Cast) -> None:
    person = Person.objects.create(name="某人")
    refused(
        "body.outside_your_area",
        appoint,
        cast,
        person,
        cast.far_workstation,
        cell=cast.far_cells[0],
        by=cast.workstation_head,
    )
