"""What the record says, and the one way to write it down."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuoluo.ledger.chain import canonical, moment, seal
from tuoluo.ledger.facts import PRIVATE, commitment, facts_of, plain
from tuoluo.ledger.models import Record
from tuoluo.people.models import Person

SHANGHAI = timezone(timedelta(hours=8))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Spot:
    name: str
    words: str = field(default="", metadata=PRIVATE)
    height: int | None = None


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        ("路灯", "路灯"),
        (True, True),
        (Colour.RED, "red"),
        (date(2026, 7, 6), "2026-07-06"),
        (datetime(2026, 7, 6, 9, tzinfo=SHANGHAI), "2026-07-06T01:00:00+00:00"),
        (Person(pk=7), "person:7"),
        ([Person(pk=7), Colour.RED], ["person:7", "red"]),
        ({"who": Person(pk=7)}, {"who": "person:7"}),
        (Spot("桥", words="王家门口"), {"name": "桥"}),
        (Spot("桥", height=3), {"name": "桥", "height": 3}),
    ],
)
def test_a_value_as_the_record_holds_it(value: object, written: object) -> None:
    assert plain(value) == written


def test_what_the_record_cannot_hold_is_an_error_not_a_guess() -> None:
    with pytest.raises(TypeError, match="complex"):
        plain(1 + 2j)
    with pytest.raises(TypeError, match="bytes"):
        plain({"key": b"secret"})


def test_arguments_that_say_nothing_are_left_out_but_no_is_an_answer() -> None:
    given_: dict[str, object] = {"a": "", "b": None, "c": [], "d": False, "e": 0, "f": "x"}
    assert facts_of(given_, Person(pk=1)) == {"d": False, "e": 0, "f": "x"}


@given(st.dictionaries(st.text(max_size=6), JSON, max_size=6))
def test_the_same_facts_are_written_the_same_in_any_order(facts: dict[str, object]) -> None:
    backwards = dict(reversed(facts.items()))
    assert canonical(facts) == canonical(backwards)
    assert json.loads(canonical(facts)) == facts


def test_the_canonical_form_is_what_anybody_else_would_compute() -> None:
    assert canonical({"b": 1, "a": ["路", None]}) == '{"a":["路",null],"b":1}'


def test_a_moment_is_the_same_in_every_time_zone() -> None:
    there = datetime(2026, 7, 6, 9, 30, 0, 5, tzinfo=SHANGHAI)
    assert moment(there) == moment(there.astimezone(UTC)) == "2026-07-06T01:30:00.000005+00:00"


def test_a_commitment_is_a_keyed_hash_that_anybody_with_the_salt_can_check() -> None:
    said = {"text": "路灯不亮"}
    message = '{"text":"路灯不亮"}'.encode()
    assert commitment(b"salt", said) == hmac.new(b"salt", message, hashlib.sha256).hexdigest()


@given(st.binary(min_size=16, max_size=16), st.text(min_size=1), st.text(min_size=1))
def test_other_words_have_another_commitment(salt: bytes, one: str, other: str) -> None:
    assert (commitment(salt, {"t": one}) == commitment(salt, {"t": other})) == (one == other)


FIELDS = {
    "seq": 4,
    "act": "matter.report",
    "family": "serve",
    "at": datetime(2026, 7, 6, 1, tzinfo=UTC),
    "recorded_at": datetime(2026, 7, 6, 2, tzinfo=UTC),
    "person": 1,
    "post": 2,
    "body": 3,
    "subject_kind": "matter",
    "subject_id": 9,
    "content": "{}",
    "previous": "0" * 64,
}
CHANGED = {
    "seq": 5,
    "act": "matter.close",
    "family": "decide",
    "at": datetime(2026, 7, 6, 1, 0, 0, 1, tzinfo=UTC),
    "recorded_at": datetime(2026, 7, 6, 3, tzinfo=UTC),
    "person": None,
    "post": 12,
    "body": None,
    "subject_kind": "body",
    "subject_id": 99,
    "content": '{"x":1}',
    "previous": "1" * 64,
}


@pytest.mark.parametrize("name", FIELDS)
def test_the_seal_covers_every_column(name: str) -> None:
    assert seal(Record(**FIELDS)) != seal(Record(**{**FIELDS, name: CHANGED[name]}))


def test_every_column_but_the_seal_itself_is_in_that_test() -> None:
    """A column added to the record must be sealed, too."""
    assert {field.name for field in Record._meta.fields} == {*FIELDS, "hash"}
    assert FIELDS.keys() == CHANGED.keys()


def test_who_and_for_whom_cannot_be_swapped_under_one_seal() -> None:
    """Neighbouring empty columns must not run together."""
    one = {**FIELDS, "person": 1, "post": None, "body": None}
    other = {**FIELDS, "person": None, "post": 1, "body": None}
    assert seal(Record(**one)) != seal(Record(**other))
