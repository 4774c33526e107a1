"""A draft on its pages, without JavaScript: opened, changed by rows, imported, proposed; nobody overwrites anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.faces.web.conftest import Browsing
from tuoluo.drafting.acts import edit_draft, open_draft
from tuoluo.drafting.content import TABLES, Row
from tuoluo.drafting.models import CharterDraft
from tuoluo.drafting.words import LABELS
from tuoluo.drafting.words import TABLES as TABLE_WORDS


@pytest.fixture(autouse=True)
def charters(tmp_path: Path) -> Iterator[Path]:
    """The deployment keeps its charters in a folder of this test alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(settings.HOME), "charters", tmp_path / "charters")
        yield tmp_path / "charters"


@pytest.fixture
def draft(cast: Cast) -> CharterDraft:
    return open_draft(cast.district, by=cast.registrar, at=timezone.now(), name="nanshan", title="新章程")


@pytest.fixture
def clerk(cast: Cast, browsing: Browsing) -> Client:
    """The browser of the district's registrar."""
    return browsing(cast.registrar)


def fresh(draft: CharterDraft) -> CharterDraft:
    return CharterDraft.objects.get(pk=draft.pk)


def duty(draft: CharterDraft, category: str = "default") -> Row:
    return next(row for row in fresh(draft).rows.table("duties") if row.cells["category"] == category)


def address(draft: CharterDraft, *more: object) -> str:
    return "/".join(["/charters/drafts", str(draft.uuid), *map(str, more), ""])


def sent(row: Row, **values: str) -> dict[str, object]:
    """The form of a row as a browser sends it, with some fields changed."""
    cells = {**row.cells, **values}
    return {**cells, "version": row.version, "assistants": cells.get("assistants", "").split("; ")}


def test_a_draft_is_opened_from_the_list(cast: Cast, clerk: Client) -> None:
    page = clerk.get("/charters/drafts/").content.decode()
    assert "nanshan" in page
    answer = clerk.post("/charters/drafts/", {"title": "新章程", "base": "nanshan", "area": "440399000000"})
    draft = CharterDraft.objects.get()
    assert answer["Location"] == address(draft)
    assert "新章程" in clerk.get(address(draft)).content.decode()
    missing = clerk.post("/charters/drafts/", {"title": "", "base": "nanshan", "area": "440399000000"})
    assert missing.status_code == 422


def test_people_without_a_post_read_no_drafts(cast: Cast, browsing: Browsing, draft: CharterDraft) -> None:
    resident = browsing(cast.resident)
    for page in ("/charters/drafts/", address(draft), address(draft, "rows", "duties"), address(draft, "changes")):
        assert resident.get(page).status_code == 403
    assert Client().get(address(draft)).status_code == 302


def test_somebody_in_office_without_the_right_reads_and_is_told_why_not(
    cast: Cast, browsing: Browsing, draft: CharterDraft
) -> None:
    browser = browsing(cast.clerk)
    row = duty(draft)
    page = browser.get(address(draft, "rows", "duties", row.id)).content.decode()
    assert "disabled" in page
    assert browser.post(address(draft, "rows", "duties", row.id), sent(row, amount="1")).status_code == 403
    assert duty(draft).cells["amount"] == "5"


def test_duties_stand_by_group_and_are_found_by_name(cast: Cast, clerk: Client, draft: CharterDraft) -> None:
    groups = clerk.get(address(draft, "rows", "duties")).content.decode()
    assert "市政公用设施" in groups
    group = clerk.get(address(draft, "rows", "duties"), {"group": "C01"}).content.decode()
    assert "供水井盖" in group
    assert "道路不洁" not in group
    found = clerk.get(address(draft, "rows", "duties"), {"q": "供水井盖"}).content.decode()
    assert "供水井盖" in found


def test_a_duty_is_changed_by_a_form_with_select_boxes(cast: Cast, clerk: Client, draft: CharterDraft) -> None:
    row = duty(draft, "C01001")
    page = clerk.get(address(draft, "rows", "duties", row.id)).content.decode()
    assert re.search(r'<select[^>]*name="lead"', page)
    assert re.search(r'<option value="water" selected>', page)
    answer = clerk.post(address(draft, "rows", "duties", row.id), sent(row, amount="9"))
    assert answer["Location"] == address(draft, "rows", "duties") + f"?group=C01#row-{row.id}"
    assert duty(draft, "C01001").cells == {**row.cells, "amount": "9"}


