"""Who has the right to an act: whoever holds, today, a post whose role has it by the charter, over that place.

Running the software gives no right at all. The one exception is founding: until the first head of the district takes
office somebody has to set up areas, bodies and posts, and the record says who did.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import CharterInForce, Tenure
from tuoluo.bodies.rules import may_reach
from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import ActSpec, OpenTo, Topic, memo
from tuoluo.people.models import Person

FOUNDER = Actor(name="founder", role="founder")
FOUNDING_ACTS = frozenset(
    {
        "area.establish",
        "area.set_boundary",
        "area.draw_cells",
        "charter.adopt",
        "body.establish",
        "post.create",
        "post.fill",
        "cell.appoint_leader",
        "person.enter",
    }
)
CONSEQUENCES = {
    "reform.apply": frozenset(
        {"charter.adopt", "body.establish", "post.create", "post.fill", "person.enter", "area.split", "area.merge"}
    ),
}
"""What follows from an act and is otherwise decided on: whoever has the right to the act needs none for these."""
CARRY_OVER = "matter.carry_over"
RIGHT_TO_GOVERN = "charter.adopt"
GOVERNED = Topic("governed", ended_by=("charter.adopt", "post.fill", "post.vacate", "cell.appoint_leader"))
NOT_HELD = "right.post_not_held"
ON_LEAVE = "right.on_leave"


def decide(spec: ActSpec, subject: Any, by: Actor, at: datetime) -> Refusal | None:
    """Whether the actor has the right to this act on this subject.

    Basis: charter, roles; administering the software gives no civic right.
    """
    if spec.open_to is OpenTo.FOLLOWING:
        return None if by.because_of else Refusal("right.only_follows", "charter, roles", {"act": spec.name})
    if spec.name in CONSEQUENCES.get(by.because_of, ()):
        return None
    today = timezone.localdate()  # a right is asked for when one acts, not for the day one writes about
    if by.role == FOUNDER.role:
        return _founder(spec.name, today)
    if by.post is not None:
        refusal = _post(_right(spec.name, by), by, today) or _reach(subject, by)
        if refusal is None or refusal.code in (NOT_HELD, ON_LEAVE) or not _open_to_person(spec, subject, by):
            return refusal
        return None
    if spec.open_to is OpenTo.NOBODY or by.body is not None or by.carried_over:
        return Refusal("right.needs_post", "charter, roles", {"act": spec.name})
    return None  # open to anybody, or to the reporter: the matter's own rule tells whether this is the reporter


def right_of(act: str, by: Actor) -> Refusal | None:
    """Whether somebody acting in a post has the right to an act today, wherever it is to be done.

    Basis: charter, roles.
    """
    return _post(act, by, timezone.localdate())


def _right(act: str, by: Actor) -> str:
    return CARRY_OVER if by.carried_over else act


def _open_to_person(spec: ActSpec, subject: Any, by: Actor) -> bool:
    if by.carried_over:  # what is open to a person is not thereby open to a registrar of other people's deeds
        return False
    if spec.open_to is OpenTo.ANYBODY:
        return True
    return spec.open_to is OpenTo.REPORTER and getattr(subject, "reporter_id", None) == by.person


def _post(act: str, by: Actor, today: date) -> Refusal | None:
    kept = memo()
    key = ("right", act, by.post, by.person, today)
    if key not in kept:
        kept[key] = _ask_post(act, by, today)
    refusal: Refusal | None = kept[key]
    return refusal


def _ask_post(act: str, by: Actor, today: date) -> Refusal | None:
    seats = Tenure.objects.filter(post=by.post, post__role=by.role, post__body=by.body, post__body__area__stem=by.area)
    if by.person is None or not seats.acting(Person(pk=by.person), today).exists():
        away = seats.on(today).filter(person=by.person).exists()
        return Refusal(ON_LEAVE if away else NOT_HELD, "charter, roles", {"role": by.role})
    if not charter_at(by.area, today).grants(by.role, act):
        return Refusal("right.not_in_role", "charter, roles", {"act": act, "role": by.role})
    return None


def _reach(subject: Any, by: Actor) -> Refusal | None:
    scope = getattr(subject, "scope", None)
    if scope is None or (refusal := may_reach(by.area, scope())) is None:
        return None
    # a body may have been given a part in something outside its own area: the subject's own rule decides then
    return None if by.acting_body in subject.bodies() else refusal


def _founder(act: str, today: date) -> Refusal | None:
    if act not in FOUNDING_ACTS:
        return Refusal("right.not_for_founding", "", {"act": act})
    if governed(today):
        return Refusal("right.founding_is_over", "charter, roles")
    return None


def governed(today: date) -> bool:
    """Whether somebody in office may now change what the founder set up."""
    kept = memo().setdefault(GOVERNED, {})
    if today not in kept:
        kept[today] = _ask_governed(today)
    answer: bool = kept[today]
    return answer


def _ask_governed(today: date) -> bool:
    adopted = CharterInForce.objects.select_related("area").first()
    if adopted is None:
        return False
    charter = charter_at(adopted.area.stem, max(today, adopted.valid_from))
    roles = [role for role in charter.roles if charter.grants(role, RIGHT_TO_GOVERN)]
    return Tenure.objects.on(today).filter(post__role__in=roles, post__head=True).exists()
