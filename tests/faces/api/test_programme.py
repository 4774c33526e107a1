"""Reform programmes through the API: read on any day, and every act by the same rules."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.faces.api.conftest import Calling
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import REGISTRY

pytestmark = pytest.mark.django_db
OPENING = {"code": "trial", "name": "试验方案", "starts": "2026-08-01", "ends": "2029-07-31", "area": "440399000000"}


def test_every_act_on_programmes_has_its_operation(cast: Cast, calling: Calling) -> None:
    from tuoluo.programme.api import programme_acts

    named = {name for name in REGISTRY if name.startswith(("programme.", "measure.", "milestone."))}
    assert {spec.name for spec in programme_acts()} | {"programme.open"} == named


def test_a_programme_is_opened_filled_and_read(cast: Cast, calling: Calling) -> None:
    head, owner, nobody = calling(cast.district_head), calling(cast.subdistrict_head), calling()
    assert nobody.get("/programmes").body == []
    opened = head.post("/programmes/acts/programme.open", {**OPENING, "leader": str(cast.governance.uuid)})
    assert opened.status == 200, opened.body
    entered = {
        "aspect": "服务", "name": "按时办结", "owner": str(cast.office.uuid), "indicator": "on_time",
        "baseline": 62.5, "baseline_on": "2026-08-01", "target": 80,
    }  # fmt: skip
    answer = head.post("/programmes/trial/acts/measure.enter", entered)
    assert answer.status == 200, answer.body
    due = {"name": "定出时限", "due": "2027-01-01"}
    answer = head.post("/programmes/trial/measures/1/acts/milestone.set", due)
    assert answer.status == 200, answer.body
    told = answer.body["programme"]
    milestone = told["measures"][0]["milestones"][0]
    assert (milestone["state"], milestone["first_due"]) == ("under_way", "2027-01-01")
    later = {"due": "2027-02-01", "grounds": "场地未交付"}
    acts = f"/programmes/trial/milestones/{milestone['id']}/acts"
    assert owner.post(f"{acts}/milestone.postpone", later).body["code"] == "right.not_in_role"
    assert head.post(f"{acts}/milestone.postpone", later).status == 200
    today = timezone.localdate().isoformat()
    sent = {"on": today, "evidence": "link", "reference": "ftp://x"}
    assert owner.post(f"{acts}/milestone.reach", sent).body["code"] == "evidence.no_address"
    done = owner.post(f"{acts}/milestone.reach", {**sent, "reference": "https://example.org/a"})
    assert done.status == 200
    seen = nobody.get("/programmes/trial").body["measures"][0]
    assert seen["milestones"][0]["state"] == seen["state"] == "reached"
    assert [step["kind"] for step in seen["milestones"][0]["steps"]] == ["postponed", "reached"]
    assert seen["owners"][0]["head"] == cast.subdistrict_head.name
    assert (seen["aim"]["baseline"], seen["aim"]["now"]) in ((62.5, None), ("62.5000", None), ("62.5", None))
    assert nobody.get("/programmes/trial", on="2026-07-01").body["measures"] == []


def test_what_is_not_there_and_what_makes_no_sense_is_told(cast: Cast, calling: Calling) -> None:
    head = calling(cast.district_head)
    assert head.get("/programmes/none").status == 404
    assert head.post("/programmes/none/acts/measure.enter", {}).status == 422
    opened = {**OPENING, "leader": str(cast.governance.uuid)}
    assert head.post("/programmes/acts/programme.open", {**opened, "area": "990000000000"}).status == 404
    assert head.post("/programmes/acts/programme.open", {**opened, "code": "A B"}).body["code"] == "programme.bad_code"
    assert calling().post("/programmes/acts/programme.open", opened).body["code"] == "right.needs_post"


def test_the_same_key_opens_it_once(cast: Cast, calling: Calling) -> None:
    head, key = calling(cast.district_head), "0123456789abcdef-open"
    sent = {**OPENING, "leader": str(cast.governance.uuid)}
    first = head.post("/programmes/acts/programme.open", sent, Idempotency_Key=key)
    again = head.post("/programmes/acts/programme.open", sent, Idempotency_Key=key)
    assert (first.status, first.body) == (again.status, again.body) == (200, first.body)
    assert Record.objects.filter(act="programme.open").count() == 1
