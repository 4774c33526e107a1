"""People, and the vault that keeps what identifies them."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.steps import moment, refused
from tuoluo.ledger.facts import commitment
from tuoluo.ledger.models import Record
from tuoluo.people import vault
from tuoluo.people.acts import enter_person
from tuoluo.people.models import Contact, Person
from tuoluo.people.vault import CannotOpen, seal, unseal

FORBIDDEN = (
    "sex",
    "gender",
    "birth",
    "age",
    "ethnic",
    "id_number",
    "identity",
    "household",
    "label",
    "score",
    "profile",
)


def test_a_person_is_entered_by_the_name_they_work_under(cast: Cast) -> None:
    person = enter_person(by=cast.registrar, at=moment(0), name="文员甲")
    entry = Record.objects.last()
    assert entry is not None
    assert (entry.act, entry.subject_id) == ("person.enter", person.pk)
    assert entry.facts == {"commitment": commitment(bytes(person.salt), {"name": "文员甲"})}


def test_not_everybody_enters_people(cast: Cast) -> None:
    refused("right.not_in_role", enter_person, by=cast.clerk, at=moment(0), name="x")
    refused("right.needs_post", enter_person, by=cast.resident, at=moment(0), name="x")


def test_nothing_is_kept_about_a_person_that_the_work_does_not_need() -> None:
    """No profile can be built, because there is no column for one."""
    columns = {field.name for model in (Person, Contact) for field in model._meta.get_fields()}
    assert not [column for column in columns if any(word in column for word in FORBIDDEN)]
    assert {field.name for field in Person._meta.fields} == {"id", "uuid", "name", "salt", "account"}


@given(st.text(), st.text(min_size=1, max_size=20))
def test_what_was_sealed_opens_again(text: str, place: str) -> None:
    assert unseal(seal(text, place), place) == text


def test_it_opens_nowhere_else() -> None:
    """A contact copied by hand into the column of a text stays closed."""
    sealed = seal("13800138000", "tuoluo_contact.value")
    with pytest.raises(CannotOpen, match=r"tuoluo_matter\.text"):
        unseal(sealed, "tuoluo_matter.text")


@pytest.mark.parametrize("place", range(1, 40))
def test_one_flipped_bit_is_noticed(place: int) -> None:
    sealed = bytearray(seal("13800138000", "here"))
    sealed[place] ^= 1
    with pytest.raises(CannotOpen):
        unseal(bytes(sealed), "here")


def test_the_same_text_is_never_sealed_the_same_twice() -> None:
    assert len({seal("13800138000", "here") for _ in range(50)}) == 50


def test_another_key_does_not_open_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal("13800138000", "here")
    monkeypatch.setattr(vault, "_key", lambda number: b"\x01" * 16)
    with pytest.raises(CannotOpen):
        unseal(sealed, "here")


@pytest.mark.django_db
def test_the_database_never_sees_a_contact() -> None:
    person = Person.objects.create(name="某人")
    Contact.objects.create(person=person, value="13800138000", purpose="test", expires_on=moment(0).date())
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM tuoluo_contact")
        raw = bytes(cursor.fetchone()[0])
    assert b"13800138000" not in raw
    assert Contact.objects.get().value == "13800138000"
