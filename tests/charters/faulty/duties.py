"""Faults in the table of duties, each kind of fault with every row that can have it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.charters.faulty.copies import CATEGORIES, RULES, Copy
from tests.charters.faulty.fault import Fault, misspelt
from tuoluo.charter import Charter, Duty, Handling, Kind
from tuoluo.charter.check_bodies import superiors
from tuoluo.charter.routes import matches, specificity

BODIES = ("lead", "assistants", "supervisor", "verifier", "evaluator")
CHECKERS = ("supervisor", "verifier", "evaluator")
ABSENT = ("unknown_name", "duty_to_absent_kind")
BAD_CELLS = [  # column, what is written, codes
    ("amount", "four", ("bad_number",)),
    ("amount", "-3", ("bad_number",)),
    ("amount", "0", ("bad_number",)),
    ("unit", "fortnights", ("unknown_choice",)),
    ("lead", "work station", ("bad_code",)),
    ("category", "C 01", ("bad_code",)),
    ("area", "4403O5", ("bad_area",)),
    ("retained", "perhaps", ("bad_yes_no",)),
    ("needs_administrative_subject", "2", ("bad_yes_no",)),
    ("lead", "", ("missing_value",)),
    ("category", "", ("missing_value",)),
    ("supervisor", "", ("nobody_supervises",)),
    ("verifier", "", ("nobody_verifies",)),
    ("evaluator", "", ("nobody_evaluates",)),
    ("basis", "", ("no_basis",)),
]


def faults(copy: Copy) -> dict[str, list[Fault]]:
    """Every fault of each kind."""
    kinds: dict[str, list[Fault]] = {}
    for found in (_cells, _leads, _own_work, _names, _status, _gone):
        for fault in found(copy):
            kinds.setdefault(fault.name, []).append(fault)
    return kinds


def _put(copy: Copy, place: int, name: str, column: str, codes: tuple[str, ...], **cells: str) -> Fault:
    return Fault(name, RULES, partial(copy.duties.put, place, **cells), codes, place + 2, column)


def _cells(copy: Copy) -> Iterator[Fault]:
    """A cell that cannot be read, or is empty where something must stand."""
    for place, row in enumerate(copy.duties.rows):
        for column, text, codes in BAD_CELLS:
            if row[column] != text:
                yield _put(copy, place, f"{column} = {text!r}", column, codes, **{column: text})
        if row["amount"]:
            yield _put(copy, place, "a number without unit", "unit", ("deadline_without_unit",), unit="")
            yield _put(copy, place, "a unit without number", "amount", ("deadline_without_amount",), amount="")
            codes = ("duty_without_deadline",)
            yield _put(copy, place, "no deadline", "amount", codes, amount="", unit="")


def _leads(copy: Copy) -> Iterator[Fault]:
    """A lead doubled, in one cell or in two rows; a lead of whom there may be many; a lead who assists."""
    last = len(copy.duties.rows) + 2
    many = [kind.code for kind in copy.charter.kinds.values() if kind.maximum is None]
    for place, row in enumerate(copy.duties.rows):
        lead, other = row["lead"], next(code for code in copy.charter.kinds if code != row["lead"])
        yield _put(copy, place, "two leads in a cell", "lead", ("two_leads",), lead=f"{lead}; {other}")
        again = partial(copy.duties.more, place, lead=other)
        yield Fault("two leads in two rows", RULES, again, ("two_leads",), last, "lead")
        again = partial(copy.duties.more, place)
        yield Fault("a row twice", RULES, again, ("duplicate_duty",), last, "category")
        yield _put(copy, place, "the lead assists", "assistants", ("lead_also_assists",), assistants=lead)
        others = row["assistants"]
        if others:
            first = others.split(";")[0]
            codes = ("assistant_twice",)
            yield _put(copy, place, "an assistant twice", "assistants", codes, assistants=f"{others}; {first}")
        for code in many[:1]:
            yield _put(copy, place, "a lead of whom there are many", "lead", ("lead_not_one",), lead=code)


def _own_work(copy: Copy) -> Iterator[Fault]:
    """Somebody supervises, verifies or evaluates their own work, or that of the body they answer to."""
    kinds = copy.charter.kinds
    juniors = {code: [junior for junior in kinds if code in superiors(copy.charter, junior)] for code in kinds}
    for place, row in enumerate(copy.duties.rows):
        workers = [row["lead"], *filter(None, (body.strip() for body in row["assistants"].split(";")))]
        for column in CHECKERS:
            for worker in workers[:2]:
                part = "the lead" if worker == row["lead"] else "an assistant"
                yield _put(copy, place, f"{column} is {part}", column, ("checks_own_work",), **{column: worker})
        for column in ("supervisor", "evaluator"):
            for junior in juniors[row["lead"]]:
                if junior not in workers:
                    codes = ("checks_own_superior",)
                    yield _put(copy, place, f"{column} answers to the lead", column, codes, **{column: junior})


def _names(copy: Copy) -> Iterator[Fault]:
    """Names that nobody has."""
    for place, row in enumerate(copy.duties.rows):
        for column in BODIES:
            if row[column]:
                name = misspelt(row[column].split(";")[0])
                yield _put(copy, place, f"{column} misspelt", column, ABSENT, **{column: name})
        yield _put(copy, place, "a particular body without name", "lead", ("bad_code",), lead="@")
        if row["category"] in copy.charter.categories:
            codes = ("unknown_name",)
            yield _put(copy, place, "category misspelt", "category", codes, category=row["category"] + "7")
        elif row["category"] != "default":
            codes = ("rule_never_used",)
            yield _put(copy, place, "a prefix nothing begins with", "category", codes, category="Q77*")


def _status(copy: Copy) -> Iterator[Fault]:
    """What only the administration may do, given to somebody else."""
    charter = copy.charter
    lay = next(kind for kind in charter.kinds.values() if _may_lead(charter, kind) and not kind.administrative_subject)
    codes = ("lead_without_status",)
    used = {duty.row for code in charter.categories if not charter.is_group(code) for duty in charter.duties_of(code)}
    for place, (row, duty) in enumerate(zip(copy.duties.rows, charter.duties, strict=True)):
        category = charter.categories.get(row["category"])
        if not charter.kinds[row["lead"]].administrative_subject and duty.row in used:
            asks = {"needs_administrative_subject": "yes"}
            yield _put(copy, place, "a lead without the status", "lead", codes, **asks)
            delegated = ("retained_item_delegated",)
            yield _put(copy, place, "retained, and led by another", "lead", delegated, retained="yes")
        if category and category.handling is Handling.RETAINED:
            delegated = ("retained_item_delegated",)
            yield _put(copy, place, "a retained item led by another", "lead", delegated, lead=lay.code)
            yield _put(copy, place, "a retained item delegated", "lead", delegated, retained="no")


def _may_lead(charter: Charter, kind: Kind) -> bool:
    return any(duty.lead == kind.code for duty in charter.duties)


def _gone(copy: Copy) -> Iterator[Fault]:
    """A duty removed, or bound to one place, so that somebody has nobody, or somebody without the right."""
    charter = copy.charter
    single = [(place, code) for place, code in enumerate(charter.categories) if not charter.is_group(code)]
    governed: dict[int, list[tuple[int, str]]] = {}
    for place, code in single:
        governed.setdefault(id(charter.duty_for(code, "")), []).append((place, code))
    for place, duty in enumerate(charter.duties):
        fault = next(filter(None, (_left_alone(charter, duty, *one) for one in governed.get(id(duty), ()))), None)
        if fault:
            codes, where, row, column = fault
            row -= where == RULES and row > place + 2
            yield Fault("a duty removed", RULES, partial(copy.duties.without, place), codes, row, column, where)
            if where == CATEGORIES:
                narrowed = partial(copy.duties.put, place, area="440305")
                elsewhere = ("category_without_lead_elsewhere",)
                yield Fault("a duty in one place only", RULES, narrowed, elsewhere, row, column, where)


def _left_alone(charter: Charter, gone: Duty, place: int, code: str) -> tuple[tuple[str, ...], str, int, str] | None:
    """What the loss of its duty leaves of a category: nobody to lead it, or somebody who must not."""
    rest = [
        (row, duty)
        for row, duty in enumerate(charter.duties, start=2)
        if duty is not gone and not duty.area and matches(duty.category, code)
    ]
    if not rest:
        return ("category_without_lead",), CATEGORIES, place + 2, "code"
    row, now = max(rest, key=lambda pair: specificity(pair[1].category))
    if charter.categories[code].needs_administrative_subject and not charter.kinds[now.lead].administrative_subject:
        return ("lead_without_status", "retained_item_delegated"), RULES, row, "lead"
    return None
