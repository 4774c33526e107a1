"""What is missing, and the least change that mends it, as sentences."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Words(NamedTuple):
    """A gap in words: what is missing, and what to do about it."""

    wrong: Any
    mend: Any


GAPS: dict[str, Words] = {
    "nobody_leads": Words(
        _("%(kind)s is to lead here, and there is none in office in %(place)s."),
        _("Establish it and fill its head post, or name another lead in the duties."),
    ),
    "head_vacant": Words(
        _("%(body)s has no head in office, so no duty reaches it."),
        _("Fill the head post of %(body)s."),
    ),
    "several_lead": Words(
        _("%(kind)s is to lead here, and more than one is in office in %(place)s: nobody knows which."),
        _("Name one of them in the duties (@ and its name), or let the charter have at most one."),
    ),
    "lead_without_right": Words(
        _("Nobody in office in %(body)s may take up matters and report back."),
        _("Give a role there the acts matter.take_up and matter.report_back, or fill a post that has them."),
    ),
    "lead_away": Words(
        _("The head of %(body)s is away and nobody stands in."),
        _("Name a substitute for the head of %(body)s."),
    ),
    "lead_without_status": Words(
        _("%(body)s leads what only an administrative subject may do."),
        _("Name a body with that status as lead (it is retained), or correct the category."),
    ),
    **dict.fromkeys(
        ("verifier_away", "supervisor_away", "evaluator_away", "front_door_away"),
        Words(
            _("The head of %(body)s is away and nobody stands in."),
            _("Name a substitute for the head of %(body)s."),
        ),
    ),
    "nobody_verifies": Words(
        _("Nobody without a hand in the work can verify it in %(place)s."),
        _("Name a verifier that neither leads nor helps, or fill the head post of the core."),
    ),
    "verifier_without_right": Words(
        _("Nobody in office in %(body)s may verify and close."),
        _("Give a role there the act matter.close, or fill a post that has it."),
    ),
    "nobody_is_supervisor": Words(
        _("%(kind)s is to supervise here, and there is none in office in %(place)s."),
        _("Establish it and fill its head post, or name another supervisor in the duties."),
    ),
    "supervisor_is_lead": Words(_("%(body)s supervises its own work."), _("Name another supervisor in the duties.")),
    "supervisor_under_lead": Words(
        _("%(body)s supervises a body that it is under."),
        _("Name a supervisor that is not under the lead."),
    ),
    "nobody_is_evaluator": Words(
        _("%(kind)s is to evaluate here, and there is none in office in %(place)s."),
        _("Establish it and fill its head post, or name another evaluator in the duties."),
    ),
    "evaluator_is_lead": Words(_("%(body)s evaluates its own work."), _("Name another evaluator in the duties.")),
    "evaluator_under_lead": Words(
        _("%(body)s evaluates a body that it is under."), _("Name an evaluator that is not under the lead.")
    ),
    "evaluator_without_right": Words(
        _("Nobody in office in %(body)s may evaluate."),
        _("Give a role there the act matter.evaluate, or fill a post that has it."),
    ),
    "no_front_door": Words(
        _("%(kind)s is the front door of %(place)s, and there is none in office: nothing can be reported."),
        _("Establish it and fill its head post."),
    ),
    "front_door_cannot_register": Words(
        _("Nobody in office in %(body)s, the front door, may register."),
        _("Give a role there the act matter.register, or fill a post that has it."),
    ),
    "cell_without_leader": Words(_("Cell %(cell)s has no leader."), _("Appoint a leader for cell %(cell)s.")),
    "cell_with_two_leaders": Words(
        _("Cell %(cell)s has more than one leader."), _("End all posts of leader of cell %(cell)s but one.")
    ),
    "leader_away": Words(
        _("The leader of cell %(cell)s is away and nobody stands in."),
        _("Name a substitute for the leader of cell %(cell)s."),
    ),
}
VACANT = "head_vacant"
FINDS_NOBODY = frozenset({"nobody_leads", "nobody_is_supervisor", "nobody_is_evaluator", "no_front_door"})
