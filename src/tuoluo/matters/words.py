"""Stages, kinds and refusals of matters, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tuoluo.ledger.words import say
from tuoluo.matters.rules import Channel, Nature, Outcome, Stage
from tuoluo.territory.problems import Problem

STAGES = {
    Stage.COLLECTED: _("Reported"),
    Stage.REGISTERED: _("Registered"),
    Stage.DISPATCHED: _("Dispatched"),
    Stage.HANDLING: _("In hand"),
    Stage.REPORTED_BACK: _("Reported back"),
    Stage.CLOSED: _("Verified and closed"),
    Stage.EVALUATED: _("Evaluated"),
    Stage.DECLINED: _("Declined"),
    Stage.WITHDRAWN: _("Withdrawn"),
}
NATURES = {
    Nature.HELP: _("Request for help"),
    Nature.COMPLAINT: _("Complaint"),
    Nature.TIP_OFF: _("Tip-off"),
    Nature.ENQUIRY: _("Enquiry"),
    Nature.SUGGESTION: _("Suggestion"),
    Nature.PRAISE: _("Praise"),
    Nature.FINDING: _("Patrol finding"),
    Nature.OTHER: _("Other"),
}
CHANNELS = {
    Channel.WEB: _("Web page"),
    Channel.COUNTER: _("Counter"),
    Channel.TELEPHONE: _("Telephone"),
    Channel.PATROL: _("Patrol"),
    Channel.API: _("Another system"),
    Channel.FILE: _("Carried over from a file"),
}
OUTCOMES = {
    Outcome.SOLVED: _("Solved"),
    Outcome.EXPLAINED: _("Explained"),
    Outcome.IMPOSSIBLE: _("Cannot be solved"),
    Outcome.NOT_STATED: _("Not stated by the source"),
}
ACTS = {
    "matter.report": _("Report"),
    "matter.register": _("Register"),
    "matter.decline": _("Decline"),
    "matter.dispatch": _("Dispatch"),
    "matter.set_deadline": _("Set the deadline that waited"),
    "matter.take_up": _("Take up"),
    "matter.transfer": _("Pass on after a change"),
    "matter.assign": _("Name the person in charge"),
    "matter.finish_part": _("Finish our part"),
    "matter.report_back": _("Report back"),
    "matter.return": _("Send back for rework"),
    "matter.close": _("Verify and close"),
    "matter.evaluate": _("Evaluate"),
    "matter.reopen": _("Reopen"),
    "matter.withdraw": _("Withdraw"),
    "contact.read": _("Look up the contact"),
}

say(
    {
        "matter.wrong_stage": _("This step does not fit where the matter stands now (%(stage)s)."),
        "matter.not_your_front_door": _("Only the front door that received this matter can do this."),
        "matter.not_accountable": _("Only the body that answers for this matter can do this."),
        "matter.not_the_lead": _("Only the body that leads this matter can do this."),
        "matter.not_the_verifier": _(
            "Only the body that verifies this matter can do this; nobody checks their own work."
        ),
        "matter.not_the_reporter": _(
            "Only whoever reported this matter can do this: open it with your account or your secret link."
        ),
        "matter.not_reporter_nor_verifier": _(
            "Only whoever reported this matter, or the body that verified it, can reopen it."
        ),
        "matter.evaluates_own_work": _("The body that did the work cannot note the resident's judgement of it."),
        "matter.lead_needs_reason": _("The charter names another lead: say why this body is to lead instead."),
        "matter.sent_already": _(
            "It has been sent to its lead already. It can be sent on to another lead, with a reason."
        ),
        "matter.lead_assists_itself": _("The lead cannot also be named as assisting."),
        "matter.nobody_to_verify": _(
            "Nobody is left to verify this: name fewer assisting bodies, or mend the charter's duty."
        ),
        "matter.verifies_own_work": _("The verifying body had a hand in the work: choose another lead or assistants."),
        "matter.nobody_leads": _(
            "No body here leads matters of category “%(category)s”: name a lead with a reason, or mend the charter's duty."
        ),
        "matter.lead_not_in_office": _(
            "%(body)s has no head in office, so nobody there could answer: fill its head post first, or name another lead."
        ),
        "matter.no_front_door": _(
            "%(area)s has no front door yet: the charter names a kind of body that does not exist there, or has no head in office."
        ),
        "matter.not_open": _("The matter is closed (%(stage)s)."),
        "matter.not_in_hand": _("The matter is not in hand now (%(stage)s)."),
        "matter.not_under_way": _("No clock runs for a matter that stands here (%(stage)s)."),
        "matter.deadline_not_waiting": _("The deadline of this matter does not wait for a working calendar."),
        "matter.year_unknown": _(
            "The working days of %(year)s are not known yet: load the official calendar of that year first."
        ),
        "matter.parts_open": _(
            "%(parts)s assisting bodies have not finished their part: wait for them, or say why it can be answered without."
        ),
        "matter.no_part": _("Your body has no open part in this matter."),
        "matter.no_part_in_it": _(
            "Only a body that has something to do in this matter may look up how to reach the reporter."
        ),
        "matter.post_elsewhere": _("That post belongs to another body."),
        "matter.text_missing": _("Say what it is about."),
        "matter.answer_missing": _("Write an answer that the reporter can understand."),
        "matter.result_missing": _("Say what your body did."),
        "matter.reason_missing": _("Give a reason."),
        "matter.outcome_missing": _("Say how it ended: solved, explained or impossible."),
        "matter.category_missing": _("Choose a category."),
        "matter.unknown_category": _("The catalogue has no category “%(value)s”."),
        "matter.score_out_of_range": _("Satisfaction is a number from 1 to 5, not %(value)s."),
    },
    values={"stage": STAGES, "act": ACTS},
)

# What is wrong with a file of working days, and how to repair it.
CALENDAR_PROBLEMS = {
    "file_missing": (_("There is no such file."), _("Check the path.")),
    "file_not_utf8": (_("The file is not in UTF-8 (byte %(position)s)."), _("Save it again as “CSV UTF-8”, or as UTF-8 text.")),
    "column_missing": (_("There is no column “%(column)s”; there are: %(known)s."), _("Name the columns date and working in the first row.")),
    "no_days": (_("There is no day in it."), _("Write one row for every day of the year.")),
    "not_a_date": (_("“%(value)s” is not a date."), _("Write it as 2026-07-01.")),
    "day_twice": (_("%(value)s stands in row %(other)s already."), _("Leave one out.")),
    "not_yes_or_no": (_("“%(value)s” does not say whether the day is worked."), _("Write 1 for a working day, also a Saturday or Sunday that is worked, and 0 for any other day.")),
    "days_missing": (_("%(value)s is not complete: %(count)s days are missing, the first is %(first)s."), _("Write one row for every day of the year, so that nothing need be guessed.")),
    "holiday_worked": (_("%(value)s is a public holiday by law, but stands here as a working day."), _("Mend the file by the State Council's notice for that year.")),
}  # fmt: skip


def explain_calendar(problem: Problem) -> tuple[str, str]:
    """What is wrong with a file of working days, and how to repair it, in the reader's language."""
    what, repair = CALENDAR_PROBLEMS[problem.code]
    return str(what) % problem.all_facts, str(repair)
