"""A reform programme through its acts: entered, handed on, postponed, reached, dropped; nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.steps import at_stage
from tuoluo.bodies.models import Body
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.ledger.standing import drifts
from tuoluo.matters.rules import Stage
from tuoluo.programme import acts
from tuoluo.programme.models import Measure, Milestone, MilestoneStep, Ownership, Programme
from tuoluo.programme.rules import EvidenceKind, State

pytestmark = pytest.mark.django_db
OPENED = date(2026, 8, 1)
DUE = date(2026, 9, 1)
DOCUMENT: dict[str, Any] = {"evidence": EvidenceKind.DOCUMENT, "reference": "试发〔2026〕1号"}


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=10)))


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return acts.open_programme(
        cast.district, by=cast.district_head, at=at(OPENED), code="trial", name="试验方案", leader=cast.governance,
        starts=OPENED, ends=date(2029, 7, 31),
    )  # fmt: skip


@pytest.fixture
def measure(cast: Cast, programme: Programme) -> Measure:
    return acts.enter_measure(
        programme, by=cast.district_head, at=at(OPENED), aspect="服务", name="中心按时办结", owner=cast.office,
        indicator="on_time", baseline=Decimal("62.5"), baseline_on=OPENED, target=Decimal(80),
    )  # fmt: skip


@pytest.fixture
def milestone(cast: Cast, measure: Measure) -> Milestone:
    return acts.set_milestone(measure, by=cast.district_head, at=at(OPENED), name="定出时限", due=DUE)


def refused(do: Callable[..., Any], *subject: Any, **words: Any) -> str:
    before = Record.objects.count()
    with pytest.raises(Refused) as told:
        do(*subject, **words)
    assert Record.objects.count() == before
    return told.value.refusal.code


def test_all_of_it_is_recorded_and_the_tables_say_what_the_record_says(cast: Cast, milestone: Milestone) -> None:
    acts.postpone_milestone(
        milestone, by=cast.district_head, at=at(date(2026, 9, 5)), due=date(2026, 10, 1), grounds="场地未交付"
    )
    acts.reach_milestone(
        milestone, by=cast.subdistrict_head, at=at(date(2026, 9, 20)), on=date(2026, 9, 19), **DOCUMENT
    )
    acts.change_owner(milestone.measure, by=cast.district_head, at=timezone.now(), owner=cast.water, grounds="分工调整")
    done = list(Record.objects.order_by("-seq").values_list("act", flat=True)[:6])
    assert done == [
        "measure.change_owner", "milestone.reach", "milestone.postpone", "milestone.set", "measure.enter",
        "programme.open",
    ]  # fmt: skip
    assert not list(drifts())


@pytest.mark.parametrize("table", ["step", "owner", "aim"])
def test_a_row_changed_past_its_acts_is_found(cast: Cast, milestone: Milestone, table: str) -> None:
    acts.postpone_milestone(
        milestone, by=cast.district_head, at=at(date(2026, 9, 5)), due=date(2026, 10, 1), grounds="场地未交付"
    )
    change = {
        "step": lambda: MilestoneStep.objects.update(due=date(2027, 1, 1)),
        "owner": lambda: Ownership.objects.update(body=cast.water),
        "aim": lambda: Measure.objects.update(target=Decimal(65)),
    }
    change[table]()
    assert list(drifts())


def test_the_first_date_stays_and_every_past_day_can_be_asked(cast: Cast, milestone: Milestone) -> None:
    acts.postpone_milestone(
        milestone, by=cast.district_head, at=at(date(2026, 9, 5)), due=date(2026, 10, 1), grounds="场地未交付"
    )
    acts.reach_milestone(
        milestone, by=cast.subdistrict_head, at=at(date(2026, 10, 10)), on=date(2026, 10, 9), **DOCUMENT
    )
    promise = Milestone.objects.get(pk=milestone.pk).promise
    assert promise.first_due == DUE
    told = {day: promise.state_on(date.fromisoformat(day)) for day in ("2026-09-01", "2026-09-03", "2026-09-06")}
    assert list(told.values()) == [State.UNDER_WAY, State.LATE, State.UNDER_WAY]
    assert promise.state_on(date(2026, 10, 5)) is State.LATE
    assert promise.state_on(date(2026, 10, 9)) is State.REACHED
    assert promise.days_late(date(2026, 12, 1)) == 38


def test_who_owned_it_on_a_past_day_can_be_asked(cast: Cast, measure: Measure) -> None:
    today = timezone.localdate()
    acts.change_owner(measure, by=cast.district_head, at=timezone.now(), owner=cast.water)
    fresh = Measure.objects.get(pk=measure.pk)
    assert fresh.owned_on(today - timedelta(days=1)).body == cast.office
    assert fresh.owned_on(today).body == cast.water
    assert refused(acts.change_owner, fresh, by=cast.district_head, at=timezone.now(), owner=cast.water) == (
        "measure.same_owner"
    )


def test_reaching_takes_evidence_that_exists(cast: Cast, milestone: Milestone) -> None:
    matter = at_stage(cast, Stage.CLOSED)
    now = timezone.now()
    given: dict[str, Any] = {"by": cast.subdistrict_head, "at": now, "on": timezone.localdate(now)}
    wrong = {
        "evidence.no_act": (EvidenceKind.ACT, "999999"),
        "evidence.no_matter": (EvidenceKind.MATTER, matter.number + "0"),
        "evidence.no_address": (EvidenceKind.LINK, "ftp://x"),
        "evidence.no_number": (EvidenceKind.DOCUMENT, "会议纪要"),
    }
    for expected, (kind, reference) in wrong.items():
        assert refused(acts.reach_milestone, milestone, evidence=kind, reference=reference, **given) == expected
    acts.reach_milestone(milestone, evidence=EvidenceKind.MATTER, reference=matter.number, **given)
    assert refused(acts.reach_milestone, milestone, **DOCUMENT, **given) == "milestone.reached"


def test_only_the_owner_or_the_leader_says_that_it_is_reached(cast: Cast, milestone: Milestone) -> None:
    def told(by: Actor) -> str:
        given = {"by": by, "at": timezone.now(), "on": timezone.localdate()}
        return refused(acts.reach_milestone, milestone, **DOCUMENT, **given)

    assert told(cast.water_head) == "measure.not_the_owner"
    assert told(cast.workstation_head) == "body.outside_your_area"
    assert told(cast.clerk) == "right.not_in_role"
    acts.reach_milestone(milestone, by=cast.district_head, at=timezone.now(), on=timezone.localdate(), **DOCUMENT)


def test_a_community_body_that_owns_a_measure_speaks_for_it(cast: Cast, programme: Programme) -> None:
    measure = acts.enter_measure(
        programme, by=cast.registrar, at=timezone.now(), aspect="自治", name="议事", owner=cast.committee
    )
    milestone = acts.set_milestone(measure, by=cast.registrar, at=timezone.now(), name="开会", due=date(2027, 1, 1))
    acts.reach_milestone(milestone, by=cast.committee_chair, at=timezone.now(), on=timezone.localdate(), **DOCUMENT)


def test_a_dropped_measure_stays_and_nothing_more_happens_to_it(cast: Cast, milestone: Milestone) -> None:
    measure = acts.drop_measure(milestone.measure, by=cast.district_head, at=timezone.now(), grounds="并入其他举措")
    words = {"by": cast.district_head, "at": timezone.now()}
    assert refused(acts.drop_measure, measure, grounds="再一次", **words) == "measure.dropped"
    assert refused(acts.set_milestone, measure, name="又一个", due=date(2027, 1, 1), **words) == "measure.dropped"
    assert refused(acts.change_owner, measure, owner=cast.water, **words) == "measure.dropped"
    milestone = Milestone.objects.get(pk=milestone.pk)
    assert refused(acts.postpone_milestone, milestone, due=date(2027, 1, 1), grounds="x", **words) == "measure.dropped"
    assert refused(acts.reach_milestone, milestone, on=timezone.localdate(), **DOCUMENT, **words) == "measure.dropped"


def test_names_are_given_once_and_owners_have_heads(cast: Cast, measure: Measure) -> None:
    words: dict[str, Any] = {"by": cast.district_head, "at": timezone.now()}
    enter = {"aspect": "服务", "owner": cast.office, **words}
    assert refused(acts.enter_measure, measure.programme, name=measure.name, **enter) == "measure.name_taken"
    assert refused(acts.enter_measure, measure.programme, name="甲", indicator="luck", **enter) == "indicator.unknown"
    acts.set_milestone(measure, name="节点", due=DUE, **words)
    assert refused(acts.set_milestone, measure, name="节点", due=DUE, **words) == "milestone.name_taken"
    headless = Body.objects.create(kind="water", name="空局", area=cast.district, valid_from=OPENED)
    assert refused(acts.enter_measure, measure.programme, name="乙", **{**enter, "owner": headless}) == (
        "measure.owner_without_head"
    )


def test_a_programme_is_opened_only_inside_ones_area(cast: Cast) -> None:
    given: dict[str, Any] = {
        "at": timezone.now(),
        "name": "方案",
        "leader": cast.office,
        "starts": OPENED,
        "ends": date(2027, 1, 1),
    }
    assert refused(acts.open_programme, cast.district, by=cast.subdistrict_head, code="x", **given) == (
        "right.not_in_role"
    )
    acts.open_programme(cast.subdistrict, by=cast.registrar, code="x", **given)
    assert refused(acts.open_programme, cast.district, by=cast.registrar, code="x", **given) == "programme.taken"
