"""Whatever is reformed while whatever is open: no matter is lost, doubled or unowned; each is told of or untouched."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import DANCE_NOISE, FUMES, LITTER, Cast, actor_of
from tests.reforms import planned
from tests.stateful.promises import all_hold
from tests.stateful.variants import changes, variant
from tests.steps import STREET_WORK, moment, reported
from tuoluo.bodies.models import Body, Post
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger import chain
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.facts import plain
from tuoluo.matters import acts
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import OPEN_STAGES, Outcome, Stage
from tuoluo.reform.acts import apply, consent, propose
from tuoluo.reform.finding import BadPlan
from tuoluo.reform.models import HandOver, Reform
from tuoluo.reform.plan import Ending, Plan, Transition, label
from tuoluo.reform.preview import rehearse

CATEGORIES = st.sampled_from([STREET_WORK, LITTER, FUMES, DANCE_NOISE])
WAY = (Stage.COLLECTED, Stage.REGISTERED, Stage.DISPATCHED, Stage.HANDLING, Stage.REPORTED_BACK, Stage.CLOSED)
OPEN_CASES = st.lists(st.tuples(CATEGORIES, st.sampled_from(WAY), st.booleans()), min_size=1, max_size=6)
EXAMPLES = 24
ALL = list(HealthCheck)


def head(body: Body | None) -> Actor:
    return actor_of(Post.objects.on(timezone.localdate()).get(body=body, head=True))


def brought_to(cast: Cast, category: str, stage: Stage, parts_done: bool) -> Matter:
    """A matter in a stage, by the acts of whoever leads and verifies it; its parts done or still open."""
    matter = reported(cast, category=category)
    far = WAY.index(stage)
    if far >= 1:
        matter = acts.register(matter, by=cast.clerk, at=moment(1))
    if far >= 2:
        matter = acts.dispatch(matter, by=cast.clerk, at=moment(2))
    if far >= 3:
        matter = acts.take_up(matter, by=head(matter.lead), at=moment(3))
        for part in matter.parts.select_related("body") if parts_done else []:
            matter = acts.finish_part(matter, by=head(part.body), at=moment(4), result="做了")
    if far >= 4:
        said: dict[str, Any] = {"outcome": Outcome.SOLVED, "answer": "好了", "parts_note": "未等协办"}
        matter = acts.report_back(matter, by=head(matter.lead), at=moment(5), **said)
    if far >= 5:
        matter = acts.close(matter, by=head(matter.verifier), at=moment(6))
    return matter


def otherwise(plan: Plan, number: int, later: bool) -> Plan:
    """The proposal as people may change it: another body takes over, another rule for running clocks."""
    day = timezone.localdate()
    ending = {one.body for one in plan.endings}
    bodies = Body.objects.on(day).filter(area__code__in=plan.communities).order_by("pk")
    heirs = [name for body in bodies if (name := label(body.name, body.pk)) not in ending]
    heirs += [new.name for new in plan.new_bodies]
    endings = tuple(Ending(one.body, heirs[(number + place) % len(heirs)]) for place, one in enumerate(plan.endings))
    rule = Transition.LATER_DEADLINE if later else Transition.FIRST_DEADLINE
    return replace(plan, endings=endings if number else plan.endings, transition=rule)


def stands() -> dict[int, Any]:
    """Where every matter stands, with its parts."""
    rows = Matter.objects.select_related("community").prefetch_related("parts")
    return {
        row.pk: (plain(row.standing()), sorted((p.body_id, p.finished_at is not None) for p in row.parts.all()))
        for row in rows
    }


def carried_through(cast: Cast, plan: Plan) -> Reform | None:
    """Proposed, agreed to by everybody asked, applied; nothing at all where it is refused."""
    now = timezone.now()
    before = stands(), chain.head()
    try:
        reform = propose(by=cast.district_head, at=now, plan=plan)
    except (BadPlan, Refused):
        assert (stands(), chain.head()) == before
        return None
    for body in reform.asked():
        consent(reform, by=head(body), at=now)
    return apply(Reform.objects.get(pk=reform.pk), by=cast.district_head, at=now)


def conserved(before: dict[int, Any], reform: Reform, ended: set[int]) -> None:
    """No matter lost, doubled or unowned; each stands in the list of hand-overs, or as it stood."""
    after = stands()
    assert after.keys() == before.keys()
    told = {row.matter_id: row for row in HandOver.objects.filter(reform=reform)}
    for pk, stood in before.items():
        if pk not in told:
            assert after[pk] == stood, f"{pk} changed and nobody was told"
        else:
            assert told[pk].before != told[pk].after or told[pk].old_post_id != told[pk].new_post_id
            assert after[pk][0]["stage"] == stood[0]["stage"]
    shown = {row["matter_id"] for row in reform.preview["matters"]}
    assert shown == set(told), "the preview told of others"
    for matter in Matter.objects.filter(stage__in=[stage.value for stage in OPEN_STAGES]).prefetch_related("parts"):
        parts = {part.body_id for part in matter.parts.all() if part.finished_at is None}
        busy = {matter.accountable_body_id, matter.lead_id, matter.verifier_id, matter.evaluator_id, *parts}
        assert not busy & ended


@pytest.mark.slow
def test_nothing_is_lost_doubled_or_unowned(cast: Cast) -> None:
    told: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=(Phase.generate,), suppress_health_check=ALL)
    @given(change=changes(), cases=OPEN_CASES, number=st.integers(0, 5), later=st.booleans(), back=st.booleans())
    def reformed(change: dict[str, str], cases: list[Any], number: int, later: bool, back: bool) -> None:
        with transaction.atomic():
            for category, stage, parts_done in cases:
                brought_to(cast, category, stage, parts_done)
            plan = otherwise(planned(cast, variant(change)), number, later)
            told[one_reform(cast, plan, told)] += 1
            if back:
                told[one_reform(cast, planned(cast, variant({})), told)] += 1
            all_hold()
            transaction.set_rollback(True)

    reformed()
    assert told["applied"] > EXAMPLES // 2, told
    assert told["moved"] > EXAMPLES, told


def one_reform(cast: Cast, plan: Plan, told: Counter[str]) -> str:
    before, day = stands(), timezone.localdate()
    there = set(Body.objects.on(day).values_list("pk", flat=True))
    reform = carried_through(cast, plan)
    if reform is None:
        return "refused"
    ended = there - set(Body.objects.on(day).values_list("pk", flat=True))
    conserved(before, reform, ended)
    told["moved"] += reform.hand_overs.count()
    return "applied"


def test_a_rehearsal_leaves_no_trace(cast: Cast) -> None:
    for stage in WAY:
        brought_to(cast, STREET_WORK, stage, False)
    plan = planned(cast, variant({"workstation": "platform"}))
    before = stands(), chain.head(), Body.objects.count(), Post.objects.count()
    shown = rehearse(plan, timezone.now())
    assert shown.document["matters"]
    assert (stands(), chain.head(), Body.objects.count(), Post.objects.count()) == before
    all_hold()
