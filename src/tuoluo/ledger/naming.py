"""What something is called, and on what it rests, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def called(named: Any) -> str:
    """The name of an area, a body, or anything with a name in the charter; nothing for nothing."""
    if not named:
        return ""
    language = get_language() or "zh-hans"
    name = getattr(named, "name", named)
    if hasattr(name, "in_language"):
        name = name.in_language(language)
    elif hasattr(named, "in_language"):
        name = named.in_language(language)
    elif not language.startswith("zh"):
        name = getattr(named, "name_en", "") or name
    return str(name)


BASES = {
    "charter, front_door": _("charter, front door"),
    "charter, duties": _("charter, duties"),
    "charter, roles": _("charter, roles"),
    "charter, kinds": _("charter, kinds of bodies"),
    "charter, cells": _("charter, cells"),
    "charter, reform": _("charter, reform"),
    "a change of structure loses nothing": _("a change of structure loses nothing"),
    "what was consented to is what is done": _("what was consented to is what is done"),
    "a reform is planned, previewed and consented to before it is applied": _(
        "a reform is planned, previewed and consented to before it is applied"
    ),
    "a reform can be taken back until it is applied": _("a reform can be taken back until it is applied"),
    "what concerns everybody is deliberated before it is done": _(
        "what concerns everybody is deliberated before it is done"
    ),
    "what is decided for a day is done on that day, not before": _(
        "what is decided for a day is done on that day, not before"
    ),
    "every matter has somebody": _("every matter has somebody"),
    "charter, catalogue": _("charter, catalogue"),
    "Personal Information Protection Law": _("Personal Information Protection Law"),
    "Beijing regulation on acting upon appeals": _("Beijing regulation on acting upon appeals"),
    "Shenzhen appeals platform": _("Shenzhen appeals platform"),
    "Law on the Organisation of Urban Residents' Committees": _(
        "Law on the Organisation of Urban Residents' Committees"
    ),
    "statistical division codes": _("statistical division codes"),
    "every place has somebody": _("every place has somebody"),
    "one matter, one named person": _("one matter, one named person"),
    "one front door": _("one front door"),
    "one cell, one leader": _("one cell, one leader"),
    "first-receiver responsibility": _("first-receiver responsibility"),
    "joint handling with one lead": _("joint handling with one lead"),
    "terms of office do not overlap": _("terms of office do not overlap"),
    "a head post and a cell leader's post never stand empty": _(
        "a head post and a cell leader's post never stand empty"
    ),
    "what was carried over stays recognisable in the record": _(
        "what was carried over stays recognisable in the record"
    ),
    "what was reopened stays visible in the figures": _("what was reopened stays visible in the figures"),
    "is counted for ever": _("is counted for ever"),
    "the charter is adopted by the body that governs the area": _(
        "the charter is adopted by the body that governs the area"
    ),
    "a change of charter is drafted, checked and proposed in the open": _(
        "a change of charter is drafted, checked and proposed in the open"
    ),
    "only a charter that passes its check is proposed and run": _(
        "only a charter that passes its check is proposed and run"
    ),
    "a year nobody has published is never guessed": _("a year nobody has published is never guessed"),
    "areas are dated master data": _("areas are dated master data"),
    "clear borders": _("clear borders"),
    "full coverage, no overlap, one code each": _("full coverage, no overlap, one code each"),
    "least data": _("least data"),
    "response, solution, satisfaction": _("response, solution, satisfaction"),
    "verify and close": _("verify and close"),
    "report back": _("report back"),
    "for the credit code": _("for the credit code"),
    "registrar": _("registrar"),
    "a reform has measures, owners, milestones and evidence": _(
        "a reform has measures, owners, milestones and evidence"
    ),
    "what was promised stays visible": _("what was promised stays visible"),
    "the record is never rewritten": _("the record is never rewritten"),
    "every measure has one owner": _("every measure has one owner"),
    "each measure has an effect that can be seen": _("each measure has an effect that can be seen"),
    "an effect that can be seen": _("an effect that can be seen"),
    "each milestone is reached with evidence": _("each milestone is reached with evidence"),
    "figures that cannot be gamed": _("figures that cannot be gamed"),
    "status by date": _("status by date"),
    "rework": _("rework"),
    "delegate and retain": _("delegate and retain"),
    "admission of tasks": _("admission of tasks"),
    "a refusal cites its rule": _("a refusal cites its rule"),
    "everything that happens is an act": _("everything that happens is an act"),
    "required competences by item": _("required competences by item"),
    "a catalogue of items with their legal attribute": _("a catalogue of items with their legal attribute"),
    "hours spent helping are counted": _("hours spent helping are counted"),
    "each community answers for itself": _("each community answers for itself"),
    "the two kinds of hours are seen side by side": _("the two kinds of hours are seen side by side"),
}
"""What bases are made of. Numbers of standards and articles stay as they are."""

_KNOWN = re.compile("|".join(re.escape(known) for known in sorted(BASES, key=len, reverse=True)))


def basis_in_words(basis: str) -> str:
    """On what something rests, in the reader's language."""
    return _KNOWN.sub(lambda found: str(BASES[found[0]]), basis)
