"""The duties of a charter in columns: alike ones together, so that a whole city is asked in a few comparisons.

Of 460 categories most share lead, helpers, supervisor, verifier and evaluator with many others. A sheet holds one line
for each set of terms that differs, as positions in a list of references; it serves every community under the same
charter in which the same rows apply.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tuoluo.charter.model import Charter, Duty, Handling, Part

Positions = npt.NDArray[np.int32]
NOBODY = -1


@dataclass(frozen=True)
class Line:
    """One set of terms and the categories that share it."""

    duty: Duty | None
    needs_status: bool
    categories: tuple[str, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Sheet:
    """The lines of one charter where the same rows apply, with the positions of what they name among ``references``."""

    charter: Charter
    references: tuple[str, ...]
    lines: tuple[Line, ...]
    lead: Positions
    supervisor: Positions
    evaluator: Positions
    assistants: Positions  # lines × the most helpers a line has
    checkers: Positions  # lines × who may verify, first choice first
    needs_status: npt.NDArray[np.bool_]
    sizes: Positions


def areas_that_count(charter: Charter, stem: str) -> tuple[str, ...]:
    """The areas named in duties that this community lies in: communities with the same ones share a sheet."""
    return tuple(sorted({duty.area for duty in charter.duties if duty.area and stem.startswith(duty.area)}))


def sheet_of(charter: Charter, stem: str) -> Sheet:
    """The sheet for a community."""
    lines = _lines(charter, stem)
    references = sorted({name for line in lines for name in _names(charter, line.duty)} | {charter.front_door.kind})
    place = {name: position for position, name in enumerate(references)} | {"": NOBODY}
    return Sheet(
        charter=charter,
        references=tuple(references),
        lines=lines,
        lead=_column(place[line.duty.lead if line.duty else ""] for line in lines),
        supervisor=_column(place[line.duty.supervisor if line.duty else ""] for line in lines),
        evaluator=_column(place[line.duty.evaluator if line.duty else ""] for line in lines),
        assistants=_table([place[name] for name in (line.duty.assistants if line.duty else ())] for line in lines),
        checkers=_table([place[name] for name in checkers_of(charter, line.duty)] for line in lines),
        needs_status=np.array([line.needs_status for line in lines], dtype=np.bool_),
        sizes=_column(len(line.categories) for line in lines),
    )


def checkers_of(charter: Charter, duty: Duty | None) -> list[str]:
    """Who may verify, the first choice first: as named, else the supervisor, the core, the front door.

    Basis: no body checks its own work; the core settles who is accountable (S1).
    """
    named = [duty.verifier, duty.supervisor] if duty else []
    core = [kind.code for kind in charter.kinds_of(Part.CORE)]
    return [name for name in (*named, *core, charter.front_door.kind) if name]


def needs_status(charter: Charter, code: str, duty: Duty | None) -> bool:
    """Whether only a body with administrative-subject status may lead a category.

    Basis: charter, catalogue; one delegated, one retained (一放一收, S11).
    """
    category = charter.categories[code]
    asked = duty.needs_administrative_subject if duty else None
    needs = category.needs_administrative_subject if asked is None else asked
    return needs or category.handling is Handling.RETAINED or bool(duty and duty.retained)


def _lines(charter: Charter, stem: str) -> tuple[Line, ...]:
    alike: dict[tuple[object, ...], list[tuple[str, Duty | None]]] = {}
    for code in charter.categories:
        if charter.is_group(code):
            continue
        duty = charter.duty_for(code, stem)
        alike.setdefault((*_terms(duty), needs_status(charter, code, duty)), []).append((code, duty))
    return tuple(
        Line(
            duty=found[0][1],
            needs_status=bool(key[-1]),
            categories=tuple(code for code, _ in found),
            rows=tuple(sorted({duty.row for _, duty in found if duty})),
        )
        for key, found in alike.items()
    )


def _terms(duty: Duty | None) -> tuple[object, ...]:
    if duty is None:
        return ()
    return duty.lead, duty.assistants, duty.supervisor, duty.verifier, duty.evaluator


def _names(charter: Charter, duty: Duty | None) -> set[str]:
    named = (duty.lead, duty.supervisor, duty.evaluator, *duty.assistants) if duty else ()
    return {name for name in (*named, *checkers_of(charter, duty)) if name}


def _column(values: Iterable[int]) -> Positions:
    return np.fromiter(values, dtype=np.int32)


def _table(rows: Iterable[list[int]]) -> Positions:
    """Rows of unequal length, filled up with nobody."""
    given = list(rows)
    width = max((len(row) for row in given), default=0)
    return np.array([row + [NOBODY] * (width - len(row)) for row in given], dtype=np.int32).reshape(len(given), width)
