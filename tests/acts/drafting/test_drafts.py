"""A draft from opening to adoption: changed by several people, frozen when proposed, a charter in the deployment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from tests.cast import Cast
from tests.reforms import applied, planned
from tests.steps import refused
from tuoluo.bodies.acts import adopt_charter
from tuoluo.bodies.charters import charter_at, charter_named
from tuoluo.charter import shipped
from tuoluo.charter.load import check
from tuoluo.cli import main
from tuoluo.config.home import DEFAULT_HOME
from tuoluo.drafting.acts import check_of, edit_draft, import_into_draft, open_draft, propose_draft, withdraw_draft
from tuoluo.drafting.content import Cells, Row
from tuoluo.drafting.models import CharterDraft
from tuoluo.drafting.rules import State
from tuoluo.drafting.sheets import as_xlsx, read_file
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import REGISTRY
from tuoluo.ledger.standing import drifts
from tuoluo.reform.acts import propose as propose_reform
from tuoluo.reform.acts import withdraw as withdraw_reform


@pytest.fixture(autouse=True)
def charters(tmp_path: Path) -> Iterator[Path]:
    """The deployment keeps its charters in a folder of this test alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(settings.HOME), "charters", tmp_path / "charters")
        yield tmp_path / "charters"


@pytest.fixture
def draft(cast: Cast) -> CharterDraft:
    """A draft for the district, opened by its registrar."""
    return open_draft(cast.district, by=cast.registrar, at=timezone.now(), name="nanshan", title="新章程")


def duty(draft: CharterDraft, category: str = "default") -> Row:
    return next(row for row in draft.rows.table("duties") if row.cells["category"] == category)


def edit(draft: CharterDraft, by: Actor, row: Row, **values: str) -> CharterDraft:
    return edit_draft(draft, by=by, at=timezone.now(), table="duties", row=row.id, version=row.version, values=values)


def refusal_of(call: object) -> str:
    with pytest.raises(Refused) as refused:
        call()  # type: ignore[operator]
    return refused.value.refusal.code


def test_a_draft_begins_as_the_charter_it_is_based_on_under_a_free_name(cast: Cast, draft: CharterDraft) -> None:
    assert draft.based_on_digest == charter_named("nanshan").digest
    assert draft.rows.cell("charter", "name") == "nanshan-2"
    known = check_of(draft)
    assert known.charter is not None
    assert known.charter.duties == charter_named("nanshan").duties
    assert known.placed == ()


def test_an_edit_changes_one_row_and_the_record_says_what(cast: Cast, draft: CharterDraft) -> None:
    row = duty(draft)
    draft = edit(draft, cast.registrar, row, amount="3", lead="workstation")
    assert duty(draft).cells["amount"] == "3"
    assert duty(draft).version == row.version + 1
    said = Record.objects.filter(act="draft.edit").latest("seq").facts["now"]["changed"]
    assert said["was"] == {"amount": "5"}
    assert said["now"] == {"amount": "3"}
    assert said["key"] == "default"


def test_what_is_wrong_is_kept_and_forbids_proposing(cast: Cast, draft: CharterDraft) -> None:
    draft = edit(draft, cast.registrar, duty(draft), lead="workstaton", amount="soon")
    beside = check_of(draft).beside("duties", duty(draft).id)
    assert [finding.code for finding in beside["lead"]] == ["unknown_name"]
    assert [finding.code for finding in beside["amount"]] == ["bad_number"]
    at = timezone.now()
    assert refusal_of(lambda: propose_draft(draft, by=cast.district_head, at=at)) == "draft.has_errors"


def test_the_second_of_two_editors_overwrites_nothing(cast: Cast, draft: CharterDraft) -> None:
    seen = duty(draft)
    other = CharterDraft.objects.get(pk=draft.pk)
    edit(draft, cast.registrar, seen, amount="3")
    assert refusal_of(lambda: edit(other, cast.district_head, seen, amount="9")) == "draft.row_changed"
    assert duty(CharterDraft.objects.get(pk=draft.pk)).cells["amount"] == "3"
    edit(other, cast.district_head, duty(draft, "C01001"), amount="1")
    assert duty(CharterDraft.objects.get(pk=draft.pk)).cells["amount"] == "3", "another row is nobody's loss"


