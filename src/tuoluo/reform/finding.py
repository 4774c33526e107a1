"""What the names in a plan mean: bodies, people, posts and cells, existing or still to come; and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.charter.model import Charter
from tuoluo.people.models import Person
from tuoluo.reform.plan import Plan, label, unlabel
from tuoluo.territory.models import Area, Level
from tuoluo.territory.problems import nearest


@dataclass(frozen=True)
class Fault:
    """One thing in a plan that means nothing or cannot be: in which table (its place in the list), key and value."""

    code: str
    table: str
    place: int = 0
    key: str = ""
    value: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


class BadPlan(Exception):
    """A plan that cannot be carried out as it is written, with everything that is wrong in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{f.table} {f.place + 1} {f.key}={f.value!r}: {f.code}" for f in self.faults[:3]))


@dataclass
class Found:
    """A plan with the rows behind its names. Bodies to be established are known by name until they are there."""

    plan: Plan
    charter: Charter
    day: date
    communities: list[Area]
    around: dict[str, Area]  # areas by code: the communities, and those above them
    bodies: dict[int, Body]  # in and above the communities, in force on the day
    posts: dict[int, Post]  # in bodies of the communities, in force on the day
    holders: dict[int, Person]  # of those posts
    cells: dict[str, Area]
    people: dict[int, Person]
    made: dict[str, Body] = field(default_factory=dict)

    def body(self, text: str) -> Body | None:
        """The body that a label means; one to be established only once it is there."""
        name, number = unlabel(text)
        if number is not None:
            found = self.bodies.get(number)
            return found if found is not None and name in ("", found.name) else None
        if name in self.made:
            return self.made[name]
        same = [body for body in self.bodies.values() if body.name == name]
        return same[0] if len(same) == 1 else None

    def person(self, text: str) -> Person | None:
        """The person that a label means: by number, or by a name that only one of those concerned has."""
        name, number = unlabel(text)
        if number is not None:
            found = self.people.get(number)
            return found if found is not None and name in ("", found.name) else None
        same = [person for person in self.people.values() if person.name == name]
        return same[0] if len(same) == 1 else None

    def knows_body(self, text: str) -> bool:
        """Whether a label means a body that exists or that the plan establishes."""
        return any(new.name == text.strip() for new in self.plan.new_bodies) or self.body(text) is not None

    def kind_of(self, text: str) -> str:
        """The kind of the body that a label means."""
        new = next((one for one in self.plan.new_bodies if one.name == text.strip()), None)
        body = self.body(text)
        return new.kind if new else body.kind if body else ""

    @property
    def ended(self) -> list[Body]:
        """The bodies that end."""
        found = (self.body(ending.body) for ending in self.plan.endings)
        return [body for body in found if body is not None]


def find(plan: Plan, charter: Charter, day: date) -> Found:
    """Read everything that a plan may name, with a few questions whatever its length."""
    communities = list(Area.objects.on(day).filter(level=Level.COMMUNITY, code__in=plan.communities))
    inside = {area.stem for area in communities}
    above = {stem[:length] for stem in inside for length in (6, 9)}
    areas = Area.objects.on(day).filter(stem__in=inside | above)
    bodies = Body.objects.on(day).filter(area__stem__in=inside | above).select_related("area")
    posts = Post.objects.on(day).filter(body__area__stem__in=inside).select_related("body__area", "cell")
    tenures = Tenure.objects.on(day).filter(post__in=posts).select_related("person")
    holders = {tenure.post_id: tenure.person for tenure in tenures}
    numbers = {number for seat in plan.seats if (number := unlabel(seat.person)[1]) is not None}
    names = {unlabel(seat.person)[0] for seat in plan.seats if unlabel(seat.person)[1] is None}
    people = {person.pk: person for person in holders.values()}
    people |= Person.objects.in_bulk(numbers)
    people |= {person.pk: person for person in Person.objects.filter(name__in=names, tenures__isnull=False).distinct()}
    cells = (cell for stem in inside for cell in Area.objects.on(day).filter(level=Level.CELL, stem__startswith=stem))
    return Found(
        plan,
        charter,
        day,
        communities,
        {area.code: area for area in areas},
        {body.pk: body for body in bodies},
        {post.pk: post for post in posts},
        holders,
        {cell.code: cell for cell in cells},
        people,
    )


def faults(found: Found) -> list[Fault]:
    """Everything in a plan that means nothing, contradicts itself, or leaves somebody without a place."""
    return [
        *_communities(found),
        *_new_bodies(found),
        *_endings(found),
        *_closings(found),
        *_seats(found),
        *_nobody_forgotten(found),
    ]


def _communities(found: Found) -> Iterator[Fault]:
    known = {area.code for area in found.communities}
    for code in found.plan.communities:
        if code not in known:
            yield Fault("no_community", "plan", 0, "communities", code)
    if found.plan.charter != found.charter.name or found.plan.digest != found.charter.digest:
        yield Fault("charter_changed", "plan", 0, "digest", found.plan.digest)


def _new_bodies(found: Found) -> Iterator[Fault]:
    existing = {body.name for body in found.bodies.values()}
    seen: set[str] = set()
    for place, new in enumerate(found.plan.new_bodies):
        if new.kind not in found.charter.kinds:
            guess = nearest(new.kind, found.charter.kinds)
            yield Fault("unknown_kind", "establish", place, "kind", new.kind, {"nearest": guess})
        if new.area not in {area.code for area in found.communities}:
            yield Fault(
                "unknown_area", "establish", place, "area", new.area, {"nearest": nearest(new.area, found.around)}
            )
        if new.name in existing or new.name in seen:
            yield Fault("name_taken", "establish", place, "name", new.name)
        if new.superior and not found.knows_body(new.superior):
            yield _unknown_body(found, "establish", place, "superior", new.superior)
        seen.add(new.name)


