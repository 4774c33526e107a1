"""Questions about demands: what waits for a committee, what a body has asked, which hours were entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tuoluo.ledger.actors import Actor
from tuoluo.oversight.figures import Line, Span
from tuoluo.oversight.lists import grounds
from tuoluo.oversight.models import Admission, Hours, Task
from tuoluo.oversight.rules import Ground, State
from tuoluo.territory.models import Area

SHOWN_WITH = ("task__asked_by__area", "community", "committee")
MOST = 500


@dataclass(frozen=True)
class Demanded:
    """A demand in one community as it stands on a day."""

    row: Admission
    state: State
    ground: Ground | None
    late: bool  # it still waits, and its time limit ends today
    halves: int = 0  # half-hours entered for it

    @property
    def task(self) -> Task:
        """What is asked."""
        return self.row.task


def _admissions() -> QuerySet[Admission]:
    return Admission.objects.select_related(*SHOWN_WITH).defer(
        "community__boundary", "task__asked_by__area__boundary"
    ).order_by("-task__asked_on", "-task__pk", "community__code")  # fmt: skip


def demanded(rows: Sequence[Admission], day: date) -> list[Demanded]:
    """Demands as they stand on a day, with the hours entered for each (one question)."""
    spent: dict[int, int] = {}
    for admission, halves in Hours.objects.filter(admission__in=rows).values_list("admission", "halves"):
        spent[admission] = spent.get(admission, 0) + halves
    known = grounds()
    return [
        Demanded(
            row,
            state := row.state(day),
            known.get(row.ground),
            state is State.ASKED and row.task.answer_by is not None and row.task.answer_by <= day,
            spent.get(row.pk, 0),
        )
        for row in rows
    ]


def demands_in(community: Area, day: date) -> list[Demanded]:
    """Everything ever asked of a community, the newest first."""
    return demanded(list(_admissions().filter(community__stem=community.stem)[:MOST]), day)


def demands_for(actor: Actor, day: date) -> list[Demanded]:
    """What was put to the residents' committee for which somebody acts, what waits first."""
    rows = demanded(list(_admissions().filter(committee=actor.body)[:MOST]), day) if actor.body else []
    return sorted(rows, key=lambda one: one.state is not State.ASKED)


def asked_by(actor: Actor, day: date) -> list[tuple[Task, list[Demanded]]]:
    """What the actor's own body has asked, the newest first, and how it stands in each community."""
    if actor.body is None:
        return []
    rows = demanded(list(_admissions().filter(task__asked_by=actor.body)[:MOST]), day)
    by_task: dict[int, tuple[Task, list[Demanded]]] = {}
    for one in rows:
        by_task.setdefault(one.row.task_id, (one.task, []))[1].append(one)
    return list(by_task.values())


def helped_with(actor: Actor, day: date) -> list[Demanded]:
    """What is admitted today in the community in which somebody works: for these hours can be entered."""
    rows = demanded(list(_admissions().filter(community__stem=actor.area, answer="accepted")[:MOST]), day)
    return [one for one in rows if one.state is State.ACCEPTED]


def hours_of(actor: Actor, *, admission: Admission | None = None, limit: int = 50) -> list[Hours]:
    """The entries of the actor's body, the newest first, each with its counter-entry if there is one."""
    rows = Hours.objects.filter(body=actor.body).select_related(
        "admission__task", "corrected_by", "corrects", "community"
    )
    if admission is not None:
        rows = rows.filter(admission=admission)
    return list(rows.defer("community__boundary")[:limit])


def task_with(uuid: UUID) -> Task | None:
    """One demand."""
    return Task.objects.select_related("asked_by__area").filter(uuid=uuid).first()


def admissions_of(task: Task, day: date) -> list[Demanded]:
    """How a demand stands in each community it was put to."""
    return demanded(list(_admissions().filter(task=task).order_by("community__code")), day)


def admission_with(uuid: UUID) -> Admission | None:
    """One demand in one community."""
    return _admissions().filter(uuid=uuid).first()


def may_read_words(one: Admission, actor: Actor) -> bool:
    """Whether somebody may read what a committee added in its own words: the two bodies between which it was said.

    Basis: Personal Information Protection Law §6 (least data).
    """
    return actor.body is not None and actor.body in (one.committee_id, one.task.asked_by_id)


def year_of(text: str, today: date) -> Span:
    """A calendar year, this one if none that makes sense is named."""
    year = (
        int(text) if text.isascii() and text.isdecimal() and len(text) == 4 and 2000 <= int(text) < 9999 else today.year
    )
    return Span(date(year, 1, 1), date(year + 1, 1, 1))


def counted(line: Line) -> dict[str, int | float | None]:
    """A line of the figures in plain numbers; hours in hours."""
    states = line.states
    return {
        "asked": line.asked,
        "waiting": states[State.ASKED],
        "admitted": line.admitted,
        "running": states[State.ACCEPTED],
        "ended": states[State.EXPIRED],
        "refused": states[State.REFUSED],
        "lapsed": states[State.LAPSED],
        "withdrawn": states[State.WITHDRAWN],
        "hours_expected": line.expected / 2,
        "hours_from_above": line.above / 2,
        "hours_own": line.own / 2,
        "share_from_above": round(line.share, 4) if line.share is not None else None,
        "own_matters": line.own_matters,
    }
