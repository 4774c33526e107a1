"""How much is asked of communities from above, what they refuse, and what share of their hours it takes (F1, F2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Count, Sum
from django.utils import timezone

from tuoluo.bodies.charters import charter_named
from tuoluo.bodies.models import Body, CharterInForce
from tuoluo.charter.model import Kind, Power
from tuoluo.ledger.naming import called
from tuoluo.matters.models import Matter
from tuoluo.oversight.models import Admission, Hours
from tuoluo.oversight.rules import State
from tuoluo.territory.models import Area

COUNTED = tuple(State)


@dataclass(frozen=True)
class Span:
    """From a day (included) until another (not included)."""

    start: date
    end: date


@dataclass
class Line:
    """What was asked of one community, or by one body: demands by state, hours expected and worked."""

    states: dict[State, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    expected: int = 0  # half-hours of what was admitted
    above: int = 0  # half-hours worked on admitted tasks
    own: int = 0  # half-hours worked on the community's own matters
    own_matters: int = 0  # matters that its body of self-government led

    @property
    def asked(self) -> int:
        """How many demands."""
        return sum(self.states.values())

    @property
    def admitted(self) -> int:
        """How many run now or ran until they ended."""
        return self.states[State.ACCEPTED] + self.states[State.EXPIRED]

    @property
    def share(self) -> float | None:
        """Which share of the hours went to tasks from above; nothing where nobody has entered any."""
        total = self.above + self.own
        return self.above / total if total else None

    def add(self, other: Line) -> None:
        """Count another line in."""
        for state, count in other.states.items():
            self.states[state] += count
        self.expected += other.expected
        self.above += other.above
        self.own += other.own
        self.own_matters += other.own_matters


@dataclass(frozen=True)
class Figures:
    """The same demands by community, by kind of body that gave the hours, and by who asked; and the sum."""

    communities: Sequence[tuple[Area, Line]]
    askers: Sequence[tuple[Body, Line]]
    kinds: Sequence[tuple[str, Line]]
    total: Line


def figures(communities: Iterable[Area], span: Span, day: date) -> Figures:
    """What was asked in a span and how it stands on a day, with the hours worked in the span (four questions)."""
    areas = list(communities)
    by_stem: dict[str, Line] = {area.stem: Line() for area in areas}
    by_asker: dict[int, Line] = {}
    by_kind: dict[str, Line] = {}
    askers: dict[int, Body] = {}
    for one in _demands(by_stem, span):
        asker = one.task.asked_by
        askers[asker.pk] = asker
        for line in (by_stem[one.community.stem], by_asker.setdefault(asker.pk, Line())):
            _count(line, one, day)
    for stem, kind, asked_by, halves in _hours(by_stem, span):
        for line in (by_stem[stem], by_kind.setdefault(kind, Line())):
            _spend(line, asked_by, halves)
        if asked_by is not None:
            by_asker.setdefault(asked_by, Line()).above += halves
    for stem, count in _own_matters(by_stem, span):
        by_stem[stem].own_matters += count
    total = Line()
    for line in by_stem.values():
        total.add(line)
    askers |= {body.pk: body for body in Body.objects.filter(pk__in=by_asker.keys() - askers.keys())}
    named = sorted(by_asker, key=lambda pk: (-by_asker[pk].asked, askers[pk].name))
    return Figures(
        communities=[(area, by_stem[area.stem]) for area in areas],
        askers=[(askers[pk], by_asker[pk]) for pk in named],
        kinds=sorted(by_kind.items(), key=lambda pair: -pair[1].above),
        total=total,
    )


def _demands(stems: Iterable[str], span: Span) -> Iterable[Admission]:
    rows = Admission.objects.filter(
        community__stem__in=list(stems), task__asked_on__gte=span.start, task__asked_on__lt=span.end
    )
    return rows.select_related("task__asked_by", "community").defer("community__boundary", "words")


def _count(line: Line, one: Admission, day: date) -> None:
    state = one.state(day)
    line.states[state] += 1
    if state in (State.ACCEPTED, State.EXPIRED) and one.answer:
        line.expected += one.task.expected_halves


def _hours(stems: Iterable[str], span: Span) -> Iterable[tuple[str, str, int | None, int]]:
    """By community, kind of body, and who asked (nobody for own matters): half-hours, counter-entries taken off."""
    rows = Hours.objects.filter(community__stem__in=list(stems), day__gte=span.start, day__lt=span.end).order_by()
    return rows.values_list("community__stem", "body__kind", "admission__task__asked_by").annotate(n=Sum("halves"))


def _spend(line: Line, asked_by: int | None, halves: int) -> None:
    if asked_by is None:
        line.own += halves
    else:
        line.above += halves


def _own_matters(stems: Iterable[str], span: Span) -> Iterable[tuple[str, int]]:
    """By community: matters reported in the span that its body of self-government leads."""
    first, last = (timezone.make_aware(datetime.combine(day, time())) for day in (span.start, span.end))
    rows = Matter.objects.filter(
        lead__kind__in=self_governing_kinds(),
        community__stem__in=list(stems),
        reported_at__gte=first,
        reported_at__lt=last,
    )
    return rows.order_by().values_list("community__stem").annotate(n=Count("pk"))


def self_governing_kinds() -> frozenset[str]:
    """The kinds of bodies that the charters in force make bodies of self-government."""
    return frozenset(kind.code for kind in _kinds() if Power.SELF_GOVERNMENT in kind.powers)


def kind_names() -> dict[str, str]:
    """What the kinds of bodies are called by the charters in force."""
    return {kind.code: called(kind) for kind in _kinds()}


def _kinds() -> list[Kind]:
    names = CharterInForce.objects.order_by().values_list("name", flat=True).distinct()
    return [kind for name in names for kind in charter_named(name).kinds.values()]
