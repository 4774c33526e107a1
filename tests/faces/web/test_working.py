"""Working on matters by pages: inbox, forms, refusals, posts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import DANCE_NOISE, FUMES, Cast
from tests.faces.web.conftest import Browsing
from tests.steps import at_stage, reported
from tuoluo.bodies.acts import fill_post
from tuoluo.ledger.actors import Actor
from tuoluo.matters.acts import new_link
from tuoluo.matters.models import Matter
from tuoluo.matters.reads import Behind, Tray, counts, in_tray
from tuoluo.matters.rules import Stage


def do(client: Client, matter: Matter, act: str, **sent: Any) -> int:
    """Press the button; the status of the answer."""
    return client.post(f"/desk/matters/{matter.number}/{act}/", sent).status_code


def standing(matter: Matter) -> Matter:
    matter.refresh_from_db()
    return matter


def test_a_matter_goes_all_the_way_by_forms(cast: Cast, browsing: Browsing) -> None:
    link = new_link()
    matter = reported(cast, category="", link=link)
    clerk, dispatcher, verifier = map(browsing, (cast.clerk, cast.dispatcher, cast.verifier))
    assert do(clerk, matter, "matter.register", category=FUMES, cell=cast.cells[1].code) == 302
    assert standing(matter).cell == cast.cells[1]
    assert do(clerk, matter, "matter.dispatch") == 302
    assert (standing(matter).lead, matter.verifier) == (cast.office, cast.committee)
    assert do(dispatcher, matter, "matter.take_up", post=cast.dispatcher.post) == 302
    assert standing(matter).accountable_post_id == cast.dispatcher.post
    assert do(clerk, matter, "matter.finish_part", result="已上门") == 302
    assert do(dispatcher, matter, "matter.report_back", outcome="solved", answer="已装净化器") == 302
    assert do(verifier, matter, "matter.return", reason="还有味道") == 302
    assert do(dispatcher, matter, "matter.report_back", outcome="solved", answer="已加装风管") == 302
    assert do(verifier, matter, "matter.close", finding="没有味道了") == 302
    judged = {"responded": "yes", "solved": "yes", "satisfied": "4", "words": "谢谢"}
    assert Client().post(f"/my/{link}/matter.evaluate/", judged).status_code == 302
    done = standing(matter)
    assert (done.stage, done.satisfied, done.reworked, done.answer) == (Stage.EVALUATED, 4, 1, "已加装风管")


def test_the_registered_matter_shows_where_the_charter_sends_it(cast: Cast, browsing: Browsing) -> None:
    matter = at_stage(cast, Stage.REGISTERED, category=DANCE_NOISE)
    page = browsing(cast.clerk).get(f"/desk/matters/{matter.number}/").content.decode()
    assert f"<b>{cast.committee.name}</b>" in page
    assert "10 个工作日" in page


def test_another_lead_needs_a_reason_and_the_page_says_so(cast: Cast, browsing: Browsing) -> None:
    matter = at_stage(cast, Stage.REGISTERED)
    clerk = browsing(cast.clerk)
    answer = clerk.post(f"/desk/matters/{matter.number}/matter.dispatch/", {"lead": cast.water.pk})
    assert answer.status_code == 409
    assert "章程指定了其他主责单位" in answer.content.decode()
    assert standing(matter).stage == Stage.REGISTERED
    assert do(clerk, matter, "matter.dispatch", lead=cast.water.pk, reason="是水管漏") == 302
    assert standing(matter).lead == cast.water


def test_assisting_bodies_can_be_chosen(cast: Cast, browsing: Browsing) -> None:
    matter = at_stage(cast, Stage.REGISTERED)
    assert do(browsing(cast.clerk), matter, "matter.dispatch", choose="on", assistants=[cast.society.pk]) == 302
    assert [part.body for part in matter.parts.all()] == [cast.society]


def test_a_missing_right_is_greyed_out_with_its_sentence_and_refused_with_403(cast: Cast, browsing: Browsing) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    clerk = browsing(cast.workstation_head)
    page = clerk.get(f"/desk/matters/{matter.number}/").content.decode()
    assert "只有这件事的主责单位才能办理" in page
    assert do(browsing(cast.auditor), matter, "contact.read", reason="好奇") == 403


def test_a_rule_refuses_with_409_and_basis(cast: Cast, browsing: Browsing) -> None:
    matter = at_stage(cast, Stage.HANDLING)
    answer = browsing(cast.clerk).post(f"/desk/matters/{matter.number}/matter.register/", {"category": FUMES})
    assert answer.status_code == 409
    assert "事项目前处于“办理中”" in answer.content.decode()
    assert "CJJ/T 105" in answer.content.decode()


def test_an_act_nobody_knows_is_not_found(cast: Cast, browsing: Browsing) -> None:
    matter = reported(cast)
    assert do(browsing(cast.clerk), matter, "matter.destroy") == 404


def test_the_reporter_cannot_do_the_staffs_acts_by_link(cast: Cast) -> None:
    link = new_link()
    matter = reported(cast, link=link)
    assert Client().post(f"/my/{link}/matter.register/", {"category": FUMES}).status_code == 404
    assert standing(matter).stage == Stage.COLLECTED


def test_a_resident_can_withdraw_by_account(cast: Cast, browsing: Browsing) -> None:
    matter = reported(cast)
    answer = browsing(cast.resident).post(f"/account/matters/{matter.number}/matter.withdraw/", {"reason": ""})
    assert answer.status_code == 302
    assert standing(matter).stage == Stage.WITHDRAWN


@pytest.mark.parametrize(
    ("stage", "who", "tray"),
    [
        (Stage.COLLECTED, "clerk", Tray.REGISTER),
        (Stage.REGISTERED, "clerk", Tray.DISPATCH),
        (Stage.DISPATCHED, "dispatcher", Tray.TAKE_UP),
        (Stage.DISPATCHED, "clerk", Tray.PARTS),
        (Stage.HANDLING, "dispatcher", Tray.IN_HAND),
        (Stage.REPORTED_BACK, "verifier", Tray.VERIFY),
        (Stage.CLOSED, "secretary", Tray.EVALUATE),
    ],
)
def test_each_stage_waits_in_one_tray(cast: Cast, browsing: Browsing, stage: Stage, who: str, tray: Tray) -> None:
    matter = at_stage(cast, stage)
    actor: Actor = getattr(cast, who)
    assert matter in in_tray(tray, actor, mine=False)
    page = browsing(actor).get("/desk/", {"whose": "ours", "tray": tray.value}).content.decode()
    assert f"/desk/matters/{matter.number}/" in page
    others = [other for other in Tray if other is not tray and matter in in_tray(other, actor, mine=False)]
    assert others == []


def test_mine_is_what_my_post_answers_for(cast: Cast) -> None:
    matter = reported(cast)  # in the first cell, so its leader answers
    assert matter in in_tray(Tray.REGISTER, cast.cell_leader, mine=True)
    assert matter not in in_tray(Tray.REGISTER, cast.clerk, mine=True)
    assert matter in in_tray(Tray.REGISTER, cast.clerk, mine=False)


def test_the_late_come_first(cast: Cast, browsing: Browsing) -> None:
    late, due = at_stage(cast, Stage.HANDLING), at_stage(cast, Stage.HANDLING)
    Matter.objects.filter(pk=due.pk).update(due_at="2999-01-01T00:00:00Z")
    page = browsing(cast.dispatcher).get("/desk/", {"whose": "ours", "tray": "in_hand"}).content.decode()
    assert page.index(late.number) < page.index(due.number)
    assert "超期" in page


def test_the_inbox_filters_by_group_and_number(cast: Cast, browsing: Browsing) -> None:
    fumes, noise = at_stage(cast, Stage.COLLECTED), at_stage(cast, Stage.COLLECTED, category=DANCE_NOISE)
    clerk = browsing(cast.clerk)
    by_group = clerk.get("/desk/", {"whose": "ours", "tray": "register", "category": "L90"}).content.decode()
    assert noise.number in by_group
    assert fumes.number not in by_group
    by_number = clerk.get("/desk/", {"whose": "ours", "tray": "register", "number": fumes.number}).content.decode()
    assert f"/desk/matters/{fumes.number}/" in by_number
    assert noise.number not in by_number


def test_the_inbox_comes_in_pages_of_fifty(cast: Cast, browsing: Browsing) -> None:
    for _ in range(51):
        reported(cast)
    clerk = browsing(cast.clerk)
    first = clerk.get("/desk/", {"whose": "ours", "tray": "register"}).content.decode()
    second = clerk.get("/desk/", {"whose": "ours", "tray": "register", "page": "2"}).content.decode()
    assert (first.count("<li class="), 'rel="next"' in first) == (50, True)
    assert (second.count("<li class="), 'rel="next"' in second, 'rel="prev"' in second) == (1, False, True)


def test_htmx_gets_the_part_alone(cast: Cast, browsing: Browsing) -> None:
    asked = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "inbox"}  # as a tab's link sends it
    part = browsing(cast.clerk).get("/desk/", headers=asked).content.decode()
    assert part.lstrip().startswith('<div id="inbox"')
    assert "<html" not in part


def test_a_person_with_two_posts_chooses_in_which_to_act(cast: Cast, browsing: Browsing) -> None:
    now = timezone.now()
    post, person = cast.post(cast.society_head), cast.person(cast.clerk)
    fill_post(post, by=cast.district_head, at=now, person=person, since=timezone.localdate(now))
    client = browsing(cast.clerk)
    account = client.get("/account/").content.decode()
    assert cast.society.name in account
    chosen = client.post("/account/post/", {"post": str(cast.society_head.post)})
    assert chosen["Location"] == "/desk/"
    assert cast.society.name in client.get("/desk/").content.decode()
    client.post("/account/post/", {"post": "resident"})
    assert client.get("/desk/")["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_a_post_of_somebody_else_cannot_be_chosen(cast: Cast, browsing: Browsing) -> None:
    client = browsing(cast.clerk)
    assert client.post("/account/post/", {"post": str(cast.district_head.post)})["Location"] == "/account/"
    assert client.get("/desk/")["Location"] == "/account/"


def test_an_account_without_a_person_has_no_rights(cast: Cast, django_user_model: Any) -> None:
    client = Client()
    client.force_login(
        django_user_model.objects.create_superuser("root"), backend="django.contrib.auth.backends.ModelBackend"
    )
    matter = reported(cast)
    assert client.get(f"/desk/matters/{matter.number}/").status_code == 403
    assert client.get("/account/").status_code == 200


def test_signing_up_makes_a_resident(cast: Cast) -> None:
    client = Client()
    sent = {"username": "xiaoyan", "password1": "lychee-garden-1", "password2": "lychee-garden-1", "name": "小燕"}
    assert client.post("/accounts/signup/", sent).status_code == 302
    assert "小燕" in client.get("/account/").content.decode()
    assert client.get("/desk/")["Location"] == "/account/"


def test_figures_count_what_their_lists_show(cast: Cast, stranger: Client) -> None:
    for stage in Stage:
        at_stage(cast, stage)
    link = new_link()
    at_stage(cast, Stage.CLOSED, link=link)
    Client().post(f"/my/{link}/matter.reopen/", {"reason": "没好"})
    found = counts(Matter.objects.filter(community=cast.near), timezone.now())
    assert found[Behind.OPEN] == 6
    assert found[Behind.REOPENED] == 1
    for which in Behind:
        page = stranger.get(f"/communities/{cast.near.code}/matters/{which.value}/").content.decode()
        assert page.count('class="row"') == found[which], which
