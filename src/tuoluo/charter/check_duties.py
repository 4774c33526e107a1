"""Whether the duties of a charter hold together: one lead for every category, checked by others, within a time."""

from __future__ import annotations

from collections.abc import Iterator

from tuoluo.charter.findings import Finding, nearest
from tuoluo.charter.layout import CATALOGUE_FILE, CHARTER_FILE, DUTIES_FILE
from tuoluo.charter.model import Category, Charter, Duty, Handling, is_particular
from tuoluo.charter.routes import ANY, DEFAULT
from tuoluo.kernel.worktime import Unit

NOBODY = {"supervisor": "nobody_supervises", "verifier": "nobody_verifies", "evaluator": "nobody_evaluates"}


def check_duties(charter: Charter) -> list[Finding]:
    """Every error and gap in the duties, and every category that no duty covers."""
    findings = [
        *_check_leads(charter),
        *_check_two_leads(charter),
        *_check_use(charter),
        *_check_reserved(charter),
        *_check_calendar(charter),
    ]
    for duty in charter.duties:
        findings += _check_bodies(charter, duty)
        findings += _check_own_work(duty)
        findings += _check_completeness(duty)
    return _once(findings)


def _once(findings: list[Finding]) -> list[Finding]:
    """Each finding once, though one row of the table may stand for several categories."""
    kept: dict[tuple[object, ...], Finding] = {}
    for found in findings:
        place = (found.code, found.file, found.row, found.column, found.value, str(found.facts))
        kept.setdefault(place, found)
    return list(kept.values())


def _check_leads(charter: Charter) -> Iterator[Finding]:
    """Every category has a lead everywhere. Basis: every matter has somebody."""
    for category in charter.categories.values():
        if charter.is_group(category.code) or charter.duty_for(category.code, "") is not None:
            continue
        areas = ", ".join(duty.area for duty in charter.duties_of(category.code))
        code = "category_without_lead_elsewhere" if areas else "category_without_lead"
        facts = {"name": category.name, "areas": areas}
        yield Finding(code, CATALOGUE_FILE, category.row, "code", category.code, facts)


def _check_two_leads(charter: Charter) -> Iterator[Finding]:
    """No two rows are equally specific. Basis: every duty belongs to exactly one body as lead (model S2)."""
    first: dict[tuple[str, str], Duty] = {}
    for duty in charter.duties:
        other = first.setdefault((duty.category, duty.area), duty)
        if other is duty:
            continue
        code = "two_leads" if other.lead != duty.lead else "duplicate_duty"
        facts = {"category": duty.category, "other": other.lead, "first": other.row}
        yield Finding(code, DUTIES_FILE, duty.row, "lead" if code == "two_leads" else "category", duty.lead, facts)


def _check_use(charter: Charter) -> Iterator[Finding]:
    """Each rule is about a category the catalogue has, and is reached by at least one that is no group."""
    single = (code for code in charter.categories if not charter.is_group(code))
    used = {id(duty) for code in single for duty in charter.duties_of(code)}
    taken: set[tuple[str, str]] = set()
    for duty in charter.duties:
        again = (duty.category, duty.area) in taken
        taken.add((duty.category, duty.area))
        if id(duty) in used or again or duty.category == DEFAULT:
            continue
        if duty.category.endswith(ANY) or duty.category in charter.categories:
            yield Finding("rule_never_used", DUTIES_FILE, duty.row, "category", duty.category)
        else:
            guess = nearest(duty.category, charter.categories)
            facts = {"what": "category", "nearest": guess}
            yield Finding("unknown_name", DUTIES_FILE, duty.row, "category", duty.category, facts)


def _check_bodies(charter: Charter, duty: Duty) -> Iterator[Finding]:
    """Duties are given to kinds of bodies that the community has. Basis: Charter, kinds."""
    named = [("lead", duty.lead), ("supervisor", duty.supervisor), ("verifier", duty.verifier)]
    named += [("evaluator", duty.evaluator), *(("assistants", assistant) for assistant in duty.assistants)]
    for column, code in named:
        if not code or is_particular(code):
            continue
        kind = charter.kinds.get(code)
        if kind is None and (guess := nearest(code, charter.kinds)):
            facts = {"what": "kind", "nearest": guess}
            yield Finding("unknown_name", DUTIES_FILE, duty.row, column, code, facts)
        elif kind is None or kind.maximum == 0:
            has = ", ".join([kind.code for kind in charter.kinds.values() if kind.maximum != 0][:8])
            yield Finding("duty_to_absent_kind", DUTIES_FILE, duty.row, column, code, {"has": has})


def _check_own_work(duty: Duty) -> Iterator[Finding]:
    """Nobody supervises, verifies or evaluates work they lead or assist in. Basis: model S2."""
    workers = {duty.lead, *duty.assistants}
    for column in NOBODY:
        body = getattr(duty, column)
        if body and body in workers:
            part = "lead" if body == duty.lead else "assistants"
            yield Finding("checks_own_work", DUTIES_FILE, duty.row, column, body, {"part": part, "check": column})
    if duty.lead in duty.assistants:
        yield Finding("lead_also_assists", DUTIES_FILE, duty.row, "assistants", duty.lead)


def _check_reserved(charter: Charter) -> Iterator[Finding]:
    """What only the administration may do is led by a body with that status. Basis: model S11 (一放一收)."""
    for category in charter.categories.values():
        if charter.is_group(category.code):
            continue
        for duty in charter.duties_of(category.code):
            code = _breach(charter, category, duty)
            if code:
                facts = {"category": category.code, "name": category.name}
                yield Finding(code, DUTIES_FILE, duty.row, "lead", duty.lead, facts)


def _breach(charter: Charter, category: Category, duty: Duty) -> str:
    """Which of the two reserves a duty breaks for a category, if any. One body named with @ is taken at its word."""
    needs = duty.needs_administrative_subject
    needs = category.needs_administrative_subject if needs is None else needs
    retained = duty.retained or category.handling is Handling.RETAINED
    kind = charter.kinds.get(duty.lead)
    without_status = kind is not None and not kind.administrative_subject
    if retained and (duty.retained is False or without_status):
        return "retained_item_delegated"
    return "lead_without_status" if needs and without_status else ""


def _check_calendar(charter: Charter) -> Iterator[Finding]:
    """Working time can only be counted on a calendar. Basis: Charter, hours."""
    if charter.calendar:
        return
    for duty in charter.duties:
        if duty.limit is not None and duty.limit.unit is not Unit.URGENT_HOURS:
            facts = {"duties": DUTIES_FILE, "first": duty.row, "category": duty.category}
            yield Finding("deadline_without_calendar", CHARTER_FILE, 0, "hours.calendar", duty.limit.unit.value, facts)
            return


def _check_completeness(duty: Duty) -> Iterator[Finding]:
    """A duty says by when, who looks on, and on what basis."""
    for column, code in NOBODY.items():
        if not getattr(duty, column):
            yield Finding(code, DUTIES_FILE, duty.row, column, duty.category)
    if duty.limit is None:
        yield Finding("duty_without_deadline", DUTIES_FILE, duty.row, "amount", duty.category)
    if not duty.basis:
        yield Finding("no_basis", DUTIES_FILE, duty.row, "basis", duty.category)
