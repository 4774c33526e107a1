"""Questions to the rules: who may ever do something, what falls to a kind of body, what changed for it since a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tuoluo.charter.check_bodies import NEEDS
from tuoluo.charter.diff import Difference, compare
from tuoluo.charter.model import Charter, Duty, Kind, Role
from tuoluo.kernel.worktime import TimeLimit

PARTS = ("lead", "assistants", "supervisor", "verifier", "evaluator")
CALLED_FOR = {act: part for part, acts in NEEDS.items() for act in acts} | {"matter.register": "front_door"}


@dataclass(frozen=True)
class Grant:
    """A role that may do an act, in one kind of body; ``categories`` where a duty calls on that kind for it.

    ``part`` is the part of a duty that calls for the act; empty for an act that no duty in particular calls for.
    """

    kind: Kind
    role: Role
    part: str = ""
    categories: int = 0

    @property
    def idle(self) -> bool:
        """Whether the right is there but no duty ever calls for it."""
        return bool(self.part) and not self.categories


def who_may(charter: Charter, act: str) -> list[Grant]:
    """Every role, in every kind of body it may sit in, that may ever do an act. Basis: charter, roles."""
    part = CALLED_FOR.get(act, "")
    found = []
    for role in charter.roles.values():
        for code in role.kinds if act in role.acts else ():
            if (kind := charter.kinds.get(code)) is not None and kind.maximum != 0:
                found.append(Grant(kind, role, part, _called(charter, code, part)))
    return found


def _called(charter: Charter, kind: str, part: str) -> int:
    """For how many categories a kind of body has this part."""
    single = [code for code in charter.categories if not charter.is_group(code)]
    if part == "front_door":
        return len(single) if charter.front_door.kind == kind else 0
    return sum(any(kind in _bodies(duty, part) for duty in charter.duties_of(code)) for code in single) if part else 0


@dataclass(frozen=True)
class Share:
    """Categories of one group in which a kind of body has one part, in the same place."""

    part: str
    group: str
    area: str
    categories: tuple[str, ...]
    limits: tuple[TimeLimit, ...]  # the different deadlines of these duties, in the order of the catalogue


@dataclass(frozen=True)
class Portfolio:
    """All that falls to a kind of body, and the roles that may stand in it."""

    kind: Kind
    receives: bool
    shares: tuple[Share, ...]
    roles: tuple[Role, ...]

    def of(self, part: str) -> tuple[Share, ...]:
        """The shares of one part, in the order of the catalogue."""
        return tuple(share for share in self.shares if share.part == part)


def duties_of(charter: Charter, code: str) -> Portfolio:
    """What a kind of body leads, assists in, supervises, verifies and evaluates, as the duties apply.

    A rule for one place is told with that place; what applies everywhere has none. Raises `KeyError` for a kind that
    the charter does not have. Basis: charter, duties.
    """
    together: dict[tuple[str, str, str], list[tuple[str, TimeLimit | None]]] = {}
    for category in charter.categories.values():
        if charter.is_group(category.code):
            continue
        for duty in charter.duties_of(category.code):
            if charter.duty_for(category.code, duty.area) is not duty:
                continue
            for part in PARTS:
                if code in _bodies(duty, part):
                    group = category.parent or category.code
                    together.setdefault((part, group, duty.area), []).append((category.code, duty.limit))
    return Portfolio(
        charter.kinds[code],
        charter.front_door.kind == code,
        tuple(_shares(together)),
        charter.roles_of(code),
    )


def _shares(together: dict[tuple[str, str, str], list[tuple[str, TimeLimit | None]]]) -> Iterator[Share]:
    for part in PARTS:
        for (of, group, area), found in together.items():
            if of == part:
                limits = dict.fromkeys(limit for _, limit in found if limit is not None)
                yield Share(part, group, area, tuple(category for category, _ in found), tuple(limits))


def _bodies(duty: Duty, part: str) -> tuple[str, ...]:
    named = getattr(duty, part)
    return named if isinstance(named, tuple) else (named,)


@dataclass(frozen=True)
class Step:
    """One charter taking the place of another, and what that changes for a kind of body."""

    day: date
    difference: Difference


def changes_for(charters: Sequence[Charter], kind: str, since: date | None = None) -> list[Step]:
    """What changed for a kind of body from one version to the next, in the order in which they came into force.

    Only versions that came into force on ``since`` or later are told, each against the one before it.
    Basis: charter, dates of effect.
    """
    ordered = sorted(charters, key=lambda charter: (charter.valid_from, charter.version))
    steps = []
    for before, after in pairwise(ordered):
        if since is None or after.valid_from >= since:
            whole = compare(before, after)
            steps.append(Step(after.valid_from, Difference(before, after, whole.touching(kind))))
    return steps
