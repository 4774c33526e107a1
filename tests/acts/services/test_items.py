"""Items through the acts: entered, changed, delegated, recalled; what the record keeps; no overlap, whatever comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import SINCE, Cast
from tests.steps import refused
from tuoluo.bodies.models import Body
from tuoluo.charter.model import Handling
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.ledger.standing import drifts
from tuoluo.services import acts
from tuoluo.services.models import Delegation, Item, Wording
from tuoluo.services.reads import candidates, offered_in, wording_on
from tuoluo.services.rules import Grant, NewItem, RecallReason, Terms, Trained
from tuoluo.territory.models import Area

TERMS = Terms("老人助餐登记", "public_service", Handling.DELEGABLE, materials="身份证明", source="样例")
LICENCE = Terms("食品经营许可申请", "licence", Handling.RETAINED, category="L93005")


def today() -> date:
    return timezone.localdate()


def entered(cast: Cast, terms: Terms = TERMS, code: str = "FW-001") -> Item:
    new = NewItem(code, terms)
    return acts.enter_item(by=cast.district_head, at=timezone.now(), item=new, valid_from=SINCE)


def grant(days: int = 0, until: int = 300) -> Grant:
    return Grant(today() + timedelta(days=days), today() + timedelta(days=until), "街道会议纪要（试验）", "合同-1")


def given_to(cast: Cast, item: Item, body: Body, by: Actor | None = None, **more: Any) -> Delegation:
    arguments = {"community": cast.near, "provider": body, "grant": grant(), **more}
    return acts.delegate_item(item, by=by or cast.subdistrict_head, at=timezone.now(), **arguments)


def test_an_item_is_entered_once_and_the_record_keeps_what_it_says(cast: Cast) -> None:
    item = entered(cast)
    record = Record.objects.get(subject_kind="item", subject_id=item.pk)
    assert record.act == "item.enter"
    assert record.facts["now"]["terms"]["name"] == "老人助餐登记"
    again = {"by": cast.registrar, "at": timezone.now(), "valid_from": today()}
    refused("item.known_already", acts.enter_item, item=NewItem("FW-001", TERMS), **again)
    refused("item.attribute_retains", acts.enter_item, item=NewItem("X", replace(TERMS, attribute="licence")), **again)
    assert list(drifts()) == []


def test_a_change_holds_from_its_day_and_the_words_before_stay(cast: Cast) -> None:
    item = entered(cast)
    by = {"by": cast.district_head, "at": timezone.now()}
    acts.change_item(item, terms=replace(TERMS, fee="5 元"), valid_from=today(), **by)  # type: ignore[arg-type]
    acts.change_item(item, terms=replace(TERMS, fee="6 元"), valid_from=today(), **by)  # type: ignore[arg-type]
    yesterday = wording_on(item, today() - timedelta(days=1))
    now = wording_on(item, today())
    assert yesterday is not None
    assert now is not None
    assert (yesterday.fee, now.fee) == ("", "6 元")
    refused("item.changed_before", acts.change_item, item, terms=TERMS, valid_from=SINCE, **by)
    assert list(drifts()) == []


def test_a_wording_changed_past_the_acts_is_found(cast: Cast) -> None:
    item = entered(cast)
    Wording.objects.filter(item=item).update(fee="100 元")
    assert [drift.fact for drift in drifts()] == ["terms"]


def test_an_item_is_delegated_and_recalled(cast: Cast) -> None:
    item = entered(cast)
    delegation = given_to(cast, item, cast.centre)
    (shown,) = offered_in(cast.near, today())
    assert (shown.server, shown.delegation) == (cast.centre, delegation)
    (far,) = offered_in(cast.far, today())
    assert (far.server, far.delegation) == (cast.far_workstation, None)
    acts.recall_item(
        delegation, by=cast.subdistrict_head, at=timezone.now(), until=today(), reason=RecallReason.NOT_PERFORMED
    )
    (shown,) = offered_in(cast.near, today())
    assert (shown.server, shown.delegation) == (cast.workstation, None), "the front door serves it again"
    assert list(drifts()) == []


def test_what_must_be_retained_is_refused_with_the_charters_basis(cast: Cast) -> None:
    item = entered(cast, LICENCE)
    with pytest.raises(Refused) as caught:
        given_to(cast, item, cast.centre)
    assert caught.value.refusal.code == "item.must_be_retained"
    assert "深民函" in caught.value.refusal.basis, "the basis that the charter gives for the kind of body"
    assert given_to(cast, item, cast.office).provider == cast.office


def test_what_is_to_be_retained_before_the_end_is_not_handed_over_until_then(cast: Cast) -> None:
    item = entered(cast, TERMS)
    start, terms = today() + timedelta(days=100), replace(TERMS, handling=Handling.RETAINED)
    acts.change_item(item, by=cast.registrar, at=timezone.now(), valid_from=start, terms=terms)
    refused("item.must_be_retained", given_to, cast, item, cast.centre)


def test_a_retained_item_is_served_by_whoever_the_charter_makes_its_lead(cast: Cast) -> None:
    entered(cast, replace(LICENCE, category="L93001", attribute="confirmation"))
    (shown,) = offered_in(cast.near, today())
    assert shown.retained
    assert shown.server in (cast.workstation, cast.office)


def test_who_may_serve_and_the_others_with_the_reason(cast: Cast) -> None:
    item = entered(cast, replace(TERMS, competences=("elder_care",)))
    reasons = {body.pk: refusal.code if refusal else None for body, refusal in candidates(item, cast.near, today())}
    assert reasons[cast.society.pk] == "item.no_credit_code"
    assert reasons[cast.centre.pk] == "item.not_competent"
    acts.record_competence(
        by=cast.registrar,
        at=timezone.now(),
        person=cast.person(cast.social_worker),
        competence=Trained("elder_care", SINCE),
        proof="结业证书",
    )
    reasons = {body.pk: refusal.code if refusal else None for body, refusal in candidates(item, cast.near, today())}
    assert reasons[cast.centre.pk] is None
    assert given_to(cast, item, cast.centre).provider == cast.centre
    record = Record.objects.filter(act="competence.record").get()
    assert "结业" not in str(record.content), "what proves it is sealed"


def test_what_stands_against_a_delegation(cast: Cast) -> None:
    item = entered(cast)
    given_to(cast, item, cast.centre)
    for code, change in (
        ("item.delegated_already", {}),
        ("item.not_a_community", {"community": cast.subdistrict}),
        ("body.outside_your_area", {"community": _elsewhere(cast)}),
        ("item.basis_missing", {"grant": Grant(SINCE, SINCE + timedelta(days=900), "")}),
        ("item.not_in_force", {"grant": Grant(date(2025, 1, 1), SINCE, "纪要")}),
        ("right.not_in_role", {"by": cast.secretary}),
    ):
        refused(code, given_to, cast, item, cast.workstation, **change)


def _elsewhere(cast: Cast) -> Area:
    """A community outside the subdistrict."""
    code = "440399002001"
    return Area.objects.create(
        code=code, stem=code, level="community", name="别处", parent=cast.district, valid_from=SINCE
    )


def test_an_item_in_other_hands_is_neither_retained_nor_retired(cast: Cast) -> None:
    item = entered(cast)
    given_to(cast, item, cast.centre)
    by = {"by": cast.district_head, "at": timezone.now()}
    retained = replace(TERMS, handling=Handling.RETAINED)
    refused("item.still_delegated", acts.change_item, item, terms=retained, valid_from=today(), **by)
    refused("item.still_delegated", acts.retire_item, item, valid_until=today(), **by)
    acts.retire_item(item, valid_until=today() + timedelta(days=300), **by)  # type: ignore[arg-type]
    refused("item.retired", acts.retire_item, item, valid_until=today() + timedelta(days=400), **by)


@pytest.mark.parametrize("shift", [-10, 0, 10])
def test_the_database_itself_refuses_an_overlap(cast: Cast, shift: int) -> None:
    item = entered(cast)
    first = given_to(cast, item, cast.centre)
    later = timedelta(days=shift)
    with pytest.raises(Error), transaction.atomic():
        Delegation.objects.create(
            item=item,
            community=cast.near,
            stem=cast.near.stem,
            provider=cast.workstation,
            since=first.since + later,
            until=first.until + later,
            basis="x",
        )
    Wording.objects.filter(item=item).update(valid_until=today())
    again = {"name": "x", "attribute": "x", "handling": "retained", "valid_from": SINCE, "valid_until": today()}
    with pytest.raises(Error), transaction.atomic():
        Wording.objects.create(item=item, **again)


Step = tuple[str, int, int, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(["give", "take"]), st.integers(0, 40), st.integers(1, 40), st.integers(0, 1)), max_size=12
)


@pytest.mark.slow
@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_delegated_and_recalled_no_two_ever_overlap(cast: Cast, steps: list[Step]) -> None:
    with transaction.atomic():
        item = entered(cast)
        reasons: set[str] = set()
        for kind, start, length, which in steps:
            try:
                with transaction.atomic():
                    _step(cast, item, kind, start, length, which)
            except Refused as stopped:
                reasons.add(stopped.refusal.code)
        rows = list(Delegation.objects.filter(item=item))
        for day in range(90):
            on = today() + timedelta(days=day)
            assert sum(row.period.contains(on) for row in rows) <= 1
        assert list(drifts()) == []
        assert reasons <= {"item.delegated_already", "item.recall_out_of_time"}
        transaction.set_rollback(True)


def _step(cast: Cast, item: Item, kind: str, start: int, length: int, which: int) -> None:
    if kind == "give":
        body = (cast.centre, cast.workstation)[which]
        given_to(cast, item, body, grant=grant(start, start + length))
        return
    running = Delegation.objects.filter(item=item).order_by("-pk").first()
    if running is not None:
        until = today() + timedelta(days=start)
        by = cast.subdistrict_head
        acts.recall_item(running, by=by, at=timezone.now(), until=until, reason=RecallReason.GIVEN_UP)
