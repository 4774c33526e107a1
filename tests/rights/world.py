"""A district in which every role of the charter is held by somebody, and each act can be tried at its best moment.

For each act there is one recipe: it puts everything in place so that nothing but the question "has this role the
right?" stands between the actor and the act: the right stage, the actor's own body in the right part, the own area.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from tests.cast import SINCE, Cast, actor_of, square
from tests.rights.drafts import of_drafts
from tests.rights.items_and_demands import of_items_and_demands
from tests.rights.reforms import of_reforms
from tests.steps import at_stage, moment, reported
from tuoluo.adoption.acts import carry_over
from tuoluo.bodies import acts as bodies
from tuoluo.bodies.authority import FOUNDER
from tuoluo.bodies.charters import charter_named
from tuoluo.bodies.models import Absence, Body, Post, Tenure
from tuoluo.bodies.reads import as_resident
from tuoluo.charter.model import Charter, Level, Role
from tuoluo.ledger.actors import ANYBODY, Actor
from tuoluo.matters import acts as matters
from tuoluo.matters.following import transfer
from tuoluo.matters.models import Matter, Part
from tuoluo.matters.rules import Outcome, Stage
from tuoluo.people.acts import enter_person
from tuoluo.people.models import Person
from tuoluo.programme import acts as programme
from tuoluo.programme.models import Measure, Milestone, Ownership, Programme
from tuoluo.programme.rules import EvidenceKind
from tuoluo.territory import acts as territory
from tuoluo.territory.models import Area
from tuoluo.territory.rules import CellPlan, NewArea
from tuoluo.workforce.acts import appoint_leader, carry_leader

# Those who act without a post. A new way of acting gets its column here.
WITHOUT_POST = ("resident", "reporter", "link_holder", "anonymous", "superuser", "founder_before", "founder_after")
Attempt = Callable[[], Any]


def today() -> date:
    return timezone.localdate()


@dataclass
class World:
    """The cast, somebody in every role, and one matter in each stage."""

    cast: Cast
    charter: Charter
    roles: dict[str, Actor] = field(default_factory=dict)
    at: dict[Stage, Matter] = field(default_factory=dict)
    superuser: Actor = ANYBODY

    @classmethod
    def of(cls, cast: Cast) -> World:
        world = cls(cast, charter_named("nanshan"))
        for role in world.charter.roles.values():
            world.roles[role.code] = actor_of(world.post_of(role))
        for stage in Stage:
            world.at[stage] = at_stage(cast, stage)
        account = get_user_model().objects.create_superuser("root", password="not-used")
        world.superuser = as_resident(Person.objects.create(name="系统管理员", account=account))
        return world

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.roles, *WITHOUT_POST)

    def post_of(self, role: Role) -> Post:
        """A post with this role that somebody holds; body, post and person are made where the cast has none."""
        held = Post.objects.filter(role=role.code, tenures__in=Tenure.objects.on(today())).order_by("pk")
        near = held.filter(body__area__stem__in=["440399", "440399001", self.cast.near.stem])
        if (found := near.first()) is not None:
            return found
        by = {"by": self.cast.district_head, "at": moment(0)}
        body = self.body_of(role.kinds[0])
        post = bodies.create_post(body=body, role=role.code, valid_from=SINCE, **by)  # type: ignore[arg-type]
        person = enter_person(name=f"任职者{post.pk}", **by)  # type: ignore[arg-type]
        Tenure.objects.create(post=post, person=person, since=SINCE)
        return post

    def body_of(self, kind: str) -> Body:
        found = Body.objects.filter(kind=kind, area__stem__in=["440399", "440399001", self.cast.near.stem]).first()
        areas = {Level.DISTRICT: self.cast.district, Level.SUBDISTRICT: self.cast.subdistrict}
        area = areas.get(self.charter.kinds[kind].level, self.cast.near)
        return found or bodies.establish_body(
            by=self.cast.district_head, at=moment(0), kind=kind, name=f"试验{kind}", area=area, valid_from=SINCE
        )

    def actor(self, column: str) -> Actor:
        """Whoever stands at the head of a column. The reporter and the link holder depend on the matter."""
        match column:
            case "resident":
                return self.cast.other_resident
            case "reporter":
                return self.cast.resident
            case "anonymous" | "link_holder":
                return ANYBODY
            case "superuser":
                return self.superuser
            case "founder_before":
                self.end_the_government()
                return FOUNDER
            case "founder_after":
                return FOUNDER
        return self.roles[column]

    def end_the_government(self) -> None:
        """Nobody in office may change what the founder sets up: the moment before the first head takes office."""
        Tenure.objects.filter(post=self.cast.district_head.post).update(until=today())

    def attempt(self, act: str, column: str) -> Attempt:
        """The act, ready to be done by whoever stands at the head of the column."""
        return RECIPES[act](self, self.actor(column), column == "link_holder")

    def body(self, by: Actor) -> Body:
        """The body of the actor; for those who have none any that is not otherwise busy."""
        return Body.objects.get(pk=by.body) if by.body else self.cast.water


def other_than(world: World, body: Body) -> Body:
    return world.cast.office if body.pk != world.cast.office.pk else world.cast.water


def matter(stage: Stage, act: Callable[..., Any], part: str = "accountable", **words: Any) -> Any:
    """A recipe for an act on a matter: the actor's body is in the right part of a matter at the right stage."""

    def prepare(world: World, by: Actor, link: bool) -> Attempt:
        body = world.body(by)
        row = Matter.objects.filter(pk=world.at[stage].pk)
        head = Post.objects.get(body=body, head=True, valid_until=None)
        parts: dict[str, Any] = {"accountable_body": body, "accountable_post": head}
        if part == "lead":
            parts |= {"lead": body, "verifier": other_than(world, body)}
        if part == "verifier":
            other = other_than(world, body)
            parts = {"lead": other, "verifier": body, "accountable_body": other}
            parts["accountable_post"] = Post.objects.get(body=other, head=True, valid_until=None)
        if part == "part":
            Part.objects.filter(matter=row.get()).delete()
            Part.objects.create(matter=row.get(), body=body, asked_at=moment(0))
            parts = {}
        if part == "lead" or parts:
            row.update(**parts)
        if part == "lead":
            Part.objects.filter(matter=row.get()).delete()
        actor = Actor(follows=row.get().pk) if link else by
        more = {name: value(head) if callable(value) else value for name, value in words.items()}
        return partial(act, row.get(), by=actor, at=moment(90), **more)

    return prepare


