"""The catalogue and the admission of tasks at a terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.cast import Cast, found_district
from tuoluo import cli
from tuoluo.kernel.sheets import read_sheet
from tuoluo.oversight.models import Admission, Hours
from tuoluo.services.models import Delegation, Item

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody and every place."""
    return found_district()


@pytest.fixture
def run(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``tuoluo …``."""

    def command(*words: str) -> tuple[int, str]:
        status = cli.main(list(words))
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return command


def by(cast: Cast, who: str) -> list[str]:
    return ["--by", getattr(cast, who).name]


def later() -> str:
    return (timezone.localdate() + timedelta(days=100)).isoformat()


def test_the_sample_is_loaded_once_exported_and_loaded_again(cast: Cast, run: Command, tmp_path: Path) -> None:
    status, said = run("items", "load", "--sample", *by(cast, "district_head"))
    assert (status, "entered 168" in said) == (0, True)
    out = str(tmp_path / "items.xlsx")
    assert run("items", "export", out) == (0, f"{out}: 168 items\n")
    assert "entered 0, changed 0, unchanged 168, rejected 0" in run("items", "load", out, *by(cast, "registrar"))[1]
    assert "FW-001" in run("items", "list")[1]
    assert cast.workstation.name in run("items", "list", "--community", cast.near.code)[1]


def test_bad_rows_end_with_status_1_and_a_spreadsheet(cast: Cast, run: Command, tmp_path: Path) -> None:
    file = tmp_path / "ours.csv"
    file.write_text("编码,名称,法律属性,收放\nA-1,助餐,公共服务,放\nA-2,许可,行政许可,放\n", encoding="utf-8")
    assert run("items", "load", str(file), "--check")[0] == 1
    assert not Item.objects.exists(), "--check only reads"
    status, said = run("items", "load", str(file), *by(cast, "district_head"))
    assert status == 1
    assert "ours.csv: row 3, handling: '放'" in said
    rejected = read_sheet(tmp_path / "ours-rejects.xlsx")
    assert [row.cells["编码"] for row in rejected.rows] == ["A-2"]
    assert run("items", "load", *by(cast, "district_head"))[0] == 2, "a file or --sample"
    assert "no such file" in run("items", "load", "none.csv", *by(cast, "district_head"))[1]
    assert run("items", "load", str(file), *by(cast, "secretary"))[0] == 3


def test_an_item_is_delegated_recalled_and_retired(cast: Cast, run: Command) -> None:
    run("items", "load", "--sample", *by(cast, "district_head"))
    place = ["--community", cast.near.code]
    give = [*place, "--provider", cast.centre.name, "--until", later(), "--basis", "会议纪要"]
    free = Item.objects.filter(wordings__competences="", code__startswith="FW").first()
    assert free is not None
    status, said = run("items", "delegate", "SJ-001", *give, *by(cast, "subdistrict_head"))
    assert (status, "item.must_be_retained" in said) == (3, True)
    said = run("items", "delegate", "FW-001", *give, *by(cast, "subdistrict_head"))[1]
    assert "item.not_competent" in said
    assert "elder_care" not in said, "the competence is called by its name"
    assert run("items", "delegate", free.code, *give, *by(cast, "subdistrict_head"))[0] == 0
    assert Delegation.objects.get().provider == cast.centre
    assert run("items", "delegate", free.code, *give, *by(cast, "subdistrict_head"))[0] == 3
    take = [*place, "--reason", "given_up", *by(cast, "subdistrict_head")]
    assert run("items", "recall", free.code, *take)[0] == 0
    assert "delegated to nobody" in run("items", "recall", free.code, *take)[1]
    assert run("items", "retire", free.code, *by(cast, "district_head"))[0] == 0
    assert "there is no item FW-9999" in run("items", "retire", "FW-9999", *by(cast, "district_head"))[1]
    assert run("items", "list", "--community", "440399001999")[0] == 1


def test_a_task_is_asked_answered_and_its_hours_counted(cast: Cast, run: Command, tmp_path: Path) -> None:
    what = ["--basis", "通知", "--communities", cast.near.code, "--until", later()]
    ask = ["tasks", "ask", "入户登记", *what, *by(cast, "water_head")]
    assert "half-hours" in run(*ask, "--hours", "1.2")[1]
    assert run(*ask, "--hours", "8")[0] == 0
    demand = str(Admission.objects.get().uuid)[:8]
    assert demand in run("tasks", "list", cast.near.code)[1]
    assert "off_list" in run("tasks", "grounds")[1]
    refuse = run("tasks", "refuse", demand, "--ground", "x", *by(cast, "committee_chair"))
    assert (refuse[0], "task.ground_missing" in refuse[1]) == (3, True)
    assert run("tasks", "accept", demand, *by(cast, "committee_chair"))[0] == 0
    assert run("tasks", "hours", "1.5", "--demand", demand, *by(cast, "clerk"))[0] == 0
    assert run("tasks", "hours", "0.5", "--own", cast.near.code, *by(cast, "clerk"))[0] == 0
    assert "75" in run("tasks", "figures")[1]
    out = tmp_path / "figures.xlsx"
    assert run("tasks", "figures", "--xlsx", str(out))[0] == 0
    assert load_workbook(out).active is not None
    entry = str(Hours.objects.filter(admission=None).get().uuid)
    assert run("tasks", "correct", entry, *by(cast, "clerk"))[0] == 0
    assert run("tasks", "correct", entry, *by(cast, "clerk"))[0] == 3
    task = str(Admission.objects.get().task.uuid)
    assert run("tasks", "withdraw", task, *by(cast, "water_head"))[0] == 0
    assert "no id begins" in run("tasks", "withdraw", "zzzz", *by(cast, "water_head"))[1]
    assert run("tasks", "list", "440399001999")[0] == 1


def test_a_task_is_refused_at_the_terminal(cast: Cast, run: Command) -> None:
    what = ["--basis", "通知", "--communities", cast.near.code, "--until", later(), "--hours", "2"]
    run("tasks", "ask", "每日拍照", *what, *by(cast, "water_head"))
    demand = str(Admission.objects.get().uuid)
    assert run("tasks", "refuse", demand, "--ground", "off_list", *by(cast, "committee_chair"))[0] == 0
    assert Admission.objects.get().answer == "refused"
