"""Every table, in one place where the framework looks."""

from tuoluo.bodies.models import Body, CharterInForce, Post, Tenure
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter, Part
from tuoluo.people.models import Contact, Person
from tuoluo.territory.models import Area, AreaSuccession

__all__ = [
    "Area",
    "AreaSuccession",
    "Body",
    "CharterInForce",
    "Contact",
    "Matter",
    "Part",
    "Person",
    "Post",
    "Record",
    "Tenure",
]
