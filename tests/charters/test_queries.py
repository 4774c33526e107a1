"""Questions to the rules: who may ever do something, what falls to whom, what changed for whom."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.rules.charter.draft import Draft
from tuoluo.charter import Charter, load_charter, shipped_charter, shipped_names, write_charter
from tuoluo.charter.cli import add_commands
from tuoluo.charter.queries import CALLED_FOR, PARTS, Grant, changes_for, duties_of, who_may
from tuoluo.charter.queries_report import SENTENCES
from tuoluo.charter.report import width


@pytest.fixture
def small(tmp_path: Path) -> Charter:
    return Draft(tmp_path / "small").load()


def told(grants: list[Grant]) -> list[tuple[str, str, int]]:
    return [(grant.role.code, grant.kind.code, grant.categories) for grant in grants]


def test_who_may_do_what_a_duty_calls_for_is_told_with_the_number_of_categories(small: Charter) -> None:
    assert told(who_may(small, "matter.close")) == [
        ("clerk", "workstation", 0),
        ("clerk", "office", 0),
        ("secretary", "party_committee", 3),
    ]
    assert [grant.idle for grant in who_may(small, "matter.close")] == [True, True, False]
    assert told(who_may(small, "matter.take_up")) == [("clerk", "workstation", 1), ("clerk", "office", 2)]


def test_whoever_receives_receives_everything(small: Charter) -> None:
    assert told(who_may(small, "matter.register")) == [("clerk", "workstation", 3), ("clerk", "office", 0)]


def test_an_act_no_duty_calls_for_is_open_at_any_time(small: Charter) -> None:
    (grant,) = who_may(small, "matter.report")
    assert (grant.role.code, grant.part, grant.idle) == ("cell_leader", "", False)


def test_a_kind_that_no_community_has_may_nothing(small: Charter) -> None:
    gone = replace(small, kinds={**small.kinds, "association": replace(small.kinds["association"], maximum=0)})
    assert told(who_may(small, "matter.finish_part"))[-1][1] == "association"
    assert "association" not in {grant.kind.code for grant in who_may(gone, "matter.finish_part")}


@pytest.mark.parametrize("name", shipped_names())
def test_every_act_that_a_duty_calls_for_may_be_done_by_somebody(name: str) -> None:
    charter = load_charter(shipped_charter(name))
    for act in CALLED_FOR:
        assert any(not grant.idle for grant in who_may(charter, act)), act


def test_what_falls_to_a_kind_is_what_applies(small: Charter) -> None:
    office = duties_of(small, "office")
    assert [(share.part, share.group, share.categories) for share in office.shares] == [
        ("lead", "A", ("A2",)),
        ("lead", "B1", ("B1",)),
        ("supervisor", "A", ("A1",)),
    ]
    assert not office.receives
    assert duties_of(small, "workstation").receives
    assert [str(limit.amount) for share in office.of("lead") for limit in share.limits] == ["4", "8"]


def test_a_rule_for_one_place_is_told_with_the_place(tmp_path: Path) -> None:
    row = "A2,440305,workstation,,party_committee,party_committee,party_committee,4,working_hours,no,,试验,"
    charter = Draft(tmp_path / "small").add("duties.csv", row).load()
    shares = [(share.area, share.categories) for share in duties_of(charter, "workstation").of("lead")]
    assert shares == [("", ("A1",)), ("440305", ("A2",))]


@pytest.mark.parametrize("name", shipped_names())
def test_the_portfolios_of_all_kinds_add_up_to_the_catalogue(name: str) -> None:
    charter = load_charter(shipped_charter(name))
    single = {code for code in charter.categories if not charter.is_group(code)}
    portfolios = [duties_of(charter, code) for code in charter.kinds]
    led = [code for portfolio in portfolios for share in portfolio.of("lead") for code in share.categories]
    assert sorted(led) == sorted(single)
    for part in ("supervisor", "verifier", "evaluator"):
        found = {code for portfolio in portfolios for share in portfolio.of(part) for code in share.categories}
        assert found == single
    assert {share.part for portfolio in portfolios for share in portfolio.shares} == set(PARTS)


def test_changes_are_told_version_by_version_from_a_day_on(small: Charter) -> None:
    def led(charter: Charter, lead: str, version: str, day: date) -> Charter:
        duties = tuple(replace(duty, lead=lead) if duty.category == "A2" else duty for duty in charter.duties)
        return replace(charter, duties=duties, version=version, valid_from=day)

    second = led(small, "workstation", "2", date(2026, 7, 1))
    third = led(small, "office", "3", date(2027, 1, 1))
    steps = changes_for([third, small, second], "workstation")
    assert [(step.day.isoformat(), len(step.difference.changes)) for step in steps] == [
        ("2026-07-01", 1),
        ("2027-01-01", 1),
    ]
    (change,) = steps[0].difference.changes
    assert (change.aspect, change.before, change.after, change.categories) == ("lead", "office", "workstation", ("A2",))
    late = changes_for([small, second, third], "workstation", date(2026, 7, 2))
    assert [step.day.isoformat() for step in late] == ["2027-01-01"]
    assert not any(step.difference for step in changes_for([small, second, third], "association"))


# At the terminal


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["who-may", "matter.close", "--lang", "en"], 0, "Residents' Committee, which verifies"),
        (["who-may", "matter.clos"], 1, "matter.close"),
        (["duties-of", "社区工作站"], 0, "主办：39 类"),
        (["duties-of", "workstaton"], 2, "workstation"),
        (["duties-of", "volunteer_team", "--charter", "minimal", "--lang", "en"], 0, "answers to Residents' Committee"),
        (["changes-for", "workstation", "nanshan", "shekou"], 1, "撤销“社区工作站”"),
        (["changes-for", "workstation", "nanshan", "nanshan"], 0, "没有变化"),
        (["changes-for", "workstation", "nanshan"], 2, "two charters"),
        (["changes-for", "workstation", "nanshan", "shekou", "--since", "soon"], 2, "2026-07-01"),
        (["changes-for", "workstation", "nanshan", "/nowhere"], 2, "/nowhere"),
    ],
)
def test_the_commands(words: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    got, text = run(words, capsys)
    assert (got, said in text) == (status, True), text


def test_a_folder_of_versions_stands_for_all_of_them(
    small: Charter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf = tmp_path / "shelf"
    write_charter(small, shelf / "one")
    write_charter(replace(small, version="2", valid_from=date(2026, 7, 1), duties=small.duties[:2]), shelf / "two")
    status, text = run(["changes-for", "office", str(shelf), "--lang", "en"], capsys)
    assert (status, text.splitlines()[0]) == (1, "from 2026-07-01: small 1 → small 2")


def test_without_charters_the_versions_adopted_in_this_deployment_are_compared(
    small: Charter, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUOLUO_HOME", str(tmp_path))
    assert run(["changes-for", "office"], capsys)[0] == 2
    second = replace(small, version="2", valid_from=date(2026, 7, 1), duties=small.duties[:2])
    write_charter(small, tmp_path / "adopted" / small.digest / "small")
    other = replace(small, name="other", valid_from=date(2026, 3, 1))
    write_charter(other, tmp_path / "adopted" / other.digest / "other")
    assert run(["changes-for", "office", "--lang", "en"], capsys) == (0, "no new version came into force\n")
    write_charter(second, tmp_path / "adopted" / second.digest / "small")
    status, text = run(["changes-for", "office", "--lang", "en"], capsys)
    assert (status, text.splitlines()[0]) == (1, "from 2026-07-01: small 1 → small 2")
    assert "other" not in text


@pytest.mark.parametrize(
    "words",
    [["who-may", "matter.close"], ["duties-of", "office"], ["changes-for", "workstation", "nanshan", "shekou"]],
)
def test_the_answers_as_json(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = [] if words[0] == "changes-for" else ["--charter", str(Draft(tmp_path / "small").folder)]
    _, text = run([*words, *where, "--json"], capsys)
    assert json.loads(text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_answers_fit_a_narrow_terminal(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for words in (["who-may", "matter.close"], ["duties-of", "workstation"], ["duties-of", "subdistrict_office"]):
        _, text = run([*words, "--lang", language], capsys)
        assert max(map(width, text.splitlines()[1:])) <= 80


def test_every_sentence_has_both_languages() -> None:
    assert all(set(both) == {"zh", "en"} for both in SENTENCES.values())


def run(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["charter", *words])
    status = args.run(args)
    printed = capsys.readouterr()
    return status, printed.out + printed.err
