"""Who may hold a post, from when, and which posts never stand empty."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuoluo.bodies import rules
from tuoluo.kernel.periods import Period

JAN, MAR, MAY, JUL = (date(2026, month, 1) for month in (1, 3, 5, 7))
POST = Period(JAN)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def terms(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    length = draw(st.none() | st.integers(0, 300))
    return Period(start, None if length is None else start + timedelta(days=length))


@pytest.mark.parametrize(
    ("term", "others", "post", "code"),
    [
        (Period(MAR), [], POST, ""),
        (Period(MAR), [Period(JAN, MAR)], POST, ""),  # follows on the very day
        (Period(MAR), [Period(JAN, MAY)], POST, "post.already_held"),
        (Period(MAR), [Period(JAN)], POST, "post.already_held"),
        (Period(MAR), [Period(MAY)], POST, "post.already_held"),  # somebody is named for later
        (Period(MAR, MAY), [Period(MAY)], POST, ""),
        (Period(MAR), [Period(MAR, MAR)], POST, ""),  # a term that ended the day it began held on no day
        (Period(JAN), [], Period(MAR), "post.not_in_force"),
        (Period(MAY), [], Period(JAN, MAY), "post.not_in_force"),  # the last day is the one before
        (Period(MAR), [], Period(JAN, MAY), ""),
    ],
)
def test_one_holder_at_a_time(term: Period, others: list[Period], post: Period, code: str) -> None:
    refusal = rules.may_hold(term, others, post)
    assert (refusal.code if refusal else "") == code


@given(terms(), st.lists(terms(), max_size=4))
def test_terms_that_are_let_in_never_share_a_day(first: Period, rest: list[Period]) -> None:
    held = [first]
    for term in rest:
        if rules.may_hold(term, held, POST) is None:
            held.append(term)
    for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(0, 700, 7)):
        assert sum(term.contains(day) for term in held) <= 1


@pytest.mark.parametrize(
    ("head", "cell", "code"),
    [
        (False, False, ""),
        (True, False, "post.head_needs_successor"),
        (False, True, "post.cell_needs_successor"),
        (True, True, "post.head_needs_successor"),
    ],
)
def test_a_head_and_a_cell_leader_never_leave_an_empty_seat(head: bool, cell: bool, code: str) -> None:
    refusal = rules.may_fall_vacant(head=head, cell=cell)
    assert (refusal.code if refusal else "") == code


@pytest.mark.parametrize(
    ("start", "allowed"), [(JAN, False), (MAR - timedelta(days=1), False), (MAR, True), (MAY, True)]
)
def test_a_term_is_not_backdated(start: date, allowed: bool) -> None:
    refusal = rules.may_start_before(MAR, start)
    assert (refusal is None) is allowed


@pytest.mark.parametrize(("tenures", "code"), [(0, "post.not_held_then"), (1, "")])
def test_only_a_holder_leaves(tenures: int, code: str) -> None:
    refusal = rules.must_have_ended(tenures, MAR)
    assert (refusal.code if refusal else "") == code
