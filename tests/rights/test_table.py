"""Every act for every role: each cell of `table.csv` is asked for really, by doing the act at its best moment.

The rows come from the registry, the columns from the charter: a new act or a new role fails here until somebody has
said, cell by cell, who may.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import Cast
from tests.rights.world import RECIPES, WITHOUT_POST, World
from tuoluo.bodies.charters import charter_named
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import REGISTRY, OpenTo

TABLE = Path(__file__).with_name("table.csv")
ANSWERS = {"yes", "no"}
# A "no" is one of these. Any other refusal means that the recipe, not the right, stood in the way.
ABOUT_RIGHTS = {
    "right.needs_post",
    "right.only_follows",
    "right.not_in_role",
    "right.not_for_founding",
    "right.founding_is_over",
    "matter.not_the_reporter",
    "matter.not_reporter_nor_verifier",
}


def read_table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row.pop("act"): row for row in csv.DictReader(lines)}


def roles() -> list[str]:
    return [*charter_named("nanshan").roles, *WITHOUT_POST]


@pytest.fixture(scope="module")
def world(founded: Cast, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World.of(founded)
        transaction.set_rollback(True)


def answer(world: World, act: str, column: str) -> str:
    """Do it and take it back: yes, no, or what else stood in the way."""
    with transaction.atomic():
        attempt = world.attempt(act, column)
        before = Record.objects.count()
        try:
            with transaction.atomic():
                attempt()
            done = Record.objects.filter(seq__gt=before, act=act).count()  # others may follow from it
            said = "yes" if done == 1 else f"recorded {done} times"
        except Refused as refused:
            code = refused.refusal.code
            said = "no" if code in ABOUT_RIGHTS else f"refused for another reason: {code}"
        transaction.set_rollback(True)
    return said


def test_every_act_has_a_row() -> None:
    table = read_table()
    missing, gone = sorted(set(REGISTRY) - set(table)), sorted(set(table) - set(REGISTRY))
    assert not missing, (
        f"{', '.join(missing)}: say who may. Add a row to {TABLE.name} with yes or no under every role,"
        " and a recipe to RECIPES in world.py that puts everything else in place."
    )
    assert not gone, f"{', '.join(gone)}: no such act any more. Take the row out of {TABLE.name}."
    assert set(RECIPES) == set(REGISTRY), "each act has one recipe in world.py"


def test_every_role_has_a_column() -> None:
    for act, row in read_table().items():
        missing, gone = sorted(set(roles()) - set(row)), sorted(set(row) - set(roles()))
        assert not missing, (
            f"{act}: {', '.join(missing)} is a new role. Add the column to {TABLE.name}"
            " and say in every row whether it may."
        )
        assert not gone, (
            f"{', '.join(map(str, gone))}: the charter has no such role. Take the column out of {TABLE.name}."
        )


def test_every_cell_says_yes_or_no() -> None:
    odd = [(act, role, cell) for act, row in read_table().items() for role, cell in row.items() if cell not in ANSWERS]
    assert not odd


@pytest.mark.slow
@pytest.mark.parametrize("act", sorted(REGISTRY))
def test_each_cell_is_as_the_table_says(world: World, db: None, act: str) -> None:
    row = read_table().get(act)
    assert row is not None, f"{act} has no row in {TABLE.name}"
    assert connection.in_atomic_block
    wrong = {
        role: f"the table says {row.get(role)}, really: {said}"
        for role in roles()
        if (said := answer(world, act, role)) != row.get(role)
    }
    assert not wrong, f"{act}: {wrong}"


def test_every_act_can_be_done_by_somebody() -> None:
    """An act that no role has and that is open to nobody is dead, or the charter forgot it."""
    decided = {act: row for act, row in read_table().items() if REGISTRY[act].open_to is not OpenTo.FOLLOWING}
    assert not [act for act, row in decided.items() if "yes" not in row.values()]


def test_the_administrator_of_the_software_has_no_right_that_a_resident_has_not() -> None:
    assert not [act for act, row in read_table().items() if row["superuser"] != row["resident"]]


def test_once_somebody_governs_the_founder_may_nothing() -> None:
    assert {row["founder_after"] for row in read_table().values()} == {"no"}
