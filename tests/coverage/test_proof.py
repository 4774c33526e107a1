"""The proof finds exactly what a plain walk finds, and after every change what a proof begun anew finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.coverage.plainly import missing
from tuoluo.charter import (
    Category,
    CategoryKind,
    CellRule,
    Charter,
    Duty,
    FrontDoor,
    Handling,
    Kind,
    Level,
    Name,
    Part,
    load_charter,
    shipped_charter,
    shipped_names,
)
from tuoluo.coverage.facts import Cell, Community, Seat, Verdict, World
from tuoluo.coverage.proof import MOMENTS, Proof

EVERY_RIGHT = frozenset({"matter.register", "matter.take_up", "matter.report_back", "matter.close", "matter.evaluate"})
KINDS = ("core", "station", "office", "bureau")
LEVELS = {"office": Level.SUBDISTRICT, "bureau": Level.DISTRICT}
CODES = ("A1", "A2", "B1", "C1")
STEMS = ("440305001001", "440305001002", "440305002001")
NAMES = st.sampled_from([*KINDS, "@office seven", ""])


def small(duties: tuple[Duty, ...]) -> Charter:
    """Four kinds of bodies, four categories, one of them for administrative subjects and one to be retained."""
    kinds = {
        code: Kind(code, Name(code), Part.CORE if code == "core" else Part.BALANCE, LEVELS.get(code, Level.COMMUNITY))
        for code in KINDS
    }
    categories = {code: Category(code, CategoryKind.MATTER, Name(code)) for code in CODES}
    categories["B1"] = replace(categories["B1"], needs_administrative_subject=True)
    categories["C1"] = replace(categories["C1"], handling=Handling.RETAINED)
    return Charter(
        *("small", Name("小章程"), "1", date(2026, 1, 1)),
        kinds=kinds,
        roles={},
        categories=categories,
        duties=duties,
        front_door=FrontDoor("station"),
        cells=CellRule("leader"),
    )


@st.composite
def duties(draw: st.DrawFn) -> tuple[Duty, ...]:
    patterns = draw(st.lists(st.sampled_from(["default", "A*", *CODES]), min_size=1, max_size=4, unique=True))
    rows = []
    for row, pattern in enumerate(patterns, start=2):
        helpers = tuple(name for name in draw(st.lists(NAMES, max_size=2, unique=True)) if name)
        lead = draw(NAMES.filter(bool))
        area = draw(st.sampled_from(["", "", "", "440305001", STEMS[0]]))
        rows.append(Duty(pattern, lead, area, helpers, draw(NAMES), draw(NAMES), draw(NAMES), row=row))
    return tuple(rows)


@st.composite
def seats(draw: st.DrawFn) -> dict[int, Seat]:
    found: dict[int, Seat] = {}
    for kind in KINDS:
        length = {"office": 9, "bureau": 6}.get(kind, 12)
        for stem in sorted({stem[:length] for stem in STEMS}):
            for _ in range(draw(st.sampled_from([1, 1, 1, 0, 2]))):
                pk = len(found) + 1
                found[pk] = draw(seat(pk, kind, stem))
    return found


@st.composite
def seat(draw: st.DrawFn, pk: int, kind: str, stem: str) -> Seat:
    return Seat(
        pk,
        kind,
        stem,
        name=draw(st.sampled_from([kind, "office seven"])),
        reference=draw(st.sampled_from(["", "office seven"])),
        superior=draw(st.integers(0, 8)),
        administrative_subject=draw(st.booleans()),
        head=draw(st.integers(0, 3)),
        away=draw(st.sampled_from([False, False, True])),
        substitute=draw(st.integers(0, 1)),
        rights=draw(st.sampled_from([EVERY_RIGHT, EVERY_RIGHT, EVERY_RIGHT - {"matter.close"}, frozenset()])),
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    charters = [small(draw(duties())), small(draw(duties()))]
    places = tuple(
        Community(
            stem, stem, draw(st.sampled_from(charters)), tuple(Cell(f"{stem}00{n}", leaders=(1,)) for n in range(1, 3))
        )
        for stem in STEMS
    )
    return World(places, draw(seats()))


def told(verdict: Verdict, world: World) -> set[tuple[str, str, str]]:
    """What the gaps about duties say, category by category."""
    assert verdict.communities == len(world.communities)
    about = (gap for gap in verdict.gaps if gap.categories)
    return {(gap.code, stem, code) for gap in about for stem in gap.communities for code in gap.categories}


@settings(max_examples=150)
@given(worlds())
def test_it_finds_what_a_plain_walk_finds(world: World) -> None:
    verdict = Proof(world).verdict()
    wanted = missing(world)
    assert told(verdict, world) >= wanted
    cells = {community.stem: len(community.cells) for community in world.communities}
    for code in {gap.code for gap in verdict.gaps if gap.categories}:
        counted = sum(gap.cases for gap in verdict.gaps if gap.code == code)
        assert counted == sum(cells[stem] * MOMENTS for what, stem, _ in wanted if what == code)


@settings(max_examples=150)
@given(worlds(), st.data())
def test_after_each_change_it_is_as_if_begun_anew(world: World, data: st.DataObject) -> None:
    proof = Proof(world)
    proof.verdict()
    now, places = dict(world.seats), {community.stem: community for community in world.communities}
    for _ in range(data.draw(st.integers(1, 4))):
        if data.draw(st.booleans()) or not now:
            stem = data.draw(st.sampled_from(STEMS))
            leaders = tuple(data.draw(st.lists(st.integers(1, 3), max_size=2, unique=True)))
            cell = Cell(
                f"{stem}001", leaders=leaders, away=data.draw(st.booleans()), substitute=data.draw(st.integers(0, 1))
            )
            others = tuple(one for one in places[stem].cells if one.code != cell.code)
            places[stem] = replace(places[stem], cells=(cell, *others))
            proof.change_cell(stem, cell)
        else:
            old = data.draw(st.sampled_from(sorted(now.values(), key=lambda one: one.pk)))
            drawn = data.draw(seat(old.pk, old.kind, old.stem))
            new = replace(drawn, name=old.name, reference=old.reference)
            now[old.pk] = new
            proof.change_seat(new)
        world = World(tuple(places.values()), dict(now))
        assert proof.verdict() == Proof(world).verdict()


def full(name: str) -> World:
    """Two communities under a charter that ships, with every body it knows in office and every cell led."""
    charter = load_charter(shipped_charter(name))
    found: dict[int, Seat] = {}
    at: dict[tuple[str, str], int] = {}
    for stem in STEMS[:2]:
        for kind in charter.kinds.values():
            where = stem[: {Level.DISTRICT: 6, Level.SUBDISTRICT: 9}.get(kind.level, 12)]
            if (kind.code, where) in at:
                continue
            at[kind.code, where] = pk = len(found) + 1
            rights = frozenset(act for role in charter.roles_of(kind.code) for act in role.acts)
            found[pk] = Seat(
                pk, kind.code, where, kind.name.zh, "", 0, kind.administrative_subject, head=pk, rights=rights
            )
    for pk, one in found.items():
        above = charter.kinds[one.kind].superior
        near = next((at[above, one.stem[:n]] for n in (12, 9, 6) if (above, one.stem[:n]) in at), 0)
        found[pk] = replace(one, superior=near)
    return World(
        tuple(Community(stem, stem, charter, (Cell(f"{stem}001", leaders=(1,)),)) for stem in STEMS[:2]), found
    )


@pytest.mark.parametrize("name", shipped_names())
def test_each_charter_that_ships_covers_everything_once_its_bodies_are_in_office(name: str) -> None:
    verdict = Proof(full(name)).verdict()
    assert verdict.gaps == ()
    assert verdict.cases == 2 * 1 * verdict.categories * MOMENTS


@pytest.mark.parametrize("name", shipped_names())
def test_without_any_one_body_something_is_missing_and_the_gap_names_it(name: str) -> None:
    world = full(name)
    charter = world.communities[0].charter
    needed = {reference for duty in charter.duties for reference in (duty.lead, duty.supervisor, duty.evaluator)}
    for one in world.seats.values():
        if one.kind not in needed:
            continue
        proof = Proof(world)
        proof.change_seat(replace(one, head=0))
        gaps = proof.verdict().gaps
        assert any(gap.seat == one.pk for gap in gaps), one.kind
        proof.change_seat(one)
        assert proof.verdict().gaps == ()


def test_a_cell_has_one_leader_or_a_substitute() -> None:
    world = full("nanshan")
    proof, stem = Proof(world), STEMS[0]
    code = f"{stem}001"
    for cell, said in (
        (Cell(code), "cell_without_leader"),
        (Cell(code, leaders=(1, 2)), "cell_with_two_leaders"),
        (Cell(code, leaders=(1,), away=True), "leader_away"),
        (Cell(code, leaders=(1,), away=True, substitute=3), ""),
    ):
        proof.change_cell(stem, cell)
        assert [gap.code for gap in proof.verdict().gaps] == ([said] if said else [])


def test_a_body_that_is_new_fills_the_gap() -> None:
    world = full("nanshan")
    water = next(one for one in world.seats.values() if one.kind == "water")
    proof = Proof(replace(world, seats={pk: one for pk, one in world.seats.items() if pk != water.pk}))
    (gap, *_) = proof.verdict().gaps
    assert (gap.code, gap.kind, gap.seat) == ("nobody_leads", "water", 0)
    for number in range(100):  # more new bodies than the columns were made for
        proof.change_seat(Seat(1000 + number, "local_unit", STEMS[0], head=1, rights=EVERY_RIGHT))
    proof.change_seat(water)
    assert proof.verdict().gaps == ()


def test_two_of_the_kind_that_leads_leave_it_open_which() -> None:
    world = full("nanshan")
    station = next(one for one in world.seats.values() if one.kind == "workstation")
    proof = Proof(world)
    proof.change_seat(replace(station, pk=900))
    codes = {(gap.code, gap.place) for gap in proof.verdict().gaps}
    assert codes == {("several_lead", station.stem)}
    proof.change_seat(replace(station, pk=900, head=0))
    assert proof.verdict().gaps == ()


def test_whoever_watches_or_receives_has_a_substitute_while_away() -> None:
    world = full("nanshan")
    proof = Proof(world)
    for kind, said in (
        ("party_committee", "verifier_away"),
        ("subdistrict_office", "evaluator_away"),
        ("workstation", "front_door_away"),
    ):
        one = next(seat for seat in world.seats.values() if seat.kind == kind)
        proof.change_seat(replace(one, away=True))
        assert said in {gap.code for gap in proof.verdict().gaps}
        proof.change_seat(replace(one, away=True, substitute=7))
        assert proof.verdict().gaps == ()
        proof.change_seat(one)
