"""Whether a charter holds together: somebody for every matter, nobody checking their own work, no empty names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from tuoluo.charter.check_bodies import check_named_bodies
from tuoluo.charter.check_duties import check_duties
from tuoluo.charter.findings import Finding, nearest
from tuoluo.charter.layout import CATALOGUE_FILE, CHARTER_FILE
from tuoluo.charter.model import Charter, Handling, Kind, Level, Part, is_particular

REGISTERS = "matter.register"


def check_charter(charter: Charter, known_acts: Iterable[str] | None = None) -> list[Finding]:
    """Every error and gap in what a charter says (`load.check` also reports what could not be read)."""
    return [
        *_check_dates(charter),
        *_check_clock(charter),
        *_check_sum(charter),
        *_check_kinds(charter),
        *_check_roles(charter, known_acts),
        *_check_front_door(charter),
        *_check_cells(charter),
        *_check_reform(charter),
        *_check_heads(charter),
        *_check_catalogue(charter),
        *check_duties(charter),
        *check_named_bodies(charter),
    ]


def _check_dates(charter: Charter) -> Iterator[Finding]:
    """A charter ends after it begins. Basis: Charter, dates of effect."""
    if charter.valid_until is not None and charter.valid_until <= charter.valid_from:
        facts = {"start": charter.valid_from}
        yield Finding("ends_before_it_starts", CHARTER_FILE, 0, "valid_until", str(charter.valid_until), facts)
    if not charter.basis:
        yield Finding("no_basis", CHARTER_FILE, 0, "charter.basis", charter.name)


def _check_clock(charter: Charter) -> Iterator[Finding]:
    """The clock by which deadlines are counted exists. Basis: Charter, hours."""
    try:
        ZoneInfo(charter.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        clocks, clock = available_timezones(), charter.timezone
        yield unknown("timezone", clock, clocks, file=CHARTER_FILE, row=0, column="hours.timezone")


def _check_sum(charter: Charter) -> Iterator[Finding]:
    """The sum has its three terms, and its core is one. Basis: model S1 to S3."""
    for part in (Part.CORE, Part.BALANCE, Part.MANY):
        if not any(kind.maximum != 0 for kind in charter.kinds_of(part)):
            yield Finding("part_missing", CHARTER_FILE, 0, "part", part.value)
    core = charter.kinds_of(Part.CORE)
    for kind in core:
        if len(core) > 1 or (kind.minimum, kind.maximum) != (1, 1):
            yield Finding("core_not_one", CHARTER_FILE, kind.row, "part", kind.code)


def _check_kinds(charter: Charter) -> Iterator[Finding]:
    """Kinds answer to kinds that exist, never in a circle, and their numbers make sense. Basis: Charter, kinds."""
    for kind in charter.kinds.values():
        if kind.superior and kind.superior not in charter.kinds:
            yield unknown("kind", kind.superior, charter.kinds, file=CHARTER_FILE, row=kind.row, column="superior")
        if kind.maximum is not None and kind.maximum < kind.minimum:
            facts = {"minimum": kind.minimum, "kind": kind.code}
            yield Finding("maximum_below_minimum", CHARTER_FILE, kind.row, "maximum", str(kind.maximum), facts)
        if _answers_to_itself(charter, kind.code):
            yield Finding("superior_circle", CHARTER_FILE, kind.row, "superior", kind.superior, {"kind": kind.code})
        elif _answers_downwards(charter, kind):
            yield Finding("superior_below", CHARTER_FILE, kind.row, "superior", kind.superior, {"kind": kind.code})
        if not kind.basis:
            yield Finding("no_basis", CHARTER_FILE, kind.row, "basis", kind.code)


def _answers_to_itself(charter: Charter, code: str) -> bool:
    seen: set[str] = set()
    above = charter.kinds[code].superior
    while above in charter.kinds and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = charter.kinds[above].superior
    return False


def _answers_downwards(charter: Charter, kind: Kind) -> bool:
    """Whether a kind answers to one that serves a smaller area."""
    levels = list(Level)
    above = charter.kinds.get(kind.superior)
    return above is not None and levels.index(above.level) < levels.index(kind.level)


def _check_roles(charter: Charter, known_acts: Iterable[str] | None) -> Iterator[Finding]:
    """Roles sit in kinds that exist and grant acts that exist. Basis: Charter, roles."""
    acts = set(known_acts) if known_acts is not None else None
    for role in charter.roles.values():
        for kind in role.kinds:
            if kind not in charter.kinds:
                yield unknown("kind", kind, charter.kinds, file=CHARTER_FILE, row=role.row, column="kinds")
        for act in sorted(role.acts - acts) if acts is not None else ():
            yield unknown("act", act, acts or (), file=CHARTER_FILE, row=role.row, column="acts")
        if not role.basis:
            yield Finding("no_basis", CHARTER_FILE, role.row, "basis", role.code)


def _check_front_door(charter: Charter) -> Iterator[Finding]:
    """One kind of body receives everything, and somebody in it may register. Basis: model S14."""
    kind, basis = charter.front_door.kind, charter.front_door.basis
    if not kind:
        return  # the reader has said that it is missing
    if kind not in charter.kinds:
        yield unknown("kind", kind, charter.kinds, file=CHARTER_FILE, row=0, column="front_door.kind")
    elif charter.kinds[kind].maximum == 0:
        facts = {"has": ", ".join([one.code for one in charter.kinds.values() if one.maximum != 0][:8])}
        yield Finding("duty_to_absent_kind", CHARTER_FILE, 0, "front_door.kind", kind, facts)
    elif not any(REGISTERS in role.acts for role in charter.roles_of(kind)):
        yield Finding("front_door_cannot_register", CHARTER_FILE, 0, "front_door.kind", kind, {"act": REGISTERS})
    if not basis:
        yield Finding("no_basis", CHARTER_FILE, 0, "front_door.basis", kind)


def _check_cells(charter: Charter) -> Iterator[Finding]:
    """One cell, one leader: the leader's role exists and is bound to a cell. Basis: model S9."""
    code, basis = charter.cells.leader_role, charter.cells.basis
    if not code:
        return
    role = charter.roles.get(code)
    if role is None:
        yield unknown("role", code, charter.roles, file=CHARTER_FILE, row=0, column="cells.leader_role")
    elif not role.cell:
        yield Finding("leader_without_cell", CHARTER_FILE, role.row, "cell", code)
    if not basis:
        yield Finding("no_basis", CHARTER_FILE, 0, "cells.basis", code)


