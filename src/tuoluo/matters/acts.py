"""The doors of a matter: report, register, dispatch, take up, report back, verify, evaluate and what lies between."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import front_door, head_post, leader_post
from tuoluo.kernel.refusals import Refusal, Refused, require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.facts import PRIVATE
from tuoluo.ledger.registry import Family, OpenTo, act
from tuoluo.ledger.rows import update
from tuoluo.ledger.standing import watch
from tuoluo.matters import rules
from tuoluo.matters.models import Matter, Part
from tuoluo.matters.routing import catch_up, follow_heirs, route, set_deadline
from tuoluo.matters.rules import Channel, Nature, Outcome, Stage
from tuoluo.people.acts import keep_contact
from tuoluo.people.models import Contact, Person
from tuoluo.territory.models import Area

watch(Matter)
CONTACT_KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Place:
    """Where something is: the community always, its cell when it is known, words and a point when they are given."""

    community: Area
    cell: Area | None = None
    words: str = field(default="", metadata=PRIVATE)
    lng: float | None = field(default=None, metadata=PRIVATE)
    lat: float | None = field(default=None, metadata=PRIVATE)

    def as_columns(self) -> dict[str, Any]:
        """How a matter keeps it."""
        return {
            "community": self.community,
            "cell": self.cell,
            "place": self.words,
            "lng": self.lng,
            "lat": self.lat,
        }


@dataclass(frozen=True)
class Origin:
    """Where a matter carried over comes from: the source and the key it has there."""

    source: str
    key: str
    day_only: bool = False

    def as_columns(self) -> dict[str, Any]:
        """How a matter keeps it."""
        return {"source": self.source, "source_key": self.key, "day_only": self.day_only}


def new_link() -> str:
    """A secret link for whoever reports without an account. Only its hash is kept."""
    return secrets.token_urlsafe(18)


def hash_of(link: str) -> str:
    """What is kept of a secret link."""
    return hashlib.sha256(link.encode()).hexdigest() if link else ""


@act(
    "matter.report",
    family=Family.SERVE,
    open_to=OpenTo.ANYBODY,
    private=("text", "contact"),
    secret=("link",),
    routine=True,
)
def report(  # noqa: PLR0913 - each is a question of its own on the form
    *,
    by: Actor,
    at: datetime,
    text: str,
    place: Place,
    nature: Nature = Nature.HELP,
    channel: Channel = Channel.WEB,
    category: str = "",
    reporter: Person | None = None,
    contact: str = "",
    link: str = "",
    origin: Origin | None = None,
) -> Matter:
    """Report something. From this moment the front door of the community answers for it.

    Basis: one front door (S14); first-receiver responsibility.
    """
    day = timezone.localdate(at)
    require(rules.may_report(text, category, charter_at(place.community.stem, day).categories))
    door, post = _first_receiver(place, day)
    matter = Matter.objects.create(
        stage=Stage.COLLECTED.value,
        nature=nature.value,
        channel=channel.value,
        category=category,
        text=text,
        link=hash_of(link),
        reporter=reporter,
        reported_at=at,
        accountable_body=door,
        accountable_post=post,
        **place.as_columns(),
        **(origin.as_columns() if origin else {}),
    )
    if contact and reporter:
        keep_contact(reporter, contact, purpose=_purpose(matter), expires_on=day + CONTACT_KEPT_FOR)
    return matter


def _first_receiver(place: Place, day: date) -> tuple[Body, Post]:
    """The front door of the community, in the person of the cell's leader when that one sits there."""
    door = front_door(place.community.stem, day)
    if door is None:
        raise Refused(Refusal("matter.no_front_door", "charter, front_door", {"area": place.community.name}))
    leader = leader_post(place.cell, day) if place.cell else None
    return door, leader if leader and leader.body_id == door.pk else head_post(door, day)


@act("matter.register", family=Family.COORDINATE, may=rules.may_register, routine=True)
def register(matter: Matter, *, by: Actor, at: datetime, category: str = "", cell: Area | None = None) -> Matter:
    """Accept a matter: settle its category and place.

    Basis: CJJ/T 105; GB/T 47678, register.
    """
    matter.category = category or matter.category
    charter = charter_at(matter.community.stem, timezone.localdate(at))
    require(rules.may_have_category(matter.category, charter.categories))
    if cell is not None:
        matter.cell = cell
    matter.stage = Stage.REGISTERED.value
    return _save(matter, "category", "cell")


@act("matter.decline", family=Family.DECIDE, may=rules.may_decline, private=("answer",), routine=True)
def decline(matter: Matter, *, by: Actor, at: datetime, answer: str) -> Matter:
    """Decline a matter that is not for this place, and tell the reporter why and where to go.

    Basis: Beijing regulation on acting upon appeals §11.
    """
    require(rules.must_say(answer, "matter.answer_missing"))
    matter.stage, matter.answer, matter.closed_at = Stage.DECLINED.value, answer, at
    return _save(matter, "answer", "closed_at")


