"""Several people at once, really: threads and processes on one database, some of them killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import close_old_connections, connection, connections

from tests.cast import Cast, found_district
from tests.stateful.promises import all_hold, record_holds
from tests.steps import at_stage, history, moment, reported
from tuoluo.bodies.acts import fill_post
from tuoluo.bodies.models import Tenure
from tuoluo.bodies.reads import actor_for
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger import chain
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import batch
from tuoluo.matters import acts
from tuoluo.matters.acts import Place
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Stage
from tuoluo.people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
Act = Callable[[], Any]


@pytest.fixture
def district(transactional_db: None) -> Cast:
    """A district whose rows are really committed, so that other connections see them."""
    return found_district()


def at_once(*doings: Act) -> list[Any]:
    """Each doing in a thread and on a connection of its own, all started together: results or exceptions, in order."""
    barrier, results = Barrier(len(doings)), [None] * len(doings)

    def run(place: int, doing: Act) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            results[place] = doing()
        except Exception as error:
            results[place] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place, doing)) for place, doing in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "waiting for each other"
    return results


def one_wins(results: list[Any], code: str = "matter.wrong_stage") -> None:
    """Exactly one went through, every other was refused with this code and no other error."""
    wins = [result for result in results if not isinstance(result, Exception)]
    losses = [result for result in results if isinstance(result, Exception)]
    assert len(wins) == 1, results
    assert all(isinstance(loss, Refused) and loss.refusal.code == code for loss in losses), losses


# Where it stands, and who does what with it at the same moment.
RACES: dict[str, tuple[Stage, tuple[tuple[Callable[..., Matter], str, dict[str, Any]], ...]]] = {
    "two clerks register": (
        Stage.COLLECTED,
        ((acts.register, "clerk", {}), (acts.register, "workstation_head", {})),
    ),
    "one declines while another dispatches": (
        Stage.REGISTERED,
        ((acts.decline, "clerk", {"answer": "请向物业提出"}), (acts.dispatch, "workstation_head", {})),
    ),
    "two of the lead take up": (
        Stage.DISPATCHED,
        ((acts.take_up, "dispatcher", {}), (acts.take_up, "subdistrict_head", {})),
    ),
    "one closes while another sends back": (
        Stage.REPORTED_BACK,
        ((acts.close, "verifier", {}), (acts.return_for_rework, "committee_chair", {"reason": "未清"})),
    ),
    "four close": (
        Stage.REPORTED_BACK,
        ((acts.close, "verifier", {}), (acts.close, "committee_chair", {})) * 2,
    ),
}


@pytest.mark.parametrize("race", RACES)
def test_exactly_one_wins(district: Cast, race: str) -> None:
    stage, contestants = RACES[race]
    for _ in range(4):
        matter = at_stage(district, stage)
        entries = len(history(matter))
        pages = [Matter.objects.get(pk=matter.pk) for _ in contestants]  # each saw it on a page of their own
        one_wins(
            at_once(
                *[
                    partial(act, page, by=getattr(district, who), at=moment(60), **words)
                    for page, (act, who, words) in zip(pages, contestants, strict=True)
                ]
            )
        )
        assert len(history(matter)) == entries + 1
    all_hold()


def test_eight_report_at_once_and_the_chain_has_no_gap(district: Cast) -> None:
    before, each = chain.head()[0], 12
    results = at_once(*[lambda: [reported(district).pk for _ in range(each)]] * 8)
    assert [error for error in results if isinstance(error, Exception)] == []
    assert len({pk for pks in results for pk in pks}) == 8 * each
    numbers = list(Record.objects.filter(seq__gt=before).values_list("seq", flat=True))
    assert numbers == list(range(before + 1, before + 8 * each + 1))
    all_hold()


def test_two_successors_at_once_leave_one_holder(district: Cast) -> None:
    post, people = district.post(district.clerk), [Person.objects.create(name=f"新人{n}") for n in range(4)]
    day = moment(0).date()
    results = at_once(
        *[
            lambda person=person: fill_post(post, by=district.district_head, at=moment(0), person=person, since=day)
            for person in people
        ]
    )
    assert not [error for error in results if isinstance(error, Exception) and not isinstance(error, Refused)]
    assert Tenure.objects.on(day).filter(post=post).count() == 1
    assert Tenure.objects.filter(post=post, until=None).count() == 1
    all_hold()


def test_handing_over_while_the_holder_acts(district: Cast) -> None:
    """Either the old holder was first and the act stands, or the new one was and it is refused."""
    day = moment(0).date()
    for number in range(4):
        successor = Person.objects.create(name=f"新人{number}")
        holder = Tenure.objects.select_related("person", "post__body__area").get(post=district.clerk.post, until=None)
        by, matter = actor_for(holder), reported(district)
        act, handed = at_once(
            lambda by=by, matter=matter: acts.register(matter, by=by, at=moment(1)),  # type: ignore[misc]
            lambda successor=successor: fill_post(  # type: ignore[misc]
                district.post(district.clerk), by=district.district_head, at=moment(1), person=successor, since=day
            ),
        )
        assert not isinstance(handed, Exception), handed
        matter.refresh_from_db()
        if isinstance(act, Exception):
            assert isinstance(act, Refused)
            assert act.refusal.code == "right.post_not_held"
            assert matter.stage == Stage.COLLECTED
        else:
            assert matter.stage == Stage.REGISTERED
    all_hold()


def test_a_batch_and_posts_that_change_hands_do_not_block_each_other(district: Cast) -> None:
    """What is reported points to a post that is just being handed over; each goes through, in some order."""
    day, post = moment(0).date(), district.post(district.workstation_head)
    people = [Person.objects.create(name=f"站长{number}") for number in range(12)]

    def report_many() -> None:
        for _ in range(6):
            with batch():
                for _ in range(8):
                    reported(district, place=Place(district.near))

    def hand_over() -> None:
        for person in people:
            fill_post(post, by=district.district_head, at=moment(1), person=person, since=day)

    assert at_once(report_many, hand_over) == [None, None]
    all_hold()


def worker() -> subprocess.Popen[bytes]:
    """Another process that goes on doing acts on the same database until it is killed."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = f"postgresql://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    env = {**os.environ, "TUOLUO_DATABASE_URL": url, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    return subprocess.Popen([sys.executable, "-m", "tests.stateful.busy"], cwd=ROOT, env=env)


def test_killed_in_the_middle_of_an_act_nothing_is_half_done(district: Cast) -> None:
    """Four times a process that does acts and batches without pause is killed with no warning."""
    for number in range(4):
        before = chain.head()[0]
        process = worker()
        try:
            deadline = time.monotonic() + 30
            while chain.head()[0] < before + 20:
                assert process.poll() is None, "the worker stopped by itself"
                assert time.monotonic() < deadline
                time.sleep(0.01)
            time.sleep(0.037 * number)  # at another point of an act each time
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        close_old_connections()
        all_hold()
    assert Matter.objects.count() > 20
    reported(district)  # no lock stayed behind
    record_holds()
