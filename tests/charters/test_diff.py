"""Two charters side by side: what moves from whom to whom, and nothing that only looks different."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from tests.rules.charter.draft import Draft
from tuoluo.charter import Charter, read_charter
from tuoluo.charter.cli import add_commands
from tuoluo.charter.diff import Change, Difference, Subject, compare
from tuoluo.charter.diff_report import difference_as_json, difference_report
from tuoluo.charter.diff_words import told
from tuoluo.charter.report import Paper
from tuoluo.kernel.worktime import TimeLimit, Unit


@pytest.fixture
def before(tmp_path: Path) -> Charter:
    return Draft(tmp_path / "before").load()


@pytest.fixture
def other(tmp_path: Path) -> Draft:
    """The same charter, to be changed in one place."""
    return Draft(tmp_path / "after")


def against(before: Charter, draft: Draft) -> Difference:
    """Also of a charter with faults: the difference is asked for while it is being written."""
    charter, _ = read_charter(draft.folder)
    assert charter is not None
    return compare(before, charter)


def lines(difference: Difference, language: str = "en") -> list[str]:
    return [line for _, sentences in told(difference, language) for line in sentences]


def test_the_same_charter_differs_in_nothing(before: Charter, other: Draft) -> None:
    difference = against(before, other)
    assert not difference
    assert list(difference_report(difference, Paper("zh")))[-1] == "两份章程内容相同"


ONE_CHANGE = [  # file, old, new, what is said of it
    (
        "duties.csv",
        "A2,,office",
        "A2,,workstation",
        ["lead moves from Subdistrict Office to Workstation (1 category): Street 1"],
    ),
    (
        "duties.csv",
        "default,,workstation,association,",
        "default,,workstation,,",
        ["Association is no longer assistance (1 category): Street 1"],
    ),
    (
        "duties.csv",
        "4,working_hours",
        "2,working_days",
        ["deadline changes from 4 working hours to 2 working days (1 category): Street 1"],
    ),
    (
        "duties.csv",
        "A2,,office,workstation,party_committee,",
        "A2,,office,workstation,association,",
        ["supervisor moves from Party Committee to Association (1 category): Street 1"],
    ),
    (
        "charter.toml",
        'acts = ["matter.register", "matter.close"',
        'acts = ["matter.register", "matter.assign"',
        ["“Head” may no longer: matter.close", "“Head” may now: matter.assign"],
    ),
    ("charter.toml", 'version = "1"', 'version = "2"', ["version: 1 → 2"]),
    (
        "charter.toml",
        '["09:00", "12:00"]',
        '["08:30", "12:00"]',
        ["office hours: 09:00–12:00, 14:00–18:00 → 08:30–12:00, 14:00–18:00"],
    ),
    ("charter.toml", "valid_from = 2026-01-01", "valid_from = 2026-02-01", ["in force from: 2026-01-01 → 2026-02-01"]),
    (
        "charter.toml",
        'superior = "party_committee"',
        'superior = "office"',
        ["“Workstation”, superior: Party Committee → Subdistrict Office"],
    ),
    ("charter.toml", "maximum = 1\n", "maximum = 3\n", ["“Party Committee”, greatest number: 1 → 3"]),
    ("charter.toml", "maximum = 1\n", "", ["“Party Committee”, greatest number: 1 → any number"]),
    ("catalogue.csv", "A1,matter,A,垃圾,Refuse,", "A1,matter,,垃圾,Refuse,", ["“Refuse”, group: Street → nothing"]),
    (
        "catalogue.csv",
        ",Permit,local,yes,retained",
        ",Permit,local,yes,delegable",
        ["“Permit”, retained or delegable: retained → delegable"],
    ),
    (
        "charter.toml",
        'kind = "workstation"\nbasis',
        'kind = "office"\nbasis',
        ["kind: Workstation → Subdistrict Office"],
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), ONE_CHANGE)
def test_one_change_is_told_in_one_sentence(
    before: Charter, other: Draft, file: str, old: str, new: str, said: list[str]
) -> None:
    difference = against(before, other.change(file, old, new))
    assert lines(difference) == said
    assert before.digest != difference.after.digest


def test_a_category_that_comes_says_who_leads_it(before: Charter, other: Draft) -> None:
    difference = against(before, other.add("catalogue.csv", "A3,matter,A,噪声,Noise,local,no,,试验,"))
    assert lines(difference) == ["category “Noise” is new, led by Workstation"]
    assert lines(compare(difference.after, before), "zh") == ["取消类别“噪声”（原由工作站主办）"]


def test_a_kind_that_goes_is_told_with_the_work_it_leaves(before: Charter, other: Draft) -> None:
    text = other.folder.joinpath("charter.toml").read_text(encoding="utf-8")
    start = text.index('[[kinds]]\ncode = "association"')
    other.folder.joinpath("charter.toml").write_text(
        text[:start] + text[text.index('[[kinds]]\ncode = "office"') :], encoding="utf-8"
    )
    difference = against(before, other.change("duties.csv", "workstation,association", "workstation,"))
    assert lines(difference, "zh") == ["撤销“协会”（N）", "协会不再是协办（1 类）：街面 1"]
    assert [change.subject for change in difference.touching("association")] == [Subject.KIND, Subject.DUTY]
    assert difference.touching("office") == ()


def test_saying_the_same_in_other_rows_moves_nothing(before: Charter, other: Draft) -> None:
    row = "A1,,workstation,association,office,party_committee,party_committee,5,working_days,,,试验,"
    difference = against(before, other.add("duties.csv", row))
    assert [(change.subject, change.aspect) for change in difference.changes] == [(Subject.DUTY, "rows")]


AREA = "A1,440305005,office,,party_committee,party_committee,party_committee,5,working_days,,,试验,"


def test_what_changes_in_one_area_is_told_for_that_area_alone(before: Charter, other: Draft) -> None:
    difference = against(before, other.add("duties.csv", AREA))
    assert {change.area for change in difference.changes} == {"440305005"}
    assert Change(Subject.DUTY, "A", "lead", "workstation", "office", ("A1",), "440305005") in difference.changes


def test_an_area_that_keeps_its_own_rule_is_told_as_staying(tmp_path: Path, other: Draft) -> None:
    kept = Draft(tmp_path / "kept").add("duties.csv", AREA).load()
    difference = against(kept, other.add("duties.csv", AREA).change("duties.csv", "5,working_days", "9,working_days"))
    assert lines(difference) == [
        "deadline changes from 5 working days to 9 working days (1 category): Street 1",
        "nothing changes (1 category in 440305005): Street 1",
    ]


def test_the_same_move_in_two_groups_is_one_sentence(before: Charter) -> None:
    slower = tuple(replace(duty, limit=TimeLimit(9, Unit.WORKING_DAYS)) for duty in before.duties)
    two_groups = replace(before, categories={**before.categories})
    difference = compare(two_groups, replace(two_groups, duties=slower))
    assert len(lines(difference)) == 3  # three deadlines before, so three sentences
    assert sum(len(change.categories) for change in difference.changes) == 3


def test_as_json_each_change_has_its_facts_and_both_languages(before: Charter, other: Draft) -> None:
    difference = against(before, other.change("duties.csv", "A2,,office", "A2,,workstation"))
    document = difference_as_json(difference)
    (change,) = document["changes"]
    assert (change["before"], change["after"], change["categories"]) == ("office", "workstation", ["A2"])
    assert change["sentence"]["zh"] == "主办由街道办改为工作站（1 类）：街面 1"
    assert document["before"]["digest"] == before.digest


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("nanshan", "nanshan"), 0, "两份章程内容相同"),
        (("nanshan", "nowhere"), 2, "there is no folder nowhere"),
        (("nanshan", "nanshan", "--for", "workstatoin"), 2, "perhaps workstation"),
        (("nanshan", "nanshan", "--json"), 0, '"changes": []'),
    ],
)
def test_the_command(
    words: tuple[str, ...], status: int, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["charter", "diff", *words])
    assert args.run(args) == status
    printed = capsys.readouterr()
    assert said in printed.out + printed.err
