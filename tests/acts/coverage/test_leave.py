"""The proof knows who is away: with a substitute nothing is missing, without one it says for whom to name one."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tuoluo.bodies.acts import leave_post, return_to_post
from tuoluo.bodies.models import Absence
from tuoluo.coverage.facts import Gap
from tuoluo.coverage.proof import Proof
from tuoluo.coverage.reads import Kept, world_on


def gaps(stem: str = "440399") -> set[Gap]:
    return set(Proof(world_on(stem, timezone.localdate())).verdict().gaps)


def test_a_leave_with_a_substitute_opens_no_gap_and_the_kept_proof_follows(cast: Cast) -> None:
    kept, by = Kept("440399", timezone.localdate()), {"by": cast.district_head, "at": timezone.now()}
    before = set(kept.verdict().gaps)
    today, deputy = timezone.localdate(), cast.person(cast.verifier)
    for actor in (cast.workstation_head, cast.cell_leader):
        given: dict[str, Any] = {"since": today, "substitute": deputy, **by}
        leave_post(cast.post(actor), **given)
    assert set(kept.verdict().gaps) == gaps() == before
    seat = world_on("440399", today).seats[cast.workstation.pk]
    assert (seat.head, seat.away, seat.substitute) == (cast.workstation_head.person, True, deputy.pk)
    return_to_post(cast.post(cast.workstation_head), by=cast.district_head, at=timezone.now(), since=today)
    assert not world_on("440399", today).seats[cast.workstation.pk].away
    assert set(kept.verdict().gaps) == before


def test_nobody_standing_in_is_a_gap(cast: Cast) -> None:
    """No act leads here; a table changed past the acts would."""
    before, today = gaps(), timezone.localdate()
    for actor in (cast.workstation_head, cast.cell_leader):
        Absence.objects.create(tenure=cast.post(actor).tenures.get(), since=today)
    opened = gaps() - before
    assert {"lead_away", "leader_away"} <= {gap.code for gap in opened}
    assert {gap.seat for gap in opened if gap.code == "lead_away"} == {cast.workstation.pk}
    assert cast.cells[0].code in {gap.place for gap in opened if gap.code == "leader_away"}
