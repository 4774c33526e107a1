"""How the record is sealed: each entry carries the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from tuoluo.ledger.models import Record
from tuoluo.ledger.rows import insert

GENESIS = "0" * 64
STRUCTURE_LOCK = 0x7475_6F73
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
    held = _holding()
    if held is None or held.last is None:
        _wait_for_others()
        last_seq, last_hash = head()
    else:
        last_seq, last_hash = held.last
    record.seq, record.previous = last_seq + 1, last_hash
    record.hash = seal(record)
    insert(record)
    if held is not None:
        held.last = record.seq, record.hash
    return record


@dataclass
class _Held:
    """The last entry, known without looking while one transaction has the record to itself."""

    depth: int
    last: tuple[int, str] | None = None


_held: ContextVar[_Held | None] = ContextVar("held", default=None)


@contextmanager
def one_writer() -> Iterator[None]:
    """Read the last entry once for many entries in one transaction; nobody else can add one until it ends.

    Inside a savepoint of the caller's own the record is asked again, because what is written there may be taken back.
    """
    outer = _held.get()
    token = _held.set(_Held(_depth()))
    try:
        yield
    finally:
        _held.reset(token)
        if outer is not None:
            outer.last = None


def _holding() -> _Held | None:
    held = _held.get()
    if held is None or held.depth == _depth():
        return held
    held.last = None
    return None


def _depth() -> int:
    return sum(savepoint is not None for savepoint in connection.savepoint_ids)


def _wait_for_others() -> None:
    """One writer at a time. On SQLite the transaction itself sees to that: it begins IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def keep_out(*, alone: bool) -> None:
    """Until the transaction ends: alone, or beside others who are not alone.

    Without it an act that began before a reform could still name, after it, a body that the reform has ended. On SQLite
    the transaction itself sees to that: it begins IMMEDIATE.
    """
    if connection.vendor == "postgresql":
        lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s)", [STRUCTURE_LOCK])


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
