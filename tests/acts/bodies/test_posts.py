"""Posts: created by role, held by one at a time, and those that never stand empty."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.cast import SINCE, Cast
from tests.steps import moment, refused
from tuoluo.bodies.acts import create_post, fill_post, vacate_post
from tuoluo.bodies.models import Post, Tenure
from tuoluo.bodies.reads import actors_of, in_charge, people_in_charge
from tuoluo.people.models import Person

DAY = moment(0).date()


def new_person(name: str = "新人") -> Person:
    return Person.objects.create(name=name)


def fill(cast: Cast, post: Post, person: Person, since: date = DAY, **more: Any) -> Post:
    return fill_post(post, by=more.get("by", cast.district_head), at=moment(0), person=person, since=since)


def vacate(cast: Cast, post: Post, until: date = DAY) -> Post:
    return vacate_post(post, by=cast.subdistrict_head, at=moment(0), until=until)


def test_a_post_has_a_role_of_its_bodys_kind(cast: Cast) -> None:
    create: dict[str, Any] = {"by": cast.district_head, "at": moment(0), "valid_from": DAY}
    post = create_post(body=cast.office, role="subdistrict_dispatcher", **create)
    assert (post.head, post.cell) == (False, None)
    refused("post.role_not_here", create_post, body=cast.office, role="secretary", **create)
    refused("post.role_not_here", create_post, body=cast.office, role="emperor", **create)


def test_a_body_has_one_head_post(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        create_post(by=cast.district_head, at=moment(0), body=cast.office, role="subdistrict_head", valid_from=DAY)


def test_a_cell_leaders_post_names_a_cell_of_its_body(cast: Cast) -> None:
    create: dict[str, Any] = {"by": cast.district_head, "at": moment(0), "valid_from": DAY, "body": cast.workstation}
    refused("post.cell_needed", create_post, role="cell_leader", **create)
    refused("post.no_cell", create_post, role="workstation_clerk", cell=cast.cells[0], **create)
    refused("post.cell_elsewhere", create_post, role="cell_leader", cell=cast.far_cells[0], **create)
    refused("post.cell_elsewhere", create_post, role="cell_leader", cell=cast.near, **create)
    with pytest.raises(IntegrityError), transaction.atomic():
        create_post(role="cell_leader", cell=cast.cells[0], **create)  # it has its one leader


def test_a_successor_follows_on_the_same_day(cast: Cast) -> None:
    post, successor = cast.post(cast.clerk), new_person()
    fill(cast, post, successor)
    terms = list(Tenure.objects.filter(post=post).values_list("person", "since", "until"))
    assert terms == [(cast.clerk.person, SINCE, DAY), (successor.pk, DAY, None)]
    assert in_charge(post, DAY) == successor
    assert in_charge(post, DAY - timedelta(days=1)).pk == cast.clerk.person


def test_a_successor_named_for_later_leaves_the_holder_in_office_until_then(cast: Cast) -> None:
    post, later = cast.post(cast.clerk), timezone.localdate() + timedelta(days=30)
    fill(cast, post, new_person(), later)
    assert in_charge(post, timezone.localdate()).pk == cast.clerk.person
    refused("post.already_held", fill, cast, post, new_person("又一人"), later - timedelta(days=10))


def test_a_post_handed_over_twice_on_one_day_has_its_last_holder(cast: Cast) -> None:
    post, second, third = cast.post(cast.clerk), new_person("二"), new_person("三")
    fill(cast, post, second)
    fill(cast, post, third)
    assert in_charge(post, DAY) == third


def test_nobody_is_put_in_office_for_the_past(cast: Cast) -> None:
    post = cast.post(cast.clerk)
    refused("post.backdated", fill, cast, post, new_person(), DAY - timedelta(days=1))
    refused("post.backdated", vacate_post, post, by=cast.workstation_head, at=moment(0), until=DAY - timedelta(days=1))


def test_nobody_holds_a_post_before_it_exists(cast: Cast) -> None:
    later = DAY + timedelta(days=30)
    post = create_post(
        by=cast.district_head, at=moment(0), body=cast.office, role="subdistrict_dispatcher", valid_from=later
    )
    refused("post.not_in_force", fill, cast, post, new_person())


def test_while_a_post_stands_empty_the_head_answers(cast: Cast) -> None:
    post = cast.post(cast.dispatcher)
    vacate(cast, post)
    assert in_charge(post, DAY).pk == cast.subdistrict_head.person
    assert actors_of(cast.person(cast.dispatcher)) == []


def test_a_head_and_a_cell_leader_are_followed_not_let_go(cast: Cast) -> None:
    refused("post.head_needs_successor", vacate, cast, cast.post(cast.subdistrict_head))
    refused("post.cell_needs_successor", vacate, cast, cast.post(cast.cell_leader))
    fill(cast, cast.post(cast.subdistrict_head), new_person("新主任"))
    assert in_charge(cast.post(cast.subdistrict_head), DAY).name == "新主任"


def test_a_term_that_begins_later_cannot_end_before_it_began(cast: Cast) -> None:
    """A post whose next holder is already named is not vacated in between by mistake."""
    post = cast.post(cast.dispatcher)
    later = DAY + timedelta(days=30)
    fill(cast, post, new_person(), later)
    refused("post.not_held_then", vacate, cast, post, later - timedelta(days=10))
    assert Tenure.objects.get(post=post, until=None).since == later


def test_a_post_that_nobody_holds_cannot_be_vacated(cast: Cast) -> None:
    post = cast.post(cast.dispatcher)
    vacate(cast, post)
    refused("post.not_held_then", vacate, cast, post)


def test_others_posts_are_not_ones_own_to_fill(cast: Cast) -> None:
    post = cast.post(cast.neighbour_clerk)
    refused("body.outside_your_area", fill, cast, post, new_person(), by=cast.workstation_head)
    refused("right.not_in_role", fill, cast, post, new_person(), by=cast.clerk)
    refused("right.needs_post", fill, cast, post, new_person(), by=cast.resident)


def test_many_posts_are_asked_with_two_questions(cast: Cast, django_assert_num_queries: Any) -> None:
    vacate(cast, cast.post(cast.dispatcher))
    posts = list(Post.objects.all())
    with django_assert_num_queries(2):
        found = people_in_charge(posts, DAY)
    assert set(found) == {post.pk for post in posts}


OVERLAPS = [
    ("2026-08-01", None, False),  # the holder has no end
    ("2026-06-01", "2026-07-02", False),  # one day too long
    ("2026-06-01", "2026-07-01", True),  # ends on the day the holder begins
    ("2026-07-10", "2026-07-10", True),  # a term of no day
    ("2026-07-10", "2026-07-11", False),  # a term of one day, inside
]


@pytest.mark.parametrize(("since", "until", "fits"), OVERLAPS)
@pytest.mark.parametrize("statement", ["insert", "update"])
def test_the_database_itself_refuses_two_holders_on_one_day(
    cast: Cast, since: str, until: str | None, fits: bool, statement: str
) -> None:
    """Past the acts and the models, as somebody with a database client would."""
    post, person = cast.post(cast.clerk), new_person()
    columns = "(post_id, person_id, since, until)"
    values: list[Any] = [post.pk, person.pk, since, until]

    def put() -> None:
        with connection.cursor() as cursor:
            if statement == "insert":
                cursor.execute(f"INSERT INTO tuoluo_tenure {columns} VALUES (%s, %s, %s, %s)", values)
                return
            cursor.execute(
                f"INSERT INTO tuoluo_tenure {columns} VALUES (%s, %s, %s, %s)",
                [post.pk, person.pk, "2020-01-01", "2020-01-01"],
            )
            cursor.execute(
                "UPDATE tuoluo_tenure SET since = %s, until = %s WHERE person_id = %s", [since, until, person.pk]
            )

    if fits:
        put()
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        put()
    assert Tenure.objects.filter(post=post).count() == 1


def test_the_database_lets_two_posts_have_the_same_days(cast: Cast) -> None:
    person = new_person()
    fill(cast, cast.post(cast.clerk), person)
    fill(cast, cast.post(cast.social_worker), person)
    assert len(actors_of(person)) == 2
