"""The life of a matter: seven standard stages, who may move it on, and what a move needs. Pure.

Collect, register, dispatch, handle, report back, verify and close, evaluate.
Basis of the stages: CJJ/T 105 and GB/T 47678 (closed loop of seven steps).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tuoluo.kernel.refusals import Refusal, first
from tuoluo.ledger.actors import Actor


class Stage(StrEnum):
    """Where a matter stands; the name is the step that was done last."""

    COLLECTED = "collected"  # 信息收集: reported, nobody has looked yet
    REGISTERED = "registered"  # 案卷建立: accepted, category and place settled
    DISPATCHED = "dispatched"  # 任务派遣: sent to its lead, who has not taken it up
    HANDLING = "handling"  # 任务处理: the lead is at it
    REPORTED_BACK = "reported_back"  # 处理反馈: the lead says what was done; waiting to be verified
    CLOSED = "closed"  # 核查结案: another body has verified it; waiting for the resident's word
    EVALUATED = "evaluated"  # 综合评价: the resident has judged
    DECLINED = "declined"  # not accepted, with a reason
    WITHDRAWN = "withdrawn"  # taken back by whoever reported it


OPEN_STAGES = frozenset({Stage.COLLECTED, Stage.REGISTERED, Stage.DISPATCHED, Stage.HANDLING, Stage.REPORTED_BACK})

UNDER_WAY = frozenset({Stage.DISPATCHED, Stage.HANDLING, Stage.REPORTED_BACK, Stage.CLOSED, Stage.EVALUATED})
"""Its clock has started: the question whether it was done in time has an answer, or will have one."""

MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.COLLECTED: frozenset({Stage.REGISTERED, Stage.DECLINED, Stage.WITHDRAWN}),
    Stage.REGISTERED: frozenset({Stage.DISPATCHED, Stage.DECLINED, Stage.WITHDRAWN}),
    Stage.DISPATCHED: frozenset({Stage.HANDLING, Stage.DISPATCHED, Stage.WITHDRAWN}),
    Stage.HANDLING: frozenset({Stage.REPORTED_BACK, Stage.WITHDRAWN}),
    Stage.REPORTED_BACK: frozenset({Stage.HANDLING, Stage.CLOSED}),
    Stage.CLOSED: frozenset({Stage.EVALUATED, Stage.HANDLING}),
    Stage.EVALUATED: frozenset({Stage.HANDLING}),
    Stage.DECLINED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
}


class Nature(StrEnum):
    """What the reporter wants (诉求类型). Basis: Beijing regulation on acting upon appeals, art. 2."""

    HELP = "help"  # 求助
    COMPLAINT = "complaint"  # 投诉
    TIP_OFF = "tip_off"  # 举报
    ENQUIRY = "enquiry"  # 咨询
    SUGGESTION = "suggestion"  # 建议
    PRAISE = "praise"  # 感谢、表扬
    FINDING = "finding"  # 巡查发现
    OTHER = "other"


class Channel(StrEnum):
    """The way by which it came in."""

    WEB = "web"
    COUNTER = "counter"
    TELEPHONE = "telephone"
    PATROL = "patrol"
    API = "api"
    FILE = "file"


class Outcome(StrEnum):
    """How it ended. Solved, explained and impossible are never counted as one."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    IMPOSSIBLE = "impossible"
    NOT_STATED = "not_stated"  # carried over from a source that does not say


class MatterLike(Protocol):
    """What the rules need to know of a matter."""

    @property
    def pk(self) -> int:
        """Its row."""
        ...

    @property
    def stage(self) -> str:
        """Where it stands."""
        ...

    @property
    def reporter_id(self) -> int | None:
        """Who reported it, when they said so."""
        ...

    @property
    def accountable_body_id(self) -> int:
        """The body that answers for it."""
        ...

    @property
    def lead_id(self) -> int | None:
        """The body it was dispatched to."""
        ...

    @property
    def verifier_id(self) -> int | None:
        """The body that is to check it."""
        ...

    @property
    def due_unknown_year(self) -> int | None:
        """The year without a working calendar for which its deadline waits."""
        ...


LOOP = "CJJ/T 105; GB/T 47678"


def may_move(matter: MatterLike, to: Stage) -> Refusal | None:
    """A matter goes from stage to stage only as the closed loop allows.

    Basis: CJJ/T 105; GB/T 47678, seven steps.
    """
    if to in MOVES[Stage(matter.stage)]:
        return None
    return Refusal("matter.wrong_stage", LOOP, {"stage": matter.stage, "to": to.value})


def is_reporter(matter: MatterLike, by: Actor) -> bool:
    """Whether this is the person who reported it, by account or by the secret link."""
    return by.follows == matter.pk or (by.person is not None and by.person == matter.reporter_id)


