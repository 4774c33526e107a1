"""Handing posts over at a terminal: the same rights and rules as everywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cast import Cast, found_district
from tuoluo import cli
from tuoluo.bodies.models import Tenure
from tuoluo.ledger.models import Record
from tuoluo.people.models import Person

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody and every place."""
    return found_district()


@pytest.fixture
def tuoluo(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``tuoluo post …`` and give its exit status and what it printed."""

    def run(*words: str) -> tuple[int, str]:
        status = cli.main(["post", *words])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def decider(cast: Cast) -> str:
    return str(cast.person(cast.district_head).uuid)


def test_posts_are_listed_with_role_and_holder(cast: Cast, tuoluo: Command) -> None:
    status, text = tuoluo("list", "--area", cast.near.code)
    assert status == 0
    line = next(line for line in text.splitlines() if line.startswith(f"{cast.clerk.post}\t"))
    assert cast.person(cast.clerk).name in line
    assert "工作站" in line
    assert str(cast.neighbour_clerk.post) not in [line.split("\t")[0] for line in text.splitlines()]


def test_a_post_is_handed_to_somebody_new(cast: Cast, tuoluo: Command) -> None:
    status, _ = tuoluo("fill", str(cast.clerk.post), "欧阳新来", "--new", "--by", decider(cast))
    assert status == 0
    assert Tenure.objects.get(post=cast.clerk.post, until=None).person.name == "欧阳新来"
    last = Record.objects.order_by("-seq")[0]
    assert (last.act, last.person) == ("post.fill", cast.district_head.person)


def test_who_has_no_right_is_refused_as_on_every_face(cast: Cast, tuoluo: Command) -> None:
    before = Record.objects.count()
    status, text = tuoluo("fill", str(cast.clerk.post), "欧阳新来", "--new", "--by", str(cast.person(cast.clerk).uuid))
    assert status == 3
    assert "right.not_in_role" in text
    assert (Record.objects.count(), Person.objects.filter(name="欧阳新来").exists()) == (before, False)


def test_a_head_post_never_stands_empty(cast: Cast, tuoluo: Command) -> None:
    status, text = tuoluo("vacate", str(cast.workstation_head.post), "--by", decider(cast))
    assert status == 3
    assert "post.head_needs_successor" in text


def test_a_post_is_vacated(cast: Cast, tuoluo: Command) -> None:
    assert tuoluo("vacate", str(cast.clerk.post), "--by", decider(cast))[0] == 0
    assert not Tenure.objects.filter(post=cast.clerk.post, until=None).exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fill", "999999", "某人", "--by", "DECIDER"), "there is no post 999999"),
        (("fill", "POST", "没有这个人", "--by", "DECIDER"), "nobody fits"),
        (("fill", "POST", "某人", "--new"), "say with --by"),
        (("fill", "POST", "某人", "--new", "--by", "没有这个人"), "nobody fits"),
    ],
)
def test_a_slip_is_told_and_nothing_happens(cast: Cast, tuoluo: Command, words: tuple[str, ...], told: str) -> None:
    before = Record.objects.count()
    filled = [word.replace("DECIDER", decider(cast)).replace("POST", str(cast.clerk.post)) for word in words]
    status, text = tuoluo(*filled)
    assert (status, told in text) == (1, True)
    assert Record.objects.count() == before
