"""Whether the bodies that duties name can do what is asked of them: one in each area, free to judge, with rights."""

from __future__ import annotations

from collections.abc import Iterator

from tuoluo.charter.findings import Finding
from tuoluo.charter.layout import CHARTER_FILE, DUTIES_FILE
from tuoluo.charter.model import Charter, Duty, is_particular

# What somebody in the body must be able to do, for a matter to come through the hands of that body.
NEEDS = {
    "lead": ("matter.take_up", "matter.report_back"),
    "assistants": ("matter.finish_part",),
    "verifier": ("matter.close",),
    "evaluator": ("matter.evaluate",),
    "front_door": ("matter.dispatch",),
}
FREE = ("supervisor", "evaluator")  # a verifier may be somebody's junior: he looks at the place, not at the body


def check_named_bodies(charter: Charter) -> Iterator[Finding]:
    """Everything that keeps a body from doing what a duty asks of it."""
    for duty in charter.duties:
        yield from _check_from_below(charter, duty)
        yield from _check_one_lead(charter, duty)
        yield from _check_place(duty)
    yield from _check_rights(charter)


def _check_from_below(charter: Charter, duty: Duty) -> Iterator[Finding]:
    """Nobody supervises or evaluates the body they answer to. Basis: model S2."""
    for column in FREE:
        body = getattr(duty, column)
        if body != duty.lead and duty.lead in superiors(charter, body):
            facts = {"lead": duty.lead, "check": column}
            yield Finding("checks_own_superior", DUTIES_FILE, duty.row, column, body, facts)


def superiors(charter: Charter, code: str) -> tuple[str, ...]:
    """The kinds above a kind, the nearest first. A circle ends where it closes."""
    found: list[str] = []
    kind = charter.kinds.get(code)
    while kind is not None and kind.superior and kind.superior not in found:
        found.append(kind.superior)
        kind = charter.kinds.get(kind.superior)
    return tuple(found)


def _check_one_lead(charter: Charter, duty: Duty) -> Iterator[Finding]:
    """Of a kind that leads there is exactly one in each area. Basis: every matter has one lead (model S2, S9)."""
    kind = charter.kinds.get(duty.lead)
    if kind is None or kind.maximum == 0 or (kind.minimum, kind.maximum) == (1, 1):
        return  # of a kind that is not there, `_check_bodies` speaks
    most = "∞" if kind.maximum is None else str(kind.maximum)
    facts = {"minimum": kind.minimum, "maximum": most}
    yield Finding("lead_not_one", DUTIES_FILE, duty.row, "lead", duty.lead, facts)


def _check_place(duty: Duty) -> Iterator[Finding]:
    """A place is written in digits, as the register writes it. Basis: Charter, duties."""
    if duty.area and not (duty.area.isascii() and duty.area.isdigit() and len(duty.area) <= 15):
        yield Finding("bad_area", DUTIES_FILE, duty.row, "area", duty.area)
    for assistant in sorted({body for body in duty.assistants if duty.assistants.count(body) > 1}):
        yield Finding("assistant_twice", DUTIES_FILE, duty.row, "assistants", assistant)


def _check_rights(charter: Charter) -> Iterator[Finding]:
    """Somebody in each body may do what the duty asks. Basis: Charter, roles; model S9 (every matter has somebody)."""
    asked = {(charter.front_door.kind, "front_door"): 0}
    for duty in charter.duties:
        for column, body in _named(duty):
            asked.setdefault((body, column), duty.row)
    for (code, column), first in asked.items():
        kind = charter.kinds.get(code)
        if kind is None or kind.maximum == 0 or is_particular(code):
            continue
        roles = charter.roles_of(code)
        for act in NEEDS[column]:
            if not any(act in role.acts for role in roles):
                facts = {"act": act, "check": column, "first": first, "duties": DUTIES_FILE}
                row = roles[0].row if roles else kind.row
                yield Finding("nobody_may", CHARTER_FILE, row, "acts" if roles else "code", code, facts)


def _named(duty: Duty) -> Iterator[tuple[str, str]]:
    named = [("lead", duty.lead), ("verifier", duty.verifier), ("evaluator", duty.evaluator)]
    yield from (pair for pair in named if pair[1])
    yield from (("assistants", body) for body in duty.assistants)
