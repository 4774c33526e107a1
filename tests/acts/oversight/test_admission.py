"""Admission of tasks through the acts: asked, answered, withdrawn, hours counted; and the figures that come of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import SINCE, Cast
from tests.steps import at_stage, refused
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.ledger.standing import drifts
from tuoluo.matters.rules import Stage
from tuoluo.oversight import acts
from tuoluo.oversight.figures import Span, figures
from tuoluo.oversight.models import Admission, Hours, Task
from tuoluo.oversight.reads import counted, demands_for, demands_in, helped_with
from tuoluo.oversight.rules import MOVES, Cited, Demand, State

MONDAY = timezone.make_aware(datetime(2026, 9, 7, 10))
DAY = date(2026, 9, 7)


def on(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


def asked(cast: Cast, by: Actor | None = None, days: int = 60, **more: Any) -> Task:
    demand = Demand("协助入户登记", "区水务局通知（试验）", DAY + timedelta(days=days), 40)
    given_ = {"demand": demand, "communities": [cast.near, cast.far], **more}
    return acts.ask(by=by or cast.water_head, at=MONDAY, **given_)


def near(cast: Cast, task: Task) -> Admission:
    return Admission.objects.select_related("task").get(task=task, community=cast.near)


def admitted(cast: Cast) -> Admission:
    return acts.accept(near(cast, asked(cast)), by=cast.committee_chair, at=on(1))


def test_a_demand_is_put_to_each_committee_with_a_time_limit(cast: Cast) -> None:
    task = asked(cast)
    assert task.answer_by == date(2026, 9, 14), "five working days"
    rows = list(task.admissions.all())
    assert [(row.community, row.committee.area) for row in rows] == [(cast.near, cast.near), (cast.far, cast.far)]
    names = list(Record.objects.order_by("-seq").values_list("act", flat=True)[:3])
    assert names == ["task.ask", "task.put_to", "task.put_to"]
    assert list(drifts()) == []


def test_a_community_named_twice_is_asked_once(cast: Cast) -> None:
    assert asked(cast, communities=[cast.near, cast.near]).admissions.count() == 1


def test_what_stands_against_a_demand(cast: Cast) -> None:
    short = Demand("登记", "通知", DAY, 2)
    refused("task.ends_before", asked, cast, demand=short)
    refused("task.incomplete", asked, cast, communities=[])
    refused("task.nobody_answers", asked, cast, communities=[cast.subdistrict])
    refused("right.not_in_role", asked, cast, by=cast.water_officer)
    refused("right.not_in_role", asked, cast, by=cast.committee_chair)
    cast.water.__class__.objects.filter(kind="residents_committee", area=cast.far).update(valid_until=SINCE)
    refused("task.nobody_answers", asked, cast)


def test_without_a_calendar_there_is_no_time_limit_yet(cast: Cast) -> None:
    later = timezone.make_aware(datetime(2098, 1, 4, 10))
    demand = Demand("登记", "通知", date(2098, 3, 1), 2)
    task = acts.ask(by=cast.water_head, at=later, demand=demand, communities=[cast.near])
    assert task.answer_by is None
    assert near(cast, task).state(date(2098, 2, 28)) is State.ASKED


def test_the_committee_admits_or_refuses_on_a_ground(cast: Cast) -> None:
    row = near(cast, asked(cast))
    refused("task.ground_missing", acts.refuse, row, by=cast.committee_chair, at=on(1), ground=Cited("so"))
    acts.refuse(row, by=cast.committee_chair, at=on(1), ground=Cited("off_list"), words="李阿姨也说不行")
    (shown,) = demands_in(cast.near, DAY + timedelta(days=1))
    assert shown.state is State.REFUSED
    assert shown.ground is not None
    assert "第二十七条" in shown.ground.basis
    record = Record.objects.get(act="task.refuse")
    assert record.facts["now"]["ground"] == "off_list"
    assert "李阿姨" not in str(record.content), "free words are sealed"
    refused("task.not_waiting", acts.accept, row, by=cast.committee_chair, at=on(2))
    assert list(drifts()) == []


def test_only_the_committee_asked_answers(cast: Cast) -> None:
    row = near(cast, asked(cast))
    far = Admission.objects.get(task=row.task, community=cast.far)
    refused("right.not_in_role", acts.accept, row, by=cast.verifier, at=on(1))
    refused("right.not_in_role", acts.accept, row, by=cast.secretary, at=on(1))
    refused("body.outside_your_area", acts.accept, far, by=cast.committee_chair, at=on(1))


def test_silence_is_no_consent(cast: Cast) -> None:
    row = near(cast, asked(cast))
    assert row.state(date(2026, 9, 14)) is State.ASKED
    assert row.state(date(2026, 9, 15)) is State.LAPSED
    refused("task.not_waiting", acts.accept, row, by=cast.committee_chair, at=on(8))


def test_an_admission_ends_by_itself_at_its_end_date(cast: Cast) -> None:
    row = admitted(cast)
    last = DAY + timedelta(days=60)
    assert [row.state(day) for day in (last, last + timedelta(days=1))] == [State.ACCEPTED, State.EXPIRED]
    before = Record.objects.count()
    refused("task.hours_ahead", acts.log_hours, row, by=cast.clerk, at=on(3), day=last, halves=2)
    refused("task.not_admitted", acts.log_hours, row, by=cast.clerk, at=on(70), day=last + timedelta(days=1), halves=2)
    acts.log_hours(row, by=cast.clerk, at=on(70), day=last, halves=2)
    assert Record.objects.count() == before + 1


def test_whoever_asked_withdraws_everywhere_but_a_refusal_stays(cast: Cast) -> None:
    task = asked(cast)
    acts.refuse(near(cast, task), by=cast.committee_chair, at=on(1), ground=Cited("no_capacity"))
    refused("right.not_in_role", acts.withdraw, task, by=cast.committee_chair, at=on(2))
    refused("task.not_your_demand", acts.withdraw, task, by=cast.district_head, at=on(2))
    acts.withdraw(task, by=cast.water_head, at=on(2))
    fresh = Admission.objects.select_related("task", "community").filter(task=task)
    assert [row.state(DAY + timedelta(days=2)) for row in fresh] == [State.REFUSED, State.WITHDRAWN]
    refused("task.over", acts.withdraw, Task.objects.get(pk=task.pk), by=cast.water_head, at=on(3))


def test_hours_are_entered_by_those_who_work_here_and_corrected_by_a_counter_entry(cast: Cast) -> None:
    row = admitted(cast)
    day = DAY + timedelta(days=2)
    entry = acts.log_hours(row, by=cast.clerk, at=on(2), day=day, halves=7)
    refused("task.bad_hours", acts.log_hours, row, by=cast.clerk, at=on(2), day=day, halves=49)
    refused("body.outside_your_area", acts.log_hours, row, by=cast.neighbour_clerk, at=on(2), day=day, halves=2)
    refused("right.not_in_role", acts.log_hours, row, by=cast.dispatcher, at=on(2), day=day, halves=2)
    refused("task.not_your_hours", acts.correct, entry, by=cast.social_worker, at=on(3))
    counter = acts.correct(entry, by=cast.clerk, at=on(3))
    assert (counter.halves, counter.corrects, counter.day) == (-7, entry, day)
    refused("task.corrected_already", acts.correct, entry, by=cast.clerk, at=on(3))
    refused("task.corrected_already", acts.correct, counter, by=cast.clerk, at=on(3))
    assert Hours.objects.filter(pk=entry.pk, halves=7).exists(), "what was entered first stays"
    assert [one.halves for one in helped_with(cast.clerk, day)] == [0]
    assert list(drifts()) == []


def test_the_database_takes_no_edited_hours_and_no_second_counter_entry(cast: Cast) -> None:
    entry = acts.log_own(cast.near, by=cast.clerk, at=on(0), day=DAY, halves=4)
    acts.correct(entry, by=cast.clerk, at=on(0))
    for halves, corrects in ((0, None), (-4, None), (49, None), (4, entry), (-4, entry)):
        with pytest.raises(Error), transaction.atomic():
            Hours.objects.create(community=cast.near, body=cast.committee, day=DAY, halves=halves, corrects=corrects)
    Hours.objects.filter(pk=entry.pk).update(halves=6)
    assert [(drift.fact, drift.table, drift.record) for drift in drifts()] == [("halves", 6, 4)]


def test_what_waits_comes_first_for_the_committee(cast: Cast) -> None:
    first = near(cast, asked(cast))
    acts.refuse(near(cast, asked(cast)), by=cast.committee_chair, at=on(1), ground=Cited("off_list"))
    shown = demands_for(cast.committee_chair, DAY + timedelta(days=1))
    assert [one.state for one in shown] == [State.ASKED, State.REFUSED]
    assert shown[0].row == first


def test_the_figures_by_community_by_asker_and_by_kind_of_body(cast: Cast) -> None:
    row = admitted(cast)
    day = DAY + timedelta(days=2)
    acts.log_hours(row, by=cast.clerk, at=on(2), day=day, halves=6)
    acts.correct(acts.log_hours(row, by=cast.clerk, at=on(2), day=day, halves=9), by=cast.clerk, at=on(2))
    acts.log_own(cast.near, by=cast.verifier, at=on(2), day=day, halves=2)
    at_stage(cast, Stage.DISPATCHED, category="L90008")
    found = figures([cast.near, cast.far], Span(date(2026, 1, 1), date(2027, 1, 1)), DAY + timedelta(days=9))
    lines = {area.code: counted(line) for area, line in found.communities}
    assert lines[cast.near.code] == {
        "asked": 1, "waiting": 0, "admitted": 1, "running": 1, "ended": 0, "refused": 0, "lapsed": 0, "withdrawn": 0,
        "hours_expected": 20.0, "hours_from_above": 3.0, "hours_own": 1.0, "share_from_above": 0.75, "own_matters": 1,
    }  # fmt: skip
    assert lines[cast.far.code]["lapsed"] == 1
    assert lines[cast.far.code]["share_from_above"] is None
    assert [(body, line.asked, line.above) for body, line in found.askers] == [(cast.water, 2, 6)]
    kinds = {kind: (line.above, line.own) for kind, line in found.kinds}
    assert kinds == {"workstation": (6, 0), "residents_committee": (0, 2)}
    assert (found.total.asked, found.total.above, found.total.own) == (2, 6, 2)
    earlier = figures([cast.near], Span(date(2025, 1, 1), date(2026, 1, 1)), DAY)
    assert (earlier.total.asked, earlier.total.above) == (0, 0)


STEPS = st.lists(
    st.tuples(st.sampled_from(["accept", "refuse", "withdraw", "log", "correct"]), st.integers(0, 15)), max_size=8
)


@pytest.mark.slow
@given(steps=STEPS, until=st.integers(1, 40))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_tried_a_demand_moves_only_as_the_table_says(
    cast: Cast, steps: list[tuple[str, int]], until: int
) -> None:
    with transaction.atomic():
        row = near(cast, asked(cast, days=until))
        for step, days in sorted(steps, key=lambda one: one[1]):
            before = _read(row).state(DAY + timedelta(days=days))
            try:
                with transaction.atomic():
                    _step(cast, _read(row), step, days)
            except Refused:
                continue
            after = _read(row).state(DAY + timedelta(days=days))
            assert after is before or after in MOVES[before]
        assert sum(Hours.objects.filter(admission=row).values_list("halves", flat=True)) >= 0
        assert list(drifts()) == []
        transaction.set_rollback(True)


def _read(row: Admission) -> Admission:
    return Admission.objects.select_related("task").get(pk=row.pk)


def _step(cast: Cast, row: Admission, step: str, days: int) -> None:
    at = on(days)
    match step:
        case "accept":
            acts.accept(row, by=cast.committee_chair, at=at)
        case "refuse":
            acts.refuse(row, by=cast.committee_chair, at=at, ground=Cited("off_list"))
        case "withdraw":
            acts.withdraw(row.task, by=cast.water_head, at=at)
        case "log":
            acts.log_hours(row, by=cast.clerk, at=at, day=DAY + timedelta(days=days), halves=3)
        case "correct":
            entry = Hours.objects.filter(admission=row, corrects=None).first()
            if entry is not None:
                acts.correct(entry, by=cast.clerk, at=at)