def _endings(found: Found) -> Iterator[Fault]:
    ending = {body.pk for body in found.ended}
    inside = {area.pk for area in found.communities}
    for place, one in enumerate(found.plan.endings):
        body = found.body(one.body)
        if body is None or body.area_id not in inside:
            yield _unknown_body(found, "end", place, "body", one.body)
        successor = found.body(one.successor)
        if not one.successor or not found.knows_body(one.successor):
            yield _unknown_body(found, "end", place, "successor", one.successor)
        elif successor is not None and successor.pk in ending:
            yield Fault("successor_ends_too", "end", place, "successor", one.successor)
    listed = [body.pk for body in found.ended]
    for place, pk in enumerate(listed):
        if pk in listed[:place]:
            yield Fault("ends_twice", "end", place, "body", found.plan.endings[place].body)


def _closings(found: Found) -> Iterator[Fault]:
    seen: set[int] = set()
    for place, one in enumerate(found.plan.closings):
        if one.post not in found.posts:
            yield Fault("unknown_post", "close", place, "post", str(one.post))
        elif one.post in seen:
            yield Fault("closes_twice", "close", place, "post", str(one.post))
        seen.add(one.post)
    ending = {body.pk for body in found.ended}
    for post in found.posts.values():
        if post.body_id in ending and post.pk not in seen:
            yield Fault("post_left_in_ended_body", "close", 0, "post", str(post.pk), {"body": post.body.name})


def _seats(found: Found) -> Iterator[Fault]:
    ending, roles = {body.pk for body in found.ended}, found.charter.roles
    cells: set[str] = set()
    for place, seat in enumerate(found.plan.seats):
        body = found.body(seat.body)
        inside = {area.pk for area in found.communities}
        elsewhere = body is not None and body.area_id not in inside
        if not found.knows_body(seat.body) or elsewhere or (body is not None and body.pk in ending):
            yield _unknown_body(found, "seat", place, "body", seat.body)
        fitting = [code for code, role in roles.items() if found.kind_of(seat.body) in role.kinds]
        if seat.role not in fitting:
            facts = {"nearest": nearest(seat.role, fitting), "known": ", ".join(fitting)}
            yield Fault("role_not_here", "seat", place, "role", seat.role, facts)
        elif roles[seat.role].cell != bool(seat.cell):
            yield Fault("cell_needed" if not seat.cell else "no_cell", "seat", place, "cell", seat.cell)
        if seat.cell and (seat.cell not in found.cells or seat.cell in cells):
            yield Fault("unknown_cell", "seat", place, "cell", seat.cell, {"nearest": nearest(seat.cell, found.cells)})
        cells.add(seat.cell)
        if body is not None and _second_head(found, body, place):
            yield Fault("two_heads", "seat", place, "role", seat.role)
        if found.person(seat.person) is None:
            guess = nearest(unlabel(seat.person)[0], [person.name for person in found.people.values()])
            yield Fault("unknown_person", "seat", place, "person", seat.person, {"nearest": guess})


def _second_head(found: Found, body: Body, place: int) -> bool:
    """Whether this seat would give an existing body another head beside the one it has or gets."""
    roles, seat = found.charter.roles, found.plan.seats[place]
    if seat.role not in roles or not roles[seat.role].head:
        return False
    closing = {one.post for one in found.plan.closings}
    stays = any(post.head and post.body_id == body.pk and post.pk not in closing for post in found.posts.values())
    earlier = found.plan.seats[:place]
    return stays or any(found.body(one.body) == body and roles[one.role].head for one in earlier if one.role in roles)


def _nobody_forgotten(found: Found) -> Iterator[Fault]:
    """Whoever holds a post that ends gets another one, or the plan says that they leave; every new body has a head."""
    closing = {one.post for one in found.plan.closings}
    seated = {person.pk for seat in found.plan.seats if (person := found.person(seat.person)) is not None}
    elsewhere = {person.pk for post, person in found.holders.items() if post not in closing}
    for place, one in enumerate(found.plan.closings):
        holder = found.holders.get(one.post)
        if holder is not None and not one.leaves and holder.pk not in seated | elsewhere:
            yield Fault("person_without_post", "close", place, "person", label(holder.name, holder.pk))
    led = {post.cell.code for post in found.posts.values() if post.cell and post.pk not in closing}
    led |= {seat.cell for seat in found.plan.seats}
    for place, one in enumerate(found.plan.closings):
        cell = found.posts[one.post].cell if one.post in found.posts else None
        if cell is not None and cell.code in found.cells and cell.code not in led:
            yield Fault("cell_without_leader", "close", place, "post", str(one.post), {"cell": str(cell)})
    heads = {role.code for role in found.charter.roles.values() if role.head}
    for place, new in enumerate(found.plan.new_bodies):
        count = sum(seat.body.strip() == new.name and seat.role in heads for seat in found.plan.seats)
        if count != 1:
            yield Fault("head_missing" if not count else "two_heads", "establish", place, "name", new.name)


def _unknown_body(found: Found, table: str, place: int, key: str, value: str) -> Fault:
    known = [label(body.name, body.pk) for body in found.bodies.values()]
    known += [new.name for new in found.plan.new_bodies]
    return Fault("unknown_body", table, place, key, value, {"nearest": nearest(value, known)})
