"""What follows for open matters when cells change: each goes on under somebody, and its history says why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import head_post, leader_post
from tuoluo.kernel.refusals import Refusal, require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import Done, Family, OpenTo, act, follows
from tuoluo.ledger.rows import update
from tuoluo.matters import rules
from tuoluo.matters.models import Matter, Part
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import heirs, locate

DRAWN = "area.draw_cells"


@dataclass(frozen=True)
class Roles:
    """Who does what in a matter after a reform, under which charter. ``due`` is said only where the deadline moves."""

    lead: Body | None
    verifier: Body | None
    evaluator: Body | None
    assistants: tuple[Body, ...] = ()
    charter: str = ""
    due: datetime | None = None


@act("matter.transfer", family=Family.COORDINATE, open_to=OpenTo.FOLLOWING, routine=True)
def transfer(  # noqa: PLR0913 - each is a question of its own
    matter: Matter,
    *,
    by: Actor,
    at: datetime,
    body: Body,
    post: Post,
    cell: Area | None = None,
    community: Area | None = None,
    roles: Roles | None = None,
    reform: str = "",
) -> Matter:
    """Pass a matter to who answers for it after a change of cells, bodies or charter. Stage and clock stay.

    ``roles`` and ``community`` are said where a reform changes them too, ``reform`` names it.
    Basis: every matter has somebody (S9); a change of structure loses nothing (S13).
    """
    require(rules.may_name(post.body_id, body.pk))
    matter.accountable_body, matter.accountable_post, matter.cell = body, post, cell
    names = ["accountable_body", "accountable_post", "cell"]
    if community is not None:
        matter.community = community
        names.append("community")
    if roles is not None:
        names += _give(matter, roles, at)
    update(matter, names)
    return matter


def _give(matter: Matter, roles: Roles, at: datetime) -> list[str]:
    """Write down who does what; a part that is finished stays with the body that did it."""
    assistants, parts = [body.pk for body in roles.assistants], list(matter.parts.all())
    busy = {*assistants, *(part.body_id for part in parts if part.finished_at is not None)}
    require(_must_be_checked_by_another(matter, _pk(roles.lead), _pk(roles.verifier), busy))
    matter.lead, matter.verifier, matter.evaluator = roles.lead, roles.verifier, roles.evaluator
    open_parts = {part.body_id: part for part in parts if part.finished_at is None}
    gone = [part.pk for body, part in open_parts.items() if body not in assistants]
    if gone:
        matter.parts.filter(pk__in=gone).delete()
    if new := [Part(matter=matter, body=body, asked_at=at) for body in roles.assistants if body.pk not in open_parts]:
        Part.objects.bulk_create(new)
    names = ["lead", "verifier", "evaluator"]
    if roles.charter:
        matter.charter = roles.charter
        names.append("charter")
    if roles.due is not None:
        matter.due_at = roles.due
        names.append("due_at")
    return names


def _must_be_checked_by_another(
    matter: Matter, lead: int | None, verifier: int | None, busy: Collection[int]
) -> Refusal | None:
    """Whoever a matter under way is passed on to, it has a lead, and a verifier who had no hand in the work.

    Basis: charter, duties; no body checks its own work (1 + 3 + N, supervision).
    """
    if rules.Stage(matter.stage) not in rules.UNDER_WAY:
        return None
    if lead is None or verifier is None:
        return Refusal("matter.nobody_to_verify", "charter, duties")
    return Refusal("matter.verifies_own_work", "charter, duties") if verifier in {lead, *busy} else None


def _pk(body: Body | None) -> int | None:
    return body.pk if body is not None else None


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
