"""A subdistrict with three communities side by side, one of them without a known boundary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tuoluo.ledger import registry
from tuoluo.ledger.actors import Actor
from tuoluo.territory import acts, reads
from tuoluo.territory.models import Area
from tuoluo.territory.rules import CellPlan, NewArea

START = date(2024, 1, 1)
CHANGE = date(2025, 7, 1)
NOON = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
CLERK = Actor(person=1, post=1, body=1, area="440305")


def box(west: float, east: float, south: float = 22.5, north: float = 22.51) -> dict[str, Any]:
    """A rectangle as GeoJSON."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass
class Shekou:
    """The areas of these tests."""

    district: Area
    subdistrict: Area
    east: Area
    west: Area
    bare: Area


@pytest.fixture(autouse=True)
def everybody_may(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """These tests are about territory; who has a right to what is tested with the rights."""
    monkeypatch.setattr(registry, "_authority", [])
    reads.forget()
    yield
    reads.forget()


@pytest.fixture
def shekou(db: None) -> Shekou:
    """Set up as a clerk would."""

    def establish(parent: Area | None, code: str, name: str, **more: Any) -> Area:
        return acts.establish(parent, by=CLERK, at=NOON, area=NewArea(code, name, **more), valid_from=START)

    district = establish(None, "440305", "南山区")
    subdistrict = establish(district, "440305005", "蛇口街道")
    west = establish(subdistrict, "440305005001", "东角头社区", boundary=box(113.90, 113.91))
    east = establish(
        subdistrict, "440305005016", "深圳湾社区", name_en="Shenzhen Bay Community", boundary=box(113.91, 113.92)
    )
    bare = establish(subdistrict, "440305005008", "南水社区")
    for community in (west, east, bare):
        acts.draw_cells(community, by=CLERK, at=NOON, valid_from=START, plan=CellPlan(4))
    return Shekou(district, subdistrict, east, west, bare)
