"""Codes for what a history file names: places, categories, bodies. Stable for one file, and marked as made up."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from tuoluo.adoption.survey import Path, Place
from tuoluo.adoption.units import Unit, most
from tuoluo.territory.codes import next_code

# Codes of the districts of Shenzhen (GB/T 2260; statistical division codes of 2023); others by --district-code.
DISTRICTS = {
    "罗湖区": "440303",
    "福田区": "440304",
    "南山区": "440305",
    "宝安区": "440306",
    "龙岗区": "440307",
    "盐田区": "440308",
    "龙华区": "440309",
    "坪山区": "440310",
    "光明区": "440311",
}
UNKNOWN_DISTRICT = "829999"  # no district bears it: a stand-in until the operator gives the official code
LONGEST = 20


def district_code(name: str, given: str) -> tuple[str, bool]:
    """The code of the district, and whether it is the official one."""
    if given:
        return given, given != UNKNOWN_DISTRICT
    return (DISTRICTS[name], True) if name in DISTRICTS else (UNKNOWN_DISTRICT, False)


def place_codes(parent: str, places: Iterable[Place]) -> dict[str, str]:
    """A provisional code for each place under a parent, by name, in the order of the source's own numbers."""
    codes: dict[str, str] = {}
    for place in sorted(places, key=lambda place: (number_key(most(place.ids)), place.name)):
        code = next_code(parent, [parent, *codes.values()], provisional=True)
        if code is None:
            raise OverflowError(f"more than 400 places under {parent}")
        codes[place.name] = code
    return codes


def number_key(text: str) -> tuple[int, str]:
    """Numbers in the order of counting, everything else after them."""
    return (int(text), "") if text.isdecimal() else (10**18, text)


def category_codes(categories: Mapping[Path, Counter[str]], counts: Mapping[Path, int]) -> dict[Path, str]:
    """A code for each category: the letter of its level and the source's number, if that is its alone.

    Where several names share a number, the most frequent keeps it, the others add four characters of their own.
    Without numbers the letter is followed by eight characters made from the name, so that they do not depend on
    what else the file contains.
    """
    codes: dict[Path, str] = {}
    for path in sorted(categories, key=lambda path: (len(path), -counts.get(path, 0), path)):
        level = chr(ord("A") + len(path) - 1)
        number = re.sub(r"[^\w.-]+", "-", most(categories[path]))[:LONGEST]
        code = f"{level}{number or mark(path)}"
        codes[path] = code if code not in codes.values() else f"{level}{number[: LONGEST - 5]}-{mark(path)[:4]}"
    return codes


def mark(path: Path) -> str:
    """Eight characters made from a name."""
    return hashlib.sha256("\x1f".join(path).encode()).hexdigest()[:8]


def unit_reference(unit: Unit, taken: Iterable[str]) -> str:
    """By what a duty and the body itself name a unit: its name, which a policy officer can read."""
    name = re.sub(r"[;；@]", " ", unit.name).strip()[:100] or unit.key
    return name if name not in set(taken) else f"{name}（{unit.key}）"
