"""6,952 real events of a Shenzhen district: adopted without a question, loaded through acts, unhurt by kill -9."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

ROWS, BAD = 6952, 7
STEPS = ("close", "dispatch", "register", "report", "report_back", "take_up")
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # deployments of their own, each with its embedded database


def tuoluo(home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator does, on a deployment of its own."""
    return subprocess.run(command(words), env=environment(home), capture_output=True, text=True, check=False)


def command(words: Sequence[object]) -> list[str]:
    return [sys.executable, "-m", "tuoluo", *map(str, words)]


def environment(home: Path) -> dict[str, str]:
    left_out = ("TUOLUO_DATABASE_URL", "TUOLUO_TIME_ZONE")
    return {**{key: value for key, value in os.environ.items() if key not in left_out}, "TUOLUO_HOME": str(home)}


def loaded(home: Path, file: Path, *words: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(tuoluo(home, "load", "matters", file, "--json", *words).stdout)
    return answer


def adopt(home: Path, file: Path) -> None:
    done = tuoluo(home, "adopt", file)
    assert done.returncode == 0, done.stderr


def figures(home: Path) -> str:
    done = tuoluo(home, "figures", "--json")
    assert done.returncode == 0, done.stderr
    return done.stdout


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def write(file: Path, rows: Sequence[dict[str, str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


@pytest.fixture(scope="module")
def events(real_data: Path) -> Path:
    return real_data / "events" / "pingshan_2018_02_to_10.csv"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, events: Path) -> Path:
    """The whole file, adopted and loaded once."""
    folder = tmp_path_factory.mktemp("events")
    adopt(folder, events)
    answer = loaded(folder, events, "--rejects", folder / "rejects.xlsx")
    assert (answer["loaded"], answer["already"], answer["rejected"]) == (ROWS - BAD, 0, BAD)
    return folder


def test_only_the_rows_that_name_no_community_are_bad(home: Path, events: Path) -> None:
    from tuoluo.adoption.table import read_table

    without = [row["rec_id"] for row in read(events) if row["community"] == "-"]
    table = read_table(home / "rejects.xlsx")
    assert [table.value(row, "rec_id") for row in table.rows] == without
    assert len(without) == BAD


def test_every_matter_has_a_community_a_lead_and_a_whole_history(home: Path, events: Path) -> None:
    whole = json.loads(figures(home))
    assert whole["acts"] == {f"matter.{step}": ROWS - BAD for step in STEPS}
    assert whole["areas"] == {"district": 1, "subdistrict": 6, "community": 23, "cell": 23, "block": 0}
    assert sum(line["matters"] for line in whole["lines"]) == ROWS - BAD
    assert all(line["community"] and line["lead"] and line["lead"] != line["verifier"] for line in whole["lines"])
    late = sum(row["achieve"] == "overtime" and row["community"] != "-" for row in read(events))
    assert whole["matters"]["on_time"] == {"yes": ROWS - BAD - late, "no": late, "not_said": 0}


def test_what_is_in_each_community_is_what_the_file_says(home: Path, events: Path) -> None:
    counted: dict[str, int] = {}
    for line in json.loads(figures(home))["lines"]:
        counted[line["name"]] = counted.get(line["name"], 0) + line["matters"]
    stated: dict[str, int] = {}
    for row in read(events):
        stated[row["community"]] = stated.get(row["community"], 0) + 1
    assert counted == {name: count for name, count in stated.items() if name != "-"}


def test_the_record_and_the_charter_hold(home: Path) -> None:
    verified = tuoluo(home, "ledger", "verify")
    assert verified.returncode == 0, verified.stderr
    checked = tuoluo(home, "charter", "check", *(home / "charters").iterdir())
    assert checked.returncode == 0, checked.stdout


def test_a_second_load_adds_nothing(home: Path, events: Path) -> None:
    before, head = figures(home), tuoluo(home, "ledger", "head").stdout
    answer = loaded(home, events, "--rejects", home / "again.xlsx")
    assert (answer["loaded"], answer["already"], answer["rejected"]) == (0, ROWS - BAD, BAD)
    assert figures(home) == before
    assert tuoluo(home, "ledger", "head").stdout == head


def test_killed_at_any_moment_and_loaded_again_it_ends_the_same_byte_for_byte(tmp_path: Path, events: Path) -> None:
    part = write(tmp_path / "part.csv", read(events)[:1200])
    unbroken, broken = tmp_path / "unbroken", tmp_path / "broken"
    for folder in (unbroken, broken):
        adopt(folder, part)
    loaded(unbroken, part)
    chance = random.Random(20181031)
    killed = [kill_at(broken, part, rows, chance.uniform(0, 0.15)) for rows in (1, 300, 600, 900)]
    assert any(killed)
    answer = loaded(broken, part)
    assert answer["loaded"] > 0, "every kill came too late to break anything"
    assert answer["already"] > 0, "every kill came before anything was carried over"
    assert answer["loaded"] + answer["already"] == 1200 - answer["rejected"]
    assert figures(broken) == figures(unbroken)
    assert tuoluo(broken, "ledger", "verify").returncode == 0


def kill_at(home: Path, file: Path, rows: int, later: float) -> bool:
    """Start a load and kill it without warning a moment after so many rows are in; whether it was still at it."""
    running = subprocess.Popen(
        command(["load", "matters", file]),
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while running.poll() is None and carried_over(home) < rows:
        time.sleep(0.01)
    time.sleep(later)
    alive = running.poll() is None
    running.send_signal(signal.SIGKILL)
    running.wait()
    return alive


def carried_over(home: Path) -> int:
    """How many matters are in the database, seen from outside."""
    with closing(sqlite3.connect(f"file:{home / 'tuoluo.sqlite3'}?mode=ro", uri=True, timeout=20)) as database:
        count: int = database.execute("SELECT count(*) FROM tuoluo_matter").fetchone()[0]
        return count


LATER = 400


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory, events: Path) -> Path:
    """Later months of the same kind, with the faults that the source is known for."""
    known = [row for row in read(events) if row["community"] != "-"]
    taken = [row for name in ("碧岭社区", "南布社区") for row in [r for r in known if r["community"] == name][:40]]
    rows = [{**row} for row in taken + known[-LATER + 80 :]]
    for number, row in enumerate(rows):
        row.update(rec_id=str(200_000 + number), create_time=f"2018-{11 + number % 2}-{1 + number % 28:02d}")
    for row in rows[:4]:
        row["community"] = "碧玲社区"
    for row in rows[40:55]:
        row["community_id"] = "10018"
    named = [row for row in rows[80:] if row["dispose_unit_id"] not in ("", "-")]
    named[0]["dispose_unit"] += "（新名称）"
    named[1].update(sub_type="共享单车乱停放", sub_type_id="99999")
    named[2].update(street="-", street_id="-", community="-", community_id="-")
    named[3].update(dispose_unit="新成立的局", dispose_unit_id="99998")
    return write(tmp_path_factory.mktemp("later") / "later.csv", rows)


def test_later_months_load_with_the_map_of_the_first_and_only_faults_are_rejected(
    home: Path, later: Path, tmp_path: Path
) -> None:
    from tuoluo.adoption.table import read_table

    copy = shutil.copytree(home, tmp_path / "home")  # the other tests count on what is in the first
    answer = loaded(copy, later, "--rejects", tmp_path / "rejects.xlsx")
    assert (answer["loaded"], answer["rejected"]) == (LATER - 6, 6)
    assert tuoluo(copy, "ledger", "verify").returncode == 0
    assert {"unit_new_name", "unit_unknown"} <= answer["remarks"].keys()
    table = read_table(tmp_path / "rejects.xlsx")
    wrong = [(table.value(row, "〔问题所在列〕"), table.value(row, "〔原值〕")) for row in table.rows]
    assert sorted(wrong) == sorted(
        [*[("community", "碧玲社区")] * 4, ("sub_type", "共享单车乱停放"), ("community", "")]
    )
    twins = [table.value(row, "〔如何修改〕") for row in table.rows if table.value(row, "community") == "碧玲社区"]
    assert all("碧岭社区" in advice for advice in twins)


def test_adopted_by_themselves_the_later_months_have_no_twin_and_one_nanbu(later: Path, tmp_path: Path) -> None:
    from tuoluo.adoption.mapping import read_map

    adopt(tmp_path, later)
    given = read_map(tmp_path / "map.toml")
    assert [(twin.name, twin.meant) for twin in given.twins] == [("碧玲社区", "碧岭社区")]
    assert [set(place.ids) for place in given.communities if place.name == "南布社区"] == [{"10018", "10081"}]
    answer = loaded(tmp_path, later)
    assert (answer["loaded"], answer["rejected"]) == (LATER - 5, 5)


def test_an_american_file_is_adopted_or_asked_about_but_never_fails(real_data: Path, tmp_path: Path) -> None:
    lines = (real_data / "city311" / "baltimore_311_sample_2014-2019.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "311.csv").write_text("\n".join(lines[:1500]), encoding="utf-8")
    done = tuoluo(tmp_path / "home", "adopt", tmp_path / "311.csv", "--name", "Baltimore")
    assert done.returncode == 0, done.stderr
    answer = loaded(tmp_path / "home", tmp_path / "311.csv")
    rows = read(tmp_path / "311.csv")
    assert answer["rejected"] == sum(not row["Neighborhood"] for row in rows)
    assert answer["loaded"] == len(rows) - answer["rejected"]
