"""Who does what in the demo: for each act of a body, somebody in office there whose role includes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from random import Random

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.bodies.reads import actor_for
from tuoluo.ledger.actors import Actor
from tuoluo.territory.models import Area


@dataclass(frozen=True)
class Seat:
    """A post and whoever holds it."""

    post: Post
    actor: Actor

    def __lt__(self, other: Seat) -> bool:
        return self.post.pk < other.post.pk


class Staff:
    """Everybody in office on a day, read once."""

    def __init__(self, day: date, preferred: Collection[int] = ()) -> None:
        self.day = day
        self._preferred = frozenset(preferred)
        self._seats: dict[int, list[Seat]] = defaultdict(list)
        self._leaders: dict[int, Seat] = {}
        self._able: dict[tuple[int, str], list[Seat]] = {}
        for tenure in (
            Tenure.objects.on(day).select_related("person", "post__body__area", "post__cell").order_by("post")
        ):
            seat = Seat(tenure.post, actor_for(tenure))
            if tenure.post.cell_id is None:
                self._seats[tenure.post.body_id].append(seat)
            else:
                self._leaders[tenure.post.cell_id] = seat

    def leader(self, cell: int | None, body: int | None = None) -> Seat | None:
        """The leader of a cell, if there is a cell and (when a body is named) the leader sits there."""
        seat = self._leaders.get(cell) if cell is not None else None
        return seat if seat is None or body in (None, seat.post.body_id) else None

    def cell_with_login(self) -> Area | None:
        """The cell whose leader has a log-in of the demo."""
        return next((seat.post.cell for seat in self._leaders.values() if seat.post.pk in self._preferred), None)

    def able(self, body: Body, act: str) -> list[Seat]:
        """Those in a body who may do an act, cell leaders apart; first those who have a log-in of the demo."""
        key = (body.pk, act)
        if key not in self._able:
            charter = charter_at(body.area.stem, self.day)
            able = [seat for seat in self._seats[body.pk] if charter.grants(seat.actor.role, act)]
            self._able[key] = sorted(able, key=lambda seat: (seat.post.pk not in self._preferred, seat.post.pk))
        return self._able[key]

    def somebody(self, body: Body, act: str, random: Random, *, known: bool = False) -> Seat:
        """One of them: anybody, or the one with a log-in where there is one."""
        able = self.able(body, act)
        if not able:
            raise LookupError(f"nobody in {body} may do {act}: the charter gives it to no role there")
        return able[0] if known else random.choice(able)
