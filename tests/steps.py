"""Brings a matter to a stage through the acts that lead there, each done by somebody who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger import chain
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.matters import acts
from tuoluo.matters.acts import Place
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Outcome, Stage

MONDAY = timezone.make_aware(datetime(2026, 7, 6, 9))  # a working day under the charter of the cast
STREET_WORK = "M06002"  # led by the subdistrict office, helped by the workstation, verified by the residents' committee
TEXT = "荔园路口的垃圾没人收，味道很大"


def moment(minutes: int) -> datetime:
    """So many minutes after nine o'clock on Monday."""
    return MONDAY + timedelta(minutes=minutes)


def refused(code: str, do: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """The act is refused with this code, and the record stays as it was."""
    before = Record.objects.count(), chain.head()
    with pytest.raises(Refused) as caught:
        do(*args, **kwargs)
    assert caught.value.refusal.code == code
    assert (Record.objects.count(), chain.head()) == before


def reported(cast: Cast, *, category: str = STREET_WORK, by: Actor | None = None, **more: Any) -> Matter:
    """A resident reports something in the first cell of the near community."""
    by = by or cast.resident
    more = {"place": Place(cast.near, cast.cells[0]), "text": TEXT, **more}
    reporter = cast.person(by) if by.person and not by.post else None
    return acts.report(by=by, at=moment(0), category=category, **{"reporter": reporter, **more})


def at_stage(cast: Cast, stage: Stage, **more: Any) -> Matter:
    """A matter that stands at a stage. With the usual category the subdistrict office leads, the workstation assists
    and the residents' committee verifies.
    """
    matter = reported(cast, **more)
    for reached, step in STEPS[stage]:
        matter = step(cast, matter)
        assert matter.stage == reached
    return matter


def registered(cast: Cast, matter: Matter) -> Matter:
    return acts.register(matter, by=cast.clerk, at=moment(10))


def dispatched(cast: Cast, matter: Matter) -> Matter:
    return acts.dispatch(matter, by=cast.clerk, at=moment(20))


def taken_up(cast: Cast, matter: Matter) -> Matter:
    return acts.take_up(matter, by=cast.dispatcher, at=moment(30))


def part_finished(cast: Cast, matter: Matter) -> Matter:
    return acts.finish_part(matter, by=cast.clerk, at=moment(40), result="已清扫")


def reported_back(cast: Cast, matter: Matter) -> Matter:
    return acts.report_back(matter, by=cast.dispatcher, at=moment(50), outcome=Outcome.SOLVED, answer="已清运")


def closed(cast: Cast, matter: Matter) -> Matter:
    return acts.close(matter, by=cast.verifier, at=moment(60), finding="现场干净")


def evaluated(cast: Cast, matter: Matter) -> Matter:
    return acts.evaluate(matter, by=cast.resident, at=moment(70), responded=True, solved=True, satisfied=5)


def declined(cast: Cast, matter: Matter) -> Matter:
    return acts.decline(matter, by=cast.clerk, at=moment(10), answer="请向物业服务企业提出")


def withdrawn(cast: Cast, matter: Matter) -> Matter:
    return acts.withdraw(matter, by=cast.resident, at=moment(10))


Step = tuple[Stage, Callable[[Cast, Matter], Matter]]
MAIN: tuple[Step, ...] = (
    (Stage.REGISTERED, registered),
    (Stage.DISPATCHED, dispatched),
    (Stage.HANDLING, taken_up),
    (Stage.HANDLING, part_finished),
    (Stage.REPORTED_BACK, reported_back),
    (Stage.CLOSED, closed),
    (Stage.EVALUATED, evaluated),
)
STEPS: dict[Stage, tuple[Step, ...]] = {
    Stage.COLLECTED: (),
    Stage.REGISTERED: MAIN[:1],
    Stage.DISPATCHED: MAIN[:2],
    Stage.HANDLING: MAIN[:3],
    Stage.REPORTED_BACK: MAIN[:5],
    Stage.CLOSED: MAIN[:6],
    Stage.EVALUATED: MAIN,
    Stage.DECLINED: ((Stage.DECLINED, declined),),
    Stage.WITHDRAWN: ((Stage.WITHDRAWN, withdrawn),),
}


def history(matter: Matter) -> list[Record]:
    """What the record says about a matter, in order."""
    return list(Record.objects.filter(subject_kind="matter", subject_id=matter.pk).order_by("seq"))


def last(matter: Matter) -> Record:
    """The newest entry about a matter."""
    return history(matter)[-1]
