"""What the terms of a charter are called, and the sentences for refusals about drafts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tuoluo.charter.model import Level, Part, Power
from tuoluo.ledger.words import say

PARTS = {
    Part.CORE: _("The core"),
    Part.BALANCE: _("The three in balance"),
    Part.MANY: _("The many"),
    Part.GOVERNMENT: _("Government outside the sum"),
}
POWERS = {
    Power.COORDINATION: _("coordinates"),
    Power.SELF_GOVERNMENT: _("self-government"),
    Power.MANAGEMENT: _("manages"),
    Power.SERVICE: _("serves"),
    Power.PARTICIPATION: _("takes part"),
    Power.ADMINISTRATION: _("administers"),
}
LEVELS = {
    Level.COMMUNITY: _("for each community"),
    Level.SUBDISTRICT: _("for each subdistrict"),
    Level.DISTRICT: _("for the whole district"),
}

STATES = {
    "open": _("being written"),
    "proposed": _("proposed"),
    "withdrawn": _("withdrawn"),
    "adopted": _("adopted"),
}

TABLES = {
    "duties": _("Duties"),
    "kinds": _("Kinds of bodies"),
    "roles": _("Roles and rights"),
    "catalogue": _("Catalogue"),
    "examples": _("Examples"),
    "charter": _("Title, version, dates"),
    "hours": _("Working time"),
    "front_door": _("Front door"),
    "cells": _("Cells"),
    "reform": _("Who consents to a reform"),
}
LABELS = {
    "acts": _("What it may do"),
    "administrative_subject": _("Administrative subject"),
    "amount": _("Time allowed (number)"),
    "area": _("Only in the area (code)"),
    "assistants": _("Assist"),
    "basis": _("Basis"),
    "calendar": _("Calendar"),
    "category": _("Category"),
    "cell": _("One for each cell"),
    "code": _("Code"),
    "consent": _("Must consent"),
    "at": _("Reported at"),
    "due": _("Due"),
    "place": _("In the area (code)"),
    "en": _("Name in English"),
    "evaluator": _("Evaluates"),
    "handling": _("Retained or delegable"),
    "head": _("Head of the body"),
    "keywords": _("Words of residents"),
    "kind": _("Kind"),
    "kinds": _("Sits in"),
    "lead": _("Leads"),
    "leader_role": _("Role of the leader"),
    "level": _("Serves"),
    "maximum": _("At most"),
    "minimum": _("At least"),
    "name": _("Short name"),
    "needs_administrative_subject": _("Needs an administrative subject"),
    "note": _("Note"),
    "origin": _("Origin"),
    "parent": _("Group"),
    "part": _("Place in the sum"),
    "powers": _("What it is there for"),
    "retained": _("Must be retained"),
    "sessions": _("Office hours"),
    "sources": _("Sources"),
    "superior": _("Answers to"),
    "supervisor": _("Supervises"),
    "timezone": _("Time zone"),
    "title_en": _("Title in English"),
    "title_zh": _("Title in Chinese"),
    "unit": _("Unit"),
    "valid_from": _("In force from"),
    "valid_until": _("In force until"),
    "verifier": _("Verifies"),
    "version": _("Version"),
    "zh": _("Name in Chinese"),
}
CHOICES = {
    "1": _("1: the core"),
    "3": _("3: in balance"),
    "N": _("N: the many"),
    "government": _("government outside the sum"),
    "community": _("a community"),
    "subdistrict": _("a subdistrict"),
    "district": _("the district"),
    "component": _("thing in the street (component)"),
    "matter": _("something wrong (matter)"),
    "appeal": _("wish of a resident (appeal)"),
    "service": _("service item"),
    "standard": _("national standard"),
    "local": _("local addition"),
    "retained": _("retained"),
    "delegable": _("delegable"),
    "working_hours": _("working hours"),
    "working_days": _("working days"),
    "urgent_hours": _("hours, day and night"),
    "china": _("China"),
    "yes": _("Yes"),
    "no": _("No"),
}

say(
    {
        "draft.not_open": _(
            "This draft is no longer open: it is “%(state)s” and stays as it is. Open another one from it."
        ),
        "draft.bad_title": _("A draft has a title of one line and at most %(longest)s characters."),
        "right.in_office": _("Drafts are read by people in office. What is proposed is public."),
        "draft.in_force": _("%(area)s is or was under this charter: it can no longer be withdrawn."),
        "draft.has_errors": _("The draft has %(errors)s errors. Mend them first; they stand beside the fields."),
        "draft.bad_name": _(
            "“%(name)s” cannot be the name of a charter: take small letters, digits, - and _ , beginning with a letter or digit."
        ),
        "draft.name_taken": _("There is another charter called “%(name)s”: give this one another name."),
        "draft.no_such_charter": _("There is no charter called “%(name)s” that could be the beginning of a draft."),
        "draft.row_gone": _("Somebody removed this row meanwhile. Nothing was changed."),
        "draft.row_changed": _(
            "Somebody changed this row meanwhile. Nothing was overwritten: look at what it says now, and decide again."
        ),
        "draft.no_such_table": _("A charter has no table “%(table)s”."),
        "draft.no_such_column": _("This table has no column “%(column)s”."),
        "draft.bad_cell": _(
            "“%(column)s” holds signs that cannot be printed, or is longer than %(longest)s characters: write it anew."
        ),
        "draft.too_many_rows": _("“%(table)s” holds %(most)s rows at most."),
        "draft.nothing_to_import": _("The file has no rows: nothing was replaced."),
        "draft.too_large": _("The draft would be larger than %(most)s characters."),
    }
)
