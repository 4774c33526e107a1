"""Schematic boundaries (示意), drawn where no official ones are at hand.

Communities are drawn inside the district around their known offices; cells are drawn inside a community as compact
pieces. A drawing covers its whole exactly, without overlap, and is the same again for the same seed. It says nothing
about where the real borders run; whatever it yields is stored as schematic and labelled so on every map.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import MultiLineString, MultiPolygon, Point, Polygon

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

ROUNDS = 12  # of Lloyd's relaxation: more changes the shapes hardly
SAMPLES_PER_PIECE = 60
_LEAST_SHARE = 0.25  # a separate part below this share of an average piece gets no piece of its own


@dataclass(frozen=True)
class Seat:
    """A community to be drawn: its code, its subdistrict, and where its office stands if that is known."""

    code: str
    parent: str
    place: tuple[float, float] | None = None


def draw_communities(
    district: BaseGeometry,
    seats: Sequence[Seat],
    anchors: Mapping[str, Sequence[tuple[float, float]]],
    islands: Mapping[str, Sequence[tuple[float, float]]] | None = None,
    *,
    seed: int = 0,
) -> dict[str, BaseGeometry]:
    """A schematic polygon for each community of a district, by code.

    Every part of the district goes to the subdistrict with the nearest known place (a community's office, or an
    ``anchors`` point of the subdistrict itself); inside it, communities without a known place are spread evenly.
    ``islands`` names, by a point on each, the separate parts that form a community of their own.
    """
    parts = _parts(district)
    own = _island_parts(parts, islands or {})
    drawn: dict[str, BaseGeometry] = {
        code: shapely.union_all([parts[number] for number in numbers]) for code, numbers in own.items()
    }
    taken = {number for numbers in own.values() for number in numbers}
    rest = [part for number, part in enumerate(parts) if number not in taken]
    mainland = [seat for seat in seats if seat.code not in drawn]
    for parent, ground in _subdistricts(rest, mainland, anchors).items():
        drawn |= _communities_of(ground, [seat for seat in mainland if seat.parent == parent], seed)
    return drawn


def draw_cells(community: BaseGeometry, count: int, *, seed: int = 0, name: str = "") -> list[BaseGeometry]:
    """Divide a community into ``count`` compact pieces, from north-west to south-east.

    Separate parts (islands) share the pieces by their area; a tiny part goes with the nearest piece.
    """
    if count < 1:
        raise ValueError(f"a community needs at least one cell, not {count}")
    parts = sorted(_parts(community), key=lambda part: -part.area)
    average = community.area / count
    big = [part for part in parts if part.area >= _LEAST_SHARE * average][:count] or parts[:1]
    pieces: list[BaseGeometry] = []
    for part, share in zip(big, _shares([part.area for part in big], count), strict=True):
        pieces += _pieces(part, share, _generator(seed, f"{name}/{len(pieces)}"))
    for part in parts:
        if part not in big:
            nearest = min(range(len(pieces)), key=lambda number: pieces[number].distance(part))
            pieces[nearest] = shapely.union_all([pieces[nearest], part])
    return sorted(pieces, key=_reading_order)


def cell_counts(total: int, codes: Sequence[str]) -> dict[str, int]:
    """Spread a known total of cells over communities as evenly as it goes; each gets at least one."""
    share, more = divmod(total, len(codes)) if codes else (0, 0)
    return {code: max(1, share + (number < more)) for number, code in enumerate(sorted(codes))}


def misfit(community: BaseGeometry, pieces: Sequence[BaseGeometry]) -> dict[str, float]:
    """By which shares of a community's area pieces overlap each other, leave gaps, and reach outside."""
    together = shapely.union_all(list(pieces))
    total = sum(piece.area for piece in pieces)
    return {
        "overlap": (total - together.area) / community.area,
        "gap": community.difference(together).area / community.area,
        "outside": together.difference(community).area / community.area,
    }


def _generator(seed: int, name: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def _parts(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape).tolist() if isinstance(part, Polygon) and not part.is_empty]


def _shares(areas: Sequence[float], count: int) -> list[int]:
    """Whole numbers that add up to ``count``, at least one each, by largest remainder."""
    exact = [area / sum(areas) * (count - len(areas)) for area in areas]
    shares = [int(value) + 1 for value in exact]
    order = sorted(range(len(areas)), key=lambda number: int(exact[number]) - exact[number])
    for number in order[: count - sum(shares)]:
        shares[number] += 1
    return shares


