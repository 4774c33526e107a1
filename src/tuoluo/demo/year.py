"""A year in the demo district: every matter goes through the same acts as in real use, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import count

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body
from tuoluo.bodies.reads import front_door
from tuoluo.demo.clock import OfficeClock
from tuoluo.demo.life import Step
from tuoluo.demo.reports import NAMES_CATEGORY, Draft
from tuoluo.demo.sentences import Phrases
from tuoluo.demo.staff import Seat, Staff
from tuoluo.kernel.worktime import Unit
from tuoluo.ledger.actors import Actor
from tuoluo.matters import acts
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Channel, Outcome, Stage

RESIDENTS = ("evaluate", "reopen", "withdraw")  # done in residents' own time, not in office hours
URGENT_PACE = 0.1  # an urgent matter is passed on ten times as fast, at any hour
USUAL = 5 * 7 * 60.0  # working minutes until due where the charter or the calendar names no moment
Deed = Callable[[datetime], None]


@dataclass
class World:
    """What a life needs to know of the district, and the queue of what happens next."""

    staff: Staff
    clock: OfficeClock
    phrases: Phrases
    cutoff: datetime
    queue: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    reported: int = 0
    _numbers: count[int] = field(default_factory=count)

    def later(self, at: datetime | None, deed: Deed) -> None:
        """Have something done at a moment, unless the history ends before."""
        if at is not None and at < self.cutoff:
            heappush(self.queue, (at, next(self._numbers), deed))

    def run(self, lives: Iterable[Life], progress: Callable[[int, int], None]) -> None:
        """Let everything happen in the order of time."""
        starts = [(life.draft.at, next(self._numbers), life.begin) for life in lives if life.draft.at < self.cutoff]
        self.queue = [*self.queue, *starts]
        heapify(self.queue)
        while self.queue:
            at, _, deed = heappop(self.queue)
            deed(at)
            progress(self.reported, len(starts))


@dataclass
class Life:
    """One matter on its way."""

    world: World
    draft: Draft
    steps: list[Step]
    urgent: bool = False
    matter: Matter = field(init=False)
    helpers: dict[int, Body] = field(default_factory=dict)

    def begin(self, at: datetime) -> None:
        """Be reported."""
        draft, random = self.draft, self.draft.random
        named = draft.on_patrol or random.random() < NAMES_CATEGORY
        lng, lat = draft.point or (None, None)
        self.urgent = self._is_urgent(at)
        self.matter = acts.report(
            by=self._first_hand(at),
            at=at,
            text=draft.text,
            place=acts.Place(draft.community, draft.cell, draft.place, lng, lat),
            nature=draft.nature,
            channel=draft.channel,
            category=draft.case.category if named else "",
            reporter=draft.reporter,
        )
        self.world.reported += 1
        self._go_on(at)

    def _first_hand(self, at: datetime) -> Actor:
        """Who writes the report down: the resident, a cell leader, or a clerk for somebody at the counter."""
        leader = self.world.staff.leader(self.draft.cell.pk) if self.draft.cell else None
        if self.draft.on_patrol and leader is not None:
            return leader.actor
        if self.draft.channel in (Channel.TELEPHONE, Channel.COUNTER):
            door = front_door(self.draft.community.stem, at.date())
            assert door is not None
            return self._somebody(door, "matter.report").actor
        reporter = self.draft.reporter
        return Actor(person=reporter.pk, name=reporter.name) if reporter else Actor()

    def _is_urgent(self, at: datetime) -> bool:
        stem = self.draft.community.stem
        duty = charter_at(stem, at.date()).duty_for(self.draft.case.category, stem)
        return duty is not None and duty.limit is not None and duty.limit.unit is Unit.URGENT_HOURS

    def _go_on(self, at: datetime) -> None:
        """Wait for the next step; helpers finish while the lead is at it."""
        if not self.steps:
            return
        step = self.steps.pop(0)
        when = self._when(step, at)
        if step.act == "report_back" and when is not None:
            self._helpers_work(step, at, when)
        self.world.later(when, partial(self._do, step))

    def _when(self, step: Step, at: datetime) -> datetime | None:
        clock = self.world.clock
        if step.act in RESIDENTS:
            return _awake(at + timedelta(minutes=step.minutes * 1.5))
        if self.urgent:
            due = self.matter.due_at
            if step.share is not None and due is not None:
                return max(at + (due - at) * step.share, at + timedelta(minutes=5)).replace(microsecond=0)
            return at + timedelta(minutes=max(2, int(step.minutes * URGENT_PACE)))
        return clock.after(at, step.minutes if step.share is None else step.share * self._left(at))

    def _left(self, at: datetime) -> float:
        """Working minutes until it is due."""
        due, clock = self.matter.due_at, self.world.clock
        if due is None or not clock.covers(due):
            return USUAL
        return max(clock.minutes_until(due) - clock.minutes_until(at), 20.0)

    def _helpers_work(self, step: Step, at: datetime, until: datetime) -> None:
        random = self.draft.random
        for number, body in enumerate(self.helpers.values()):
            if number == 0 and step.details["note"]:
                continue  # the lead answers without this one, and says why
            when = at + (until - at) * random.uniform(0.2, 0.9)
            self.world.later(when.replace(microsecond=0), partial(self._finish_part, body))

    def _finish_part(self, body: Body, at: datetime) -> None:
        if self.matter.stage != Stage.HANDLING or body.pk not in self.helpers:
            return
        seat = self._somebody(body, "matter.finish_part")
        acts.finish_part(self.matter, by=seat.actor, at=at, result=self._say("part"))
        del self.helpers[body.pk]

    def _do(self, step: Step, at: datetime) -> None:
        DEEDS[step.act](self, step, at)
        self._go_on(at)

    def _register(self, step: Step, at: datetime) -> None:
        by = self._somebody(self.matter.accountable_body, "matter.register").actor
        category = "" if self.matter.category else self.draft.case.category
        acts.register(self.matter, by=by, at=at, category=category)

    def _decline(self, step: Step, at: datetime) -> None:
        by = self._somebody(self.matter.accountable_body, "matter.decline").actor
        acts.decline(self.matter, by=by, at=at, answer=self._say("decline"))

    def _dispatch(self, step: Step, at: datetime) -> None:
        by = self._somebody(self.matter.accountable_body, "matter.dispatch").actor
        acts.dispatch(self.matter, by=by, at=at, assistants=None if step.details["joint"] else ())
        if step.details["joint"]:
            parts = self.matter.parts.select_related("body__area").order_by("pk")
            self.helpers = {part.body_id: part.body for part in parts}

    def _take_up(self, step: Step, at: datetime) -> None:
        seat = self._handler("matter.take_up")
        acts.take_up(self.matter, by=seat.actor, at=at, post=seat.post)

    def _assign(self, step: Step, at: datetime) -> None:
        assert self.matter.lead is not None
        if not self.world.staff.able(self.matter.lead, "matter.assign"):
            return
        by = self._somebody(self.matter.lead, "matter.assign").actor
        acts.assign(self.matter, by=by, at=at, post=self._handler("matter.report_back").post)

    def _report_back(self, step: Step, at: datetime) -> None:
        outcome = Outcome(step.details["outcome"])
        answer = self.world.phrases.answer(self.draft.random, self.draft.case, outcome.value)
        note = self._say("parts_note") if self.helpers else ""
        by = self._in_charge("matter.report_back").actor
        acts.report_back(self.matter, by=by, at=at, outcome=outcome, answer=answer, parts_note=note)

    def _return(self, step: Step, at: datetime) -> None:
        acts.return_for_rework(self.matter, by=self._verifier("matter.return"), at=at, reason=self._say("rework"))

    def _close(self, step: Step, at: datetime) -> None:
        acts.close(self.matter, by=self._verifier("matter.close"), at=at, finding=self._say("finding"))

    def _evaluate(self, step: Step, at: datetime) -> None:
        given = step.details
        body = self.matter.evaluator
        asked = body is not None and (given["by_telephone"] or self.draft.on_patrol)
        by = self._somebody(body, "matter.evaluate").actor if asked and body else self._reporter()
        words = self._say("praise" if given["satisfied"] >= 4 else "grumble") if given["satisfied"] != 3 else ""
        acts.evaluate(
            self.matter,
            by=by,
            at=at,
            responded=given["responded"],
            solved=given["solved"],
            satisfied=given["satisfied"],
            words=words,
        )

    def _reopen(self, step: Step, at: datetime) -> None:
        acts.reopen(self.matter, by=self._reporter(), at=at, reason=self._say("reopen"))

    def _withdraw(self, step: Step, at: datetime) -> None:
        acts.withdraw(self.matter, by=self._reporter(), at=at, reason=self._say("withdraw"))

    def _reporter(self) -> Actor:
        person = self.draft.reporter
        return Actor(person=person.pk, name=person.name) if person else Actor(follows=self.matter.pk)

    def _verifier(self, act: str) -> Actor:
        assert self.matter.verifier is not None
        return self._somebody(self.matter.verifier, act).actor

    def _handler(self, act: str) -> Seat:
        """Who handles it: the leader of its cell if the lead is their body, else somebody there."""
        assert self.matter.lead is not None
        leader = self.world.staff.leader(self.matter.cell_id, self.matter.lead_id)
        return leader or self._somebody(self.matter.lead, act)

    def _in_charge(self, act: str) -> Seat:
        """Whoever answers for it, if their role includes the act; else somebody of the lead."""
        assert self.matter.lead is not None
        able = self.world.staff.able(self.matter.lead, act)
        mine = (seat for seat in able if seat.post.pk == self.matter.accountable_post_id)
        return next(mine, None) or self._handler(act)

    def _somebody(self, body: Body, act: str) -> Seat:
        return self.world.staff.somebody(body, act, self.draft.random, known=self.draft.known)

    def _say(self, kind: str) -> str:
        return self.world.phrases.general_one(self.draft.random, kind)


def _awake(moment: datetime) -> datetime:
    """The same moment, or in the morning when it falls into the night."""
    if moment.hour < 7:
        moment = moment.replace(hour=7 + moment.hour % 4)
    return moment.replace(microsecond=0)


DEEDS: dict[str, Callable[[Life, Step, datetime], None]] = {
    "register": Life._register,
    "decline": Life._decline,
    "dispatch": Life._dispatch,
    "take_up": Life._take_up,
    "assign": Life._assign,
    "report_back": Life._report_back,
    "return": Life._return,
    "close": Life._close,
    "evaluate": Life._evaluate,
    "reopen": Life._reopen,
    "withdraw": Life._withdraw,
}
