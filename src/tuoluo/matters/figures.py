"""The figures of a deployment, told by codes, names and the sources' own numbers.

Two deployments with the same content print the same figures byte by byte: neither the numbers of rows in the tables
nor the moments at which things were written down come into them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Avg, Count, Sum
from django.utils import timezone

from tuoluo.bodies.models import Body
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter
from tuoluo.territory.models import Area, Level

BY = {
    "community": "community__code",
    "name": "community__name",
    "category": "category",
    "lead": "lead__name",
    "verifier": "verifier__name",
    "nature": "nature",
    "channel": "channel",
    "stage": "stage",
    "outcome": "outcome",
    "on_time": "on_time",
}
COUNTED = (Count("pk"), Sum("reworked"), Sum("reopened"))


def figures() -> dict[str, Any]:
    """All figures: what there is, how the matters are spread, and a fingerprint of every single one."""
    lines = list(lines_of_matters())
    return {
        "areas": _areas(),
        "bodies": Body.objects.on(timezone.localdate()).count(),
        "matters": _totals(),
        "acts": _acts(),
        "lines": lines,
        "fingerprint": fingerprint(),
    }


def lines_of_matters() -> list[dict[str, Any]]:
    """How many matters there are by place, category, bodies, nature, stage and timeliness, in a fixed order."""
    rows = Matter.objects.order_by().values_list(*BY.values()).annotate(*COUNTED)
    names = (*BY, "matters", "reworked", "reopened")
    return [dict(zip(names, row, strict=True)) for row in sorted(rows, key=lambda row: list(map(str, row)))]


def _areas() -> dict[str, int]:
    today = Area.objects.on(timezone.localdate())
    return {level: today.filter(level=level).count() for level in Level.values}


def _totals() -> dict[str, Any]:
    matters = Matter.objects.order_by()
    sums = matters.aggregate(
        matters=Count("pk"), reworked=Sum("reworked"), reopened=Sum("reopened"), satisfied=Avg("satisfied")
    )
    by = {
        name: {str(key or ""): count for key, count in sorted(matters.values_list(name).annotate(n=Count("pk")))}
        for name in ("stage", "nature", "channel", "source")
    }
    timely = Counter(dict(matters.values_list("on_time").annotate(n=Count("pk"))))
    return {**sums, **by, "on_time": {"yes": timely[True], "no": timely[False], "not_said": timely[None]}}


def _acts() -> dict[str, int]:
    """How often each act was done to a matter."""
    done = Record.objects.filter(subject_kind="matter").order_by().values_list("act").annotate(n=Count("seq"))
    return dict(sorted(done))


def fingerprint() -> str:
    """One hash over every matter as it stands, in an order that does not depend on the tables."""
    return hashlib.sha256("\n".join(sorted(map(_line, _standings()))).encode()).hexdigest()


def _standings() -> Iterator[tuple[Any, ...]]:
    moments = ("reported_at", "due_at", "dispatched_at", "taken_up_at", "reported_back_at", "closed_at")
    other = ("source", "source_key", "cell__code", "place", "day_only", "charter", "accountable_body__name")
    counted = ("reworked", "reopened", "responded", "solved", "satisfied")
    rows = Matter.objects.order_by().values_list(*BY.values(), *other, *moments, *counted)
    yield from rows.iterator(chunk_size=5000)


def _line(standing: tuple[Any, ...]) -> str:
    return json.dumps(standing, ensure_ascii=False, default=str)
