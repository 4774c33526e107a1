"""A reform from the terminal: planned into a file, edited, proposed, agreed to, applied; every slip is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.acts.conftest import cast, founded  # noqa: F401 - fixtures
from tests.cast import Cast
from tests.reforms import two_centres
from tests.steps import at_stage
from tuoluo.cli import main
from tuoluo.matters.rules import Stage
from tuoluo.reform.models import Reform
from tuoluo.reform.plan_file import read_plan_file


@pytest.fixture
def plan(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:  # noqa: F811
    """A plan file, as the software proposes it."""
    for stage in Stage:
        at_stage(cast, stage)
    two_centres()
    file = tmp_path / "plan.toml"
    assert reform("plan", "--charter", "two_centres", *where(cast), "--to", str(file)) == 0
    capsys.readouterr()
    return file


def where(cast: Cast) -> list[str]:  # noqa: F811
    return ["--communities", cast.near.code, "--from", timezone.localdate().isoformat()]


def reform(*words: str) -> int:
    language = [] if "--lang" in words else ["--lang", "en"]
    return main(["reform", *words, *language])


def change(file: Path, old: str, new: str, *, after: str = "") -> int:
    """Put one text for another, the first time it stands after a third; the line it stands on."""
    text = file.read_text(encoding="utf-8")
    place = text.index(old, text.index(f"\n{after}"))
    file.write_text(text[:place] + new + text[place + len(old) :], encoding="utf-8")
    return text[:place].count("\n") + 1


def test_from_plan_to_done(cast: Cast, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    assert reform("propose", str(plan), "--by", "唐明") == 0
    (one,) = Reform.objects.all()
    number = str(one.pk)
    assert reform("apply", number, "--by", "唐明") == 3
    assert "has agreed yet" in capsys.readouterr().err
    assert reform("council", number, "--by", "李国强", "--council", "荔园理事会", "--on", "2026-11-20") == 0
    assert reform("object", number, "--by", "李国强", "--reason", "先听居民意见") == 0
    assert reform("consent", number, "--by", "李国强") == 0
    assert reform("consent", number, "--by", "唐明") == 0
    capsys.readouterr()
    assert reform("status", number) == 0
    assert "Approved" in capsys.readouterr().out
    assert reform("drift", number) == 0
    assert reform("apply", number, "--by", "唐明") == 0
    assert "Applied" in capsys.readouterr().out
    assert reform("status") == 0
    assert reform("withdraw", number, "--by", "唐明", "--reason", "晚了") == 3


def test_the_preview_tells_what_moves(cast: Cast, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    assert reform("preview", str(plan)) == 0
    told = capsys.readouterr().out
    for words in (
        "Lychee Garden Community E-government Platform",
        "Lychee Garden Workstation ends",
        "Duties",
        "Open matters passed on",
        "first deadline",
    ):
        assert words in told, told
    assert reform("preview", str(plan), "--lang", "zh") == 0
    assert "荔园社区工作站" in capsys.readouterr().out


def test_as_json_and_as_a_workbook(cast: Cast, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    book = tmp_path / "plan.xlsx"
    assert reform("preview", str(plan), "--json", "--xlsx", str(book)) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["charter"]["code"] == "two_centres"
    assert document["matters"]
    assert document["drift"] == []
    sheets = CalamineWorkbook.from_path(str(book))
    assert "Matters" in sheets.sheet_names
    assert any(name.startswith("Handed over by") for name in sheets.sheet_names)
    assert any(name.startswith("Received by") for name in sheets.sheet_names)
    assert len(sheets.get_sheet_by_name("Matters").to_python()) == len(document["matters"]) + 1


@pytest.mark.parametrize(
    ("old", "new", "key", "repair"),
    [
        ('kind = "platform"', 'kind = "platfrom"', "establish.kind", "Perhaps platform?"),
        ("successor = ", 'successor = "没有的站" #', "end.successor", "Write its name"),
        (
            'role = "workstation_clerk"\nperson',
            'role = "workstation_clerc"\nperson',
            "seat.role",
            "Perhaps workstation_clerk?",
        ),
        ('person = "陈静 #', 'persom = "陈静 #', "close.persom", "Perhaps person?"),
        (
            'transition = "first_deadline"',
            'transition = "last_deadline"',
            "plan.transition",
            "first_deadline, later_deadline",
        ),
        ("\n[[seat]]", "\n[[seats]]", "seats", "Perhaps seat?"),
        ('communities = ["', 'communities = ["999', "plan.communities", "Correct the code"),
        ("from = ", "from = 12 #", "plan.from", "2026-12-01"),
        ("荔园社区居委会 #", "荔园社区居委員会 #", "plan.fingerprint", "Leave [world]"),
    ],
)
def test_a_slip_is_named_with_file_line_value_and_repair(
    cast: Cast,  # noqa: F811
    plan: Path,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    key: str,
    repair: str,
) -> None:
    if old == "荔园社区居委会 #":
        head, _, world = plan.read_text(encoding="utf-8").partition("[world]")
        plan.write_text(f"{head}[world]{world.replace(old, new)}", encoding="utf-8")
        line = head[: head.index("fingerprint")].count("\n") + 1
    else:
        line = change(plan, old, new, after="[[seat]]" if key.startswith("seat.") else "")
    assert reform("preview", str(plan)) == 1
    told = capsys.readouterr().err
    assert str(plan) in told
    assert f"{key}:" in told
    assert repair in told
    if key not in ("seats",):
        assert any(f"{plan}:{near}" in told for near in (line, line + 1)), (line, told)


def test_whoever_loses_a_post_is_not_forgotten(cast: Cast, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    text = plan.read_text(encoding="utf-8")
    begin = text.rindex("\n[[seat]]", 0, text.index('person = "葛长', text.index("\n[[seat]]")))
    plan.write_text(text[:begin] + text[text.index("\n[[seat]]", begin + 9) :], encoding="utf-8")
    assert reform("preview", str(plan)) == 1
    told = capsys.readouterr().err
    assert "葛长" in told
    assert "leaves = true" in told
    assert "would have no leader" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "--charter", "nanshann", "--communities", "440399001001", "--from", "2026-12-01"], "perhaps nanshan"),
        (["plan", "--charter", "nanshan", "--communities", "440399001091", "--from", "2026-12-01"], "440399001001"),
        (["preview", "/nowhere/plan.toml"], "no such file"),
        (["apply", "99", "--by", "唐明"], "there is no reform 99"),
        (["drift", "/nowhere/plan.toml"], "no such file"),
    ],
)
def test_what_does_not_exist_is_named(
    cast: Cast,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    assert reform(*words) == 1
    assert said in capsys.readouterr().err


def test_a_file_that_is_no_toml(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    file = tmp_path / "plan.toml"
    file.write_text("[plan\n", encoding="utf-8")
    assert reform("preview", str(file)) == 1
    assert f"{file}:1" in capsys.readouterr().err


def test_what_is_written_is_read_back(cast: Cast, plan: Path) -> None:  # noqa: F811
    written = read_plan_file(plan).plan
    assert written.fingerprint in plan.read_text(encoding="utf-8")
    assert written.new_bodies
    assert written.endings
    assert written.closings
    assert written.seats
