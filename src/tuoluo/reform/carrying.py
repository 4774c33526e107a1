"""Carrying out a plan, step by step, through the acts that each step is: the same for the rehearsal and for the deed.

Nobody decides on these acts: they follow from `reform.apply`. Called outside of it only where everything is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tuoluo.bodies.acts import (
    adopt_charter,
    carry_leave,
    close_body,
    close_post,
    create_post,
    establish_body,
    fill_post,
)
from tuoluo.bodies.charters import charter_named
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.bodies.reads import front_door
from tuoluo.ledger.actors import Actor
from tuoluo.matters.following import transfer
from tuoluo.people.models import Person
from tuoluo.reform.finding import BadPlan, Found, faults, find
from tuoluo.reform.hooks import Affected, Reach, ask_all
from tuoluo.reform.passing import Change, Passing, concerned, pass_on, standing_after, standing_of
from tuoluo.reform.plan import Plan
from tuoluo.territory.models import Area
from tuoluo.workforce.acts import carry_leader

APPLY = "reform.apply"


@dataclass
class Move:
    """A matter that was passed on, with who did what before and after, in numbers."""

    matter_id: int
    number: str
    category: str
    stage: str
    old_post: int
    new_post: int
    before: dict[str, object]
    after: dict[str, object]


@dataclass
class Outcome:
    """What carrying a plan out came to."""

    found: Found
    moves: list[Move] = field(default_factory=list)
    homeless: list[tuple[str, str]] = field(default_factory=list)  # what, and why it has no home
    affected: dict[str, list[Affected]] = field(default_factory=dict)


def carry_out(plan: Plan, *, by: Actor, at: datetime, day: date, name: str) -> Outcome:
    """Do everything that a plan says, on a day. Raises `BadPlan`, and `Refused` where a rule stands against it.

    Basis: a change of structure loses nothing (S13).
    """
    found = find(plan, charter_named(plan.charter), day)
    if wrong := faults(found):
        raise BadPlan(wrong)
    by = by.following(APPLY)
    change = _before(found, at)
    _adopt(found, by, at)
    _establish(found, by, at)
    _move_people(found, by, at, change)
    ended = _end(found, by, at)
    outcome = Outcome(found)
    _pass_matters_on(outcome, change, by, at, name)
    outcome.affected = ask_all(Reach(plan, found.communities, ended, day))
    outcome.homeless += [
        (f"{what}: {one.what}", "not_placed")
        for what, affected in outcome.affected.items()
        for one in affected
        if not one.has_home
    ]
    return outcome


def _before(found: Found, at: datetime) -> Change:
    """What has to be remembered of the world before it changes: the front doors, and who held which post."""
    doors = {area.pk: front_door(area.stem, found.day) for area in found.communities}
    closing = {one.post for one in found.plan.closings}
    return Change(
        day=found.day,
        at=at,
        ended=frozenset(body.pk for body in found.ended),
        doors={pk: door.pk for pk, door in doors.items() if door is not None},
        transition=found.plan.transition,
        held={post: found.holders[post].pk if post in found.holders else 0 for post in closing},
    )


def _adopt(found: Found, by: Actor, at: datetime) -> None:
    for area in found.communities:
        adopt_charter(area, by=by, at=at, name=found.plan.charter, valid_from=found.day)


def _establish(found: Found, by: Actor, at: datetime) -> None:
    for new in found.plan.new_bodies:
        found.made[new.name] = establish_body(
            by=by,
            at=at,
            kind=new.kind,
            name=new.name,
            name_en=new.name_en,
            area=found.around[new.area],
            superior=found.body(new.superior) if new.superior else None,
            valid_from=found.day,
        )


def _move_people(found: Found, by: Actor, at: datetime, change: Change) -> None:
    """End the posts that end, and put people into those that begin, on the same day."""
    for one in found.plan.closings:
        close_post(found.posts[one.post], by=by, at=at, valid_until=found.day)
    for seat in found.plan.seats:
        body, person = found.body(seat.body), found.person(seat.person)
        assert body is not None
        assert person is not None
        if seat.cell:
            cell = found.cells[seat.cell]
            led = (
                Tenure.objects.filter(post__cell__code=cell.code, person=person, until=found.day)
                .order_by("-pk")
                .first()
            )
            carry_leader(cell, by=by, at=at, person=person, body=body, since=found.day, before=led)
            post = Post.objects.get(cell=cell, valid_until=None)
        else:
            post = create_post(by=by, at=at, body=body, role=seat.role, valid_from=found.day)
            fill_post(post, by=by, at=at, person=person, since=found.day)
            _carry_leaves(found, person, post)
        change.new_seats.setdefault(person.pk, []).append(post)


def _carry_leaves(found: Found, person: Person, post: Post) -> None:
    """Whoever is on leave from a post that ends stays on leave in the one that follows it."""
    closing = [one.post for one in found.plan.closings]
    now = Tenure.objects.get(post=post, until=None)
    for before in Tenure.objects.filter(post__in=closing, person=person, until=found.day):
        carry_leave(before, now)


def _end(found: Found, by: Actor, at: datetime) -> list[Body]:
    ended = []
    for ending in found.plan.endings:
        body, successor = found.body(ending.body), found.body(ending.successor)
        assert body is not None
        assert successor is not None
        ended.append(close_body(body, by=by, at=at, valid_until=found.day, successor=successor))
    return ended


def _pass_matters_on(outcome: Outcome, change: Change, by: Actor, at: datetime, name: str) -> None:
    communities: list[Area] = outcome.found.communities
    for matter in concerned(communities, sorted(change.ended)):
        passing = pass_on(matter, change)
        if passing is None:
            continue
        if passing.homeless:
            outcome.homeless.append((matter.number, passing.homeless))
            continue
        outcome.moves.append(_pass(passing, by, at, name))


def _pass(passing: Passing, by: Actor, at: datetime, name: str) -> Move:
    matter = passing.matter
    move = Move(
        matter.pk,
        matter.number,
        matter.category,
        matter.stage,
        matter.accountable_post_id,
        passing.post.pk,
        standing_of(matter),
        standing_after(passing),
    )
    under_way = matter.lead_id is not None
    transfer(
        matter,
        by=by,
        at=at,
        body=passing.body,
        post=passing.post,
        cell=matter.cell,
        roles=passing.roles if under_way else None,
        reform=name,
    )
    return move
