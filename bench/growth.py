"""What a report costs while the tables grow from nothing to a million matters.

    python bench/growth.py [--small]

Ten tranches of 10,000 reports go through the act as the API calls it; before each, both the matters and the record are
filled up with valid rows by plain SQL. CPU time is measured, because a busy machine stretches the clock. Reference: the
same row written with one plain `create` into the same tables at the same size. Held: last tranche ≤ 1.3 × the first.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from fresh import deployment

TRANCHES = 10
WANTED = 1.3
SMALL = 20


def main() -> int:
    """Measure and print; 1 if the last tranche is dearer than we allow."""
    share = SMALL if "--small" in sys.argv else 1
    reports, full = 10_000 // share, 1_000_000 // share
    with deployment():
        from tests.cast import found_district

        cast = found_district()
        print(f"{'matters':>10} {'ms a report':>12} {'ms plain':>9} {'ratio':>6}")
        costs = []
        for tranche in range(TRANCHES):
            fill(full * tranche // (TRANCHES - 1))
            cost, plain = per_call(report_act(cast), reports), per_call(plain_row(cast), reports // 5)
            costs.append(cost)
            print(f"{size():>10,} {cost * 1e3:>12.3f} {plain * 1e3:>9.3f} {cost / plain:>6.2f}", flush=True)
    ratio = costs[-1] / costs[0]
    print(f"last tranche to first: {ratio:.2f} (held: {WANTED})")
    return 0 if ratio <= WANTED else 1


def per_call(work: Callable[[], object], times: int) -> float:
    """Seconds of CPU for one call."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times


def report_act(cast: Any) -> Callable[[], object]:
    """A resident's report with words and a cell, as the API makes it."""
    from django.utils import timezone

    from tuoluo.ledger.actors import ANYBODY
    from tuoluo.matters.acts import Place, report

    place = Place(cast.near, cast.cells[0], "3栋楼下")
    return lambda: report(by=ANYBODY, at=timezone.now(), text="楼道里的灯坏了三天，老人上下楼看不清。", place=place)


def plain_row(cast: Any) -> Callable[[], object]:
    """The reference: one matter and one entry beside it, written without any question asked."""
    from django.db import transaction
    from django.utils import timezone

    from tuoluo.ledger.models import Record
    from tuoluo.matters.models import Matter

    like = Matter.objects.order_by("-pk").values("accountable_body_id", "accountable_post_id", "community_id").first()
    numbers = count(Record.objects.order_by("-seq").values_list("seq", flat=True)[0] + 1)
    now = timezone.now()

    def write() -> None:
        with transaction.atomic():
            row = Matter.objects.create(
                **like, stage="collected", nature="help", channel="api", text="楼道里的灯坏了三天", reported_at=now
            )
            Record.objects.create(
                seq=next(numbers), act="-", family="serve", at=now, recorded_at=now, subject_kind="plain",
                subject_id=row.pk, content="{}", previous="", hash="",
            )  # fmt: skip

    return write


def size() -> int:
    """How many matters there are."""
    from tuoluo.matters.models import Matter

    return Matter.objects.count()


def fill(wanted: int) -> None:
    """Copy rows by plain SQL until there are so many matters, and as many entries of the record about them."""
    from django.db import connection

    from tuoluo.ledger.models import Record
    from tuoluo.matters.models import Matter

    while (missing := wanted - size()) > 0:
        with connection.cursor() as cursor:
            for model, changed in ((Matter, {"id": "", "uuid": "lower(hex(randomblob(16)))"}), (Record, RENUMBERED)):
                columns = [field.column for field in model._meta.concrete_fields if changed.get(field.column) != ""]
                values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
                names = ", ".join(f'"{column}"' for column in columns)
                table = model._meta.db_table
                cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} LIMIT %s", [missing])


RENUMBERED = {
    "seq": "(SELECT max(seq) FROM tuoluo_record) + row_number() OVER ()",
    "subject_kind": "'matter'",
    "subject_id": "(SELECT max(seq) FROM tuoluo_record) + row_number() OVER ()",
}

if __name__ == "__main__":
    raise SystemExit(main())
