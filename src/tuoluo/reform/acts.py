"""The doors of a reform: proposed, agreed to or objected to, put to a council, withdrawn, applied as one act."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.utils import timezone

from tuoluo.bodies.authority import right_of
from tuoluo.bodies.models import Body
from tuoluo.bodies.rules import may_reach
from tuoluo.kernel.refusals import require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import Family, OpenTo, act
from tuoluo.ledger.standing import watch
from tuoluo.matters.rules import must_say
from tuoluo.reform import rules
from tuoluo.reform.models import Consent, Reform, common_stem
from tuoluo.reform.plan import Plan, drift
from tuoluo.reform.plan_file import plan_toml, read_plan_text
from tuoluo.reform.preview import homeless_words, rehearse
from tuoluo.reform.rules import Stage
from tuoluo.reform.world import world_of

watch(Reform)


@act("reform.propose", family=Family.DECIDE, secret=("plan",), alone=True)
def propose(*, by: Actor, at: datetime, plan: Plan) -> Reform:
    """Propose a reform: its plan is kept as it is, together with what a rehearsal shows that it would do.

    Basis: a reform is planned, previewed and consented to before it is applied (S13, S23).
    """
    preview = rehearse(plan, at)
    communities = preview.communities
    require(may_reach(by.area, common_stem([area.stem for area in communities])))
    require(rules.must_not_have_drifted([one.what for one in preview.drift]))
    require(rules.must_have_homes(homeless_words(preview)))
    text = plan_toml(plan)
    reform = Reform.objects.create(
        title=plan.title[:120],
        charter=plan.charter,
        start=plan.start,
        plan=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        preview=preview.document,
        proposed_at=at,
        proposer=_body_of(by),
    )
    reform.communities.set(communities)
    return reform


def _body_of(by: Actor) -> Body:
    assert by.acting_body is not None  # whoever has the right to these acts holds a post in a body
    return Body.objects.get(pk=by.acting_body)


@act("reform.consent", family=Family.DECIDE, may=rules.may_consent)
def consent(reform: Reform, *, by: Actor, at: datetime) -> Reform:
    """Agree to a reform, for a body whose consent the charter demands.

    Basis: charter, reform.
    """
    Consent.objects.update_or_create(
        reform=reform, body=_body_of(by), defaults={"agrees": True, "reason": "", "at": at}
    )
    return reform


@act("reform.object", family=Family.DECIDE, may=rules.may_consent, private=("reason",))
def object_to(reform: Reform, *, by: Actor, at: datetime, reason: str) -> Reform:
    """Object to a reform, with a reason; it cannot be applied until the body consents after all.

    Basis: charter, reform.
    """
    require(must_say(reason, "reform.reason_missing"))
    Consent.objects.update_or_create(
        reform=reform, body=_body_of(by), defaults={"agrees": False, "reason": reason, "at": at}
    )
    reform.stage = Stage.PROPOSED.value
    reform.save(update_fields=["stage"])
    return reform


@act("reform.approve", family=Family.DECIDE, open_to=OpenTo.FOLLOWING, may=rules.may_approve)
def approve(reform: Reform, *, by: Actor, at: datetime) -> Reform:
    """Note that everybody whose consent the charter demands has agreed.

    Basis: charter, reform.
    """
    reform.stage = Stage.APPROVED.value
    reform.save(update_fields=["stage"])
    return reform


@act("reform.put_to_council", family=Family.COORDINATE, may=rules.may_change)
def put_to_council(reform: Reform, *, by: Actor, at: datetime, title: str, on: date, reference: str = "") -> Reform:
    """Note that a reform was put to a council: to which, when, and where the result can be read.

    Basis: S4; what concerns everybody is deliberated before it is done.
    """
    require(must_say(title, "reform.council_missing"))
    reform.council, reform.council_on, reform.council_reference = title, on, reference
    reform.save(update_fields=["council", "council_on", "council_reference"])
    return reform


@act("reform.withdraw", family=Family.DECIDE, may=rules.may_change, private=("reason",))
def withdraw(reform: Reform, *, by: Actor, at: datetime, reason: str) -> Reform:
    """Take a reform back before it is applied; nothing has changed by it.

    Basis: a reform can be taken back until it is applied (S13, S23).
    """
    require(must_say(reason, "reform.reason_missing"))
    reform.stage = Stage.WITHDRAWN.value
    reform.save(update_fields=["stage"])
    return reform


@act("reform.apply", family=Family.DECIDE, may=rules.may_apply, alone=True)
def apply(reform: Reform, *, by: Actor, at: datetime) -> Reform:
    """Apply an approved reform, from its date on, to the world it was planned for: all of it, or nothing.

    What it changes follows from it in the same transaction (`reform.following`).
    Basis: a change of structure loses nothing (S13); what was consented to is what is done.
    """
    today = timezone.localdate(at)
    require(rules.must_have_come(today, reform.start))
    plan = read_plan_text(reform.plan, reform.title)
    now = world_of(reform.communities.all(), reform.charter, today)
    require(rules.must_not_have_drifted([one.what for one in drift(plan.world, now)]))
    require(right_of("reform.apply", by))
    reform.stage, reform.applied_at = Stage.APPLIED.value, at
    reform.save(update_fields=["stage", "applied_at"])
    return reform
