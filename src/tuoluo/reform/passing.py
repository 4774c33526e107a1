"""Who gets which open matter: worked out in the world as it stands after the change, by rules that a plan states.

Whoever goes on existing keeps what it has in hand. What an ended body led goes to whoever leads the category by the new
charter, else to its successor. Nobody checks their own work, whoever takes over from whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import body_meant, front_door, head_post, heir_of, is_in_office, leader_post
from tuoluo.charter.model import Duty
from tuoluo.kernel.worktime import UnknownYear, deadline
from tuoluo.matters.calendar import calendar
from tuoluo.matters.following import Roles
from tuoluo.matters.models import Matter, Part
from tuoluo.matters.reads import with_part
from tuoluo.matters.routing import checker
from tuoluo.matters.rules import OPEN_STAGES, Stage
from tuoluo.reform.plan import Transition
from tuoluo.territory.models import Area

WAITS_AT_DOOR = frozenset({Stage.COLLECTED, Stage.REGISTERED})
IN_HAND = frozenset({Stage.DISPATCHED, Stage.HANDLING, Stage.REPORTED_BACK})


@dataclass
class Change:
    """A change of structure as open matters meet it. ``doors`` are the front doors before it, by community."""

    day: date
    at: datetime
    ended: frozenset[int]
    doors: dict[int, int]
    transition: Transition = Transition.FIRST_DEADLINE
    new_seats: dict[int, list[Post]] = field(default_factory=dict)  # the new posts of a person
    held: dict[int, int] = field(default_factory=dict)  # who held a post that has ended

    def gone(self, body: Body | None) -> bool:
        """Whether a body has ended, by this change or before it."""
        return body is not None and (body.pk in self.ended or not body.period.contains(self.day))


@dataclass
class Passing:
    """What becomes of one matter. ``homeless`` says why somebody cannot be found for it."""

    matter: Matter
    body: Body
    post: Post
    roles: Roles
    homeless: str = ""


def concerned(communities: Sequence[Area], ended: Sequence[int]) -> Iterator[Matter]:
    """Matters somebody still has to do something about, in these communities or with a part for an ended body."""
    stages = [*(stage.value for stage in OPEN_STAGES), Stage.CLOSED.value]
    mine = Q(community__in=communities)
    for body in ended:
        mine |= with_part(body)
    parts = Prefetch("parts", Part.objects.select_related("body__area").order_by("pk"))
    beside = ("community", "cell", "accountable_post__body", *(f"{who}__area" for who in FOUR))
    rows = Matter.objects.filter(mine, stage__in=stages).select_related(*beside).defer("text", "answer", *SHAPES)
    return iter(rows.prefetch_related(parts).order_by("pk"))


FOUR = ("accountable_body", "lead", "verifier", "evaluator")
SHAPES = tuple(f"{where}__boundary" for where in ("community", "cell", *(f"{who}__area" for who in FOUR)))


def pass_on(matter: Matter, change: Change) -> Passing | None:
    """Who answers for a matter from now on, and who does what in it; nothing where nothing changes for it."""
    duty = charter_at(matter.community.stem, change.day).duty_for(matter.category, matter.community.stem)
    if matter.stage == Stage.CLOSED:
        return _judged_by_heir(matter, duty, change)
    before = standing_of(matter)
    roles, homeless = _roles(matter, duty, change)
    body = _accountable(matter, roles, change)
    if body is None or not is_in_office(body, change.day):
        return Passing(matter, matter.accountable_body, matter.accountable_post, roles, homeless or "nobody_answers")
    post = _post(matter, body, change)
    passing = Passing(matter, body, post, roles, homeless)
    changed = homeless or standing_after(passing) != before or (matter.accountable_post_id != post.pk)
    return passing if changed else None


def standing_of(matter: Matter) -> dict[str, Any]:
    """Who does what in a matter now, as numbers; finished parts are history and not listed."""
    return {
        "body": matter.accountable_body_id,
        "post": matter.accountable_post_id,
        "lead": matter.lead_id,
        "verifier": matter.verifier_id,
        "evaluator": matter.evaluator_id,
        "parts": sorted(part.body_id for part in matter.parts.all() if part.finished_at is None),
        "due": matter.due_at.isoformat() if matter.due_at else "",
    }


def standing_after(passing: Passing) -> dict[str, Any]:
    """The same once it is passed on."""
    roles, matter = passing.roles, passing.matter
    due = roles.due or matter.due_at
    return {
        "body": passing.body.pk,
        "post": passing.post.pk,
        "lead": roles.lead.pk if roles.lead else None,
        "verifier": roles.verifier.pk if roles.verifier else None,
        "evaluator": roles.evaluator.pk if roles.evaluator else None,
        "parts": sorted(body.pk for body in roles.assistants),
        "due": due.isoformat() if due else "",
    }


def _judged_by_heir(matter: Matter, duty: Duty | None, change: Change) -> Passing | None:
    """A closed matter keeps its history; only who is still to judge it is passed on."""
    if not change.gone(matter.evaluator):
        return None
    evaluator = _evaluator(matter, duty, change, matter.lead)
    parts = tuple(part.body for part in matter.parts.all() if part.finished_at is None)
    roles = Roles(matter.lead, matter.verifier, evaluator, parts)
    return Passing(matter, matter.accountable_body, matter.accountable_post, roles)


def _roles(matter: Matter, duty: Duty | None, change: Change) -> tuple[Roles, str]:
    if matter.stage not in IN_HAND:
        lacking = matter.category and duty is None
        return Roles(None, None, None), "no_category" if lacking else ""
    lead = _lead(matter, duty, change)
    if lead is None:
        return Roles(matter.lead, matter.verifier, matter.evaluator), "nobody_leads"
    assistants = _assistants(matter, lead, change)
    finished = [part.body for part in matter.parts.all() if part.finished_at is not None]
    busy = {lead.pk, *(one.pk for one in assistants)}
    busy |= {pk for one in finished for pk in (one.pk, heir_of(one, change.day).pk)}
    verifier = matter.verifier
    if verifier is None or change.gone(verifier) or verifier.pk in busy:
        verifier = checker(matter, change.day, busy)
    homeless = "" if verifier is not None and not change.gone(verifier) else "nobody_verifies"
    evaluator = matter.evaluator
    if evaluator is not None and (change.gone(evaluator) or evaluator.pk == lead.pk):
        evaluator = _evaluator(matter, duty, change, lead)
    charter = charter_at(matter.community.stem, change.day)
    touched = lead != matter.lead or verifier != matter.verifier or evaluator != matter.evaluator
    named = charter.name if touched and matter.category in charter.categories else ""
    return Roles(lead, verifier, evaluator, assistants, named, _due(matter, duty, change)), homeless


def _lead(matter: Matter, duty: Duty | None, change: Change) -> Body | None:
    """Whoever has it in hand keeps it; from an ended body it goes to whom the charter names, else to the successor."""
    if not change.gone(matter.lead):
        return matter.lead
    named = body_meant(duty.lead, matter.community.stem, change.day) if duty else None
    if named is not None:
        return named
    assert matter.lead is not None
    heir = heir_of(matter.lead, change.day)
    return heir if is_in_office(heir, change.day) else None


def _assistants(matter: Matter, lead: Body, change: Change) -> tuple[Body, ...]:
    """Each open part goes to the successor. What the lead takes over is no part any more, and whoever verifies takes
    none: the lead does that part itself.
    """
    open_parts = (part.body for part in matter.parts.all() if part.finished_at is None)
    heirs = (heir_of(body, change.day) if change.gone(body) else body for body in open_parts)
    finished = {part.body_id for part in matter.parts.all() if part.finished_at is not None}
    apart = {lead.pk, *finished, 0 if change.gone(matter.verifier) else matter.verifier_id}
    return tuple({body.pk: body for body in heirs if body.pk not in apart}.values())


def _evaluator(matter: Matter, duty: Duty | None, change: Change, lead: Body | None) -> Body | None:
    """The heir of the evaluator, else whom the charter names; never the lead itself."""
    assert matter.evaluator is not None
    stem = matter.community.stem
    heir = heir_of(matter.evaluator, change.day)
    named = body_meant(duty.evaluator, stem, change.day) if duty and duty.evaluator else None
    fit = (one for one in (heir, named) if one is not None and one != lead and is_in_office(one, change.day))
    return next(fit, None)


def _accountable(matter: Matter, roles: Roles, change: Change) -> Body | None:
    """What waits at the front door goes to the new one; what is in hand follows its lead."""
    body = matter.accountable_body
    if matter.stage in WAITS_AT_DOOR or matter.stage == Stage.DISPATCHED:
        at_door = change.doors.get(matter.community_id) == body.pk
        if change.gone(body) or (at_door and matter.stage in WAITS_AT_DOOR):
            return front_door(matter.community.stem, change.day)
        return body
    return roles.lead if change.gone(body) else body


def _post(matter: Matter, body: Body, change: Change) -> Post:
    """The same post while it exists; else the new one of whoever had it, the leader of its cell, or the head."""
    old = matter.accountable_post
    if old.body_id == body.pk and old.pk not in change.held and old.in_force(change.day):
        return old
    person = change.held.get(old.pk)
    own = [post for post in change.new_seats.get(person or 0, ()) if post.body_id == body.pk]
    mine = next((post for post in own if post.cell_id is None or post.cell_id == matter.cell_id), None)
    if mine is not None:
        return mine
    leader = leader_post(matter.cell, change.day) if matter.cell else None
    if old.cell_id is not None and leader is not None and leader.body_id == body.pk:
        return leader
    return head_post(body, change.day)


def _due(matter: Matter, duty: Duty | None, change: Change) -> datetime | None:
    """A new deadline, only where the plan says so, never an earlier one than was promised.

    Basis: the transitional rule of the plan; the first deadline stays by default (默认值).
    """
    if change.transition is Transition.FIRST_DEADLINE or matter.dispatched_at is None or matter.due_at is None:
        return None
    if duty is None or duty.limit is None:
        return None
    charter = charter_at(matter.community.stem, change.day)
    start = matter.dispatched_at.astimezone(ZoneInfo(charter.timezone))
    try:
        later = deadline(start, duty.limit, calendar(), charter.hours)
    except UnknownYear:
        return None
    return later if later > matter.due_at else None
