"""Charters and plans for tests of a reform: nanshan without its workstation: one platform, two centres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from tests.cast import Cast
from tuoluo.bodies.acts import vacate_post
from tuoluo.bodies.charters import charter_named
from tuoluo.charter.model import Charter, Duty, Kind, Name, Part, Role
from tuoluo.charter.write import write_charter
from tuoluo.ledger.actors import Actor
from tuoluo.reform.acts import apply, consent, propose
from tuoluo.reform.models import Reform
from tuoluo.reform.plan import Plan
from tuoluo.reform.proposing import propose_plan
from tuoluo.territory.models import Area

PLATFORM, CENTRE = "platform", "administrative_centre"


def new_kind(code: str, zh: str, en: str) -> Kind:
    return Kind(code, Name(zh, en), Part.BALANCE, minimum=1, maximum=1, basis="试验")


NEW_KINDS = {
    PLATFORM: new_kind(PLATFORM, "社区电子政务平台", "Community E-government Platform"),
    CENTRE: new_kind(CENTRE, "社区行政服务中心", "Community Administrative Centre"),
}
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "workstation_head": (PLATFORM, CENTRE),
    "workstation_clerk": (PLATFORM, CENTRE),
}


def two_centres(name: str = "two_centres", *, lead: str = CENTRE, home: str = PLATFORM) -> Charter:
    """nanshan without workstation: the platform receives, the administrative centre leads what the workstation led."""
    old = charter_named("nanshan")
    kinds = {code: kind for code, kind in old.kinds.items() if code != "workstation"} | NEW_KINDS
    roles = {code: _role(role, home) for code, role in old.roles.items()}
    duties = tuple(_duty(duty, lead) for duty in old.duties)
    door = replace(old.front_door, kind=PLATFORM)
    return written(replace(old, name=name, kinds=kinds, roles=roles, duties=duties, front_door=door))


def _role(role: Role, home: str) -> Role:
    if role.code in INSTEAD:
        return replace(role, kinds=INSTEAD[role.code])
    kinds = tuple(dict.fromkeys(home if kind == "workstation" else kind for kind in role.kinds))
    return replace(role, kinds=kinds)


def _duty(duty: Duty, lead: str) -> Duty:
    leads = _instead(duty.lead, lead)
    assistants = dict.fromkeys(_instead(one, lead) for one in duty.assistants)
    return replace(
        duty,
        lead=leads,
        assistants=tuple(one for one in assistants if one != leads),
        supervisor=_instead(duty.supervisor, lead),
        verifier=_instead(duty.verifier, lead),
        evaluator=_instead(duty.evaluator, lead),
    )


def _instead(kind: str, lead: str) -> str:
    return lead if kind == "workstation" else kind


def written(charter: Charter) -> Charter:
    """The charter among those of this deployment."""
    write_charter(charter, settings.HOME.charters / charter.name)
    return charter


def planned(cast: Cast, charter: Charter, *areas: Area, start: date | None = None, **more: Any) -> Plan:
    """The plan that the software proposes for these communities (the near one by default)."""
    today = timezone.localdate()
    return replace(propose_plan(areas or (cast.near,), charter.name, start or today, day=today), **more)


def approved(cast: Cast, plan: Plan, *more: Actor) -> Reform:
    """A reform proposed and agreed to by everybody whose consent nanshan demands."""
    now: datetime = timezone.now()
    reform = propose(by=cast.district_head, at=now, plan=plan)
    for by in (cast.secretary, *more, cast.district_head):
        consent(reform, by=by, at=now)
    reform.refresh_from_db()
    return reform


def applied(cast: Cast, plan: Plan, *more: Actor) -> Reform:
    """The same, applied."""
    return apply(approved(cast, plan, *more), by=cast.district_head, at=timezone.now())


def somebody_leaves(cast: Cast) -> None:
    """The post of a clerk at the workstation falls vacant: the world drifts."""
    vacate_post(cast.post(cast.clerk), by=cast.district_head, at=timezone.now(), until=timezone.localdate())
