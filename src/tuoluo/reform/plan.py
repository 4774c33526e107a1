"""A plan of reform: what people decide about, in plain words and names. Pure; file and database lie elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

LABEL = re.compile(r"^\s*(?P<name>.*?)\s*(?:#(?P<number>\d+))?\s*$")


class Transition(StrEnum):
    """What becomes of a running clock when the charter changes. The first is our default (默认值)."""

    FIRST_DEADLINE = "first_deadline"  # it keeps the deadline it has; what is dispatched later has the new limits
    LATER_DEADLINE = "later_deadline"  # counted anew from its dispatch by the new limit; the later of the two holds


@dataclass(frozen=True)
class NewBody:
    """A body to be established. ``area`` is a code, ``superior`` a body by name."""

    kind: str
    name: str
    area: str
    name_en: str = ""
    superior: str = ""


@dataclass(frozen=True)
class Ending:
    """A body that ends, and the one that takes over from it: both by name, as ``NAME #NUMBER`` where it exists."""

    body: str
    successor: str


@dataclass(frozen=True)
class Closing:
    """A post that ends, by its number, and who holds it. ``leaves`` says that this person gets no other post."""

    post: int
    body: str = ""
    role: str = ""
    person: str = ""
    leaves: bool = False


@dataclass(frozen=True)
class Seat:
    """A post that begins, and who is to hold it. A cell leader's seat names the cell by its code."""

    body: str
    role: str
    person: str
    cell: str = ""


@dataclass(frozen=True)
class Plan:
    """Everything that people decide in a reform, and the state of the world it was made from."""

    title: str
    charter: str
    digest: str
    communities: tuple[str, ...]
    start: date
    transition: Transition = Transition.FIRST_DEADLINE
    new_bodies: tuple[NewBody, ...] = ()
    endings: tuple[Ending, ...] = ()
    closings: tuple[Closing, ...] = ()
    seats: tuple[Seat, ...] = ()
    world: Mapping[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the state of the world the plan was made from."""
        return fingerprint_of(self.world)


def fingerprint_of(world: Mapping[str, str]) -> str:
    """SHA-256 of a state of the world."""
    return hashlib.sha256(json.dumps(dict(world), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def label(name: str, number: int | None = None) -> str:
    """How a plan names something that exists: its name, and its number, which is never mistaken."""
    return f"{name} #{number}" if number is not None else name


def unlabel(text: str) -> tuple[str, int | None]:
    """The name and the number in a label; either may be left out."""
    found = LABEL.match(text)
    assert found is not None
    return found["name"], int(found["number"]) if found["number"] else None


@dataclass(frozen=True)
class Drift:
    """One thing that stands otherwise than when the plan was made. Empty where it was or is not there."""

    what: str
    before: str
    now: str


def drift(before: Mapping[str, str], now: Mapping[str, str]) -> list[Drift]:
    """What differs between two states of the world, in the order of their names."""
    return [
        Drift(what, before.get(what, ""), now.get(what, ""))
        for what in sorted({*before, *now})
        if before.get(what) != now.get(what)
    ]
