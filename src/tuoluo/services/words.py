"""Refusals about service items in words, with what each wants mended in a spreadsheet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tuoluo.charter.model import Handling
from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.words import say
from tuoluo.services.rules import RecallReason

HANDLINGS = {Handling.RETAINED: _("Retained"), Handling.DELEGABLE: _("May be delegated")}
REASONS = {
    RecallReason.CONTRACT_ENDED: _("The contract has ended"),
    RecallReason.TO_BE_RETAINED: _("The item is to be retained"),
    RecallReason.NOT_PERFORMED: _("Not performed as agreed"),
    RecallReason.GIVEN_UP: _("The provider gives it up"),
    RecallReason.PROVIDER_ENDS: _("The provider ends"),
}
say(
    {
        "item.bad_code": _("“%(value)s” is no code of an item."),
        "item.known_already": _("An item with the code %(value)s is in the catalogue already."),
        "item.retired": _("The item %(value)s leaves the catalogue on %(day)s already."),
        "item.name_missing": _("The item has no name."),
        "item.too_long": _("“%(value)s …” is longer than %(most)s characters."),
        "item.unprintable": _("“%(value)s” has control characters in it, or blanks around it."),
        "item.unknown_attribute": _("“%(value)s” is none of the legal attributes in use here."),
        "item.handling_missing": _("It is not said whether the item is retained or may be delegated."),
        "item.attribute_retains": _(
            "The legal attribute “%(attribute)s” takes an authority with administrative-subject status: the item cannot be marked as one that may be delegated."
        ),
        "item.category_retains": _(
            "The charter retains the category “%(category)s”: the item cannot be marked as one that may be delegated."
        ),
        "item.unknown_category": _("The charter has no category “%(value)s”."),
        "item.unknown_competence": _("“%(value)s” is none of the competences in use here."),
        "item.bad_limit": _("“%(value)s” is no time limit: a whole number of at least 1, with its unit."),
        "item.bad_day": _("“%(value)s” is no day."),
        "item.unknown_handling": _("“%(value)s” says neither retained nor delegable."),
        "item.twice": _("The code %(value)s stands in row %(row)s already."),
        "item.changed_before": _(
            "The item says what it says since %(since)s; a change cannot begin before, on %(day)s."
        ),
        "item.not_in_force": _("The item is not in the catalogue on %(day)s."),
        "item.still_delegated": _("“%(body)s” still serves the item after that day: recall it first."),
        "item.ends_before": _("The end, %(day)s, must come after the beginning, %(since)s."),
        "item.basis_missing": _("Say by which decision or document the item is handed over."),
        "item.not_a_community": _("%(area)s is no community: items are handed over community by community."),
        "item.must_be_retained": _(
            "“%(item)s” must be retained: %(body)s (%(kind)s) has no administrative-subject status by the charter."
        ),
        "item.provider_elsewhere": _("%(body)s does not serve %(area)s: it sits elsewhere."),
        "item.provider_not_there": _("%(body)s does not exist on %(day)s."),
        "item.no_credit_code": _("%(body)s has no unified social credit code on file: enter it first."),
        "item.not_competent": _(
            "Nobody who holds a post with %(body)s has the competence “%(competence)s” on that day."
        ),
        "item.delegated_already": _("%(body)s serves the item here from %(since)s until %(until)s: recall it first."),
        "item.recall_out_of_time": _(
            "%(day)s does not lie between today and %(until)s, the day on which the delegation ends anyway."
        ),
    }
)
REPAIRS = {
    "item.bad_code": _("Capital letters, digits and hyphens, at most 30, e.g. FW-001."),
    "item.known_already": _("Take another code, or change the item."),
    "item.name_missing": _("Write the name of the item."),
    "item.too_long": _("Shorten it."),
    "item.unprintable": _("Type it anew, without line breaks copied from elsewhere."),
    "item.unknown_attribute": _("Take one of the attributes of the list, e.g. 公共服务 or public_service."),
    "item.handling_missing": _("Write 收 (retained) or 放 (delegable)."),
    "item.unknown_handling": _("Write 收 (retained) or 放 (delegable)."),
    "item.attribute_retains": _("Write 收, or give the part that decides nothing an item of its own."),
    "item.category_retains": _("Write 收, or have the charter changed."),
    "item.unknown_category": _("Take a code of the charter's catalogue, or leave it empty."),
    "item.unknown_competence": _("Take a competence of the list, e.g. 窗口服务培训 or window."),
    "item.bad_limit": _("For example 5 and 工作日 (working_days); or leave both empty."),
    "item.bad_day": _("Write it as 2026-12-01."),
    "item.twice": _("Take one of the two rows out, or give it a code of its own."),
    "item.changed_before": _("Give a later day, or load it with a later --from."),
    "item.not_in_force": _("Give a day on which the item is in the catalogue."),
    "item.still_delegated": _("Recall the item from its provider first."),
}


def how_to_mend(refusal: Refusal) -> str:
    """What to write instead."""
    return str(REPAIRS.get(refusal.code, ""))
