"""The charter that ships is complete, and its base is the whole catalogue of the standard."""

from __future__ import annotations

import pytest

from tuoluo.charter import CategoryKind, Charter, Handling, Origin, Part, check, load_charter, shipped_charter
from tuoluo.charter.shipped import find_charter

ACTS = [
    *(f"matter.{verb}" for verb in ("report", "register", "decline", "dispatch", "take_up", "assign", "finish_part")),
    *(f"matter.{verb}" for verb in ("report_back", "return", "close", "evaluate", "reopen", "carry_over")),
    *(f"area.{verb}" for verb in ("establish", "close", "split", "merge", "draw_cells", "set_boundary")),
    *("body.establish", "post.create", "post.fill", "post.vacate", "post.leave", "post.return", "cell.appoint_leader"),
    *(f"draft.{verb}" for verb in ("open", "edit", "import", "propose", "withdraw")),
    *(f"reform.{verb}" for verb in ("propose", "consent", "object", "put_to_council", "withdraw", "apply")),
    *("programme.open", "measure.enter", "measure.change_owner", "measure.drop"),
    *("milestone.set", "milestone.reach", "milestone.postpone"),
    *(f"item.{verb}" for verb in ("enter", "change", "retire", "delegate", "recall")),
    *(f"task.{verb}" for verb in ("ask", "accept", "refuse", "withdraw", "log_hours")),
    *("hours.log_own", "hours.correct", "competence.record"),
    *("charter.adopt", "person.enter", "contact.read", "matter.set_deadline"),
]


@pytest.fixture(scope="module")
def nanshan() -> Charter:
    return load_charter(shipped_charter("nanshan"))


def test_it_has_no_error_no_gap_and_no_warning() -> None:
    assert check(shipped_charter("nanshan"), ACTS) == []


def test_every_act_is_granted_to_somebody(nanshan: Charter) -> None:
    assert set().union(*(role.acts for role in nanshan.roles.values())) == set(ACTS)


def test_the_standard_gives_153_components_and_250_matters(nanshan: Charter) -> None:
    standard = [c for c in nanshan.categories.values() if c.origin is Origin.STANDARD and c.parent]
    assert sum(c.kind is CategoryKind.COMPONENT for c in standard) == 153
    assert sum(c.kind is CategoryKind.MATTER for c in standard) == 250
    assert nanshan.categories["M06010"].name.in_language("en") == "Exposed refuse"
    assert nanshan.categories["M06010"].standard_code == "06010"
    assert all("核对" in c.basis for c in standard)


def test_what_is_ours_says_so(nanshan: Charter) -> None:
    local = [c for c in nanshan.categories.values() if c.origin is Origin.LOCAL]
    assert len([c for c in local if c.parent]) == 35
    assert all(c.code.startswith("L9") and "自拟" in c.basis and c.standard_code == "" for c in local)
    assert all("样例" in duty.basis for duty in nanshan.duties)


def test_every_category_has_a_distinct_english_name(nanshan: Charter) -> None:
    for kind in CategoryKind:
        names = [c.name.en for c in nanshan.categories.values() if c.kind is kind]
        assert len(names) == len(set(names))
        assert all(name.replace("ç", "c").isascii() and name.strip() for name in names)


def test_the_sum_is_1_3_n(nanshan: Charter) -> None:
    codes = {part: [kind.code for kind in nanshan.kinds_of(part)] for part in (Part.CORE, Part.BALANCE, Part.MANY)}
    assert codes == {
        Part.CORE: ["party_committee"],
        Part.BALANCE: ["residents_committee", "workstation", "service_centre"],
        Part.MANY: ["social_organisation", "local_unit"],
    }


def test_every_kind_has_a_head_and_every_body_that_verifies_somebody_who_may(nanshan: Charter) -> None:
    for kind in nanshan.kinds.values():
        heads = [role for role in nanshan.roles_of(kind.code) if role.head]
        assert len(heads) == 1, kind.code
    for column, act in (("verifier", "matter.close"), ("evaluator", "matter.evaluate"), ("lead", "matter.report_back")):
        for code in {getattr(duty, column) for duty in nanshan.duties}:
            assert any(act in role.acts for role in nanshan.roles_of(code)), (column, code)


def test_food_safety_approval_is_retained_and_led_by_an_administrative_body(nanshan: Charter) -> None:
    approval = nanshan.categories["L93005"]
    duty = nanshan.duty_for("L93005", "440305005016")
    assert approval.handling is Handling.RETAINED
    assert duty is not None
    assert nanshan.kinds[duty.lead].administrative_subject


@pytest.mark.parametrize(
    ("code", "lead", "limit"),
    [
        ("M06010", "workstation", (4, "working_hours")),
        ("M06001", "subdistrict_office", (20, "working_days")),
        ("M09012", "fire_rescue", (4, "urgent_hours")),
        ("L90001", "residents_committee", (20, "working_days")),
        ("L92001", "service_centre", (5, "working_days")),
        ("L96001", "party_committee", (5, "working_days")),
        ("L96004", "workstation", (5, "working_days")),
    ],
)
def test_who_leads_what(nanshan: Charter, code: str, lead: str, limit: tuple[int, str]) -> None:
    duty = nanshan.duty_for(code, "440305005016001")
    assert duty is not None
    assert duty.limit is not None
    assert (duty.lead, (duty.limit.amount, duty.limit.unit.value)) == (lead, limit)


def test_it_is_found_by_its_name_and_a_folder_by_its_path() -> None:
    assert find_charter("nanshan") == shipped_charter("nanshan")
    assert str(find_charter("./nanshan")) == "nanshan"
    with pytest.raises(LookupError, match="nanshan"):
        shipped_charter("shekou-not-yet")
