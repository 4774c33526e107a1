"""Matters whose deadline waits for the working calendar of a year, and setting it once the calendar is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone

from tuoluo.bodies.authority import right_of
from tuoluo.bodies.reads import actors_of
from tuoluo.kernel.refusals import Refusal, Refused, require
from tuoluo.ledger.actors import Actor
from tuoluo.matters.acts import set_late_deadline
from tuoluo.matters.calendar import knows
from tuoluo.matters.models import Matter, MatterQuerySet
from tuoluo.matters.rules import UNDER_WAY
from tuoluo.people.models import Person

ACT = "matter.set_deadline"


@dataclass
class Tally:
    """How many deadlines were set, and why the others were not: each refusal once, with the matters it met."""

    done: int = 0
    refused: dict[str, tuple[Refusal, list[str]]] = field(default_factory=dict)


def waiting() -> MatterQuerySet:
    """Matters under way whose deadline waits for a calendar."""
    stages = [stage.value for stage in UNDER_WAY]
    return Matter.objects.filter(due_unknown_year__isnull=False, stage__in=stages)


def waiting_by_year() -> dict[int, int]:
    """How many wait for which year."""
    return dict(waiting().order_by("due_unknown_year").values_list("due_unknown_year").annotate(n=Count("pk")))


def set_deadlines(person: Person, step: Callable[[int, int], None]) -> Tally:
    """Set every deadline that no longer needs to wait, in whichever of the person's posts has the right to it.

    Each is an act of its own; stopped half-way and started again it goes on with those still waiting.
    """
    years = [year for year in waiting_by_year() if knows(year)]
    numbers = list(waiting().filter(due_unknown_year__in=years).order_by("pk").values_list("pk", flat=True))
    actors = [actor for actor in actors_of(person) if right_of(ACT, actor) is None]
    require(None if actors else Refusal("right.needs_post", "charter, roles", {"act": ACT}))
    tally = Tally()
    for count, pk in enumerate(numbers, start=1):
        matter = Matter.objects.defer("text", "answer").get(pk=pk)
        if (refusal := _set(matter, actors)) is None:
            tally.done += 1
        else:
            tally.refused.setdefault(refusal.code, (refusal, []))[1].append(matter.number)
        step(count, len(numbers))
    return tally


def _set(matter: Matter, actors: Sequence[Actor]) -> Refusal | None:
    """Set one deadline as the first of these who may; else why the last of them may not."""
    refusal: Refusal | None = None
    for actor in actors:
        try:
            set_late_deadline(matter, by=actor, at=timezone.now())
        except Refused as refused:
            refusal = refused.refusal
        else:
            return None
    return refusal