@act("matter.dispatch", family=Family.COORDINATE, may=rules.may_dispatch, private=("reason",), routine=True)
def dispatch(
    matter: Matter,
    *,
    by: Actor,
    at: datetime,
    lead: Body | None = None,
    assistants: Sequence[Body] | None = None,
    reason: str = "",
) -> Matter:
    """Send a registered matter to the body that leads it, by the charter unless a reason is given for another.

    The sender answers for it until the lead has taken it up. The clock starts now; sending it on to another lead with
    a reason does not start it again.
    Basis: charter, duties; first-receiver responsibility.
    """
    way = route(matter, timezone.localdate(at), lead=lead, assistants=assistants, reason=reason)
    require(rules.may_send_on(matter, way.lead.pk, reason))
    matter.lead, matter.verifier, matter.evaluator = way.lead, way.verifier, way.evaluator
    if matter.stage != Stage.DISPATCHED:
        matter.charter, matter.dispatched_at = way.charter, at
        set_deadline(matter, way.limit, at)
    matter.stage = Stage.DISPATCHED.value
    if matter.parts.exists():
        matter.parts.all().delete()
    Part.objects.bulk_create([Part(matter=matter, body=body, asked_at=at) for body in way.assistants])
    return _save(
        matter, "lead", "verifier", "evaluator", "charter", "dispatched_at", "due_at", "due_unknown_year", "on_time"
    )


@act("matter.set_deadline", family=Family.COORDINATE, may=rules.may_set_deadline, routine=True)
def set_late_deadline(matter: Matter, *, by: Actor, at: datetime) -> Matter:
    """Set a deadline that waited for a year's working calendar, counted from the moment its clock started.

    Basis: charter, duties; a year nobody has published is never guessed.
    """
    catch_up(matter)
    require(rules.must_know_year(matter.due_unknown_year))
    return _save(matter, "due_at", "due_unknown_year", "on_time")


@act("matter.take_up", family=Family.COORDINATE, may=rules.may_take_up, routine=True)
def take_up(matter: Matter, *, by: Actor, at: datetime, post: Post | None = None) -> Matter:
    """Take up what was dispatched to us: from now on we answer for it, in the person named.

    Basis: charter, duties; one matter, one named person.
    """
    assert matter.lead is not None
    if post is None:
        own = by.post if by.post and not by.carried_over else None
        post = Post.objects.get(pk=own) if own else head_post(matter.lead, timezone.localdate(at))
    require(rules.may_name(post.body_id, matter.lead_id))
    matter.accountable_body, matter.accountable_post = matter.lead, post
    matter.stage, matter.taken_up_at = Stage.HANDLING.value, at
    return _save(matter, "accountable_body", "accountable_post", "taken_up_at")


@act("matter.assign", family=Family.COORDINATE, may=rules.may_assign, routine=True)
def assign(matter: Matter, *, by: Actor, at: datetime, post: Post) -> Matter:
    """Name another post of our own body as the one that answers for a matter.

    Basis: one matter, one named person.
    """
    require(rules.may_name(post.body_id, matter.accountable_body_id))
    matter.accountable_post = post
    return _save(matter, "accountable_post")


@act("matter.finish_part", family=Family.COORDINATE, private=("result",), routine=True)
def finish_part(matter: Matter, *, by: Actor, at: datetime, result: str) -> Matter:
    """Say what we did as an assisting body; the lead goes on answering for the whole.

    Basis: joint handling with one lead (联办).
    """
    part = matter.parts.filter(body=by.acting_body, finished_at=None)
    require(rules.may_finish_part(matter, has_part=part.exists()))
    require(rules.must_say(result, "matter.result_missing"))
    part.update(finished_at=at, result=result)
    return matter


@act(
    "matter.report_back",
    family=Family.SERVE,
    may=rules.may_report_back,
    private=("answer", "parts_note"),
    routine=True,
)
def report_back(
    matter: Matter, *, by: Actor, at: datetime, outcome: Outcome, answer: str, parts_note: str = ""
) -> Matter:
    """Say what was done and how it ended: solved, explained or impossible.

    Basis: CJJ/T 105; GB/T 47678, report back.
    """
    require(rules.must_say(answer, "matter.answer_missing"))
    require(rules.may_state(outcome, carried_over=bool(by.carried_over)))
    require(rules.may_leave_parts(matter.parts.filter(finished_at=None).count(), parts_note))
    matter.outcome, matter.answer, matter.reported_back_at = outcome.value, answer, at
    matter.on_time = None if matter.due_at is None else at <= matter.due_at
    matter.stage = Stage.REPORTED_BACK.value
    return _save(matter, "outcome", "answer", "reported_back_at", "on_time")


