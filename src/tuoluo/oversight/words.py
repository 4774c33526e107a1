"""Admission of tasks in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tuoluo.ledger.words import say
from tuoluo.oversight.rules import State

STATES = {
    State.ASKED: _("waits for an answer"),
    State.ACCEPTED: _("admitted"),
    State.REFUSED: _("refused"),
    State.LAPSED: _("not answered in time, not admitted"),
    State.WITHDRAWN: _("taken back by whoever asked"),
    State.EXPIRED: _("ended"),
}
say(
    {
        "task.incomplete": _(
            "Something is missing: say what is asked, on what basis, and of which communities (%(column)s)."
        ),
        "task.ends_before": _("The end date, %(day)s, must come after today, %(today)s."),
        "task.too_long": _(
            "A task is admitted for at most %(days)s days; %(day)s is later. Ask again when it has ended."
        ),
        "task.hours_missing": _("Say how many hours a community will need, in steps of half an hour."),
        "task.own_demand": _("A residents' committee cannot put a demand to itself."),
        "task.nobody_answers": _("%(area)s has no residents' committee in office that could answer."),
        "task.not_your_committee": _("The residents' committee of that community answers, not your body."),
        "task.not_waiting": _("There is nothing to answer: the demand stands at “%(state)s”."),
        "task.ground_missing": _("“%(value)s” is none of the grounds in use here: a refusal cites its rule."),
        "task.not_your_demand": _("Only the body that asked may withdraw it."),
        "task.over": _("It waits or runs nowhere any more, so there is nothing to withdraw."),
        "task.not_your_community": _("Hours are entered by the bodies of the community itself."),
        "task.bad_hours": _("Enter between half an hour and %(most)s hours, in steps of half an hour."),
        "task.hours_ahead": _("%(day)s has not come yet."),
        "task.not_admitted": _("On %(day)s the task was not admitted here: it stood at “%(state)s”."),
        "task.not_your_hours": _("Only the body that entered these hours takes them back."),
        "task.corrected_already": _("This entry has been taken back already, or takes back another one."),
    },
    values={"state": {state.value: words for state, words in STATES.items()}},
)
