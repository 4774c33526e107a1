"""What differs between two charters, in duties and not in lines: which work moves from whom to whom.

`compare` reads both charters as they are run: for every category and every area that a rule names, the duty that
applies before is held against the one that applies after. Moving a row, splitting a prefix into single codes or saving
the file anew changes nothing; what is left over is told as rewritten.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum

from tuoluo.charter.model import Category, Charter, Duty, Kind, Role

BODIES = ("lead", "assistants", "supervisor", "verifier", "evaluator")
TERMS = (*BODIES, "limit", "needs_administrative_subject", "retained", "basis", "note")
STAYS = "stays"  # what changes around an area does not change in it
FRAME = ("name", "title", "version", "valid_from", "valid_until", "basis", "sources")
COUNTING = ("hours", "timezone", "calendar")


class Subject(StrEnum):
    """What a change is about, in the order in which a reader wants to know."""

    KIND = "kind"  # a kind of body, with its number in the sum
    DUTY = "duty"  # who leads, helps, supervises, verifies, evaluates, until when
    CATEGORY = "category"
    ROLE = "role"
    RIGHT = "right"  # an act that a role may do
    FRONT_DOOR = "front_door"
    CELLS = "cells"
    REFORM = "reform"  # whose consent a change of charter takes
    COUNTING = "counting"  # office hours and calendar, by which every deadline is counted
    FRAME = "frame"  # title, version, dates, basis


@dataclass(frozen=True)
class Change:
    """One thing that differs. ``before`` or ``after`` is ``None`` where something begins or ends.

    ``of`` is the code it is about (a kind, a role, a group of the catalogue); ``aspect`` the field that differs.
    ``categories`` are those whose duty changes in this way, ``area`` the place where it does (everywhere if empty).
    """

    subject: Subject
    of: str
    aspect: str = ""
    before: object = None
    after: object = None
    categories: tuple[str, ...] = ()
    area: str = ""


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two charters, ``before`` and ``after``."""

    before: Charter
    after: Charter
    changes: tuple[Change, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.changes)

    def about(self, subject: Subject) -> tuple[Change, ...]:
        """The changes of one kind, in the order of the catalogue."""
        return tuple(change for change in self.changes if change.subject is subject)

    def touching(self, kind: str) -> tuple[Change, ...]:
        """What changes for one kind of body: its place in the sum, its roles, and duties that come or go."""
        return tuple(change for change in self.changes if kind in _kinds_in(change, self))


def compare(before: Charter, after: Charter) -> Difference:
    """What changes when ``after`` takes the place of ``before``; nothing where both say the same.

    Basis: a change of charter is previewed before it is decided (S10, S23).
    """
    changes = [
        *_parts(Subject.KIND, before.kinds, after.kinds),
        *_duties(before, after),
        *_parts(Subject.CATEGORY, before.categories, after.categories),
        *_parts(Subject.ROLE, before.roles, after.roles, leave_out=("acts",)),
        *_rights(before, after),
        *_fields(Subject.FRONT_DOOR, "", before.front_door, after.front_door),
        *_fields(Subject.CELLS, "", before.cells, after.cells),
        *_fields(Subject.REFORM, "", before.reform, after.reform),
        *_named(Subject.COUNTING, before, after, COUNTING),
        *_named(Subject.FRAME, before, after, FRAME),
    ]
    if not any(change.subject is Subject.DUTY for change in changes) and _rows(before) != _rows(after):
        changes.append(Change(Subject.DUTY, "", "rows", len(before.duties), len(after.duties)))
    return Difference(before, after, tuple(changes))


def _rows(charter: Charter) -> list[Duty]:
    return sorted(charter.duties, key=lambda duty: (duty.category, duty.area, duty.lead))


# Kinds, roles, categories: what comes, what goes, what is told of it


def _parts(
    subject: Subject,
    before: Mapping[str, Kind] | Mapping[str, Role] | Mapping[str, Category],
    after: Mapping[str, Kind] | Mapping[str, Role] | Mapping[str, Category],
    leave_out: tuple[str, ...] = (),
) -> Iterator[Change]:
    for code in before.keys() - after.keys():
        yield Change(subject, code, before=before[code])
    for code in after.keys() - before.keys():
        yield Change(subject, code, after=after[code])
    for code in (code for code in before if code in after):
        yield from _fields(subject, code, before[code], after[code], leave_out)


