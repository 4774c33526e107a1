"""The district as the proof sees it, read from the tables with one question each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Any

from tuoluo.bodies.charters import InForce
from tuoluo.bodies.models import Absence, Body, Post, Tenure
from tuoluo.charter.model import Charter
from tuoluo.coverage.facts import Cell, Community, Seat, Verdict, World
from tuoluo.coverage.proof import Proof
from tuoluo.ledger.chain import head
from tuoluo.ledger.models import Record
from tuoluo.territory.models import Area, Level


def world_on(stem: str, day: date) -> World:
    """A district (or a part of one) on a day: its communities with their cells, and every body in or above them."""
    communities = list(_areas(Level.COMMUNITY, stem, day))
    bodies = Body.objects.on(day).filter(area__stem__startswith=stem[:6]).select_related("area").order_by("pk")
    held = list(
        Tenure.objects.on(day).with_leave(day).filter(post__body__in=bodies).select_related("post").order_by("pk")
    )
    in_force = InForce(day)
    charters = {area.stem: charter for area in communities if (charter := in_force.at(area.stem))}
    cells = cells_on(stem, day, held)
    return World(
        communities=tuple(
            Community(area.stem, area.name, charters[area.stem], tuple(cells.get(area.stem, ())))
            for area in communities
            if area.stem in charters
        ),
        seats={seat.pk: seat for seat in seats_of(bodies, held, day)},
    )


def seats_of(bodies: Iterable[Body], held: Iterable[Tenure], day: date) -> list[Seat]:
    """Each body with whoever heads it and what its posts may do, as the charter of its own area has it."""
    by_body: dict[int, list[Tenure]] = {}
    for tenure in held:
        by_body.setdefault(tenure.post.body_id, []).append(tenure)
    in_force = InForce(day)
    return [_seat(body, by_body.get(body.pk, []), in_force.at(body.area.stem)) for body in bodies]


def _seat(body: Body, held: list[Tenure], charter: Charter | None) -> Seat:
    head = next((tenure for tenure in held if tenure.post.head), None)
    away, substitute = _leave(head)
    roles = {tenure.post.role for tenure in held}
    kind = charter.kinds.get(body.kind) if charter else None
    acts = (charter.roles[role].acts for role in roles if charter and role in charter.roles)
    return Seat(
        pk=body.pk,
        kind=body.kind,
        stem=body.area.stem,
        name=body.name,
        reference=body.reference,
        superior=body.superior_id or 0,
        administrative_subject=bool(kind and kind.administrative_subject),
        head=head.person_id if head else 0,
        away=away,
        substitute=substitute,
        rights=frozenset().union(*acts),
    )


def _leave(tenure: Tenure | None) -> tuple[bool, int]:
    """Whether the holder of a post is away, and who stands in (0: nobody), for a tenure asked `with_leave`."""
    leave: Absence | None = getattr(tenure, "leave", None)
    return leave is not None, (leave.substitute_id or 0) if leave else 0


def cells_on(stem: str, day: date, held: Iterable[Tenure]) -> dict[str, list[Cell]]:
    """The cells by community, each with everybody who leads it on the day."""
    posts = dict(Post.objects.on(day).filter(cell__stem__startswith=stem).values_list("pk", "cell__code"))
    leaders: dict[str, list[Tenure]] = {}
    for tenure in held:
        if tenure.post_id in posts:
            leaders.setdefault(posts[tenure.post_id], []).append(tenure)
    found: dict[str, list[Cell]] = {}
    for area in _areas(Level.CELL, stem, day):
        found.setdefault(area.stem[:12], []).append(_cell(area, leaders.get(area.code, [])))
    return found


def _cell(area: Area, leaders: list[Tenure]) -> Cell:
    away, substitute = _leave(leaders[0]) if leaders else (False, 0)
    return Cell(area.code, area.name, tuple(tenure.person_id for tenure in leaders), away, substitute)


def _areas(level: Level, stem: str, day: date) -> Any:
    return Area.objects.on(day).within(stem).filter(level=level).order_by("code").defer("boundary")


WHO_IS_WHO = frozenset({"area", "body", "post", "charterinforce", "reform"})
LEADERS = frozenset({"cell.appoint_leader", "cell.carry_leader"})


class Kept:
    """The proof of one district on one day, brought up to date from the record whenever it is asked for.

    An act on a body or a post has that body read again; one on a cell's leader that cell; anything else about areas
    or charters has everything read anew. What happens to matters leaves it untouched.
    """

    def __init__(self, stem: str, day: date) -> None:
        self.stem, self.day = stem, day
        self._lock = Lock()
        self._start()

    def _start(self) -> None:
        self._seen = head()
        self.proof = Proof(world_on(self.stem, self.day))
        self._verdict: Verdict | None = None

    def verdict(self) -> Verdict:
        """What is missing as of the last entry of the record."""
        with self._lock:
            self._catch_up()
            if self._verdict is None:
                self._verdict = self.proof.verdict()
            return self._verdict

    def _catch_up(self) -> None:
        now = head()
        if now == self._seen:
            return None
        seq, seal = self._seen
        if seq and not Record.objects.filter(seq=seq, hash=seal).exists():
            return self._start()  # a backup was restored
        new = Record.objects.filter(seq__gt=seq, seq__lte=now[0], subject_kind__in=WHO_IS_WHO)
        touched = set(new.values_list("act", "subject_kind", "subject_id"))
        if any(kind in ("charterinforce", "reform") for _, kind, _ in touched) or any(
            kind == "area" and act not in LEADERS for act, kind, _ in touched
        ):
            return self._start()
        self._seen = now
        if touched:
            self._verdict = None
            self._change(touched)
        return None

    def _change(self, touched: set[tuple[str, str, int]]) -> None:
        posts = Post.objects.filter(pk__in=[pk for _, kind, pk in touched if kind == "post"]).select_related("cell")
        cells = {post.cell.stem for post in posts if post.cell}
        cells |= set(
            Area.objects.filter(pk__in=[pk for _, k, pk in touched if k == "area"]).values_list("stem", flat=True)
        )
        bodies = {pk for _, kind, pk in touched if kind == "body"} | {post.body_id for post in posts}
        leading = Post.objects.filter(cell__stem__in=cells).values_list("body", flat=True)
        self._change_bodies(bodies | set(leading))
        for stem in cells:
            held = Tenure.objects.on(self.day).with_leave(self.day).filter(post__cell__stem=stem).select_related("post")
            for cell in cells_on(stem, self.day, held).get(stem[:12], ()):
                self.proof.change_cell(stem[:12], cell)

    def _change_bodies(self, ids: set[int]) -> None:
        bodies = list(Body.objects.filter(pk__in=ids, area__stem__startswith=self.stem[:6]).select_related("area"))
        held = (
            Tenure.objects.on(self.day)
            .with_leave(self.day)
            .filter(post__body__in=bodies)
            .select_related("post")
            .order_by("pk")
        )
        there = {body.pk for body in bodies if body.period.contains(self.day)}
        for seat in seats_of(bodies, held, self.day):
            self.proof.change_seat(seat if seat.pk in there else replace(seat, head=0))


_kept: dict[tuple[str, date], Kept] = {}
_guard = Lock()


def coverage_of(stem: str, day: date) -> Verdict:
    """The verdict for a district on a day; the work of the first asking is kept by this process for the next."""
    with _guard:
        if (stem, day) not in _kept:
            _kept.clear()  # yesterday's
            _kept[stem, day] = Kept(stem, day)
        kept = _kept[stem, day]
    return kept.verdict()


def forget() -> None:
    """Drop what this process keeps, after tables were changed without an act (a restored backup, a test)."""
    with _guard:
        _kept.clear()
