"""Schematic drawings cover their whole exactly, without overlap, the same again for the same seed."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from tuoluo.territory.cells import Seat, as_multipolygon, cell_counts, draw_cells, draw_communities, misfit

CENTRE = (113.93, 22.53)


@st.composite
def grounds(draw: st.DrawFn) -> BaseGeometry:
    """A star-shaped outline, now and then with a hole in it."""
    reach = draw(st.lists(st.floats(0.004, 0.02), min_size=5, max_size=14))
    corners = [
        (CENTRE[0] + r * math.cos(turn * math.tau / len(reach)), CENTRE[1] + r * math.sin(turn * math.tau / len(reach)))
        for turn, r in enumerate(reach)
    ]
    outline = shapely.Polygon(corners)
    return outline.difference(shapely.Point(CENTRE).buffer(0.001)) if draw(st.booleans()) else outline


def assert_covers(whole: BaseGeometry, pieces: list[BaseGeometry]) -> None:
    assert all(piece.is_valid and piece.area > 0 for piece in pieces)
    together = shapely.union_all(pieces)
    assert sum(piece.area for piece in pieces) == pytest.approx(whole.area, rel=1e-9)
    assert together.symmetric_difference(whole).area < 1e-9 * whole.area


@given(ground=grounds(), count=st.integers(1, 20), seed=st.integers(0, 1000))
@settings(max_examples=30)
def test_cells_cover_their_community_exactly(ground: shapely.Polygon, count: int, seed: int) -> None:
    pieces = draw_cells(ground, count, seed=seed, name="440305005016")
    assert len(pieces) == count
    assert_covers(ground, pieces)
    assert all(isinstance(piece, shapely.Polygon) for piece in pieces)  # each hangs together
    fit = misfit(ground, pieces)
    assert max(map(abs, fit.values())) < 1e-9


@given(seed=st.integers(0, 1000), count=st.integers(2, 9))
@settings(max_examples=30)
def test_in_a_comb_of_a_place_cells_hang_together_too(seed: int, count: int) -> None:
    teeth = [shapely.box(113.9 + step, 22.5, 113.902 + step, 22.54) for step in (0, 0.003, 0.006, 0.009, 0.012)]
    comb = shapely.union_all([shapely.box(113.9, 22.498, 113.914, 22.5), *teeth])
    pieces = draw_cells(comb, count, seed=seed)
    assert_covers(comb, pieces)
    assert all(isinstance(piece, shapely.Polygon) for piece in pieces)


@given(ground=grounds(), seed=st.integers(0, 1000))
@settings(max_examples=10)
def test_the_same_seed_draws_the_same_cells(ground: shapely.Polygon, seed: int) -> None:
    assert draw_cells(ground, 9, seed=seed, name="x") == draw_cells(ground, 9, seed=seed, name="x")


def test_another_seed_or_community_draws_other_cells() -> None:
    ground = shapely.box(113.9, 22.5, 113.92, 22.52)
    drawn = draw_cells(ground, 9, seed=1, name="x")
    assert drawn != draw_cells(ground, 9, seed=2, name="x")
    assert drawn != draw_cells(ground, 9, seed=1, name="y")


def test_cells_are_compact_and_of_like_size() -> None:
    ground = shapely.box(113.9, 22.5, 113.93, 22.53)
    pieces = draw_cells(ground, 16, seed=5)
    areas = [piece.area for piece in pieces]
    assert max(areas) < 3 * min(areas)
    assert all(4 * math.pi * piece.area / piece.length**2 > 0.5 for piece in pieces)


def test_islands_get_cells_by_their_size_and_a_rock_none() -> None:
    main, island = shapely.box(113.9, 22.5, 113.93, 22.52), shapely.box(113.95, 22.5, 113.96, 22.52)
    rock = shapely.box(113.94, 22.5, 113.9402, 22.5002)
    whole = shapely.MultiPolygon([main, island, rock])
    pieces = draw_cells(whole, 12, seed=1)
    assert_covers(whole, pieces)
    assert len(pieces) == 12
    assert sum(piece.intersects(island) for piece in pieces) == 3
    assert sum(piece.intersects(rock) for piece in pieces) == 1
    assert len(draw_cells(whole, 1)) == 1


def test_a_community_without_cells_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        draw_cells(shapely.box(0, 0, 1, 1), 0)


def district() -> tuple[BaseGeometry, list[Seat], dict[str, list[tuple[float, float]]]]:
    """Two subdistricts, one with a known office, a community on an island, two communities in one house."""
    land = shapely.box(113.9, 22.5, 114.0, 22.6).union(shapely.box(114.05, 22.5, 114.06, 22.51))
    seats = [Seat("a1", "a", (113.92, 22.52)), Seat("a2", "a", (113.92, 22.52)), Seat("a3", "a"), Seat("a9", "a")]
    seats += [Seat("b1", "b"), Seat("b2", "b")]
    return land, seats, {"b": [(113.98, 22.58)]}


def test_communities_cover_the_district_and_keep_their_offices() -> None:
    land, seats, anchors = district()
    drawn = draw_communities(land, seats, anchors, {"a9": [(114.055, 22.505)]}, seed=3)
    assert sorted(drawn) == [seat.code for seat in seats]
    assert_covers(land, list(drawn.values()))
    assert drawn["a1"].intersects(shapely.Point(113.92, 22.52))
    assert drawn["a9"].equals(shapely.box(114.05, 22.5, 114.06, 22.51))
    assert all(isinstance(shape, shapely.Polygon) for shape in drawn.values())
    assert shapely.union(drawn["b1"], drawn["b2"]).intersects(shapely.Point(113.98, 22.58))
    assert drawn == draw_communities(land, seats, anchors, {"a9": [(114.055, 22.505)]}, seed=3)


def test_communities_without_any_known_place_are_drawn_too() -> None:
    land = shapely.box(113.9, 22.5, 114.0, 22.6)
    drawn = draw_communities(land, [Seat("a1", "a"), Seat("b1", "b"), Seat("c1", "c"), Seat("c2", "c")], {})
    assert_covers(land, list(drawn.values()))
    assert len(drawn) == 4


def test_a_total_is_spread_evenly() -> None:
    counts = cell_counts(1978, [f"{number:03d}" for number in range(108)])
    assert sum(counts.values()) == 1978
    assert set(counts.values()) == {18, 19}
    assert cell_counts(0, ["a", "b"]) == {"a": 1, "b": 1}


def test_misfit_names_overlap_gap_and_excess() -> None:
    whole = shapely.box(0, 0, 10, 10)
    fit = misfit(whole, [shapely.box(0, 0, 6, 10), shapely.box(5, 0, 9, 10), shapely.box(9, -1, 9.5, 0)])
    assert fit == pytest.approx({"overlap": 0.1, "gap": 0.1, "outside": 0.005})


def test_lines_left_by_a_repair_are_dropped() -> None:
    mixed = shapely.GeometryCollection([shapely.box(0, 0, 1, 1), shapely.LineString([(1, 1), (2, 2)])])
    assert as_multipolygon(mixed).equals(shapely.box(0, 0, 1, 1))
