"""Establishing bodies."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import SINCE, Cast
from tests.steps import at_stage, moment, refused, reported
from tuoluo.bodies.acts import create_post, establish_body, fill_post
from tuoluo.bodies.models import Body
from tuoluo.bodies.reads import body_meant, in_charge
from tuoluo.ledger.models import Record
from tuoluo.matters import acts
from tuoluo.matters.rules import Stage
from tuoluo.people.models import Person

DAY = moment(0).date()
CODE = "53100000500021676K"


def establish(cast: Cast, **more: Any) -> Body:
    given = {"kind": "local_unit", "name": "榕树物业", "area": cast.near, "valid_from": DAY, **more}
    return establish_body(by=given.pop("by", cast.district_head), at=moment(0), **given)


def test_the_district_establishes_a_body(cast: Cast) -> None:
    body = establish(cast, credit_code=CODE, superior=cast.core, reference="WY-7")
    body.refresh_from_db()
    assert (body.kind, body.area, body.superior, body.credit_code) == ("local_unit", cast.near, cast.core, CODE)
    entry = Record.objects.last()
    assert entry is not None
    assert (entry.act, entry.subject_id) == ("body.establish", body.pk)
    assert entry.facts["area"] == f"area:{cast.near.pk}"


def test_a_wrong_credit_code_is_refused(cast: Cast) -> None:
    refused("body.bad_credit_code", establish, cast, credit_code="53100000500021676A")


def test_two_bodies_do_not_share_a_credit_code(cast: Cast) -> None:
    establish(cast, credit_code=CODE)
    with pytest.raises(IntegrityError), transaction.atomic():
        establish(cast, name="另一家", credit_code=CODE)


def test_kinds_levels_and_numbers_are_the_charters(cast: Cast) -> None:
    refused("body.unknown_kind", establish, cast, kind="ministry")
    refused("body.wrong_level", establish, cast, area=cast.district)
    refused("body.too_many", establish, cast, kind="party_committee", name="第二个综合党委")


def test_a_body_establishes_only_inside_its_area(cast: Cast) -> None:
    establish(cast, by=cast.subdistrict_head, area=cast.far)
    elsewhere = cast.district
    refused("body.outside_your_area", establish, cast, by=cast.subdistrict_head, kind="water", area=elsewhere)
    refused("right.not_in_role", establish, cast, by=cast.secretary)
    refused("right.needs_post", establish, cast, by=cast.resident)


def test_a_body_with_nobody_in_office_is_given_nothing(cast: Cast) -> None:
    """Between its founding and its first head nobody there could answer."""
    unit = establish(cast, kind="urban_management", name="城管局", area=cast.district)
    assert body_meant("urban_management", cast.near.stem, DAY) is None
    matter = at_stage(cast, Stage.REGISTERED)
    refused(
        "matter.lead_not_in_office", acts.dispatch, matter, by=cast.clerk, at=moment(20), lead=unit, reason="归城管"
    )
    post = create_post(by=cast.district_head, at=moment(1), body=unit, role="department_head", valid_from=DAY)
    assert body_meant("urban_management", cast.near.stem, DAY) is None
    fill_post(post, by=cast.district_head, at=moment(2), person=Person.objects.create(name="新局长"), since=DAY)
    assert body_meant("urban_management", cast.near.stem, DAY) == unit
    matter = acts.dispatch(matter, by=cast.clerk, at=moment(20), lead=unit, reason="归城管")
    assert in_charge(matter.accountable_post, DAY).pk


def test_a_front_door_with_nobody_in_office_takes_nothing_in(cast: Cast) -> None:
    Body.objects.filter(pk=cast.workstation.pk).update(valid_until=DAY)
    door = establish(cast, kind="workstation", name="新工作站")
    refused("matter.no_front_door", reported, cast)
    post = create_post(by=cast.district_head, at=moment(1), body=door, role="workstation_head", valid_from=DAY)
    refused("matter.no_front_door", reported, cast)
    fill_post(post, by=cast.district_head, at=moment(2), person=Person.objects.create(name="新站长"), since=DAY)
    assert reported(cast).accountable_body == door


def test_a_duty_means_the_nearest_body_or_one_by_name(cast: Cast) -> None:
    assert body_meant("workstation", cast.near.stem, DAY) == cast.workstation
    assert body_meant("workstation", cast.far.stem, DAY) == cast.far_workstation
    assert body_meant("subdistrict_office", cast.near.stem, DAY) == cast.office
    assert body_meant("water", cast.near.stem, DAY) == cast.water
    assert body_meant(f"@{cast.water.name}", cast.near.stem, DAY) == cast.water
    Body.objects.filter(pk=cast.water.pk).update(reference="SW-1")
    assert body_meant("@SW-1", cast.far.stem, DAY) == cast.water
    assert body_meant("@SW-1", "440306001001", DAY) is None
    assert body_meant("workstation", cast.near.stem, SINCE.replace(year=2025)) is None
