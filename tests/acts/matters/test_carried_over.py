"""What another system already did is written down by a registrar, and stays recognisable as that."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.steps import history, moment, refused, reported
from tuoluo.ledger.actors import ANYBODY, Actor
from tuoluo.ledger.models import Record
from tuoluo.matters import acts
from tuoluo.matters.acts import Origin
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Channel, Outcome, Stage


def carried(cast: Cast, key: str = "1", day_only: bool = False) -> Matter:
    def by(body: int | None) -> Actor:
        return cast.registrar.carrying("history", body)

    door, lead, verifier = cast.workstation.pk, cast.office.pk, cast.committee.pk
    origin = Origin("history", key, day_only=day_only)
    matter = reported(cast, by=by(None), channel=Channel.FILE, origin=origin)
    matter = acts.register(matter, by=by(door), at=moment(1))
    matter = acts.dispatch(matter, by=by(door), at=moment(2), assistants=[])
    matter = acts.take_up(matter, by=by(lead), at=moment(3))
    matter = acts.report_back(matter, by=by(lead), at=moment(4), outcome=Outcome.NOT_STATED, answer="已处置")
    return acts.close(matter, by=by(verifier), at=moment(5), on_time=False)


def test_a_carried_over_matter_has_a_full_history(cast: Cast) -> None:
    matter = carried(cast)
    entries = history(matter)
    assert [entry.act for entry in entries] == [
        f"matter.{step}" for step in ("report", "register", "dispatch", "take_up", "report_back", "close")
    ]
    assert {entry.facts["carried_over"] for entry in entries} == {"history"}
    assert {entry.person for entry in entries} == {cast.registrar.person}
    assert [entry.body for entry in entries][-1] == cast.committee.pk
    assert all(entry.recorded_at > entry.at for entry in entries)


def test_the_source_says_whether_it_was_in_time(cast: Cast) -> None:
    matter = carried(cast)
    assert (matter.on_time, matter.outcome, matter.stage) == (False, Outcome.NOT_STATED, Stage.CLOSED)


def test_a_source_that_knows_only_the_day_gives_no_hour_of_closing(cast: Cast) -> None:
    assert carried(cast, day_only=True).closed_at is None
    assert carried(cast, "2").closed_at == moment(5)


def test_the_head_of_the_lead_answers_not_the_registrar(cast: Cast) -> None:
    assert carried(cast).accountable_post_id == cast.subdistrict_head.post


def test_nothing_is_carried_over_twice(cast: Cast) -> None:
    carried(cast)
    before = Record.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        carried(cast)
    assert Record.objects.count() == before


@pytest.mark.parametrize("who", ["clerk", "verifier", "secretary", "district_head"])
def test_only_a_registrar_carries_over(cast: Cast, who: str) -> None:
    by = getattr(cast, who).carrying("history", cast.office.pk)
    refused("right.not_in_role", reported, cast, by=by)
    matter = reported(cast)
    refused("right.not_in_role", acts.register, matter, by=by, at=moment(1))


def test_somebody_without_a_post_cannot_claim_a_source_or_a_body(cast: Cast) -> None:
    for by in (
        ANYBODY.carrying("history", cast.office.pk),
        cast.resident.carrying("history", cast.office.pk),
        Actor(person=cast.resident.person, body=cast.committee.pk),
    ):
        refused("right.needs_post", reported, cast, by=by, reporter=None)
