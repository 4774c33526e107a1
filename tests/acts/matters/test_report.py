"""Reporting: by whom, what it needs, who answers for it from that moment."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.steps import MONDAY, STREET_WORK, last, moment, refused, reported
from tuoluo.bodies.models import Body
from tuoluo.bodies.reads import in_charge
from tuoluo.ledger.actors import ANYBODY
from tuoluo.matters import acts
from tuoluo.matters.acts import Place, hash_of, new_link
from tuoluo.matters.models import Matter, number_of, parse_number
from tuoluo.matters.rules import Channel, Nature, Stage
from tuoluo.people.models import Contact

DAY = date(2026, 7, 6)


def test_a_resident_reports_and_the_cell_leader_answers_for_it_at_once(cast: Cast) -> None:
    matter = reported(cast, nature=Nature.COMPLAINT, channel=Channel.COUNTER)
    matter.refresh_from_db()
    assert (matter.stage, matter.category, matter.nature) == (Stage.COLLECTED, STREET_WORK, Nature.COMPLAINT)
    assert matter.accountable_body == cast.workstation
    assert matter.accountable_post_id == cast.cell_leader.post
    assert in_charge(matter.accountable_post, DAY).pk == cast.cell_leader.person
    assert matter.reporter_id == cast.resident.person


def test_where_the_cell_is_not_known_the_head_of_the_front_door_answers(cast: Cast) -> None:
    matter = reported(cast, place=Place(cast.near))
    assert matter.accountable_post_id == cast.workstation_head.post


def test_somebody_who_does_not_say_who_they_are_may_report(cast: Cast) -> None:
    link = new_link()
    matter = reported(cast, by=ANYBODY, link=link)
    assert (matter.reporter, matter.link) == (None, hash_of(link))
    assert last(matter).person is None


def test_a_member_of_staff_reports_what_they_see(cast: Cast) -> None:
    matter = reported(cast, by=cast.cell_leader, nature=Nature.FINDING, channel=Channel.PATROL)
    entry = last(matter)
    assert (entry.person, entry.post, entry.body) == (
        cast.cell_leader.person,
        cast.cell_leader.post,
        cast.workstation.pk,
    )


def test_a_category_may_be_left_to_the_front_door(cast: Cast) -> None:
    assert reported(cast, category="").category == ""


def test_a_report_says_something(cast: Cast) -> None:
    refused("matter.text_missing", reported, cast, text=" ")


def test_a_category_that_is_given_is_in_the_catalogue(cast: Cast) -> None:
    refused("matter.unknown_category", reported, cast, category="X99")


def test_before_a_charter_is_in_force_nothing_can_be_reported(cast: Cast) -> None:
    long_ago = MONDAY.replace(year=2020)
    refused("charter.none_in_force", acts.report, by=ANYBODY, at=long_ago, text="路灯不亮", place=Place(cast.near))


def test_where_no_front_door_exists_it_says_so(cast: Cast) -> None:
    refused("matter.no_front_door", reported, cast, place=Place(cast.subdistrict))
    assert not Matter.objects.exists()


def test_where_the_front_door_has_nobody_in_office_it_is_closed(cast: Cast) -> None:
    """Somebody has to answer for a matter from its first moment."""
    Body.objects.filter(pk=cast.workstation.pk).update(valid_until=DAY)
    refused("matter.no_front_door", reported, cast)


def test_a_contact_is_kept_for_a_year_for_this_purpose_only(cast: Cast) -> None:
    matter, other = reported(cast, contact="138 0000 0000"), reported(cast)
    contact = Contact.objects.get()
    assert contact.value == "138 0000 0000"
    assert acts.contacts_of(matter) == [contact]
    assert acts.contacts_of(other) == [], "given for another matter"
    assert contact.expires_on == date(2027, 7, 6)


def test_a_contact_without_a_person_is_not_kept(cast: Cast) -> None:
    reported(cast, by=ANYBODY, contact="138 0000 0000")
    assert not Contact.objects.exists()


def test_the_record_says_what_was_reported_and_who_answers(cast: Cast) -> None:
    entry = last(reported(cast))
    assert (entry.act, entry.family, entry.at) == ("matter.report", "serve", moment(0))
    assert entry.facts["place"] == {"community": f"area:{cast.near.pk}", "cell": f"area:{cast.cells[0].pk}"}
    said = entry.facts["now"]
    assert {name: said[name] for name in ("stage", "body", "post", "lead", "verifier", "due", "category")} == {
        "stage": "collected",
        "body": cast.workstation.pk,
        "post": cast.cell_leader.post,
        "lead": None,
        "verifier": None,
        "due": None,
        "category": STREET_WORK,
    }


@pytest.mark.parametrize("text", ["26-000001-", "26-000012-3", "abc", ""])
def test_a_mistyped_number_leads_nowhere(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("pk", [1, 999_999, 1_000_000, 123_456_789])
def test_a_number_on_paper_leads_to_its_matter(pk: int) -> None:
    number = number_of(pk, DAY)
    assert parse_number(number) == pk
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert parse_number(wrong) is None
