"""What people write in the demo: our own sentences, varied by slots. Pure."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Case:
    """One category as it comes up in the demo: what is written about it, by whom, and how it is answered."""

    category: str
    thing: str
    texts: tuple[str, ...]
    answers: tuple[str, ...]
    patrol: float
    nature: str = ""
    months: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Phrases:
    """All sentences of the demo."""

    cases: Mapping[str, Case]
    slots: Mapping[str, Sequence[str]]
    general: Mapping[str, Sequence[str]]

    def general_one(self, random: Random, kind: str) -> str:
        """One of the sentences that fit any matter: a reason, a finding, a word of thanks."""
        return random.choice(self.general[kind])

    def spot(self, random: Random) -> str:
        """A place in words."""
        return self.filled(random, "{spot}", "", "")

    def report(self, random: Random, case: Case, spot: str, *, patrol: bool) -> str:
        """What somebody reports."""
        text = self.filled(random, random.choice(case.texts), spot, case.thing)
        if patrol:
            return self.filled(random, "{patrol}", spot, "") + text
        return text + self.filled(random, "{ending}", spot, "")

    def answer(self, random: Random, case: Case, outcome: str) -> str:
        """How a matter is answered when it ends like this."""
        pool = case.answers if outcome == "solved" else self.general[outcome]
        return self.filled(random, random.choice(pool), "", case.thing)

    def filled(self, random: Random, text: str, spot: str, thing: str) -> str:
        """A sentence with its slots filled, slots inside slots too."""
        known = {"spot": spot, "thing": thing}

        def one(match: re.Match[str]) -> str:
            name = match[1]
            if known.get(name):
                return known[name]
            return str(random.randint(2, 9)) if name == "n" else random.choice(self.slots[name])

        while SLOT.search(text):
            text = SLOT.sub(one, text)
        return text


@dataclass(frozen=True)
class Mix:
    """How often each category comes up."""

    categories: tuple[str, ...]
    weights: tuple[float, ...]

    def draw(self, random: Random) -> str:
        """One category, as often as its weight says."""
        return random.choices(self.categories, self.weights)[0]


@cache
def phrases() -> Phrases:
    """The sentences that ship."""
    content = tomllib.loads(_data("sentences.toml"))
    cases = {code: _case(family, code) for family in content["family"] for code in family["codes"]}
    return Phrases(cases, content["slots"], content["general"])


def _case(family: Mapping[str, Any], code: str) -> Case:
    texts = family["texts"]
    chosen = family.get("only", {}).get(code, range(len(texts)))
    return Case(
        code,
        family["codes"][code],
        tuple(texts[number] for number in chosen),
        tuple(family["answers"]),
        family["patrol"],
        family.get("nature", ""),
        frozenset(family.get("months", ())),
    )


@cache
def mix() -> Mix:
    """The shares that ship: counts of groups from a real district, spread over the catalogue by our estimate."""
    weights: dict[str, float] = {}
    for row in csv.DictReader(_data("mix.csv").splitlines()):
        cases = [case.split(":") for case in row["cases"].split()]
        total = sum(int(weight) for _, weight in cases)
        for category, weight in cases:
            weights[category] = weights.get(category, 0.0) + int(row["events"]) * int(weight) / total
    return Mix(tuple(weights), tuple(weights.values()))


def _data(name: str) -> str:
    return (files("tuoluo.demo") / "data" / name).read_text(encoding="utf-8")
