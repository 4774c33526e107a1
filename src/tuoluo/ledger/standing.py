"""Whether the tables still say what the record says: a row changed past its acts is found here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Exists, Max, OuterRef

from tuoluo.ledger.facts import label, plain
from tuoluo.ledger.models import Record

CHUNK = 2000
WATCHED: list[type[models.Model]] = []


@dataclass(frozen=True)
class Drift:
    """A row that stands elsewhere than its last act left it, or that no act made."""

    subject: str
    fact: str
    table: object
    record: object


def watch(model: type[models.Model]) -> None:
    """Have the rows of a table compared with the record; each must have a ``standing``."""
    WATCHED.append(model)


def drifts() -> Iterator[Drift]:
    """Every difference between the watched tables and the record."""
    for model in WATCHED:
        rows = iter(model._default_manager.order_by("pk").iterator(chunk_size=CHUNK))
        while chunk := list(islice(rows, CHUNK)):
            yield from _compare(chunk)
        yield from _gone(model)


def _gone(model: type[models.Model]) -> Iterator[Drift]:
    """Rows that acts made and that are no longer there."""
    kind = str(model._meta.model_name)
    rows = model._default_manager.filter(pk=OuterRef("subject_id"))
    lost = Record.objects.filter(~Exists(rows), subject_kind=kind).order_by("subject_id")
    for pk in lost.values_list("subject_id", flat=True).distinct():
        yield Drift(f"{kind}:{pk}", "act", "gone", "done")


def _compare(rows: list[models.Model]) -> Iterator[Drift]:
    said = _last_said(str(rows[0]._meta.model_name), [row.pk for row in rows])
    for row in rows:
        if row.pk not in said:
            yield Drift(label(row), "act", "exists", "none")
            continue
        stands: dict[str, Any] = plain(row.standing())  # type: ignore[attr-defined]
        for fact, value in stands.items():
            if (recorded := said[row.pk].get(fact)) != value:
                yield Drift(label(row), fact, value, recorded)


def _last_said(kind: str, ids: list[int]) -> dict[int, dict[str, Any]]:
    about = Record.objects.filter(subject_kind=kind, subject_id__gte=ids[0], subject_id__lte=ids[-1]).order_by()
    last = list(about.values("subject_id").annotate(last=Max("seq")).values_list("last", flat=True))
    return {
        record.subject_id: record.facts.get("now", {})
        for start in range(0, len(last), 500)
        for record in Record.objects.filter(seq__in=last[start : start + 500])
    }
