"""The power fails while a reform is applied, at any moment: everything is as it was before, or all of it is done."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.cast import Cast, found_district
from tests.reforms import approved, planned, two_centres
from tests.stateful.promises import all_hold
from tests.stateful.test_at_once import ROOT
from tests.steps import at_stage
from tuoluo.ledger import chain
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Stage
from tuoluo.reform.models import Reform

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS = 50
SEEN = (
    "SELECT stage, applied_at IS NOT NULL FROM tuoluo_reform",
    "SELECT count(*), max(seq) FROM tuoluo_record",
    "SELECT count(*), count(valid_until) FROM tuoluo_body",
    "SELECT count(*), count(valid_until) FROM tuoluo_post",
    "SELECT count(*), count(until) FROM tuoluo_tenure",
    "SELECT count(*), count(valid_until) FROM tuoluo_charterinforce",
    "SELECT count(*) FROM tuoluo_bodysuccession",
    "SELECT count(*) FROM tuoluo_handover",
    "SELECT count(*), count(finished_at), sum(body_id) FROM tuoluo_part",
    "SELECT count(*), sum(accountable_body_id), sum(lead_id), sum(verifier_id) FROM tuoluo_matter",
)
LINKS = "SELECT count(*) FROM tuoluo_record a JOIN tuoluo_record b ON b.seq = a.seq + 1 WHERE b.previous <> a.hash"


@pytest.fixture
def reform(transactional_db: None) -> Reform:
    """A reform agreed to by everybody, with 27 matters open in every stage."""
    cast: Cast = found_district()
    for _ in range(3):
        for stage in Stage:
            at_stage(cast, stage)
    return approved(cast, planned(cast, two_centres()))


@pytest.fixture
def applier() -> Iterator[subprocess.Popen[str]]:
    """A process that forks one child for each application it is asked for."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    env = {**os.environ, "TUOLUO_HOME": str(settings.HOME.path), "TUOLUO_DATABASE_URL": url(), "PYTHONPATH": paths}
    words = [sys.executable, "-m", "tests.stateful.applier"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(words, cwd=ROOT, env=env, stderr=subprocess.DEVNULL, **pipes) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgresql://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def asked(process: subprocess.Popen[str], database: str, reform: Reform, wait: float | None) -> float:
    """Have it applied, kill the child after so many seconds (never if none), and say how long it lived."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{database} {reform.pk}\n")
    process.stdin.flush()
    child, start = int(process.stdout.readline()), time.monotonic()
    if wait is not None:
        time.sleep(wait)
        with suppress(ProcessLookupError):  # it was quicker
            os.kill(child, signal.SIGKILL)
    assert process.stdout.readline() == "done\n"
    return time.monotonic() - start


def seen(file: Path) -> list[Any]:
    """What the tables of a copy hold, in numbers; the record must be linked without a gap, the file be sound."""
    with sqlite3.connect(file) as copy:
        found = [copy.execute(question).fetchall() for question in SEEN]
        assert copy.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert copy.execute(LINKS).fetchone() == (0,)
    copy.close()
    return found


def fresh(file: Path) -> Path:
    """The prepared database anew."""
    for name in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        name.unlink(missing_ok=True)
    return Path(shutil.copy(file.with_suffix(".prepared"), file))


@pytest.mark.sqlite
def test_killed_at_any_moment_it_is_all_or_nothing(
    reform: Reform, applier: subprocess.Popen[str], tmp_path: Path
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = tmp_path / "copy.sqlite3"
    shutil.copy(connection.settings_dict["NAME"], file.with_suffix(".prepared"))
    before = seen(fresh(file))
    asked(applier, str(file), reform, None)  # the first one warms the copies of the disk
    lasts = asked(applier, str(fresh(file)), reform, None)
    after = seen(file)
    assert (before[0], after[0]) == ([("approved", 0)], [("applied", 1)])
    chance, ended = random.Random(7), Counter[str]()
    for _ in range(KILLS):
        asked(applier, str(fresh(file)), reform, chance.uniform(0, lasts * 1.02))
        found = seen(file)
        assert found in (before, after), found
        ended["after" if found == after else "before"] += 1
    assert ended["before"] >= KILLS // 3, ended


def test_killed_and_tried_again_on_the_same_database(reform: Reform, applier: subprocess.Popen[str]) -> None:
    """Six times killed at another moment on the database itself; what is left goes on working, and then it is done."""
    name = str(connection.settings_dict["NAME"])
    entries, matters = chain.head(), Matter.objects.count()
    connection.close()
    for wait in (0.02, 0.05, 0.1, 0.15, 0.2, 0.3):
        asked(applier, name, reform, wait)
        reform.refresh_from_db()
        if reform.stage == "applied":
            break
        assert chain.head() == entries
        connection.close()
    if reform.stage != "applied":
        asked(applier, name, reform, None)
        reform.refresh_from_db()
    assert reform.stage == "applied"
    assert Matter.objects.count() == matters
    all_hold()