@act("matter.return", family=Family.SUPERVISE, may=rules.may_return, private=("reason",), routine=True)
def return_for_rework(matter: Matter, *, by: Actor, at: datetime, reason: str) -> Matter:
    """Send a matter back to its lead, because what was done does not hold. The first deadline stays.

    Basis: CJJ/T 105; rework (返工) is counted for ever.
    """
    require(rules.must_say(reason, "matter.reason_missing"))
    matter.stage, matter.reworked = Stage.HANDLING.value, matter.reworked + 1
    return _save(matter, "reworked")


@act("matter.close", family=Family.SUPERVISE, may=rules.may_verify, private=("finding",), routine=True)
def close(
    matter: Matter,
    *,
    by: Actor,
    at: datetime,
    finding: str = "",
    on_time: bool | None = None,
    dated: bool | None = None,
) -> Matter:
    """Confirm as another body that it is done, and close it.

    ``on_time`` and ``dated`` are only for a matter carried over: whether it was in time, if its source says so itself,
    and whether the source says when it was closed (taken for granted where it states hours).
    Basis: CJJ/T 105; GB/T 47678, verify and close.
    """
    if by.carried_over:
        matter.on_time = on_time
        dated = not matter.day_only if dated is None else dated
    matter.stage = Stage.CLOSED.value
    matter.closed_at = None if by.carried_over and not dated else at
    return _save(matter, "closed_at", "on_time")


@act(
    "matter.evaluate",
    family=Family.EVALUATE,
    open_to=OpenTo.REPORTER,
    may=rules.may_evaluate,
    private=("words",),
    routine=True,
)
def evaluate(
    matter: Matter, *, by: Actor, at: datetime, responded: bool, solved: bool, satisfied: int, words: str = ""
) -> Matter:
    """Judge a closed matter: was I contacted, is it solved, how satisfied am I (1 to 5). Three questions, never one.

    Basis: Beijing regulation on acting upon appeals §32 (response, solution, satisfaction).
    """
    require(rules.may_score(satisfied))
    matter.responded, matter.solved, matter.satisfied = responded, solved, satisfied
    matter.stage = Stage.EVALUATED.value
    return _save(matter, "responded", "solved", "satisfied")


@act(
    "matter.reopen",
    family=Family.EVALUATE,
    open_to=OpenTo.REPORTER,
    may=rules.may_reopen,
    private=("reason",),
    routine=True,
)
def reopen(matter: Matter, *, by: Actor, at: datetime, reason: str) -> Matter:
    """Have a closed matter done again. Its lead answers for it at once, with a new time limit; the count stays.

    Basis: Shenzhen appeals platform; what was reopened stays visible in the figures.
    """
    require(rules.must_say(reason, "matter.reason_missing"))
    day = timezone.localdate(at)
    follow_heirs(matter, day)
    assert matter.lead is not None
    if matter.accountable_body_id != matter.lead_id or not matter.accountable_post.in_force(day):
        matter.accountable_body, matter.accountable_post = matter.lead, head_post(matter.lead, day)
    duty = charter_at(matter.community.stem, day).duty_for(matter.category, matter.community.stem)
    set_deadline(matter, duty.limit if duty else None, at)
    matter.stage, matter.reopened, matter.closed_at = Stage.HANDLING.value, matter.reopened + 1, None
    matter.responded = matter.solved = matter.satisfied = None
    return _save(
        matter,
        *("accountable_body", "accountable_post", "lead", "verifier", "evaluator"),
        *("due_at", "due_unknown_year", "on_time"),
        *("reopened", "closed_at", "responded", "solved", "satisfied"),
    )


@act(
    "matter.withdraw",
    family=Family.SERVE,
    open_to=OpenTo.REPORTER,
    may=rules.may_withdraw,
    private=("reason",),
    routine=True,
)
def withdraw(matter: Matter, *, by: Actor, at: datetime, reason: str = "") -> Matter:
    """Take back what I reported.

    Basis: Personal Information Protection Law §15.
    """
    matter.stage, matter.closed_at = Stage.WITHDRAWN.value, at
    return _save(matter, "closed_at")


@act("contact.read", family=Family.SUPERVISE, may=rules.may_read_contact, private=("reason",), routine=True)
def read_contact(matter: Matter, *, by: Actor, at: datetime, reason: str) -> Matter:
    """Look up how to reach the reporter; the look is recorded and the reporter can see it.

    Basis: Personal Information Protection Law §44, §51.
    """
    require(rules.must_say(reason, "matter.reason_missing"))
    return matter


def contacts_of(matter: Matter) -> list[Contact]:
    """What `read_contact` opens: the contacts of the reporter that have not expired."""
    given = Contact.objects.filter(person=matter.reporter, purpose=_purpose(matter))
    return list(given.filter(expires_on__gte=timezone.localdate()))


def _purpose(matter: Matter) -> str:
    """A contact is given for one matter and opens in no other."""
    return f"matter.report {matter.pk}"


def _save(matter: Matter, *fields: str) -> Matter:
    update(matter, ("stage", *fields))
    return matter
