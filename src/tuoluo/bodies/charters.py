"""Which charter governs a place on a day."""

from __future__ import annotations

import logging
import os
import shutil
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
from tuoluo.charter.load import CharterError, load_charter
from tuoluo.charter.model import Charter
from tuoluo.charter.source import files_of
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.registry import Topic, in_batch, memo

log = logging.getLogger(__name__)
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


def keep(name: str, charter: Charter) -> None:
    """Keep a charter's files as they are adopted: what is edited afterwards takes effect when it is adopted again."""
    kept: Path = settings.HOME.adopted / charter.digest
    if kept.is_dir():
        return
    fresh = kept.with_name(f".{charter.digest}.{os.getpid()}")
    fresh.mkdir(parents=True, exist_ok=True)
    for file in files_of(folder_of(name)):  # a shared catalogue lies beside it, in its charter
        if file.exists():
            (fresh / file.parent.name).mkdir(exist_ok=True)
            shutil.copyfile(file, fresh / file.parent.name / file.name)
    try:
        fresh.rename(kept)
    except OSError:  # another process kept the same files first
        shutil.rmtree(fresh)


def charter_adopted(name: str, digest: str) -> Charter:
    """A charter as it was adopted, whatever has become of its folder since. Damage without a copy is a refusal.

    Basis: a charter that changes is adopted anew; nobody's duties change because a file was saved (S23).
    """
    kept: Path = settings.HOME.adopted / digest / name
    try:
        if (charter := charter_named(name)).digest == digest or not kept.is_dir():
            return charter
    except CharterError as error:
        if not kept.is_dir():
            first = error.findings[0] if error.findings else None
            place = f"{first.file}:{first.row}" if first else name
            facts = {"charter": name, "count": len(error.findings), "place": place}
            raise Refused(Refusal("charter.damaged", "", facts)) from error
    _warn(name, digest)
    return _read(kept, tuple(_stamps(kept)))


class InForce:
    """The charters that govern the places of a district on a day, found with one question to the database."""

    def __init__(self, day: date) -> None:
        rows = CharterInForce.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)
        listed = rows.order_by("valid_from").values_list("area__stem", "name", "digest")
        found = {stem: (name, digest) for stem, name, digest in listed}
        self._closest = sorted(found.items(), key=lambda item: -len(item[0]))
        self._read: dict[tuple[str, str], Charter] = {}

    def at(self, stem: str) -> Charter | None:
        """The charter that governs a place: the one adopted closest to it; nothing where none is in force."""
        found = next((adopted for area, adopted in self._closest if stem.startswith(area)), None)
        return self._charter(found) if found else None

    def called(self, name: str) -> Charter:
        """The charter in force under a name, or else the one that was adopted under it last."""
        found = next((adopted for _, adopted in self._closest if adopted[0] == name), None)
        return self._charter(found) if found else charter_last_called(name)

    def _charter(self, adopted: tuple[str, str]) -> Charter:
        if adopted not in self._read:
            self._read[adopted] = charter_adopted(*adopted)
        return self._read[adopted]


def charter_last_called(name: str) -> Charter:
    """The charter that was adopted under a name last; the one of that name in the folders if none ever was."""
    adopted = CharterInForce.objects.filter(name=name).order_by("-valid_from", "-pk")
    digest = adopted.values_list("digest", flat=True).first()
    return charter_adopted(name, digest) if digest else charter_named(name)


@lru_cache(maxsize=64)
def _warn(name: str, digest: str) -> None:
    log.warning(
        "the files of the charter %s are not those that were adopted (%s…): the adopted ones stay in force."
        " Adopt the charter again, or put its files back",
        name,
        digest[:12],
    )


def charter_at(stem: str, day: date) -> Charter:
    """The charter that governs the place with this stem on a day: the one adopted closest to it.

    Basis: a community may run under another charter than its neighbour (S10).
    """
    kept = memo().setdefault(CHARTERS, {})
    if in_batch():
        day = _in_force_since(day, kept)
    if (stem, day) not in kept:
        kept[stem, day] = charter_adopted(*_row_at(stem, day))
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


def _row_at(stem: str, day: date) -> tuple[str, str]:
    row = (
        CharterInForce.objects.filter(area__stem__in=prefixes(stem), valid_from__lte=day)
        .filter(Q(valid_until=None) | Q(valid_until__gt=day))
        .order_by(Length("area__stem").desc(), "-valid_from")
        .values_list("name", "digest")
        .first()
    )
    if row is None:
        raise Refused(Refusal("charter.none_in_force", "", {"area": stem, "day": day.isoformat()}))
    return row


def _stamps(folder: Path) -> Iterable[tuple[str, int]]:
    for file in files_of(folder):
        yield str(file), file.stat().st_mtime_ns if file.exists() else 0


@lru_cache(maxsize=64)
def _read(folder: Path, stamps: tuple[tuple[str, int], ...]) -> Charter:
    return load_charter(folder)
