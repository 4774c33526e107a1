"""What follows for those who work when territory changes: each place has its one leader at once, or nothing changes."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from tuoluo.bodies import rules
from tuoluo.bodies.authority import FOUNDER, governed
from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.bodies.reads import body_meant, head_post, leader_post
from tuoluo.kernel.refusals import require
from tuoluo.ledger.registry import Done, follows
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import areas_on, forerunners
from tuoluo.workforce.acts import carry_leader, end_seat

DRAWN, ESTABLISHED = "area.draw_cells", "area.establish"


@follows(DRAWN)
def leaders_go_on(done: Done) -> None:
    """Each new cell is led by whoever led the old one that shares most ground with it, from the day of the drawing.

    Basis: one cell, one leader (S9); charter, cells.
    """
    community, day = done.subject, done.given["valid_from"]
    seats = list(Post.objects.filter(cell__stem__startswith=community.stem, valid_until=None))
    for cell in areas_on(Level.CELL, day, within=community.stem):
        _give_a_leader(done, cell, day)
    for seat in seats:
        if seat.cell is not None and seat.cell.valid_until is not None:
            end_seat(seat, day)


@follows(ESTABLISHED)
def a_single_cell_is_led(done: Done) -> None:
    """A cell established by itself in a community at work has a leader from its first day.

    Basis: one cell, one leader (S9); charter, cells.
    """
    if done.subject.level == Level.CELL:
        _give_a_leader(done, done.subject, done.given["valid_from"])


def _give_a_leader(done: Done, cell: Area, day: date) -> None:
    """Carry the leader over, or else put the head of a body of the community in charge until one is appointed.

    While a district is being founded, or before any body of the community is in office, there is nobody to name.
    """
    body = None if done.by.role == FOUNDER.role else _seating_body(cell, day)
    if body is None:
        return
    require(rules.must_begin_today(timezone.localdate(done.at), day))
    old = next(filter(None, (leader_post(one, day) for one in forerunners(cell))), None)
    post = old or head_post(body, day)
    by = done.by.following(DRAWN if old else ESTABLISHED)
    before = Tenure.objects.on(day).filter(post=post).first() or Tenure.objects.on(day).get(
        post=head_post(post.body, day)
    )
    carry_leader(cell, by=by, at=done.at, person=before.person, body=post.body, since=day, before=before)


def _seating_body(cell: Area, day: date) -> Body | None:
    """The first body in office, in the charter's order of kinds, in which a leader of this cell may sit."""
    if not governed(day):
        return None
    charter = charter_at(cell.stem, day)
    kinds = charter.roles[charter.cells.leader_role].kinds
    return next(filter(None, (body_meant(kind, cell.stem, day) for kind in kinds)), None)


@follows("area.split", "area.merge", "area.close")
def nobody_is_left_behind(done: Done) -> None:
    """An area in which bodies sit, or which somebody leads, does not end under them; a reform settles who follows.

    Basis: every place has somebody; every matter has somebody (S9).
    """
    if done.by.because_of:
        return
    day = done.given.get("valid_from") or done.given["valid_until"]
    for area in (done.subject, *done.given.get("others", ())):
        ended = Area.objects.filter(stem=area.stem, valid_until=day).first()
        if ended is not None:
            require(rules.must_be_empty(ended.name, _who_sits_in(ended, day)))


def _who_sits_in(area: Area, day: date) -> str | None:
    body = Body.objects.on(day).filter(area__stem__startswith=area.stem).first()
    seat = Post.objects.on(day).filter(cell__stem__startswith=area.stem).select_related("body").first()
    return body.name if body else str(seat) if seat else None
