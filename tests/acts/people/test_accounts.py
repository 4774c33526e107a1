"""Accounts and tokens at the command line: given once, printed once, never to the wrong person."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from tests.cast import Cast
from tuoluo.cli import main
from tuoluo.people import tokens
from tuoluo.people.accounts import ALPHABET, NameTaken, give_account, new_password
from tuoluo.people.models import ApiToken, Person


def run(capsys: pytest.CaptureFixture[str], *words: Any) -> tuple[int, str, str]:
    status = main(["person", *map(str, words)])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create(name="账户甲")


def test_an_account_comes_with_a_password_that_is_printed_once(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "account", "账户甲", "--username", "account-a")
    username, password = out.split()
    assert (status, username) == (0, "account-a")
    user = get_user_model().objects.get(person=person)
    assert user.check_password(password)
    assert not user.is_superuser
    assert not user.is_staff
    _, again, _ = run(capsys, "account", "account-a")
    user.refresh_from_db()
    assert user.check_password(again.split()[1])
    assert not user.check_password(password)


def test_a_new_account_needs_a_name_to_log_in_with(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "account", person.uuid)
    assert status == 2
    assert "--username" in err


def test_a_name_that_is_taken_is_not_given_twice(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    give_account(person, "taken", new_password())
    other = Person.objects.create(name="账户乙")
    status, _, err = run(capsys, "account", "账户乙", "--username", "taken")
    assert status == 1
    assert "taken" in err
    other.refresh_from_db()
    assert other.account is None
    with pytest.raises(NameTaken):
        give_account(other, "taken", new_password())


def test_of_two_with_one_name_none_is_chosen(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    twin = Person.objects.create(name=person.name)
    status, out, err = run(capsys, "account", "账户甲", "--username", "either")
    assert (status, out) == (1, "")
    assert str(person.uuid) in err
    assert str(twin.uuid) in err
    assert run(capsys, "account", twin.uuid, "--username", "twin")[0] == 0
    assert run(capsys, "find", "账户甲")[1].count("\n") == 2


def test_an_exact_name_comes_before_a_longer_one(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    Person.objects.create(name="账户甲乙")
    assert run(capsys, "account", "账户甲", "--username", "exact")[0] == 0
    assert get_user_model().objects.get(username="exact").person == person


def test_nobody_is_said_to_be_nobody(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "find", "没有此人")[0] == 1
    status, _, err = run(capsys, "token", "没有此人")
    assert status == 1
    assert "no people" in err


def test_a_token_is_bound_to_a_post_that_is_held(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    clerk = cast.person(cast.clerk)
    status, out, _ = run(capsys, "token", clerk.uuid, "--post", cast.clerk.post, "--days", 3)
    assert status == 0
    issued = tokens.holder(out.strip())
    assert issued is not None
    assert (issued.person, issued.post_id) == (clerk, cast.clerk.post)
    assert (issued.expires_at - issued.created_at).days == 3
    status, out, err = run(capsys, "token", clerk.uuid, "--post", cast.verifier.post)
    assert (status, out) == (1, "")
    assert str(cast.clerk.post) in err
    assert ApiToken.objects.count() == 1


def test_passwords_can_be_read_out_and_differ() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(set(password) <= {*ALPHABET, "-"} and len(password) == 19 for password in made)
    assert not set(ALPHABET) & set("il1o0")
