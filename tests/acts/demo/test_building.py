"""A corner of the demo district, with its year: built whole or not at all, the same every time."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from tests.acts.demo.corner import PASSWORD, UNTIL, arguments, silent, wish
from tuoluo.demo import cli, logins
from tuoluo.demo.build import build, last_day
from tuoluo.demo.sentences import phrases
from tuoluo.demo.showcase import WAITS
from tuoluo.kernel.stops import CannotRun
from tuoluo.kernel.worktime import UnknownYear
from tuoluo.ledger.models import Record
from tuoluo.matters.calendar import calendar
from tuoluo.matters.figures import figures
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import OPEN_STAGES
from tuoluo.programme.loading import table_of
from tuoluo.programme.models import Programme
from tuoluo.programme.reads import programme_on
from tuoluo.programme.rules import State
from tuoluo.territory.models import Area, Level

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_what_waits_is_of_categories_that_have_sentences() -> None:
    assert {wait.category for wait in WAITS} <= set(phrases().cases)


def test_the_same_wish_makes_the_same_figures_and_another_seed_others() -> None:
    found = []
    for seed in (2014, 2014, 7):
        with transaction.atomic():
            build(wish(20, seed=seed), PASSWORD, silent)
            found.append(figures())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0]["fingerprint"] != found[2]["fingerprint"]


def test_at_the_end_of_the_year_deadlines_fall_into_a_year_nobody_has_published() -> None:
    until = last_day(date(2090, 7, 1))  # the end of the last year that is known
    assert (until.month, until.day) == (1, 1)
    with pytest.raises(UnknownYear):
        calendar().is_working_day(until)
    build(wish(20, until=until), PASSWORD, silent)
    waiting = Matter.objects.filter(due_unknown_year=until.year, stage__in=OPEN_STAGES)
    assert waiting.exists()
    assert not waiting.exclude(due_at=None).exists()


def test_the_history_of_a_known_year_runs_up_to_today() -> None:
    assert last_day(UNTIL) == UNTIL


def test_a_build_that_is_broken_off_leaves_nothing() -> None:
    def stop(phase: str, done: int, total: int) -> None:
        if phase == "matters" and done > 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(wish(20), PASSWORD, stop)
    assert not Area.objects.exists()
    assert not Record.objects.exists()
    assert not logins.is_demo()


def test_the_password_lies_in_a_file_for_its_owner_only_and_stays_the_same(tmp_path: Path) -> None:
    password = logins.password_in(tmp_path)
    assert logins.password_in(tmp_path) == password
    assert stat.S_IMODE((tmp_path / logins.FILE).stat().st_mode) == 0o600


def test_a_deployment_in_use_is_never_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Area.objects.create(
        code="440305000000", stem="440305", level=Level.DISTRICT, name="甲区", valid_from=date(2020, 1, 1)
    )
    assert cli.run(arguments(fresh=True)) == 1
    assert "not a demo" in capsys.readouterr().err
    assert Area.objects.count() == 1


def test_a_taken_port_is_told_before_anything_is_built() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CannotRun, match="choose another port"):
            cli.run(arguments(no_serve=False, port=taken.getsockname()[1]))


def test_the_sample_programme_is_labelled_and_the_same_every_time() -> None:
    tables = []
    for _ in range(2):
        with transaction.atomic():
            build(wish(20), PASSWORD, silent)
            programme = Programme.objects.get()
            assert programme.sample
            assert "样例" in programme.name
            seen = programme_on(programme, UNTIL)
            assert {state for state in State if seen.count(state)} == set(State), "something in each state"
            assert seen.postponed
            tables.append(table_of(seen))
            transaction.set_rollback(True)
    assert tables[0] == tables[1]
