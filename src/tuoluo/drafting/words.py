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

say(
    {
        "draft.not_open": _(
            "This draft is no longer open: it is “%(state)s” and stays as it is. Open another one from it."
        ),
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