def test_a_row_is_added_and_removed(cast: Cast, draft: CharterDraft) -> None:
    at, by = timezone.now(), cast.registrar
    values = {"category": "L90008", "lead": "workstation", "area": "440399001"}
    draft = edit_draft(draft, by=by, at=at, table="duties", values=values)
    row = draft.rows.table("duties")[-1]
    assert row.cells == values
    draft = edit_draft(draft, by=by, at=at, table="duties", row=row.id, version=row.version, remove=True)
    assert draft.rows.row("duties", row.id) is None
    gone = {"table": "duties", "row": row.id, "version": 1, "values": {"note": "x"}}
    assert refusal_of(lambda: edit_draft(draft, by=by, at=at, **gone)) == "draft.row_gone"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "values", "code"),
    [
        ("nothing", {}, "draft.no_such_table"),
        ("duties", {"colour": "red"}, "draft.no_such_column"),
        ("duties", {"note": "a\x00b"}, "draft.bad_cell"),
        ("duties", {"note": "x" * 4001}, "draft.bad_cell"),
        ("charter", {"name": "second"}, "draft.too_many_rows"),
    ],
)
def test_what_fits_no_table_is_refused(cast: Cast, draft: CharterDraft, table: str, values: Cells, code: str) -> None:
    at = timezone.now()
    assert refusal_of(lambda: edit_draft(draft, by=cast.registrar, at=at, table=table, values=values)) == code


def test_the_export_comes_back_and_changes_nothing(cast: Cast, draft: CharterDraft) -> None:
    before = draft.content
    given = read_file("draft.xlsx", as_xlsx(draft.rows))
    draft = import_into_draft(
        draft, by=cast.registrar, at=timezone.now(), tables=given.tables, file=given.file, sha256=given.sha256
    )
    assert draft.content == before
    facts = Record.objects.filter(act="draft.import").latest("seq").facts
    assert "tables" not in facts
    assert facts["now"]["changed"]["tables"]["duties"] == len(draft.rows.table("duties"))


def test_a_proposed_draft_is_frozen_and_lies_as_a_charter_in_the_deployment(
    cast: Cast, draft: CharterDraft, charters: Path
) -> None:
    draft = edit(draft, cast.registrar, duty(draft), amount="3")
    draft = propose_draft(draft, by=cast.district_head, at=timezone.now())
    assert (draft.state, draft.name) == (State.PROPOSED, "nanshan-2")
    assert check(charters / "nanshan-2", REGISTRY) == []
    assert charter_named("nanshan-2").digest == draft.digest
    assert refusal_of(lambda: edit(draft, cast.registrar, duty(draft), amount="4")) == "draft.not_open"
    assert not list(charters.glob(".draft-*"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nanshan", "draft.name_taken"),
        ("..", "draft.bad_name"),
        ("Big", "draft.bad_name"),
        ("compare", "draft.bad_name"),
        ("社区", "draft.bad_name"),
    ],
)
def test_the_name_of_a_charter_is_free_and_no_path(cast: Cast, draft: CharterDraft, name: str, code: str) -> None:
    head = draft.rows.table("charter")[0]
    at = timezone.now()
    draft = edit_draft(
        draft, by=cast.registrar, at=at, table="charter", row=head.id, version=head.version, values={"name": name}
    )
    assert refusal_of(lambda: propose_draft(draft, by=cast.district_head, at=at)) == code


def test_two_drafts_cannot_propose_the_same_name(cast: Cast, draft: CharterDraft) -> None:
    at = timezone.now()
    second = open_draft(cast.near, by=cast.secretary, at=at, name="nanshan", title="社区章程")
    propose_draft(draft, by=cast.district_head, at=at)
    assert refusal_of(lambda: propose_draft(second, by=cast.secretary, at=at)) == "draft.name_taken"


def test_a_folder_that_an_interrupted_attempt_left_is_taken_over(cast: Cast, draft: CharterDraft) -> None:
    propose_draft(draft, by=cast.district_head, at=timezone.now())
    CharterDraft.objects.filter(pk=draft.pk).update(state=State.OPEN, name="", digest="", proposed_at=None)
    again = propose_draft(CharterDraft.objects.get(pk=draft.pk), by=cast.district_head, at=timezone.now())
    assert again.state == State.PROPOSED