def test_the_check_stands_beside_the_field_and_forbids_to_propose(
    cast: Cast, clerk: Client, draft: CharterDraft
) -> None:
    row = duty(draft, "C01001")
    clerk.post(address(draft, "rows", "duties", row.id), sent(row, amount="soon"))
    page = clerk.get(address(draft, "rows", "duties", row.id)).content.decode()
    beside = re.search(rf'<ul class="beside" id="beside-{row.id}-amount"[^>]*>(.*?)</ul>', page, re.S)
    assert beside is not None
    assert "整数" in beside[1]
    assert 'value="soon"' in page, "what was typed is not lost"
    overview = clerk.get(address(draft)).content.decode()
    assert "1 处错误" in overview
    answer = clerk.post(address(draft, "act", "propose"))
    assert answer.status_code == 403, "a registrar edits; the heads propose"


def test_while_typing_the_check_answers_beside_each_field_and_saves_nothing(
    cast: Cast, clerk: Client, draft: CharterDraft
) -> None:
    row = duty(draft, "C01001")
    answer = clerk.post(address(draft, "rows", "duties", row.id, "check"), sent(row, supervisor="water"))
    text = answer.content.decode()
    beside = re.search(rf'id="beside-{row.id}-supervisor" hx-swap-oob="true"[^>]*>(.*?)</ul>', text, re.S)
    assert beside is not None
    assert "wrong" in beside[1]
    assert duty(draft, "C01001") == row


