"""Entering people."""

from __future__ import annotations

from datetime import date, datetime

from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import Family, act
from tuoluo.people.models import Contact, Person


@act("person.enter", family=Family.SERVE, private=("name",), routine=True)
def enter_person(*, by: Actor, at: datetime, name: str) -> Person:
    """Enter somebody who is to hold a post. Nothing about them is asked but the name they work under.

    Basis: Personal Information Protection Law §6 (least data).
    """
    return Person.objects.create(name=name)


def keep_contact(person: Person, value: str, *, purpose: str, expires_on: date) -> Contact:
    """Seal an address or number for one purpose until a day; called by the act in which the resident gives it."""
    return Contact.objects.create(person=person, value=value, purpose=purpose, expires_on=expires_on)
