"""Whether the bodies that duties name may do what the duties ask: one comparison for a whole city at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tuoluo.coverage.facts import Seat
from tuoluo.coverage.sheets import NOBODY, Positions, Sheet

Mask = npt.NDArray[np.bool_]
HANDLES = frozenset({"matter.take_up", "matter.report_back"})
VERIFIES = frozenset({"matter.close"})
EVALUATES = frozenset({"matter.evaluate"})
ROOM = 64  # bodies that may be new before the columns are made anew
GENERATIONS = 12  # a body, its superior, the superior's superior … no district goes deeper


@dataclass(frozen=True)
class Fault:
    """What is missing for one line of a sheet in one community, and whose lack it is."""

    code: str
    reference: str
    seat: int  # position of the body, or NOBODY
    row: int
    line: int


class Judge:
    """The bodies in columns: what each may do, and who stands above it. The last place is always nobody's."""

    def __init__(self, seats: Sequence[Seat], at: Mapping[int, int]) -> None:
        self._at = at
        size = len(seats) + ROOM
        self.handles, self.verifies, self.evaluates, self.status, self.unanswered = (
            np.zeros(size, dtype=np.bool_) for _ in range(5)
        )
        self._above = np.full(size, NOBODY, dtype=np.int32)
        for position, seat in enumerate(seats):
            self.put(position, seat)

    def has_room(self, position: int) -> bool:
        """Whether one more body fits before the last place."""
        return position < len(self._above) - 1

    def put(self, position: int, seat: Seat) -> None:
        """Write down what is true of a body now."""
        self.handles[position] = seat.rights >= HANDLES
        self.verifies[position] = seat.rights >= VERIFIES
        self.evaluates[position] = seat.rights >= EVALUATES
        self.status[position] = seat.administrative_subject
        self.unanswered[position] = seat.away and not seat.substitute
        self._above[position] = self._at.get(seat.superior, NOBODY)

    def is_under(self, who: Positions, whom: Positions) -> Mask:
        """Whether a body stands anywhere below another."""
        found = np.zeros(np.broadcast(who, whom).shape, dtype=np.bool_)
        above = self._above[who]
        for _ in range(GENERATIONS):
            if (above == NOBODY).all():
                break
            found |= (above == whom) & (above != NOBODY)
            above = self._above[above]
        return found


def judge(sheet: Sheet, meant: Positions, several: Mask, judges: Judge) -> Iterator[Fault]:
    """Everything that is missing in the communities of a sheet; ``several`` tells where a name means more than one.

    Basis: every duty has one lead, a supervisor and an evaluator that are neither the lead nor under it (S2, S4);
    what needs an administrative subject stays with one (S11).
    """
    if not sheet.lines or not len(meant):
        return
    lead = meant[:, sheet.lead]
    here = lead != NOBODY
    yield from _blamed(sheet, "nobody_leads", ~here, sheet.lead, None)
    yield from _blamed(sheet, "several_lead", here & several[:, sheet.lead], sheet.lead, lead)
    yield from _blamed(sheet, "lead_without_right", here & ~judges.handles[lead], sheet.lead, lead)
    yield from _blamed(sheet, "lead_away", here & judges.unanswered[lead], sheet.lead, lead)
    without = here & sheet.needs_status[None, :] & ~judges.status[lead]
    yield from _blamed(sheet, "lead_without_status", without, sheet.lead, lead)
    yield from _verifying(sheet, meant, lead, judges)
    for role in ("supervisor", "evaluator"):
        yield from _watching(sheet, role, meant, lead, judges)


def _verifying(sheet: Sheet, meant: Positions, lead: Positions, judges: Judge) -> Iterator[Fault]:
    """The first of those who may verify that has no hand in the work: it must exist and have the right."""
    chosen = np.full(lead.shape, NOBODY, dtype=np.int32)
    helpers = [meant[:, sheet.assistants[:, n]] for n in range(sheet.assistants.shape[1])]
    for n in range(sheet.checkers.shape[1]):
        candidate = meant[:, sheet.checkers[:, n]]
        fits = (chosen == NOBODY) & (candidate != NOBODY) & (candidate != lead)
        for helper in helpers:
            fits &= candidate != helper
        chosen = np.where(fits, candidate, chosen)
    here = lead != NOBODY
    first = sheet.checkers[:, 0]
    yield from _blamed(sheet, "nobody_verifies", here & (chosen == NOBODY), first, None)
    cannot = here & (chosen != NOBODY) & ~judges.verifies[chosen]
    yield from _blamed(sheet, "verifier_without_right", cannot, first, chosen)
    away = here & (chosen != NOBODY) & judges.unanswered[chosen]
    yield from _blamed(sheet, "verifier_away", away, first, chosen)


def _watching(sheet: Sheet, role: str, meant: Positions, lead: Positions, judges: Judge) -> Iterator[Fault]:
    places = sheet.supervisor if role == "supervisor" else sheet.evaluator
    who = meant[:, places]
    here = lead != NOBODY
    there = here & (who != NOBODY)
    yield from _blamed(sheet, f"nobody_is_{role}", here & (who == NOBODY), places, None)
    yield from _blamed(sheet, f"{role}_is_lead", there & (who == lead), places, who)
    yield from _blamed(sheet, f"{role}_under_lead", there & (who != lead) & judges.is_under(who, lead), places, who)
    yield from _blamed(sheet, f"{role}_away", there & judges.unanswered[who], places, who)
    if role == "evaluator":
        yield from _blamed(sheet, "evaluator_without_right", there & ~judges.evaluates[who], places, who)


def _blamed(sheet: Sheet, code: str, wrong: Mask, places: Positions, who: Positions | None) -> Iterator[Fault]:
    """The faults in a table of communities × lines, one by one."""
    if not wrong.any():
        return
    for row, line in np.argwhere(wrong).tolist():
        reference = int(places[line])
        name = sheet.references[reference] if reference != NOBODY else ""
        yield Fault(code, name, NOBODY if who is None else int(who[row, line]), row, line)
