"""Which duty applies where, what a role may do, and when two charters say the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.charter.draft import Draft
from tuoluo.charter import Charter, CharterError, Name, Part, read_charter
from tuoluo.charter.routes import Routes
from tuoluo.kernel.worktime import TimeLimit, Unit

ROWS = [
    ("default", "", "everywhere"),
    ("default", "440305", "default in the district"),
    ("M*", "", "prefix"),
    ("M06*", "", "longer prefix"),
    ("M06*", "440305005", "longer prefix in a subdistrict"),
    ("M06*", "440305005016", "longer prefix in a community"),
    ("M06010", "", "exact"),
    ("M06010", "440305005", "exact in a subdistrict"),
]


@pytest.mark.parametrize(
    ("code", "area", "wins"),
    [
        ("M06010", "440305005016", "exact in a subdistrict"),
        ("M06010", "440305006013", "exact"),  # an exact code everywhere comes before a prefix here
        ("M06011", "440305005016", "longer prefix in a community"),
        ("M06011", "440305005016001", "longer prefix in a community"),
        ("M06011", "440305005017", "longer prefix in a subdistrict"),
        ("M06011", "440305", "longer prefix"),
        ("M07001", "440305005016", "prefix"),
        ("C01001", "440305005016", "default in the district"),
        ("C01001", "440306", "everywhere"),
        ("C01001", "", "everywhere"),
    ],
)
def test_the_most_specific_row_wins(code: str, area: str, wins: str) -> None:
    assert Routes(ROWS, ["M06010", "M06011", "M07001", "C01001"]).find(code, area) == wins


def test_a_category_the_catalogue_does_not_have_has_no_duty(draft: Draft) -> None:
    assert draft.load().duty_for("Z9", "440305") is None


def test_of_two_equally_specific_rows_the_first_counts() -> None:
    assert Routes([("A*", "44", "first"), ("A*", "44", "second")], ["A1"]).find("A1", "4403") == "first"


patterns = st.sampled_from(["default", "*", "A*", "AB*", "AB1", "AC1", "B1"])
areas = st.sampled_from(["", "44", "4403", "4404"])


@given(
    st.lists(st.tuples(patterns, areas)), st.sampled_from(["AB1", "AC1", "B1"]), st.sampled_from(["", "44", "440305"])
)
def test_the_look_up_agrees_with_reading_the_rows_one_by_one(rows: list[tuple[str, str]], code: str, area: str) -> None:
    fitting = [
        (
            2 * (pattern == code) * 100 + len(pattern.rstrip("*")) * (pattern != "default") + (pattern != "default"),
            stem,
            n,
        )
        for n, (pattern, stem) in enumerate(rows)
        if area.startswith(stem)
        and (pattern in (code, "default") or (pattern[-1] == "*" and code.startswith(pattern[:-1])))
    ]
    best = max(fitting, key=lambda row: (row[0], len(row[1]), -row[2]), default=None)
    found = Routes([(pattern, stem, n) for n, (pattern, stem) in enumerate(rows)], ["AB1", "AC1", "B1"]).find(
        code, area
    )
    assert found == (best[2] if best else None)


def test_a_duty_says_who_and_by_when(draft: Draft) -> None:
    duty = draft.load().duty_for("A1", "440305005016")
    assert duty is not None
    assert (duty.lead, duty.assistants, duty.verifier) == ("workstation", ("association",), "party_committee")
    assert duty.limit == TimeLimit(5, Unit.WORKING_DAYS)


def test_one_row_may_cover_several_categories(draft: Draft) -> None:
    charter = draft.change("duties.csv", "A2,,", "A2; B1,,").change("duties.csv", "\nB1,,office", "\nA1,,office").load()
    duties = [charter.duty_for(code, "") for code in ("A2", "B1")]
    assert [(duty.category, duty.lead, duty.row) for duty in duties if duty] == [
        ("A2", "office", 3),
        ("B1", "office", 3),
    ]


def test_a_role_grants_its_acts_and_no_others(draft: Draft) -> None:
    charter = draft.load()
    assert charter.grants("clerk", "matter.close")
    assert not charter.grants("cell_leader", "matter.close")
    assert not charter.grants("nobody", "matter.close")


def test_heads_come_first_among_the_roles_of_a_kind(draft: Draft) -> None:
    draft.change("charter.toml", '"workstation", "office"]\nhead = true', '"workstation", "office"]')
    draft.change("charter.toml", "cell = true", "cell = true\nhead = true")
    charter, _ = read_charter(draft.folder)
    assert charter is not None
    assert [role.code for role in charter.roles_of("workstation")] == ["cell_leader", "clerk"]


def test_the_sum(draft: Draft) -> None:
    charter = draft.load()
    assert [kind.code for kind in charter.kinds_of(Part.BALANCE)] == ["workstation"]
    assert [category.code for category in charter.children_of("A")] == ["A1", "A2"]
    assert [category.code for category in charter.children_of("")] == ["A", "B1"]
    assert charter.is_group("A")
    assert not charter.is_group("A1")


def test_a_charter_is_in_force_from_its_first_day_until_before_its_last(draft: Draft) -> None:
    charter = draft.change("charter.toml", "valid_from", "valid_until = 2026-07-01\nvalid_from").load()
    days = {date(2025, 12, 31): False, date(2026, 1, 1): True, date(2026, 6, 30): True, date(2026, 7, 1): False}
    assert {day: charter.is_in_force(day) for day in days} == days


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("charter.toml", '[cells]\nleader_role = "cell_leader"', '# 注\n\n[cells]\nleader_role = "cell_leader"'),
        ("catalogue.csv", "Refuse", '"Refuse"'),
        ("catalogue.csv", "code,", "\ufeffcode,"),
        ("catalogue.csv", "垃圾; 脏", "垃圾；脏"),
        ("catalogue.csv", "code,kind,parent", "代码,类型,上级"),
        ("duties.csv", "8,urgent_hours", "8,紧急工作时"),
        ("duties.csv", "\nB1,", "\n,,,,,,,,,,,,\nB1,"),
    ],
)
def test_the_digest_follows_what_is_said_and_not_how_it_is_written(draft: Draft, file: str, old: str, new: str) -> None:
    before = draft.load().digest
    assert draft.change(file, old, new).load().digest == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("charter.toml", 'version = "1"', 'version = "2"'),
        ("charter.toml", '"matter.register", ', '"matter.register", "matter.report", '),
        ("catalogue.csv", "Refuse", "Rubbish"),
        ("duties.csv", "5,working_days", "6,working_days"),
    ],
)
def test_the_digest_changes_with_every_rule(draft: Draft, file: str, old: str, new: str) -> None:
    before = draft.load().digest
    assert draft.change(file, old, new).load().digest != before


def test_a_charter_with_an_error_is_not_loaded(draft: Draft) -> None:
    draft.change("duties.csv", ",workstation,association", ",workstaton,association")
    with pytest.raises(CharterError, match=r"duties.csv:2 .*workstation") as refused:
        draft.load()
    assert [finding.code for finding in refused.value.findings] == ["unknown_name"]


def test_a_charter_with_only_gaps_is_loaded(draft: Draft) -> None:
    charter = draft.change("duties.csv", "4,working_hours", ",").load()
    assert isinstance(charter, Charter)


def test_a_name_without_english_is_shown_in_chinese() -> None:
    assert Name("格长", "Cell leader").in_language("en") == "Cell leader"
    assert Name("格长", "Cell leader").in_language("zh-hans") == "格长"
    assert Name("格长").in_language("en") == "格长"
