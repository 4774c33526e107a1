"""Handing posts over at a terminal: the same rights and rules as everywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cast import SINCE, Cast, found_district
from tuoluo import cli
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.charter.report import width
from tuoluo.ledger.models import Record
from tuoluo.people.models import Person
from tuoluo.territory.models import Area

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
    rows = {line.split()[0]: line for line in text.splitlines()}
    assert rows[str(cast.clerk.post)].split() == [
        str(cast.clerk.post), "荔园社区工作站", "工作站工作人员", cast.person(cast.clerk).name, SINCE.isoformat(),
    ]  # fmt: skip
    assert cast.cells[0].code in rows[str(cast.cell_leader.post)]
    assert str(cast.neighbour_clerk.post) not in rows


def test_the_list_stands_in_columns(cast: Cast, tuoluo: Command) -> None:
    """A Chinese character takes two places, so what is compared is the width, not the number of letters."""
    lines = tuoluo("list", "--area", cast.near.code)[1].splitlines()
    assert len(lines) > 5
    assert len({width(line[: line.index(SINCE.isoformat())]) for line in lines}) == 1


def test_an_area_whose_code_begins_alike_is_not_meant(cast: Cast, tuoluo: Command) -> None:
    """The nought at the end of 440399010 counts: 440399011 does not lie in it."""
    posts = []
    for stem in ("440399010", "440399011"):
        area = Area.objects.create(
            code=f"{stem}000", stem=stem, level="subdistrict", name=stem, parent=cast.district, valid_from=SINCE
        )
        body = Body.objects.create(kind="subdistrict_office", name=f"{stem}办事处", area=area, valid_from=SINCE)
        posts.append(Post.objects.create(body=body, role="subdistrict_head", head=True, valid_from=SINCE))
    status, text = tuoluo("list", "--area", "440399010000")
    assert (status, [line.split()[0] for line in text.splitlines()]) == (0, [str(posts[0].pk)])


def test_posts_are_listed_body_by_body(cast: Cast, tuoluo: Command) -> None:
    status, text = tuoluo("list", "--body", "海湾社区工作站")
    assert status == 0
    assert {line.split()[1] for line in text.splitlines()} == {"海湾社区工作站"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--body", "荔园社区工作战"), "perhaps 荔园社区工作站"),
        (("--area", "440399001009"), "440399001001"),
    ],
)
def test_what_was_probably_meant_is_named(cast: Cast, tuoluo: Command, words: tuple[str, ...], told: str) -> None:
    status, text = tuoluo("list", *words)
    assert (status, told in text) == (1, True)


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


def test_the_right_post_of_several_is_taken(cast: Cast, tuoluo: Command) -> None:
    """The head of one workstation is a clerk of another besides: only the post that has the right counts."""
    head = cast.person(cast.workstation_head)
    elsewhere = Post.objects.create(body=cast.far_workstation, role="workstation_clerk", valid_from=SINCE)
    Tenure.objects.create(post=elsewhere, person=head, since=SINCE)
    assert tuoluo("fill", str(cast.clerk.post), "欧阳新来", "--new", "--by", str(head.uuid))[0] == 0
    assert Record.objects.order_by("-seq")[0].post == cast.workstation_head.post
    status, text = tuoluo("fill", str(cast.neighbour_clerk.post), "欧阳又来", "--new", "--by", str(head.uuid))
    assert status == 3
    assert "body.outside_your_area" in text


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
        (("fill", "POST", "罗际", "--by", "DECIDER"), "perhaps 罗记"),
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


def test_a_leave_is_noted_shown_and_ended(cast: Cast, tuoluo: Command) -> None:
    by, post = decider(cast), str(cast.workstation_head.post)
    deputy = cast.person(cast.clerk)
    status, text = tuoluo("leave", post, "--by", by)
    assert (status, "post.leave_needs_substitute" in text) == (3, True)
    status, text = tuoluo("leave", post, "--substitute", str(deputy.uuid), "--by", by)
    assert (status, deputy.name in text) == (0, True)
    row = next(line for line in tuoluo("list", "--area", cast.near.code)[1].splitlines() if line.split()[0] == post)
    assert row.split()[-2:] == ["→", deputy.name]
    assert Record.objects.filter(act="post.leave", subject_id=int(post)).count() == 1
    status, text = tuoluo("return", post, "--by", by)
    assert (status, cast.person(cast.workstation_head).name in text) == (0, True)
    status, text = tuoluo("return", post, "--by", by)
    assert (status, "post.not_away" in text) == (3, True)


def test_a_substitute_nobody_knows_is_a_slip(cast: Cast, tuoluo: Command) -> None:
    status, text = tuoluo("leave", str(cast.clerk.post), "--substitute", "无此人", "--by", decider(cast))
    assert (status, "nobody fits" in text) == (1, True)
    assert tuoluo("leave", "999999", "--by", decider(cast))[0] == 1
    assert tuoluo("return", "999999", "--by", decider(cast))[0] == 1
