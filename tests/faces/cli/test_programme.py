"""A programme at the terminal: shown on any day, loaded with everything wrong told, exported and loaded again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast, found_district
from tuoluo import cli
from tuoluo.kernel.sheets import read_sheet, write_sheet
from tuoluo.ledger.models import Record
from tuoluo.programme import acts
from tuoluo.programme.indicators import INDICATORS
from tuoluo.programme.loading import load, table_of
from tuoluo.programme.models import Measure, Milestone, Programme
from tuoluo.programme.reads import programme_on
from tuoluo.reform.models import Reform

Command = Callable[..., tuple[int, str]]
OPENED, ENDS = date(2026, 8, 1), date(2029, 7, 31)
HEAD = "aspect,measure,owner,milestone,due,indicator,baseline,target\n"
GOOD = HEAD + (
    "服务,按时办结,榕树街道办事处,定出时限,2026-12-01,on_time,62.5,80\n"
    ",,,公布结果,2027年3月1日,,,\n"
    "自治,议事会覆盖全部社区,荔园社区居委会,,,,,\n"
)


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> object:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield found_district()
        transaction.set_rollback(True)


@pytest.fixture
def cast(founded: Cast, db: None) -> Cast:
    return founded


@pytest.fixture
def tuoluo(capsys: pytest.CaptureFixture[str], cast: Cast) -> Command:
    """Run ``tuoluo programme …`` in the name of the registrar."""

    def run(*words: str) -> tuple[int, str]:
        by = ("--by", str(cast.person(cast.registrar).uuid)) if words[0] == "load" else ()
        with translation.override("en"):
            status = cli.main(["programme", *words, *by])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


NEW = (
    "trial",
    "--name",
    "试验方案",
    "--leader",
    "试验区网格管理中心",
    "--starts",
    "2026-08-01",
    "--ends",
    "2029-07-31",
)


def file(folder: Path, text: str, name: str = "plan.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_programme_is_loaded_shown_and_loading_twice_adds_nothing(tuoluo: Command, tmp_path: Path) -> None:
    status, told = tuoluo("load", file(tmp_path, GOOD), *NEW)
    assert (status, "+2 / +2, = 0" in told) == (0, True), told
    before = Record.objects.count()
    assert tuoluo("load", file(tmp_path, GOOD), "trial") == (0, "trial: +0 / +0, = 4\n")
    assert Record.objects.count() == before
    status, told = tuoluo("show", "trial")
    assert status == 0
    for words in ("按时办结", "孙建", "62.5% → –% → 80%", "2027-03-01", "[Under way]"):
        assert words in told, words
    assert "trial" in tuoluo("list")[1]


def test_everything_wrong_is_told_by_row_column_value_and_repair_and_nothing_is_lost(
    cast: Cast, tuoluo: Command, tmp_path: Path
) -> None:
    wrong = GOOD + (
        "服务,甲,没有这个局,节点,2027-01-01,,,\n"
        "服务,乙,榕树街道办事处,节点,2027-13-01,luck,1,2\n"
        "服务,丙,榕树街道办事处,太晚,2031-01-01,,,\n"
        "服务,丙,试验区水务局,没有日期,,,,\n"
        "服务,丁,榕树街道办事处,,,on_time,abc,80\n"
        "服务,,榕树街道办事处,,,,,\n"
        "服务,戊,榕树街道办事处,节点,2027-01-01,,,,\n"
    )
    status, told = tuoluo("load", file(tmp_path, wrong), *NEW)
    assert status == 1
    expected = {
        "row 5, column owner: '没有这个局'", "row 6, column due: '2027-13-01'", "row 8, column owner: '试验区水务局'",
        "row 8, column due: '没有日期'", "row 9, column baseline: 'abc'", "row 10, column measure: ''",
    }  # fmt: skip
    for words in expected:
        assert f"plan.csv: {words}: " in told, words
    assert set(Measure.objects.values_list("name", flat=True)) == {"按时办结", "议事会覆盖全部社区", "戊"}
    rejects = read_sheet(tmp_path / "plan-rejects.xlsx")
    assert [row.cells["[row]"] for row in rejects.rows] == ["5", "6", "7", "8", "9", "10"]
    assert all(row.cells["[what is wrong]"] for row in rejects.rows if row.cells["[row]"] != "7")
    mended = [[row.cells[name] for name in rejects.columns] for row in rejects.rows if row.cells["measure"] == "甲"]
    mended[0][rejects.columns.index("owner")] = "榕树街道办事处"
    write_sheet(tmp_path / "mended.xlsx", rejects.columns, mended)
    assert tuoluo("load", str(tmp_path / "mended.xlsx"), "trial")[0] == 0
    assert Measure.objects.filter(name="甲", milestones__name="节点").exists()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("服务,按时办结,榕树街道办事处,定出时限,2026-12-02,on_time,62.5,80", "first promised for 2026-12-01"),
        ("服务,按时办结,试验区水务局,定出时限,2026-12-01,on_time,62.5,80", "is here already, with “榕树街道办事处”"),
        ("服务,按时办结,榕树街道办事处,定出时限,2026-12-01,on_time,62.5,81", "is here already, with “80”"),
        ("服务,新,榕树街道办事处,甲,2031-01-01,,,", "lies outside the programme"),
        ("服务,新,榕树街道办事处,甲,2027-01-01,luck,1,2", "No indicator is called “luck”"),
        ("服务,=1+1,榕树街道办事处,甲,2027-01-01,,,", "begins with ="),
    ],
)
def test_a_file_changes_nothing_that_was_decided(tuoluo: Command, tmp_path: Path, row: str, told: str) -> None:
    assert tuoluo("load", file(tmp_path, GOOD), *NEW)[0] == 0
    before = Record.objects.count()
    status, text = tuoluo("load", file(tmp_path, HEAD + row + "\n", "other.csv"), "trial")
    assert (status, told in text) == (1, True), text
    assert Record.objects.count() == before


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("measure,owner\n甲,乙\n", NEW, "no column aspect / 方面"),
        ("", NEW, "the file is empty"),
        (GOOD, ("nothing",), "to open it say --name, --leader, --starts, --ends"),
    ],
)
def test_a_file_or_command_that_makes_no_sense_does_nothing(
    tuoluo: Command, tmp_path: Path, text: str, words: tuple[str, ...], told: str
) -> None:
    status, said = tuoluo("load", file(tmp_path, text), *words)
    assert (status, told in said) == (1, True), said
    assert not Programme.objects.exists()


def test_a_missing_right_stops_the_whole_file(
    cast: Cast, capsys: pytest.CaptureFixture[str], tuoluo: Command, tmp_path: Path
) -> None:
    assert tuoluo("load", file(tmp_path, GOOD), *NEW)[0] == 0
    by = str(cast.person(cast.clerk).uuid)
    assert cli.main(["programme", "load", file(tmp_path, GOOD), "trial", "--by", by]) == 3
    assert "right.not_in_role" in capsys.readouterr().err


def test_a_past_day_is_shown_at_the_terminal_too(cast: Cast, tuoluo: Command, tmp_path: Path) -> None:
    assert tuoluo("load", file(tmp_path, GOOD), *NEW)[0] == 0
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "按时办结" not in tuoluo("show", "trial", "--on", yesterday)[1]
    assert tuoluo("show", "tiral")[0] == 1
    assert "perhaps trial" in tuoluo("show", "tiral")[1]


# Out and in again

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12).filter(
    lambda text: text[0] not in "=+-@"
)
FIGURES = st.decimals(-(10**6), 10**6, places=2)
MILESTONES = st.dictionaries(WORDS, st.dates(OPENED, ENDS), max_size=3)


@st.composite
def aims(draw: st.DrawFn) -> dict[str, object]:
    if draw(st.booleans()):
        return {}
    baseline = draw(FIGURES)
    target = draw(FIGURES.filter(lambda figure: figure != baseline))
    day = draw(st.dates(date(2020, 1, 1), OPENED))
    return {
        "indicator": draw(st.sampled_from(sorted(INDICATORS))),
        "baseline": baseline,
        "baseline_on": day,
        "target": target,
    }


MEASURES = st.dictionaries(
    WORDS, st.tuples(WORDS, aims(), MILESTONES, st.sampled_from(["", "17", "a" * 64])), max_size=4
)


def a_programme(cast: Cast, code: str) -> Programme:
    return acts.open_programme(
        cast.district, by=cast.registrar, at=timezone.now(), code=code, name=code, leader=cast.governance,
        starts=OPENED, ends=ENDS,
    )  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(measures=MEASURES)
def test_what_is_exported_is_loaded_without_loss(
    cast: Cast, tmp_path: Path, ending: str, measures: dict[str, tuple[str, dict[str, object], dict[str, date], str]]
) -> None:
    owners = [cast.office, cast.water, cast.committee]
    with transaction.atomic():
        first, now = a_programme(cast, "first"), {"by": cast.registrar, "at": timezone.now()}
        reform = {"title": "换章程", "charter": "shekou", "start": OPENED, "proposed_at": timezone.now()}
        Reform.objects.create(pk=17, digest="a" * 64, proposer=cast.office, **reform)
        for number, (name, (aspect, aim, milestones, plan)) in enumerate(measures.items()):
            words = {"aspect": aspect, "name": name, "owner": owners[number % 3], "plan": plan}
            measure = acts.enter_measure(first, **words, **aim, **now)  # type: ignore[arg-type]
            for promised, due in milestones.items():
                acts.set_milestone(measure, name=promised, due=due, **now)  # type: ignore[arg-type]
        path = tmp_path / f"out.{ending}"
        table = table_of(programme_on(first, timezone.localdate()))
        write_sheet(path, *table)
        done = load(a_programme(cast, "second"), path, **now) if measures else None  # type: ignore[arg-type]
        if done is not None:
            assert done.lines() == []
            assert (done.measures, done.milestones) == (len(measures), Milestone.objects.count() // 2)
            second = Programme.objects.get(code="second")
            assert table_of(programme_on(second, timezone.localdate())) == table
            again = load(second, path, **now)  # type: ignore[arg-type]
            assert (again.measures, again.milestones, again.wrong) == (0, 0, [])
        transaction.set_rollback(True)
