"""The proof that every place and every matter has somebody.

For every community × cell × category × moment of the week: exactly one lead that exists, is staffed and has the right,
one named person, and a supervisor, verifier and evaluator that are not the lead nor under it.

How to use it: build a `World` (see `facts`), then ``proof = Proof(world)`` and ``proof.verdict()``. When a body, its
head, its substitute or its rights change: ``proof.change_seat(seat)``; when a cell's leader changes:
``proof.change_cell(stem, cell)``; then ask for the verdict again. It equals that of a proof begun anew.

A moment of the week is within office hours or outside them; the same people answer in both, so each case counts twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from tuoluo.charter.model import Level, is_particular, particular
from tuoluo.coverage.facts import Cell, Community, Gap, Seat, Verdict, World
from tuoluo.coverage.judging import Fault, Judge, judge
from tuoluo.coverage.sheets import NOBODY, Positions, Sheet, areas_that_count, sheet_of

MOMENTS = 2  # within office hours, and outside them
REGISTERS = "matter.register"
DISTRICT, SUBDISTRICT, COMMUNITY = 6, 9, 12
NEAREST = (COMMUNITY, SUBDISTRICT, DISTRICT)
LENGTHS = {Level.DISTRICT: DISTRICT, Level.SUBDISTRICT: SUBDISTRICT, Level.COMMUNITY: COMMUNITY}


class _Group:
    """The communities that share a sheet, which body each reference means in each, and what is missing there."""

    def __init__(self, sheet: Sheet, communities: list[Community]) -> None:
        self.sheet, self.communities = sheet, communities
        self.stems = [community.stem for community in communities]
        self.cells = [max(len(community.cells), 1) for community in communities]
        size = (len(communities), len(sheet.references) + 1)
        self.meant: Positions = np.full(size, NOBODY, dtype=np.int32)
        self.several = np.zeros(size, dtype=np.bool_)
        self.columns = {name: place for place, name in enumerate(sheet.references)}
        self.faults: dict[int, list[Fault]] = {}
        self.size = int(sheet.sizes.sum())

    def rows(self, within: str) -> list[int]:
        """The communities inside an area."""
        return [row for row, stem in enumerate(self.stems) if stem.startswith(within)]

    def resolve(self, seats: _Seats, references: Iterable[str], rows: Iterable[int]) -> None:
        """Find again which body each of these references means in some communities."""
        for name in references:
            if (column := self.columns.get(name)) is not None:
                for row in rows:
                    self.meant[row, column] = seats.meant(name, self.stems[row])
                    self.several[row, column] = seats.several(name, self.stems[row])

    def judge(self, judges: Judge, rows: list[int]) -> None:
        """Find again what is missing in some communities."""
        for row in rows:
            self.faults.pop(row, None)
        for fault in judge(self.sheet, self.meant[rows], self.several[rows], judges):
            row = rows[fault.row]
            self.faults.setdefault(row, []).append(replace(fault, row=row))

    def blamed(self, seats: _Seats) -> Iterator[tuple[int, str, list[Fault]]]:
        """Faults put together by whose lack they are: the body, or else the place that lacks one of its kind."""
        together: dict[tuple[str, str, int, str], list[Fault]] = {}
        for row, faults in self.faults.items():
            for fault in faults:
                seat, stem = fault.seat, self.stems[row]
                if seat == NOBODY and fault.reference:
                    seat = seats.meant(fault.reference, stem, staffed=False)
                place = seats.all[seat].stem if seat != NOBODY else self._where(fault.reference, stem)
                together.setdefault((fault.code, fault.reference, seat, place), []).append(fault)
        for (_, _, seat, place), alike in together.items():
            yield seat, place, alike

    def _where(self, reference: str, stem: str) -> str:
        """The area in which a body of a kind would sit, for a community."""
        kind = self.sheet.charter.kinds.get(reference)
        return stem[: LENGTHS[kind.level]] if kind else stem


class _Seats:
    """The bodies in columns, found by kind and place, or by name."""

    def __init__(self, seats: Iterable[Seat]) -> None:
        self.all: list[Seat] = []
        self.at: dict[int, int] = {}
        self._near: dict[tuple[str, str], list[int]] = {}
        self._called: dict[tuple[str, str], list[int]] = {}
        for seat in sorted(seats, key=lambda seat: seat.pk):
            self.put(seat)

    def put(self, seat: Seat) -> None:
        """Take a body in, or what is new of it; its kind and place never change."""
        position = self.at.setdefault(seat.pk, len(self.all))
        if position == len(self.all):
            self.all.append(seat)
            self._near.setdefault((seat.kind, seat.stem), []).append(position)
            for name in {seat.reference, seat.name} - {""}:
                self._called.setdefault((name, seat.stem[:DISTRICT]), []).append(position)
        else:
            self.all[position] = seat

    def meant(self, reference: str, stem: str, *, staffed: bool = True) -> int:
        """The position of the body that a reference means at a place: the nearest one around it that is in office.

        Basis: charter, duties; a body without a head is passed over (the same as when a matter is dispatched).
        """
        if is_particular(reference):
            called = self._called.get((particular(reference), stem[:DISTRICT]), ())
            wanted = particular(reference)
            by_reference = sorted(called, key=lambda at: self.all[at].reference != wanted)
            return next((at for at in by_reference if self.all[at].staffed or not staffed), NOBODY)
        for length in NEAREST:
            for position in self._near.get((reference, stem[:length]), ()):
                if self.all[position].staffed or not staffed:
                    return position
        return NOBODY

    def several(self, reference: str, stem: str) -> bool:
        """Whether a kind means more than one body in office at the nearest place, so that nobody knows which."""
        if is_particular(reference):
            return False
        places = ([at for at in self._near.get((reference, stem[:n]), ()) if self.all[at].staffed] for n in NEAREST)
        return len(next(filter(None, places), [])) > 1

    def names_of(self, seat: Seat) -> list[str]:
        """Every reference that means this one body and no other of its kind."""
        return [f"@{name}" for name in {seat.reference, seat.name} if name]


class Proof:
    """The proof for one district on one day, kept up to date change by change."""

    def __init__(self, world: World) -> None:
        self._seats = _Seats(world.seats.values())
        together: dict[tuple[str, tuple[str, ...]], list[Community]] = {}
        for community in world.communities:
            key = community.charter.digest, areas_that_count(community.charter, community.stem)
            together.setdefault(key, []).append(community)
        self._groups = [_Group(sheet_of(some[0].charter, some[0].stem), some) for some in together.values()]
        self._judge = Judge(self._seats.all, self._seats.at)
        for group in self._groups:
            every = group.rows("")
            group.resolve(self._seats, group.sheet.references, every)
            group.judge(self._judge, every)
        self._place = {stem: (g, row) for g, group in enumerate(self._groups) for row, stem in enumerate(group.stems)}
        self._cell_gaps = {
            community.stem: list(_cells_of(community)) for group in self._groups for community in group.communities
        }

    def change_seat(self, seat: Seat) -> None:
        """A body is new, or its head, substitute, rights or superior changed. One that ended has no head any more."""
        known = self._seats.at.get(seat.pk)
        before = self._seats.all[known] if known is not None else replace(seat, head=0, superior=0)
        self._seats.put(seat)
        position = self._seats.at[seat.pk]
        if self._judge.has_room(position):
            self._judge.put(position, seat)
        else:
            self._judge = Judge(self._seats.all, self._seats.at)
        for group in self._groups:
            rows = group.rows(seat.stem)
            named = [name for name in self._seats.names_of(seat) if name in group.columns]
            far = group.rows(seat.stem[:DISTRICT]) if named else rows  # called by its name it may be meant anywhere
            if before.staffed != seat.staffed:
                group.resolve(self._seats, [seat.kind], rows)
                group.resolve(self._seats, named, far)
            if before.superior != seat.superior:  # whoever stands below it may be judged otherwise anywhere
                far = group.rows("")
            if far:
                group.judge(self._judge, far)

    def change_cell(self, stem: str, cell: Cell) -> None:
        """Another person leads a cell of a community, or nobody does."""
        group, row = self._place[stem]
        community = self._groups[group].communities[row]
        others = [one for one in community.cells if one.code != cell.code]
        changed = replace(community, cells=tuple(sorted((*others, cell), key=lambda one: one.code)))
        self._groups[group].communities[row] = changed
        self._groups[group].cells[row] = max(len(changed.cells), 1)
        self._cell_gaps[stem] = list(_cells_of(changed))

    def verdict(self) -> Verdict:
        """Everything that is missing now, the widest first."""
        gaps = [gap for group in self._groups for gap in self._gaps_of(group)]
        gaps += [gap for found in self._cell_gaps.values() for gap in found]
        cases = sum(sum(group.cells) * group.size * MOMENTS for group in self._groups)
        return Verdict(
            cases=cases,
            communities=sum(len(group.communities) for group in self._groups),
            cells=sum(len(community.cells) for group in self._groups for community in group.communities),
            categories=max((group.size for group in self._groups), default=0),
            gaps=tuple(sorted(gaps, key=lambda gap: (-gap.cases, gap))),
        )

    def _gaps_of(self, group: _Group) -> Iterator[Gap]:
        for seat, place, faults in group.blamed(self._seats):
            yield self._gap(group, seat, place, faults)
        door = group.sheet.charter.front_door.kind
        column = group.sheet.references.index(door)
        for row, community in enumerate(group.communities):
            position = int(group.meant[row, column])
            found = self._seats.all[position] if position != NOBODY else None
            if found is None:
                yield self._missing("no_front_door", door, community, group)
            elif code := _fault_of_door(found):
                yield Gap(code, community.stem, door, found.pk, charter=group.sheet.charter.name)

    def _missing(self, code: str, kind: str, community: Community, group: _Group) -> Gap:
        vacant = self._seats.meant(kind, community.stem, staffed=False)
        seat = self._seats.all[vacant].pk if vacant != NOBODY else 0
        return Gap(code, community.stem, kind, seat, charter=group.sheet.charter.name)

    def _gap(self, group: _Group, seat: int, place: str, faults: list[Fault]) -> Gap:
        """One gap, in words that a person can follow up: the body that is vacant, or the kind that is missing here."""
        sheet, first = group.sheet, faults[0]
        lines = [sheet.lines[line] for line in sorted({fault.line for fault in faults})]
        stems = tuple(group.stems[row] for row in sorted({fault.row for fault in faults}))
        cases = sum(group.cells[fault.row] * int(sheet.sizes[fault.line]) for fault in faults) * MOMENTS
        return Gap(
            code=first.code,
            place=place,
            kind=first.reference,
            seat=self._seats.all[seat].pk if seat != NOBODY else 0,
            rows=tuple(sorted({row for line in lines for row in line.rows})),
            categories=tuple(code for line in lines for code in line.categories),
            communities=stems,
            cases=cases,
            charter=sheet.charter.name,
        )


def _fault_of_door(seat: Seat) -> str:
    """What is wrong with a body that receives what people bring: nobody there may register, or nobody is there."""
    if REGISTERS not in seat.rights:
        return "front_door_cannot_register"
    return "front_door_away" if seat.away and not seat.substitute else ""


def _cells_of(community: Community) -> Iterator[Gap]:
    """Cells that nobody leads, that two lead, or whose leader is away with nobody in their place.

    Basis: one cell, one leader (一格一长, S9).
    """
    name = community.charter.name
    leader = community.charter.cells.leader_role
    for cell in community.cells:
        if not cell.leaders:
            yield Gap("cell_without_leader", cell.code, leader, communities=(community.stem,), charter=name)
        elif len(cell.leaders) > 1:
            yield Gap("cell_with_two_leaders", cell.code, leader, communities=(community.stem,), charter=name)
        elif cell.away and not cell.substitute:
            yield Gap("leader_away", cell.code, leader, communities=(community.stem,), charter=name)
