"""In which cell a point lies: an index over all cells, held in memory.

A point on a border that cells share belongs to the cell with the smallest code, so that everybody who asks gets the
same answer. A point in a hair-thin gap between cells drawn apart (below a millimetre) belongs to the nearest cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

Key = TypeVar("Key")
GAP = 1e-8  # degrees, about a millimetre: what lies this near to a cell and in no other is in it
_NONE = -1


class Locator(Generic[Key]):
    """Finds the cell of a point. Built once, then read by any number of threads.

    ``cells`` are pairs of key and geometry; keys sort in the order of the cells' codes. ``version`` is whatever the
    builder uses to see that its cells are out of date.
    """

    def __init__(self, cells: Iterable[tuple[Key, BaseGeometry]], version: object = None) -> None:
        ordered = sorted(cells, key=lambda cell: cell[0])  # type: ignore[arg-type, return-value]
        self.version = version
        self.keys: list[Key] = [key for key, _ in ordered]
        self._shapes: NDArray[Any] = np.array([shape for _, shape in ordered], dtype=object)
        shapely.prepare(self._shapes)
        self._warm_up()
        self._tree = shapely.STRtree(self._shapes)

    def __len__(self) -> int:
        return len(self.keys)

    def locate(self, lng: float, lat: float) -> Key | None:
        """The key of the cell at this point, or none where there is no cell."""
        if not (isfinite(lng) and isfinite(lat)):
            return None
        point = shapely.Point(lng, lat)
        near = self._tree.query(point)
        hits = near[shapely.intersects_xy(self._shapes[near], lng, lat)] if len(near) else near
        if not len(hits):
            hits = self._tree.query(point, predicate="dwithin", distance=GAP)
        return self.keys[int(hits.min())] if len(hits) else None

    def locate_many(self, points: ArrayLike) -> NDArray[np.intp]:
        """For points (n rows of lng, lat), the position in `keys` of each one's cell; -1 where there is none."""
        xy = np.asarray(points, dtype=np.float64)
        if not xy.size:
            return np.empty(0, dtype=np.intp)
        if xy.ndim != 2 or xy.shape[1] != 2:
            raise ValueError(f"points come as rows with two columns (lng, lat), not in the shape {xy.shape}")
        found = np.full(len(xy), len(self.keys), dtype=np.intp)
        usable = np.flatnonzero(np.isfinite(xy).all(axis=1))
        if len(usable) and len(self.keys):
            self._fill(found, xy, usable)
        found[found == len(self.keys)] = _NONE
        return found

    def keys_at(self, points: ArrayLike) -> list[Key | None]:
        """For points (n rows of lng, lat), the key of each one's cell."""
        return [None if place == _NONE else self.keys[place] for place in self.locate_many(points).tolist()]

    def _fill(self, found: NDArray[np.intp], xy: NDArray[np.float64], usable: NDArray[np.intp]) -> None:
        points = np.asarray(shapely.points(xy[usable]))
        which, cell = self._tree.query(points)
        row = usable[which]
        inside = shapely.intersects_xy(self._shapes[cell], xy[row, 0], xy[row, 1])
        np.minimum.at(found, row[inside], cell[inside])
        missed = np.flatnonzero(found[usable] == len(self.keys))
        which, cell = self._tree.query(points[missed], predicate="dwithin", distance=GAP)
        np.minimum.at(found, usable[missed[which]], cell)

    def _warm_up(self) -> None:
        """Ask each shape once: the first question builds its inner index, which two threads must not do together."""
        if len(self._shapes):
            west, south, east, north = shapely.bounds(self._shapes).T
            shapely.intersects_xy(self._shapes, (west + east) / 2, (south + north) / 2)
