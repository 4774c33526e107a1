"""The public board of a community: its sum 1 + 3 + N with everybody by name, its cells, its figures, its news."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.duties import TASKS, task_counts
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.bodies.reads import acting_in
from tuoluo.bodies.ring import Spot
from tuoluo.charter.model import Charter, Kind, Part, Role
from tuoluo.ledger.naming import called
from tuoluo.matters.models import Matter
from tuoluo.matters.reads import SHOWN_WITH, Behind, Row, counts, rows
from tuoluo.people.models import Person
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import areas_on

RECENT = 8


@dataclass(frozen=True)
class Seat:
    """One post of a body with whoever holds it; ``person`` is missing while it stands vacant."""

    post: Post
    role: Role | None
    person: Person | None

    @property
    def title(self) -> Any:
        """What the post is called."""
        return self.post.title or (self.role.name if self.role else self.post.role)


@dataclass(frozen=True)
class Member:
    """One body of the sum, with its people and how many kinds of matters it has which task in."""

    body: Body
    kind: Kind | None
    seats: list[Seat]
    tasks: list[tuple[str, Any, int]]

    @property
    def tone(self) -> str:
        """Its colour on pages: by what its kind is there for."""
        powers = [power.value for power in self.kind.powers] if self.kind else []
        if self.kind and self.kind.part is Part.CORE:
            return "core"
        return powers[0].replace("_", "-") if powers else "participation"

    @property
    def head(self) -> Seat | None:
        """Whoever answers for the body."""
        return next((seat for seat in self.seats if seat.post.head), None)


@dataclass(frozen=True)
class CellWithLeader:
    """A cell and the one person in charge of it."""

    area: Area
    leader: Person | None


@dataclass(frozen=True)
class Figure:
    """One figure of the board: so many of so many, each openable as a list."""

    words: Any
    number: int
    behind: str
    of: int | None = None
    of_behind: str = ""

    @property
    def percent(self) -> str:
        """The share in whole percent; nothing without anything to count."""
        return f"{self.number * 100 / self.of:.0f}%" if self.of else "—"


@dataclass
class Board:
    """Everything that the page of a community shows."""

    community: Area
    charter: Charter
    core: list[Member] = field(default_factory=list)
    balance: list[Member] = field(default_factory=list)
    many: list[Member] = field(default_factory=list)
    missing: list[Kind] = field(default_factory=list)
    cells: list[CellWithLeader] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    recent: list[Row] = field(default_factory=list)


def board_of(community: Area, now: datetime) -> Board:
    """Gather it, with the same number of questions to the database however much there is."""
    day = timezone.localdate(now)
    charter = charter_at(community.stem, day)
    board = Board(community, charter)
    members = _members(community, charter, now)
    board.core = [member for member in members if member.kind and member.kind.part is Part.CORE]
    board.balance = [member for member in members if member.kind and member.kind.part is Part.BALANCE]
    board.many = [member for member in members if member.kind and member.kind.part is Part.MANY]
    board.missing = _missing(charter, members)
    board.cells = _cells(community, now)
    mine = Matter.objects.filter(community=community)
    board.figures = figures(counts(mine, now))
    board.recent = rows(mine.select_related(*SHOWN_WITH).order_by("-pk")[:RECENT], now)
    return board


def _members(community: Area, charter: Charter, now: datetime) -> list[Member]:
    day = timezone.localdate(now)
    bodies = list(Body.objects.on(day).filter(area=community).select_related("superior").order_by("pk"))
    posts = list(Post.objects.on(day).filter(body__in=bodies, cell=None).order_by("-head", "pk"))
    holders = _holders(posts, now)
    tasks = task_counts(charter, community.stem)
    order = list(charter.kinds)
    bodies.sort(key=lambda body: (order.index(body.kind) if body.kind in order else len(order), body.pk))
    return [
        Member(
            body,
            charter.kinds.get(body.kind),
            [
                Seat(post, charter.roles.get(post.role), holders.get(post.pk))
                for post in posts
                if post.body_id == body.pk
            ],
            [(task, TASKS[task], tasks[body.kind][task]) for task in TASKS if tasks.get(body.kind, {}).get(task)],
        )
        for body in bodies
    ]


def _holders(posts: Sequence[Post], now: datetime) -> dict[int, Person]:
    day = timezone.localdate(now)
    tenures = Tenure.objects.on(day).with_leave(day).filter(post__in=posts)
    return {tenure.post_id: there for tenure in tenures if (there := acting_in(tenure))}


def _missing(charter: Charter, members: Iterable[Member]) -> list[Kind]:
    """Kinds of the core and the three that the charter asks for and the community does not have."""
    there = {member.body.kind for member in members}
    wanted = (*charter.kinds_of(Part.CORE), *charter.kinds_of(Part.BALANCE))
    return [kind for kind in wanted if kind.minimum and kind.level == Level.COMMUNITY.value and kind.code not in there]


def _cells(community: Area, now: datetime) -> list[CellWithLeader]:
    cells = list(areas_on(Level.CELL, within=community.stem))
    posts = {post.cell_id: post for post in Post.objects.on(timezone.localdate(now)).filter(cell__in=cells)}
    holders = _holders(list(posts.values()), now)
    return [CellWithLeader(cell, holders.get(posts[cell.pk].pk) if cell.pk in posts else None) for cell in cells]


def figures(found: Mapping[Behind, int]) -> list[Figure]:
    """What a community shows of itself: shares always with what they are shares of."""
    return [
        Figure(_("Open now"), found[Behind.OPEN], Behind.OPEN),
        Figure(_("Late among the open"), found[Behind.LATE], Behind.LATE, found[Behind.OPEN], Behind.OPEN),
        Figure(_("Closed"), found[Behind.CLOSED], Behind.CLOSED),
        Figure(_("Answered on time"), found[Behind.ON_TIME], Behind.ON_TIME, found[Behind.TIMED], Behind.TIMED),
        Figure(_("Solved, say residents"), found[Behind.SOLVED], Behind.SOLVED, found[Behind.JUDGED], Behind.JUDGED),
        Figure(
            _("Reopened among the settled"),
            found[Behind.REOPENED],
            Behind.REOPENED,
            found[Behind.SETTLED],
            Behind.SETTLED,
        ),
        Figure(_("Declined or withdrawn"), found[Behind.DROPPED], Behind.DROPPED, found[Behind.ALL], Behind.ALL),
    ]


def spots(board: Board) -> tuple[list[Spot], list[Spot], list[Spot]]:
    """The bodies of a community as they stand on the picture of its sum: the 1, the 3 and the N."""
    core, balance, many = ([_spot(member) for member in part] for part in (board.core, board.balance, board.many))
    return core, balance, many


def _spot(member: Member) -> Spot:
    head = member.head.person if member.head else None
    return Spot(called(member.body), f"body-{member.body.pk}", member.tone, str(head) if head else "")
