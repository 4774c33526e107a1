"""Setting the demo district up: its places, the charter, the bodies of the sum 1 + 3 + N, and everybody in office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from tuoluo.bodies.acts import adopt_charter, create_post, establish_body, fill_post
from tuoluo.bodies.authority import FOUNDER
from tuoluo.bodies.charters import charter_named
from tuoluo.bodies.models import Body
from tuoluo.charter.model import Part
from tuoluo.demo import names
from tuoluo.demo.places import Size, establish_places
from tuoluo.people.acts import enter_person
from tuoluo.people.models import Person
from tuoluo.territory.models import Area, Level
from tuoluo.workforce.acts import appoint_leader

CHARTER = "nanshan"
DEPARTMENT_OFFICERS = 3
VIRTUAL = "虚拟"  # a code without people: it gets the bodies it must have, and no more
Progress = Callable[[str, int, int], None]

# role: how many seats besides the head
SEATS = {
    "party_committee": {"party_organiser": 1},
    "residents_committee": {"residents_committee_member": 3},
    "workstation": {"workstation_clerk": 3},
    "service_centre": {"social_worker": 2},
    "subdistrict_office": {"subdistrict_dispatcher": 3},
    "subdistrict_committee": {"auditor": 1},
    "district_governance_centre": {"district_registrar": 2, "auditor": 1},
}


@dataclass
class Founding:
    """One founding: when, on what day everything begins, and what has been set up so far."""

    at: datetime
    day: date
    random: Random
    progress: Progress
    bodies: dict[tuple[str, int], Body] = field(default_factory=dict)
    resident: Person = field(init=False)

    def found(self, size: Size) -> Area:
        """Set everything up. The head of the district takes office last: from then on those in office decide."""
        district = establish_places(size, by=FOUNDER, at=self.at, valid_from=self.day, progress=self.progress)
        adopt_charter(district, by=FOUNDER, at=self.at, name=CHARTER, valid_from=self.day)
        areas = list(Area.objects.on(self.day).exclude(level=Level.CELL).order_by("stem"))
        offices = [area for area in areas if area.level != Level.COMMUNITY]
        for number, area in enumerate(offices):
            self.progress("offices", number, len(offices))
            self._government(area)
        communities = [area for area in areas if area.level == Level.COMMUNITY]
        for number, area in enumerate(communities):
            self.progress("communities", number, len(communities))
            self._community(area)
        self.resident = self._person()
        self._staff(self.bodies["district_governance_centre", district.pk])
        return district

    def _government(self, area: Area) -> None:
        for kind in charter_named(CHARTER).kinds_of(Part.GOVERNMENT):
            if kind.level.value != area.level:
                continue
            owned = area.level == Level.SUBDISTRICT
            name = area.name.removesuffix("街道") + kind.name.zh if owned else kind.name.zh
            english = f"{area.name_en.removesuffix(' Subdistrict')} {kind.name.en}" if owned else kind.name.en
            body = self._establish(kind.code, name, english, area, kind.superior)
            if kind.code != "district_governance_centre":
                self._staff(body)

    def _community(self, area: Area) -> None:
        charter = charter_named(CHARTER)
        for kind in (*charter.kinds_of(Part.CORE), *charter.kinds_of(Part.BALANCE)):
            name = names.short(area.name) + kind.name.zh
            english = f"{names.short_en(area.name_en)} {kind.name.en}"
            self._staff(self._establish(kind.code, name, english, area, kind.superior))
        if VIRTUAL not in area.name:
            self._many(area)
        self._leaders(area)

    def _many(self, area: Area) -> None:
        """Some of the N: clubs and societies, and units that have their seat here."""
        for zh, en in self.random.sample(names.ORGANISATIONS, self.random.randint(2, 4)):
            english = f"{names.short_en(area.name_en)} {en}"
            self._member(area, "social_organisation", names.short(area.name) + zh, english)
        managing, other = self.random.choice(names.UNITS[:3]), self.random.sample(names.UNITS[3:], 2)
        for zh, en in (managing, *other):
            self._member(area, "local_unit", zh.format(names.short(area.name)), en.format(names.short_en(area.name_en)))

    def _member(self, area: Area, kind: str, name: str, english: str) -> None:
        self._staff(self._establish(kind, name, english, area, charter_named(CHARTER).kinds[kind].superior))

    def _leaders(self, area: Area) -> None:
        """One person in charge of each cell, from the workstation's staff in the field."""
        workstation = self.bodies["workstation", area.pk]
        for cell in Area.objects.on(self.day).within(area.stem).filter(level=Level.CELL):
            person = self._person()
            appoint_leader(cell, by=FOUNDER, at=self.at, person=person, body=workstation, since=self.day)

    def _establish(self, kind: str, name: str, english: str, area: Area, superior: str) -> Body:
        body = establish_body(
            by=FOUNDER,
            at=self.at,
            kind=kind,
            name=name,
            name_en=english,
            area=area,
            valid_from=self.day,
            superior=self._superior(superior, area),
        )
        self.bodies[kind, area.pk] = body
        return body

    def _superior(self, kind: str, area: Area | None) -> Body | None:
        while kind and area is not None:
            if (kind, area.pk) in self.bodies:
                return self.bodies[kind, area.pk]
            area = area.parent
        return None

    def _staff(self, body: Body) -> None:
        """Fill the head post of a body and its other seats."""
        roles = charter_named(CHARTER).roles_of(body.kind)
        head = next(role.code for role in roles if role.head)
        others = SEATS.get(body.kind)
        if others is None and any(role.code == "department_officer" for role in roles):
            others = {"department_officer": DEPARTMENT_OFFICERS}
        seats = [role for role, count in (others or {}).items() for _ in range(count)]
        for role in (*seats, head):  # the head last: whoever heads the district ends the founding
            person = self._person()
            post = create_post(by=FOUNDER, at=self.at, body=body, role=role, valid_from=self.day)
            fill_post(post, by=FOUNDER, at=self.at, person=person, since=self.day)

    def _person(self) -> Person:
        return enter_person(by=FOUNDER, at=self.at, name=names.person_name(self.random))
