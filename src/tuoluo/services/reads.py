"""Questions about items: what is offered in a community, who serves it, and what stands against handing it over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from tuoluo.bodies.charters import charter_at, prefixes
from tuoluo.bodies.models import Body, Tenure
from tuoluo.bodies.reads import body_meant, front_door
from tuoluo.charter.model import Charter, Handling, Part
from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.actors import Actor
from tuoluo.services import rules
from tuoluo.services.lists import attributes, lists
from tuoluo.services.models import Competence, Delegation, Item, Wording
from tuoluo.services.rules import Attribute, Grant, Provider
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import areas_on


@dataclass(frozen=True)
class Offered:
    """An item as a community offers it on a day: what it says, who serves it, and by which delegation if by any."""

    wording: Wording
    attribute: Attribute | None
    server: Body | None
    delegation: Delegation | None

    @property
    def code(self) -> str:
        """The code of the item."""
        return self.wording.item.code

    @property
    def retained(self) -> bool:
        """Whether it stays with the administration (收)."""
        return self.wording.handling == Handling.RETAINED


def wording_on(item: Item, day: date) -> Wording | None:
    """What the catalogue says of an item on a day."""
    return Wording.objects.on(day).filter(item=item).order_by("pk").last()


def wordings_on(day: date) -> list[Wording]:
    """The whole catalogue as it is on a day, by code."""
    return list(Wording.objects.on(day).select_related("item").order_by("item__code"))


def offered_in(community: Area, day: date, *, asked: str = "", handling: str = "") -> list[Offered]:
    """The items of a community on a day, narrowed by words of their name or code, or by 放 and 收."""
    found = Wording.objects.on(day).select_related("item").order_by("item__code")
    if asked:
        found = found.filter(Q(name__icontains=asked) | Q(name_en__icontains=asked) | Q(item__code__icontains=asked))
    if handling in (Handling.RETAINED.value, Handling.DELEGABLE.value):
        found = found.filter(handling=handling)
    running = (
        Delegation.objects.on(day).filter(stem=community.stem).select_related("provider__area", "item", "community")
    )
    by_item = {delegation.item_id: delegation for delegation in running}
    charter = charter_at(community.stem, day)
    known, door = attributes(), front_door(community.stem, day)
    served: dict[str, Body | None] = {}
    return [
        Offered(
            wording,
            known.get(wording.attribute),
            by_item[wording.item_id].provider
            if wording.item_id in by_item
            else _leads(wording.category, community, day, charter, served) or door,
            by_item.get(wording.item_id),
        )
        for wording in found
    ]


def _leads(category: str, community: Area, day: date, charter: Charter, served: dict[str, Body | None]) -> Body | None:
    """Who leads a category of the charter in a community, if the item names one."""
    if not category:
        return None
    if category not in served:
        duty = charter.duty_for(category, community.stem)
        served[category] = body_meant(duty.lead, community.stem, day) if duty else None
    return served[category]


def provider_of(body: Body, day: date, charter: Charter, held: frozenset[str] | None = None) -> Provider:
    """A body as the rules look at a provider; ``held`` when its competences are known already."""
    kind = charter.kinds.get(body.kind)
    return Provider(
        name=body.name,
        kind=body.kind,
        part=kind.part if kind else Part.GOVERNMENT,
        administrative_subject=bool(kind and kind.administrative_subject),
        kind_basis=kind.basis if kind else "",
        stem=body.area.stem,
        credit_code=body.credit_code,
        period=body.period,
        competences=competences_of([body], day)[body.pk] if held is None else held,
    )


def competences_of(bodies: Sequence[Body], day: date) -> dict[int, frozenset[str]]:
    """What those who hold posts in each body on a day have been trained for (two questions to the database)."""
    seats = Tenure.objects.on(day).filter(post__body__in=bodies).values_list("post__body", "person")
    holders = list(seats)
    valid = Q(until=None) | Q(until__gt=day)
    rows = Competence.objects.filter(valid, since__lte=day, person__in={person for _, person in holders})
    held: dict[int, set[str]] = {}
    for person, code in rows.values_list("person", "code"):
        held.setdefault(person, set()).add(code)
    return {
        body.pk: frozenset(code for place, person in holders if place == body.pk for code in held.get(person, ()))
        for body in bodies
    }


def providers_for(community: Area, day: date) -> list[Body]:
    """Every body that could serve in a community: its own first, then those around it."""
    near = Body.objects.in_office(day).filter(area__stem__in=prefixes(community.stem)).select_related("area")
    return sorted(near, key=lambda body: (-len(body.area.stem), body.kind, body.name))


def delegations_of(item: Item, stem: str) -> list[Delegation]:
    """Every delegation of an item inside an area, the newest first."""
    rows = Delegation.objects.filter(item=item, stem__startswith=stem)
    return list(rows.select_related("community", "provider", "item").order_by("-since", "-pk"))


def items_with_delegations(day: date, stem: str, found: Iterable[int] | None = None) -> list[Wording]:
    """The catalogue for those who hand items over, each with the delegations that run inside an area."""
    running = Delegation.objects.on(day).filter(stem__startswith=stem).select_related("provider", "community")
    rows = Wording.objects.on(day).select_related("item").order_by("item__code")
    if found is not None:
        rows = rows.filter(item__in=list(found))
    return list(rows.prefetch_related(Prefetch("item__delegations", running, to_attr="running")))


def communities_within(actor: Actor, day: date) -> list[Area]:
    """The communities inside the area that an actor's body answers for."""
    return list(areas_on(Level.COMMUNITY, day, within=actor.area).defer("boundary")) if actor.area else []


def candidates(item: Item, community: Area, day: date) -> list[tuple[Body, Refusal | None]]:
    """Who could serve an item in a community from a day on, and of the others what stands against each."""
    wording = wording_on(item, day)
    if wording is None:
        return []
    terms, charter = wording.terms(), charter_at(community.stem, day)
    known, grant = lists(charter), Grant(day, day + timedelta(days=1), "-")
    bodies = providers_for(community, day)
    held = competences_of(bodies, day)
    return [
        (body, rules.must_suit(terms, provider_of(body, day, charter, held[body.pk]), grant, community.stem, known))
        for body in bodies
    ]