def _fields(
    subject: Subject, of: str, before: object, after: object, leave_out: tuple[str, ...] = ()
) -> Iterator[Change]:
    names = [f.name for f in fields(before) if f.compare and f.name not in leave_out]  # type: ignore[arg-type]
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Change(subject, of, name, old, new)


def _named(subject: Subject, before: Charter, after: Charter, names: Sequence[str]) -> Iterator[Change]:
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Change(subject, "", name, old, new)


def _rights(before: Charter, after: Charter) -> Iterator[Change]:
    """Acts that a role gains or loses; those of a role that comes or goes are told with it."""
    for code in (code for code in before.roles if code in after.roles):
        old, new = before.roles[code].acts, after.roles[code].acts
        if lost := sorted(old - new):
            yield Change(Subject.RIGHT, code, before=tuple(lost))
        if gained := sorted(new - old):
            yield Change(Subject.RIGHT, code, after=tuple(gained))


# Duties, as they apply


def _duties(before: Charter, after: Charter) -> Iterator[Change]:
    """The duties that change, alike ones together: by catalogue group, aspect, area, and from whom to whom."""
    together: dict[tuple[Hashable, ...], list[str]] = {}
    for code in _common(before, after):
        group = _group(after, code)
        for area, aspect, old, new in _at_each_area(before, after, code):
            together.setdefault((group, aspect, area, old, new), []).append(code)
    order = {aspect: place for place, aspect in enumerate(("duty", *TERMS, STAYS))}
    for alike in sorted(together, key=lambda alike: (order[str(alike[1])], str(alike[2]))):
        of, what, place, old, new = alike
        yield Change(Subject.DUTY, str(of), str(what), old, new, tuple(together[alike]), str(place))


def _common(before: Charter, after: Charter) -> list[str]:
    single = (code for code in after.categories if not after.is_group(code))
    return [code for code in single if code in before.categories and not before.is_group(code)]


def _group(charter: Charter, code: str) -> str:
    """The group directly above a category; a category that stands alone is its own."""
    return charter.categories[code].parent or code


Terms = tuple[str, object, object]


def _at_each_area(before: Charter, after: Charter, code: str) -> Iterator[tuple[str, str, object, object]]:
    """What changes for one category: everywhere, and besides where an area is treated otherwise than around it."""
    areas = {duty.area for charter in (before, after) for duty in charter.duties_of(code)} | {""}
    told: dict[str, frozenset[Terms]] = {}
    for area in sorted(areas, key=lambda area: (len(area), area)):
        terms = list(_terms(before.duty_for(code, area), after.duty_for(code, area)))
        told[area] = frozenset(terms)
        around = next((told[area[:n]] for n in range(len(area) - 1, -1, -1) if area[:n] in told), frozenset())
        yield from ((area, *term) for term in terms if term not in around)
        if around - told[area] and not terms:
            yield area, STAYS, None, None


def _terms(old: Duty | None, new: Duty | None) -> Iterator[Terms]:
    if old is None or new is None:
        if old is not new:
            yield "duty", old and old.lead, new and new.lead
        return
    for name in TERMS:
        was, will = getattr(old, name), getattr(new, name)
        if name == "assistants":  # who leaves and who joins; the others go on, in whatever order they are named
            was, will = tuple(sorted(set(was) - set(will))), tuple(sorted(set(will) - set(was)))
        if was != will:
            yield name, was, will


def _kinds_in(change: Change, difference: Difference) -> set[str]:
    """The kinds of bodies that a change speaks of."""
    if change.subject is Subject.KIND:
        return {change.of}
    if change.subject in (Subject.ROLE, Subject.RIGHT):
        roles = (charter.roles.get(change.of) for charter in (difference.before, difference.after))
        return {kind for role in roles if role for kind in role.kinds}
    if change.subject is Subject.DUTY and change.aspect in (*BODIES, "duty"):
        return _named_bodies(change.before) | _named_bodies(change.after)
    if change.subject is Subject.DUTY:
        leads = {charter.duty_for(code, change.area) for charter in _both(difference) for code in change.categories}
        return {duty.lead for duty in leads if duty}
    return {str(change.before), str(change.after)} if change.aspect == "kind" else set()


def _named_bodies(value: object) -> set[str]:
    return set(value) if isinstance(value, tuple) else {str(value)} if value else set()


def _both(difference: Difference) -> tuple[Charter, Charter]:
    return difference.before, difference.after