def _reading_order(piece: BaseGeometry) -> tuple[float, float]:
    centre = piece.representative_point()
    return (-round(centre.y, 2), centre.x)


def _island_parts(
    parts: Sequence[Polygon], islands: Mapping[str, Sequence[tuple[float, float]]]
) -> dict[str, list[int]]:
    own: dict[str, list[int]] = {}
    for code, places in sorted(islands.items()):
        for place in places:
            number = min(range(len(parts)), key=lambda part: (parts[part].distance(Point(place)), part))
            own.setdefault(code, []).append(number)
    return own


def _subdistricts(
    parts: Sequence[Polygon], seats: Sequence[Seat], anchors: Mapping[str, Sequence[tuple[float, float]]]
) -> dict[str, BaseGeometry]:
    """The ground of each subdistrict: what is nearest to one of its known places."""
    ground = shapely.union_all(parts)
    known: list[tuple[str, tuple[float, float]]] = []
    for parent in sorted({seat.parent for seat in seats}):
        places = [seat.place for seat in seats if seat.parent == parent and seat.place is not None]
        places += list(anchors.get(parent, ()))
        places = [place for place in dict.fromkeys(places) if place not in [other for _, other in known]]
        known += [(parent, place) for place in places or [_emptiest(ground, [other for _, other in known])]]
    labels = [parent for parent, _ in known]
    names = list(dict.fromkeys(labels))
    places_array = np.array([place for _, place in known])
    faces = _faces(ground, places_array)
    owner = np.array([names.index(labels[near]) for near in _nearest(faces, places_array)])
    owner = _keep_together(faces, owner, places_array, np.array([names.index(label) for label in labels]))
    return {name: _union(faces, owner == number) for number, name in enumerate(names)}


