"""What a district may settle itself about admission: the grounds of refusal, the time limit, the longest time.

A file of the same name under ``oversight/`` in the deployment's home comes before the one that ships.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from tuoluo.charter.model import Name
from tuoluo.kernel.sheets import BadSheet
from tuoluo.kernel.worktime import TimeLimit, Unit
from tuoluo.oversight.rules import Ground, Settings

COLUMNS = ("code", "zh", "en", "basis", "source")


def file_of(name: str) -> Path:
    """The list in use: the deployment's own, or the one that ships."""
    own: Path = settings.HOME.path / "oversight" / name
    return own if own.exists() else Path(str(files("tuoluo") / "oversight" / "data" / name))


def grounds() -> Mapping[str, Ground]:
    """The rules on which a residents' committee may refuse."""
    file = file_of("grounds.csv")
    return _grounds(file, file.stat().st_mtime_ns)


def admission() -> Settings:
    """The time limit for an answer, and the longest time for which something can be admitted."""
    file = file_of("admission.toml")
    return _admission(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _grounds(file: Path, stamp: int) -> Mapping[str, Ground]:
    found: dict[str, Ground] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise BadSheet(f"{file}: row 1: the column {missing[0]} is missing; the columns are {', '.join(COLUMNS)}")
        for row in reader:
            for column in ("code", "zh", "basis"):
                if not row[column]:
                    raise BadSheet(f"{file}: row {reader.line_num}, column {column}: '' is empty; a ground needs it")
            found[row["code"]] = Ground(
                row["code"], Name(row["zh"], row["en"] or ""), row["basis"], row["source"] or ""
            )
    return found


@lru_cache(maxsize=4)
def _admission(file: Path, stamp: int) -> Settings:
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        limit = TimeLimit(int(said["answer_within"]), Unit(said["unit"]))
        return Settings(limit, int(said["longest_days"]), str(said["source"]))
    except (KeyError, ValueError) as error:
        raise BadSheet(f"{file}: {error}; it says answer_within, unit, longest_days and source") from error
