"""A district's own history becomes a deployment: areas, charter, bodies, and somebody in every head post."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from tests.histories import as_csv, as_xlsx, history, in_chinese, in_english
from tuoluo.adoption.mapping import read_map
from tuoluo.bodies.authority import governed
from tuoluo.bodies.models import Body, CharterInForce, Post, Tenure
from tuoluo.charter import Severity, check
from tuoluo.ledger.chain import flaws
from tuoluo.ledger.models import Record
from tuoluo.territory.models import Area, Level

Run = Callable[..., int]


def count(level: Level) -> int:
    return Area.objects.filter(level=level).count()


def test_everything_that_the_file_speaks_of_is_set_up(tuoluo: Run, home: Path, tmp_path: Path) -> None:
    assert tuoluo("adopt", as_csv(tmp_path / "history.csv", history())) == 0
    assert (count(Level.DISTRICT), count(Level.SUBDISTRICT), count(Level.COMMUNITY), count(Level.CELL)) == (1, 2, 5, 5)
    assert not Area.objects.filter(code_official=True).exists()
    units = set(Body.objects.exclude(reference="").values_list("name", flat=True))
    assert units == {"榕树街道执法队", "北山街道执法队", "环境局", "自来水公司", "教育局"}
    adopted = CharterInForce.objects.get()
    findings = check(home / "charters" / adopted.name)
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert list(flaws()) == []


def test_every_body_has_a_head_and_every_cell_a_leader_and_placeholders_say_so(
    tuoluo: Run, home: Path, tmp_path: Path
) -> None:
    tuoluo("adopt", as_csv(tmp_path / "history.csv", history()), "--operator", "罗记")
    heads = Tenure.objects.filter(post__head=True).select_related("person")
    assert heads.count() == Body.objects.count()
    assert all(tenure.person.name.endswith("（待登记）") for tenure in heads)
    assert Post.objects.filter(cell__isnull=False).count() == count(Level.CELL)
    assert Tenure.objects.get(post__role="registrar").person.name == "罗记"


def test_the_founder_did_it_through_acts_and_founding_goes_on_until_a_real_head_takes_office(
    tuoluo: Run, home: Path, tmp_path: Path
) -> None:
    tuoluo("adopt", as_csv(tmp_path / "history.csv", history()))
    acts = set(Record.objects.values_list("act", flat=True))
    assert {"area.establish", "area.draw_cells", "charter.adopt", "body.establish", "post.fill"} <= acts
    assert Record.objects.filter(person__isnull=False).count() == 0
    assert not governed(timezone.localdate())


def test_a_deployment_is_adopted_once(
    tuoluo: Run, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = as_csv(tmp_path / "history.csv", history())
    assert tuoluo("adopt", file) == 0
    before = Record.objects.count()
    assert tuoluo("adopt", file) == 1
    assert "already holds a district" in capsys.readouterr().err
    assert Record.objects.count() == before


def test_a_gbk_file_and_a_spreadsheet_with_a_title_need_no_question(tuoluo: Run, home: Path, tmp_path: Path) -> None:
    rows = in_chinese(history())
    assert tuoluo("adopt", as_xlsx(tmp_path / "台账.xlsx", rows, title="2025 年诉求台账"), "--name", "试验区") == 0
    assert count(Level.COMMUNITY) == 5
    assert read_map(home / "map.toml").levels == ("事项大类", "事项小类")


def test_so_does_a_gbk_file(tuoluo: Run, home: Path, tmp_path: Path) -> None:
    assert tuoluo("adopt", as_csv(tmp_path / "台账.csv", in_chinese(history()), "gb18030")) == 0
    assert count(Level.SUBDISTRICT) == 2


def test_a_file_without_subdistricts_gets_one(tuoluo: Run, home: Path, tmp_path: Path) -> None:
    file = as_csv(tmp_path / "311.csv", in_english(history()))
    assert tuoluo("adopt", file, "--name", "Banyan", "--district-code", "440399") == 0
    assert (count(Level.SUBDISTRICT), count(Level.COMMUNITY)) == (1, 5)
    assert Area.objects.get(level=Level.DISTRICT).code == "440399000000"


UNKNOWN = [{"day" if name == "create_time" else name: value for name, value in row.items()} for row in history()]


def test_where_it_is_unsure_it_changes_nothing_and_writes_a_map_to_mend(
    tuoluo: Run, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = as_csv(tmp_path / "history.csv", UNKNOWN)
    assert tuoluo("adopt", file) == 2
    assert "day" in capsys.readouterr().err
    assert not Area.objects.exists()
    proposed = home / "map.proposed.toml"
    assert 'reported = "day"' in proposed.read_text(encoding="utf-8")
    assert tuoluo("adopt", file, "--map", proposed) == 0
    assert count(Level.COMMUNITY) == 5


def test_the_likeliest_is_taken_when_told_so(tuoluo: Run, home: Path, tmp_path: Path) -> None:
    assert tuoluo("adopt", as_csv(tmp_path / "history.csv", UNKNOWN), "--yes") == 0


class Terminal(io.StringIO):
    """Somebody at a keyboard."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_it_asks(tuoluo: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("n\n2\n"))
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    assert tuoluo("adopt", as_csv(tmp_path / "history.csv", UNKNOWN)) == 0
    assert "does it state the day of the report?" in shown.getvalue()
    assert "  2  day" in shown.getvalue()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--district-code", "12"], "not the code of a district"),
        (["--charter", "a b"], "letters, digits"),
        (["--from", "soon"], "not a day"),
        (["--map", "/nowhere.toml"], "cannot be opened"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    tuoluo: Run, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert tuoluo("adopt", as_csv(tmp_path / "history.csv", history()), *words) != 0
    assert said in capsys.readouterr().err
    assert not Area.objects.exists()


def test_several_districts_in_one_file_are_a_question(
    tuoluo: Run, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = history()
    for row in rows[::2]:
        row.update(
            district="别的区", street="远街道", street_id="9", community=f"远{row['community']}", community_id=""
        )
    file = as_csv(tmp_path / "history.csv", rows)
    assert tuoluo("adopt", file) == 2
    assert "several districts" in capsys.readouterr().err
    assert tuoluo("adopt", file, "--name", "试验区") == 0
    assert count(Level.SUBDISTRICT) == 2
