"""Who does what by a charter, category by category, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tuoluo.charter.model import Charter, Duty

TASKS = {
    "lead": _("leads"),
    "assist": _("assists"),
    "supervise": _("supervises"),
    "verify": _("verifies"),
    "evaluate": _("evaluates"),
}


@dataclass(frozen=True)
class DutyLine:
    """One category in a community: who does what in it, until when, on what basis."""

    code: str
    name: Any
    duty: Duty
    lead: Any
    assistants: list[Any]
    supervisor: Any
    verifier: Any
    evaluator: Any


@dataclass(frozen=True)
class DutyGroup:
    """The categories of one group of the catalogue."""

    code: str
    name: Any
    lines: list[DutyLine]


def tasks_in(duty: Duty) -> dict[str, tuple[str, ...]]:
    """Which bodies a duty names for which task."""
    return {
        "lead": (duty.lead,),
        "assist": duty.assistants,
        "supervise": (duty.supervisor,) if duty.supervisor else (),
        "verify": (duty.verifier,) if duty.verifier else (),
        "evaluate": (duty.evaluator,) if duty.evaluator else (),
    }


def task_counts(charter: Charter, stem: str) -> dict[str, dict[str, int]]:
    """For each kind of body: in how many categories it leads, assists, supervises, verifies and evaluates here."""
    found: dict[str, dict[str, int]] = {}
    for code in charter.categories:
        duty = None if charter.is_group(code) else charter.duty_for(code, stem)
        for task, names in tasks_in(duty).items() if duty else ():
            for name in names:
                of_body = found.setdefault(name, dict.fromkeys(TASKS, 0))
                of_body[task] += 1
    return found


def duty_groups(charter: Charter, stem: str, *, kind: str = "", task: str = "") -> list[DutyGroup]:
    """The duties table by group of the catalogue, whole or only what one kind of body has to do."""
    groups: dict[str, DutyGroup] = {}
    for code, category in charter.categories.items():
        duty = None if charter.is_group(code) else charter.duty_for(code, stem)
        if duty is None or (kind and not _does(duty, kind, task)):
            continue
        top = charter.categories.get(category.parent, category)
        group = groups.setdefault(top.code, DutyGroup(top.code, top.name, []))
        group.lines.append(_line(charter, code, category.name, duty))
    return list(groups.values())


def _does(duty: Duty, kind: str, task: str) -> bool:
    named = tasks_in(duty)
    return kind in named[task] if task in named else any(kind in names for names in named.values())


def _line(charter: Charter, code: str, name: Any, duty: Duty) -> DutyLine:
    def named(reference: str) -> Any:
        kind = charter.kinds.get(reference)
        return kind.name if kind else reference.removeprefix("@")

    return DutyLine(
        code,
        name,
        duty,
        named(duty.lead),
        [named(one) for one in duty.assistants],
        named(duty.supervisor),
        named(duty.verifier),
        named(duty.evaluator),
    )
