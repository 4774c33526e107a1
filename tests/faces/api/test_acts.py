"""Acts through the API: the same acts, the same refusals as everywhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from tests.cast import LITTER, Cast
from tests.faces.api.conftest import Calling
from tests.steps import STREET_WORK, at_stage
from tuoluo.bodies.acts import leave_post
from tuoluo.bodies.arguments import arguments_of
from tuoluo.config.api import api
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import REGISTRY, OpenTo
from tuoluo.matters import acts
from tuoluo.matters.api.operations import is_on_matter, matter_acts
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Stage


def test_every_act_on_a_matter_has_an_operation() -> None:
    paths = api.get_openapi_schema()["paths"]
    decided = {name: spec for name, spec in REGISTRY.items() if spec.open_to is not OpenTo.FOLLOWING}
    wanted = {f"/api/v1/matters/{{number}}/acts/{name}" for name, spec in decided.items() if is_on_matter(spec)}
    assert wanted == {path for path in paths if path.startswith("/api/v1/matters/") and "/acts/" in path}
    assert "/api/v1/matters/{number}/acts/matter.dispatch" in wanted
    assert all("post" in paths[path] for path in wanted)


def test_an_operation_asks_for_every_argument_of_its_act() -> None:
    schemas = api.get_openapi_schema()["components"]["schemas"]
    for spec in matter_acts():
        title = "".join(part.title() for part in spec.name.replace("_", ".").split("."))
        assert set(schemas[title]["properties"] if arguments_of(spec) else ()) == set(arguments_of(spec))
    assert set(arguments_of(REGISTRY["matter.close"])) == {"finding"}


def test_a_matter_goes_from_report_to_evaluation(cast: Cast, calling: Calling) -> None:
    told = calling().post("/matters", {"text": "地上很脏", "community": cast.near.code, "category": STREET_WORK}).body
    path = f"/matters/{told['number']}/acts"
    clerk, dispatcher, verifier = calling(cast.clerk), calling(cast.dispatcher), calling(cast.verifier)
    steps = [
        (clerk, "matter.register", {}, "registered"),
        (clerk, "matter.dispatch", {}, "dispatched"),
        (dispatcher, "matter.take_up", {}, "handling"),
        (clerk, "matter.finish_part", {"result": "已清扫"}, "handling"),
        (dispatcher, "matter.assign", {"post": cast.subdistrict_head.post}, "handling"),
        (dispatcher, "matter.report_back", {"outcome": "solved", "answer": "已清运"}, "reported_back"),
        (verifier, "matter.close", {"finding": "干净"}, "closed"),
    ]
    for caller, act, what, stage in steps:
        answer = caller.post(f"{path}/{act}", what)
        assert answer.status == 200, answer.body
        assert answer.body["matter"]["stage"] == stage
    reporter = calling(**{"X-Matter-Link": told["link"]})
    judged = reporter.post(f"{path}/matter.evaluate", {"responded": True, "solved": True, "satisfied": 5})
    assert judged.body["matter"]["judgement"] == {"responded": True, "solved": True, "satisfied": 5}
    history = reporter.get(f"/matters/{told['number']}/history").body
    assert [entry["act"] for entry in history] == ["matter.report", *(step[1] for step in steps), "matter.evaluate"]
    assert history[6]["words"] == {"answer": "已清运"}
    assert history[1]["person"] == cast.clerk.name
    public = calling().get(f"/matters/{told['number']}/history").body
    assert all(entry["words"] is None for entry in public)
    assert [entry["person"] for entry in public][:2] == [None, cast.clerk.name]


def test_a_refusal_is_the_same_as_that_of_the_act(cast: Cast, calling: Calling) -> None:
    matter = at_stage(cast, Stage.COLLECTED)
    cases = [
        (cast.resident, "matter.register", acts.register, {}, 403),
        (cast.neighbour_clerk, "matter.register", acts.register, {}, 409),
        (cast.clerk, "matter.dispatch", acts.dispatch, {}, 409),
        (cast.clerk, "matter.close", acts.close, {}, 403),
        (cast.clerk, "matter.decline", acts.decline, {"answer": " "}, 409),
    ]
    for actor, name, do, what, status in cases:
        with pytest.raises(Refused) as refused:
            do(matter, by=actor, at=matter.reported_at, **what)  # type: ignore[operator]
        answer = calling(actor).post(f"/matters/{matter.number}/acts/{name}", what)
        assert answer.body["code"] == refused.value.refusal.code
        assert answer.body["basis"] == refused.value.refusal.basis
        assert answer.status == status
    assert Record.objects.filter(subject_kind="matter", subject_id=matter.pk).count() == 1


def test_a_refusal_is_said_in_the_language_asked_for(cast: Cast, calling: Calling) -> None:
    matter = at_stage(cast, Stage.COLLECTED)
    path = f"/matters/{matter.number}/acts/matter.register"
    english = calling(cast.resident, **{"Accept-Language": "en"}).post(path, {})
    assert english.body["message"].startswith("This takes a post whose role includes")
    assert english.headers["Content-Language"] == "en"


def test_rows_are_named_as_outsiders_know_them(cast: Cast, calling: Calling) -> None:
    matter = at_stage(cast, Stage.REGISTERED)
    lead = {"lead": str(cast.water.uuid), "assistants": [str(cast.workstation.uuid)], "reason": "水务的事"}
    answer = calling(cast.clerk).post(f"/matters/{matter.number}/acts/matter.dispatch", lead)
    assert answer.body["matter"]["lead"]["name"] == cast.water.name
    unknown = {"lead": "00000000-0000-4000-8000-000000000000", "reason": "x"}
    matter = at_stage(cast, Stage.REGISTERED)
    answer = calling(cast.clerk).post(f"/matters/{matter.number}/acts/matter.dispatch", unknown)
    assert (answer.status, answer.body["code"]) == (404, "api.not_found")


def test_registering_can_name_the_cell_by_its_code(cast: Cast, calling: Calling) -> None:
    matter = at_stage(cast, Stage.COLLECTED)
    answer = calling(cast.clerk).post(
        f"/matters/{matter.number}/acts/matter.register", {"cell": cast.cells[1].code, "category": LITTER}
    )
    assert answer.body["matter"]["details"]["cell"]["code"] == cast.cells[1].code


def test_a_repeated_act_is_done_once(cast: Cast, calling: Calling) -> None:
    matter = at_stage(cast, Stage.COLLECTED)
    path = f"/matters/{matter.number}/acts/matter.register"
    first = calling(cast.clerk).post(path, {}, Idempotency_Key="a" * 20)
    again = calling(cast.clerk).post(path, {}, Idempotency_Key="a" * 20)
    assert (first.status, again.status) == (200, 200)
    assert first.body == again.body
    assert Record.objects.filter(subject_id=matter.pk, act="matter.register").count() == 1


def test_looking_up_the_contact_shows_it_and_is_recorded(cast: Cast, calling: Calling) -> None:
    told = {"text": "x", "community": cast.near.code, "category": LITTER, "contact": "13800000000"}
    number = calling().post("/matters", told).body["number"]
    answer = calling(cast.clerk).post(f"/matters/{number}/acts/contact.read", {"reason": "核实地点"})
    assert answer.body["contacts"] == ["13800000000"]
    assert Record.objects.filter(act="contact.read").count() == 1
    assert [entry["act"] for entry in calling().get(f"/matters/{number}/history").body] == ["matter.report"]
    assert len(calling(cast.clerk).get(f"/matters/{number}/history").body) == 2


def test_what_one_may_do_is_told_with_the_reason_why_not(cast: Cast, calling: Calling) -> None:
    matter = at_stage(cast, Stage.COLLECTED)
    told = {one["act"]: one for one in calling(cast.clerk).get(f"/matters/{matter.number}/acts").body}
    assert (told["matter.register"]["may"], told["matter.register"]["refusal"]) == (True, None)
    assert told["matter.dispatch"]["refusal"]["code"] == "matter.wrong_stage"
    assert told["matter.close"]["refusal"]["code"] == "right.not_in_role"
    assert set(told) == {spec.name for spec in matter_acts()}


def test_a_mistyped_number_is_not_known(cast: Cast, calling: Calling) -> None:
    number = at_stage(cast, Stage.COLLECTED).number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for mistyped in (wrong, "25" + number[2:], "abc", "9" * 24, "٢٦"):
        answer = calling().get(f"/matters/{mistyped}")
        assert (answer.status, answer.body["code"]) == (404, "api.not_found")
    assert Matter.objects.count() == 1


def test_on_leave_the_post_is_the_substitutes(cast: Cast, calling: Calling) -> None:
    path = f"/matters/{at_stage(cast, Stage.COLLECTED).number}/acts/matter.register"
    deputy, post = cast.person(cast.verifier), cast.post(cast.clerk)
    substitute = calling(replace(cast.verifier, post=None), **{"X-Acting-Post": str(post.pk)})
    assert substitute.get("/me").body["code"] == "right.post_not_held"
    leave_post(post, by=cast.district_head, at=timezone.now(), since=timezone.localdate(), substitute=deputy)
    assert calling(cast.clerk).post(path, {}).body["code"] == "right.on_leave"
    assert substitute.post(path, {}).status == 200
    entry = Record.objects.filter(act="matter.register").latest("seq")
    assert (entry.person, entry.post) == (deputy.pk, post.pk)
