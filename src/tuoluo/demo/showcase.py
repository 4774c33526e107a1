"""What waits, at the end of the demo's year, for each of those who have a log-in: a little of everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tuoluo.demo.chance import chance
from tuoluo.demo.clock import OfficeClock
from tuoluo.demo.life import Step, swift
from tuoluo.demo.reports import Draft, Ground, draft
from tuoluo.demo.sentences import phrases
from tuoluo.matters.rules import Channel
from tuoluo.people.models import Person
from tuoluo.territory.models import Area

FIRST = 1_000_000  # so that adding to the year's matters changes nothing here


@dataclass(frozen=True)
class Wait:
    """Matters of one category that stop after an act and wait there."""

    category: str
    after: str  # "" for: reported, nobody has looked yet
    hours: float  # of working time before the end
    joint: bool = False
    mine: bool = False  # reported by the resident who has a log-in
    in_cell: bool = False  # in the cell of the leader who has a log-in
    count: int = 1


WAITS = (
    # the workstation: register and dispatch
    Wait("M06028", "", 2, mine=True),
    Wait("M01037", "", 4),
    Wait("L96003", "", 1),
    Wait("M09001", "register", 5, count=2),
    Wait("L90002", "register", 7),
    # the cell leader: new ones in the cell, some in hand, one of them late
    Wait("M06042", "", 3, in_cell=True),
    Wait("M06036", "dispatch", 9, in_cell=True),
    Wait("M06010", "take_up", 8, in_cell=True, joint=True),
    Wait("M09010", "take_up", 40, in_cell=True),
    Wait("M07001", "take_up", 10, in_cell=True, mine=True),
    # the residents' committee: take up, handle, verify
    Wait("L90007", "dispatch", 8),
    Wait("L94001", "dispatch", 12, joint=True),
    Wait("L90008", "take_up", 30, joint=True),
    Wait("L90001", "take_up", 60, mine=True),
    Wait("M09005", "report_back", 12),
    Wait("M04002", "report_back", 20, mine=True),
    # the service centre
    Wait("L92001", "dispatch", 6, joint=True),
    Wait("L92003", "dispatch", 10),
    Wait("L93003", "take_up", 20),
    Wait("L92001", "take_up", 60, joint=True),
    # the core: what others did, and suggestions that it leads itself
    Wait("M06011", "report_back", 10, in_cell=True),
    Wait("L90006", "report_back", 25),
    Wait("L96001", "dispatch", 6, mine=True),
    Wait("L96001", "take_up", 16),
    # the subdistrict and a department
    Wait("M09001", "dispatch", 5),
    Wait("M06001", "take_up", 40),
    Wait("L91002", "take_up", 9),
    Wait("M04002", "dispatch", 6),
    Wait("M04013", "take_up", 26, joint=True),
    Wait("M06045", "take_up", 90),
    # the resident: two to judge, one judged
    Wait("M09011", "close", 20, mine=True),
    Wait("M06013", "close", 30, mine=True),
    Wait("M06012", "evaluate", 90, mine=True),
)


def showcase(
    seed: int, ground: Ground, clock: OfficeClock, cutoff: datetime, *, resident: Person, cell: Area
) -> Iterator[tuple[Draft, tuple[Step, ...]]]:
    """Each of these matters with its life."""
    waits = [wait for wait in WAITS for _ in range(wait.count)]
    for number, wait in enumerate(waits, start=FIRST):
        random = chance(seed, number)
        at = clock.before(cutoff, wait.hours * 60)
        case = phrases().cases[wait.category]
        new = draft(number, random, at, case, ground=ground, community=ground.showcase, patrol=False)
        if wait.in_cell:
            new = replace(new, cell=cell, point=ground.point(cell, random))
        elif wait.after in ("", "register"):
            new = replace(new, cell=None, point=None)  # not yet known whose: the head of the front door sees to it
        if wait.mine:
            new = replace(new, reporter=resident, channel=Channel.WEB)
        yield replace(new, known=True), swift(random, wait.after, joint=wait.joint)
