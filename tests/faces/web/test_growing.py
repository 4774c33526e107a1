"""Pages of items and demands ask the database equally often, however many there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import SINCE, Cast
from tests.faces.web.conftest import Browsing
from tuoluo.charter.model import Handling
from tuoluo.oversight import acts as oversight
from tuoluo.oversight.models import Admission
from tuoluo.oversight.rules import Demand
from tuoluo.services.acts import delegate_item, enter_item
from tuoluo.services.rules import Grant, NewItem, Terms


def grow(cast: Cast, start: int, count: int) -> None:
    """So many more items, delegations, admitted demands and entries of hours."""
    now = timezone.now()
    today = timezone.localdate(now)
    until = today + timedelta(days=90)
    for number in range(start, start + count):
        terms = Terms(f"事项 {number}", "public_service", Handling.DELEGABLE, category="L92001")
        item = enter_item(by=cast.registrar, at=now, item=NewItem(f"FW-{number}", terms), valid_from=SINCE)
        grant = Grant(today, until, "纪要")
        delegate_item(item, by=cast.subdistrict_head, at=now, community=cast.near, provider=cast.centre, grant=grant)
        demand = Demand(f"事情 {number}", "通知", until, 4)
        task = oversight.ask(by=cast.water_head, at=now, demand=demand, communities=[cast.near, cast.far])
        row = Admission.objects.get(task=task, community=cast.near)
        oversight.accept(row, by=cast.committee_chair, at=now)
        oversight.log_hours(row, by=cast.clerk, at=now, day=today, halves=2)
        oversight.correct(
            oversight.log_own(cast.near, by=cast.clerk, at=now, day=today, halves=2), by=cast.clerk, at=now
        )


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("", "/communities/{code}/items/"),
        ("", "/communities/{code}/tasks/"),
        ("", "/tasks/"),
        ("", "/api/v1/items?community={code}"),
        ("", "/api/v1/tasks?community={code}"),
        ("subdistrict_head", "/desk/items/"),
        ("subdistrict_head", "/desk/items/FW-1/?community={code}"),
        ("clerk", "/desk/tasks/"),
        ("committee_chair", "/desk/tasks/"),
        ("water_head", "/desk/tasks/"),
    ],
)
def test_more_of_everything_takes_no_more_questions(
    cast: Cast, browsing: Browsing, stranger: Client, who: str, address: str
) -> None:
    client = browsing(getattr(cast, who)) if who else stranger
    asked = address.format(code=cast.near.code)
    grow(cast, 1, 1)
    few = queries(client, asked)
    grow(cast, 2, 4)
    assert queries(client, asked) == few <= 30