def free(act: Callable[..., Any], arguments: Callable[[World, Actor], dict[str, Any]]) -> Any:
    """A recipe for an act whose subject is no matter. ``subject`` among the arguments goes first."""

    def prepare(world: World, by: Actor, link: bool) -> Attempt:
        given = arguments(world, by)
        subject = [given.pop("subject")] if "subject" in given else []
        return partial(act, *subject, by=by, at=given.pop("at", timezone.now()), **given)

    return prepare


def leaf(code: str, cast: Cast) -> Area:
    """A community without anything in it."""
    return Area.objects.create(
        code=code, stem=code, level="community", name="空社区", parent=cast.subdistrict, valid_from=SINCE
    )


def report(world: World, by: Actor, link: bool) -> Attempt:
    return partial(reported, world.cast, by=by, reporter=None)


def vacant_seat(world: World, by: Actor) -> Post:
    """An ordinary post in the actor's own body, for which the act is meant."""
    body = world.body(by) if by.body else world.cast.workstation
    return Post.objects.create(body=body, role="workstation_clerk", valid_from=SINCE)


def held_seat(world: World, by: Actor) -> Post:
    post = vacant_seat(world, by)
    Tenure.objects.create(post=post, person=Person.objects.create(name="在岗者"), since=SINCE)
    return post


def left_seat(world: World, by: Actor) -> Post:
    """An ordinary post whose holder is on leave."""
    post = held_seat(world, by)
    Absence.objects.create(tenure=post.tenures.get(), since=SINCE)
    return post


def establish_area(world: World, by: Actor) -> dict[str, Any]:
    return {
        "subject": world.cast.subdistrict,
        "area": NewArea("440399001901", "新社区"),
        "valid_from": today(),
    }


