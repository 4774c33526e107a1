"""Made-up pasts in which duties change hands, units are renamed, and places differ."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tuoluo.adoption.history.events import Event

PLACES = [("甲街道", f"甲{n}社区") for n in range(3)] + [("乙街道", f"乙{n}社区") for n in range(3)]
KINDS = [("市容", "摆卖"), ("市容", "占道"), ("环保", "噪声"), ("环保", "油烟"), ("交通", "停车")]
Handler = Callable[[tuple[str, str], str, str, int], str]


def past(handler: Handler, *, days: int = 100, a_day: int = 8, noise: float = 0.0, seed: int = 1) -> list[Event]:
    """Events of some days; ``handler`` tells who handles a category in a street and community on a day."""
    chance = Random(seed)
    events = []
    for day in range(1000, 1000 + days):
        for _ in range(a_day):
            street, community = chance.choice(PLACES)
            category = chance.choice(KINDS)
            unit = handler(category, street, community, day)
            if chance.random() < noise:
                unit = chance.choice(["城管局", "环保局", "交警"])
            events.append(Event(category, street, community, chance.choice(["电话", "网络"]), day, unit, unit))
    return events


def by_subject(category: tuple[str, str], street: str, community: str, day: int) -> str:
    """One unit for each subject, everywhere and always."""
    return {"市容": "城管局", "环保": "环保局", "交通": "交警"}[category[0]]


def handed_over(category: tuple[str, str], street: str, community: str, day: int) -> str:
    """Noise passes from the environment bureau to the police half-way."""
    if category == ("环保", "噪声"):
        return "公安分局" if day >= 1050 else "环保局"
    return by_subject(category, street, community, day)


def by_street(category: tuple[str, str], street: str, community: str, day: int) -> str:
    """Every street has its own enforcement team for the look of the town."""
    return f"{street}执法队" if category[0] == "市容" else by_subject(category, street, community, day)


def asked(category: tuple[str, str], place: int = 0) -> Event:
    """A matter as it is known at dispatch."""
    return Event(category, *PLACES[place])
