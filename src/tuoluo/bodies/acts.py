"""How bodies, posts and their holders come and go, and which charter an area is under."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from tuoluo.bodies import rules
from tuoluo.bodies.charters import charter_at, charter_named, keep
from tuoluo.bodies.models import Absence, Body, BodySuccession, CharterInForce, Post, Tenure
from tuoluo.kernel.periods import Period
from tuoluo.kernel.refusals import Refusal, first, require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import Family, OpenTo, act
from tuoluo.people.models import Person
from tuoluo.territory.models import Area, Level


def reach(by: Actor, area: Area) -> Refusal | None:
    """Whether the actor's body answers for this place; a founder sets up every place."""
    return None if by.role == "founder" else rules.may_reach(by.area, area.stem)


@act("charter.adopt", family=Family.DECIDE)
def adopt_charter(area: Area, *, by: Actor, at: datetime, name: str, valid_from: date) -> CharterInForce:
    """Put an area under a charter from a day on; the charter it was under until then ends that day.

    Basis: the charter is adopted by the body that governs the area (S10, S23).
    """
    require(reach(by, area))
    charter = charter_named(name)
    keep(name, charter)
    CharterInForce.objects.filter(area=area, valid_until=None).update(valid_until=valid_from)
    return CharterInForce.objects.create(area=area, name=name, digest=charter.digest, valid_from=valid_from)


@act("body.establish", family=Family.DECIDE)
def establish_body(  # noqa: PLR0913 - each is a line of the certificate
    *,
    by: Actor,
    at: datetime,
    kind: str,
    name: str,
    area: Area,
    valid_from: date,
    superior: Body | None = None,
    name_en: str = "",
    credit_code: str = "",
    reference: str = "",
) -> Body:
    """Establish a body of a kind that the charter knows, for one area.

    Basis: charter, kinds; GB 32100-2015 for the credit code.
    """
    kinds = charter_at(area.stem, max(valid_from, timezone.localdate(at))).kinds
    known = kinds.get(kind)
    existing = Body.objects.on(valid_from).filter(kind=kind, area=area).count() if known and known.maximum else 0
    require(
        first(
            reach(by, area),
            rules.credit_code_fault(credit_code),
            rules.may_found(kind, kinds, area.level, known.level.value if known else ""),
            rules.may_have_another(existing, known.maximum if known else None, kind),
        )
    )
    return Body.objects.create(
        kind=kind,
        name=name,
        name_en=name_en,
        area=area,
        superior=superior,
        credit_code=credit_code,
        reference=reference,
        valid_from=valid_from,
    )


@act("post.create", family=Family.DECIDE)
def create_post(
    *, by: Actor, at: datetime, body: Body, role: str, valid_from: date, title: str = "", cell: Area | None = None
) -> Post:
    """Create a seat in a body, with a role of the charter. A cell leader's seat names its cell.

    Basis: charter, roles.
    """
    require(reach(by, body.area))
    return new_post(body, role, at=at, valid_from=valid_from, title=title, cell=cell)


def new_post(
    body: Body, role: str, *, at: datetime, valid_from: date, title: str = "", cell: Area | None = None
) -> Post:
    """Open a seat inside an act that has asked for the right to do so."""
    known = charter_at(body.area.stem, max(valid_from, timezone.localdate(at))).roles.get(role)
    require(_role_fits(role, known.kinds if known else (), body, cell, cell_role=bool(known and known.cell)))
    return Post.objects.create(
        body=body, role=role, title=title, head=bool(known and known.head), cell=cell, valid_from=valid_from
    )


def _role_fits(role: str, kinds: tuple[str, ...], body: Body, cell: Area | None, *, cell_role: bool) -> Refusal | None:
    if body.kind not in kinds:
        return Refusal("post.role_not_here", "charter, roles", {"role": role, "kind": body.kind})
    if cell_role != (cell is not None):
        return Refusal("post.cell_needed" if cell_role else "post.no_cell", "charter, cells", {"role": role})
    if cell is not None and (cell.level != Level.CELL or not cell.stem.startswith(body.area.stem)):
        return Refusal("post.cell_elsewhere", "charter, cells", {"area": cell.code})
    return None


@act("post.fill", family=Family.DECIDE)
def fill_post(post: Post, *, by: Actor, at: datetime, person: Person, since: date) -> Post:
    """Give a post to a person from a day on. Whoever held it until then leaves that day, so it never stands empty.

    Basis: charter, roles; terms of office do not overlap.
    """
    require(first(reach(by, post.body.area), _may_staff(by, post.body)))
    if by.role != "founder":
        require(rules.may_start_before(timezone.localdate(at), since))
    seat(post, person, since)
    return post


def _may_staff(by: Actor, body: Body) -> Refusal | None:
    """Whether it is for the actor's body to say who sits in another: its own, one under it, or one it may establish."""
    if by.role == "founder" or by.because_of:
        return None
    above, seen = body, {body.pk}
    while above.superior is not None and above.superior_id not in seen:
        above = above.superior
        seen.add(above.pk)
    establishes = charter_at(by.area, timezone.localdate()).grants(by.role, "body.establish")
    wider = establishes or len(by.area) < len(body.area.stem)
    return rules.may_staff(own_or_under=by.body in seen, wider=wider, body=body.name)


def seat(post: Post, person: Person, since: date) -> Tenure:
    """Let one person follow another in a post on one day, inside an act that has asked for the right to do so."""
    Tenure.objects.filter(post=post, until=None, since__lte=since).update(until=since)
    others = [Period(start, end) for start, end in Tenure.objects.filter(post=post).values_list("since", "until")]
    require(rules.may_hold(Period(since), others, Period(post.valid_from, post.valid_until)))
    return Tenure.objects.create(post=post, person=person, since=since)