def split_area(world: World, by: Actor) -> dict[str, Any]:
    parts = [NewArea("440399001911", "甲社区"), NewArea("440399001912", "乙社区")]
    return {"subject": leaf("440399001910", world.cast), "parts": parts, "valid_from": today()}


def merge_areas(world: World, by: Actor) -> dict[str, Any]:
    first, second = leaf("440399001921", world.cast), leaf("440399001922", world.cast)
    into = NewArea("440399001920", "合并社区")
    return {"subject": first, "others": [second], "into": into, "valid_from": today()}


def deadline_waits(world: World, by: Actor, link: bool) -> Attempt:
    """A matter whose deadline waits for a calendar that has been published meanwhile."""
    Matter.objects.filter(pk=world.at[Stage.HANDLING].pk).update(due_at=None, due_unknown_year=2026)
    return matter(Stage.HANDLING, matters.set_late_deadline)(world, by, link)  # type: ignore[no-any-return]


def a_programme(world: World, by: Actor) -> Programme:
    """A programme of the district, as if it had been opened before."""
    return Programme.objects.create(
        code="trial", name="试验方案", area=world.cast.district, leader=world.cast.governance, starts=SINCE,
        ends=date(2029, 7, 1), opened_on=SINCE,
    )  # fmt: skip


def a_measure(world: World, by: Actor) -> Measure:
    """A measure that the actor's own body owns."""
    measure = Measure.objects.create(
        programme=a_programme(world, by), number=1, aspect="试验方面", name="试验举措", entered_on=SINCE
    )
    Ownership.objects.create(measure=measure, body=world.body(by), since=SINCE)
    return measure


def a_milestone(world: World, by: Actor) -> Milestone:
    return Milestone.objects.create(measure=a_measure(world, by), name="试验节点", first_due=SINCE, set_on=SINCE)


