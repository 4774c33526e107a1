"""How items enter the catalogue, change and leave it, and how they are handed to a provider and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body
from tuoluo.bodies.rules import may_reach
from tuoluo.charter.model import Charter, Handling
from tuoluo.kernel.periods import Period
from tuoluo.kernel.refusals import first, require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import Family, act
from tuoluo.ledger.standing import watch
from tuoluo.people.models import Person
from tuoluo.services import rules, saying  # noqa: F401 - words for facts are registered there
from tuoluo.services.lists import competences, lists
from tuoluo.services.models import Competence, Delegation, Item, Wording, columns_of
from tuoluo.services.reads import provider_of, wording_on
from tuoluo.services.rules import Grant, NewItem, Provider, RecallReason, Terms
from tuoluo.territory.models import Area

watch(Item)
watch(Delegation)
watch(Competence)


@act("item.enter", family=Family.DECIDE)
def enter_item(*, by: Actor, at: datetime, item: NewItem, valid_from: date) -> Item:
    """Enter a service item into the catalogue from a day on.

    Basis: delegate and retain (S11): a catalogue of items with their legal attribute; charter, catalogue.
    """
    charter = charter_at(by.area, timezone.localdate(at))
    known = Item.objects.filter(code=item.code).exists()
    require(
        first(
            rules.code_fault(item.code),
            rules.must_be_new(item.code, known=known),
            *rules.terms_faults(item.terms, lists(charter)),
        )
    )
    entered = Item.objects.create(code=item.code, valid_from=valid_from)
    Wording.objects.create(item=entered, valid_from=valid_from, **columns_of(item.terms))
    return entered


@act("item.change", family=Family.DECIDE)
def change_item(item: Item, *, by: Actor, at: datetime, terms: Terms, valid_from: date) -> Item:
    """Change what the catalogue says of an item from a day on; what it said before stays readable for that time.

    Basis: delegate and retain (S11); charter, catalogue.
    """
    charter = charter_at(by.area, timezone.localdate(at))
    current = item.wordings.get(valid_until=None)
    served = (delegation for delegation in _beyond(item, valid_from))
    require(
        first(
            *rules.terms_faults(terms, lists(charter)),
            rules.may_change(valid_from, Period(current.valid_from), item.valid_until),
            rules.must_stay_lawful(terms, _providers(served, valid_from, charter)),
        )
    )
    Wording.objects.filter(pk=current.pk).update(valid_until=valid_from)
    Wording.objects.create(item=item, valid_from=valid_from, **columns_of(terms))
    return item


@act("item.retire", family=Family.DECIDE)
def retire_item(item: Item, *, by: Actor, at: datetime, valid_until: date) -> Item:
    """Take an item out of the catalogue: that day it is no longer offered.

    Basis: charter, catalogue; every matter has somebody (S9).
    """
    charter = charter_at(by.area, timezone.localdate(at))
    require(rules.must_be_in_force(item.code, item.valid_until))
    require(
        rules.may_retire(valid_until, item.valid_from, _providers(_beyond(item, valid_until), valid_until, charter))
    )
    item.valid_until = valid_until
    item.save(update_fields=["valid_until"])
    return item


def _beyond(item: Item, day: date) -> Iterable[Delegation]:
    return Delegation.objects.beyond(day).filter(item=item).select_related("provider__area", "community")


def _providers(delegations: Iterable[Delegation], day: date, charter: Charter) -> Iterable[Provider]:
    return (provider_of(delegation.provider, day, charter) for delegation in delegations)


@act("item.delegate", family=Family.DECIDE)
def delegate_item(item: Item, *, by: Actor, at: datetime, community: Area, provider: Body, grant: Grant) -> Delegation:
    """Hand an item over to a provider in a community, from a day until a day, on a basis and by a contract.

    Basis: delegate and retain (S11); charter, kinds: administrative_subject.
    """
    require(may_reach(by.area, community.stem))
    require(rules.must_be_a_community(community.code, community.level))
    wording = wording_on(item, grant.since)
    charter = charter_at(community.stem, max(grant.since, timezone.localdate(at)))
    taken = Delegation.objects.filter(item=item, stem=community.stem).select_related("provider")
    require(rules.must_be_said(item.code, grant.since, said=wording is not None))
    assert wording is not None
    later = Wording.objects.filter(item=item, valid_from__gt=grant.since, valid_from__lt=grant.until)
    terms = [wording.terms(), *(one.terms() for one in later.order_by("valid_from"))]
    retained = next((one for one in terms if one.handling is Handling.RETAINED), terms[0])
    require(
        rules.may_delegate(
            retained,
            item.period,
            provider_of(provider, grant.since, charter),
            grant,
            community=community.stem,
            lists=lists(charter),
            others=[(other.provider.name, other.period) for other in taken],
        )
    )
    return Delegation.objects.create(
        item=item,
        community=community,
        stem=community.stem,
        provider=provider,
        since=grant.since,
        until=grant.until,
        basis=grant.basis.strip(),
        contract=grant.contract.strip(),
    )


@act("item.recall", family=Family.DECIDE)
def recall_item(delegation: Delegation, *, by: Actor, at: datetime, until: date, reason: RecallReason) -> Delegation:
    """Take an item back from its provider before the agreed end: from that day somebody else serves it.

    Basis: delegate and retain (S11).
    """
    require(rules.may_recall(until, timezone.localdate(at), delegation.period))
    delegation.until = max(until, delegation.since)
    delegation.recalled_on, delegation.recall_reason = timezone.localdate(at), reason.value
    delegation.save(update_fields=["until", "recalled_on", "recall_reason"])
    return delegation


@act("competence.record", family=Family.SUPERVISE, private=("proof",))
def record_competence(
    *, by: Actor, at: datetime, person: Person, competence: rules.Trained, proof: str = ""
) -> Competence:
    """Note that somebody who holds a post has been trained or examined for something, from when until when.

    Basis: required competences by item (S21).
    """
    require(rules.may_certify(competence.code, competences(), competence.since, competence.until))
    trained = {"code": competence.code, "since": competence.since, "until": competence.until}
    return Competence.objects.create(person=person, proof=proof, **trained)
