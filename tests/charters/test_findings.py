"""Every finding: a faultless charter broken in one place, and the file, row, column and repair that the check gives."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import tuoluo.charter as package
from tests.rules.charter.draft import Draft
from tuoluo.charter.findings import GAPS, WARNINGS, Finding, Severity, severity_of
from tuoluo.charter.words import WORDS

TOML, CATALOGUE, DUTIES, EXAMPLES = "charter.toml", "catalogue.csv", "duties.csv", "examples.csv"
CHAIN = ("close", "dispatch", "take_up", "report_back", "finish_part", "evaluate")
FRONT_DOOR = '[front_door]\nkind = "workstation"\nbasis = "试验"\n'
DEFAULT = "default,,workstation,association,office,party_committee,party_committee,5,working_days"
B1 = "B1,,office,,party_committee,party_committee,party_committee,8"
A2 = "A2,,office,workstation,party_committee,party_committee,party_committee,4,working_hours"

# code, file to break, what stands there, what is put there, row, column, a word of the repair in English
BREAKS = [
    ("bad_toml", TOML, 'version = "1"', "version = ", 4, "", "double quotes"),
    ("bad_table", TOML, "[front_door]", "[[front_door]]", 12, "front_door", "[front_door]"),
    ("missing_section", TOML, "[cells]", "[cels]", 0, "cells", "schema"),
    ("unknown_key", TOML, "head = true", "heads = true", 62, "heads", "Correct the name"),
    ("unknown_choice", TOML, 'part = "N"', 'part = "M"', 43, "part", "1, 3, N, government"),
    ("unknown_choice", DUTIES, "urgent_hours", "urgent_hour", 4, "unit", "urgent_hours"),
    ("bad_yes_no", CATALOGUE, "local,yes,,", "local,perhaps,,", 4, "needs_administrative_subject", "yes or no"),
    ("bad_number", DUTIES, ",8,", ",eight,", 4, "amount", "whole number"),
    ("bad_number", DUTIES, ",8,", ",0,", 4, "amount", "at least 1"),
    ("bad_date", TOML, "2026-01-01", '"2026-02-30"', 5, "valid_from", "2026-07-01"),
    ("bad_type", TOML, "head = true", 'head = "true"', 62, "head", "true and false alone"),
    ("bad_name", TOML, '{ zh = "小社区章程", en = "Charter of a small community" }', '"小"', 3, "title", "zh"),
    ("bad_hours", TOML, '"14:00"', '"11:00"', 9, "sessions", "in order"),
    ("bad_code", CATALOGUE, "A1,", "A 1,", 3, "code", "without spaces"),
    ("missing_value", CATALOGUE, "垃圾,Refuse", ",Refuse", 3, "zh", "Fill it in"),
    ("missing_column", DUTIES, ",lead,", ",leed,", 1, "lead", "first row"),
    ("unknown_column", DUTIES, ",note", ",notes", 1, "notes", "heading"),
    ("duplicate_column", CATALOGUE, "keywords", "basis", 1, "basis", "Keep one"),
    ("too_many_cells", DUTIES, "试验,\nA2", "试验,,see, below\nA2", 2, "", "double quotes"),
    ("two_in_one", DUTIES, "office,party", "office;clerks,party", 2, "supervisor", "Keep one"),
    ("duplicate_code", CATALOGUE, "A2,", "A1,", 4, "code", "another code"),
    ("duplicate_code", TOML, 'code = "cell_leader"', 'code = "clerk"', 67, "code", "another code"),
    ("unknown_name", TOML, 'superior = "party_committee"', 'superior = "party_comittee"', 36, "superior", "define"),
    ("unknown_name", TOML, '["workstation", "office"]', '["workstation", "ofice"]', 61, "kinds", "define"),
    ("unknown_name", TOML, "= \"cell_leader\"", "= \"cel_leader\"", 17, "cells.leader_role", "define"),
    ("unknown_name", TOML, 'kind = "workstation"', 'kind = "workstations"', 13, "front_door.kind", "define"),
    ("unknown_name", CATALOGUE, "A1,matter,A,", "A1,matter,AA,", 3, "parent", "define"),
    ("unknown_name", DUTIES, "B1,", "B11,", 4, "category", "define"),
    ("unknown_name", DUTIES, ",workstation,association", ",workstaton,association", 2, "lead", "define"),
    ("unknown_name", TOML, 'calendar =', 'timezone = "Asia/Shanghia"\ncalendar =', 10, "hours.timezone", "define"),
    ("ends_before_it_starts", TOML, "valid_f", "valid_until = 2025-12-31\nvalid_f", 5, "valid_until", "valid_from"),
    ("part_missing", TOML, 'part = "N"', 'part = "3"', 0, "part", 'part = "N"'),
    ("core_not_one", TOML, "maximum = 1", "maximum = 2", 24, "part", "maximum = 1"),
    ("maximum_below_minimum", TOML, "maximum = 1", "maximum = 0", 26, "maximum", "minimum"),
    ("parent_circle", CATALOGUE, "A,matter,,", "A,matter,A,", 2, "parent", "circle"),
    ("front_door_missing", TOML, FRONT_DOOR, "", 0, "front_door", "[front_door]"),
    ("front_door_cannot_register", TOML, '"matter.register", ', "", 13, "front_door.kind", "matter.register"),
    ("leader_without_cell", TOML, "cell = true\n", "", 66, "cell", "cell = true"),
    ("rule_never_used", DUTIES, "A2,", "C*,", 3, "category", "Delete it"),
    ("duty_to_absent_kind", DUTIES, ",association,", ",school,", 2, "assistants", "workstation"),
    ("duty_to_absent_kind", TOML, 'part = "N"', 'part = "N"\nmaximum = 0', 2, "assistants", "workstation"),
    ("checks_own_work", DUTIES, ",office,party_committee,", ",office,workstation,", 2, "verifier", "verifier"),
    ("checks_own_work", DUTIES, ",office,party", ",association,party", 2, "supervisor", "supervisor"),
    ("checks_own_work", DUTIES, "party_committee,5", "workstation,5", 2, "evaluator", "evaluator"),
    ("lead_also_assists", DUTIES, ",workstation,association", ",workstation,workstation", 2, "assistants", "Remove"),
    ("retained_item_delegated", DUTIES, "B1,,office,", "B1,,association,", 4, "lead", "handling"),
    ("retained_item_delegated", DUTIES, "8,urgent_hours,,,", "8,urgent_hours,,no,", 4, "lead", "handling"),
    ("lead_without_status", DUTIES, "A2,,office,workstation", "A2,,workstation,office", 3, "lead", "may assist"),
    ("lead_without_status", DUTIES, "5,working_days,,", "5,working_days,yes,", 2, "lead", "may assist"),
    ("checks_own_superior", DUTIES, B1, "B1,,party_committee,,workstation,office,office,8", 4, "supervisor", "Name"),
    ("superior_below", TOML, 'level = "sub', 'superior = "association"\nlevel = "sub', 51, "superior", "same level"),
    ("lead_not_one", DUTIES, ",workstation,association", ",association,workstation", 2, "lead", "maximum = 1"),
    ("nobody_may", TOML, '"matter.close", "matter.evaluate"', '"matter.evaluate"', 81, "acts", "Grant matter.close"),
    ("nobody_may", TOML, '"matter.dispatch", ', "", 63, "acts", "Grant matter.dispatch"),
    ("delegable_needs_status", CATALOGUE, "yes,retained", "yes,delegable", 5, "handling", "Write retained"),
    ("bad_area", DUTIES, "A2,,", "A2,4403O5,", 3, "area", "9 for a subdistrict"),
    ("assistant_twice", DUTIES, ",association,", ",association; association,", 2, "assistants", "Remove one"),
    ("deadline_without_calendar", TOML, 'calendar = "china"\n', "", 8, "hours.calendar", 'calendar = "china"'),
    ("deadline_without_unit", DUTIES, "4,working_hours", "4,", 3, "unit", "urgent_hours"),
    ("deadline_without_amount", DUTIES, "4,working_hours", ",working_hours", 3, "amount", "number"),
    ("duty_without_deadline", DUTIES, "4,working_hours", ",", 3, "amount", "amount and unit"),
    ("nobody_supervises", DUTIES, ",office,party_committee", ",,party_committee", 2, "supervisor", "supervisor"),
    ("nobody_verifies", DUTIES, "office,party_committee,", "office,,", 2, "verifier", "verifier"),
    ("nobody_evaluates", DUTIES, "party_committee,5", ",5", 2, "evaluator", "evaluator"),
    ("no_basis", DUTIES, "8,urgent_hours,,,试验", "8,urgent_hours,,,", 4, "basis", "your own choice"),
    ("no_basis", CATALOGUE, "local,no,,试验,垃圾", "local,no,,,垃圾", 3, "basis", "your own choice"),
    ("no_basis", TOML, '"party_committee"\nbasis = "试验"', '"party_committee"', 29, "basis", "choice"),
    ("bad_moment", EXAMPLES, "2026-11-20 21:00", "2026-11-31 21:00", 2, "at", "2026-11-20 21:00"),
    ("example_without_moment", EXAMPLES, "2026-11-20 21:00", "", 2, "at", "column at"),
    ("example_asks_nothing", EXAMPLES, "Subdistrict Office", "", 3, "lead", "who must lead"),
    ("unknown_name", EXAMPLES, "清,垃圾,", "清,拉圾,", 2, "category", "define"),
    ("unknown_name", EXAMPLES, "协会", "协匯", 2, "assistants", "define"),
    ("bad_area", EXAMPLES, "440305", "南山", 2, "place", "9 for a subdistrict"),
    ("names_without_english", CATALOGUE, "Refuse", "", 3, "en", "column en"),
]  # fmt: skip
# Broken by more than a change of text; each has a test of its own below.
APART = {
    "file_missing", "unreadable_encoding", "not_utf8", "two_leads", "duplicate_duty", "category_without_lead",
    "category_without_lead_elsewhere", "head_role_missing", "superior_circle",
    "consent_twice",
}  # fmt: skip


def test_the_charter_that_is_broken_below_has_no_fault(draft: Draft) -> None:
    assert draft.check() == []


@pytest.mark.parametrize(("code", "file", "old", "new", "row", "column", "repair"), BREAKS)
def test_each_fault_is_found_where_it_is(
    draft: Draft, code: str, file: str, old: str, new: str, row: int, column: str, repair: str
) -> None:
    findings = draft.change(file, old, new).check()
    found = [f for f in findings if (f.code, f.row, f.column) == (code, row, column)]
    assert len(found) == 1, findings
    assert found[0].file in FILE_OF.get((code, file), {file})
    assert repair in found[0].repair("en")
    assert found[0].sentence("zh") != found[0].sentence("en")


FILE_OF = {("duty_to_absent_kind", TOML): {DUTIES}}


@pytest.mark.parametrize("file", [TOML, CATALOGUE, DUTIES])
def test_a_missing_file_is_named(draft: Draft, file: str) -> None:
    (draft.folder / file).unlink()
    assert [(f.code, f.file) for f in draft.check()] == [("file_missing", file)]


def test_a_table_that_excel_saved_as_gbk_is_read_with_a_warning_that_says_how_to_save_it(draft: Draft) -> None:
    path = draft.folder / CATALOGUE
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    finding = draft.only("not_utf8")
    assert finding.severity is Severity.WARNING
    assert "CSV UTF-8" in finding.repair("zh")
    assert draft.load().categories["A1"].name.zh == "垃圾"


def test_a_table_in_neither_encoding_is_an_error(draft: Draft) -> None:
    (draft.folder / DUTIES).write_bytes("category".encode("utf-16"))
    assert draft.only("unreadable_encoding").file == DUTIES


def test_two_leads_in_two_rows(draft: Draft) -> None:
    draft.add(DUTIES, A2.replace("office,workstation", "workstation,office") + ",no,,试验,")
    finding = draft.only("two_leads")
    assert (finding.file, finding.row, finding.column, finding.value) == (DUTIES, 5, "lead", "workstation")
    assert "office" in finding.sentence("en")
    assert "row 3" in finding.sentence("en")


def test_two_leads_in_one_cell(draft: Draft) -> None:
    finding = draft.change(DUTIES, ",workstation,association", ",workstation;association,").only("two_leads")
    assert (finding.row, finding.column) == (2, "lead")
    assert "assistants" in finding.repair("en")


def test_the_same_lead_twice_is_said_to_be_a_duplicate(draft: Draft) -> None:
    finding = draft.add(DUTIES, A2 + ",,,试验,").only("duplicate_duty")
    assert (finding.row, finding.column, finding.facts["first"]) == (5, "category", 3)


def test_who_must_consent_to_a_reform_is_named_once(draft: Draft) -> None:
    section = '\n[reform]\nconsent = ["office", "office"]\nbasis = "试验"\n'
    assert draft.add("charter.toml", section).only("consent_twice").value == "office"


def test_two_rows_for_different_areas_are_no_two_leads(draft: Draft) -> None:
    draft.add(DUTIES, A2.replace("A2,,", "A2,440305005,") + ",,,试验,")
    assert draft.check() == []


def test_a_category_without_a_lead_is_found_in_the_catalogue(draft: Draft) -> None:
    finding = draft.change(DUTIES, DEFAULT, DEFAULT.replace("default", "A2x")).only("category_without_lead")
    assert (finding.file, finding.row, finding.value) == (CATALOGUE, 3, "A1")
    assert "垃圾" in finding.sentence("zh")
    assert "Refuse" in finding.sentence("en")
    assert "duties.csv" in finding.repair("en")


def test_a_category_led_only_in_some_areas_is_without_a_lead_elsewhere(draft: Draft) -> None:
    finding = draft.change(DUTIES, "default,,", "A1,440305005,").only("category_without_lead_elsewhere")
    assert "440305005" in finding.sentence("en")


def test_a_group_needs_no_lead_of_its_own(draft: Draft) -> None:
    draft.change(DUTIES, "default,", "A1,")
    assert draft.check() == []


def test_a_kind_that_leads_needs_a_head(draft: Draft) -> None:
    finding = draft.change(TOML, "head = true\n", "").check()
    assert [(f.code, f.value, f.row) for f in finding] == [
        ("head_role_missing", "workstation", 29),
        ("head_role_missing", "office", 46),
    ]


def test_the_front_door_needs_a_head_even_when_it_leads_nothing(draft: Draft) -> None:
    draft.change(DUTIES, "default,,workstation", "default,,office").change(TOML, '"workstation", "office"', '"office"')
    draft.change(TOML, '"matter.report"', '"matter.register", "matter.dispatch"')
    assert [(f.code, f.value) for f in draft.check()] == [
        ("head_role_missing", "workstation"),
        ("checks_own_work", "office"),
    ]


def test_two_cores_are_not_one(draft: Draft) -> None:
    draft.change(TOML, 'part = "3"', 'part = "1"')
    assert [f.value for f in draft.check() if f.code == "core_not_one"] == ["party_committee", "workstation"]


def test_urgent_hours_run_without_a_calendar(draft: Draft) -> None:
    draft.change(TOML, 'calendar = "china"\n', "").change(DUTIES, "working_days", "urgent_hours")
    assert draft.only("deadline_without_calendar").facts["first"] == 3
    draft.change(DUTIES, "working_hours", "urgent_hours")
    assert draft.check() == []


def test_a_default_row_that_everything_else_covers_is_a_safety_net_and_no_fault(draft: Draft) -> None:
    draft.add(DUTIES, DEFAULT.replace("default", "A1") + ",,,试验,")
    assert draft.check() == []


def test_kinds_that_answer_to_each_other(draft: Draft) -> None:
    draft.change(TOML, "minimum = 1", 'superior = "workstation"\nminimum = 1')
    found = [f.facts["kind"] for f in draft.check() if f.code == "superior_circle"]
    assert found == ["party_committee", "workstation"]


@pytest.mark.parametrize(
    ("file", "old", "new", "near"),
    [
        (TOML, 'superior = "party_committee"', 'superior = "party_comittee"', "party_committee"),
        (TOML, 'leader_role = "cell_leader"', 'leader_role = "cel_leader"', "cell_leader"),
        (CATALOGUE, "A1,matter,A,", "A1,matter,A1x,", "A1"),
        (DUTIES, "urgent_hours", "urgent_hour", "urgent_hours"),
        (DUTIES, ",lead,", ",leed,", "leed"),
        (DUTIES, ",workstation,association", ",workstaton,association", "workstation"),
    ],
)
def test_an_unknown_name_comes_with_the_nearest_known_one(
    draft: Draft, file: str, old: str, new: str, near: str
) -> None:
    hints = [f for f in draft.change(file, old, new).check() if f.facts.get("nearest") == near]
    assert hints, draft.check()
    assert near in hints[0].sentence("zh")
    assert f"Did you mean {near}?" in hints[0].sentence("en")


def test_acts_are_checked_against_the_registry_when_it_is_given(draft: Draft) -> None:
    acts = ["matter.report", "matter.registers", *(f"matter.{verb}" for verb in CHAIN)]
    assert draft.check() == []
    (finding,) = draft.check(acts)
    assert (finding.code, finding.value, finding.column) == ("unknown_name", "matter.register", "acts")
    assert finding.facts["nearest"] == "matter.registers"


def test_a_body_named_with_an_at_sign_is_taken_at_its_word(draft: Draft) -> None:
    draft.change(DUTIES, "A2,,office,workstation", "A2,,@街道城管办,@1536")
    assert draft.check() == []
    duty = draft.load().duty_for("A2", "440305")
    assert duty is not None
    assert (duty.lead, duty.assistants) == ("@街道城管办", ("@1536",))


def test_a_particular_body_may_not_check_itself_either(draft: Draft) -> None:
    draft.change(DUTIES, "A2,,office,workstation,party_committee", "A2,,@甲,workstation,@甲")
    assert draft.only("checks_own_work").value == "@甲"


def test_everything_is_reported_at_once_in_the_order_of_the_files(draft: Draft) -> None:
    draft.change(TOML, "2026-01-01", '"soon"').change(CATALOGUE, "local,yes,,", "local,perhaps,,")
    draft.change(DUTIES, ",workstation,association", ",workstaton,association").change(DUTIES, ",8,", ",x,")
    found = [(f.code, f.file) for f in draft.check()]
    assert found == [("bad_date", TOML), ("bad_yes_no", CATALOGUE), ("unknown_name", DUTIES), ("bad_number", DUTIES)]


def test_a_broken_kind_is_still_known_by_its_code_so_that_one_slip_is_one_finding(draft: Draft) -> None:
    assert [f.code for f in draft.change(TOML, 'part = "government"', 'part = "goverment"').check()] == [
        "unknown_choice"
    ]


# Words


def test_every_finding_the_code_can_make_has_words_in_both_languages() -> None:
    assert codes_in_source() == set(WORDS)
    for code, languages in WORDS.items():
        assert set(languages) == {"en", "zh"}, code
        assert all(re.search("[\u4e00-\u9fff]", text) for text in languages["zh"]), code
        assert all(re.match(r"[A-Z{]\S* \S", text) for text in languages["en"]), code


def test_every_finding_is_broken_on_purpose_by_a_test_here() -> None:
    assert {row[0] for row in BREAKS} | APART == set(WORDS)


def test_gaps_and_warnings_name_findings_that_exist() -> None:
    assert set(WORDS) >= GAPS | WARNINGS
    assert not GAPS & WARNINGS
    assert severity_of("two_leads") is Severity.ERROR


def test_a_finding_speaks_chinese_unless_english_is_asked_for() -> None:
    finding = Finding("nobody_verifies", DUTIES, 2, "verifier", "A1")
    assert finding.sentence() == finding.sentence("zh-hans") == "“A1”结案前没有核查机构。"
    assert finding.sentence("en-gb") == "Nobody verifies A1 before it is closed."


def codes_in_source() -> set[str]:
    """Every code that stands in the source as the first word of a finding, or as one that is looked up."""
    folder = Path(inspect.getfile(package)).parent
    texts: set[str] = set()
    for path in folder.glob("*.py"):
        if not path.name.startswith("words"):
            texts |= set(re.findall(r'"(\w+)"', path.read_text(encoding="utf-8")))
    return {text for text in texts if text in WORDS} | literal_codes(folder)


def literal_codes(folder: Path) -> set[str]:
    """Codes given outright: Finding("…"), Unfit("…"), notes.add("…"); one without words would show up here."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    return set(re.findall(r'(?:Finding|Unfit|notes\.add)\(\s*"(\w+)"', source))
