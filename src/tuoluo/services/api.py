"""Service items as JSON: the catalogue, what a community offers, and handing items over."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tuoluo.bodies.http import WHOEVER, Line, asking, found, may_answer
from tuoluo.bodies.models import Body
from tuoluo.charter.model import Handling
from tuoluo.kernel.worktime import TimeLimit, Unit
from tuoluo.ledger.naming import called
from tuoluo.people.models import Person
from tuoluo.services.acts import change_item, delegate_item, enter_item, recall_item, record_competence, retire_item
from tuoluo.services.lists import attributes
from tuoluo.services.models import Delegation, Item, Wording
from tuoluo.services.reads import Offered, delegations_of, offered_in, wording_on, wordings_on
from tuoluo.services.rules import Grant, NewItem, RecallReason, Terms, Trained
from tuoluo.territory.models import Level
from tuoluo.territory.reads import area_on

router = Router(auth=WHOEVER, tags=["service items"])
Text = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]


class Limit(Schema):
    """Within what time, e.g. 5 working_days."""

    amount: Annotated[int, Field(ge=1, le=9999, strict=True)]
    unit: Unit


class TermsGiven(Schema):
    """What the catalogue says of an item. ``handling``: retained (收) or delegable (放)."""

    name: Text
    name_en: Text = ""
    attribute: Line
    handling: Handling
    category: Line = ""
    basis: Text = ""
    competences: Annotated[list[Line], Field(max_length=20)] = []
    materials: Text = ""
    limit: Limit | None = None
    fee: Text = ""
    note: Text = ""
    source: Text = ""

    def read(self) -> Terms:
        """As the act takes it."""
        limit = TimeLimit(self.limit.amount, self.limit.unit) if self.limit else None
        same = {name: getattr(self, name).strip() for name in TermsGiven.model_fields if name not in NOT_TEXT}
        return Terms(**same, handling=self.handling, competences=tuple(self.competences), limit=limit)


NOT_TEXT = frozenset({"handling", "competences", "limit"})


class DelegationSeen(Schema):
    """An item in the hands of a provider in one community; ``until`` is the first day no longer served."""

    id: UUID
    item: str
    community: str
    provider: UUID
    provider_name: str
    since: date
    until: date
    basis: str
    contract: str
    recalled_on: date | None
    recall_reason: str


class ItemSeen(TermsGiven):
    """An item of the catalogue as it is on a day."""

    code: str
    attribute_name: str
    valid_from: date
    valid_until: date | None


class ItemOffered(ItemSeen):
    """An item in a community: the body that serves it, and the delegation if there is one."""

    served_by: UUID | None
    served_by_name: str
    delegation: DelegationSeen | None


class ItemInFull(ItemSeen):
    """An item with every delegation of it."""

    delegations: list[DelegationSeen]


class Entered(TermsGiven):
    """An item to be entered from a day on."""

    code: Line
    valid_from: date


class Changed(TermsGiven):
    """What an item says from a day on."""

    valid_from: date


class Retired(Schema):
    """The first day on which it is no longer offered."""

    valid_until: date


class Given(Schema):
    """To whom an item is handed over, where, from when until when, on what basis."""

    community: Line
    provider: UUID
    since: date
    until: date
    basis: Annotated[str, Field(max_length=400, pattern=r"^[^\x00]*$")]
    contract: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""


class Recalled(Schema):
    """From when on, and why."""

    until: date
    reason: RecallReason


class Certified(Schema):
    """What somebody who holds a post has been trained or examined for. ``proof`` is sealed."""

    person: UUID
    code: Line
    since: date
    until: date | None = None
    proof: Text = ""


class CompetenceSeen(Schema):
    """A competence that was recorded."""

    person: UUID
    code: str
    since: date
    until: date | None


class Wanted(Schema):
    """Which items are wanted."""

    community: Line = Field("", description="code of a community: who serves each item there")
    q: Line = Field("", description="part of a name or code")
    handling: Line = Field("", description="retained or delegable")


@router.get(
    "/items", response={200: list[ItemOffered], **may_answer(409)}, operation_id="items", summary="Service items"
)
def items(request: HttpRequest, wanted: Query[Wanted]) -> list[dict[str, Any]]:
    """The catalogue as it is today; with a community also who serves each item there."""
    day = timezone.localdate()
    if wanted.community:
        area = area_on(wanted.community)
        community = found(area if area and area.level == Level.COMMUNITY else None, wanted.community)
        return [_offered(one) for one in offered_in(community, day, asked=wanted.q, handling=wanted.handling)]
    words = wanted.q.casefold()
    return [
        _offered(Offered(wording, None, None, None))
        for wording in wordings_on(day)
        if words in f"{wording.name} {wording.name_en} {wording.item.code}".casefold()
        and wanted.handling in ("", wording.handling)
    ]


@router.get("/items/{code}", response={200: ItemInFull, **may_answer()}, operation_id="item", summary="One item")
def item(request: HttpRequest, code: Line) -> dict[str, Any]:
    """An item with every delegation of it, the newest first."""
    return _in_full(_item(code))


@router.post(
    "/items", response={200: ItemInFull, **may_answer(409)}, operation_id="item_enter", summary="Enter an item"
)
def enter(request: HttpRequest, what: Entered) -> dict[str, Any]:
    """Enter a service item into the catalogue from a day on."""
    new = NewItem(what.code, what.read())
    return _in_full(enter_item(by=asking(request).actor, at=timezone.now(), item=new, valid_from=what.valid_from))


@router.post(
    "/items/{code}/change",
    response={200: ItemInFull, **may_answer(409)},
    operation_id="item_change",
    summary="Change an item",
)
def change(request: HttpRequest, code: Line, what: Changed) -> dict[str, Any]:
    """Change what the catalogue says of an item from a day on."""
    by, now = asking(request).actor, timezone.now()
    return _in_full(change_item(_item(code), by=by, at=now, terms=what.read(), valid_from=what.valid_from))


@router.post(
    "/items/{code}/retire",
    response={200: ItemInFull, **may_answer(409)},
    operation_id="item_retire",
    summary="Retire an item",
)
def retire(request: HttpRequest, code: Line, what: Retired) -> dict[str, Any]:
    """Take an item out of the catalogue."""
    by, now = asking(request).actor, timezone.now()
    return _in_full(retire_item(_item(code), by=by, at=now, valid_until=what.valid_until))


@router.post(
    "/items/{code}/delegate",
    response={200: DelegationSeen, **may_answer(409)},
    operation_id="item_delegate",
    summary="Delegate an item",
)
def delegate(request: HttpRequest, code: Line, what: Given) -> dict[str, Any]:
    """Hand an item over to a provider in a community; refused with the reason when it must be retained."""
    row, area = _item(code), found(area_on(what.community), what.community)
    provider = found(Body.objects.select_related("area").filter(uuid=what.provider).first(), what.provider)
    grant = Grant(what.since, what.until, what.basis, what.contract)
    by, now = asking(request).actor, timezone.now()
    return _delegation(delegate_item(row, by=by, at=now, community=area, provider=provider, grant=grant))


@router.post(
    "/delegations/{delegation}/recall",
    response={200: DelegationSeen, **may_answer(409)},
    operation_id="item_recall",
    summary="Recall an item",
)
def recall(request: HttpRequest, delegation: UUID, what: Recalled) -> dict[str, Any]:
    """Take an item back from its provider before the agreed end."""
    row = found(Delegation.objects.filter(uuid=delegation).first(), delegation)
    by, now = asking(request).actor, timezone.now()
    recall_item(row, by=by, at=now, until=what.until, reason=what.reason)
    return _delegation(Delegation.objects.select_related("item", "community", "provider").get(pk=row.pk))


@router.post(
    "/competences",
    response={200: CompetenceSeen, **may_answer(409)},
    operation_id="competence_record",
    summary="Record a competence",
)
def competence(request: HttpRequest, what: Certified) -> dict[str, Any]:
    """Note that somebody who holds a post has been trained or examined for something."""
    person = found(Person.objects.filter(uuid=what.person).first(), what.person)
    trained = Trained(what.code, what.since, what.until)
    row = record_competence(
        by=asking(request).actor, at=timezone.now(), person=person, competence=trained, proof=what.proof
    )
    return {"person": person.uuid, "code": row.code, "since": row.since, "until": row.until}


def _item(code: str) -> Item:
    return found(Item.objects.filter(code=code).first(), code)


def _seen(wording: Wording) -> dict[str, Any]:
    terms = wording.terms()
    attribute = attributes().get(terms.attribute)
    texts = {name: getattr(terms, name) for name in TermsGiven.model_fields if name not in NOT_TEXT}
    limit = {"amount": terms.limit.amount, "unit": terms.limit.unit} if terms.limit else None
    return {
        **texts,
        "handling": terms.handling,
        "competences": list(terms.competences),
        "limit": limit,
        "code": wording.item.code,
        "attribute_name": called(attribute) if attribute else terms.attribute,
        "valid_from": wording.valid_from,
        "valid_until": wording.item.valid_until,
    }


def _offered(one: Offered) -> dict[str, Any]:
    return {
        **_seen(one.wording),
        "served_by": one.server.uuid if one.server else None,
        "served_by_name": called(one.server) if one.server else "",
        "delegation": _delegation(one.delegation) if one.delegation else None,
    }


def _in_full(row: Item) -> dict[str, Any]:
    wording = wording_on(row, timezone.localdate()) or row.wordings.select_related("item").order_by("pk").last()
    assert wording is not None
    return {**_seen(wording), "delegations": [_delegation(one) for one in delegations_of(row, "")]}


def _delegation(row: Delegation) -> dict[str, Any]:
    same = ("since", "until", "basis", "contract", "recalled_on", "recall_reason")
    return {
        **{name: getattr(row, name) for name in same},
        "id": row.uuid,
        "item": row.item.code,
        "community": row.community.code,
        "provider": row.provider.uuid,
        "provider_name": called(row.provider),
    }
