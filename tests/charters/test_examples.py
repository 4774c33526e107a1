"""The examples of a charter: those that ship hold, and a charter that says otherwise is told so with the row."""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path

import pytest

from tests.rules.charter.draft import Draft
from tuoluo.charter import check, load_charter, shipped_charter, shipped_names, write_charter
from tuoluo.charter.cli import add_commands
from tuoluo.charter.examples import read_examples, try_examples
from tuoluo.charter.examples_report import SENTENCES

FILE = "examples.csv"


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences in one line, however wide the terminal is in which the tests run."""
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(tmp_path / "small")


@pytest.mark.parametrize("name", shipped_names())
def test_the_charters_that_ship_carry_examples_that_hold(name: str) -> None:
    folder = shipped_charter(name)
    examples, findings = read_examples(folder)
    assert (len(examples) >= 10, findings) == (True, [])
    assert [one.example.name for one in try_examples(load_charter(folder), examples) if not one.passed] == []
    assert sum(example.due is not None for example in examples) >= 10
    assert all(len(example.bodies) == 5 for example in examples)


@pytest.mark.parametrize("name", shipped_names())
def test_any_answer_that_is_changed_is_noticed(name: str, tmp_path: Path) -> None:
    """Each cell of each example is made wrong in turn; an example that cannot fail tests nothing."""
    folder, charter = shipped_charter(name), load_charter(shipped_charter(name))
    rows = list(csv.DictReader(io.StringIO((folder / FILE).read_text(encoding="utf-8-sig"))))
    wrong = {"due": "2026-01-01 09:00"}
    for place, row in enumerate(rows):
        for column in ("lead", "assistants", "supervisor", "verifier", "evaluator", "due"):
            if row[column]:
                other = next(kind.name.zh for kind in charter.kinds.values() if kind.name.zh not in row[column])
                changed = [*rows[:place], row | {column: wrong.get(column, other)}, *rows[place + 1 :]]
                out = io.StringIO(newline="")
                writer = csv.DictWriter(out, list(row), lineterminator="\n")
                writer.writeheader()
                writer.writerows(changed)
                (tmp_path / FILE).write_text(out.getvalue(), encoding="utf-8")
                failed = [one for one in try_examples(charter, read_examples(tmp_path)[0]) if not one.passed]
                assert [(one.example.row, [m.part for m in one.mismatches]) for one in failed] == [
                    (place + 2, [column])
                ]


def test_examples_hold(draft: Draft, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = run(["test", str(draft.folder)], capsys)
    assert (status, text.splitlines()[-1]) == (0, "2 个例子全部符合")


def test_a_duty_that_moves_breaks_the_example_and_the_row_is_named(
    draft: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.change("duties.csv", "A2,,office,workstation", "A2,,workstation,office")
    draft.change("duties.csv", "5,working_days", "8,urgent_hours")
    status, text = run(["test", str(draft.folder), "--lang", "en"], capsys)
    assert status == 3
    assert "✗ 占道  row 3\n    leads: expected Subdistrict Office, the charter says Workstation" in text
    assert "because duties.csv row 3 (A2, everywhere) applies to Obstruction A2" in text
    assert "due: expected 2026-11-27 18:00, the charter says 2026-11-21 05:00" in text
    assert "because duties.csv row 2 (default, everywhere) applies to Refuse A1, with 8 urgent hours" in text
    assert text.splitlines()[-1] == "2 examples, 2 do not hold"


def test_a_category_nobody_leads_any_more_is_said(draft: Draft, capsys: pytest.CaptureFixture[str]) -> None:
    draft.change("duties.csv", "default,,", "A1,440399,")
    status, text = run(["test", str(draft.folder), "--lang", "en"], capsys)
    assert (status, "because no row applies to Refuse A1" in text) == (3, True)


def test_the_outcome_as_json(draft: Draft, capsys: pytest.CaptureFixture[str]) -> None:
    draft.change("duties.csv", "A2,,office,workstation", "A2,,workstation,office")
    status, text = run(["test", str(draft.folder), "--json"], capsys)
    told = json.loads(text)
    assert (status, told["examples"], told["failed"]) == (3, 2, 1)
    assert told["results"][1]["mismatches"] == [{"part": "lead", "expected": ["office"], "said": ["workstation"]}]


def test_an_example_that_names_unknown_things_is_no_test_but_an_error(
    draft: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.change(FILE, "workstation", "workstaton")
    status, text = run(["test", str(draft.folder), "--lang", "en"], capsys)
    assert (status, "Did you mean workstation?" in text) == (1, True)


def test_a_charter_without_examples_is_a_wrong_call_and_no_fault(
    draft: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    (draft.folder / FILE).unlink()
    assert check(draft.folder) == []
    status, text = run(["test", str(draft.folder)], capsys)
    assert (status, FILE in text) == (2, True)


def test_examples_are_no_part_of_the_rules(draft: Draft, tmp_path: Path) -> None:
    digest = draft.load().digest
    draft.change(FILE, "垃圾没人清", "另一句话")
    assert draft.load().digest == digest
    draft.change(FILE, "workstation", "workstaton")
    assert draft.load().digest == digest
    assert not (write_charter(draft.load(), tmp_path / "copy") / FILE).exists()


def test_a_moment_may_be_written_as_a_spreadsheet_does(draft: Draft, capsys: pytest.CaptureFixture[str]) -> None:
    draft.change(FILE, "2026-11-20 21:00", "2026/11/20 21:00:00").change(FILE, "2026-11-27 18:00", "2026/11/27 18:00")
    assert run(["test", str(draft.folder)], capsys)[0] == 0


def test_every_sentence_has_both_languages() -> None:
    assert all(set(both) == {"zh", "en"} for both in SENTENCES.values())


def run(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["charter", *words])
    status = args.run(args)
    printed = capsys.readouterr()
    return status, printed.out + printed.err