def test_withdrawing_takes_the_charter_out_of_the_deployment(
    cast: Cast, draft: CharterDraft, charters: Path, django_capture_on_commit_callbacks: object
) -> None:
    propose_draft(draft, by=cast.district_head, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        draft = withdraw_draft(draft, by=cast.district_head, at=timezone.now())
    assert draft.state == State.WITHDRAWN
    assert not (charters / "nanshan-2").exists()
    at = timezone.now()
    assert refusal_of(lambda: withdraw_draft(draft, by=cast.district_head, at=at)) == "draft.not_open"


def test_adoption_ends_a_proposed_draft_and_forbids_withdrawing_it(cast: Cast, draft: CharterDraft) -> None:
    at = timezone.now()
    draft = propose_draft(edit(draft, cast.registrar, duty(draft), amount="3"), by=cast.district_head, at=at)
    day = timezone.localdate() + timedelta(days=1)
    adopt_charter(cast.district, by=cast.district_head, at=at, name=draft.name, valid_from=day)
    draft.refresh_from_db()
    assert draft.state == State.ADOPTED
    assert charter_at("440399", day).name == "nanshan-2"
    assert refusal_of(lambda: withdraw_draft(draft, by=cast.district_head, at=at)) == "draft.not_open"


def test_a_community_drafts_for_itself_and_not_for_its_neighbour(cast: Cast) -> None:
    at = timezone.now()
    mine = open_draft(cast.near, by=cast.secretary, at=at, name="nanshan", title="荔园章程")
    assert mine.area == cast.near
    elsewhere = {"by": cast.secretary, "at": at, "name": "nanshan", "title": "海湾章程"}
    assert refusal_of(lambda: open_draft(cast.far, **elsewhere)) == "body.outside_your_area"  # type: ignore[arg-type]
    other = open_draft(cast.district, by=cast.district_head, at=at, name="nanshan", title="区章程")
    assert refusal_of(lambda: edit(other, cast.secretary, duty(other), amount="1")) == "body.outside_your_area"


def test_a_draft_begins_only_from_a_charter_that_can_be_run(cast: Cast) -> None:
    at = timezone.now()
    for name in ("nowhere", "..", "nanshan/../nanshan"):
        given = {"by": cast.registrar, "at": at, "name": name, "title": "x"}
        assert refusal_of(lambda given=given: open_draft(cast.district, **given)) == "draft.no_such_charter"


def test_a_draft_changed_past_its_acts_is_found(cast: Cast, draft: CharterDraft) -> None:
    assert not [one for one in drifts() if one.subject.startswith("charterdraft")]
    CharterDraft.objects.filter(pk=draft.pk).update(content=draft.content.replace("workstation", "party_committee"))
    assert [one.fact for one in drifts() if one.subject.startswith("charterdraft")] == ["content"]


def test_a_proposed_charter_is_checked_at_the_terminal_by_its_name(
    cast: Cast, draft: CharterDraft, charters: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    propose_draft(draft, by=cast.district_head, at=timezone.now())
    monkeypatch.setenv("TUOLUO_HOME", str(charters.parent))
    assert main(["charter", "check", "nanshan-2", "--lang", "en"]) == 0
    assert main(["charter", "diff", "nanshan", "nanshan-2", "--lang", "zh"]) == 1
    assert "新章程" in capsys.readouterr().out
    assert DEFAULT_HOME == shipped.HOME


@pytest.mark.parametrize("name", ["shekou", "minimal"])
def test_a_draft_of_a_charter_that_shares_a_catalogue_has_it_all_itself(cast: Cast, name: str) -> None:
    draft = open_draft(cast.district, by=cast.registrar, at=timezone.now(), name=name, title="新章程")
    known, base = check_of(draft), charter_named(name)
    assert known.charter is not None
    assert known.charter.categories == base.categories
    assert known.charter.duties == base.duties
    assert not known.errors


def test_a_reform_is_planned_and_applied_with_a_charter_that_was_drafted(cast: Cast, draft: CharterDraft) -> None:
    at = timezone.now()
    draft = propose_draft(edit(draft, cast.registrar, duty(draft), amount="3"), by=cast.district_head, at=at)
    plan = planned(cast, charter_named(draft.name))
    draft.refresh_from_db()
    assert draft.state == State.PROPOSED, "a rehearsal adopts nothing"
    applied(cast, plan)
    draft.refresh_from_db()
    assert draft.state == State.ADOPTED
    assert charter_at(cast.near.stem, timezone.localdate()).name == draft.name
    assert charter_at(cast.far.stem, timezone.localdate()).name == "nanshan"


def test_a_draft_that_an_open_reform_is_about_stays(cast: Cast, draft: CharterDraft) -> None:
    at = timezone.now()
    draft = propose_draft(edit(draft, cast.registrar, duty(draft), amount="3"), by=cast.district_head, at=at)
    reform = propose_reform(by=cast.district_head, at=at, plan=planned(cast, charter_named(draft.name)))
    refused("reform.charter_planned", withdraw_draft, draft, by=cast.district_head, at=at)
    assert charter_named(draft.name).digest == draft.digest, "its files are still there"
    withdraw_reform(reform, by=cast.district_head, at=at, reason="另拟")
    assert withdraw_draft(draft, by=cast.district_head, at=at).state == State.WITHDRAWN