def test_the_second_editor_sees_both_and_overwrites_nothing(cast: Cast, clerk: Client, draft: CharterDraft) -> None:
    row = duty(draft)
    edit_draft(
        draft,
        by=cast.district_head,
        at=timezone.now(),
        table="duties",
        row=row.id,
        version=row.version,
        values={"amount": "3"},
    )
    answer = clerk.post(address(draft, "rows", "duties", row.id), sent(row, amount="7"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert re.search(r"<td>3</td>\s*<td>7</td>", page)
    assert duty(draft).cells["amount"] == "3"
    again = re.search(r'name="version" value="(\d+)"', page)
    assert again is not None
    clerk.post(address(draft, "rows", "duties", row.id), {**sent(row, amount="7"), "version": again[1]})
    assert duty(draft).cells["amount"] == "7", "having seen it, one may decide again"


def test_a_row_is_added_and_removed(cast: Cast, clerk: Client, draft: CharterDraft) -> None:
    given = {"category": "L90008", "lead": "workstation", "area": "440399001", "version": "0"}
    clerk.post(address(draft, "rows", "duties", 0), given)
    row = fresh(draft).rows.table("duties")[-1]
    assert row.cells["area"] == "440399001"
    clerk.post(address(draft, "rows", "duties", row.id), {"version": row.version, "remove": "yes"})
    assert fresh(draft).rows.row("duties", row.id) is None


def test_the_catalogue_is_shown_a_group_at_a_time(cast: Cast, clerk: Client, draft: CharterDraft) -> None:
    groups = clerk.get(address(draft, "rows", "catalogue")).content.decode()
    assert "市政公用设施" in groups
    assert "供水井盖" not in groups
    assert "供水井盖" in clerk.get(address(draft, "rows", "catalogue"), {"group": "C01"}).content.decode()
    assert "供水井盖" in clerk.get(address(draft, "rows", "catalogue"), {"q": "C01001"}).content.decode()


@pytest.mark.parametrize("table", [name for name in TABLES if name != "duties"])
def test_every_other_table_has_its_forms(cast: Cast, clerk: Client, draft: CharterDraft, table: str) -> None:
    answer = clerk.get(address(draft, "rows", table), follow=True)
    assert answer.status_code == 200
    row = fresh(draft).rows.table(table)[0]
    page = clerk.get(address(draft, "rows", table, row.id)).content.decode()
    assert 'name="version"' in page
    assert clerk.get(address(draft, "rows", table, 9999)).status_code == 404


def test_rights_of_a_role_are_ticked(cast: Cast, clerk: Client, draft: CharterDraft) -> None:
    row = next(row for row in fresh(draft).rows.table("roles") if row.cells["code"] == "social_worker")
    page = clerk.get(address(draft, "rows", "roles", row.id)).content.decode()
    assert re.search(r'name="acts" value="contact.read" checked', page)
    given = {
        **row.cells,
        "kinds": ["service_centre"],
        "acts": ["matter.report", "matter.close"],
        "version": row.version,
    }
    clerk.post(address(draft, "rows", "roles", row.id), given)
    changed = fresh(draft).rows.row("roles", row.id)
    assert changed is not None
    assert changed.cells["acts"] == "matter.report; matter.close"


def test_files_go_out_and_come_back(cast: Cast, clerk: Client, draft: CharterDraft) -> None:
    before = fresh(draft).content
    for name in ("charter.xlsx", "duties.csv", "catalogue.csv", "kinds.csv", "charter.toml"):
        answer = clerk.get(address(draft, "files") + name)
        assert name in answer["Content-Disposition"]
        sheet = SimpleUploadedFile(name, answer.content)
        assert clerk.post(address(draft, "import"), {"file": sheet}).status_code == 302
        assert fresh(draft).content == before
    assert clerk.get(address(draft, "files") + "passwd").status_code == 404


def test_a_file_that_cannot_be_read_is_told_with_its_place(cast: Cast, clerk: Client, draft: CharterDraft) -> None:
    before = fresh(draft).content
    sheet = SimpleUploadedFile("duties.csv", "类别,主板\ndefault,workstation\n".encode())
    answer = clerk.post(address(draft, "import"), {"file": sheet})
    assert answer.status_code == 422
    assert "duties.csv" in answer.content.decode()
    assert "缺少 lead 列" in answer.content.decode()
    assert fresh(draft).content == before
    assert clerk.post(address(draft, "import"), {}).status_code == 422


def test_a_bad_row_of_a_file_is_kept_and_told_with_file_row_column_and_repair(
    cast: Cast, clerk: Client, draft: CharterDraft
) -> None:
    text = clerk.get(address(draft, "files") + "duties.csv").content.decode("utf-8-sig")
    lines = text.splitlines()
    lines[3] = lines[3].replace("urban_management", "urban_managment")
    clerk.post(address(draft, "import"), {"file": SimpleUploadedFile("duties.csv", "\n".join(lines).encode())})
    page = clerk.get(address(draft)).content.decode()
    assert "duties.csv · 4 · lead" in page
    assert "urban_managment" in page
    assert "是不是“urban_management”" in page


def test_proposing_and_withdrawing(
    cast: Cast, browsing: Browsing, draft: CharterDraft, charters: Path, stranger: Client
) -> None:
    head = browsing(cast.district_head)
    assert head.post(address(draft, "act", "propose"))["Location"] == address(draft)
    assert (charters / "nanshan-2" / "duties.csv").is_file()
    assert "新章程" in stranger.get("/charters/nanshan-2/").content.decode(), "what is proposed is public"
    row = duty(draft)
    assert head.post(address(draft, "rows", "duties", row.id), sent(row, amount="1")).status_code == 409
    head.post(address(draft, "act", "withdraw"))
    assert fresh(draft).state == "withdrawn"
    assert head.post(address(draft, "act", "destroy")).status_code == 404


def test_what_a_draft_changes_is_told_in_duties(cast: Cast, clerk: Client, draft: CharterDraft) -> None:
    row = duty(draft, "C01001")
    clerk.post(address(draft, "rows", "duties", row.id), sent(row, amount="9"))
    page = clerk.get(address(draft, "changes")).content.decode()
    assert "供水井盖" in page
    assert "9 工作日" in page


def test_every_part_and_every_column_of_a_charter_is_called_something() -> None:
    assert set(TABLE_WORDS) == set(TABLES)
    assert {column.name for table in TABLES.values() for column in table.columns} <= set(LABELS)
