"""Appointing a cell's leader at a terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from tests.cast import Cast, found_district
from tuoluo import cli
from tuoluo.bodies.models import Tenure
from tuoluo.bodies.reads import leader_post
from tuoluo.ledger.models import Record
from tuoluo.people.models import Person

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody and every place."""
    return found_district()


@pytest.fixture
def lead(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``tuoluo cell lead …`` in the name of somebody."""

    def run(*words: str, by: object = "") -> tuple[int, str]:
        decides = ["--by", str(by)] if by else []
        status = cli.main(["cell", "lead", *words, *decides])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def leader(cast: Cast) -> Person:
    post = leader_post(cast.cells[0], timezone.localdate())
    return Tenure.objects.get(post=post, until=None).person


def test_a_cell_gets_its_next_leader(cast: Cast, lead: Command) -> None:
    cell, head = cast.cells[0].code, cast.person(cast.workstation_head)
    assert lead(cell, "葛新", "--new", "--body", "荔园社区工作站", by=head.uuid)[0] == 0
    assert leader(cast).name == "葛新"
    last = Record.objects.order_by("-seq")[0]
    assert (last.act, last.person, last.post) == ("cell.appoint_leader", head.pk, cast.workstation_head.post)


def test_the_seat_may_move_to_another_body(cast: Cast, lead: Command) -> None:
    verifier = cast.person(cast.verifier)
    secretary = cast.person(cast.secretary).uuid
    assert lead(cast.cells[0].code, str(verifier.uuid), "--body", "荔园社区居委会", by=secretary)[0] == 0
    assert leader(cast) == verifier
    post = leader_post(cast.cells[0], timezone.localdate())
    assert post is not None
    assert post.body == cast.committee


def test_whoever_may_appoint_but_not_enter_people_is_refused_whole(cast: Cast, lead: Command) -> None:
    """The secretary appoints leaders; entering people is not in that role by the charter."""
    before = Record.objects.count(), leader(cast)
    by = cast.person(cast.secretary).uuid
    status, text = lead(cast.cells[0].code, "葛新", "--new", "--body", "荔园社区工作站", by=by)
    assert status == 3
    assert "right.not_in_role" in text
    assert (Record.objects.count(), leader(cast)) == before


def test_nobody_appoints_in_another_community(cast: Cast, lead: Command) -> None:
    by = cast.person(cast.workstation_head).uuid
    status, text = lead(cast.far_cells[0].code, "葛长", "--body", "海湾社区工作站", by=by)
    assert status == 3
    assert "body.outside_your_area" in text


@pytest.mark.parametrize(
    ("words", "by", "told"),
    [
        (("440399001001009", "葛长", "--body", "荔园社区工作站"), "唐明", "perhaps 440399001001"),
        (("CELL", "葛长", "--body", "荔园社区工作战"), "唐明", "perhaps 荔园社区工作站"),
        (("CELL", "葛长", "--body", "社区工作站"), "唐明", "several bodies fit"),
        (("CELL", "没有这个人", "--body", "荔园社区工作站"), "唐明", "nobody fits"),
        (("CELL", "葛长", "--body", "荔园社区工作站"), "", "say with --by"),
    ],
)
def test_a_slip_is_told_and_nothing_happens(
    cast: Cast, lead: Command, words: tuple[str, ...], by: str, told: str
) -> None:
    before = Record.objects.count()
    status, text = lead(*(word.replace("CELL", cast.cells[0].code) for word in words), by=by)
    assert (status, told in text) == (1, True), text
    assert Record.objects.count() == before
