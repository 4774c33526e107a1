"""What the command says, the schema editors use, and the reference page."""

from __future__ import annotations

import argparse
import csv
import json
import re
import tomllib
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from tests.rules.charter.draft import Draft
from tuoluo.charter import Finding, check, shipped_charter
from tuoluo.charter.cli import add_commands
from tuoluo.charter.layout import CATALOGUE, CHARTER_SECTIONS, DUTIES, EXAMPLES
from tuoluo.charter.reference import charter_reference
from tuoluo.charter.report import Paper, findings_report, pad, width
from tuoluo.charter.schema import charter_schema
from tuoluo.charter.words import WORDS

Command = Callable[..., tuple[int, str]]
SHEETS = (("catalogue.csv", "catalogue_row"), ("duties.csv", "duties_row"))
ESCAPE = "\x1b["


@pytest.fixture
def tuoluo(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run ``tuoluo charter …`` and give its exit status and what it printed."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("COLUMNS", "120")

    def run(*words: str) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        add_commands(parser.add_subparsers())
        args = parser.parse_args(["charter", *words])
        status = args.run(args)
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def test_a_faultless_charter_is_said_to_be_so(draft: Draft, tuoluo: Command) -> None:
    assert tuoluo("check", str(draft.folder)) == (
        0,
        "小社区章程：完整，没有矛盾（类别 4，职责 3，机构类别 4）\n",
    )


def test_an_error_is_shown_with_its_place_and_repair_and_the_command_fails(draft: Draft, tuoluo: Command) -> None:
    draft.change("duties.csv", ",workstation,association", ",workstaton,association")
    status, text = tuoluo("check", str(draft.folder), "--lang", "en")
    assert status == 1
    assert text.splitlines()[0] == "duties.csv"
    assert re.search(r"error +row 2  lead +There is no kind of body workstaton\. Did you mean workstation\?", text)
    assert "Correct the name" in text
    assert text.splitlines()[-1] == "errors 1, gaps 0, warnings 0"
    assert ESCAPE not in text


def test_an_act_that_nobody_knows_is_found_at_the_terminal_too(draft: Draft, tuoluo: Command) -> None:
    draft.change("charter.toml", '"matter.take_up"', '"matter.take_up", "matter.take_upp"')
    status, text = tuoluo("check", str(draft.folder), "--lang", "en")
    assert (status, "There is no act matter.take_upp. Did you mean matter.take_up?" in text) == (1, True)


def test_a_gap_does_not_fail_the_command(draft: Draft, tuoluo: Command) -> None:
    draft.change("duties.csv", "4,working_hours", ",")
    status, text = tuoluo("check", str(draft.folder))
    assert status == 0
    assert "缺口 1" in text


def test_the_language_follows_the_terminal(draft: Draft, tuoluo: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    draft.change("duties.csv", "4,working_hours", ",")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "has no deadline" in tuoluo("check", str(draft.folder))[1]
    assert "没有时限" in tuoluo("check", str(draft.folder), "--lang", "zh")[1]


def test_findings_as_json(draft: Draft, tuoluo: Command) -> None:
    draft.change("duties.csv", ",workstation,association", ",workstaton,association")
    status, text = tuoluo("check", str(draft.folder), "--json")
    told = json.loads(text)
    assert status == 1
    assert (told["errors"], told["gaps"], told["warnings"]) == (1, 0, 0)
    (finding,) = told["findings"]
    assert (finding["file"], finding["row"], finding["column"]) == ("duties.csv", 2, "lead")
    assert finding["facts"]["nearest"] == "workstation"
    assert set(finding["repair"]) == {"zh", "en"}


@pytest.mark.parametrize("verb", ["check", "show"])
def test_a_folder_that_is_not_there_is_a_wrong_call(tuoluo: Command, verb: str) -> None:
    status, text = tuoluo(verb, "/nowhere")
    assert status == 2
    assert "/nowhere" in text


def test_the_same_finding_in_many_rows_is_shown_once() -> None:
    findings = [Finding("unknown_name", "catalogue.csv", n, "parent", "C9", {"what": "category"}) for n in (3, 4, 9)]
    lines = list(findings_report(findings, Paper("en")))
    assert len([line for line in lines if "There is no category C9" in line]) == 1
    assert "row 3…9  ×3  parent" in lines[1]


def test_columns_are_aligned_though_chinese_takes_two() -> None:
    assert width("第 3 行") == 7
    assert pad("错误", 6) == "错误  "
    findings = [
        Finding("no_basis", "duties.csv", 2, "basis", "A1"),
        Finding("nobody_verifies", "duties.csv", 11, "verifier", "A1"),
    ]
    starts = {width(line[: line.index("“A1”")]) for line in findings_report(findings, Paper("zh")) if "“A1”" in line}
    assert len(starts) == 1


def test_colour_is_used_where_there_is_colour() -> None:
    finding = [Finding("no_basis", "duties.csv", 2, "basis", "A1")]
    assert any(ESCAPE in line for line in findings_report(finding, Paper("zh", in_colour=True)))


def test_long_sentences_wrap_below_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    finding = Finding("duty_to_absent_kind", "duties.csv", 2, "lead", "school", {"has": ", ".join("abcdefgh" * 5)})
    for language in ("zh", "en"):
        lines = list(findings_report([finding], Paper(language)))
        assert all(width(line) <= 80 for line in lines)
        assert not any(line.strip()[:1] in ("，", "。") for line in lines if line.strip())


def test_what_a_charter_says_is_shown(draft: Draft, tuoluo: Command) -> None:
    status, text = tuoluo("show", str(draft.folder), "--lang", "en")
    assert status == 0
    assert re.search(r"^  1  Party Committee +party_committee +1$", text, re.MULTILINE)
    assert re.search(r"^  default +everything else +Workstation .* 5 working days$", text, re.MULTILINE)


def test_a_charter_that_cannot_be_read_is_not_shown(draft: Draft, tuoluo: Command) -> None:
    (draft.folder / "duties.csv").unlink()
    status, text = tuoluo("show", str(draft.folder))
    assert status == 1
    assert "duties.csv" in text


# The schema


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return charter_schema()


def test_the_schema_is_printed(tuoluo: Command, schema: dict[str, Any]) -> None:
    status, text = tuoluo("schema")
    assert (status, json.loads(text)) == (0, schema)


def test_the_schema_is_itself_valid(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    return [fault.message for fault in jsonschema.Draft202012Validator(schema).iter_errors(value)]


def part(schema: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = schema["$defs"][name]
    return found


def test_the_shipped_charter_fits_the_schema(schema: dict[str, Any]) -> None:
    folder = shipped_charter("nanshan")
    document = tomllib.loads((folder / "charter.toml").read_text(encoding="utf-8"))
    assert faults(schema, json.loads(json.dumps(document, default=str))) == []
    for file, row_schema in (*SHEETS, ("examples.csv", "examples_row")):
        rows = list(csv.DictReader((folder / file).read_text(encoding="utf-8-sig").splitlines()))
        assert [faults(part(schema, row_schema), row) for row in rows[::9]] == [[] for _ in rows[::9]]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("catalogue_row", {"code": "A 1", "kind": "matter", "zh": "垃圾", "origin": "local"}),
        ("catalogue_row", {"code": "A1", "kind": "event", "zh": "垃圾", "origin": "local"}),
        ("catalogue_row", {"code": "A1", "kind": "matter", "zh": "", "origin": "local"}),
        ("catalogue_row", {"code": "A1", "kind": "matter", "origin": "local"}),
        ("duties_row", {"category": "A1", "lead": "a;b"}),
        ("duties_row", {"category": "A1", "lead": ""}),
        ("duties_row", {"category": "A1*x", "lead": "a"}),
        ("duties_row", {"category": "A1", "lead": "a", "amount": "4"}),
        ("duties_row", {"category": "A1", "lead": "a", "amount": "four", "unit": "working_hours"}),
    ],
)
def test_the_schema_refuses_what_the_check_refuses(schema: dict[str, Any], name: str, row: dict[str, str]) -> None:
    assert faults(part(schema, name), row)


@pytest.mark.parametrize(
    "row",
    [
        {"category": "A1; B*", "lead": "@街道城管办", "assistants": "a；@乙", "amount": "", "unit": ""},
        {"category": "default", "lead": "a", "unit": "工作时", "amount": "4", "retained": "是"},
    ],
)
def test_the_schema_allows_what_the_reader_understands(schema: dict[str, Any], row: dict[str, str]) -> None:
    assert faults(part(schema, "duties_row"), row) == []


def test_a_charter_without_a_front_door_does_not_fit_the_schema(schema: dict[str, Any]) -> None:
    document = tomllib.loads((shipped_charter("nanshan") / "charter.toml").read_text(encoding="utf-8"))
    del document["front_door"]
    assert faults(schema, json.loads(json.dumps(document, default=str))) == ["'front_door' is a required property"]


# The reference page


def test_the_reference_names_every_key_every_column_and_every_finding() -> None:
    page = charter_reference()
    fields = [field for section in CHARTER_SECTIONS for field in section.fields] + [*CATALOGUE, *DUTIES, *EXAMPLES]
    assert [field.name for field in fields if f"| `{field.name}`" not in page] == []
    assert [code for code in WORDS if f"| `{code}` |" not in page] == []


def test_the_tables_of_the_reference_have_even_rows() -> None:
    table: list[int] = []
    for line in charter_reference().splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line))
        assert not table or not cells or cells == table[0], line
        table = [cells] if cells else []


def test_every_field_is_explained_in_both_languages() -> None:
    fields = [field for section in CHARTER_SECTIONS for field in section.fields] + [*CATALOGUE, *DUTIES, *EXAMPLES]
    for field in fields:
        assert re.search("[\u4e00-\u9fff]", field.help_zh), field.name
        assert not re.search("[\u4e00-\u9fff]", field.help_en), field.name
    assert check(shipped_charter("nanshan")) == []
