"""Cell leaders: one cell, one leader (一格一长)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from tuoluo.bodies import rules
from tuoluo.bodies.acts import carry_leave, new_post, reach, seat
from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.kernel.periods import Period
from tuoluo.kernel.refusals import require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import Family, OpenTo, act
from tuoluo.people.models import Person
from tuoluo.territory.models import Area


@act("cell.appoint_leader", family=Family.DECIDE)
def appoint_leader(cell: Area, *, by: Actor, at: datetime, person: Person, body: Body, since: date) -> Area:
    """Put one person in charge of a cell from a day on; the leader until then hands over that day.

    The leader sits in a body of the community. When the next leader sits in another body, the seat moves there.
    Basis: one cell, one leader (S9); charter, cells.
    """
    require(reach(by, cell))
    if by.role != "founder":
        require(rules.may_start_before(timezone.localdate(at), since))
    role = charter_at(cell.stem, max(since, timezone.localdate(at))).cells.leader_role
    post = Post.objects.filter(cell__code=cell.code, valid_until=None).first()
    if post is not None and post.body_id != body.pk:
        end_seat(post, since)
        post = None
    seat(post or new_post(body, role, at=at, valid_from=since, cell=cell), person, since)
    return cell


@act("cell.carry_leader", family=Family.DECIDE, open_to=OpenTo.FOLLOWING)
def carry_leader(
    cell: Area, *, by: Actor, at: datetime, person: Person, body: Body, since: date, before: Tenure | None = None
) -> Area:
    """Put the leader of the old cell in charge of the one that takes its place, on the day of the change.

    A leave of theirs goes on, with whoever stands in. ``before`` is the seat they had until then.
    Basis: one cell, one leader (S9), at every moment; charter, cells.
    """
    role = charter_at(cell.stem, max(since, timezone.localdate(at))).cells.leader_role
    now = seat(new_post(body, role, at=at, valid_from=since, cell=cell), person, since)
    if before is not None:
        carry_leave(before, now)
    return cell


def end_seat(post: Post, day: date) -> None:
    """End a leader's seat on a day, inside an act that puts somebody else in charge; nobody may be promised it later.

    Basis: one cell, one leader (S9).
    """
    Tenure.objects.filter(post=post, until=None, since__lte=day).update(until=day)
    later = Tenure.objects.filter(post=post).exclude(until__lte=day).first()
    if later is not None:
        require(rules.may_hold(Period(day), [Period(later.since, later.until)], Period(post.valid_from)))
    Post.objects.filter(pk=post.pk).update(valid_until=day)