@act("post.vacate", family=Family.DECIDE)
def vacate_post(post: Post, *, by: Actor, at: datetime, until: date) -> Post:
    """End somebody's tenure without a successor; the head of the body answers for the post meanwhile.

    Basis: charter, roles; a head post and a cell leader's post never stand empty.
    """
    require(first(reach(by, post.body.area), _may_staff(by, post.body)))
    require(rules.may_fall_vacant(head=post.head, cell=post.cell_id is not None))
    require(rules.may_start_before(timezone.localdate(at), until))
    ended = Tenure.objects.filter(post=post, until=None, since__lte=until).update(until=until)
    require(rules.must_have_ended(ended, until))
    return post


@act("post.close", family=Family.DECIDE, open_to=OpenTo.FOLLOWING)
def close_post(post: Post, *, by: Actor, at: datetime, valid_until: date) -> Post:
    """End a seat in a body, and with it the tenure of whoever holds it; nobody may be promised it for later.

    Basis: charter, roles; a change of structure loses nothing (S13).
    """
    later = Tenure.objects.filter(post=post, since__gt=valid_until).first()
    require(rules.must_not_be_promised(str(post), later.since if later else None))
    Tenure.objects.on(valid_until).filter(post=post).update(until=valid_until)
    post.valid_until = valid_until
    post.save(update_fields=["valid_until"])
    return post


@act("body.close", family=Family.DECIDE, open_to=OpenTo.FOLLOWING)
def close_body(body: Body, *, by: Actor, at: datetime, valid_until: date, successor: Body) -> Body:
    """Let a body end on a day, with another one that takes over from it. Its posts have ended before.

    Basis: charter, kinds; every matter has somebody (S9); a change of structure loses nothing (S13).
    """
    require(rules.must_have_no_posts(body.name, body.posts.on(valid_until).count()))
    BodySuccession.objects.create(before=body, after=successor, on=valid_until)
    body.valid_until = valid_until
    body.save(update_fields=["valid_until"])
    return body


@act("post.leave", family=Family.DECIDE)
def leave_post(
    post: Post, *, by: Actor, at: datetime, since: date, until: date | None = None, substitute: Person | None = None
) -> Post:
    """Note that the holder of a post is away from a day until another, and who acts in the post meanwhile.

    Without a substitute the head of the body answers. Why somebody is away is not asked.
    Basis: charter, roles; a head and a cell leader always have somebody in their place (S9).
    """
    require(first(reach(by, post.body.area), _may_staff(by, post.body)))
    require(rules.may_name_substitute(by.person, substitute.pk if substitute else None))
    require(rules.may_start_before(timezone.localdate(at), since))
    tenure = Tenure.objects.on(since).filter(post=post).first()
    require(rules.must_be_held(held=tenure is not None, day=since))
    assert tenure is not None
    require(rules.must_end_after(since, until))
    leave = Period(since, until)
    _lock_people(tenure.person_id, *([substitute.pk] if substitute else []))
    require(
        first(
            rules.may_be_away(leave, _periods(tenure=tenure)),
            rules.needs_substitute(head=post.head, cell=post.cell_id is not None, substitute=substitute is not None),
            _may_replace(tenure, substitute, leave),
            rules.may_leave_others(leave, _periods(substitute=tenure.person_id)),
        )
    )
    Absence.objects.create(tenure=tenure, substitute=substitute, since=since, until=until)
    return post


def _lock_people(*people: int) -> None:
    """Let nobody send the substitute on leave, or have the holder stand in elsewhere, at this very moment."""
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))


def _may_replace(tenure: Tenure, substitute: Person | None, leave: Period) -> Refusal | None:
    if substitute is None:
        return None
    away = _periods(tenure__person=substitute)
    return rules.may_stand_in(substitute.pk, tenure.person_id, leave, away)


def _periods(**of: object) -> list[Period]:
    """When somebody is away, or stands in, as far as the tenures still run."""
    rows = Absence.objects.filter(**of).select_related("tenure")
    return [until_the_tenure_ends(row) for row in rows]


def until_the_tenure_ends(absence: Absence) -> Period:
    """The days on which an absence counts: it ends at the latest with the tenure."""
    ends = [day for day in (absence.until, absence.tenure.until) if day is not None]
    return Period(absence.since, max(absence.since, min(ends)) if ends else None)


@act("post.return", family=Family.DECIDE)
def return_to_post(post: Post, *, by: Actor, at: datetime, since: date) -> Post:
    """End the leave of a post's holder early: from this day on the holder acts again and nobody stands in.

    Basis: charter, roles; one named person in charge at every moment (S9).
    """
    require(first(reach(by, post.body.area), _may_staff(by, post.body)))
    require(rules.may_start_before(timezone.localdate(at), since))
    running = Absence.objects.filter(Q(until=None) | Q(until__gt=since), tenure__in=Tenure.objects.on(since))
    absence = running.filter(tenure__post=post).order_by("since").first()
    require(rules.must_be_away(away=absence is not None, day=since))
    assert absence is not None
    absence.until = max(absence.since, since)
    absence.save(update_fields=["until"])
    return post


def carry_leave(before: Tenure, after: Tenure) -> None:
    """Let a leave go on when the same person is seated anew, inside an act that does so."""
    for absence in before.absences.filter(Q(until=None) | Q(until__gt=after.since)):
        start = max(absence.since, after.since)
        Absence.objects.create(tenure=after, substitute=absence.substitute, since=start, until=absence.until)
