"""Three communities of one district under three charters at once: each sort of matter lives its whole life in each."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast, actor_of, square
from tuoluo.bodies.acts import adopt_charter, create_post, establish_body, fill_post
from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import front_door, head_post
from tuoluo.charter import Level, Part
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.standing import drifts
from tuoluo.matters import acts
from tuoluo.matters.acts import Place
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Outcome, Stage
from tuoluo.people.acts import enter_person
from tuoluo.territory.acts import establish
from tuoluo.territory.models import Area
from tuoluo.territory.rules import NewArea

NAMES = {"shekou": "440399001003", "minimal": "440399001004"}


@pytest.fixture
def communities(cast: Cast) -> dict[str, Area]:
    """One community for each charter, with every body that the charter demands or that its duties name."""
    by: dict[str, Any] = {"by": cast.district_head, "at": timezone.now()}
    day = timezone.localdate()
    found = {"nanshan": cast.near}
    for column, (name, code) in enumerate(NAMES.items(), start=4):
        new = NewArea(code, f"{name}社区", boundary=square(column), schematic=True, source="tests")
        found[name] = establish(cast.subdistrict, area=new, valid_from=day, **by)
        adopt_charter(found[name], name=name, valid_from=day, **by)
    for name, community in found.items():
        charter = charter_at(community.stem, day)
        assert charter.name == name
        for kind in charter.kinds.values():
            area = {Level.DISTRICT: cast.district, Level.SUBDISTRICT: cast.subdistrict}.get(kind.level, community)
            if not Body.objects.filter(kind=kind.code, area=area).exists():
                body = establish_body(
                    kind=kind.code, name=f"{area.name}{kind.name.zh}", area=area, valid_from=day, **by
                )
                seat_a_head(body, by)
    return found


def seat_a_head(body: Body, by: dict[str, Any]) -> None:
    day = timezone.localdate()
    role = next(role for role in charter_at(body.area.stem, day).roles_of(body.kind) if role.head)
    post = create_post(body=body, role=role.code, valid_from=day, **by)
    fill_post(post, person=enter_person(name=f"{body.name}负责人", **by), since=day, **by)


def head(body: Body | None) -> Actor:
    assert body is not None
    return actor_of(head_post(body, timezone.localdate()))


def live(cast: Cast, community: Area, category: str) -> Matter:
    """From report to evaluation, each step by the head of the body whose step it is."""
    door = head(front_door(community.stem, timezone.localdate()))
    matter = acts.report(
        by=cast.resident, at=timezone.now(), text="请处理", place=Place(community), reporter=cast.person(cast.resident)
    )
    matter = acts.register(matter, by=door, at=timezone.now(), category=category)
    matter = acts.dispatch(matter, by=door, at=timezone.now())
    matter = acts.take_up(matter, by=head(matter.lead), at=timezone.now())
    for part in matter.parts.select_related("body"):
        acts.finish_part(matter, by=head(part.body), at=timezone.now(), result="已办")
    matter = acts.report_back(matter, by=head(matter.lead), at=timezone.now(), outcome=Outcome.SOLVED, answer="已处理")
    matter = acts.close(matter, by=head(matter.verifier), at=timezone.now())
    return acts.evaluate(matter, by=cast.resident, at=timezone.now(), responded=True, solved=True, satisfied=5)


@pytest.mark.slow
def test_a_matter_of_each_sort_lives_its_whole_life_under_each(cast: Cast, communities: dict[str, Area]) -> None:
    led: dict[str, set[str]] = {}
    for name, community in communities.items():
        charter = charter_at(community.stem, timezone.localdate())
        sorts: dict[tuple[Any, ...], str] = {}
        for code in charter.categories:
            duty = None if charter.is_group(code) else charter.duty_for(code, community.stem)
            if duty is not None:
                sorts.setdefault((duty.lead, duty.assistants, duty.verifier, duty.evaluator), code)
        for (lead, assistants, verifier, evaluator), code in sorts.items():
            matter = live(cast, community, code)
            assert matter.stage == Stage.EVALUATED
            assert (matter.charter, matter.lead.kind if matter.lead else "") == (name, lead)
            assert (matter.verifier.kind if matter.verifier else "") == verifier
            assert (matter.evaluator.kind if matter.evaluator else "") == evaluator
            assert {part.body.kind for part in matter.parts.all()} == set(assistants)
            led.setdefault(name, set()).add(lead)
    assert "workstation" in led["nanshan"]
    assert {"platform", "administrative_service_centre"} <= led["shekou"]
    assert led["minimal"] == {"residents_committee", "subdistrict_office"}
    assert list(drifts()) == []


def test_a_kind_of_one_charter_is_unknown_next_door(cast: Cast, communities: dict[str, Area]) -> None:
    def own(community: Area) -> set[str]:
        kinds = charter_at(community.stem, timezone.localdate()).kinds.values()
        return {kind.code for kind in kinds if kind.part is not Part.GOVERNMENT}

    kinds = {name: own(community) for name, community in communities.items()}
    assert "workstation" in kinds["nanshan"] - kinds["shekou"] - kinds["minimal"]
    assert not Body.objects.filter(area=communities["shekou"], kind="workstation").exists()
    assert Post.objects.filter(body__area=communities["shekou"], head=True).count() == len(kinds["shekou"])
