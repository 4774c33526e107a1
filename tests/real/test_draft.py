"""6,952 real events: who handles October is foretold from the months before, better than by voting, and honestly."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REAL_DATA

EVENTS = REAL_DATA / "events" / "pingshan_2018_02_to_10.csv"
OCTOBER = "2018-10-01"
pytestmark = pytest.mark.slow
Row = dict[str, str]


def tuoluo(home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator does."""
    command = [sys.executable, "-m", "tuoluo", *map(str, words)]
    environment = {**os.environ, "TUOLUO_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def rows() -> list[Row]:
    with EVENTS.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def save(path: Path, some: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(some[0]))
        writer.writeheader()
        writer.writerows(some)
    return path


def foretold(tmp_path: Path, before: Iterable[Row], after: Iterable[Row]) -> dict[str, Any]:
    """The figures for a past and what came after it, in two files."""
    past, later = save(tmp_path / "past.csv", list(before)), save(tmp_path / "later.csv", list(after))
    done = tuoluo(tmp_path / "home", "charter", "draft", "--from", past, "--test", later, "--json")
    assert done.returncode == 0, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def voted(before: list[Row], after: list[Row]) -> float:
    """Majority voting with back-off, written down a second time and as simply as can be."""
    ways = [("sub_type", "community"), ("sub_type",), ("main_type",), ("event_type",), ()]
    votes: dict[object, Counter[str]] = {}
    for row in before:
        for way in ways:
            votes.setdefault((way, *(row[name] for name in way)), Counter())[row["dispose_unit"]] += 1
    right = 0
    for row in after:
        for way in ways:
            if found := votes.get((way, *(row[name] for name in way))):
                right += found.most_common(1)[0][0] == row["dispose_unit"]
                break
    return right / len(after)


def test_october_is_foretold_three_points_better_than_by_voting(tmp_path: Path) -> None:
    before = [row for row in rows() if row["create_time"] < OCTOBER]
    after = [row for row in rows() if row["create_time"] >= OCTOBER]
    simple = voted(before, after)
    assert simple == pytest.approx(0.584, abs=0.001)
    figures = foretold(tmp_path, before, after)
    assert figures["baseline_top1"] == pytest.approx(simple, abs=0.003)  # the same, but for rows without a handler
    assert figures["top1"] >= 0.614
    assert figures["top1"] >= simple + 0.03
    assert figures["top3"] > figures["top1"]
    assert figures["ece"] < 0.08
    assert figures["n"] == sum(row["dispose_unit"] != "-" for row in after)


@pytest.mark.parametrize(
    ("first", "until"),
    [(first, until) for first, until in pairwise(["2018-07-01", "2018-08-01", "2018-09-01", OCTOBER])],
)
def test_earlier_months_are_foretold_better_than_by_voting_too(tmp_path: Path, first: str, until: str) -> None:
    before = [row for row in rows() if row["create_time"] < first]
    after = [row for row in rows() if first <= row["create_time"] < until]
    assert foretold(tmp_path, before, after)["top1"] >= voted(before, after) + 0.03


def test_a_gap_of_a_month_between_past_and_test_does_no_great_harm(tmp_path: Path) -> None:
    before = [row for row in rows() if row["create_time"] < "2018-09-01"]
    after = [row for row in rows() if row["create_time"] >= OCTOBER]
    assert foretold(tmp_path, before, after)["top1"] >= voted(before, after) + 0.03


def test_units_renamed_a_day_ago_are_called_by_their_new_names(tmp_path: Path) -> None:
    before = [row for row in rows() if row["create_time"] < "2018-10-24"]
    after = [row for row in rows() if row["create_time"] >= "2018-10-24"]
    assert foretold(tmp_path, before, after)["top1"] >= voted(before, after) + 0.1


def test_outcomes_and_the_handlers_of_the_test_make_no_difference_to_the_advice(tmp_path: Path) -> None:
    before = [row for row in rows() if row["create_time"] < "2018-09-01"]
    after = [row for row in rows() if "2018-09-01" <= row["create_time"] < "2018-09-11"]
    plain = foretold(tmp_path, before, after)
    turned = [row | {"achieve": "overtime" if row["achieve"] == "intime" else "intime"} for row in before]
    assert foretold(tmp_path, turned, [row | {"achieve": "intime"} for row in after]) == plain
    half = len(after) // 2
    parts = [foretold(tmp_path, before, some) for some in (after[:half], after[half:])]
    together = sum(part["top1"] * part["n"] for part in parts) / plain["n"]
    assert together == pytest.approx(plain["top1"], abs=1e-5)  # no row of the test helps another one


def test_the_draft_passes_the_check_and_lists_what_a_person_must_decide(tmp_path: Path) -> None:
    done = tuoluo(tmp_path / "home", "charter", "draft", "--from", EVENTS, "--to", tmp_path / "draft", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["duties"] > 346  # categories: some have more than one lead
    assert {"changed_hands", "disputed", "doubtful", "few_rows", "renamed"} <= told["to_decide"].keys()
    checked = tuoluo(tmp_path / "home", "charter", "check", tmp_path / "draft", "--json")
    assert json.loads(checked.stdout)["errors"] == 0
