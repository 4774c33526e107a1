"""The people and places that tests play with: a small district, built through the acts as a real one is.

Testing District has one subdistrict, two communities with two cells each, and the bodies of the nanshan charter that
its commonest duties need. `found_district()` sets it up and hands over everybody by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from tuoluo.bodies.acts import adopt_charter, create_post, establish_body, fill_post
from tuoluo.bodies.authority import FOUNDER
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.bodies.reads import actor_for, as_resident
from tuoluo.ledger.actors import Actor
from tuoluo.people.acts import enter_person
from tuoluo.people.models import Person
from tuoluo.territory.acts import draw_cells, establish
from tuoluo.territory.models import Area, Level
from tuoluo.territory.rules import CellPlan, NewArea
from tuoluo.workforce.acts import appoint_leader

SINCE = date(2026, 7, 1)
LITTER = "M06012"  # 道路不洁: led by the workstation, the core verifies, the subdistrict office evaluates
FUMES = "M06027"  # 油烟污染: led by the subdistrict office, the workstation helps, the residents' committee verifies
RUBBISH = "M06010"  # 暴露垃圾: led by the workstation, the core verifies, the subdistrict office evaluates
DANCE_NOISE = "L90008"  # 广场舞: led by the residents' committee, the core verifies, the service centre evaluates
MANHOLE = "C01001"  # 供水井盖: led by the water bureau, verified by the residents' committee


@dataclass(frozen=True)
class Cast:
    """Everybody and every place. ``near`` is the community where things happen, ``far`` is its neighbour."""

    district: Area
    subdistrict: Area
    near: Area
    far: Area
    cells: tuple[Area, ...]  # of ``near``
    far_cells: tuple[Area, ...]

    core: Body
    committee: Body
    workstation: Body
    centre: Body
    society: Body
    office: Body
    water: Body
    governance: Body
    far_workstation: Body

    resident: Actor
    other_resident: Actor
    clerk: Actor  # at the front door of ``near``
    workstation_head: Actor
    cell_leader: Actor  # of the first cell of ``near``
    verifier: Actor  # a member of the residents' committee
    committee_chair: Actor
    secretary: Actor  # of the core
    social_worker: Actor
    centre_director: Actor
    society_head: Actor
    dispatcher: Actor  # at the subdistrict office
    subdistrict_head: Actor
    water_officer: Actor
    water_head: Actor
    district_head: Actor
    registrar: Actor
    auditor: Actor
    neighbour_clerk: Actor  # at the front door of ``far``

    def person(self, actor: Actor) -> Person:
        """The person behind an actor."""
        assert actor.person is not None
        return Person.objects.get(pk=actor.person)

    def post(self, actor: Actor) -> Post:
        """The post in which an actor acts."""
        assert actor.post is not None
        return Post.objects.get(pk=actor.post)


def found_district() -> Cast:
    """Set the district up as its founder would, and end the founding by putting its head in office."""
    at = timezone.make_aware(datetime(2026, 7, 1, 9))
    areas = _areas(at)
    adopt_charter(areas["district"], by=FOUNDER, at=at, name="nanshan", valid_from=SINCE)
    bodies = _bodies(areas, at)
    actors = _actors(areas, bodies, at)
    residents = {name: as_resident(Person.objects.create(name=words)) for name, words in RESIDENTS.items()}
    everybody: dict[str, Any] = {**areas, **bodies, **residents, **actors}
    return Cast(
        **everybody,
        cells=_cells(areas["near"]),
        far_cells=_cells(areas["far"]),
    )


RESIDENTS = {"resident": "林小燕", "other_resident": "何大为"}
WEST, SOUTH, SIDE = 113.90, 22.50, 0.02


def square(column: int) -> dict[str, Any]:
    """The boundary of a community two kilometres wide: GeoJSON in CGCS2000."""
    west, east = WEST + column * SIDE, WEST + (column + 1) * SIDE
    ring = [[west, SOUTH], [east, SOUTH], [east, SOUTH + SIDE], [west, SOUTH + SIDE], [west, SOUTH]]
    return {"type": "Polygon", "coordinates": [ring]}


def _areas(at: datetime) -> dict[str, Area]:
    def found(parent: Area | None, code: str, name: str, name_en: str, boundary: dict[str, Any] | None = None) -> Area:
        new = NewArea(code, name, name_en, boundary=boundary, schematic=boundary is not None, source="tests")
        return establish(parent, by=FOUNDER, at=at, area=new, valid_from=SINCE)

    district = found(None, "440399000000", "试验区", "Testing District")
    subdistrict = found(district, "440399001000", "榕树街道", "Banyan Subdistrict")
    near = found(subdistrict, "440399001001", "荔园社区", "Lychee Garden Community", square(0))
    far = found(subdistrict, "440399001002", "海湾社区", "Bay Community", square(1))
    for community in (near, far):
        draw_cells(community, by=FOUNDER, at=at, valid_from=SINCE, plan=CellPlan(count=2, seed=1))
    return {"district": district, "subdistrict": subdistrict, "near": near, "far": far}


def _cells(community: Area) -> tuple[Area, ...]:
    return tuple(Area.objects.filter(level=Level.CELL, stem__startswith=community.stem))


BODIES = (  # name here, kind, area, name, English name, superior
    ("governance", "district_governance_centre", "district", "试验区网格管理中心", "Testing Grid Centre", ""),
    ("water", "water", "district", "试验区水务局", "Testing Water Bureau", ""),
    ("office", "subdistrict_office", "subdistrict", "榕树街道办事处", "Banyan Subdistrict Office", ""),
    ("core", "party_committee", "near", "荔园社区综合党委", "Lychee Garden Party Committee", ""),
    ("committee", "residents_committee", "near", "荔园社区居委会", "Lychee Garden Residents' Committee", "core"),
    ("workstation", "workstation", "near", "荔园社区工作站", "Lychee Garden Workstation", "office"),
    ("centre", "service_centre", "near", "荔园社区服务中心", "Lychee Garden Service Centre", "office"),
    ("society", "social_organisation", "near", "荔园老年协会", "Lychee Garden Elders' Association", "core"),
    ("far_workstation", "workstation", "far", "海湾社区工作站", "Bay Workstation", "office"),
    ("far_core", "party_committee", "far", "海湾社区综合党委", "Bay Party Committee", ""),
    ("far_committee", "residents_committee", "far", "海湾社区居委会", "Bay Residents' Committee", "far_core"),
)


def _bodies(areas: dict[str, Area], at: datetime) -> dict[str, Body]:
    made: dict[str, Body] = {}
    for key, kind, area, name, name_en, superior in BODIES:
        made[key] = establish_body(
            by=FOUNDER,
            at=at,
            kind=kind,
            name=name,
            name_en=name_en,
            area=areas[area],
            superior=made.get(superior),
            valid_from=SINCE,
        )
    return made


POSTS = (  # name here, body, role, person; heads first, and last of all the one who ends the founding
    ("workstation_head", "workstation", "workstation_head", "宝立新"),
    ("clerk", "workstation", "workstation_clerk", "陈静"),
    ("committee_chair", "committee", "residents_committee_chair", "黄秀珍"),
    ("verifier", "committee", "residents_committee_member", "吴敏"),
    ("secretary", "core", "secretary", "李国强"),
    ("centre_director", "centre", "service_centre_director", "周文"),
    ("social_worker", "centre", "social_worker", "郑晓"),
    ("society_head", "society", "organisation_head", "老梁"),
    ("subdistrict_head", "office", "subdistrict_head", "孙建"),
    ("dispatcher", "office", "subdistrict_dispatcher", "马丽"),
    ("water_head", "water", "department_head", "江涛"),
    ("water_officer", "water", "department_officer", "水清"),
    ("neighbour_head", "far_workstation", "workstation_head", "邓远"),
    ("neighbour_clerk", "far_workstation", "workstation_clerk", "谢芳"),
    ("far_secretary", "far_core", "secretary", "高山"),
    ("far_chair", "far_committee", "residents_committee_chair", "石梅"),
    ("registrar", "governance", "district_registrar", "罗记"),
    ("auditor", "governance", "auditor", "严审"),
    ("district_head", "governance", "district_head", "唐明"),
)
NAMED = {"neighbour_head", "far_secretary", "far_chair"}  # in office, but no test plays them


def _actors(areas: dict[str, Area], bodies: dict[str, Body], at: datetime) -> dict[str, Actor]:
    actors = {"cell_leader": _lead_first_cell(areas["near"], bodies["workstation"], at)}
    _lead_other_cells(areas, bodies, at)
    for key, body, role, name in POSTS:
        person = enter_person(by=FOUNDER, at=at, name=name)
        post = create_post(by=FOUNDER, at=at, body=bodies[body], role=role, valid_from=SINCE)
        fill_post(post, by=FOUNDER, at=at, person=person, since=SINCE)
        actors[key] = actor_of(post)
    for key in NAMED:
        del actors[key]
    for key in ("far_core", "far_committee"):
        del bodies[key]
    return actors


def _lead_first_cell(near: Area, body: Body, at: datetime) -> Actor:
    cell = _cells(near)[0]
    person = enter_person(by=FOUNDER, at=at, name="葛长")
    appoint_leader(cell, by=FOUNDER, at=at, person=person, body=body, since=SINCE)
    return actor_of(Post.objects.get(cell=cell))


def _lead_other_cells(areas: dict[str, Area], bodies: dict[str, Body], at: datetime) -> None:
    others = [(_cells(areas["near"])[1:], "workstation"), (_cells(areas["far"]), "far_workstation")]
    for cells, body in others:
        for number, cell in enumerate(cells):
            person = enter_person(by=FOUNDER, at=at, name=f"格长{number + 2}")
            appoint_leader(cell, by=FOUNDER, at=at, person=person, body=bodies[body], since=SINCE)


def actor_of(post: Post) -> Actor:
    """Whoever holds a post today, acting in it."""
    tenures = Tenure.objects.select_related("person", "post__body__area")
    return actor_for(tenures.get(post=post, until=None))