def _check_reform(charter: Charter) -> Iterator[Finding]:
    """Those whose consent a reform takes are kinds of the charter, each named once. Basis: Charter, reform."""
    for place, code in enumerate(charter.reform.consent):
        if code not in charter.kinds:
            yield unknown("kind", code, charter.kinds, file=CHARTER_FILE, row=0, column="reform.consent")
        elif code in charter.reform.consent[:place]:
            yield Finding("consent_twice", CHARTER_FILE, 0, "reform.consent", code)
    if charter.reform.consent and not charter.reform.basis:
        yield Finding("no_basis", CHARTER_FILE, 0, "reform.basis", charter.reform.consent[0])


def _check_heads(charter: Charter) -> Iterator[Finding]:
    """A kind of body that leads something has a head who answers for it. Basis: one accountable person at any time."""
    leads = {duty.lead for duty in charter.duties if not is_particular(duty.lead)} | {charter.front_door.kind}
    for code in sorted(leads & set(charter.kinds)):
        if not any(role.head for role in charter.roles_of(code)):
            yield Finding("head_role_missing", CHARTER_FILE, charter.kinds[code].row, "head", code)


def _check_catalogue(charter: Charter) -> Iterator[Finding]:
    """Categories stand in groups that exist, in no circle, and say where they come from. Basis: Charter, catalogue."""
    for category in charter.categories.values():
        if category.parent and category.parent not in charter.categories:
            yield unknown(
                "category", category.parent, charter.categories, file=CATALOGUE_FILE, row=category.row, column="parent"
            )
        if _stands_in_itself(charter, category.code):
            yield Finding("parent_circle", CATALOGUE_FILE, category.row, "parent", category.parent)
        if category.needs_administrative_subject and category.handling is Handling.DELEGABLE:
            facts: dict[str, object] = {"name": category.name}
            yield Finding("delegable_needs_status", CATALOGUE_FILE, category.row, "handling", category.code, facts)
        if not category.basis:
            yield Finding("no_basis", CATALOGUE_FILE, category.row, "basis", category.code)
    unnamed = [category for category in charter.categories.values() if not category.name.en]
    if unnamed:
        count = {"count": len(unnamed)}
        yield Finding("names_without_english", CATALOGUE_FILE, unnamed[0].row, "en", unnamed[0].code, count)


def _stands_in_itself(charter: Charter, code: str) -> bool:
    seen: set[str] = set()
    above = charter.categories[code].parent
    while above in charter.categories and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = charter.categories[above].parent
    return False


def unknown(what: str, name: str, known: Iterable[str], *, file: str, row: int, column: str) -> Finding:
    """A name nobody has heard of, with the nearest one that is known."""
    return Finding("unknown_name", file, row, column, name, {"what": what, "nearest": nearest(name, known)})
