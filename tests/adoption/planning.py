"""From made-up rows to a map, a survey and a plan, as `tuoluo adopt` does it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.histories import COLUMNS, Row
from tuoluo.adoption.headings import Field
from tuoluo.adoption.mapping import Map
from tuoluo.adoption.plan import Plan, Wishes, plan
from tuoluo.adoption.survey import survey
from tuoluo.adoption.table import Row as Line
from tuoluo.adoption.table import Table

BARE = Map(
    columns={
        Field.KEY: "rec_id",
        Field.REPORTED: "create_time",
        Field.DISTRICT: "district",
        Field.STREET: "street",
        Field.COMMUNITY: "community",
        Field.UNIT: "dispose_unit",
        Field.CHANNEL: "source",
        Field.NATURE: "property",
        Field.ON_TIME: "achieve",
    },
    levels=("event_type", "main_type", "sub_type"),
    numbers={name: f"{name}_id" for name in ("street", "community", "sub_type", "dispose_unit")},
)


def tabled(rows: Sequence[Row]) -> Table:
    """Rows as a file holds them."""
    lines = tuple(Line(number, tuple(row[column] for column in COLUMNS)) for number, row in enumerate(rows, start=2))
    return Table("history.csv", COLUMNS, lines, "0" * 64)


def planned(rows: Sequence[Row], wishes: Wishes = Wishes(), given: Map = BARE) -> Plan:  # noqa: B008
    """The plan for a file."""
    return plan(survey(tabled(rows), given), given, wishes, file="history.csv")
