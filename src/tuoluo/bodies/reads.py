"""Questions about bodies and posts: which body does a duty mean here, who holds a post, for whom may a person act."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models.functions import Length
from django.utils import timezone

from tuoluo.bodies.charters import charter_at, prefixes
from tuoluo.bodies.models import Absence, Body, BodySuccession, Post, Tenure
from tuoluo.charter.model import PARTICULAR
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import in_batch, memo
from tuoluo.people.models import Person
from tuoluo.territory.models import Area

VALID = ("valid_from", "valid_until")
SPAN = ("since", "until")


def _kept(key: tuple[Any, ...], ask: Any) -> Any:
    kept = memo()
    if key not in kept:
        kept[key] = ask()
    return kept[key]


def body_meant(reference: str, stem: str, day: date) -> Body | None:
    """The body that a duty names, for a place on a day.

    A kind means the body of that kind whose area is nearest around the place; ``@NAME`` means one particular body
    by its reference or name, within the same district. A body without a head in office is passed over: nobody there
    could answer.
    """
    day = standing_since(day)
    body: Body | None = _kept(("body", reference, stem, day), lambda: _find(reference, stem, day))
    return body


def standing_since(day: date) -> date:
    """Since when everything has stood as it does on a day; in a batch the answers of one day serve for many.

    Outside a batch it is the day itself, because finding out would cost more than it saves.
    """
    if not in_batch():
        return day
    days: list[date] = _kept(("turning days",), _turning_days)
    place = bisect_right(days, day)
    return days[place - 1] if place else day


def _turning_days() -> list[date]:
    """The days on which a body, a post, a tenure or a leave begins or ends, in order."""
    ends = (
        model.objects.order_by().values_list(field, flat=True).distinct()
        for model, fields in ((Body, VALID), (Post, VALID), (Tenure, SPAN), (Absence, SPAN))
        for field in fields
    )
    return sorted({day for days in ends for day in days if day is not None})


def _find(reference: str, stem: str, day: date) -> Body | None:
    bodies = Body.objects.in_office(day).select_related("area")
    if reference.startswith(PARTICULAR):
        wanted = reference.removeprefix(PARTICULAR)
        near = bodies.filter(area__stem__startswith=stem[:6])
        return near.filter(reference=wanted).first() or near.filter(name=wanted).first()
    return (
        bodies.filter(kind=reference, area__stem__in=prefixes(stem)).order_by(Length("area__stem").desc(), "pk").first()
    )


def heir_of(body: Body, day: date) -> Body:
    """The body itself while it exists, else whoever took over from it, and from that one.

    Basis: a change of structure loses nothing (S13).
    """
    heir: Body = _kept(("heir", body.pk, day), lambda: _heir(body, day))
    return heir


def _heir(body: Body, day: date) -> Body:
    seen = {body.pk}
    while not body.period.contains(day):
        link = BodySuccession.objects.filter(before=body).select_related("after__area").first()
        if link is None or link.after_id in seen:
            break
        body = link.after
        seen.add(body.pk)
    return body


def bodies_meant(references: Iterable[str], stem: str, day: date) -> list[Body]:
    """Those of several named bodies that exist here, each once, in the order named."""
    found = (body_meant(reference, stem, day) for reference in references)
    return list({body.pk: body for body in found if body is not None}.values())


def is_in_office(body: Body, day: date) -> bool:
    """Whether a body exists on a day and has a head who answers for it."""
    day = standing_since(day)
    answer: bool = _kept(("in office", body.pk, day), lambda: Body.objects.in_office(day).filter(pk=body.pk).exists())
    return answer


def head_post(body: Body, day: date) -> Post:
    """The head post of a body. Every body has one; it is never vacant."""
    day = standing_since(day)
    post: Post = _kept(("head", body.pk, day), lambda: body.posts.on(day).get(head=True))
    return post


def leader_post(cell: Area, day: date) -> Post | None:
    """The post of the one leader of a cell; a cell that was only redrawn under its code keeps its leader."""
    day = standing_since(day)
    post: Post | None = _kept(
        ("leader", cell.code, day),
        lambda: Post.objects.on(day).filter(cell__code=cell.code).select_related("body").first(),
    )
    return post


def in_charge(post: Post, day: date) -> Person:
    """The person who answers for a post on a day: its holder, or whoever stands in while the holder is away.

    While it stands vacant, or its holder is away without a substitute, that is the head of the body.

    Basis: every matter has somebody (S9).
    """
    return people_in_charge([post], day)[post.pk]


def people_in_charge(posts: Sequence[Post], day: date) -> dict[int, Person]:
    """The same for many posts at once (two questions to the database), by post id.

    Of a body that has ended nobody is in charge any more: then it is whoever held the post last, or headed the body.
    """
    asked = Tenure.objects.on(day).with_leave(day)
    holders = {tenure.post_id: there for tenure in asked.filter(post__in=posts) if (there := acting_in(tenure))}
    vacant = {post.body_id for post in posts if post.pk not in holders}
    heads = {
        tenure.post.body_id: acting_in(tenure) or tenure.person
        for tenure in asked.filter(post__body__in=vacant, post__head=True).select_related("post")
    }
    gone = [post for post in posts if post.pk not in holders and post.body_id not in heads]
    last = _last_in_charge(gone) if gone else {}
    return {post.pk: holders.get(post.pk) or heads.get(post.body_id) or last[post.pk] for post in posts}


def _last_in_charge(posts: Sequence[Post]) -> dict[int, Person]:
    """Who held each post last, or else headed its body last, however long ago."""
    held = Tenure.objects.filter(post__body__in=[post.body_id for post in posts]).select_related("person", "post")
    by_post: dict[int, Person] = {}
    by_body: dict[int, Person] = {}
    for tenure in held.order_by("since", "pk"):
        by_post[tenure.post_id] = tenure.person
        if tenure.post.head:
            by_body[tenure.post.body_id] = tenure.person
    return {post.pk: by_post.get(post.pk) or by_body[post.body_id] for post in posts}


def acting_in(tenure: Tenure) -> Person | None:
    """Who acts in a post, for a tenure asked `with_leave`: its holder, or on leave the substitute, if there is one."""
    leave: Absence | None = getattr(tenure, "leave", None)
    return tenure.person if leave is None else leave.substitute


def actor_for(tenure: Tenure, person: Person | None = None) -> Actor:
    """Somebody acting in a post they hold, or another person who stands in there."""
    body, who = tenure.post.body, person or tenure.person
    return Actor(
        person=who.pk,
        name=who.name,
        post=tenure.post_id,
        role=tenure.post.role,
        body=body.pk,
        body_name=body.name,
        area=body.area.stem,
    )


def actors_of(person: Person, day: date | None = None) -> list[Actor]:
    """Every way in which a person may act today: in each post they hold or stand in for, unless they are on leave.

    As a resident they may always act.
    """
    tenures = (
        Tenure.objects.acting(person, day or timezone.localdate())
        .select_related("person", "post__body__area")
        .order_by("-post__head", "pk")
    )
    return [actor_for(tenure, person) for tenure in tenures]


def as_resident(person: Person) -> Actor:
    """A person acting for nobody but themselves."""
    return Actor(person=person.pk, name=person.name)


def front_door(stem: str, day: date) -> Body | None:
    """The one body of a community that receives whatever its people bring.

    Basis: one front door (S14); charter, front_door.
    """
    return body_meant(charter_at(stem, day).front_door.kind, stem, day)
