"""A corner of the demo district, with its year: whole, in order, the same every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from tests.acts.demo.corner import PASSWORD, UNTIL, arguments, silent, wish
from tuoluo.bodies.authority import governed
from tuoluo.bodies.models import Body, Tenure
from tuoluo.bodies.reads import people_in_charge
from tuoluo.demo import cli, logins
from tuoluo.demo.build import build
from tuoluo.demo.places import SHOWCASE
from tuoluo.ledger import chain
from tuoluo.ledger.models import Record
from tuoluo.ledger.standing import drifts
from tuoluo.matters.models import Matter, Part
from tuoluo.matters.rules import Channel, Nature, Outcome, Stage
from tuoluo.territory.models import Area, Level

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        build(wish(240), PASSWORD, silent)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("district")
class TestADistrict:
    def test_everybody_is_in_office_and_the_founding_is_over(self) -> None:
        assert governed(UNTIL)
        posts = Tenure.objects.on(UNTIL).count()
        heads = Counter(Tenure.objects.on(UNTIL).filter(post__head=True).values_list("post__body", flat=True))
        assert set(heads.values()) == {1}
        assert set(heads) == set(Body.objects.values_list("pk", flat=True))
        assert posts > 100

    def test_the_sum_is_one_and_three_and_some_n_in_every_community(self) -> None:
        for community in Area.objects.filter(level=Level.COMMUNITY):
            kinds = Counter(community.bodies.values_list("kind", flat=True))
            assert all(
                kinds[kind] == 1 for kind in ("party_committee", "residents_committee", "workstation", "service_centre")
            )
            assert kinds["social_organisation"] >= 2
            assert kinds["local_unit"] >= 2

    def test_every_cell_has_exactly_one_leader(self) -> None:
        cells = set(Area.objects.on(UNTIL).filter(level=Level.CELL).values_list("pk", flat=True))
        leaders = Counter(
            Tenure.objects.on(UNTIL).filter(post__cell__isnull=False).values_list("post__cell", flat=True)
        )
        assert len(cells) == 12
        assert leaders == dict.fromkeys(cells, 1)

    def test_nobody_is_given_a_credit_code_that_would_look_real(self) -> None:
        assert not Body.objects.exclude(credit_code="").exists()

    def test_every_open_matter_has_an_accountable_body_and_a_named_person(self) -> None:
        matters = list(Matter.objects.open().select_related("accountable_post"))
        people = people_in_charge([matter.accountable_post for matter in matters], UNTIL)
        assert len(matters) > 20
        for matter in matters:
            assert matter.accountable_post.body_id == matter.accountable_body_id
            assert people[matter.accountable_post_id].name

    def test_every_stage_nature_channel_and_outcome_occurs(self) -> None:
        assert set(Matter.objects.values_list("stage", flat=True)) == {stage.value for stage in Stage}
        natures = {*Matter.objects.values_list("nature", flat=True), Nature.OTHER, Nature.PRAISE, Nature.TIP_OFF}
        assert natures == set(Nature)
        assert set(Matter.objects.values_list("channel", flat=True)) == set(Channel) - {Channel.API, Channel.FILE}
        outcomes = set(Matter.objects.exclude(outcome="").values_list("outcome", flat=True))
        assert outcomes == set(Outcome) - {Outcome.NOT_STATED}

    def test_some_are_late_some_reopened_some_joint(self) -> None:
        assert Matter.objects.filter(on_time=False).exists()
        assert Matter.objects.filter(on_time=True).count() > Matter.objects.filter(on_time=False).count()
        assert Matter.objects.filter(reopened__gt=0).exists()
        assert Matter.objects.filter(reworked__gt=0).exists()
        assert Part.objects.filter(finished_at=None).exists()
        assert Part.objects.exclude(finished_at=None).exists()

    def test_all_of_it_went_through_acts_and_the_record_holds(self) -> None:
        assert list(chain.flaws()) == []
        assert list(drifts()) == []
        done = set(Record.objects.values_list("act", flat=True))
        assert done >= {
            f"matter.{act}"
            for act in (
                *("report", "register", "decline", "dispatch", "take_up", "assign", "finish_part", "report_back"),
                *("return", "close", "evaluate", "reopen", "withdraw"),
            )
        }

    def test_things_happen_in_the_order_of_time_and_before_the_end(self) -> None:
        moments = list(Record.objects.filter(act__startswith="matter.").order_by("seq").values_list("at", flat=True))
        assert all(earlier <= later for earlier, later in pairwise(moments))
        end = datetime.combine(UNTIL, time(), tzinfo=ZoneInfo("Asia/Shanghai"))
        assert moments[-1] < end
        assert (end - moments[0]).days <= 365

    def test_points_lie_in_the_cells_that_are_named(self) -> None:
        from shapely.geometry import Point, shape

        placed = Matter.objects.exclude(lng=None).select_related("cell")
        assert placed.count() > 100
        for matter in placed:
            assert matter.cell is not None
            ground = shape(matter.cell.boundary or {})
            assert ground.buffer(1e-6).contains(Point(matter.lng or 0, matter.lat or 0))

    @pytest.mark.parametrize("username", [login.username for login in logins.LOGINS])
    def test_everybody_who_is_named_can_log_in(self, username: str) -> None:
        user = get_user_model().objects.get(username=username)
        assert user.check_password(PASSWORD)
        assert not user.is_superuser
        assert not user.is_staff
        assert user.person.name

    def test_something_waits_for_each_of_them(self) -> None:
        posts = logins.posts(SHOWCASE, UNTIL)
        bodies = {name: post.body_id for name, post in posts.items()}
        at = {
            name: Counter(Matter.objects.filter(accountable_post=post).values_list("stage", flat=True))
            for name, post in posts.items()
        }
        assert at["workstation"][Stage.COLLECTED] >= 3
        assert at["workstation"][Stage.REGISTERED] >= 3
        assert at["cell-leader"][Stage.COLLECTED] >= 1
        assert at["cell-leader"][Stage.HANDLING] >= 3
        for name in ("residents-committee", "service-centre", "core", "subdistrict", "department"):
            led = Counter(Matter.objects.filter(lead=bodies[name]).values_list("stage", flat=True))
            assert led[Stage.DISPATCHED] >= 1, name
            assert led[Stage.HANDLING] >= 1, name
        for name in ("residents-committee", "core"):
            assert Matter.objects.filter(verifier=bodies[name], stage=Stage.REPORTED_BACK).count() >= 2
        for name in ("organisation", "property"):
            open_parts = Part.objects.filter(body=bodies[name], finished_at=None)
            assert open_parts.filter(matter__stage__in=(Stage.DISPATCHED, Stage.HANDLING)).exists(), name

    def test_the_resident_finds_own_matters_at_every_turn(self) -> None:
        mine = get_user_model().objects.get(username=logins.RESIDENT).person.reported
        stages = Counter(mine.values_list("stage", flat=True))
        assert stages[Stage.CLOSED] == 2
        assert {Stage.COLLECTED, Stage.DISPATCHED, Stage.HANDLING, Stage.REPORTED_BACK, Stage.EVALUATED} <= set(stages)


def test_a_lost_password_file_means_a_new_password_for_all(district: None, tmp_path: Path) -> None:
    with transaction.atomic():
        password = logins.password_in(tmp_path)
        logins.renew(password)
        assert get_user_model().objects.get(username="core").check_password(password)
        assert not get_user_model().objects.get(username="core").check_password(PASSWORD)
        transaction.set_rollback(True)


def test_a_demo_that_is_there_is_not_built_again(district: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = Record.objects.count()
    with transaction.atomic():
        assert cli.run(arguments()) == 0
        transaction.set_rollback(True)
    shown = capsys.readouterr().out
    assert Record.objects.count() == before
    assert all(login.username in shown for login in logins.LOGINS)
