"""Areas begin, end, split and merge; what was stays, and what follows is known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from tests.acts.territory.conftest import CHANGE, CLERK, NOON, START, Shekou, box
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.territory import acts, reads
from tuoluo.territory.models import Area, AreaSuccession
from tuoluo.territory.rules import NewArea

BY: dict[str, Any] = {"by": CLERK, "at": NOON}
DAY_BEFORE = CHANGE - timedelta(days=1)


def cells_on(area: Area, day: date) -> list[str]:
    return [cell.code for cell in reads.areas_on("cell", day, within=area.stem)]


def test_a_short_code_is_stored_filled_up(shekou: Shekou) -> None:
    assert (shekou.subdistrict.code, shekou.subdistrict.stem) == ("440305005000", "440305005")
    assert shekou.east.level == "community"
    assert shekou.east.code_official


def test_what_is_refused_leaves_nothing_behind(shekou: Shekou) -> None:
    before = (Area.objects.count(), Record.objects.count())
    with pytest.raises(Refused) as raised:
        acts.establish(shekou.subdistrict, **BY, area=NewArea("440305005016", "深圳湾社区"), valid_from=CHANGE)
    assert raised.value.refusal.code == "area.code_in_use"
    crossed = box(113.9, 113.91) | {"coordinates": [[[0, 0], [1, 1], [1, 0], [0, 2], [0, 0]]]}
    with pytest.raises(Refused) as raised:
        acts.establish(shekou.subdistrict, **BY, area=NewArea("440305005017", "x", boundary=crossed), valid_from=CHANGE)
    assert raised.value.refusal.code == "area.boundary_invalid"
    assert (Area.objects.count(), Record.objects.count()) == before


def test_nothing_is_written_when_the_record_fails(shekou: Shekou, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr("tuoluo.ledger.registry.append", fail)
    before = list(Area.objects.values_list("pk", "valid_until"))
    parts = [NewArea("440305005017", "甲社区"), NewArea("440305005018", "乙社区")]
    with pytest.raises(DatabaseError):
        acts.split(shekou.east, **BY, parts=parts, valid_from=CHANGE)
    assert list(Area.objects.values_list("pk", "valid_until")) == before
    assert not AreaSuccession.objects.exists()


def test_a_body_changes_only_what_lies_in_its_area(shekou: Shekou) -> None:
    other = Actor(person=1, post=1, body=1, area="440305003")
    with pytest.raises(Refused) as raised:
        acts.close(shekou.east, by=other, at=NOON, valid_until=CHANGE)
    assert raised.value.refusal.code == "area.outside_your_area"


def test_an_area_closes_when_nothing_in_it_goes_on(shekou: Shekou) -> None:
    with pytest.raises(Refused) as raised:
        acts.close(shekou.east, **BY, valid_until=CHANGE)
    assert raised.value.refusal.code == "area.children_in_force"
    for code in cells_on(shekou.east, START):
        acts.close(Area.objects.get(code=code), **BY, valid_until=CHANGE)
    acts.close(shekou.east, **BY, valid_until=CHANGE)
    assert reads.area_on(shekou.east.code, DAY_BEFORE) == shekou.east
    assert reads.area_on(shekou.east.code, CHANGE) is None


def test_a_split_community_begins_again_as_whole_cells(shekou: Shekou) -> None:
    parts = [
        NewArea("440305005016", "深圳湾社区", boundary=box(113.91, 113.92, 22.5, 22.505)),
        NewArea("440305005017", "海上世界社区", boundary=box(113.91, 113.92, 22.505, 22.51)),
    ]
    acts.split(shekou.east, **BY, parts=parts, valid_from=CHANGE)
    south = reads.area_on("440305005016", CHANGE)
    north = reads.area_on("440305005017", CHANGE)
    assert south is not None
    assert north is not None
    assert south != shekou.east
    assert reads.area_on("440305005016", DAY_BEFORE) == shekou.east
    assert {link.after for link in shekou.east.successors.all()} == {south, north}
    assert cells_on(south, CHANGE) == ["440305005016005"]  # numbers are not given out twice
    assert cells_on(north, CHANGE) == ["440305005017001"]
    for cell in Area.objects.filter(parent=shekou.east):
        assert cell.valid_until == CHANGE
        assert cell.successors.count() >= 1
    found = reads.locate(113.915, 22.508, CHANGE)
    assert found is not None
    assert found.code == "440305005017001"
    before = reads.locate(113.915, 22.508, DAY_BEFORE)
    assert before is not None
    assert before.code.startswith("440305005016")


def test_cells_can_be_shared_out_in_a_split(shekou: Shekou) -> None:
    codes = cells_on(shekou.east, START)
    parts = [NewArea("440305005016", "深圳湾社区"), NewArea("440305005017", "海上世界社区")]
    share = {code: parts[place // 2].code for place, code in enumerate(codes)}
    acts.split(shekou.east, **BY, parts=parts, valid_from=CHANGE, cells=share)
    south, north = reads.area_on("440305005016", CHANGE), reads.area_on("440305005017", CHANGE)
    assert south is not None
    assert north is not None
    assert cells_on(south, CHANGE) == codes[:2]
    assert cells_on(north, CHANGE) == ["440305005017001", "440305005017002"]
    moved = AreaSuccession.objects.get(before__code=codes[2], before__valid_until=CHANGE)
    assert moved.after.boundary == moved.before.boundary
    assert moved.after.parent == north


def test_a_split_that_forgets_a_cell_is_refused(shekou: Shekou) -> None:
    parts = [NewArea("440305005016", "深圳湾社区"), NewArea("440305005017", "海上世界社区")]
    share = dict.fromkeys(cells_on(shekou.east, START)[1:], parts[0].code)
    with pytest.raises(Refused) as raised:
        acts.split(shekou.east, **BY, parts=parts, valid_from=CHANGE, cells=share)
    assert raised.value.refusal.code == "area.cell_not_shared_out"


def test_merged_communities_keep_their_cells_one_by_one(shekou: Shekou) -> None:
    into = NewArea("440305005001", "东角头社区")
    merged = acts.merge(shekou.west, **BY, others=[shekou.east], into=into, valid_from=CHANGE)
    assert merged.boundary is not None
    assert {link.before for link in merged.predecessors.all()} == {shekou.west, shekou.east}
    assert len(cells_on(merged, CHANGE)) == 8
    assert cells_on(merged, CHANGE)[:4] == cells_on(shekou.west, DAY_BEFORE)
    for cell in Area.objects.filter(parent__in=[shekou.west, shekou.east]):
        (link,) = cell.successors.all()
        assert link.after.boundary == cell.boundary
    assert reads.area_on("440305005016", CHANGE) is None
    record = Record.objects.filter(act="area.merge").get()
    assert record.subject_id == merged.pk


def test_communities_of_two_subdistricts_do_not_merge(shekou: Shekou) -> None:
    other = acts.establish(shekou.district, **BY, area=NewArea("440305003", "沙河街道"), valid_from=START)
    far = acts.establish(other, **BY, area=NewArea("440305003006", "明珠街社区"), valid_from=START)
    with pytest.raises(Refused) as raised:
        acts.merge(shekou.east, **BY, others=[far], into=NewArea("440305005016", "x"), valid_from=CHANGE)
    assert raised.value.refusal.code == "area.merge_not_siblings"


def test_every_place_has_a_cell_on_every_day(shekou: Shekou) -> None:
    """Whatever happens to a community, a point in it lies in exactly one cell in force, before and after."""
    into = NewArea("440305005016", "深圳湾社区")
    acts.merge(shekou.west, **BY, others=[shekou.east], into=into, valid_from=CHANGE)
    for day in (START, DAY_BEFORE, CHANGE, CHANGE + timedelta(days=400)):
        for lng in (113.901, 113.905, 113.9099, 113.91, 113.915, 113.92):
            cell = reads.locate(lng, 22.503, day)
            assert cell is not None
            assert cell.period.contains(day)
            assert cell.parent is not None
            assert cell.parent.period.contains(day)
