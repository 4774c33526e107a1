"""What must hold for every matter at every moment, whoever did what in which order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from tuoluo.bodies.models import Absence, Post, Tenure
from tuoluo.bodies.reads import in_charge
from tuoluo.ledger import chain
from tuoluo.ledger.facts import plain
from tuoluo.ledger.models import Record
from tuoluo.ledger.standing import drifts
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import OPEN_STAGES, Stage
from tuoluo.territory.models import Area

COLLECTED, REGISTERED, DISPATCHED, HANDLING, REPORTED_BACK, CLOSED, EVALUATED, DECLINED, WITHDRAWN = Stage
OPEN = tuple(stage for stage in Stage if stage in OPEN_STAGES)

# Written out by hand: from where each act leads to where. What is not here must never happen.
STEPS: dict[str, set[tuple[Stage | None, Stage]]] = {
    "matter.report": {(None, COLLECTED)},
    "matter.register": {(COLLECTED, REGISTERED)},
    "matter.decline": {(COLLECTED, DECLINED), (REGISTERED, DECLINED)},
    "matter.dispatch": {(REGISTERED, DISPATCHED), (DISPATCHED, DISPATCHED)},
    "matter.take_up": {(DISPATCHED, HANDLING)},
    "matter.assign": {(stage, stage) for stage in OPEN},
    "matter.finish_part": {(DISPATCHED, DISPATCHED), (HANDLING, HANDLING)},
    "matter.report_back": {(HANDLING, REPORTED_BACK)},
    "matter.return": {(REPORTED_BACK, HANDLING)},
    "matter.close": {(REPORTED_BACK, CLOSED)},
    "matter.set_deadline": {(stage, stage) for stage in (DISPATCHED, HANDLING, REPORTED_BACK, CLOSED, EVALUATED)},
    "matter.evaluate": {(CLOSED, EVALUATED)},
    "matter.reopen": {(CLOSED, HANDLING), (EVALUATED, HANDLING)},
    "matter.withdraw": {(stage, WITHDRAWN) for stage in (COLLECTED, REGISTERED, DISPATCHED, HANDLING)},
    "matter.transfer": {(stage, stage) for stage in (*OPEN, CLOSED)},
    "contact.read": {(stage, stage) for stage in Stage},
}
# Acts that change who answers for a matter; every other act leaves body and post as they were.
MOVES_RESPONSIBILITY = {"matter.report", "matter.take_up", "matter.assign", "matter.reopen", "matter.transfer"}


def somebody_answers(matter: Matter, day: date) -> None:
    """An open matter has one accountable body that exists, and one named person in office there."""
    body, post = matter.accountable_body, matter.accountable_post
    assert body.period.contains(day), f"{body} is gone"
    assert post.body_id == body.pk, f"{post} is no post of {body}"
    person = in_charge(post, day)
    held = list(Tenure.objects.on(day).filter(post__body=body).values_list("post", "person"))
    leaves = Absence.objects.on(day).filter(tenure__in=Tenure.objects.on(day).filter(post__body=body))
    away = set(leaves.values_list("tenure__post", "tenure__person"))
    stand_in = set(leaves.values_list("tenure__post", "substitute"))
    there = {holder for _, holder in set(held) - away} | {deputy for _, deputy in stand_in}
    assert person.pk in there, f"{person} acts in no post of {body} today"
    holders = [holder for seat, holder in held if seat == post.pk and (seat, holder) not in away]
    assert holders in ([], [person.pk]) or (post.pk, person.pk) in stand_in, "the holder of the post is passed over"


def nobody_checks_own_work(matter: Matter) -> None:
    """The verifying body neither leads nor assists."""
    if matter.stage in (DISPATCHED, HANDLING, REPORTED_BACK, CLOSED, EVALUATED):
        assert matter.lead_id is not None
        assert matter.verifier_id is not None
        assert matter.verifier_id != matter.lead_id
        assert matter.verifier_id not in matter.parts.values_list("body", flat=True)


def history_fits(matter: Matter) -> None:
    """The entries lead from stage to stage as the acts allow, and the last says what the row says."""
    before: dict[str, Any] = {"stage": None, "body": None, "post": None}
    entries = list(Record.objects.filter(subject_kind="matter", subject_id=matter.pk).order_by("seq"))
    for entry in entries:
        now = entry.facts["now"]
        stage = None if before["stage"] is None else Stage(before["stage"])
        assert (stage, Stage(now["stage"])) in STEPS[entry.act], f"{entry.act}: {stage} to {now['stage']}"
        if entry.act not in MOVES_RESPONSIBILITY:
            assert (before["body"], before["post"]) == (now["body"], now["post"]), entry.act
        before = now
    assert said(before) == said(plain(matter.standing()))


def said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts that say something: an empty one may be left out of the record."""
    return {fact: value for fact, value in facts.items() if value not in (None, "")}


def leaders_are_in_office(day: date) -> None:
    """Each cell has exactly one leader's post, and it is held."""
    posts = list(Post.objects.on(day).filter(cell__isnull=False).select_related("cell"))
    cells = Area.objects.on(day).filter(level="cell").values_list("code", flat=True)
    assert sorted(post.cell.code for post in posts if post.cell) == sorted(cells)
    assert Tenure.objects.on(day).filter(post__in=posts).count() == len(posts)
    heads = Post.objects.on(day).filter(head=True)
    away = Absence.objects.on(day).filter(tenure__in=Tenure.objects.on(day).filter(post__in=[*posts, *heads]))
    assert not away.filter(substitute=None).exists(), "a head or a cell leader is away and nobody stands in"
    deputies = away.values("substitute")
    assert not Absence.objects.on(day).filter(tenure__in=Tenure.objects.on(day), tenure__person__in=deputies).exists()
    assert Tenure.objects.on(day).filter(post__in=heads).count() == heads.count()


def record_holds() -> None:
    """Every seal fits, and the tables say what the record says."""
    assert list(chain.flaws()) == []
    assert list(drifts()) == []


def all_hold() -> None:
    """Every promise, for everything there is."""
    day = timezone.localdate()
    for matter in Matter.objects.select_related("accountable_body", "accountable_post__body"):
        if matter.is_open:
            somebody_answers(matter, day)
        nobody_checks_own_work(matter)
        history_fits(matter)
    leaders_are_in_office(day)
    record_holds()
