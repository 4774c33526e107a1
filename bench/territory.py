"""Finding the cell of a point among 5,000 cells, beside the plain way to do it in the same run.

    python bench/territory.py

The reference is a Shapely STRtree asked for ``intersects`` as its documentation shows, without prepared shapes
and without a rule for borders. Numbers we hold ourselves to: 100,000 points a second at once, 50 microseconds one by
one.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray

from tuoluo.territory import datum
from tuoluo.territory.locating import Locator

CELLS = 5_000
POINTS = 200_000
ALONE = 5_000
ROUNDS = 3
WEST, SOUTH, EAST, NORTH = 113.75, 22.40, 114.05, 22.66
WANTED_RATE = 100_000
WANTED_ALONE = 50e-6


def city(seed: int = 1) -> list[tuple[str, shapely.Polygon]]:
    """Cells of some 40 corners, as surveyed ones have: a Voronoi drawing with every border broken up."""
    random = np.random.default_rng(seed)
    centres = random.uniform((WEST, SOUTH), (EAST, NORTH), (CELLS, 2))
    frame = shapely.box(WEST, SOUTH, EAST, NORTH)
    pieces = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=frame))
    pieces = shapely.segmentize(shapely.intersection(pieces, frame), 0.0005)
    return [(f"{number:05d}", piece) for number, piece in enumerate(pieces.tolist())]


def best(work: Callable[[], object]) -> float:
    """The shortest of a few runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    """Measure and print; 1 if a number is missed."""
    cells = city()
    points = np.random.default_rng(2).uniform((WEST, SOUTH), (EAST, NORTH), (POINTS, 2))
    locator = Locator(cells)
    tree = shapely.STRtree([shape for _, shape in cells])
    few = points[:ALONE].tolist()

    def reference_at_once() -> NDArray[np.intp]:
        return tree.query(shapely.points(points), predicate="intersects")

    agree = reference_at_once()
    assert np.array_equal(np.sort(locator.locate_many(points[agree[0]])), np.sort(agree[1])), "the two ways disagree"
    ours, theirs = best(lambda: locator.locate_many(points)), best(reference_at_once)
    alone = best(lambda: [locator.locate(lng, lat) for lng, lat in few]) / ALONE
    plain = best(lambda: [tree.query(shapely.Point(lng, lat), predicate="intersects") for lng, lat in few]) / ALONE
    build = best(lambda: Locator(cells))
    converted = best(lambda: datum.convert(points[:, 0], points[:, 1], "GCJ-02"))

    corners = np.mean([shapely.get_num_coordinates(shape) for _, shape in cells])
    print(f"locating among {CELLS:,} cells of {corners:.0f} corners")
    once, reference = POINTS / ours, POINTS / theirs
    print(f"  at once     {once:>10,.0f} points/s   reference {reference:>10,.0f}   ratio {once / reference:.2f}")
    print(f"  one by one  {alone * 1e6:>10.1f} us         reference {plain * 1e6:>10.1f}   ratio {plain / alone:.2f}")
    print(f"  build       {build * 1e3:>10.1f} ms")
    print(f"GCJ-02 to CGCS2000 {POINTS / converted:,.0f} points/s")
    return 0 if POINTS / ours >= WANTED_RATE and alone <= WANTED_ALONE else 1


if __name__ == "__main__":
    raise SystemExit(main())