def _emptiest(ground: BaseGeometry, known: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The point of the ground that is farthest from every known place."""
    samples = _samples(ground, 2000, np.random.default_rng(0))
    if not known:
        centre = ground.representative_point()
        return (float(centre.x), float(centre.y))
    gap = _distances(samples, np.array(known)).min(axis=1)
    best = samples[int(gap.argmax())]
    return (float(best[0]), float(best[1]))


def _communities_of(ground: BaseGeometry, seats: Sequence[Seat], seed: int) -> dict[str, BaseGeometry]:
    ordered = sorted(seats, key=lambda seat: (seat.place is None, seat.code))
    fixed = [seat.place for seat in ordered if seat.place is not None and ground.intersects(Point(seat.place))]
    fixed = list(dict.fromkeys(fixed))
    ordered.sort(key=lambda seat: (seat.place not in fixed, seat.code))
    settled: set[tuple[float, float]] = set()
    known: list[Seat] = []
    others: list[Seat] = []
    for seat in ordered:
        first_here = seat.place is not None and seat.place in fixed and seat.place not in settled
        (known if first_here else others).append(seat)
        if first_here and seat.place is not None:
            settled.add(seat.place)
    places = np.array([seat.place for seat in known], dtype=np.float64).reshape(-1, 2)
    pieces = _pieces(ground, len(ordered), _generator(seed, ordered[0].parent), fixed=places)
    return {seat.code: piece for seat, piece in zip([*known, *others], pieces, strict=True)}


def _pieces(
    ground: BaseGeometry, count: int, random: np.random.Generator, fixed: Floats | None = None
) -> list[BaseGeometry]:
    """Divide ground into pieces around fixed points and as many free ones as are missing."""
    if count == 1:
        return [ground]
    centres = _centres(ground, count, random, fixed)
    faces = _faces(ground, centres)
    owner = _keep_together(faces, _nearest(faces, centres), centres, np.arange(len(centres)))
    return [_union(faces, owner == number) for number in range(count)]


def _centres(ground: BaseGeometry, count: int, random: np.random.Generator, fixed: Floats | None) -> Floats:
    """Fixed points, and free points moved to the middle of what is nearest to them (Lloyd), always inside."""
    samples = _samples(ground, SAMPLES_PER_PIECE * count, random)
    centres = np.empty((0, 2)) if fixed is None else fixed
    held = len(centres)
    while len(centres) < count:  # each new one where it is emptiest
        gap = _distances(samples, centres).min(axis=1) if len(centres) else -samples[:, 1]
        centres = np.vstack([centres, samples[int(gap.argmax())]])
    for _ in range(ROUNDS):
        owner = _distances(samples, centres).argmin(axis=1)
        for number in range(held, count):
            mine = samples[owner == number]
            if len(mine):
                centres[number] = mine[int(_distances(mine, mine.mean(axis=0, keepdims=True)).argmin())]
    return centres


def _samples(ground: BaseGeometry, count: int, random: np.random.Generator) -> Floats:
    """Points spread over the ground, the same for the same generator."""
    west, south, east, north = ground.bounds
    shapely.prepare(ground)
    found = np.empty((0, 2))
    while len(found) < count:
        tries = random.uniform((west, south), (east, north), size=(4 * count, 2))
        found = np.vstack([found, tries[shapely.contains_xy(ground, tries[:, 0], tries[:, 1])]])
    return found[:count]


def _squeeze(points: Floats) -> float:
    """How much shorter a degree of longitude is than one of latitude, here."""
    return float(np.cos(np.radians(np.mean(points[:, 1]))))


def _distances(points: Floats, centres: Floats) -> Floats:
    gap = points[:, None, :] - centres[None, :, :]
    gap[:, :, 0] *= _squeeze(points)
    return np.asarray((gap**2).sum(axis=2))


def _faces(ground: BaseGeometry, centres: Floats) -> NDArray[Any]:
    """The ground cut along the lines of equal distance. Neighbouring faces share the very same corners."""
    squeeze = _squeeze(centres)
    flat = shapely.multipoints(centres * (squeeze, 1.0))
    west, south, east, north = ground.bounds
    frame = shapely.box(west * squeeze - 1, south - 1, east * squeeze + 1, north + 1)
    cuts: Any = shapely.voronoi_polygons(flat, extend_to=frame, only_edges=True)
    cuts = shapely.transform(cuts, lambda xy: xy / (squeeze, 1.0))
    cuts = shapely.intersection(cuts, ground.envelope.buffer(0.01))
    lines = shapely.union_all([MultiLineString([*_rings(ground)]), cuts])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    shapely.prepare(ground)
    inside = shapely.point_on_surface(faces)
    return np.asarray(faces[shapely.contains(ground, inside)])


def _rings(ground: BaseGeometry) -> list[Any]:
    return [ring for part in _parts(ground) for ring in (part.exterior, *part.interiors)]


def _nearest(faces: NDArray[Any], centres: Floats) -> NDArray[np.intp]:
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    gap = inside[:, None, :] - centres[None, :, :]
    gap[:, :, 0] *= _squeeze(centres)
    return np.asarray((gap**2).sum(axis=2).argmin(axis=1))


def _union(faces: NDArray[Any], chosen: NDArray[np.bool_]) -> BaseGeometry:
    return shapely.coverage_union_all(faces[chosen]).normalize()


def _keep_together(
    faces: NDArray[Any], owner: NDArray[np.intp], centres: Floats, owner_of_centre: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Give faces cut off from their owner's centre to the neighbour with the longest common border.

    A face with nobody else around it (a lone island) stays with the owner that was nearest.
    """
    owner = owner.copy()
    tree = shapely.STRtree(faces)
    seated = {
        int(face): int(owner_of_centre[number]) for number, face in tree.query(shapely.points(centres), "intersects").T
    }
    left, right = tree.query(faces, "intersects")
    borders = shapely.length(shapely.intersection(faces[left], faces[right]))
    touching = (borders > 0) & (left != right)
    neighbours: dict[int, list[tuple[float, int]]] = {}
    for one, other, border in zip(
        left[touching].tolist(), right[touching].tolist(), borders[touching].tolist(), strict=True
    ):
        neighbours.setdefault(one, []).append((border, other))
    settled = _reached({face for face, label in seated.items() if owner[face] == label}, owner, neighbours)
    waiting = [face for face in range(len(faces)) if face not in settled]
    while waiting:
        offers = [
            (border, -face, other) for face in waiting for border, other in neighbours.get(face, ()) if other in settled
        ]
        if not offers:
            break
        _, face, other = max(offers)
        owner[-face] = owner[other]
        settled.add(-face)
        waiting.remove(-face)
    return owner


def _reached(start: set[int], owner: NDArray[np.intp], neighbours: Mapping[int, list[tuple[float, int]]]) -> set[int]:
    """All faces that can be reached from the start without leaving their owner's ground."""
    reached, open_ends = set(start), list(start)
    while open_ends:
        face = open_ends.pop()
        for _, other in neighbours.get(face, ()):
            if other not in reached and owner[other] == owner[face]:
                reached.add(other)
                open_ends.append(other)
    return reached


def as_multipolygon(shape: BaseGeometry) -> BaseGeometry:
    """A drawing in the form in which it is stored: polygon or multipolygon, nothing thinner."""
    parts = _parts(shape)
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