def _only_body(body: int | None, by: Actor, code: str, basis: str) -> Refusal | None:
    return None if body is not None and by.acting_body == body else Refusal(code, basis)


def may_register(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """The front door that received a matter registers it.

    Basis: charter, front door; first-receiver responsibility (Beijing regulation on acting upon appeals §14).
    """
    return first(
        may_move(matter, Stage.REGISTERED),
        _only_body(matter.accountable_body_id, by, "matter.not_your_front_door", "charter, front_door"),
    )


def may_decline(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """The front door may decline what is not for this place, with a reason the reporter can read.

    Basis: Beijing regulation on acting upon appeals §11 (six cases handled otherwise).
    """
    return first(
        may_move(matter, Stage.DECLINED),
        _only_body(matter.accountable_body_id, by, "matter.not_your_front_door", "charter, front_door"),
    )


def may_dispatch(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """Whoever answers for a registered matter sends it to its lead.

    Basis: charter, duties; first-receiver responsibility.
    """
    return first(
        may_move(matter, Stage.DISPATCHED),
        _only_body(matter.accountable_body_id, by, "matter.not_accountable", "charter, front_door"),
    )


def may_lead(
    *, lead: int, charter_lead: int | None, assistants: Collection[int], verifier: int | None, reason: str
) -> Refusal | None:
    """Another lead than the charter names needs a reason, and nobody verifies work they had a hand in.

    Basis: charter, duties; no body checks its own work (1 + 3 + N, supervision).
    """
    if charter_lead is not None and lead != charter_lead and not reason.strip():
        return Refusal("matter.lead_needs_reason", "charter, duties")
    if lead in assistants:
        return Refusal("matter.lead_assists_itself", "charter, duties")
    if verifier is None:
        return Refusal("matter.nobody_to_verify", "charter, duties")
    if verifier == lead or verifier in assistants:
        return Refusal("matter.verifies_own_work", "charter, duties")
    return None


def may_send_on(matter: MatterLike, lead: int, reason: str) -> Refusal | None:
    """What was sent to a lead who has not taken it up is sent only to another one, with a reason.

    Basis: charter, duties; sending a thing about does not make it any less late.
    """
    if Stage(matter.stage) is not Stage.DISPATCHED or (lead != matter.lead_id and reason.strip()):
        return None
    return Refusal("matter.sent_already", "charter, duties")


def may_take_up(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """The lead takes up what was sent to it; from then on it answers for it.

    Basis: charter, duties; first receiver answers until somebody else has taken over.
    """
    if Stage(matter.stage) is not Stage.DISPATCHED:
        return Refusal("matter.wrong_stage", LOOP, {"stage": matter.stage, "to": Stage.HANDLING.value})
    return _only_body(matter.lead_id, by, "matter.not_the_lead", "charter, duties")


def may_assign(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """The accountable body names the post among its own that answers for an open matter.

    Basis: one matter, one named person (一格一长).
    """
    if Stage(matter.stage) not in OPEN_STAGES:
        return Refusal("matter.not_open", LOOP, {"stage": matter.stage})
    return _only_body(matter.accountable_body_id, by, "matter.not_accountable", "charter, duties")


def may_report_back(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """The lead says what was done.

    Basis: CJJ/T 105; GB/T 47678, report back.
    """
    return first(
        may_move(matter, Stage.REPORTED_BACK),
        _only_body(matter.lead_id, by, "matter.not_the_lead", "charter, duties"),
    )


def may_set_deadline(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """A deadline is set afterwards only where it waits for a working calendar, in a matter dispatched and not given up.

    Basis: charter, duties; a year nobody has published is never guessed.
    """
    if Stage(matter.stage) not in UNDER_WAY:
        return Refusal("matter.not_under_way", LOOP, {"stage": matter.stage})
    return None if matter.due_unknown_year is not None else Refusal("matter.deadline_not_waiting", "charter, duties")


def must_know_year(year: int | None) -> Refusal | None:
    """Until when is said only once every day that counts is known: ``year`` is the one that is still missing.

    Basis: charter, duties; a year nobody has published is never guessed.
    """
    return None if year is None else Refusal("matter.year_unknown", "charter, duties", {"year": year})


def may_leave_parts(open_parts: int, note: str) -> Refusal | None:
    """The lead reports back when every assisting body has finished its part, or says why one has not.

    Basis: joint handling with one lead (联办).
    """
    if open_parts and not note.strip():
        return Refusal("matter.parts_open", "charter, duties", {"parts": open_parts})
    return None


def may_verify(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """Only the verifying body, which had no hand in the work, says whether it is done.

    Basis: CJJ/T 105, verify and close; no body checks its own work.
    """
    return first(
        may_move(matter, Stage.CLOSED),
        _only_body(matter.verifier_id, by, "matter.not_the_verifier", "charter, duties"),
    )


def may_evaluate(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """The reporter judges a closed matter; a body may note the judgement by telephone, but never one that did the work.

    Basis: Beijing regulation on acting upon appeals §23 (call-back), §32.
    """
    if refusal := may_move(matter, Stage.EVALUATED):
        return refusal
    if is_reporter(matter, by):
        return None
    if by.body is None:
        return Refusal("matter.not_the_reporter", "")
    if by.acting_body == matter.lead_id:
        return Refusal("matter.evaluates_own_work", "charter, duties")
    return None


def may_reopen(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """The reporter, or the body that verified, has a closed matter taken up again.

    Basis: Shenzhen appeals platform: what does not satisfy goes back to be done again.
    """
    if Stage(matter.stage) not in (Stage.CLOSED, Stage.EVALUATED):
        return Refusal("matter.wrong_stage", LOOP, {"stage": matter.stage, "to": Stage.HANDLING.value})
    if is_reporter(matter, by) or (by.body is not None and by.acting_body == matter.verifier_id):
        return None
    return Refusal("matter.not_reporter_nor_verifier", "charter, duties")


def may_withdraw(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """Whoever reported a matter may take it back until the answer is in.

    Basis: Personal Information Protection Law §15 (consent can be withdrawn).
    """
    if refusal := may_move(matter, Stage.WITHDRAWN):
        return refusal
    return None if is_reporter(matter, by) else Refusal("matter.not_the_reporter", "")


def may_report(text: str, category: str, categories: Collection[str]) -> Refusal | None:
    """A report says something; a category is optional, but one that is given must be in the catalogue.

    Basis: charter, catalogue; whoever reports need not know who is responsible (S14).
    """
    return first(must_say(text, "matter.text_missing"), may_have_category(category, categories) if category else None)


def may_have_category(category: str, categories: Collection[str]) -> Refusal | None:
    """A registered matter has a category of the catalogue.

    Basis: charter, catalogue.
    """
    if not category:
        return Refusal("matter.category_missing", "charter, catalogue")
    return (
        None
        if category in categories
        else Refusal("matter.unknown_category", "charter, catalogue", {"value": category})
    )


def must_say(text: str, code: str) -> Refusal | None:
    """Some steps need words that others can read later.

    Basis: every decision gives its reason.
    """
    return None if text.strip() else Refusal(code, "")


def may_name(post_body: int, body: int | None) -> Refusal | None:
    """A body names only its own posts.

    Basis: one matter, one named person.
    """
    return None if post_body == body else Refusal("matter.post_elsewhere", "charter, roles")


def may_finish_part(matter: MatterLike, *, has_part: bool) -> Refusal | None:
    """An assisting body finishes the part it was asked for, while the matter is in hand.

    Basis: joint handling with one lead (联办).
    """
    if Stage(matter.stage) not in (Stage.DISPATCHED, Stage.HANDLING):
        return Refusal("matter.not_in_hand", LOOP, {"stage": matter.stage})
    return None if has_part else Refusal("matter.no_part", "charter, duties")


def may_state(outcome: Outcome, *, carried_over: bool) -> Refusal | None:
    """Whoever did the work says how it ended; only a source carried over may leave it open.

    Basis: solved, explained and impossible are counted apart.
    """
    if outcome is Outcome.NOT_STATED and not carried_over:
        return Refusal("matter.outcome_missing", "")
    return None


def may_return(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """The verifying body sends back what does not hold.

    Basis: CJJ/T 105, rework.
    """
    if Stage(matter.stage) is not Stage.REPORTED_BACK:
        return Refusal("matter.wrong_stage", LOOP, {"stage": matter.stage, "to": Stage.HANDLING.value})
    return _only_body(matter.verifier_id, by, "matter.not_the_verifier", "charter, duties")


def may_score(satisfied: int) -> Refusal | None:
    """Satisfaction is told in five steps.

    Basis: GB/T 33358 leaves the scale to the operator; five is our default.
    """
    return None if 1 <= satisfied <= 5 else Refusal("matter.score_out_of_range", "", {"value": satisfied})


def may_read_contact(matter: MatterLike, by: Actor, at: datetime) -> Refusal | None:
    """Only a body that has something to do in a matter may look up how to reach its reporter.

    Basis: Personal Information Protection Law §6 (purpose and least data).
    """
    involved = (matter.accountable_body_id, matter.lead_id, matter.verifier_id)
    if by.body is not None and by.acting_body in involved:
        return None
    return Refusal("matter.no_part_in_it", "Personal Information Protection Law §6")
