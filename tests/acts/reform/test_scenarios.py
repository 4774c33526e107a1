"""The charters that ship, one after the other, over a community at work."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.acts.reform.test_apply import ended_appears_nowhere, with_category
from tests.cast import DANCE_NOISE, FUMES, LITTER, Cast, actor_of
from tests.reforms import applied, approved, planned
from tests.stateful.promises import all_hold
from tests.steps import STREET_WORK, history, reported
from tuoluo.bodies.charters import charter_at, charter_named
from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import in_charge, leader_post
from tuoluo.ledger.actors import Actor
from tuoluo.matters import acts
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import OPEN_STAGES, Outcome, Stage
from tuoluo.reform.acts import apply
from tuoluo.reform.models import HandOver
from tuoluo.reform.plan import Plan

OPEN = (Stage.COLLECTED, Stage.REGISTERED, Stage.DISPATCHED, Stage.HANDLING, Stage.REPORTED_BACK)
CATEGORIES = (STREET_WORK, LITTER, FUMES, DANCE_NOISE)


def forty_open(cast: Cast) -> None:
    """Forty open matters, eight in each stage, and eight that are closed."""
    for _ in range(2):
        for category in CATEGORIES:
            for stage in (*OPEN, Stage.CLOSED):
                with_category(cast, stage, category)


def test_shenzhen_bay_changes_from_nanshan_to_shekou(cast: Cast) -> None:
    forty_open(cast)
    assert Matter.objects.open().count() == 40
    leaders = leaders_of(cast)
    people = set(Post.objects.filter(body=cast.workstation).values_list("tenures__person", flat=True))
    lengths = {matter.pk: len(history(matter)) for matter in Matter.objects.all()}
    reform = applied(cast, planned(cast, charter_named("shekou")))
    kinds = set(Body.objects.on(today()).filter(area=cast.near).values_list("kind", flat=True))
    assert "workstation" not in kinds
    assert {"platform", "administrative_service_centre", "service_centre", "residents_committee"} <= kinds
    assert Matter.objects.open().count() == 40
    ended_appears_nowhere(cast.workstation)
    all_hold()
    moved = set(reform.hand_overs.values_list("matter", flat=True))
    assert {pk: len(history(Matter.objects.get(pk=pk))) - lengths[pk] for pk in lengths} == {
        pk: int(pk in moved) for pk in lengths
    }
    new = Post.objects.on(today()).filter(body__area=cast.near)
    assert people <= set(new.values_list("tenures__person", flat=True)), "everybody has a post"
    assert leaders_of(cast) == leaders
    assert charter_at(cast.far.stem, today()).name == "nanshan"


def leaders_of(cast: Cast) -> list[int]:
    posts = [leader_post(cell, today()) for cell in cast.cells]
    return [in_charge(post, today()).pk for post in posts if post is not None]


def test_the_new_bodies_work_on_what_they_took_over(cast: Cast) -> None:
    forty_open(cast)
    applied(cast, planned(cast, charter_named("shekou")))
    done: Counter[str] = Counter()
    while (matter := Matter.objects.filter(stage__in=[stage.value for stage in OPEN_STAGES]).first()) is not None:
        done[step_on(matter)] += 1
        assert sum(done.values()) < 400
    assert done["close"] == 40
    all_hold()


def step_on(matter: Matter) -> str:
    """The next step of a matter, by the head of whoever is to take it under the new charter."""
    match Stage(matter.stage):
        case Stage.COLLECTED:
            acts.register(matter, by=head(matter.accountable_body), at=timezone.now())
        case Stage.REGISTERED:
            acts.dispatch(matter, by=head(matter.accountable_body), at=timezone.now())
        case Stage.DISPATCHED:
            acts.take_up(matter, by=head(matter.lead), at=timezone.now())
        case Stage.HANDLING:
            words = {"answer": "好了", "parts_note": "未等"}
            outcome = Outcome.SOLVED
            acts.report_back(matter, by=head(matter.lead), at=timezone.now(), outcome=outcome, **words)
        case _:
            acts.close(matter, by=head(matter.verifier), at=timezone.now())
            return "close"
    return matter.stage


def head(body: Body | None) -> Actor:
    return actor_of(Post.objects.on(today()).get(body=body, head=True))


def test_there_and_back_and_on_to_the_smallest(cast: Cast) -> None:
    forty_open(cast)
    for name in ("shekou", "nanshan", "minimal"):
        applied(cast, leaving(planned(cast, charter_named(name))))
        assert charter_at(cast.near.stem, today()).name == name
        assert Matter.objects.open().count() == 40
        gone = list(Body.objects.exclude(pk__in=Body.objects.on(today())))
        ended_appears_nowhere(*gone)
        all_hold()
    kinds = set(Body.objects.on(today()).filter(area=cast.near).values_list("kind", flat=True))
    assert kinds == {"party_committee", "residents_committee"}


def leaving(plan: Plan) -> Plan:
    """Whoever finds no post under the new charter leaves: the plan says so."""
    seated = {seat.person for seat in plan.seats}
    closings = (replace(one, leaves=bool(one.person) and one.person not in seated) for one in plan.closings)
    return replace(plan, closings=tuple(closings))


def test_hundreds_of_matters_in_a_few_seconds_and_a_few_questions_each(cast: Cast) -> None:
    counts: list[int] = []
    for size in (5, 30):
        for _ in range(size):
            reported(cast, category=LITTER)
        reform = approved(cast, planned(cast, charter_named("shekou")))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            start = time.perf_counter()
            apply(reform, by=cast.district_head, at=timezone.now())
        assert time.perf_counter() - start < 20
        counts.append(len(asked))
        assert HandOver.objects.filter(reform=reform).count() == sum((5, 30)[: len(counts)])
        back = approved(cast, planned(cast, charter_named("nanshan")))
        apply(back, by=cast.district_head, at=timezone.now())
    each = (counts[1] - counts[0]) / 30
    assert each <= 6, f"{counts}: {each} questions for each matter"


def today() -> date:
    return timezone.localdate()
