"""Charters and drafts through the API: the same acts and refusals as on the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.cast import Cast
from tests.faces.api.conftest import Calling
from tuoluo.config.api import api
from tuoluo.drafting.api import asked_of, draft_acts
from tuoluo.ledger.registry import REGISTRY

NEW = {"area": "440399000000", "name": "nanshan", "title": "新章程"}


@pytest.fixture(autouse=True)
def charters(tmp_path: Path) -> Iterator[Path]:
    """The deployment keeps its charters in a folder of this test alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(settings.HOME), "charters", tmp_path / "charters")
        yield tmp_path / "charters"


def test_every_act_on_a_draft_has_an_operation_with_its_arguments() -> None:
    paths = api.get_openapi_schema()["paths"]
    found = {path.rpartition("/")[2] for path in paths if path.startswith("/api/v1/drafts/{draft}/acts/")}
    assert found == {"draft.edit", "draft.import", "draft.propose", "draft.withdraw"}
    assert found == {spec.name for spec in draft_acts()}
    assert set(asked_of(REGISTRY["draft.edit"])) == {"table", "row", "version", "values", "remove"}


def test_a_draft_from_opening_to_proposal(cast: Cast, calling: Calling) -> None:
    clerk, head = calling(cast.registrar), calling(cast.district_head)
    draft = clerk.post("/drafts", NEW).body
    path = f"/drafts/{draft['id']}"
    rows = clerk.get(f"{path}/rows/duties").body
    row = next(row for row in rows if row["values"]["category"] == "default")
    wrong = {"table": "duties", "row": row["row"], "version": row["version"], "values": {"lead": "workstaton"}}
    answer = clerk.post(f"{path}/acts/draft.edit", wrong)
    finding = answer.body["findings"][0]
    assert (finding["code"], finding["table"], finding["number"]) == ("unknown_name", "duties", row["row"])
    again = clerk.post(f"{path}/acts/draft.edit", wrong)
    assert (again.status, again.body["code"]) == (409, "draft.row_changed")
    refused = head.post(f"{path}/acts/draft.propose", {})
    assert (refused.status, refused.body["code"]) == (409, "draft.has_errors")
    mended = {**wrong, "version": 2, "values": {"lead": "workstation"}}
    assert clerk.post(f"{path}/acts/draft.edit", mended).body["findings"] == []
    assert clerk.post(f"{path}/acts/draft.propose", {}).status == 403
    proposed = head.post(f"{path}/acts/draft.propose", {}).body
    assert (proposed["state"], proposed["name"]) == ("proposed", "nanshan-2")
    assert calling().get("/charters").body[0]["name"] == "nanshan-2"
    difference = calling().get("/charters/difference", a="nanshan", b="nanshan-2").body
    assert {change["subject"] for change in difference["changes"]} == {"frame"}


def test_a_table_is_replaced(cast: Cast, calling: Calling) -> None:
    clerk = calling(cast.registrar)
    path = f"/drafts/{clerk.post('/drafts', NEW).body['id']}"
    tables = {"duties": [{"category": "default", "lead": "workstation"}]}
    given = {"tables": tables, "file": "duties.csv", "sha256": "0" * 64}
    assert clerk.post(f"{path}/acts/draft.import", given).status == 200
    assert [row["values"]["category"] for row in clerk.get(f"{path}/rows/duties").body] == ["default"]
    nothing = {**given, "tables": {"colours": [{"red": "1"}]}}
    assert clerk.post(f"{path}/acts/draft.import", nothing).body["code"] == "draft.no_such_table"


def test_drafts_are_read_by_people_in_office(cast: Cast, calling: Calling) -> None:
    draft = calling(cast.registrar).post("/drafts", NEW).body
    assert calling(cast.clerk).get(f"/drafts/{draft['id']}").status == 200
    for caller in (calling(cast.resident), calling()):
        assert caller.get("/drafts").body["code"] == "right.in_office"
        assert caller.get(f"/drafts/{draft['id']}").status == 403
    assert calling(cast.clerk).get(f"/drafts/{draft['id']}/rows/colours").status == 404
