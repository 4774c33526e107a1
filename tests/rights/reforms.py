"""Recipes for the acts of a reform: an open one, whose consenters include the body of whoever acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils import timezone

from tests.reforms import written
from tuoluo.bodies.models import CharterInForce
from tuoluo.charter.model import ReformRule
from tuoluo.ledger.actors import Actor
from tuoluo.reform.acts import apply, approve, consent, object_to, propose, put_to_council, withdraw
from tuoluo.reform.models import Reform
from tuoluo.reform.plan import Plan
from tuoluo.reform.plan_file import plan_toml
from tuoluo.reform.proposing import propose_plan

Attempt = Callable[[], Any]


def reform_open(act: Callable[..., Any], stage: str = "proposed", **words: Any) -> Any:
    """A recipe for an act on a reform: one that is open, whose consenters include the actor's own body."""

    def prepare(world: Any, by: Actor, link: bool) -> Attempt:
        body = world.body(by)
        reform = Reform.objects.create(
            title="改行新章程",
            charter="nanshan",
            start=timezone.localdate(),
            plan=plan_toml(plan_of(world)),
            digest="0" * 64,
            stage=stage,
            proposed_at=timezone.now(),
            proposer=body,
        )
        reform.communities.set([world.cast.near])
        if act in (consent, object_to):
            asks = replace(world.charter, reform=ReformRule((body.kind,), "试验"), name=f"asks_{body.kind}")
            written(asks)
            CharterInForce.objects.update(name=asks.name)
        return partial(act, reform, by=by, at=timezone.now(), **words)

    return prepare


def plan_of(world: Any) -> Plan:
    return propose_plan([world.cast.near], "nanshan", timezone.localdate(), day=timezone.localdate())


def of_reforms(free: Callable[..., Any]) -> dict[str, Any]:
    """Each act of a reform at its best moment."""
    return {
        "reform.propose": free(propose, lambda w, by: {"plan": plan_of(w)}),
        "reform.consent": reform_open(consent),
        "reform.object": reform_open(object_to, reason="先听居民意见"),
        "reform.approve": reform_open(approve),
        "reform.put_to_council": reform_open(put_to_council, title="荔园理事会", on=timezone.localdate()),
        "reform.withdraw": reform_open(withdraw, reason="另作打算"),
        "reform.apply": reform_open(apply, stage="approved"),
    }
