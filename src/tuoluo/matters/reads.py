"""What pages and API show of matters: who may see which, what waits for whom, figures with the lists behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tuoluo.bodies.charters import InForce
from tuoluo.bodies.reads import people_in_charge
from tuoluo.charter.model import Category, Charter
from tuoluo.ledger.actors import Actor
from tuoluo.matters.models import Matter, MatterQuerySet, Part, parse_number
from tuoluo.matters.rules import OPEN_STAGES, Stage
from tuoluo.people.models import Person

COMMUNITY_DIGITS = 12
SHOWN_WITH = ("community", "cell", "accountable_body", "accountable_post__body", "lead", "verifier", "evaluator")
UNDER_WAY = [Stage.DISPATCHED.value, Stage.HANDLING.value]
ANSWERED = [Stage.CLOSED.value, Stage.EVALUATED.value]


# Who may see what


class Sight(StrEnum):
    """How much of a matter somebody may see."""

    PUBLIC = "public"  # number, category, community, stage, bodies: what everybody sees
    STAFF = "staff"  # the place and the reasons too, but not the words of the reporter
    WORDS = "words"  # everything but the contact, which takes an act of its own


def visible_to(actor: Actor) -> MatterQuerySet:
    """The matters of which somebody sees more than the public does.

    A body sees those it has a part in. A body above the communities also sees those inside its area.
    """
    return Matter.objects.filter(_words(actor) | _above(actor))


def sight_of(matter: Matter, actor: Actor) -> Sight:
    """How much of one matter somebody may see; the same rule as `visible_to`."""
    if is_own(matter, actor) or (actor.body is not None and actor.body in matter.bodies()):
        return Sight.WORDS
    return Sight.STAFF if _is_above(actor) and matter.scope().startswith(actor.area) else Sight.PUBLIC


def is_own(matter: Matter, actor: Actor) -> bool:
    """Whether somebody reported it, known by account or by secret link."""
    return actor.follows == matter.pk or (actor.person is not None and actor.person == matter.reporter_id)


def _words(actor: Actor) -> Q:
    seen = Q(pk=actor.follows) if actor.follows is not None else Q(pk__in=[])
    if actor.person is not None:
        seen |= Q(reporter=actor.person)
    return seen | with_part(actor.body) if actor.body is not None else seen


def _above(actor: Actor) -> Q:
    return Q(community__stem__startswith=actor.area) if _is_above(actor) else Q(pk__in=[])


def _is_above(actor: Actor) -> bool:
    return actor.body is not None and 0 < len(actor.area) < COMMUNITY_DIGITS


def with_part(body: int) -> Q:
    """Matters in which a body has something to do or had."""
    assisted = Part.objects.filter(body=body).values("matter")
    return Q(accountable_body=body) | Q(lead=body) | Q(verifier=body) | Q(evaluator=body) | Q(pk__in=assisted)


# What waits for whom


class Tray(StrEnum):
    """A tab of the inbox: what is to be done next with the matters in it."""

    REGISTER = "register"
    DISPATCH = "dispatch"
    TAKE_UP = "take_up"
    IN_HAND = "in_hand"
    PARTS = "parts"
    VERIFY = "verify"
    EVALUATE = "evaluate"


ACT_OF_TRAY = {
    Tray.REGISTER: "matter.register",
    Tray.DISPATCH: "matter.dispatch",
    Tray.TAKE_UP: "matter.take_up",
    Tray.IN_HAND: "matter.report_back",
    Tray.PARTS: "matter.finish_part",
    Tray.VERIFY: "matter.close",
    Tray.EVALUATE: "matter.evaluate",
}


def in_tray(tray: Tray, actor: Actor, *, mine: bool) -> MatterQuerySet:
    """What lies in one tray of a body. ``mine`` keeps what this post answers for, where a post is named already."""
    body = actor.body
    post = {"accountable_post": actor.post} if mine else {}
    open_parts = Part.objects.filter(body=body, finished_at=None).values("matter")
    wanted = {
        Tray.REGISTER: Q(stage=Stage.COLLECTED.value, accountable_body=body, **post),
        Tray.DISPATCH: Q(stage=Stage.REGISTERED.value, accountable_body=body, **post),
        Tray.TAKE_UP: Q(stage=Stage.DISPATCHED.value, lead=body),
        Tray.IN_HAND: Q(stage=Stage.HANDLING.value, accountable_body=body, **post),
        Tray.PARTS: Q(stage__in=UNDER_WAY, pk__in=open_parts),
        Tray.VERIFY: Q(stage=Stage.REPORTED_BACK.value, verifier=body),
        Tray.EVALUATE: Q(stage=Stage.CLOSED.value, evaluator=body),
    }
    return Matter.objects.filter(wanted[tray])


def late_first(matters: MatterQuerySet) -> MatterQuerySet:
    """The most urgent first: by deadline, and what has none by age."""
    return matters.order_by(F("due_at").asc(nulls_last=True), "pk").select_related(*SHOWN_WITH)


def filtered(matters: MatterQuerySet, *, category: str = "", number: str = "") -> MatterQuerySet:
    """Only those of a category (or a group of them), or the one with a number."""
    if number:
        return matters.filter(pk=parse_number(number) or 0)
    return matters.filter(category__startswith=category) if category else matters


# Rows of a list


class Catalogues:
    """The charters that govern the communities of a list, found with one question to the database."""

    def __init__(self, day: date) -> None:
        self._charters = InForce(day)

    def at(self, stem: str) -> Charter | None:
        """The charter that governs a place: the one adopted closest to it."""
        return self._charters.at(stem)

    def category(self, matter: Matter) -> Category | None:
        """The category of a matter, under the charter it was dispatched by or the one in force now."""
        charter = self._charters.called(matter.charter) if matter.charter else self.at(matter.community.stem)
        return charter.categories.get(matter.category) if charter else None


@dataclass(frozen=True)
class Row:
    """One matter in a list, with all that is shown of it."""

    matter: Matter
    category: Category | None
    person: Person
    late: bool


def rows(matters: Iterable[Matter], now: datetime) -> list[Row]:
    """The matters of one page of a list, with category and person in charge (three questions, however many)."""
    found = list(matters)
    day = timezone.localdate(now)
    people = people_in_charge([matter.accountable_post for matter in found], day) if found else {}
    catalogues = Catalogues(day)
    return [
        Row(matter, catalogues.category(matter), people[matter.accountable_post_id], matter.is_late(now))
        for matter in found
    ]


# Figures, and the lists behind them


class Behind(StrEnum):
    """A set of matters that a figure counts, and that can be opened as a list."""

    ALL = "all"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"
    TIMED = "timed"
    ON_TIME = "on_time"
    REOPENED = "reopened"
    SETTLED = "settled"
    JUDGED = "judged"
    SOLVED = "solved"
    DROPPED = "dropped"


BEHIND_WORDS = {
    Behind.ALL: _("All matters"),
    Behind.OPEN: _("Open now"),
    Behind.LATE: _("Open and late"),
    Behind.CLOSED: _("Closed"),
    Behind.TIMED: _("Answered, with a deadline"),
    Behind.ON_TIME: _("Answered on time"),
    Behind.REOPENED: _("Reopened at least once"),
    Behind.SETTLED: _("Closed, or closed before and reopened"),
    Behind.JUDGED: _("Evaluated by residents"),
    Behind.SOLVED: _("Solved, say residents"),
    Behind.DROPPED: _("Declined or withdrawn"),
}


def behind(which: Behind, now: datetime) -> Q:
    """The condition that a figure counts and its list shows: one place for both, so they cannot differ."""
    still_due = [*UNDER_WAY, Stage.COLLECTED.value, Stage.REGISTERED.value]
    conditions: Mapping[Behind, Q] = {
        Behind.ALL: Q(),
        Behind.OPEN: Q(stage__in=[stage.value for stage in OPEN_STAGES]),
        Behind.LATE: Q(stage__in=still_due, due_at__lt=now),
        Behind.CLOSED: Q(stage__in=ANSWERED),
        Behind.TIMED: Q(on_time__isnull=False),
        Behind.ON_TIME: Q(on_time=True),
        Behind.REOPENED: Q(reopened__gt=0),
        Behind.SETTLED: Q(stage__in=ANSWERED) | Q(reopened__gt=0),
        Behind.JUDGED: Q(solved__isnull=False),
        Behind.SOLVED: Q(solved=True),
        Behind.DROPPED: Q(stage__in=[Stage.DECLINED.value, Stage.WITHDRAWN.value]),
    }
    return conditions[which]


def counts(matters: MatterQuerySet, now: datetime, which: Sequence[Behind] = tuple(Behind)) -> dict[Behind, int]:
    """How many there are of each, in one question."""
    found = matters.order_by().aggregate(**{f"n_{one.value}": Count("pk", filter=behind(one, now)) for one in which})
    return {one: found[f"n_{one.value}"] for one in which}
