"""Every table, in one place where the framework looks."""

from tuoluo.bodies.models import Absence, Body, BodySuccession, CharterInForce, Post, Tenure
from tuoluo.drafting.models import CharterDraft
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter, Part, Said
from tuoluo.oversight.models import Admission, Hours, Task
from tuoluo.people.models import ApiAnswer, ApiToken, Contact, Person
from tuoluo.programme.models import Measure, Milestone, MilestoneStep, Ownership, Programme
from tuoluo.reform.models import Consent, HandOver, Reform
from tuoluo.services.models import Competence, Delegation, Item, Wording
from tuoluo.territory.models import Area, AreaSuccession

__all__ = [
    "Absence",
    "Admission",
    "ApiAnswer",
    "ApiToken",
    "Area",
    "AreaSuccession",
    "Body",
    "BodySuccession",
    "CharterDraft",
    "CharterInForce",
    "Competence",
    "Consent",
    "Contact",
    "Delegation",
    "HandOver",
    "Hours",
    "Item",
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
    "Reform",
    "Said",
    "Task",
    "Tenure",
    "Wording",
]
