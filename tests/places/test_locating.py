"""The index agrees with asking every cell in turn, on borders and corners as well."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tuoluo.territory.locating import GAP, Locator

SIZE = 6


def board() -> list[tuple[str, shapely.Polygon]]:
    """A board of unit cells with one missing, given in no particular order."""
    squares = [(f"c{y}{x}", shapely.box(x, y, x + 1, y + 1)) for x in range(SIZE) for y in range(SIZE)]
    return [square for square in reversed(squares) if square[0] != "c33"]


def slowly(cells: list[tuple[str, shapely.Polygon]], lng: float, lat: float) -> str | None:
    """The rule itself: the smallest code among the cells that hold the point, else among those a hair away."""
    point = shapely.Point(lng, lat)
    holding = [key for key, shape in cells if shape.intersects(point)]
    return min(holding or [key for key, shape in cells if shape.distance(point) <= GAP], default=None)


CELLS = board()
LOCATOR = Locator(CELLS, version=7)
ON_LINES = st.one_of(st.integers(-1, SIZE + 1).map(float), st.floats(-0.5, SIZE + 0.5))
HAIR = st.sampled_from([0.0, GAP / 2, -GAP / 2, GAP * 3, -GAP * 3])


@given(x=ON_LINES, y=ON_LINES, dx=HAIR, dy=HAIR)
def test_one_by_one_it_agrees_with_asking_every_cell(x: float, y: float, dx: float, dy: float) -> None:
    assert LOCATOR.locate(x + dx, y + dy) == slowly(CELLS, x + dx, y + dy)


@given(points=st.lists(st.tuples(ON_LINES, ON_LINES), max_size=30))
def test_many_at_once_it_agrees_with_one_by_one(points: list[tuple[float, float]]) -> None:
    assert LOCATOR.keys_at(points) == [LOCATOR.locate(x, y) for x, y in points]


@given(seed=st.integers(0, 2**32 - 1))
def test_on_irregular_cells_it_agrees_with_asking_every_cell(seed: int) -> None:
    random = np.random.default_rng(seed)
    pieces = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(random.random((12, 2)))))
    cells = [(f"c{number:02d}", piece) for number, piece in enumerate(pieces.tolist())]
    corners = shapely.get_coordinates(pieces)
    middles = (corners[1:] + corners[:-1]) / 2
    points = np.vstack([random.random((20, 2)), corners[:20], middles[:20]])
    assert Locator(cells).keys_at(points) == [slowly(cells, x, y) for x, y in points]


def test_a_corner_of_four_belongs_to_the_smallest_code() -> None:
    assert LOCATOR.locate(2.0, 2.0) == "c11"
    assert LOCATOR.locate(4.0, 4.0) == "c34"  # c33 is missing


def test_a_gap_thinner_than_a_hair_loses_nobody() -> None:
    cells = [("a", shapely.box(0, 0, 1, 1)), ("b", shapely.box(1 + GAP / 2, 0, 2, 1))]
    assert Locator(cells).locate(1 + GAP / 4, 0.5) == "a"
    assert Locator(cells).keys_at([(1 + GAP / 4, 0.5)]) == ["a"]


def test_where_there_is_no_cell_there_is_no_answer() -> None:
    assert LOCATOR.locate(3.5, 3.5) is None
    assert LOCATOR.locate_many([(3.5, 3.5), (99, 99), (float("nan"), 1), (1, float("inf"))]).tolist() == [-1] * 4
    assert LOCATOR.locate(float("nan"), 1.0) is None
    assert LOCATOR.keys_at(np.empty((0, 2))) == []


def test_an_empty_index_answers_too() -> None:
    empty: Locator[str] = Locator([])
    assert empty.locate(1, 1) is None
    assert empty.keys_at([(1, 1)]) == [None]
    assert len(empty) == 0


def test_threads_get_the_same_answers() -> None:
    random = np.random.default_rng(3)
    points = random.uniform(0, SIZE, (20_000, 2))
    fresh = Locator(CELLS)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: fresh.keys_at(points), range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][:200] == [slowly(CELLS, x, y) for x, y in points[:200]]


def test_it_remembers_for_which_version_it_was_built() -> None:
    assert LOCATOR.version == 7
    assert LOCATOR.keys == sorted(LOCATOR.keys)


@pytest.mark.parametrize("shape", [(4, 3), (5,)])
def test_points_come_as_rows_of_two(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="two columns"):
        LOCATOR.locate_many(np.zeros(shape))
