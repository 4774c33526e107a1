"""What the proof of coverage needs to know of a district on a day. Plain values: no database, no web framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tuoluo.charter.model import Charter


@dataclass(frozen=True)
class Seat:
    """One body: where it sits, above whom, and whether somebody answers for it today.

    ``head`` is the person in the head post (0 when it is vacant), ``substitute`` whoever stands in while that person is
    ``away``. ``rights`` are the acts that the roles of those in office there may do, by the charter of its area.
    """

    pk: int
    kind: str
    stem: str
    name: str = ""
    reference: str = ""
    superior: int = 0
    administrative_subject: bool = False
    head: int = 0
    away: bool = False
    substitute: int = 0
    rights: frozenset[str] = frozenset()

    @property
    def staffed(self) -> bool:
        """Whether it has a head in office: only then does a duty reach it."""
        return self.head != 0


@dataclass(frozen=True)
class Cell:
    """One cell and the people who lead it today: exactly one, or a substitute while that one is away."""

    code: str
    name: str = ""
    leaders: tuple[int, ...] = ()
    away: bool = False
    substitute: int = 0


@dataclass(frozen=True)
class Community:
    """One community, the charter that governs it on the day, and its cells."""

    stem: str
    name: str
    charter: Charter
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class World:
    """A district on a day: its communities and every body in or above them."""

    communities: tuple[Community, ...]
    seats: Mapping[int, Seat] = field(default_factory=dict)


@dataclass(frozen=True, order=True)
class Gap:
    """Something that is missing, why, and the least change that mends it.

    ``kind`` is the reference of the duty that finds nobody, ``seat`` the body in question where there is one, ``rows``
    the rows of ``duties.csv`` that ask for it. ``cases`` counts what stands uncovered: cells × categories × moments.
    """

    code: str
    place: str
    kind: str = ""
    seat: int = 0
    rows: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    cases: int = 0
    charter: str = ""


@dataclass(frozen=True)
class Verdict:
    """The result: how many cases were asked for, and every gap, the widest first."""

    cases: int
    communities: int
    cells: int
    categories: int
    gaps: tuple[Gap, ...]

    @property
    def proved(self) -> bool:
        """Whether every place and every matter has somebody, at every moment of the week."""
        return not self.gaps

    @property
    def uncovered(self) -> int:
        """How many cases something is missing for, each counted once for each thing."""
        return sum(gap.cases for gap in self.gaps)
