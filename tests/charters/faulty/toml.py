"""Faults in ``charter.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.charters.faulty.copies import RULES, TOML, Block, Copy
from tests.charters.faulty.fault import Fault, misspelt
from tuoluo.charter.check_bodies import NEEDS

ABSENT = ("unknown_name", "duty_to_absent_kind")
BAD_KEYS = [  # table, key, what is written, codes
    ("charter", "valid_until", "2020-01-01", ("ends_before_it_starts",)),
    ("charter", "valid_from", '"2026-02-30"', ("bad_date",)),
    ("charter", "title", '"one name"', ("bad_name",)),
    ("charter", "version", "1", ("bad_type",)),
    ("hours", "sessions", '[["09:00", "12:00"], ["11:00", "18:00"]]', ("bad_hours",)),
    ("hours", "calendar", '"lunar"', ("unknown_choice",)),
    ("kinds", "part", '"2"', ("unknown_choice",)),
    ("kinds", "level", '"street"', ("unknown_choice",)),
    ("kinds", "powers", '["flying"]', ("unknown_choice",)),
    ("kinds", "maximum", '"many"', ("bad_number",)),
    ("kinds", "administrative_subject", '"yes"', ("bad_type",)),
    ("kinds", "colour", '"red"', ("unknown_key",)),
    ("kinds", "minimum", "9", ("maximum_below_minimum",)),
    ("roles", "head", '"true"', ("bad_type",)),
    ("roles", "kinds", "[]", ("missing_value",)),
    ("roles", "acts", '["matter.report", "matter.riport"]', ("unknown_name",)),
    ("front_door", "kind", '"nobody"', ("unknown_name",)),
    ("cells", "leader_role", '"nobody"', ("unknown_name",)),
]
SECTIONS = (("front_door", "front_door_missing"), ("cells", "missing_section"), ("charter", "missing_section"))
GROUPED = {"charter": "charter.", "front_door": "front_door.", "cells": "cells.", "reform": "reform."}


def faults(copy: Copy) -> dict[str, list[Fault]]:
    """Every fault of each kind."""
    kinds: dict[str, list[Fault]] = {}
    for found in (_keys, _basis, _kinds, _core, _roles, _rights, _sections):
        for fault in found(copy):
            kinds.setdefault(fault.name, []).append(fault)
    return kinds


def _put(copy: Copy, block: Block, name: str, key: str, value: str, codes: tuple[str, ...], column: str = "") -> Fault:
    text, line = copy.toml.put(block, key, value)
    return Fault(name, TOML, partial(str, text), codes, line, column or key)


def _keys(copy: Copy) -> Iterator[Fault]:
    for table, key, value, codes in BAD_KEYS:
        for block in copy.toml.all(table):
            if key == "minimum" and not block.says("maximum"):
                continue
            column = GROUPED.get(table, "") + key if codes == ("unknown_name",) else key
            fault = _put(copy, block, f"{table}: {key} = {value}", key, value, codes, column)
            if codes == ("maximum_below_minimum",):
                fault = Fault(fault.name, TOML, fault.text, codes, block.keys["maximum"][0], "maximum")
            yield fault
    for block in copy.toml.all("hours"):
        yield _put(copy, block, "a clock nobody has", "timezone", '"Asia/Shenzen"', ABSENT, "hours.timezone")


def _basis(copy: Copy) -> Iterator[Fault]:
    """A rule that rests on nothing."""
    for block in copy.toml.blocks:
        if "basis" in block.keys:
            column = GROUPED.get(block.name, "") + "basis"
            text = partial(copy.toml.without, block, "basis")
            yield Fault(f"{block.name} without basis", TOML, text, ("no_basis",), block.line, column)


def _kinds(copy: Copy) -> Iterator[Fault]:
    """Superiors that are not there, stand in a circle or below; kinds that no community has; codes taken twice."""
    charter, toml = copy.charter, copy.toml
    first = {duty.lead: number + 2 for number, duty in reversed(list(enumerate(charter.duties)))}
    blocks = toml.all("kinds")
    for place, block in enumerate(blocks):
        code, above = block.says("code"), block.says("superior")
        if above:
            yield _put(copy, block, "superior misspelt", "superior", f'"{misspelt(above)}"', ("unknown_name",))
            upper = next(other for other in blocks if other.says("code") == above)
            yield _put(copy, upper, "kinds in a circle", "superior", f'"{code}"', ("superior_circle", "superior_below"))
        if block.says("level") == "district":
            below = next(kind.code for kind in charter.kinds.values() if kind.level.value == "community")
            yield _put(copy, block, "a superior below", "superior", f'"{below}"', ("superior_below",))
        if place:
            yield _put(
                copy, block, "two kinds with one code", "code", f'"{blocks[0].says("code")}"', ("duplicate_code",)
            )
        if code in first:
            leads = (first[code], "lead", RULES)
            none, _ = toml.put(block, "maximum", "0")
            yield Fault("a lead no community has", TOML, partial(str, none), ("duty_to_absent_kind",), *leads)
            three, _ = toml.put(block, "maximum", "3")
            yield Fault("a lead of whom there may be three", TOML, partial(str, three), ("lead_not_one",), *leads)
            gone = partial(toml.without_block, block)
            yield Fault("a kind gone with its duties left", TOML, gone, ABSENT, *leads)


def _core(copy: Copy) -> Iterator[Fault]:
    """The core is one, and everybody has a place in the sum."""
    for block in copy.toml.all("kinds"):
        if block.says("part") == "1":
            for name, key, value in (("a community without core", "minimum", "0"), ("two cores", "maximum", "2")):
                text, _ = copy.toml.put(block, key, value)
                line = block.keys["part"][0]
                yield Fault(name, TOML, partial(str, text), ("core_not_one",), line, "part")
        elif block.says("part") == "3":
            yield _put(copy, block, "another core", "part", '"1"', ("core_not_one",))


def _roles(copy: Copy) -> Iterator[Fault]:
    """Roles in kinds that are not there; codes taken twice; leads without head; a cell leader bound to no cell."""
    charter, toml = copy.charter, copy.toml
    working = {duty.lead for duty in charter.duties} | {charter.front_door.kind}
    lines = {block.says("code"): block.line for block in toml.all("kinds")}
    for place, block in enumerate(toml.all("roles")):
        role = charter.roles[block.says("code")]
        wrong = ", ".join(f'"{kind}"' for kind in (*role.kinds[1:], misspelt(role.kinds[0])))
        yield _put(copy, block, "a role in a kind misspelt", "kinds", f"[{wrong}]", ("unknown_name",))
        if place:
            first = toml.all("roles")[0].says("code")
            yield _put(copy, block, "two roles with one code", "code", f'"{first}"', ("duplicate_code",))
        for kind in role.kinds if role.head else ():
            if kind in working and sum(other.head for other in charter.roles_of(kind)) == 1:
                text = partial(toml.without, block, "head")
                line = lines[kind] - (lines[kind] > block.line)
                yield Fault("a lead without head", TOML, text, ("head_role_missing",), line, "head")
        if role.code == charter.cells.leader_role:
            text = partial(toml.without, block, "cell")
            yield Fault("a cell leader without cell", TOML, text, ("leader_without_cell",), block.line, "cell")


def _rights(copy: Copy) -> Iterator[Fault]:
    """A right withdrawn from the only role of a body that had it, though a duty asks for it."""
    charter = copy.charter
    asked = {(getattr(duty, part), part) for duty in charter.duties for part in ("lead", "verifier", "evaluator")}
    asked |= {(body, "assistants") for duty in charter.duties for body in duty.assistants}
    for kind, part in sorted(asked):
        for act in NEEDS[part]:
            holders = [role for role in charter.roles_of(kind) if act in role.acts]
            if len(holders) != 1:
                continue
            block = next(block for block in copy.toml.all("roles") if block.says("code") == holders[0].code)
            left = ", ".join(f'"{other}"' for other in sorted(holders[0].acts - {act}))
            fault = _put(copy, block, f"nobody may {act}", "acts", f"[{left}]", ("nobody_may",))
            first = next(b for b in copy.toml.all("roles") if b.says("code") == charter.roles_of(kind)[0].code)
            yield Fault(fault.name, TOML, fault.text, fault.codes, first.keys["acts"][0], "acts")
    many = next(kind.code for kind in charter.kinds.values() if kind.maximum is None)
    (block,) = copy.toml.all("front_door")
    codes = ("front_door_cannot_register",)
    yield _put(copy, block, "a door that cannot register", "kind", f'"{many}"', codes, "front_door.kind")


def _sections(copy: Copy) -> Iterator[Fault]:
    """Whole tables that are missing, or a calendar that duties are counted by."""
    for name, code in (
        ("front_door", "front_door_missing"),
        ("cells", "missing_section"),
        ("charter", "missing_section"),
    ):
        (block,) = copy.toml.all(name)
        yield Fault(f"no [{name}]", TOML, partial(copy.toml.without_block, block), (code,), 0, name)
        lines = [line.replace(f"[{name}]", f"[[{name}]]") for line in copy.toml.lines]
        yield Fault(f"[[{name}]]", TOML, partial(copy.toml.text, lines), ("bad_table",), block.line, name)
    (hours,) = copy.toml.all("hours")
    text = partial(copy.toml.without, hours, "calendar")
    yield Fault("no calendar", TOML, text, ("deadline_without_calendar",), hours.line, "hours.calendar")
    for number in (2, 5, 9):
        lines = [line + '"' if place == number else line for place, line in enumerate(copy.toml.lines, start=1)]
        if lines[number - 1].strip('"'):
            yield Fault("a quotation mark too many", TOML, partial(copy.toml.text, lines), ("bad_toml",), number, "")
