"""Reforms in words: stages, refusals, and what is wrong with a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tuoluo.ledger.words import say
from tuoluo.reform.rules import Stage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tuoluo.reform.finding import Fault

STAGES = {
    Stage.PROPOSED: _("Proposed"),
    Stage.APPROVED: _("Approved"),
    Stage.APPLIED: _("Applied"),
    Stage.WITHDRAWN: _("Withdrawn"),
}
TRANSITIONS = {
    "first_deadline": _(
        "A running clock keeps its first deadline; what is dispatched from that day on has the new limits (default)."
    ),
    "later_deadline": _(
        "A running clock is counted anew from its dispatch by the new limit; the later of both deadlines holds."
    ),
}
HOMELESS = {
    "no_category": _("the new charter has no rule for its category"),
    "nobody_leads": _("nobody is there to lead it"),
    "nobody_verifies": _("nobody is there to verify it who has no hand in the work"),
    "nobody_answers": _("no front door with a head in office receives it"),
    "category_unled": _("categories that somebody leads today would have nobody to lead them"),
    "not_placed": _("nobody takes it over"),
}

say(
    {
        "reform.not_open": _("This reform is no longer open: it stands at “%(reform_stage)s”."),
        "reform.not_asked": _("The charter does not ask for the consent of your body (%(body)s) to this reform."),
        "reform.not_approved": _("Not everybody whose consent the charter demands has agreed yet."),
        "reform.too_early": _("This reform is for %(day)s; today is %(today)s."),
        "reform.drifted": _(
            "The world is no longer the one this plan was made for: %(count)s differences, e.g. %(first)s. See `tuoluo reform drift`, then plan anew."
        ),
        "reform.charter_planned": _("An open reform is about the charter %(charter)s: withdraw that reform first."),
        "reform.no_home": _(
            "%(count)s things have no home under this plan, e.g. %(first)s. Give each one a home first."
        ),
        "reform.reason_missing": _("Give the reason."),
        "reform.council_missing": _("Say which council it was put to."),
    },
    {"reform_stage": {stage.value: words for stage, words in STAGES.items()}},
)

FAULTS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "file_missing": (_("There is no such file."), _("Check the name.")),
    "unreadable_encoding": (_("The file is not text."), _("Save it as UTF-8.")),
    "not_utf8": (_("The file is not UTF-8."), _("Save it as UTF-8.")),
    "bad_toml": (_("It cannot be read as TOML: %(value)s."), _("Mend that line.")),
    "unknown_table": (_("A plan has no table “%(value)s”."), _("Correct the name or take the table out.")),
    "missing_table": (_("The table [%(value)s] is missing."), _("Make the plan anew with `tuoluo reform plan`.")),
    "bad_table": (
        _("“%(value)s” is not written as a table of a plan."),
        _("Write [%(value)s] for plan and world, [[%(value)s]] for the others."),
    ),
    "unknown_key": (_("There is no key “%(value)s” here."), _("Correct the name or take it out.")),
    "missing_key": (_("“%(key)s” is missing."), _("Add it.")),
    "wrong_shape": (_("“%(value)s” is not what belongs here."), _("Write it like %(wanted)s.")),
    "unknown_transition": (_("“%(value)s” is no transitional rule."), _("Use one of: %(known)s.")),
    "world_edited": (
        _("The fingerprint does not fit the state of the world written below it."),
        _("Leave [world] as it was written, or make the plan anew."),
    ),
    "no_community": (_("No community has the code %(value)s today."), _("Correct the code.")),
    "charter_changed": (
        _("The charter is another one, or has been changed since this plan was made."),
        _("Make the plan anew with `tuoluo reform plan`."),
    ),
    "unknown_kind": (_("The new charter has no kind of body “%(value)s”."), _("Use a kind of the new charter.")),
    "unknown_area": (_("%(value)s is none of the areas concerned."), _("Use the code of a community of the plan, or of its subdistrict or district.")),
    "name_taken": (_("Another body is called “%(value)s”."), _("Give it a name of its own.")),
    "unknown_body": (_("No body here is called “%(value)s”."), _("Write its name, as in NAME #NUMBER, or the name of one that is to be established.")),
    "successor_ends_too": (_("“%(value)s” ends as well and can take nothing over."), _("Name a body that goes on or begins.")),
    "ends_twice": (_("“%(value)s” is listed twice."), _("Take one of the two out.")),
    "unknown_post": (_("There is no post %(value)s here."), _("See `tuoluo post list`.")),
    "closes_twice": (_("Post %(value)s is listed twice."), _("Take one of the two out.")),
    "post_left_in_ended_body": (
        _("Post %(value)s stands in %(body)s, which ends."),
        _("Add a [[close]] for it, and a [[seat]] for whoever holds it."),
    ),
    "role_not_here": (_("There is no role “%(value)s” in this body."), _("Use one of: %(known)s.")),
    "cell_needed": (_("This role is bound to a cell."), _("Add cell = \"…\".")),
    "no_cell": (_("This role is not bound to a cell."), _("Take the cell out.")),
    "unknown_cell": (_("There is no cell %(value)s here, or it has a leader in this plan already."), _("Correct the code.")),
    "unknown_person": (
        _("Nobody fits “%(value)s”, or several do."),
        _("Write the name with the number, as in NAME #NUMBER; `tuoluo post list` shows who is in office."),
    ),
    "person_without_post": (
        _("%(value)s loses a post and gets no other."),
        _("Add a [[seat]] for them, or leaves = true."),
    ),
    "cell_without_leader": (
        _("The cell %(cell)s would have no leader."),
        _("Add a [[seat]] with the cell leader's role and this cell."),
    ),
    "head_missing": (_("“%(value)s” would have no head."), _("Add a [[seat]] with a head's role of this body.")),
    "two_heads": (_("This body would have two heads."), _("Close the post of the one, or give the other another role.")),
}  # fmt: skip
"""What is wrong with a plan, and how to mend it."""


def fault_in_words(fault: Fault) -> tuple[str, str]:
    """What is wrong and what to do, with the name that was most likely meant."""
    facts = {"value": fault.value, "key": fault.key, "table": fault.table, **fault.facts}
    wrong, repair = (str(words) % facts for words in FAULTS[fault.code])
    near = fault.facts.get("nearest")
    return wrong, f"{repair} {_('Perhaps %(near)s?') % {'near': near}}" if near else repair
