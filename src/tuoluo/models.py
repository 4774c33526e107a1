"""Every table, in one place where the framework looks."""

from tuoluo.bodies.models import Absence, Body, CharterInForce, Post, Tenure
from tuoluo.drafting.models import CharterDraft
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter, Part, Said
from tuoluo.oversight.models import Admission, Hours, Task
from tuoluo.people.models import ApiAnswer, ApiToken, Contact, Person
from tuoluo.programme.models import Measure, Milestone, MilestoneStep, Ownership, Programme
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
    "CharterDraft",
    "CharterInForce",
    "Competence",
    "Contact",
    "Delegation",
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
    "Said",
    "Task",
    "Tenure",
    "Wording",
]
