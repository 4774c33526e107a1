"""The official codes of areas: reading them, what lies under what, and the next free one.

Codes are those of the statistical register: 6 digits for a district, 9 for a subdistrict, 12 for a community, and the
community's 12 digits plus a 3-digit serial for a cell. The register also writes a district and a subdistrict with 12
digits, filled up with zeros; both spellings are read, the filled one is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tuoluo.kernel.refusals import Refusal

CODE_BASIS = "GB/T 2260; statistical division codes (NBS); 12 digits + 3 for a cell: GB/T 34300-2017, GB/T 47678"

PROVINCES = frozenset(
    str(region * 10 + number)  # 11 Beijing to 65 Xinjiang, 71 Taiwan, 81 Hong Kong, 82 Macao
    for region, last in {1: 5, 2: 3, 3: 7, 4: 6, 5: 4, 6: 5, 7: 1, 8: 2}.items()
    for number in range(0 if region == 5 else 1, last + 1)
)
# The register gives 001 to 599 to streets, towns and the like. Codes that we make up ourselves (code_official = no)
# start above, so that a made-up code can never be taken for an official one.
FIRST_PROVISIONAL = 600
LAST_SERIAL = 999
_BLOCK = re.compile(r"^(\d{6}|\d{9}|\d{12})B(\d{3})$")


class Level(StrEnum):
    """The rungs from the district down to the cell; a block (街区) may cross cells and communities."""

    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    CELL = "cell"
    BLOCK = "block"


STEM_LENGTH = {Level.DISTRICT: 6, Level.SUBDISTRICT: 9, Level.COMMUNITY: 12, Level.CELL: 15}


@dataclass(frozen=True)
class Code:
    """A code that has been read: its level, its significant part (stem), and its full spelling."""

    level: Level
    stem: str

    @property
    def full(self) -> str:
        """As stored and printed: 12 digits down to the community, 15 for a cell."""
        return self.stem if self.level is Level.BLOCK else self.stem.ljust(12, "0")

    @property
    def parent_stem(self) -> str | None:
        """The stem of the area that must contain this one, or none for a district."""
        if self.level is Level.BLOCK:
            return self.stem[:-4]
        return self.stem[:-3] if self.level is not Level.DISTRICT else None


def code_refusal(text: str) -> Refusal | None:
    """Whether this is a code of an area, and if not, why.

    Basis: GB/T 2260; statistical division codes; GB/T 34300-2017 (cells).
    """
    facts = {"code": text}
    if _BLOCK.match(text):
        return code_refusal(text[: text.index("B")])
    if not (text.isascii() and text.isdigit()):
        return Refusal("area.code_not_digits", CODE_BASIS, facts)
    if len(text) not in (6, 9, 12, 15):
        return Refusal("area.code_length", CODE_BASIS, facts | {"length": len(text)})
    if text[:2] not in PROVINCES:
        return Refusal("area.code_province", CODE_BASIS, facts | {"province": text[:2]})
    if text[2:4] == "00" or text[4:6] == "00":
        return Refusal("area.code_above_district", CODE_BASIS, facts)
    return _serial_refusal(text)


def _serial_refusal(text: str) -> Refusal | None:
    parts = [text[start : start + 3] for start in range(6, len(text), 3)]
    # A district or subdistrict in 12 digits ends with zeros; anywhere else 000 is no number.
    numbers = [part for place, part in enumerate(parts) if len(text) != 12 or any(int(rest) for rest in parts[place:])]
    if "000" in numbers:
        return Refusal("area.code_serial_zero", CODE_BASIS, {"code": text})
    return None


def parse(text: str) -> Code | None:
    """Read a code in any official spelling; none when it is not one (`code_refusal` says why).

    Basis: GB/T 2260; statistical division codes; GB/T 34300-2017 (cells).
    """
    if code_refusal(text) is not None:
        return None
    if _BLOCK.match(text):
        return Code(Level.BLOCK, text)
    stem = text
    if len(text) == 12:
        while len(stem) > 6 and stem.endswith("000"):
            stem = stem[:-3]
    level = next(level for level, length in STEM_LENGTH.items() if length == len(stem))
    return Code(level, stem)


def stem_of(text: str) -> str:
    """The significant part of a code that is known to be one.

    Basis: statistical division codes.
    """
    code = parse(text)
    if code is None:
        raise ValueError(f"{text!r} is not the code of an area")
    return code.stem


def covers(stem: str, other: str) -> bool:
    """Whether the area with one stem contains the area with the other (or is the same one).

    Basis: statistical division codes: a part carries the code of the whole in front.
    """
    return other.startswith(stem)


def next_code(parent: str, used: Iterable[str], *, provisional: bool = False) -> str | None:
    """The next free code under a parent: one above the highest ever used, so that none is used again; none when full.

    Basis: 3-digit serial within the parent; codes of areas that ended are not given away again.
    """
    stem = stem_of(parent)
    children = {other[: len(stem) + 3] for other in map(stem_of, used) if covers(stem, other) and other != stem}
    serials = [int(child[-3:]) for child in children if child[-3:].isdigit()]
    floor = FIRST_PROVISIONAL if provisional else 1
    serial = max([floor - 1, *(s for s in serials if provisional or s < FIRST_PROVISIONAL or len(stem) == 12)]) + 1
    return (stem + f"{serial:03d}").ljust(12, "0") if serial <= LAST_SERIAL else None
