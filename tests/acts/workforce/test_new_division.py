"""A community at work is divided anew: on that day every cell has its one leader, and every open matter somebody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast, square
from tests.steps import at_stage, moment, refused, reported
from tuoluo.bodies.acts import fill_post
from tuoluo.bodies.models import Post, Tenure
from tuoluo.bodies.reads import in_charge, leader_post
from tuoluo.ledger.models import Record
from tuoluo.ledger.standing import drifts
from tuoluo.matters.acts import Place, report
from tuoluo.matters.rules import Stage
from tuoluo.people.models import Person
from tuoluo.territory import acts as territory
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import heirs, locate
from tuoluo.territory.rules import CellPlan, NewArea


def redraw(cast: Cast, plan: CellPlan, day: date | None = None) -> list[Area]:
    day = day or timezone.localdate()
    territory.draw_cells(cast.near, by=cast.subdistrict_head, at=timezone.now(), valid_from=day, plan=plan)
    return list(Area.objects.on(day).filter(level=Level.CELL, stem__startswith=cast.near.stem))


def leader(cell: Area) -> Person:
    day = timezone.localdate()
    posts = Post.objects.on(day).filter(cell=cell)
    (tenure,) = Tenure.objects.on(day).filter(post__in=posts)
    return tenure.person


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_each_new_cell_is_led_by_whoever_led_that_ground(cast: Cast, count: int) -> None:
    before = {cell.pk: leader(cell) for cell in cast.cells}
    for cell in redraw(cast, CellPlan(count=count, seed=7)):
        assert leader(cell) in before.values()
        ground = next(old for old in cast.cells if heirs(old)[0] == cell) if count == 2 else None
        if ground is not None:
            assert leader(cell) == before[ground.pk]
    assert not Tenure.objects.on(timezone.localdate()).filter(post__cell__in=cast.cells).exists()
    assert list(drifts()) == []


def test_the_record_says_what_followed_from_what(cast: Cast) -> None:
    start = Record.objects.order_by("seq").last()
    assert start is not None
    cells = redraw(cast, CellPlan(count=2, seed=7))
    drawn, *rest = Record.objects.filter(seq__gt=start.seq).order_by("seq")
    assert drawn.act == "area.draw_cells"
    assert [(entry.act, entry.person, entry.facts["because_of"]) for entry in rest] == [
        ("cell.carry_leader", cast.subdistrict_head.person, "area.draw_cells")
    ] * len(cells)


def test_ground_without_a_forerunner_is_led_by_the_head_of_the_front_door(cast: Cast) -> None:
    by, day = {"by": cast.district_head, "at": timezone.now()}, timezone.localdate()
    code = f"{cast.near.stem}077"
    new = NewArea(code, "飞地网格", code_official=False)
    cell = territory.establish(cast.near, area=new, valid_from=day, **by)  # type: ignore[arg-type]
    assert leader(cell).pk == cast.workstation_head.person


def test_open_matters_go_on_in_the_cell_at_their_place(cast: Cast) -> None:
    old = cast.cells[0]
    seen = old_point(old)
    here = report(
        by=cast.resident,
        at=moment(0),
        text="井盖松动",
        place=Place(cast.near, cell=old, lng=seen[0], lat=seen[1]),
    )
    vague = report(by=cast.resident, at=moment(0), text="楼道堆物", place=Place(cast.near, cell=old))
    closed = at_stage(cast, Stage.CLOSED)
    assert here.accountable_post_id == cast.cell_leader.post
    redraw(cast, CellPlan(count=3, seed=11))
    day = timezone.localdate()
    for matter, cell in ((here, locate(*seen, day)), (vague, heirs(old)[0])):
        matter.refresh_from_db()
        assert matter.cell == cell
        assert cell is not None
        assert matter.accountable_post == leader_post(cell, day)
        assert in_charge(matter.accountable_post, day) == leader(cell)
        assert matter.stage == Stage.COLLECTED
    stage, cell_before = closed.stage, closed.cell_id
    closed.refresh_from_db()
    assert (closed.stage, closed.cell_id) == (stage, cell_before)
    assert list(drifts()) == []


def old_point(cell: Area) -> tuple[float, float]:
    from shapely.geometry import shape

    point = shape(cell.boundary or {}).representative_point()
    return point.x, point.y


def test_a_matter_led_elsewhere_keeps_its_post(cast: Cast) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    post = matter.accountable_post_id
    redraw(cast, CellPlan(count=3, seed=11))
    matter.refresh_from_db()
    assert matter.accountable_post_id == post
    assert matter.accountable_post.cell_id is None
    assert matter.cell is not None
    assert matter.cell.valid_until is None


@pytest.mark.parametrize("days", [-3, 4])
def test_a_division_among_people_at_work_begins_today(cast: Cast, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    refused("cell.drawn_for_today", redraw, cast, CellPlan(count=3, seed=1), day)
    assert {cell.valid_until for cell in Area.objects.filter(pk__in=[c.pk for c in cast.cells])} == {None}


def test_a_leader_promised_for_later_stops_the_redrawing(cast: Cast) -> None:
    seat = Post.objects.get(cell=cast.cells[0])
    later = timezone.localdate() + timedelta(days=9)
    person = Person.objects.create(name="下一任")
    fill_post(seat, by=cast.subdistrict_head, at=timezone.now(), person=person, since=later)
    refused("post.already_held", redraw, cast, CellPlan(count=3, seed=1))
    assert leader(cast.cells[0]).pk == cast.cell_leader.person


def test_an_area_in_which_bodies_sit_does_not_end_under_them(cast: Cast) -> None:
    by: dict[str, Any] = {"by": cast.district_head, "at": timezone.now()}
    day = timezone.localdate()
    parts = [NewArea("440399001011", "甲社区"), NewArea("440399001012", "乙社区")]
    into = NewArea("440399001020", "合并社区")
    wont = "place.bodies_sit_here"
    refused(wont, territory.split, cast.near, parts=parts, valid_from=day, **by)
    refused(wont, territory.merge, cast.near, others=[cast.far], into=into, valid_from=day, **by)
    refused(wont, territory.close, cast.cells[0], valid_until=day, **by)
    reported(cast)


def test_one_where_nobody_sits_may(cast: Cast) -> None:
    by: dict[str, Any] = {"by": cast.district_head, "at": timezone.now()}
    empty = NewArea("440399001040", "新填海", boundary=square(3))
    area = territory.establish(cast.subdistrict, area=empty, valid_from=timezone.localdate(), **by)
    parts = [NewArea("440399001041", "甲社区"), NewArea("440399001042", "乙社区")]
    later = timezone.localdate() + timedelta(days=30)
    assert territory.split(area, parts=parts, valid_from=later, **by).valid_until == later
