"""Two people load the same file at the same moment: both end well, and every row is there once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.histories import as_csv, history
from tuoluo.ledger.chain import flaws
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter

Run = Callable[..., int]


def address() -> str:
    """The database of this test, as another process is told of it."""
    known = connection.settings_dict
    user, password, name = (quote(str(known[key]), safe="") for key in ("USER", "PASSWORD", "NAME"))
    return f"postgresql://{user}:{password}@/{name}?host={quote(str(known['HOST']), safe='')}&port={known['PORT']}"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_processes_load_one_file(tuoluo: Run, home: Path, tmp_path: Path) -> None:
    file = as_csv(tmp_path / "history.csv", history())
    assert tuoluo("adopt", file) == 0
    command = [sys.executable, "-m", "tuoluo", "load", "matters", str(file), "--home", str(home), "--json"]
    env = {**os.environ, "TUOLUO_DATABASE_URL": address()}
    pipe = subprocess.PIPE
    both = [subprocess.Popen(command, env=env, stdout=pipe, stderr=pipe, text=True) for _ in range(2)]
    ended = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], [told for _, told in ended]
    answers = [json.loads(answer) for answer, _ in ended]
    assert sum(answer["loaded"] for answer in answers) == 120
    assert [answer["loaded"] + answer["already"] for answer in answers] == [120, 120]
    assert Matter.objects.count() == 120
    assert Record.objects.filter(act="matter.carry_over").count() == 1
    assert not list(flaws())
