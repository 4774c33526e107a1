"""Programmes, states, evidence and refusals in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tuoluo.ledger.words import say
from tuoluo.programme.rules import EvidenceKind, State

STATES = {
    State.UNDER_WAY: _("Under way"),
    State.LATE: _("Late"),
    State.REACHED: _("Reached"),
    State.DROPPED: _("Dropped"),
}
EVIDENCE = {
    EvidenceKind.DOCUMENT: _("Document"),
    EvidenceKind.LINK: _("Published at"),
    EvidenceKind.ACT: _("Act in the record"),
    EvidenceKind.MATTER: _("Matter"),
}
ACTS = {
    "measure.enter": _("Enter a measure"),
    "measure.change_owner": _("Hand the measure to another body"),
    "measure.drop": _("Drop the measure"),
    "milestone.set": _("Set a milestone"),
    "milestone.reach": _("Say that it is reached"),
    "milestone.postpone": _("Postpone"),
    "programme.open": _("Open a reform programme"),
}

say(
    {
        "programme.bad_code": _(
            "“%(value)s” cannot be a short name: use small letters, digits and single hyphens, at most 60, such as reform-2026."
        ),
        "programme.taken": _("“%(name)s” is already the short name of a programme: choose another one."),
        "programme.words_missing": _("“%(field)s” is empty: say it in a few words."),
        "programme.words_too_long": _("“%(field)s” is longer than %(longest)s characters: shorten it."),
        "programme.words_unclean": _(
            "“%(field)s” has blanks at its ends, line breaks or unseen characters, or begins with =, +, - or @: take them out."
        ),
        "programme.ends_first": _("A programme that begins on %(starts)s cannot end on %(ends)s."),
        "measure.name_taken": _("The programme already has a measure called “%(name)s”."),
        "measure.figures_without_indicator": _(
            "A baseline or target says nothing without its indicator: name the indicator, or leave the figures out."
        ),
        "measure.figures_missing": _(
            "The indicator “%(indicator)s” needs its baseline, the day of the baseline, and the target."
        ),
        "measure.bad_figure": _("%(value)s is no figure that can be kept: at most nine digits and four decimals."),
        "measure.target_is_baseline": _("The target %(value)s is the baseline: the measure would move nothing."),
        "measure.baseline_ahead": _("The baseline is of %(day)s, and that day has not come yet."),
        "measure.bad_plan": _(
            "“%(value)s” is no plan: give the number of the reform, or at least 12 characters of the plan's fingerprint."
        ),
        "measure.unknown_plan": _("There is no reform here with the number or fingerprint %(value)s."),
        "measure.owner_without_head": _(
            "%(body)s has no head in office, so nobody could answer for the measure. Fill its head post first."
        ),
        "measure.same_owner": _("The measure belongs to this body already."),
        "measure.backdated": _("%(day)s is too early: it can pass to another body from %(first)s on."),
        "measure.dropped": _("The measure was dropped on %(day)s."),
        "measure.not_the_owner": _(
            "Only the body that owns the measure, or the one that leads the programme, says that a milestone is reached."
        ),
        "milestone.name_taken": _("The measure already has a milestone called “%(name)s”."),
        "milestone.outside_programme": _(
            "%(due)s lies outside the programme, which runs from %(starts)s until %(ends)s."
        ),
        "milestone.reached": _("The milestone was reached on %(day)s."),
        "milestone.not_yet": _("%(day)s has not come yet."),
        "milestone.too_early": _("%(day)s is too early: nothing before %(first)s can be told any more."),
        "milestone.no_later": _("It is due on %(now)s: the new date (%(due)s) must be later, and must still be ahead."),
        "indicator.unknown": _("No indicator is called “%(value)s”. These are computed here: %(known)s."),
        "evidence.no_number": _("“%(value)s” is no document number: it has no digit in it."),
        "evidence.no_address": _("“%(value)s” is no address: it begins with https:// or http://."),
        "evidence.no_act": _("The record has no act with the number “%(value)s”."),
        "evidence.no_matter": _("No matter here has the number “%(value)s”."),
        "sheet.bad_day": _("“%(value)s” is no date: write it as 2026-05-01."),
        "sheet.bad_number": _("“%(value)s” is no number: write it with digits, such as 62.5."),
        "sheet.due_missing": _("The milestone “%(value)s” has no date: say by when it is promised."),
        "sheet.milestone_missing": _("A date without a milestone: say what is promised by %(value)s."),
        "sheet.no_measure": _("The row names no measure, and none stands above it: say which measure it belongs to."),
        "sheet.row_differs": _(
            "The row above says “%(first)s” for the same measure: say the same in all its rows, or leave it empty."
        ),
        "sheet.owner_missing": _("The measure has no owner: name a body."),
        "sheet.owner_unknown": _("No body is called “%(value)s” today. Did you mean %(near)s?"),
        "sheet.owner_unclear": _(
            "Several bodies are called “%(value)s”: write the reference or the id of one of them."
        ),
        "sheet.measure_differs": _(
            "The measure is here already, with “%(here)s”. A file changes nothing that was decided: take the row out, or do it on its page."
        ),
        "sheet.due_differs": _(
            "The milestone is here already, first promised for %(here)s. A file moves no date: postpone it on its page, with the grounds."
        ),
    },
    values={
        "field": {
            "aspect": _("Aspect"),
            "measure": _("Measure"),
            "milestone": _("Milestone"),
            "name": _("Name"),
            "grounds": _("Grounds"),
            "evidence": _("Evidence"),
        }
    },
)
