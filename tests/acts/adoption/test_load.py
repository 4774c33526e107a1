"""Past matters are carried over through everybody's acts: once, honestly, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.histories import Row, as_csv, as_xlsx, history, in_chinese, in_english
from tuoluo.adoption import loading
from tuoluo.adoption.rules import Reading
from tuoluo.bodies.models import Tenure
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.chain import flaws
from tuoluo.ledger.models import Record
from tuoluo.matters.acts import report_back
from tuoluo.matters.figures import figures
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Outcome

Run = Callable[..., int]
STEPS = ["report", "register", "dispatch", "take_up", "report_back", "close"]


@pytest.fixture
def file(tuoluo: Run, tmp_path: Path) -> Path:
    """A history that has been adopted, and not yet loaded."""
    path = as_csv(tmp_path / "history.csv", history())
    assert tuoluo("adopt", path) == 0
    return path


def loaded(tuoluo: Run, capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    capsys.readouterr()
    tuoluo("load", "matters", *words, "--json")
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def acts_of(matter: Matter) -> list[str]:
    records = Record.objects.filter(subject_kind="matter", subject_id=matter.pk).order_by("seq")
    return [act.removeprefix("matter.") for act in records.values_list("act", flat=True)]


def test_each_row_becomes_a_matter_with_a_place_a_lead_and_a_whole_history(
    tuoluo: Run, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = loaded(tuoluo, capsys, file)
    assert answer == {"loaded": 120, "already": 0, "rejected": 0, "rejects_file": None, "remarks": {}}
    rows = {row["rec_id"]: row for row in history()}
    for matter in Matter.objects.select_related("community", "cell", "lead"):
        row = rows[matter.source_key]
        assert matter.lead is not None
        assert matter.cell is not None
        assert (matter.community.name, matter.lead.name) == (row["community"], row["dispose_unit"])
        assert matter.cell.stem.startswith(matter.community.stem)
        assert matter.category == f"C{row['sub_type_id']}"
        assert matter.on_time is (row["achieve"] == "intime")
        assert timezone.localtime(matter.reported_at).date().isoformat() == row["create_time"]
        assert acts_of(matter) == STEPS
    assert list(flaws()) == []


def test_nothing_is_said_that_the_source_does_not_say(
    tuoluo: Run, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded(tuoluo, capsys, file)
    matter = Matter.objects.all()[0]
    assert (matter.outcome, matter.closed_at, matter.day_only, matter.due_at) == ("not_stated", None, True, None)
    records = Record.objects.filter(subject_kind="matter", subject_id=matter.pk)
    assert {record.at for record in records} == {matter.reported_at}
    assert {record.facts["carried_over"] for record in records} == {matter.source}
    bodies = list(records.order_by("seq").values_list("body", flat=True))
    door = bodies[1]
    assert bodies == [None, door, door, matter.lead_id, matter.lead_id, matter.verifier_id]
    assert matter.verifier_id != matter.lead_id


def test_loading_twice_adds_nothing(tuoluo: Run, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loaded(tuoluo, capsys, file)
    before, entries = figures(), Record.objects.count()
    answer = loaded(tuoluo, capsys, file)
    assert (answer["loaded"], answer["already"]) == (0, 120)
    assert figures() == before
    assert Record.objects.count() == entries
    assert Record.objects.filter(act="matter.carry_over").count() == 1


def test_an_interrupted_load_is_finished_by_the_next(
    tuoluo: Run, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    carry = loading.Loader.carry
    done: list[str] = []

    def stops(self: loading.Loader, reading: Reading) -> Matter:
        if len(done) == 110:
            raise KeyboardInterrupt
        done.append(reading.key)
        return carry(self, reading)

    with monkeypatch.context() as patch:
        patch.setattr(loading.Loader, "carry", stops)
        with pytest.raises(KeyboardInterrupt):
            tuoluo("load", "matters", file)
    assert Matter.objects.count() == loading.AT_ONCE
    answer = loaded(tuoluo, capsys, file)
    assert (answer["loaded"], answer["already"]) == (20, 100)
    assert figures()["acts"] == {f"matter.{step}": 120 for step in sorted(STEPS)}


BAD: dict[int, Row] = {
    3: {"community": "-", "community_id": "-", "street": "-", "street_id": "-"},
    10: {"community": "茘园社区"},
    20: {"sub_type": "乱摆买"},
    30: {"create_time": "2025-02-30"},
}


@pytest.fixture
def spoilt(tuoluo: Run, file: Path, tmp_path: Path) -> Path:
    """The adopted history with four bad rows."""
    return as_csv(tmp_path / "spoilt.csv", [{**row, **BAD.get(number, {})} for number, row in enumerate(history())])


def test_bad_rows_go_into_a_spreadsheet_that_says_where_and_what(
    tuoluo: Run, spoilt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = loaded(tuoluo, capsys, spoilt)
    assert (answer["loaded"], answer["rejected"]) == (116, 4)
    sheet = load_workbook(answer["rejects_file"]).active
    assert sheet is not None
    heading, *lines = list(sheet.iter_rows())
    names = [str(cell.value) for cell in heading]
    assert names[: len(history()[0])] == list(history()[0])
    told = [dict(zip(names, [cell.value for cell in line], strict=True)) for line in lines]
    assert [line["[row]"] for line in told] == ["5", "12", "22", "32"]
    assert [line["[column]"] for line in told] == ["community", "community", "sub_type", "create_time"]
    assert told[0]["street"] == "-"
    assert told[1]["[how to mend it]"] == "Write 荔园社区."
    assert "Perhaps 乱摆卖 is meant." in str(told[2]["[how to mend it]"])
    yellow = [name for name, cell in zip(names, lines[0], strict=True) if cell.fill.fgColor.rgb == "00FFF2A8"]
    assert yellow == ["community"]


def test_mended_in_that_spreadsheet_they_are_loaded(
    tuoluo: Run, spoilt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rejects = Path(loaded(tuoluo, capsys, spoilt)["rejects_file"])
    book = load_workbook(rejects)
    sheet = book.active
    assert sheet is not None
    places = {str(cell.value): place for place, cell in enumerate(next(sheet.iter_rows()), start=1)}
    for line, number in enumerate(sorted(BAD), start=2):
        for column in BAD[number]:
            sheet.cell(line, places[column]).value = history()[number][column]
    sheet.cell(2, places["rec_id"]).value = int(history()[3]["rec_id"])  # as Excel turns it into a number
    book.save(rejects)
    answer = loaded(tuoluo, capsys, rejects)
    assert (answer["loaded"], answer["already"], answer["rejected"]) == (4, 0, 0)
    assert Matter.objects.count() == 120


def test_what_is_still_wrong_goes_into_the_next_spreadsheet_without_the_remarks_of_the_last(
    tuoluo: Run, spoilt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Path(loaded(tuoluo, capsys, spoilt)["rejects_file"])
    second = Path(loaded(tuoluo, capsys, first)["rejects_file"])
    assert second != first
    heading = [[cell.value for cell in next(load_workbook(path).active.iter_rows())] for path in (first, second)]  # type: ignore[union-attr]
    assert heading[0] == heading[1]


def test_the_same_number_with_other_content_is_refused_and_the_same_row_twice_is_not(
    tuoluo: Run, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = history(4)
    rows += [rows[0], {**rows[1], "create_time": "2025-09-09"}]
    answer = loaded(tuoluo, capsys, as_csv(tmp_path / "double.csv", rows))
    assert (answer["loaded"], answer["already"], answer["rejected"]) == (4, 1, 1)
    assert answer["remarks"] == {"said_twice": 1}
    again = loaded(tuoluo, capsys, tmp_path / "double.csv")
    assert (again["loaded"], again["already"], again["rejected"]) == (0, 5, 1)


def test_a_row_that_a_rule_refuses_stops_no_other(
    tuoluo: Run, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    carry = loading.Loader.carry

    def refuses(self: loading.Loader, reading: Reading) -> Matter:
        matter = carry(self, reading)
        if reading.key == "9007":
            raise Refused(Refusal("matter.nobody_to_verify"))
        return matter

    monkeypatch.setattr(loading.Loader, "carry", refuses)
    answer = loaded(tuoluo, capsys, file)
    assert (answer["loaded"], answer["rejected"]) == (119, 1)
    assert not Matter.objects.filter(source_key="9007").exists()
    assert Matter.objects.count() == 119
    assert list(flaws()) == []


def test_a_unit_that_is_missing_or_unknown_leaves_the_charters_lead(
    tuoluo: Run, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = history(2)
    rows[0].update(dispose_unit="-", dispose_unit_id="-")
    rows[1].update(dispose_unit="新成立的局", dispose_unit_id="999")
    answer = loaded(tuoluo, capsys, as_csv(tmp_path / "units.csv", rows))
    assert (answer["loaded"], answer["remarks"]) == (2, {"unit_missing": 1, "unit_unknown": 1})
    leads = [matter.lead.name for matter in Matter.objects.order_by("pk") if matter.lead]
    assert leads == [row["dispose_unit"] for row in history(2)]


def test_another_lead_than_the_charters_is_taken_as_the_source_states(
    tuoluo: Run, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = history(1)
    rows[0].update(dispose_unit="教育局", dispose_unit_id="42")
    assert loaded(tuoluo, capsys, as_csv(tmp_path / "lead.csv", rows))["loaded"] == 1
    lead = Matter.objects.get().lead
    assert lead is not None
    assert lead.name == "教育局"


def test_words_and_closing_times_of_the_source_are_used(
    tuoluo: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = as_csv(tmp_path / "311.csv", in_english(history()))
    assert tuoluo("adopt", file, "--name", "Banyan", "--district-code", "440399") == 0
    assert loaded(tuoluo, capsys, file)["loaded"] == 120
    closed, still_open = Matter.objects.get(source_key="25-9001"), Matter.objects.get(source_key="25-9003")
    assert closed.closed_at is not None
    assert timezone.localtime(closed.closed_at).strftime("%H:%M") == "18:30"
    assert not closed.day_only
    assert closed.on_time is True
    assert Matter.objects.get(source_key="25-9000").on_time is False
    assert still_open.stage == "handling"
    assert acts_of(still_open) == STEPS[:4]


def test_an_hour_of_the_report_is_no_hour_of_the_closing(
    tuoluo: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = as_xlsx(tmp_path / "台账.xlsx", in_chinese(history()))
    assert tuoluo("adopt", file) == 0
    assert loaded(tuoluo, capsys, file)["loaded"] == 120
    matter = Matter.objects.get(source_key="9009")
    assert not matter.day_only
    assert (matter.closed_at, matter.on_time) == (None, False)
    assert matter.text.startswith("居民反映")


def test_only_somebody_with_the_right_carries_over(tuoluo: Run, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Tenure.objects.filter(post__role="registrar").update(until=timezone.localdate())
    assert tuoluo("load", "matters", file) == 1
    assert "matter.carry_over" in capsys.readouterr().err
    assert not Matter.objects.exists()


def test_a_registrar_carries_over_and_nothing_else(tuoluo: Run, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = loaded(tuoluo, capsys, as_csv(file.parent / "open.csv", [{**history()[0], "achieve": "处置中"}]))
    assert answer["loaded"] == 1
    by, matter = loading.registrar(loading.district_here()), Matter.objects.get()
    with pytest.raises(Refused) as refused:
        report_back(matter, by=by, at=timezone.now(), outcome=Outcome.SOLVED, answer="已处理")
    assert refused.value.refusal.code == "right.not_in_role"


def test_nothing_can_be_loaded_where_no_district_is(
    tuoluo: Run, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tuoluo("load", "matters", as_csv(tmp_path / "history.csv", history())) == 1
    assert "tuoluo adopt" in capsys.readouterr().err


def test_a_file_with_other_columns_is_called_wrongly(
    tuoluo: Run, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tuoluo("load", "matters", as_csv(tmp_path / "other.csv", in_chinese(history()))) == 2
    assert "rec_id" in capsys.readouterr().err
