"""A first plan for a reform: which bodies come and go, and who holds which post next. People decide by editing it.

It proposes the nearest: the same role where it fits, else the one that may do most of the same; as successor the body
that takes over the front door or most duties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tuoluo.bodies.charters import charter_at, charter_named
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.charter.model import Charter, Kind, Part, Role
from tuoluo.people.models import Person
from tuoluo.reform.plan import Closing, Ending, NewBody, Plan, Seat, Transition, label
from tuoluo.reform.world import world_of
from tuoluo.territory.models import Area


@dataclass
class _Draft:
    """What is proposed for one community."""

    area: Area
    before: Charter
    after: Charter
    bodies: list[Body]
    posts: list[Post]
    holders: dict[int, Person]
    new_bodies: list[NewBody] = field(default_factory=list)
    endings: dict[int, str] = field(default_factory=dict)  # body -> label of the successor
    closings: list[Closing] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)

    def stays(self, body: Body) -> bool:
        """Whether the new charter still has bodies of this kind in an area of this level."""
        kind = self.after.kinds.get(body.kind)
        return kind is not None and kind.level.value == body.area.level

    def named(self, kind: str) -> str:
        """The label of the body of a kind after the reform, existing or new; nothing where there is none."""
        body = next((body for body in self.bodies if body.kind == kind and self.stays(body)), None)
        if body is not None:
            return label(body.name, body.pk)
        return next((new.name for new in self.new_bodies if new.kind == kind), "")


def propose_plan(
    communities: Sequence[Area], charter: str, start: date, *, day: date, title: str = "", above: bool = True
) -> Plan:
    """The plan that puts these communities under another charter from a day on, as the world stands on ``day``."""
    after = charter_named(charter)
    drafts = [_draft(area, after, day) for area in communities]
    names = "、".join(area.name for area in communities)
    return Plan(
        title=title or f"{names}：改行{after.title.zh}",
        charter=charter,
        digest=after.digest,
        communities=tuple(area.code for area in communities),
        start=start,
        transition=Transition.FIRST_DEADLINE,
        new_bodies=tuple({new.name: new for draft in drafts for new in draft.new_bodies}.values()),
        endings=tuple(
            Ending(label(body.name, body.pk), draft.endings[body.pk])
            for draft in drafts
            for body in draft.bodies
            if body.pk in draft.endings
        ),
        closings=tuple(closing for draft in drafts for closing in draft.closings),
        seats=tuple(seat for draft in drafts for seat in draft.seats),
        world=world_of(communities, charter, day),
    )


def _draft(area: Area, after: Charter, day: date) -> _Draft:
    bodies = list(Body.objects.on(day).filter(area=area).select_related("area").order_by("pk"))
    posts = list(Post.objects.on(day).filter(body__in=bodies).select_related("body", "cell").order_by("-head", "pk"))
    tenures = Tenure.objects.on(day).filter(post__in=posts).select_related("person")
    holders = {tenure.post_id: tenure.person for tenure in tenures}
    draft = _Draft(area, charter_at(area.stem, day), after, bodies, posts, holders)
    draft.new_bodies = [_new_body(draft, kind) for kind in _missing(draft)]
    for body in bodies:
        if not draft.stays(body):
            draft.endings[body.pk] = _successor(draft, body)
    _close(draft)
    _seat_people(draft)
    _seat_leaders(draft)
    _seat_heads(draft)
    return draft


def _missing(draft: _Draft) -> list[Kind]:
    """Kinds that the new charter requires in a community, that the old one did not, and that are not there."""
    there = {body.kind for body in draft.bodies if draft.stays(body)}
    return [
        kind
        for kind in draft.after.kinds.values()
        if kind.level.value == draft.area.level and kind.code not in there and _required(draft, kind)
    ]


def _required(draft: _Draft, kind: Kind) -> bool:
    if kind.code == draft.after.front_door.kind:
        return True
    old = draft.before.kinds.get(kind.code)
    return kind.minimum > 0 and (old is None or old.level is not kind.level or old.minimum == 0)


def _new_body(draft: _Draft, kind: Kind) -> NewBody:
    zh = kind.name.zh.removeprefix("社区") if draft.area.name.endswith("社区") else kind.name.zh
    place, what = draft.area.name_en, kind.name.en
    what = what.removeprefix("Community ") if place.endswith(" Community") else what
    english = f"{place} {what}" if place and what else ""
    return NewBody(kind.code, f"{draft.area.name}{zh}", draft.area.code, english)


def _successor(draft: _Draft, body: Body) -> str:
    """The new front door for the old one; else the body that takes over most of its duties; else the core."""
    kinds = [draft.after.front_door.kind] if body.kind == draft.before.front_door.kind else []
    kinds += _heirs_of_duties(draft, body.kind)
    kinds += [kind.code for kind in draft.after.kinds_of(Part.CORE)]
    kinds += [kind.code for kind in draft.after.kinds.values()]
    return next(filter(None, map(draft.named, kinds)), "")


def _heirs_of_duties(draft: _Draft, kind: str) -> list[str]:
    stem = draft.area.stem
    taken: Counter[str] = Counter()
    for code in draft.before.categories:
        old, new = draft.before.duty_for(code, stem), draft.after.duty_for(code, stem)
        if old is not None and new is not None and old.lead == kind:
            taken[new.lead] += 1
    return [code for code, _ in taken.most_common()]


# Posts and people


def _close(draft: _Draft) -> None:
    """Posts end with their body, or where the new charter no longer has their role there as it stands."""
    for post in draft.posts:
        if post.body_id in draft.endings or not _fits(draft.after, post):
            person = draft.holders.get(post.pk)
            who = label(person.name, person.pk) if person else ""
            body = label(post.body.name, post.body_id)
            draft.closings.append(Closing(post.pk, body, post.role, who))


def _fits(charter: Charter, post: Post) -> bool:
    role = charter.roles.get(post.role)
    if role is None or post.body.kind not in role.kinds:
        return False
    leads = post.role == charter.cells.leader_role
    return role.head == post.head and role.cell == (post.cell_id is not None) and (post.cell_id is None or leads)


def _seat_people(draft: _Draft) -> None:
    """Whoever holds an ordinary post that ends gets one in the successor, or in the same body where that stays."""
    closing = {closing.post for closing in draft.closings}
    for post in draft.posts:
        if post.pk not in closing or post.cell_id is not None or post.pk not in draft.holders:
            continue
        target = draft.endings.get(post.body_id) or label(post.body.name, post.body_id)
        role = _nearest_role(draft, post, target)
        if role is not None:
            _seat(draft, target, role, draft.holders[post.pk])


def _seat(draft: _Draft, body: str, role: Role, person: Person, cell: str = "") -> None:
    draft.seats.append(Seat(body, role.code, label(person.name, person.pk), cell))


def _nearest_role(draft: _Draft, post: Post, target: str) -> Role | None:
    """The same role where it may sit there, else the one that may do most of the same; a head only where none is."""
    kind = _kind_of(draft, target)
    free = [
        role for role in draft.after.roles_of(kind) if not role.cell and (not role.head or _headless(draft, target))
    ]
    same = next((role for role in free if role.code == post.role), None)
    head = next((role for role in free if role.head and post.head), None)
    old = draft.before.roles.get(post.role)
    acts = old.acts if old else frozenset()
    return same or head or max((r for r in free if not r.head), key=lambda role: _alike(role.acts, acts), default=None)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _kind_of(draft: _Draft, target: str) -> str:
    new = next((new for new in draft.new_bodies if new.name == target), None)
    if new is not None:
        return new.kind
    return next((body.kind for body in draft.bodies if label(body.name, body.pk) == target), "")


def _headless(draft: _Draft, target: str) -> bool:
    """Whether a body would have no head yet: neither one that stays nor one already proposed."""
    closing = {closing.post for closing in draft.closings}
    stays = any(
        post.head and post.pk not in closing and label(post.body.name, post.body_id) == target for post in draft.posts
    )
    return not stays and not any(seat.body == target and draft.after.roles[seat.role].head for seat in draft.seats)


def _seat_leaders(draft: _Draft) -> None:
    """Cell leaders go on leading their cells, in the successor if leaders may sit there, else in the first that may."""
    closing = {closing.post for closing in draft.closings}
    role = draft.after.roles.get(draft.after.cells.leader_role)
    if role is None:
        return
    for post in draft.posts:
        if post.cell is None or post.pk not in closing or post.pk not in draft.holders:
            continue
        target = draft.endings.get(post.body_id) or label(post.body.name, post.body_id)
        if _kind_of(draft, target) not in role.kinds:
            target = next(filter(None, map(draft.named, role.kinds)), target)
        _seat(draft, target, role, draft.holders[post.pk], post.cell.code)


def _seat_heads(draft: _Draft) -> None:
    """Every new body has a head: somebody of the ended bodies who has no headship yet, else the head of the core."""
    for new in draft.new_bodies:
        role = next((role for role in draft.after.roles_of(new.kind) if role.head), None)
        if role is None or not _headless(draft, new.name):
            continue
        person = _free_person(draft, new) or _head_of_core(draft)
        if person is not None:
            _seat(draft, new.name, role, person)


def _free_person(draft: _Draft, new: NewBody) -> Person | None:
    heads = {seat.person for seat in draft.seats if draft.after.roles[seat.role].head}
    closing = {closing.post for closing in draft.closings}
    for post in draft.posts:
        person = draft.holders.get(post.pk)
        if post.pk in closing and post.cell_id is None and person and label(person.name, person.pk) not in heads:
            return person
    return None


def _head_of_core(draft: _Draft) -> Person | None:
    core = {kind.code for kind in draft.before.kinds_of(Part.CORE)}
    found = (draft.holders.get(post.pk) for post in draft.posts if post.head and post.body.kind in core)
    return next((person for person in found if person is not None), None)
