"""What follows for open matters when cells change: each goes on under somebody, and its history says why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain

from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import head_post, leader_post
from tuoluo.kernel.refusals import require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import Done, Family, OpenTo, act, follows
from tuoluo.ledger.rows import update
from tuoluo.matters import rules
from tuoluo.matters.models import Matter
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import heirs, locate

DRAWN = "area.draw_cells"


@act("matter.transfer", family=Family.COORDINATE, open_to=OpenTo.FOLLOWING)
def transfer(matter: Matter, *, by: Actor, at: datetime, body: Body, post: Post, cell: Area | None = None) -> Matter:
    """Pass a matter to who answers for it after a change of cells, bodies or charter. Stage and clock stay.

    Basis: every matter has somebody (S9); a change of structure loses nothing (S13).
    """
    require(rules.may_name(post.body_id, body.pk))
    matter.accountable_body, matter.accountable_post, matter.cell = body, post, cell
    update(matter, ("accountable_body", "accountable_post", "cell"))
    return matter


@follows(DRAWN)
def matters_go_on(done: Done) -> None:
    """Every open matter of a cell that ended belongs to the new cell at its place, or the one nearest in ground.

    What the leader of the old cell answered for goes to the leader of the new one in the same body, or to its head.
    Basis: every matter has somebody (S9).
    """
    community, day = done.subject, done.given["valid_from"]
    ended = Area.objects.filter(level=Level.CELL, stem__startswith=community.stem, valid_until=day)
    by = done.by.following(DRAWN)
    for old in ended:
        rows = Matter.objects.open().filter(cell=old).select_related("accountable_body", "accountable_post")
        following = heirs(old)
        for matter in rows:
            cell = _cell_of(matter, following, day)
            body, post = matter.accountable_body, matter.accountable_post
            if post.cell_id is not None:
                post = _answering(body, cell, day)
            transfer(matter, by=by, at=done.at, body=body, post=post, cell=cell)


def _cell_of(matter: Matter, following: Iterable[Area], day: date) -> Area | None:
    at_point = locate(matter.lng, matter.lat, day) if matter.lng is not None and matter.lat is not None else None
    inside = (cell for cell in (at_point,) if cell is not None and cell.stem.startswith(matter.community.stem))
    return next(chain(inside, following), None)


def _answering(body: Body, cell: Area | None, day: date) -> Post:
    leader = leader_post(cell, day) if cell else None
    return leader if leader and leader.body_id == body.pk else head_post(body, day)
