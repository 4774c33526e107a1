"""Every table, in one place where the framework looks."""

from tuoluo.bodies.models import Absence, Body, BodySuccession, CharterInForce, Post, Tenure
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter, Part, Said
from tuoluo.people.models import ApiAnswer, ApiToken, Contact, Person
from tuoluo.reform.models import Consent, HandOver, Reform
from tuoluo.territory.models import Area, AreaSuccession

__all__ = [
    "Absence",
    "ApiAnswer",
    "ApiToken",
    "Area",
    "AreaSuccession",
    "Body",
    "BodySuccession",
    "CharterInForce",
    "Consent",
    "Contact",
    "HandOver",
    "Matter",
    "Part",
    "Person",
    "Post",
    "Record",
    "Reform",
    "Said",
    "Tenure",
]
