"""Faults in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.charters.faulty.copies import CATEGORIES, RULES, Copy
from tests.charters.faulty.fault import Fault

BAD_CELLS = [  # column, what is written, codes
    ("kind", "wish", ("unknown_choice",)),
    ("kind", "", ("missing_value",)),
    ("origin", "provincial", ("unknown_choice",)),
    ("handling", "both", ("unknown_choice",)),
    ("needs_administrative_subject", "perhaps", ("bad_yes_no",)),
    ("zh", "", ("missing_value",)),
    ("en", "", ("names_without_english",)),
    ("basis", "", ("no_basis",)),
    ("code", "", ("missing_value",)),
    ("code", "C 01", ("bad_code",)),
    ("parent", "ZZ9", ("unknown_name",)),
    ("parent", "C01; C02", ("two_in_one",)),
]


def faults(copy: Copy) -> dict[str, list[Fault]]:
    """Every fault of each kind."""
    kinds: dict[str, list[Fault]] = {}
    for found in (_cells, _families, _status):
        for fault in found(copy):
            kinds.setdefault(fault.name, []).append(fault)
    return kinds


def _put(copy: Copy, place: int, name: str, column: str, codes: tuple[str, ...], **cells: str) -> Fault:
    return Fault(name, CATEGORIES, partial(copy.catalogue.put, place, **cells), codes, place + 2, column)


def _cells(copy: Copy) -> Iterator[Fault]:
    for place, row in enumerate(copy.catalogue.rows):
        for column, text, codes in BAD_CELLS:
            if row[column] != text:
                yield _put(copy, place, f"category's {column} = {text!r}", column, codes, **{column: text})


def _families(copy: Copy) -> Iterator[Fault]:
    """Orphans, circles, and two categories with one code; a category that goes though a duty speaks of it."""
    places = {row["code"]: place for place, row in enumerate(copy.catalogue.rows)}
    ruled = {duty.category: number + 2 for number, duty in enumerate(copy.charter.duties)}
    for place, row in enumerate(copy.catalogue.rows):
        code, parent = row["code"], row["parent"]
        circle = ("parent_circle",)
        yield _put(copy, place, "a category under itself", "parent", circle, parent=code)
        if parent:
            yield _put(copy, places[parent], "a group under its own member", "parent", circle, parent=code)
        earlier = copy.catalogue.rows[place - 1]["code"]
        if place:
            yield _put(copy, place, "two categories with one code", "code", ("duplicate_code",), code=earlier)
        if code in ruled and parent:
            gone = partial(copy.catalogue.without, place)
            codes = ("unknown_name",)
            yield Fault("a category gone with a duty left", CATEGORIES, gone, codes, ruled[code], "category", RULES)


def _status(copy: Copy) -> Iterator[Fault]:
    """A category that turns out to need an administrative subject, led by somebody who is none."""
    charter = copy.charter
    rows = {id(duty): number + 2 for number, duty in enumerate(charter.duties)}
    for place, code in enumerate(charter.categories):
        if charter.categories[code].needs_administrative_subject:
            codes = ("delegable_needs_status",)
            yield _put(copy, place, "delegable though only an authority may", "handling", codes, handling="delegable")
        duty = charter.duty_for(code, "")
        if charter.is_group(code) or duty is None or charter.kinds[duty.lead].administrative_subject:
            continue
        needs = partial(copy.catalogue.put, place, needs_administrative_subject="yes")
        row = rows[id(duty)]
        yield Fault("needs a status the lead has not", CATEGORIES, needs, ("lead_without_status",), row, "lead", RULES)
        kept = partial(copy.catalogue.put, place, handling="retained")
        codes = ("retained_item_delegated",)
        yield Fault("retained though another leads", CATEGORIES, kept, codes, row, "lead", RULES)