JUDGEMENT = {"responded": True, "solved": True, "satisfied": 5}
RECIPES: dict[str, Callable[[World, Actor, bool], Attempt]] = {
    "area.establish": free(territory.establish, establish_area),
    "area.close": free(
        territory.close, lambda w, by: {"subject": leaf("440399001902", w.cast), "valid_until": today()}
    ),
    "area.split": free(territory.split, split_area),
    "area.merge": free(territory.merge, merge_areas),
    "area.set_boundary": free(
        territory.set_boundary,
        lambda w, by: {"subject": leaf("440399001903", w.cast), "boundary": square(5), "valid_from": today()},
    ),
    "area.draw_cells": free(
        territory.draw_cells,
        lambda w, by: {"subject": w.cast.near, "valid_from": today(), "plan": CellPlan(count=2, seed=9)},
    ),
    "charter.adopt": free(
        bodies.adopt_charter, lambda w, by: {"subject": w.cast.district, "name": "nanshan", "valid_from": today()}
    ),
    "body.establish": free(
        bodies.establish_body,
        lambda w, by: {"kind": "local_unit", "name": "某单位", "area": w.cast.near, "valid_from": today()},
    ),
    "post.create": free(
        bodies.create_post,
        lambda w, by: {"body": w.cast.workstation, "role": "workstation_clerk", "valid_from": today()},
    ),
    "post.fill": free(
        bodies.fill_post,
        lambda w, by: {
            "subject": vacant_seat(w, by),
            "person": Person.objects.create(name="接任者"),
            "since": today(),
        },
    ),
    "post.vacate": free(bodies.vacate_post, lambda w, by: {"subject": held_seat(w, by), "until": today()}),
    "post.leave": free(
        bodies.leave_post,
        lambda w, by: {
            "subject": held_seat(w, by),
            "since": today(),
            "substitute": Person.objects.create(name="代班者"),
        },
    ),
    "post.return": free(bodies.return_to_post, lambda w, by: {"subject": left_seat(w, by), "since": today()}),
    "cell.appoint_leader": free(
        appoint_leader,
        lambda w, by: {
            "subject": w.cast.cells[0],
            "person": Person.objects.create(name="新格长"),
            "body": w.cast.workstation,
            "since": today(),
        },
    ),
    "cell.carry_leader": free(
        carry_leader,
        lambda w, by: {
            "subject": w.cast.cells[0],
            "person": Person.objects.create(name="格长"),
            "body": w.cast.workstation,
            "since": today(),
        },
    ),
    "post.close": free(bodies.close_post, lambda w, by: {"subject": held_seat(w, by), "valid_until": today()}),
    "body.close": free(
        bodies.close_body,
        lambda w, by: {
            "subject": Body.objects.create(kind="local_unit", name="无岗位", area=w.cast.near, valid_from=SINCE),
            "successor": w.cast.core,
            "valid_until": today(),
        },
    ),
    **of_reforms(free),
    "person.enter": free(enter_person, lambda w, by: {"name": "新人"}),
    "matter.carry_over": free(
        carry_over,
        lambda w, by: {
            "subject": w.cast.district,
            "source": "history",
            "file": "history.csv",
            "sha256": "0" * 64,
            "carried": 1,
            "rejected": 0,
        },
    ),
    "matter.report": report,
    "matter.register": matter(Stage.COLLECTED, matters.register),
    "matter.decline": matter(Stage.COLLECTED, matters.decline, answer="请向物业提出"),
    "matter.dispatch": matter(Stage.REGISTERED, matters.dispatch, assistants=[]),
    "matter.take_up": matter(Stage.DISPATCHED, matters.take_up, "lead"),
    "matter.assign": matter(Stage.HANDLING, matters.assign, post=lambda head: head),
    "matter.finish_part": matter(Stage.HANDLING, matters.finish_part, "part", result="已清扫"),
    "matter.report_back": matter(Stage.HANDLING, matters.report_back, "lead", outcome=Outcome.SOLVED, answer="已清运"),
    "matter.return": matter(Stage.REPORTED_BACK, matters.return_for_rework, "verifier", reason="未清"),
    "matter.close": matter(Stage.REPORTED_BACK, matters.close, "verifier"),
    "matter.set_deadline": deadline_waits,
    "matter.evaluate": matter(Stage.CLOSED, matters.evaluate, "verifier", **JUDGEMENT),
    "matter.reopen": matter(Stage.CLOSED, matters.reopen, "verifier", reason="又堆起来了"),
    "matter.withdraw": matter(Stage.HANDLING, matters.withdraw, reason="已自行解决"),
    "matter.transfer": matter(Stage.HANDLING, transfer, body=lambda head: head.body, post=lambda head: head),
    "programme.open": free(
        programme.open_programme,
        lambda w, by: {
            "subject": w.cast.district,
            "code": "opened",
            "name": "试验方案",
            "leader": w.cast.governance,
            "starts": SINCE,
            "ends": date(2029, 7, 1),
        },
    ),
    "measure.enter": free(
        programme.enter_measure,
        lambda w, by: {"subject": a_programme(w, by), "aspect": "方面", "name": "举措", "owner": w.cast.office},
    ),
    "measure.change_owner": free(
        programme.change_owner,
        lambda w, by: {"subject": a_measure(w, by), "owner": other_than(w, w.body(by))},
    ),
    "measure.drop": free(
        programme.drop_measure, lambda w, by: {"subject": a_measure(w, by), "grounds": "已并入其他举措"}
    ),
    "milestone.set": free(
        programme.set_milestone,
        lambda w, by: {"subject": a_measure(w, by), "name": "节点", "due": date(2027, 7, 1)},
    ),
    "milestone.reach": free(
        programme.reach_milestone,
        lambda w, by: {
            "subject": a_milestone(w, by),
            "on": today(),
            "evidence": EvidenceKind.DOCUMENT,
            "reference": "试发〔2026〕1号",
        },
    ),
    "milestone.postpone": free(
        programme.postpone_milestone,
        lambda w, by: {"subject": a_milestone(w, by), "due": date(2029, 1, 1), "grounds": "场地尚未交付"},
    ),
    "contact.read": matter(Stage.HANDLING, matters.read_contact, reason="回访"),
    **of_items_and_demands(free),
    **of_drafts(free),
}
