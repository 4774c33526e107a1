"""The proof says of a real district what happens there when a matter is dispatched, and keeps up with each act."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.steps import reported
from tuoluo.bodies.acts import adopt_charter, create_post, establish_body, fill_post
from tuoluo.bodies.charters import charter_at
from tuoluo.coverage.proof import Proof
from tuoluo.coverage.reads import Kept, coverage_of, forget, world_on
from tuoluo.kernel.refusals import Refused
from tuoluo.matters.acts import report
from tuoluo.matters.routing import route
from tuoluo.people.models import Person
from tuoluo.territory.acts import draw_cells
from tuoluo.territory.rules import CellPlan
from tuoluo.workforce.acts import appoint_leader

REFUSED = {"matter.nobody_leads": "nobody_leads", "matter.nobody_to_verify": "nobody_verifies"}


@pytest.fixture(autouse=True)
def fresh() -> None:
    forget()


def today() -> Any:
    return timezone.localdate()


@pytest.mark.slow
def test_it_says_of_every_category_what_dispatching_does(cast: Cast) -> None:
    verdict = coverage_of("440399", today())
    told = {
        code: {
            category
            for gap in verdict.gaps
            if gap.code == code and cast.near.stem in gap.communities
            for category in gap.categories
        }
        for code in REFUSED.values()
    }
    matter = reported(cast)
    really: dict[str, set[str]] = {code: set() for code in REFUSED.values()}
    charter = charter_at(cast.near.stem, today())
    for category in (code for code in charter.categories if not charter.is_group(code)):
        matter.category = category
        try:
            way = route(matter, today(), lead=None, assistants=None, reason="")
        except Refused as refused:
            really[REFUSED[refused.refusal.code]].add(category)
        else:
            duty = charter.duty_for(category, cast.near.stem)
            assert duty is not None
            assert way.lead.kind == duty.lead
    assert told == really
    assert really["nobody_leads"], "the small district lacks bodies, so the test has something to find"


def test_it_keeps_up_with_every_act_on_who_is_who(cast: Cast) -> None:
    kept = Kept("440399", today())
    by: dict[str, Any] = {"by": cast.district_head, "at": timezone.now()}

    def agree() -> int:
        verdict = kept.verdict()
        assert verdict == Proof(world_on("440399", today())).verdict()
        return len(verdict.gaps)

    before = agree()
    fire = establish_body(kind="fire_rescue", name="试验区消防救援大队", area=cast.district, valid_from=today(), **by)
    assert agree() == before  # it has no head yet
    post = create_post(body=fire, role="department_head", valid_from=today(), **by)
    fill_post(post, person=Person.objects.create(name="火长"), since=today(), **by)
    assert agree() < before
    appoint_leader(cast.cells[0], person=Person.objects.create(name="新格长"), body=cast.committee, since=today(), **by)
    agree()
    draw_cells(cast.near, valid_from=today(), plan=CellPlan(count=3, seed=3), **by)
    agree()
    adopt_charter(cast.far, name="minimal", valid_from=today(), **by)
    agree()


def test_matters_that_move_cost_it_one_question(cast: Cast) -> None:
    kept = Kept("440399", today())
    kept.verdict()
    report(by=cast.resident, at=timezone.now(), text="灯不亮", place=_place(cast))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        kept.verdict()
    assert len(asked) <= 3


def _place(cast: Cast) -> Any:
    from tuoluo.matters.acts import Place

    return Place(cast.near, cast.cells[0])


def test_what_was_undone_is_forgotten(cast: Cast) -> None:
    kept = Kept("440399", today())
    before = kept.verdict()
    with transaction.atomic():
        appoint_leader(
            cast.cells[0],
            by=cast.district_head,
            at=timezone.now(),
            person=Person.objects.create(name="新格长"),
            body=cast.workstation,
            since=today(),
        )
        kept.verdict()
        transaction.set_rollback(True)
    assert kept.verdict() == before
