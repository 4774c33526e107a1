"""What others ask about territory: which area bears a code on a day, and in which cell a point lies."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Max
from django.utils import timezone

from tuoluo.kernel.periods import Period
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import REGISTRY, memo
from tuoluo.territory.codes import parse
from tuoluo.territory.drawing import shared_ground
from tuoluo.territory.models import Area, AreaQuerySet, Level

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tuoluo.territory.locating import Locator


CELLS = "cells"  # under this word a batch remembers the index


class CellRef(NamedTuple):
    """A cell as the index knows it: in the order of codes."""

    code: str
    id: int


def area_on(code: str, day: date | None = None) -> Area | None:
    """The area that bears a code (in any official spelling) on a day, today if none is named."""
    read = parse(code)
    return Area.objects.on(day or timezone.localdate()).filter(code=read.full).first() if read else None


def areas_on(level: str, day: date | None = None, *, within: str = "") -> AreaQuerySet:
    """All areas of a level in force on a day, inside the area with a stem."""
    return Area.objects.on(day or timezone.localdate()).within(within).filter(level=level)


def cell_of(community: Area, day: date | None = None) -> Area | None:
    """The one cell of an undivided community; none where it is divided, since then a point is needed."""
    cells = list(areas_on(Level.CELL, day, within=community.stem)[:2])
    return cells[0] if len(cells) == 1 else None


def forerunners(cell: Area) -> list[Area]:
    """The cells whose place this one took, the one that shares most ground with it first."""
    before = [link.before for link in cell.predecessors.select_related("before").order_by("before__code")]
    return sorted(before, key=lambda old: -shared_ground(old.boundary, cell.boundary))


def heirs(cell: Area) -> list[Area]:
    """The cells that took the place of this one, the one that shares most ground with it first."""
    after = [link.after for link in cell.successors.select_related("after").order_by("after__code")]
    return sorted(after, key=lambda new: -shared_ground(cell.boundary, new.boundary))


def locate(lng: float, lat: float, day: date | None = None) -> Area | None:
    """The cell at a point (in the stored datum) on a day, or none where there is no cell."""
    found = locator(day).locate(lng, lat)
    return Area.objects.get(pk=found.id) if found is not None else None


def has_schematic(areas: Iterable[Area]) -> bool:
    """Whether a map of these areas must be labelled 示意."""
    return any(area.schematic for area in areas)


class _History:
    """All cells that ever had a boundary, and an index for each span between two changes; made when first asked for."""

    def __init__(self, version: object, cells: Iterable[tuple[CellRef, date, date | None, BaseGeometry]]) -> None:
        self.version = version
        self._cells = list(cells)
        self._changes = sorted({day for _, start, end, _ in self._cells for day in (start, end) if day is not None})
        self._locators: dict[int, Locator[CellRef]] = {}
        self._lock = Lock()

    def on(self, day: date) -> Locator[CellRef]:
        """The index for a day."""
        span = bisect_right(self._changes, day)
        with self._lock:
            if span not in self._locators:
                self._locators[span] = self._build(day)
            return self._locators[span]

    def _build(self, day: date) -> Locator[CellRef]:
        from tuoluo.territory.locating import Locator

        current = (
            (ref, shape) for ref, start, end, shape in self._cells if start <= day and (end is None or day < end)
        )
        return Locator(current, self.version)


_kept: list[_History] = []  # at most one
_guard = Lock()


def locator(day: date | None = None) -> Locator[CellRef]:
    """The index of the cells in force on a day, kept until an act on areas (in any process) changes them."""
    kept: dict[Any, Any] = memo()
    if CELLS not in kept:
        kept[CELLS] = _current_history()
    history: _History = kept[CELLS]
    return history.on(day or timezone.localdate())


def forget() -> None:
    """Drop what this process keeps, after tables were changed without an act (a restored backup, a test)."""
    with _guard:
        _kept.clear()


def _current_history() -> _History:
    version = _version()
    with _guard:
        if not _kept or _kept[0].version != version:
            _kept[:] = [_History(version, _cells())]
        return _kept[0]


def _version() -> tuple[Any, ...]:
    """Changes with every act on areas, seen from any process: the seal of the last one, and the size of the table."""
    names = [name for name in REGISTRY if name.startswith("area.")]
    last = Record.objects.filter(act__in=names).aggregate(last=Max("seq"))["last"]
    seal = Record.objects.filter(seq=last).values_list("hash", flat=True).first() if last is not None else ""
    size = Area.objects.aggregate(rows=Count("pk"), newest=Max("pk"))
    return seal, size["rows"], size["newest"]


def _cells() -> list[tuple[CellRef, date, date | None, BaseGeometry]]:
    """Every cell with its shape. The one cell of an undivided community has the community's, once that is known."""
    from shapely.geometry import shape

    fields = ("code", "pk", "valid_from", "valid_until", "boundary", "parent", "parent__boundary")
    rows = list(Area.objects.filter(level=Level.CELL).values_list(*fields))
    periods: dict[int | None, list[Period]] = {}
    for _, _, start, end, _, parent, _ in rows:
        periods.setdefault(parent, []).append(Period(start, end))
    cells = []
    for code, pk, start, end, own, parent, whole in rows:
        alone = sum(period.overlaps(Period(start, end)) for period in periods[parent]) == 1
        if own or (alone and whole):
            cells.append((CellRef(code, pk), start, end, shape(own or whole)))
    return cells
