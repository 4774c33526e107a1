"""Who acts, and in whose name."""

from __future__ import annotations

import pytest

from tuoluo.ledger.actors import ANYBODY, Actor

CLERK = Actor(person=1, name="张敏", post=2, role="workstation_clerk", body=3, body_name="工作站", area="440305001002")


def test_somebody_acts_for_the_body_of_their_post() -> None:
    assert CLERK.acting_body == 3


def test_what_is_carried_over_was_done_by_the_body_that_the_source_names() -> None:
    carrying = CLERK.carrying("history.csv", 9)
    assert carrying.acting_body == 9
    assert (carrying.person, carrying.post, carrying.body) == (1, 2, 3)  # who wrote it down stays visible
    assert CLERK.carried_over == ""


def test_a_source_that_names_no_body_does_not_make_it_the_registrars() -> None:
    assert CLERK.carrying("history.csv", None).acting_body is None


@pytest.mark.parametrize("fact", ["person", "post", "body", "follows", "for_body", "acting_body"])
def test_somebody_who_does_not_say_who_they_are_is_nobody(fact: str) -> None:
    assert getattr(ANYBODY, fact) is None


def test_an_actor_cannot_be_changed_on_the_way() -> None:
    with pytest.raises(AttributeError):
        CLERK.body = 4  # type: ignore[misc]
