"""Whatever somebody does to the record or past it behind the software's back, `tuoluo ledger verify` finds it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast
from tests.steps import at_stage, history
from tuoluo import cli
from tuoluo.ledger import chain
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Stage


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def verify(*words: str) -> int:
    return cli.main(["ledger", "verify", *words])


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return at_stage(cast, Stage.CLOSED)


def middle(matter: Matter) -> int:
    return history(matter)[3].seq


def reseal(seq: int) -> None:
    """What a forger with the algorithm at hand would do: a right hash for a changed entry."""
    record = Record.objects.get(seq=seq)
    sql("UPDATE tuoluo_record SET hash = %s WHERE seq = %s", chain.seal(record), seq)


def test_an_untouched_record_holds(matter: Matter, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify() == 0
    number, seal = chain.head()
    assert f"{number} entries, head {number}:{seal}" in capsys.readouterr().out


COLUMNS = [
    ("act", "'matter.decline'"),
    ("family", "'decide'"),
    ("at", "'2020-01-01 00:00:00+00'"),
    ("recorded_at", "'2020-01-01 00:00:00+00'"),
    ("person", "999"),
    ("post", "NULL"),
    ("body", "999"),
    ("subject_kind", "'body'"),
    ("subject_id", "999999"),
    ("content", "'{}'"),
    ("hash", f"'{'a' * 64}'"),
    ("previous", f"'{'b' * 64}'"),
]


@pytest.mark.parametrize(("column", "value"), COLUMNS)
def test_a_changed_column_is_found(matter: Matter, capsys: pytest.CaptureFixture[str], column: str, value: str) -> None:
    seq = middle(matter)
    sql(f'UPDATE tuoluo_record SET "{column}" = {value} WHERE seq = %s', seq)
    assert verify() == 1
    assert f"entry {seq}: " in capsys.readouterr().err


def test_a_changed_and_resealed_entry_no_longer_fits_its_successor(
    matter: Matter, capsys: pytest.CaptureFixture[str]
) -> None:
    seq = middle(matter)
    sql("UPDATE tuoluo_record SET person = 999 WHERE seq = %s", seq)
    reseal(seq)
    assert verify() == 1
    assert f"entry {seq + 1}: broken link" in capsys.readouterr().err


def test_an_entry_taken_out_of_the_middle_is_missed(matter: Matter, capsys: pytest.CaptureFixture[str]) -> None:
    seq = middle(matter)
    sql("DELETE FROM tuoluo_record WHERE seq = %s", seq)
    assert verify() == 1
    assert f"entry {seq}: missing" in capsys.readouterr().err


def test_the_first_entry_cannot_be_taken_out_either(matter: Matter, capsys: pytest.CaptureFixture[str]) -> None:
    sql("DELETE FROM tuoluo_record WHERE seq = 1")
    assert verify() == 1
    assert "entry 1: missing" in capsys.readouterr().err


def test_an_entry_slipped_in_is_found(matter: Matter) -> None:
    """Numbers are whole and follow one another, so that there is no room; at the end it must fit the head."""
    number, _ = chain.head()
    sql(
        "INSERT INTO tuoluo_record SELECT seq + 1, act, family, at, recorded_at, person, post, body, subject_kind,"
        " subject_id, content, previous, hash FROM tuoluo_record WHERE seq = %s",
        number,
    )
    assert verify() == 1


def test_two_entries_that_changed_places_are_found(matter: Matter) -> None:
    first, second = middle(matter), middle(matter) + 1
    for seq, to in ((first, -1), (second, first), (-1, second)):
        sql("UPDATE tuoluo_record SET seq = %s WHERE seq = %s", to, seq)
    assert verify() == 1


def test_a_cut_tail_is_found_with_a_head_noted_before(matter: Matter, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ledger", "head"]) == 0
    noted = capsys.readouterr().out.strip()
    assert verify("--head", noted) == 0
    number = int(noted.partition(":")[0])
    sql("DELETE FROM tuoluo_record WHERE seq > %s", number - 2)
    sql("DELETE FROM tuoluo_matter WHERE id = -1")
    assert verify("--head", noted) == 1
    assert f"entry {number} is missing" in capsys.readouterr().err


def test_a_rewritten_tail_is_found_with_a_head_noted_before(matter: Matter, capsys: pytest.CaptureFixture[str]) -> None:
    """A forger who reseals everything to the end makes a chain that holds in itself."""
    cli.main(["ledger", "head"])
    noted = capsys.readouterr().out.strip()
    seq, last = middle(matter), chain.head()[0]
    sql("UPDATE tuoluo_record SET person = 999 WHERE seq = %s", seq)
    for number in range(seq, last + 1):
        previous = Record.objects.get(seq=number - 1).hash
        sql("UPDATE tuoluo_record SET previous = %s WHERE seq = %s", previous, number)
        reseal(number)
    assert list(chain.flaws()) == []
    assert verify() == 0
    assert verify("--head", noted) == 1
    assert "not the one whose head was noted" in capsys.readouterr().err


def test_the_record_may_grow_after_a_head_was_noted(
    cast: Cast, matter: Matter, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["ledger", "head"])
    noted = capsys.readouterr().out.strip()
    at_stage(cast, Stage.REGISTERED)
    assert verify("--head", noted) == 0


@pytest.mark.parametrize("noted", ["", "7", "seven:abc", "1:abc", f"-1:{'0' * 64}"])
def test_a_head_that_cannot_be_read_is_not_taken_for_right(matter: Matter, noted: str) -> None:
    assert verify(f"--head={noted}") == 1


PAST_THE_ACTS: list[tuple[str, Callable[[Matter, Cast], dict[str, object]]]] = [
    ("stage", lambda matter, cast: {"stage": "evaluated"}),
    ("body", lambda matter, cast: {"accountable_body": cast.water}),
    ("post", lambda matter, cast: {"accountable_post": cast.post(cast.water_head)}),
    ("lead", lambda matter, cast: {"lead": cast.water}),
    ("verifier", lambda matter, cast: {"verifier": cast.core}),
    ("due", lambda matter, cast: {"due_at": None}),
    ("category", lambda matter, cast: {"category": "C01001"}),
]


@pytest.mark.parametrize(("fact", "change"), PAST_THE_ACTS)
def test_a_matter_changed_past_its_acts_is_found(
    cast: Cast,
    matter: Matter,
    capsys: pytest.CaptureFixture[str],
    fact: str,
    change: Callable[[Matter, Cast], dict[str, object]],
) -> None:
    Matter.objects.filter(pk=matter.pk).update(**change(matter, cast))
    assert verify() == 1
    assert f"matter:{matter.pk}: the table says {fact}=" in capsys.readouterr().err


def test_a_matter_that_no_act_made_is_found(matter: Matter, capsys: pytest.CaptureFixture[str]) -> None:
    matter.pk, matter.uuid = None, uuid.uuid4()
    matter._state.adding = True
    matter.save()
    assert verify() == 1
    assert f"matter:{matter.pk}: the table says act=exists, the record act=none" in capsys.readouterr().err


def test_a_deleted_matter_is_found(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    matter = at_stage(cast, Stage.REGISTERED)
    Matter.objects.filter(pk=matter.pk).delete()
    assert verify() == 1
    assert f"matter:{matter.pk}" in capsys.readouterr().err
