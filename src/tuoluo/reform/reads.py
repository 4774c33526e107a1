"""What pages show of reforms: where they stand, who has agreed, what has drifted, and the hand-over lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tuoluo.bodies.charters import charter_last_called
from tuoluo.bodies.models import Body
from tuoluo.matters.models import number_of
from tuoluo.reform.models import HandOver, Reform
from tuoluo.reform.plan import Drift, drift
from tuoluo.reform.plan_file import read_plan_text
from tuoluo.reform.preview import matter_rows
from tuoluo.reform.world import world_of


@dataclass(frozen=True)
class Word:
    """What one body whose consent is asked says: ``agrees`` is nothing while it has not answered."""

    body: Body | None
    agrees: bool | None


def words_of(reform: Reform) -> list[Word]:
    """Every body asked, with its answer; a demanded body without anybody in office stands there as nothing."""
    said = {one.body_id: one for one in reform.consents.select_related("body")}
    if not reform.is_open:
        return [Word(one.body, one.agrees) for one in said.values()]
    return [Word(body, said[body.pk].agrees if body and body.pk in said else None) for body in reform.asked()]


def drift_of(reform: Reform) -> list[Drift]:
    """What stands otherwise now than when an open reform was planned."""
    if not reform.is_open:
        return []
    plan = read_plan_text(reform.plan, reform.title)
    return drift(plan.world, world_of(reform.communities.all(), reform.charter, timezone.localdate()))


def handed_over(reform: Reform) -> list[dict[str, Any]]:
    """The matters passed on: as they were when it was applied, before that as the rehearsal showed them."""
    if reform.applied_at is None:
        rows: list[dict[str, Any]] = reform.preview.get("matters", [])
        return rows
    kept = HandOver.objects.filter(reform=reform).select_related("matter").defer("matter__text", "matter__answer")
    moves = [
        {
            "matter_id": one.matter_id,
            "number": number_of(one.matter_id, one.matter.reported_at),
            "stage": one.matter.stage,
            "category": one.matter.category,
            "before": one.before,
            "after": one.after,
        }
        for one in kept
    ]
    return matter_rows(moves, charter_last_called(reform.charter), timezone.localdate(reform.applied_at))
