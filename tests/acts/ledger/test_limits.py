"""A text that its column cannot take is refused by name and length, the same on every database."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.cast import Cast, found_district
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import ANYBODY
from tuoluo.ledger.limits import unfit
from tuoluo.ledger.words import sentence
from tuoluo.matters.acts import Place, report
from tuoluo.people.acts import enter_person
from tuoluo.people.models import Person
from tuoluo.territory.models import Area


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody and every place."""
    return found_district()


def test_a_name_too_long_is_refused_with_the_maximum(cast: Cast) -> None:
    before = Person.objects.count()
    with pytest.raises(Refused) as refused:
        enter_person(name="长" * 61, by=cast.workstation_head, at=timezone.now())
    told = refused.value.refusal
    assert (told.code, told.facts["column"]) == ("text.too_long", "person.name")
    assert (told.facts["maximum"], told.facts["length"]) == (60, 61)
    assert "60" in sentence(told)
    assert Person.objects.count() == before


def test_a_name_of_just_that_length_is_taken(cast: Cast) -> None:
    assert enter_person(name="长" * 60, by=cast.workstation_head, at=timezone.now()).name == "长" * 60


def test_nul_is_no_text(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        enter_person(name="张\x00三", by=cast.workstation_head, at=timezone.now())
    assert (refused.value.refusal.code, refused.value.refusal.facts["position"]) == ("text.has_nul", 2)


def test_rows_written_the_quick_way_are_asked_too(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        report(by=ANYBODY, at=timezone.now(), text="灯坏了", place=Place(cast.near, None, "路" * 257))
    assert refused.value.refusal.facts["column"] == "matter.place"


def test_only_the_fields_that_change_are_asked() -> None:
    area = Area(name="长" * 81)
    assert unfit(area) is not None
    assert unfit(area, ["code"]) is None
