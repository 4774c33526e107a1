"""Setting up what an adopted history needs: areas, charter, bodies, and somebody in every head post.

The founder does it (see bodies/authority): nobody governs the deployment yet, and the record says who set it up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone

from tuoluo.adoption import draft
from tuoluo.adoption.mapping import PlaceName, write_map
from tuoluo.adoption.plan import Plan
from tuoluo.bodies.acts import adopt_charter, create_post, establish_body, fill_post
from tuoluo.bodies.authority import FOUNDER
from tuoluo.bodies.models import Body, Post
from tuoluo.charter.write import write_charter
from tuoluo.ledger.registry import batch
from tuoluo.people.acts import enter_person
from tuoluo.people.models import Person
from tuoluo.territory.acts import draw_cells, establish
from tuoluo.territory.models import Area
from tuoluo.territory.reads import cell_of
from tuoluo.territory.rules import CellPlan, NewArea
from tuoluo.workforce.acts import appoint_leader

TO_REGISTER = "（待登记）"
LONGEST_NAME = 60
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Founded:
    """What was set up."""

    areas: int
    bodies: int


def is_empty() -> bool:
    """Whether nothing has been set up here yet."""
    return not (Area.objects.exists() or Body.objects.exists())


def write_files(plan: Plan, home: Path, charters: Path) -> Path:
    """Write the charter's folder and the map, and give the map's path back."""
    write_charter(plan.charter, charters / plan.charter.name)
    path = home / "map.toml"
    path.write_text(write_map(plan.map), encoding="utf-8")
    return path


def found(plan: Plan, *, operator: str, progress: Progress = lambda done, of: None) -> Founded:
    """Set everything up in one transaction: all of it happens, or nothing does."""
    with batch():
        return _Founding(plan, timezone.now(), progress).run(operator)


class _Founding:
    """One run: the acts in their order."""

    def __init__(self, plan: Plan, at: datetime, progress: Progress) -> None:
        self.plan, self.at, self.progress = plan, at, progress
        self.areas: dict[str, Area] = {}
        self.bodies = 0
        self.steps = 2 * len(plan.map.communities) + len(plan.bodies)
        self.done = 0

    @property
    def since(self) -> date:
        return self.plan.first_day

    def run(self, operator: str) -> Founded:
        plan = self.plan
        district = self.area(None, plan.district, official=plan.code_official)
        adopt_charter(district, by=FOUNDER, at=self.at, name=plan.charter.name, valid_from=self.since)
        streets = {place.name: self.area(district, place) for place in plan.map.streets}
        for place in plan.map.communities:
            street = streets.get(place.street) or next(iter(streets.values()))
            community = self.area(street, place)
            draw_cells(community, by=FOUNDER, at=self.at, valid_from=self.since, plan=CellPlan())
            self.tick()
        centre = self.body(draft.CENTRE, district, f"{plan.district.name}受理核查中心{TO_REGISTER}", "centre_head")
        self.seat(self.post(centre, draft.REGISTRAR), operator)
        doors = self.units()
        for place in plan.map.communities:
            self.community_bodies(self.areas[place.code], doors.get(place.code))
            self.tick()
        return Founded(len(self.areas), self.bodies)

    def area(self, parent: Area | None, place: PlaceName, *, official: bool = False) -> Area:
        new = NewArea(place.code, place.name, code_official=official, source=self.plan.charter.sources[0])
        area = establish(parent, by=FOUNDER, at=self.at, area=new, valid_from=self.since)
        self.areas[place.code] = area
        return area

    def units(self) -> dict[str, Body]:
        """The handling units, each under the name it is called by most. Gives the front doors among them by area."""
        doors = {}
        for planned in self.plan.bodies:
            role = "workstation_head" if planned.kind == draft.DOOR else "unit_head"
            area = self.areas[planned.area]
            body = self.body(planned.kind, area, planned.name.name, role, planned.name.reference)
            if planned.kind == draft.DOOR:
                doors[planned.area] = body
            self.tick()
        return doors

    def community_bodies(self, community: Area, door: Body | None) -> None:
        """The core, and the front door where the history names none; a leader for the one cell."""
        self.body(draft.CORE, community, f"{community.name}党组织{TO_REGISTER}", "core_head")
        if door is None:
            door = self.body(draft.DOOR, community, f"{community.name}工作站{TO_REGISTER}", "workstation_head")
        cell = cell_of(community, self.since)
        assert cell is not None
        leader = self.person(f"{community.name}格长{TO_REGISTER}")
        appoint_leader(cell, by=FOUNDER, at=self.at, person=leader, body=door, since=self.since)

    def body(self, kind: str, area: Area, name: str, head: str, reference: str = "") -> Body:
        body = establish_body(
            by=FOUNDER, at=self.at, kind=kind, name=name, area=area, valid_from=self.since, reference=reference
        )
        self.bodies += 1
        self.seat(self.post(body, head), f"{name.removesuffix(TO_REGISTER)}负责人{TO_REGISTER}")
        return body

    def post(self, body: Body, role: str) -> Post:
        return create_post(by=FOUNDER, at=self.at, body=body, role=role, valid_from=self.since)

    def seat(self, post: Post, name: str) -> None:
        fill_post(post, by=FOUNDER, at=self.at, person=self.person(name), since=self.since)

    def person(self, name: str) -> Person:
        if len(name) > LONGEST_NAME:
            name = name[: LONGEST_NAME - len(TO_REGISTER) - 4] + "…负责人" + TO_REGISTER
        return enter_person(by=FOUNDER, at=self.at, name=name)

    def tick(self) -> None:
        self.done += 1
        self.progress(self.done, self.steps)
