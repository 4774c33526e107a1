"""One case derived step by step: the same answer that matters are routed by, and every step on the way to it."""

from __future__ import annotations

import argparse
import json
import random
from datetime import datetime
from pathlib import Path

import pytest

from tests.rules.charter.draft import Draft
from tuoluo.charter import Charter, load_charter, shipped_charter, shipped_names
from tuoluo.charter.cli import add_commands
from tuoluo.charter.derive import DayKind, Derivation, Fate, derive
from tuoluo.charter.derive_report import derivation_report
from tuoluo.charter.derive_words import DAYS, FATES, HEADINGS, PARTS, SENTENCES
from tuoluo.charter.find import understood
from tuoluo.charter.report import Paper, width

FRIDAY_NIGHT = datetime(2026, 11, 20, 21)
BEFORE_MID_AUTUMN = datetime(2026, 9, 24, 16, 30)
PALM = "440305002015"


@pytest.fixture(scope="module")
def nanshan() -> Charter:
    return load_charter(shipped_charter("nanshan"))


def of(charter: Charter, words: str, at: datetime = FRIDAY_NIGHT, place: str = PALM) -> Derivation:
    return derive(charter, understood(charter, words)[0].category, place, at)


@pytest.mark.parametrize("name", shipped_names())
def test_it_says_what_matters_are_routed_by(name: str) -> None:
    charter = load_charter(shipped_charter(name))
    dice = random.Random(name)
    single = [category for category in charter.categories.values() if not charter.is_group(category.code)]
    for category in dice.sample(single, 60):
        case = derive(charter, category, PALM, FRIDAY_NIGHT)
        assert case.duty is charter.duty_for(category.code, PALM)
        assert [one.duty for one in case.candidates if one.fate is Fate.APPLIES] == [case.duty]


def test_a_dog_that_bites_at_night_is_understood_and_counted_over_the_weekends(nanshan: Charter) -> None:
    case = of(nanshan, "狗咬人")
    assert (case.category.code, case.duty and case.duty.lead) == ("L90007", "residents_committee")
    assert [(one.duty.category, one.fate) for one in case.candidates] == [
        ("L90*", Fate.APPLIES),
        ("default", Fate.BROADER),
    ]
    assert case.due
    assert f"{case.due:%Y-%m-%d %H:%M}" == "2026-12-18 18:00"
    assert sum(day.number > 0 for day in case.days) == 20


def test_working_hours_stop_at_a_holiday(nanshan: Charter) -> None:
    case = of(nanshan, "垃圾", BEFORE_MID_AUTUMN)
    assert [day.kind for day in case.days] == [
        DayKind.WORKING,
        DayKind.HOLIDAY,
        DayKind.WEEKEND,
        DayKind.WEEKEND,
        DayKind.WORKING,
    ]
    counted = [f"{begin:%H:%M}-{end:%H:%M}" for day in case.days for begin, end in day.stretches]
    assert counted == ["16:30-18:00", "09:00-11:30"]
    assert case.due
    assert f"{case.due:%m-%d %H:%M}" == "09-28 11:30"


def test_a_weekend_on_which_people_work_counts_and_says_so(nanshan: Charter) -> None:
    case = of(nanshan, "M06011", datetime(2026, 10, 9, 10))
    assert [(day.kind, day.number) for day in case.days] == [
        (DayKind.WORKING, 0),
        (DayKind.MAKE_UP, 1),
        (DayKind.WEEKEND, 0),
        (DayKind.WORKING, 2),
    ]


def test_urgent_hours_run_through(nanshan: Charter) -> None:
    case = of(nanshan, "L91001")
    assert case.days == ()
    assert case.due
    assert f"{case.due:%m-%d %H:%M}" == "11-21 01:00"
    assert case.needs_administrative_subject


def test_a_year_without_calendar_is_not_guessed(nanshan: Charter) -> None:
    case = of(nanshan, "狗", datetime(2027, 5, 1))
    assert (case.due, case.unknown_year) == (None, 2027)


def test_rows_for_other_places_are_named_as_such(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "small")
    row = "A2,{},office,workstation,party_committee,party_committee,party_committee,4,working_hours,,,试验,"
    draft.add("duties.csv", row.format("440305")).add("duties.csv", row.format("440306"))
    case = of(draft.load(), "占道")
    assert [(one.duty.area, one.fate) for one in case.candidates] == [
        ("440305", Fate.APPLIES),
        ("440306", Fate.ELSEWHERE),
        ("", Fate.WIDER),
        ("", Fate.BROADER),
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("M06010", "M06010"),
        ("m06010", "M06010"),
        ("Exposed refuse", "M06010"),
        ("暴露垃圾", "M06010"),
        ("楼下有人遛狗不牵绳", "L90007"),
        ("死狗躺在路边", "M06037"),
    ],
)
def test_words_are_understood_by_code_name_or_the_longest_keyword(nanshan: Charter, words: str, code: str) -> None:
    assert understood(nanshan, words)[0].category.code == code


def test_words_that_mean_nothing_are_not_guessed(nanshan: Charter) -> None:
    assert understood(nanshan, "qwerty") == []


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_fits_the_terminal_and_has_six_steps(
    nanshan: Charter, columns: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    case = of(nanshan, "狗咬人")
    lines = list(derivation_report(case, "狗咬人", understood(nanshan, "狗咬人"), Paper(language)))
    assert [line[:1] for line in lines if line[:1].isdigit()] == list("123456")
    assert max(map(width, lines)) <= columns
    assert any("2026-12-18 18:00" in line for line in lines)


def test_every_word_has_both_languages() -> None:
    for words in (DAYS, FATES, HEADINGS, PARTS, SENTENCES):
        assert all(set(both) == {"zh", "en"} for both in words.values())


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["狗咬人", "--at", "2026-11-20 21:00"], 0, "2026-12-18 18:00"),
        (["M06010", "--charter", "minimal", "--lang", "en"], 0, "Residents' Committee"),
        (["qwerty"], 2, "qwerty"),
        (["L90"], 2, "L90007 宠物纠纷"),
        (["M06010", "--at", "tomorrow"], 2, "2026-11-20 21:00"),
        (["M06010", "--place", "44030x"], 2, "15 digits"),
        (["M06010", "--charter", "/nowhere"], 2, "/nowhere"),
    ],
)
def test_the_command(words: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    got, text = explain(words, capsys)
    assert (got, said in text) == (status, True), text


def test_the_command_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = explain(["狗咬人", "--at", "2026-11-20 21:00", "--json"], capsys)
    told = json.loads(text)
    assert told["category"] == "L90007"
    assert told["due"] == "2026-12-18T18:00:00+08:00"
    assert [one["fate"] for one in told["candidates"]] == ["applies", "broader"]
    assert told["duty"]["lead"] == "residents_committee"


def explain(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["charter", "explain", *words])
    status = args.run(args)
    printed = capsys.readouterr()
    return status, printed.out + printed.err
