"""Which charter governs a place on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Length

from tuoluo.bodies.models import CharterInForce
from tuoluo.charter.load import load_charter
from tuoluo.charter.model import Charter
from tuoluo.charter.source import files_of
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.registry import Topic, in_batch, memo

STEMS = (6, 9, 12, 15)
CHARTERS = Topic("charters", ended_by=("charter.adopt",))


def prefixes(stem: str) -> list[str]:
    """The stems of the areas around a place, itself included."""
    return [stem[:length] for length in STEMS if length <= len(stem)] or [stem]


def folder_of(name: str) -> Path:
    """Where a charter's files lie: in the deployment, or among those that ship."""
    own: Path = settings.HOME.charters / name
    return own if own.is_dir() else Path(str(files("tuoluo") / "charters" / name))


def charter_named(name: str) -> Charter:
    """A charter of this deployment, fit to run (else `CharterError`). Read again when one of its files has changed."""
    folder = folder_of(name)
    return _read(folder, tuple(_stamps(folder)))


def charter_at(stem: str, day: date) -> Charter:
    """The charter that governs the place with this stem on a day: the one adopted closest to it.

    Basis: a community may run under another charter than its neighbour (S10).
    """
    kept = memo().setdefault(CHARTERS, {})
    if in_batch():
        day = _in_force_since(day, kept)
    if (stem, day) not in kept:
        kept[stem, day] = charter_named(_name_at(stem, day))
    charter: Charter = kept[stem, day]
    return charter


def _in_force_since(day: date, kept: dict[Any, Any]) -> date:
    """The last day, up to this one, on which a charter came into force or ended; many days then have one answer."""
    if "days" not in kept:
        rows = CharterInForce.objects.values_list("valid_from", "valid_until")
        kept["days"] = sorted({turn for row in rows for turn in row if turn is not None})
    place = bisect_right(kept["days"], day)
    turn: date = kept["days"][place - 1] if place else day
    return turn


def _name_at(stem: str, day: date) -> str:
    name = (
        CharterInForce.objects.filter(area__stem__in=prefixes(stem), valid_from__lte=day)
        .filter(Q(valid_until=None) | Q(valid_until__gt=day))
        .order_by(Length("area__stem").desc(), "-valid_from")
        .values_list("name", flat=True)
        .first()
    )
    if name is None:
        raise Refused(Refusal("charter.none_in_force", "", {"area": stem, "day": day.isoformat()}))
    return name


def _stamps(folder: Path) -> Iterable[tuple[str, int]]:
    for file in files_of(folder):
        yield str(file), file.stat().st_mtime_ns if file.exists() else 0


@lru_cache(maxsize=64)
def _read(folder: Path, stamps: tuple[tuple[str, int], ...]) -> Charter:
    return load_charter(folder)
