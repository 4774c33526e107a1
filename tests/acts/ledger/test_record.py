"""Every act leaves exactly one entry, written together with its effect; nothing changes an entry afterwards."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.cast import Cast
from tests.steps import STEPS, at_stage, history, moment, refused, reported
from tuoluo.bodies.acts import fill_post
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger import chain, registry
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record, RecordIsFinal
from tuoluo.ledger.registry import Family, act, batch
from tuoluo.matters import acts
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Stage
from tuoluo.people.models import Contact, Person


class Broken(Exception):
    """The disk is full, the server is gone."""


@pytest.fixture
def record_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(record: Record) -> Record:
        raise Broken

    monkeypatch.setattr(registry, "append", fail)


def test_each_act_leaves_one_entry(cast: Cast) -> None:
    matter = at_stage(cast, Stage.EVALUATED)
    entries = history(matter)
    assert [entry.act for entry in entries] == [
        f"matter.{step}"
        for step in ("report", "register", "dispatch", "take_up", "finish_part", "report_back", "close", "evaluate")
    ]
    assert [entry.seq for entry in entries] == list(range(entries[0].seq, entries[0].seq + len(entries)))
    assert [entry.at for entry in entries] == [moment(10 * n) for n in range(8)]


def test_an_entry_says_who_did_it_in_which_post_for_which_body(cast: Cast) -> None:
    entry = history(at_stage(cast, Stage.REGISTERED))[-1]
    assert (entry.person, entry.post, entry.body) == (cast.clerk.person, cast.clerk.post, cast.workstation.pk)
    assert (entry.family, entry.subject_kind) == ("coordinate", "matter")
    assert entry.recorded_at <= timezone.now()


@pytest.mark.usefixtures("record_fails")
@pytest.mark.parametrize("stage", [stage for stage in Stage if STEPS[stage]])
def test_where_the_record_fails_nothing_is_written(cast: Cast, monkeypatch: pytest.MonkeyPatch, stage: Stage) -> None:
    *before, (_, step) = STEPS[stage]
    with monkeypatch.context() as whole:
        whole.setattr(registry, "append", chain.append)
        matter = reported(cast)
        for _, earlier in before:
            matter = earlier(cast, matter)
    rows = Matter.objects.filter(pk=matter.pk).values().get(), list(matter.parts.values()), matter.said.count()
    with pytest.raises(Broken):
        step(cast, matter)
    assert rows == (
        Matter.objects.filter(pk=matter.pk).values().get(),
        list(matter.parts.values()),
        matter.said.count(),
    )
    assert list(chain.flaws()) == []


@pytest.mark.usefixtures("record_fails")
def test_where_the_record_fails_nothing_is_reported(cast: Cast) -> None:
    with pytest.raises(Broken):
        reported(cast, contact="13800138000")
    assert not Matter.objects.exists()
    assert not Contact.objects.exists()


def test_an_entry_cannot_be_changed_or_taken_out(cast: Cast) -> None:
    entry = history(reported(cast))[0]
    entry.content = "{}"
    with pytest.raises(RecordIsFinal):
        entry.save()
    with pytest.raises(RecordIsFinal):
        entry.save(update_fields=["content"])
    with pytest.raises(RecordIsFinal):
        entry.delete()
    with pytest.raises(RecordIsFinal):
        Record(seq=entry.seq, act="x").delete()


def test_an_entry_does_not_take_the_place_of_another(cast: Cast) -> None:
    entry = history(reported(cast))[0]
    twin = Record(**{field.attname: getattr(entry, field.attname) for field in Record._meta.fields})
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_an_act_reads_its_subject_again_so_that_stale_pages_are_refused(cast: Cast) -> None:
    stale = reported(cast)
    acts.register(Matter.objects.get(pk=stale.pk), by=cast.clerk, at=moment(5))
    assert stale.stage == Stage.COLLECTED
    refused("matter.wrong_stage", acts.register, stale, by=cast.clerk, at=moment(6))


def test_a_page_asks_the_same_question_as_the_act(cast: Cast) -> None:
    matter = reported(cast)
    assert registry.refusal("matter.register", matter, by=cast.clerk, at=moment(5)) is None
    refusal = registry.refusal("matter.close", matter, by=cast.verifier, at=moment(5))
    assert refusal is not None
    assert refusal.code == "matter.wrong_stage"
    assert len(history(matter)) == 1  # asking leaves no trace


def test_two_acts_have_two_names() -> None:
    with pytest.raises(ValueError, match=r"matter\.report"):

        @act("matter.report", family=Family.SERVE)
        def another(*, by: Actor, at: Any) -> Person:
            """Never called."""
            raise AssertionError


def test_a_batch_is_recorded_like_single_acts(cast: Cast) -> None:
    with batch():
        matter = at_stage(cast, Stage.EVALUATED)
    assert len(history(matter)) == 8
    assert list(chain.flaws()) == []


def test_a_batch_that_breaks_leaves_nothing(cast: Cast) -> None:
    before = chain.head()

    def break_off() -> None:
        with batch():
            at_stage(cast, Stage.CLOSED)
            raise Broken

    with pytest.raises(Broken):
        break_off()
    assert chain.head() == before
    assert not Matter.objects.exists()


def test_a_batch_goes_on_after_what_a_caller_took_back(cast: Cast) -> None:
    """The last entry is known without looking, but never one that was rolled back to a savepoint."""

    def take_back(within: AbstractContextManager[None]) -> None:
        with within:
            at_stage(cast, Stage.CLOSED)
            raise Broken

    with batch():
        reported(cast)
        kept = chain.head()
        for within in (transaction.atomic(), batch()):
            with pytest.raises(Broken):
                take_back(within)
        assert chain.head() == kept
        reported(cast)
        with batch():
            reported(cast)
        reported(cast)
    assert chain.head()[0] == kept[0] + 3
    assert list(chain.flaws()) == []


def test_in_a_batch_rights_are_still_asked(cast: Cast) -> None:
    matter = reported(cast)
    with pytest.raises(Refused), batch():
        acts.register(matter, by=cast.neighbour_clerk, at=moment(5))
    assert Matter.objects.get(pk=matter.pk).stage == Stage.COLLECTED


def test_in_a_batch_a_new_holder_is_known_at_once(cast: Cast) -> None:
    """Answers kept for the length of a batch must not outlive a change of posts."""
    with batch():
        acts.register(reported(cast), by=cast.clerk, at=moment(1))
        successor = cast.person(cast.other_resident)
        today = timezone.localdate()
        fill_post(cast.post(cast.clerk), by=cast.workstation_head, at=timezone.now(), person=successor, since=today)
        matter = reported(cast)
        with pytest.raises(Refused, match=r"right\.post_not_held"), transaction.atomic():
            acts.register(matter, by=cast.clerk, at=moment(2))
    assert history(matter)[-1].act == "matter.report"
