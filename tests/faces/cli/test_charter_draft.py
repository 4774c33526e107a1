"""``tuoluo charter draft`` at a terminal: the draft, the test, and a sentence for everything that cannot be done."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.histories import Row, as_csv, as_xlsx, history, in_chinese, in_english
from tuoluo import cli

pytestmark = pytest.mark.slow
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def draft(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``tuoluo charter draft … --lang en`` and give its exit status and what it printed on both outputs."""

    def run(*words: object, lang: str = "en") -> tuple[int, str, str]:
        status = cli.main(["charter", "draft", *map(str, words), "--lang", lang])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """A made-up history of 240 rows."""
    return as_csv(tmp_path / "events.csv", history(240))


def test_a_draft_is_a_charter_without_errors_and_a_list_of_what_to_decide(
    draft: Command, events: Path, tmp_path: Path
) -> None:
    status, out, err = draft("--from", events, "--to", tmp_path / "drafted", "--json")
    assert status == 0, err
    told = json.loads(out)
    with (tmp_path / "drafted" / "duties.csv").open(encoding="utf-8-sig", newline="") as lines:
        duties = list(csv.DictReader(lines))
    assert len(duties) == told["duties"] + 1  # and the line for everything without a history
    assert {row["lead"] for row in duties} >= {"@环境局", "@榕树街道执法队", "@北山街道执法队"}
    assert all("confidence" in row["note"] and "handled" in row["note"] for row in duties[1:])
    assert cli.main(["charter", "check", str(tmp_path / "drafted")]) == 0
    with (tmp_path / "drafted" / "findings.csv").open(encoding="utf-8-sig", newline="") as lines:
        findings = list(csv.DictReader(lines))
    assert len(findings) == sum(told["to_decide"].values())


