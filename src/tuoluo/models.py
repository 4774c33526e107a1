"""Every table, in one place where the framework looks."""

from tuoluo.bodies.models import Absence, Body, CharterInForce, Post, Tenure
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter, Part, Said
from tuoluo.people.models import ApiAnswer, ApiToken, Contact, Person
from tuoluo.programme.models import Measure, Milestone, MilestoneStep, Ownership, Programme
from tuoluo.territory.models import Area, AreaSuccession

__all__ = [
    "Absence",
    "ApiAnswer",
    "ApiToken",
    "Area",
    "AreaSuccession",
    "Body",
    "CharterInForce",
    "Contact",
    "Matter",
    "Measure",
    "Milestone",
    "MilestoneStep",
    "Ownership",
    "Part",
    "Person",
    "Post",
    "Programme",
    "Record",
    "Said",
    "Tenure",
]
