"""How the record is sealed: each entry carries the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from tuoluo.ledger.models import Record

GENESIS = "0" * 64
CHAIN_LOCK = 0x7475_6F6C  # one writer at a time between reading the last entry and committing the next


def canonical(value: Mapping[str, Any]) -> str:
    """The one way to write these facts down, so that everybody computes the same hash."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def moment(at: datetime) -> str:
    """A moment as it is hashed: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def seal(record: Record) -> str:
    """The hash of an entry, over everything it says and the hash of the entry before."""
    parts = (
        record.previous,
        record.seq,
        record.act,
        record.family,
        moment(record.at),
        moment(record.recorded_at),
        record.person,
        record.post,
        record.body,
        record.subject_kind,
        record.subject_id,
        record.content,
    )
    return hashlib.sha256("\x1f".join("" if part is None else str(part) for part in parts).encode()).hexdigest()


def append(record: Record) -> Record:
    """Put an entry at the end of the record. Must run inside the transaction of its act."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last_seq, last_hash = head()
    record.seq, record.previous = last_seq + 1, last_hash
    record.hash = seal(record)
    record.save()
    return record


def head() -> tuple[int, str]:
    """Number and hash of the last entry; (0, zeros) for an empty record."""
    last = Record.objects.order_by("-seq").values_list("seq", "hash").first()
    return last or (0, GENESIS)


@dataclass(frozen=True)
class Flaw:
    """A place where the record does not hold: which entry, and what is wrong with it."""

    seq: int
    problem: str  # "missing", "broken_link", "changed"


def flaws() -> Iterator[Flaw]:
    """Walk the whole record and name every entry that is missing, was changed, or does not follow its predecessor."""
    expected_seq, expected_previous = 1, GENESIS
    for record in Record.objects.order_by("seq").iterator(chunk_size=5000):
        if record.seq != expected_seq:
            yield Flaw(expected_seq, "missing")
        elif record.previous != expected_previous:
            yield Flaw(record.seq, "broken_link")
        if seal(record) != record.hash:
            yield Flaw(record.seq, "changed")
        expected_seq, expected_previous = record.seq + 1, record.hash
