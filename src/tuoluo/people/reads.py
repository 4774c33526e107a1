"""Finding people by what a clerk knows of them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from tuoluo.people.models import Person


def people_meant(who: str) -> QuerySet[Person]:
    """Those whose id or account this is, or whose name has it in it."""
    try:
        return Person.objects.filter(uuid=UUID(who))
    except ValueError:
        return Person.objects.filter(Q(name__contains=who) | Q(account__username=who)).order_by("name", "pk")


def one_person(who: str, most: int = 20) -> Person | list[Person]:
    """The one person meant; or else everybody who fits, at most so many, so that the clerk can say which."""
    found = list(people_meant(who).select_related("account")[: most + 1])
    exact = [person for person in found if who in (person.name, person.account and person.account.get_username())]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    return found[:most]


def line(person: Person) -> str:
    """A person on one line: id, account, name."""
    account = person.account.get_username() if person.account else "-"
    return f"{person.uuid}  {account:<20}  {person}"
