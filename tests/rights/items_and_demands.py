"""The recipes for acts on service items, and on what is asked of communities from outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.cast import SINCE
from tuoluo.bodies.models import Body
from tuoluo.charter.model import Handling
from tuoluo.ledger.actors import Actor
from tuoluo.oversight import acts as oversight
from tuoluo.oversight.models import Admission, Hours, Task
from tuoluo.oversight.rules import Cited, Demand
from tuoluo.people.models import Person
from tuoluo.services import acts as services
from tuoluo.services.models import Delegation, Item, Wording, columns_of
from tuoluo.services.rules import Grant, NewItem, RecallReason, Terms, Trained

if TYPE_CHECKING:
    from tests.rights.world import World


def today() -> date:
    return timezone.localdate()


TERMS = Terms("养老服务咨询", "public_service", Handling.DELEGABLE)
LATER = timedelta(days=100)


def item(world: World) -> Item:
    """An item of the catalogue that nobody serves by delegation."""
    row = Item.objects.create(code="FW-900", valid_from=SINCE)
    Wording.objects.create(item=row, valid_from=SINCE, **columns_of(TERMS))
    return row


def grant() -> Grant:
    return Grant(today(), today() + LATER, "街道会议纪要（试验）")


def delegate(world: World, by: Actor) -> dict[str, Any]:
    return {"subject": item(world), "community": world.cast.near, "provider": world.cast.centre, "grant": grant()}


def delegated(world: World, by: Actor) -> dict[str, Any]:
    near = world.cast.near
    row = Delegation.objects.create(
        item=item(world),
        community=near,
        stem=near.stem,
        provider=world.cast.centre,
        since=today(),
        until=today() + LATER,
        basis="街道会议纪要（试验）",
    )
    return {"subject": row, "until": today(), "reason": RecallReason.GIVEN_UP}


def demand(world: World, by: Actor, *, committee: Body | None = None) -> Admission:
    """A task asked by a body, waiting for the residents' committee."""
    now = timezone.now()
    task = Task.objects.create(
        asked_by=world.body(by), title="入户登记", basis="试验通知", asked_on=today(), until=today() + LATER,
        expected_halves=20,
    )  # fmt: skip
    by = world.cast.district_head.following("task.ask")
    return oversight.put_to(task, by=by, at=now, community=world.cast.near, committee=committee or world.cast.committee)


def put_before(world: World, by: Actor) -> Admission:
    """A demand that the actor's own body is to answer."""
    return demand(world, world.cast.water_head, committee=world.body(by))


def ask(world: World, by: Actor) -> dict[str, Any]:
    wanted = Demand("入户登记", "试验通知", today() + LATER, 20)
    area = world.cast.far if by.body == world.cast.committee.pk else world.cast.near
    return {"demand": wanted, "communities": [area]}


def admitted(world: World, by: Actor) -> Admission:
    waiting = demand(world, world.cast.water_head)
    Admission.objects.filter(pk=waiting.pk).update(answer="accepted", answered_on=today())
    return waiting


def own_hours(world: World, by: Actor) -> dict[str, Any]:
    row = Hours.objects.create(community=world.cast.near, body=world.body(by), day=today(), halves=2)
    return {"subject": row}


def of_items_and_demands(free: Callable[..., Any]) -> dict[str, Any]:
    """One recipe for each act."""
    return {
        "item.enter": free(
            services.enter_item, lambda w, by: {"item": NewItem("FW-901", TERMS), "valid_from": today()}
        ),
        "item.change": free(
            services.change_item, lambda w, by: {"subject": item(w), "terms": TERMS, "valid_from": today()}
        ),
        "item.retire": free(services.retire_item, lambda w, by: {"subject": item(w), "valid_until": today()}),
        "item.delegate": free(services.delegate_item, delegate),
        "item.recall": free(services.recall_item, delegated),
        "competence.record": free(
            services.record_competence,
            lambda w, by: {"person": Person.objects.create(name="学员"), "competence": Trained("window", today())},
        ),
        "task.ask": free(oversight.ask, ask),
        "task.put_to": free(
            oversight.put_to,
            lambda w, by: {"subject": demand(w, by).task, "community": w.cast.far, "committee": w.cast.committee},
        ),
        "task.accept": free(
            oversight.accept, lambda w, by: {"subject": demand(w, w.cast.water_head, committee=w.body(by))}
        ),
        "task.refuse": free(
            oversight.refuse,
            lambda w, by: {"subject": demand(w, w.cast.water_head, committee=w.body(by)), "ground": Cited("off_list")},
        ),
        "task.withdraw": free(oversight.withdraw, lambda w, by: {"subject": demand(w, by).task}),
        "task.log_hours": free(
            oversight.log_hours, lambda w, by: {"subject": admitted(w, by), "day": today(), "halves": 3}
        ),
        "hours.log_own": free(oversight.log_own, lambda w, by: {"subject": w.cast.near, "day": today(), "halves": 3}),
        "hours.correct": free(oversight.correct, own_hours),
    }
