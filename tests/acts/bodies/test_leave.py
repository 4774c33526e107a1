"""Leave: whoever stands in acts in the post on those days and on no other, and somebody is always in charge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.steps import at_stage, moment, refused
from tuoluo.bodies.acts import fill_post, leave_post, return_to_post, vacate_post
from tuoluo.bodies.models import Absence, Post, Tenure
from tuoluo.bodies.reads import actors_of, body_meant, in_charge, people_in_charge, standing_since
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import batch
from tuoluo.matters import acts
from tuoluo.matters.rules import Stage
from tuoluo.people.models import Person
from tuoluo.territory.acts import draw_cells
from tuoluo.territory.rules import CellPlan
from tuoluo.workforce.acts import appoint_leader

TODAY = timezone.localdate()
WEEK = TODAY + timedelta(days=7)


def leave(cast: Cast, post: Post, substitute: Person | None = None, **more: Any) -> Post:
    given = {"by": cast.subdistrict_head, "at": timezone.now(), "since": TODAY, "until": WEEK, **more}
    return leave_post(post, substitute=substitute, **given)


def back(cast: Cast, post: Post, since: date = TODAY) -> Post:
    return return_to_post(post, by=cast.subdistrict_head, at=timezone.now(), since=since)


@pytest.fixture
def deputy(db: None) -> Person:
    return Person.objects.create(name="代班者")


def test_the_substitute_is_in_charge_while_the_holder_is_away_and_no_longer(cast: Cast, deputy: Person) -> None:
    post = leave(cast, cast.post(cast.workstation_head), deputy)
    assert in_charge(post, TODAY) == deputy
    assert in_charge(post, WEEK - timedelta(days=1)) == deputy
    assert in_charge(post, WEEK).pk == cast.workstation_head.person
    assert in_charge(post, TODAY - timedelta(days=1)).pk == cast.workstation_head.person


def test_the_record_says_since_when_and_who_but_not_why(cast: Cast, deputy: Person) -> None:
    post = leave(cast, cast.post(cast.clerk), deputy)
    entry = Record.objects.get(act="post.leave")
    assert (entry.subject_kind, entry.subject_id) == ("post", post.pk)
    said = {name: value for name, value in entry.facts.items() if name != "now"}
    assert said == {"since": TODAY.isoformat(), "until": WEEK.isoformat(), "substitute": f"person:{deputy.pk}"}


def test_the_right_goes_with_the_post_to_the_substitute_and_comes_back(cast: Cast, deputy: Person) -> None:
    matter = at_stage(cast, Stage.COLLECTED)
    leave(cast, cast.post(cast.clerk), deputy)
    (stands_in,) = actors_of(deputy)
    assert (stands_in.post, stands_in.person, stands_in.role) == (cast.clerk.post, deputy.pk, cast.clerk.role)
    assert actors_of(cast.person(cast.clerk)) == []
    refused("right.on_leave", acts.register, matter, by=cast.clerk, at=moment(5), category=matter.category)
    acts.register(matter, by=stands_in, at=moment(5), category=matter.category)
    entry = Record.objects.get(act="matter.register", subject_id=matter.pk)
    assert (entry.person, entry.post, entry.body) == (deputy.pk, cast.clerk.post, cast.clerk.body)
    back(cast, cast.post(cast.clerk))
    assert actors_of(deputy) == []
    other = at_stage(cast, Stage.COLLECTED)
    refused("right.post_not_held", acts.register, other, by=stands_in, at=moment(6), category=other.category)
    acts.register(other, by=cast.clerk, at=moment(6), category=other.category)


def test_a_head_and_a_cell_leader_do_not_go_without_a_substitute(cast: Cast, deputy: Person) -> None:
    for actor in (cast.subdistrict_head, cast.cell_leader):
        refused("post.leave_needs_substitute", leave, cast, cast.post(actor), by=cast.district_head)
        leave(cast, cast.post(actor), deputy, by=cast.district_head)
    assert in_charge(cast.post(cast.cell_leader), TODAY) == deputy


def test_without_a_substitute_the_head_answers_or_whoever_stands_in_for_the_head(cast: Cast, deputy: Person) -> None:
    post = leave(cast, cast.post(cast.clerk))
    assert in_charge(post, TODAY).pk == cast.workstation_head.person
    leave(cast, cast.post(cast.workstation_head), deputy)
    assert in_charge(post, TODAY) == deputy


def test_a_substitute_is_somebody_else_and_there(cast: Cast, deputy: Person) -> None:
    clerk, head = cast.post(cast.clerk), cast.post(cast.workstation_head)
    refused("post.own_substitute", leave, cast, clerk, cast.person(cast.clerk))
    leave(cast, head, deputy)
    refused("post.substitute_away", leave, cast, clerk, cast.person(cast.workstation_head))
    leave(cast, clerk, cast.person(cast.workstation_head), since=WEEK, until=None)


def test_whoever_stands_in_stays_until_that_is_over(cast: Cast) -> None:
    clerk, head = cast.post(cast.clerk), cast.post(cast.workstation_head)
    leave(cast, clerk, cast.person(cast.workstation_head))
    refused("post.stands_in", leave, cast, head, cast.person(cast.secretary), until=None)
    leave(cast, head, cast.person(cast.secretary), since=WEEK, until=None)
    back(cast, head, WEEK)
    back(cast, clerk)
    leave(cast, head, cast.person(cast.secretary))


def test_leaves_do_not_overlap_last_a_day_and_are_not_backdated(cast: Cast, deputy: Person) -> None:
    post = leave(cast, cast.post(cast.clerk), deputy)
    refused("post.already_away", leave, cast, post, deputy, since=WEEK - timedelta(days=1), until=None)
    leave(cast, post, deputy, since=WEEK, until=None)
    other = cast.post(cast.social_worker)
    refused("post.leave_of_no_day", leave, cast, other, deputy, until=TODAY)
    refused("post.leave_of_no_day", leave, cast, other, deputy, until=TODAY - timedelta(days=3))
    refused("post.backdated", leave, cast, other, deputy, since=TODAY - timedelta(days=1))


def test_nobody_leaves_a_post_that_nobody_holds_or_returns_who_is_there(cast: Cast, deputy: Person) -> None:
    post = cast.post(cast.dispatcher)
    refused("post.not_away", back, cast, post)
    vacate_post(post, by=cast.subdistrict_head, at=moment(0), until=TODAY)
    refused("post.nobody_holds_it", leave, cast, post, deputy)


def test_a_leave_that_has_not_begun_is_called_off(cast: Cast, deputy: Person) -> None:
    post = leave(cast, cast.post(cast.clerk), deputy, since=WEEK, until=None)
    back(cast, post)
    assert in_charge(post, WEEK).pk == cast.clerk.person
    leave(cast, post, deputy, since=WEEK, until=None)
    assert in_charge(post, WEEK) == deputy


def test_whoever_follows_in_a_post_is_there(cast: Cast, deputy: Person) -> None:
    post, next_one = cast.post(cast.workstation_head), Person.objects.create(name="新站长")
    leave(cast, post, deputy)
    fill_post(post, by=cast.subdistrict_head, at=moment(0), person=next_one, since=TODAY)
    assert in_charge(post, TODAY) == next_one
    assert actors_of(deputy) == []
    leave(cast, post, cast.person(cast.clerk))
    leave(cast, cast.post(cast.social_worker), cast.person(cast.workstation_head)), "the leave went with the old tenure"


def test_one_outside_ones_area_cannot_be_sent_on_leave(cast: Cast, deputy: Person) -> None:
    post = cast.post(cast.neighbour_clerk)
    refused("body.outside_your_area", leave, cast, post, deputy, by=cast.workstation_head)
    refused("right.not_in_role", leave, cast, post, deputy, by=cast.clerk)


def test_a_body_whose_head_is_away_still_leads(cast: Cast, deputy: Person) -> None:
    leave(cast, cast.post(cast.water_head), deputy, by=cast.district_head)
    assert body_meant("water", cast.near.stem, TODAY) == cast.water


def test_cells_drawn_anew_keep_the_leave_of_their_leader(cast: Cast, deputy: Person) -> None:
    for cell in cast.cells:
        appoint_leader(
            cell,
            by=cast.district_head,
            at=moment(0),
            person=cast.person(cast.cell_leader),
            body=cast.workstation,
            since=TODAY,
        )
        leave(cast, Post.objects.get(cell=cell, valid_until=None), deputy)
    plan = CellPlan(count=3, seed=5)
    draw_cells(cast.near, by=cast.district_head, at=timezone.now(), valid_from=TODAY, plan=plan)
    posts = list(Post.objects.on(TODAY).filter(cell__stem__startswith=cast.near.stem))
    assert len(posts) == 3
    assert set(people_in_charge(posts, TODAY).values()) == {deputy}
    assert {in_charge(post, WEEK).pk for post in posts} == {cast.cell_leader.person}
    holders = Tenure.objects.on(TODAY).filter(post__in=posts).values_list("person", flat=True)
    assert set(holders) == {cast.cell_leader.person}, "the substitute does not become the leader"


def test_in_a_batch_a_leave_begins_and_ends_on_its_day(cast: Cast, deputy: Person) -> None:
    leave(cast, cast.post(cast.clerk), deputy, since=TODAY + timedelta(days=2))
    with batch():
        assert standing_since(TODAY + timedelta(days=3)) == TODAY + timedelta(days=2)
        assert standing_since(WEEK + timedelta(days=3)) == WEEK


def test_the_matters_page_and_history_name_the_substitute_of_that_day(cast: Cast, deputy: Person) -> None:
    leave(cast, cast.post(cast.workstation_head), deputy)
    assert people_in_charge([cast.post(cast.workstation_head)], TODAY) == {cast.workstation_head.post: deputy}
    assert Absence.objects.on(TODAY).count() == 1


def test_nobody_seats_or_replaces_those_who_are_to_check_them(cast: Cast, deputy: Person) -> None:
    """The head of the workstation has the right to fill posts, but the core's are none of its business."""
    secretary = cast.post(cast.secretary)
    by: dict[str, Any] = {"by": cast.workstation_head, "at": timezone.now()}
    refused("post.not_yours_to_fill", leave_post, secretary, substitute=deputy, since=TODAY, until=WEEK, **by)
    refused("post.not_yours_to_fill", fill_post, secretary, person=deputy, since=TODAY, **by)
    fill_post(cast.post(cast.clerk), person=deputy, since=TODAY, **by)
    chair = cast.post(cast.committee_chair)
    leave_post(chair, by=cast.secretary, at=timezone.now(), since=TODAY, until=WEEK, substitute=deputy)


def test_nobody_names_themselves_as_a_substitute(cast: Cast) -> None:
    chair, secretary = cast.post(cast.committee_chair), cast.person(cast.secretary)
    given = {"since": TODAY, "until": WEEK, "substitute": secretary}
    refused("post.not_oneself", leave_post, chair, by=cast.secretary, at=timezone.now(), **given)
