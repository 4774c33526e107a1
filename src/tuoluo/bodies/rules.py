"""When a body, a post or a tenure may begin or end. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from stdnum.cn import uscc

from tuoluo.kernel.periods import Period
from tuoluo.kernel.refusals import Refusal


def credit_code_fault(code: str) -> Refusal | None:
    """A unified social credit code has 18 characters and a check character that fits.

    Basis: GB 32100-2015.
    """
    if not code or uscc.is_valid(code):
        return None
    return Refusal("body.bad_credit_code", "GB 32100-2015", {"value": code})


def may_reach(actor_area: str, area: str) -> Refusal | None:
    """A body decides only about places inside its own area.

    Basis: charter, kinds and their level.
    """
    if actor_area and area.startswith(actor_area):
        return None
    return Refusal("body.outside_your_area", "charter, kinds", {"area": area})


def may_found(kind: str, known: Iterable[str], level: str, wanted: str) -> Refusal | None:
    """A body must be of a kind that the charter knows, for an area of the level that the kind is meant for.

    Basis: charter, kinds.
    """
    if kind not in set(known):
        return Refusal("body.unknown_kind", "charter, kinds", {"kind": kind})
    if level != wanted:
        return Refusal("body.wrong_level", "charter, kinds", {"kind": kind, "level": level, "wanted": wanted})
    return None


def may_have_another(count: int, maximum: int | None, kind: str) -> Refusal | None:
    """An area has no more bodies of a kind than the charter says, e.g. one core for each community.

    Basis: charter, kinds.
    """
    if maximum is not None and count >= maximum:
        return Refusal("body.too_many", "charter, kinds", {"kind": kind, "maximum": maximum})
    return None


def may_hold(term: Period, others: Iterable[Period], post: Period) -> Refusal | None:
    """A post is held by one person at a time, and only while it exists.

    Basis: charter, roles; one cell, one leader.
    """
    if not post.contains(term.start):
        return Refusal("post.not_in_force", "charter, roles", {"day": term.start.isoformat()})
    clash = next((other for other in others if other.overlaps(term)), None)
    if clash is not None:
        return Refusal(
            "post.already_held",
            "charter, roles",
            {"since": clash.start.isoformat(), "until": clash.end.isoformat() if clash.end else ""},
        )
    return None


def may_fall_vacant(*, head: bool, cell: bool) -> Refusal | None:
    """A head post and a cell leader's post never stand empty: they change hands on one day.

    Basis: one cell, one leader (一格一长); every matter has somebody.
    """
    if head:
        return Refusal("post.head_needs_successor", "charter, roles")
    if cell:
        return Refusal("post.cell_needs_successor", "charter, cells")
    return None


def must_have_ended(tenures: int, day: date) -> Refusal | None:
    """Only somebody who holds a post on a day, until further notice, can leave it that day.

    Basis: charter, roles.
    """
    return None if tenures else Refusal("post.not_held_then", "charter, roles", {"day": day.isoformat()})


def may_start_before(today: date, start: date) -> Refusal | None:
    """A tenure is not backdated: who was in charge yesterday is history.

    Basis: everything that happens is an act; the record is never rewritten.
    """
    if start < today:
        return Refusal("post.backdated", "", {"day": start.isoformat()})
    return None


def must_begin_today(today: date, start: date) -> Refusal | None:
    """Where people are at work a new division into cells begins on the day it is decided: leaders change hands with it.

    Basis: one cell, one leader (一格一长), at every moment.
    """
    if start != today:
        return Refusal("cell.drawn_for_today", "charter, cells", {"day": start.isoformat(), "today": today.isoformat()})
    return None


def must_be_empty(area: str, sitting: str | None) -> Refusal | None:
    """An area in which bodies sit is not split, merged or closed under them: who follows them comes first.

    Basis: every place has somebody; every matter has somebody (S9).
    """
    return Refusal("place.bodies_sit_here", "charter, kinds", {"area": area, "body": sitting}) if sitting else None


def must_not_be_promised(post: str, since: date | None) -> Refusal | None:
    """A seat that ends has not been promised to somebody for a later day.

    Basis: charter, roles.
    """
    if since is None:
        return None
    return Refusal("post.promised", "charter, roles", {"post": post, "since": since.isoformat()})


def must_have_no_posts(body: str, posts: int) -> Refusal | None:
    """A body ends only once all its posts have ended: nobody is left sitting in it.

    Basis: charter, roles; every matter has somebody (S9).
    """
    return Refusal("body.has_posts", "charter, roles", {"body": body, "posts": posts}) if posts else None


def must_be_held(*, held: bool, day: date) -> Refusal | None:
    """Only somebody who holds a post on a day can be on leave from it.

    Basis: charter, roles.
    """
    return None if held else Refusal("post.nobody_holds_it", "charter, roles", {"day": day.isoformat()})


def must_end_after(since: date, until: date | None) -> Refusal | None:
    """A leave lasts a day at least.

    Basis: charter, roles.
    """
    return None if until is None or until > since else Refusal("post.leave_of_no_day", "", {"day": since.isoformat()})


def may_be_away(leave: Period, others: Iterable[Period]) -> Refusal | None:
    """No two leaves from a post overlap.

    Basis: one named person in charge at every moment (S9).
    """
    clash = next((other for other in others if other.overlaps(leave)), None)
    if clash is None:
        return None
    return Refusal(
        "post.already_away",
        "charter, roles",
        {"since": clash.start.isoformat(), "until": clash.end.isoformat() if clash.end else ""},
    )


def needs_substitute(*, head: bool, cell: bool, substitute: bool) -> Refusal | None:
    """Whoever heads a body or leads a cell goes on leave only when somebody stands in.

    Basis: one cell, one leader (一格一长); every matter has somebody (S9).
    """
    if substitute or not (head or cell):
        return None
    return Refusal("post.leave_needs_substitute", "charter, cells" if cell else "charter, roles")


def may_stand_in(person: int, holder: int, leave: Period, away: Iterable[Period]) -> Refusal | None:
    """A substitute is somebody else, and there on every day of the leave. ``away`` is when the substitute is not.

    Basis: one named person in charge at every moment (S9).
    """
    if person == holder:
        return Refusal("post.own_substitute", "charter, roles")
    if any(other.overlaps(leave) for other in away):
        return Refusal("post.substitute_away", "charter, roles")
    return None


def may_leave_others(leave: Period, promised: Iterable[Period]) -> Refusal | None:
    """Whoever stands in for somebody stays until that leave is over, or another substitute is named first.

    Basis: one named person in charge at every moment (S9).
    """
    clash = next((other for other in promised if other.overlaps(leave)), None)
    if clash is None:
        return None
    until = clash.end.isoformat() if clash.end else ""
    return Refusal("post.stands_in", "charter, roles", {"since": clash.start.isoformat(), "until": until})


def must_be_away(*, away: bool, day: date) -> Refusal | None:
    """Only a leave that runs on a day, or is still to come, can be ended.

    Basis: charter, roles.
    """
    return None if away else Refusal("post.not_away", "charter, roles", {"day": day.isoformat()})


def may_staff(*, own_or_under: bool, wider: bool, body: str) -> Refusal | None:
    """Who sits in a body is said by itself, by those above it, or by a body for a wider area; never from
    below or beside.

    Basis: charter, kinds and their superior; nobody seats those who are to check them (S2).
    """
    return None if own_or_under or wider else Refusal("post.not_yours_to_fill", "charter, kinds", {"body": body})


def may_name_substitute(actor: int | None, substitute: int | None) -> Refusal | None:
    """Nobody names themselves as the one who stands in for somebody else.

    Basis: no body checks its own work (S2).
    """
    if actor is not None and actor == substitute:
        return Refusal("post.not_oneself", "charter, roles")
    return None