def test_a_spreadsheet_gives_the_same_duties_as_the_csv(draft: Command, events: Path, tmp_path: Path) -> None:
    assert draft("--from", events, "--to", tmp_path / "one")[0] == 0
    assert draft("--from", as_xlsx(tmp_path / "other.xlsx", history(240)), "--to", tmp_path / "two")[0] == 0
    one, two = ((tmp_path / name / "duties.csv").read_text(encoding="utf-8-sig") for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize("spelled", [in_chinese, in_english])
def test_columns_are_recognised_whatever_they_are_called(
    draft: Command, tmp_path: Path, spelled: Callable[[list[Row]], list[Row]]
) -> None:
    file = as_csv(tmp_path / "spelled.csv", spelled(history(240)))
    status, out, err = draft("--from", file, "--split", "2025-07-01", "--json", "--to", tmp_path / "d", "--yes")
    assert status == 0, err
    assert json.loads(out)["top1"] > 0.9
    assert cli.main(["charter", "check", str(tmp_path / "d")]) == 0


def test_twice_is_the_same_to_the_byte(draft: Command, events: Path, tmp_path: Path) -> None:
    for name in ("a/draft", "b/draft"):
        assert draft("--from", events, "--to", tmp_path / name)[0] == 0
    for file in ("charter.toml", "catalogue.csv", "duties.csv", "findings.csv"):
        assert (tmp_path / "a/draft" / file).read_bytes() == (tmp_path / "b/draft" / file).read_bytes()


def test_a_test_prints_one_object_and_draws_the_plot(draft: Command, events: Path, tmp_path: Path) -> None:
    later = as_csv(tmp_path / "later.csv", history(60))
    plot = tmp_path / "plots" / "reliability.svg"
    status, out, err = draft("--from", events, "--test", later, "--json", "--reliability", plot)
    assert status == 0, err
    figures = json.loads(out)
    assert {"top1", "top3", "ece"} <= figures.keys()
    assert 0 <= figures["top1"] <= figures["top3"] <= 1
    assert 0 <= figures["ece"] <= 1
    assert figures["n"] == 60
    assert ElementTree.parse(plot).getroot().tag.endswith("svg")


def test_a_day_splits_one_file_in_two(draft: Command, events: Path) -> None:
    status, out, _ = draft("--from", events, "--split", "2025-07-01", "--json")
    assert status == 0
    after = sum(row["create_time"] >= "2025-07-01" for row in history(240))
    assert json.loads(out)["n"] == after


def test_what_the_past_never_saw_is_wrong_but_no_stop(draft: Command, events: Path, tmp_path: Path) -> None:
    rows = history(20)
    for row in rows[:10]:
        row |= {"dispose_unit": "新设局", "dispose_unit_id": "999", "sub_type": "新类", "community": "新社区"}
    status, out, err = draft("--from", events, "--test", as_csv(tmp_path / "new.csv", rows), "--json")
    assert status == 0, err
    assert json.loads(out)["top1"] <= 0.5


def test_units_without_numbers_are_told_by_their_names(draft: Command, tmp_path: Path) -> None:
    rows = [{key: value for key, value in row.items() if key != "dispose_unit_id"} for row in history(240)]
    status, out, err = draft("--from", as_csv(tmp_path / "bare.csv", rows), "--split", "2025-07-01", "--json")
    assert status == 0, err
    assert json.loads(out)["top1"] > 0.9


def test_a_map_names_columns_that_cannot_be_recognised(draft: Command, tmp_path: Path) -> None:
    names = {"create_time": "c1", "community": "c2", "sub_type": "c3", "dispose_unit": "c4"}
    rows = [{short: row[name] for name, short in names.items()} for row in history(240)]
    given = tmp_path / "map.toml"
    given.write_text('[columns]\nreported = "c1"\ncommunity = "c2"\ncategory = ["c3"]\nunit = "c4"\n', encoding="utf-8")
    file = as_csv(tmp_path / "odd.csv", rows)
    status, out, err = draft("--from", file, "--map", given, "--split", "2025-07-01", "--json", "--to", tmp_path / "d")
    assert status == 0, err
    assert json.loads(out)["top1"] > 0.5


# What cannot be done


def test_a_missing_file_is_named(draft: Command, tmp_path: Path) -> None:
    status, _, err = draft("--from", tmp_path / "absent.csv", "--to", tmp_path / "d")
    assert status == 1
    assert "absent.csv cannot be opened" in err


def test_nothing_asked_is_told(draft: Command, events: Path) -> None:
    status, _, err = draft("--from", events)
    assert status == 2
    assert "--to" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--split", "October"), "October is not a day"),
        (("--split", "1999-01-01"), "no handled row before 1999-01-01"),
        (("--split", "2099-01-01"), "no handled row from 2099-01-01 on"),
        (("--split", "2025-07-01", "--test", "x.csv"), "not both"),
        (("--split", "2025-07-01", "--reliability", "plot.png"), "plot.png"),
        (("--to", "d", "--reliability", "plot.svg"), "needs something to test on"),
        (("--to", "d", "--district-code", "12"), "12 is not the code of a district"),
        (("--to", "d", "--charter", "a b"), "not a b"),
        (("--test", "absent.csv"), "absent.csv cannot be opened"),
        (("--to", "d", "--map", "absent.toml"), "absent.toml cannot be opened"),
    ],
)
def test_each_slip_on_the_line_has_its_sentence(
    draft: Command, events: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = draft("--from", events, *words)
    assert status in {1, 2}
    assert said in err
    assert not out
    assert not (tmp_path / "d").exists()


def test_a_file_without_handlers_cannot_teach(draft: Command, tmp_path: Path) -> None:
    rows = [{k: v for k, v in row.items() if not k.startswith("dispose_unit")} for row in history(60)]
    status, _, err = draft("--from", as_csv(tmp_path / "a.csv", rows), "--to", tmp_path / "d")
    assert status == 2
    assert "who handled a matter" in err


def test_empty_handlers_cannot_teach_or_test(draft: Command, events: Path, tmp_path: Path) -> None:
    rows = [row | {"dispose_unit": "-", "dispose_unit_id": "-"} for row in history(60)]
    empty = as_csv(tmp_path / "empty.csv", rows)
    status, _, err = draft("--from", empty, "--to", tmp_path / "d", "--yes")
    assert status in {1, 2}
    assert "empty.csv" in err
    status, _, err = draft("--from", events, "--test", empty)
    assert status == 1
    assert "nothing can be tested" in err


def test_an_edited_draft_is_not_overwritten(draft: Command, events: Path, tmp_path: Path) -> None:
    assert draft("--from", events, "--to", tmp_path / "d")[0] == 0
    edited = (tmp_path / "d" / "duties.csv").read_bytes() + b"edited"
    (tmp_path / "d" / "duties.csv").write_bytes(edited)
    status, _, err = draft("--from", events, "--to", tmp_path / "d")
    assert status == 1
    assert "Choose another folder" in err
    assert (tmp_path / "d" / "duties.csv").read_bytes() == edited


def test_a_folder_that_cannot_be_made_is_told(draft: Command, events: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    status, _, err = draft("--from", events, "--to", tmp_path / "file" / "d")
    assert status == 1
    assert "cannot be written" in err


def test_it_speaks_chinese(draft: Command, events: Path, tmp_path: Path) -> None:
    _, _, err = draft("--from", events, "--to", tmp_path / "d", lang="zh")
    assert "条职责" in err
    assert (tmp_path / "d" / "findings.csv").read_text(encoding="utf-8-sig").startswith("问题,")
