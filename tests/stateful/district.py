"""A district in which everything that may happen happens in any order; Hypothesis plays everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.cast import DANCE_NOISE, MANHOLE, RUBBISH, Cast
from tests.stateful.promises import (
    all_hold,
    history_fits,
    leaders_are_in_office,
    nobody_checks_own_work,
    somebody_answers,
)
from tests.steps import STREET_WORK, at_stage
from tuoluo.bodies.acts import fill_post, leave_post, return_to_post, vacate_post
from tuoluo.bodies.models import Absence, Body, Post, Tenure
from tuoluo.bodies.reads import acting_in, actor_for
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger import chain
from tuoluo.ledger.actors import ANYBODY, Actor
from tuoluo.ledger.models import Record
from tuoluo.matters import acts
from tuoluo.matters.acts import Place
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import MOVES, Outcome, Stage
from tuoluo.people.models import Person
from tuoluo.territory.acts import draw_cells
from tuoluo.territory.models import Area, Level
from tuoluo.territory.rules import CellPlan
from tuoluo.workforce.acts import appoint_leader

NUMBER = st.integers(0, 10**6)  # picks one of however many there are now
WORDS = st.sampled_from(["按约定办理", "按约定办理", ""])
CATEGORIES = st.sampled_from([STREET_WORK, RUBBISH, DANCE_NOISE, MANHOLE])
ANY_STEP = (
    *("register", "decline", "take_up", "finish_part", "report_back", "return_for_rework"),
    *("close", "evaluate", "reopen", "withdraw", "read_contact"),
)
MOST = 7
SETTLED = (Stage.CLOSED, Stage.EVALUATED, Stage.DECLINED, Stage.WITHDRAWN)


def today() -> date:
    return timezone.localdate()


class District(RuleBasedStateMachine):
    """Several matters at once, everybody acting on them, while posts change hands and cells are drawn anew."""

    cast: Cast  # set by the test
    done: Counter[str]  # acts that went through, over all examples
    refusals: Counter[str]

    @initialize(stages=st.lists(st.sampled_from(Stage), min_size=3, max_size=5))
    def begin(self, stages: list[Stage]) -> None:
        self.matters: list[int] = []
        self.former: list[Actor] = [ANYBODY, self.cast.resident, self.cast.other_resident]
        self.seen = 0
        self.settled: dict[int, dict[str, Any]] = {}
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.matters += [at_stage(self.cast, stage).pk for stage in stages]

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            try:
                all_hold()
            finally:
                transaction.set_rollback(True)
                self.undo.__exit__(None, None, None)

    # who and what there is now

    def matter(self, number: int) -> Matter:
        return Matter.objects.get(pk=self.matters[number % len(self.matters)])

    def actors(self) -> list[Actor]:
        """Everybody in office, whoever stands in for them, everybody who was, and residents."""
        tenures = list(Tenure.objects.on(today()).with_leave(today()).select_related("post__body__area").order_by("pk"))
        deputies = [actor_for(tenure, acting_in(tenure)) for tenure in tenures if acting_in(tenure) != tenure.person]
        return [*map(actor_for, tenures), *deputies, *self.former]

    def head_of(self, body: Body | None) -> Actor:
        tenures = Tenure.objects.on(today()).with_leave(today()).select_related("post__body__area")
        tenure = tenures.get(post__body=body, post__head=True)
        return actor_for(tenure, acting_in(tenure))

    def governor(self) -> Actor:
        return self.head_of(self.cast.governance)

    def posts(self) -> list[Post]:
        return list(Post.objects.on(today()).select_related("body").order_by("pk"))

    def cells(self) -> list[Area]:
        return list(Area.objects.on(today()).filter(level=Level.CELL, parent=self.cast.near).order_by("pk"))

    def bodies(self) -> list[Body]:
        return list(Body.objects.on(today()).order_by("pk"))

    def attempt(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do it if it may be done; where it is refused nothing may have changed."""
        before = chain.head()
        try:
            done = act(*args, at=timezone.now(), **kwargs)
        except Refused as refused:
            self.refusals[refused.refusal.code] += 1
            assert chain.head() == before
            return None
        self.done[act.spec.name] += 1  # type: ignore[attr-defined]
        return done

    # what people do

    @precondition(lambda self: len(self.matters) < MOST)
    @rule(who=NUMBER, cell=NUMBER, category=st.just("") | CATEGORIES)
    def report(self, who: int, cell: int, category: str) -> None:
        people = [*self.actors(), self.cast.resident, self.cast.other_resident]
        by, cells = people[who % len(people)], [None, *self.cells()]
        reporter = Person.objects.get(pk=by.person) if by.person and by.post is None else None
        place = Place(self.cast.near, cells[cell % len(cells)])
        matter = self.attempt(acts.report, by=by, text="有事", place=place, category=category, reporter=reporter)
        if matter is not None:
            self.matters.append(matter.pk)

    @precondition(lambda self: self.matters)
    @rule(number=NUMBER, category=CATEGORIES, steps=st.integers(1, 5))
    def go_on(self, number: int, category: str, steps: int) -> None:
        """The head of the body whose turn it is can always take the next step: nothing gets stuck."""
        for _ in range(steps):
            self.next_step(self.matter(number), category)
            self.every_promise_holds()

    def next_step(self, matter: Matter, category: str) -> None:
        lead, door = matter.lead, matter.accountable_body
        match Stage(matter.stage):
            case Stage.COLLECTED:
                done = self.attempt(acts.register, matter, by=self.head_of(door), category=category)
            case Stage.REGISTERED:
                done = self.attempt(acts.dispatch, matter, by=self.head_of(door))
            case Stage.DISPATCHED:
                done = self.attempt(acts.take_up, matter, by=self.head_of(lead))
            case Stage.HANDLING:
                words = {"outcome": Outcome.SOLVED, "answer": "办结", "parts_note": "其余另行安排"}
                done = self.attempt(acts.report_back, matter, by=self.head_of(lead), **words)
            case Stage.REPORTED_BACK:
                done = self.attempt(acts.close, matter, by=self.head_of(matter.verifier))
            case _:
                return
        assert done is not None, f"stuck at {matter.stage}: {self.refusals}"

    @precondition(lambda self: self.matters)
    @rule(number=NUMBER, who=NUMBER, step=st.sampled_from(ANY_STEP), words=WORDS, category=st.just("") | CATEGORIES)
    def anybody_tries_anything(self, number: int, who: int, step: str, words: str, category: str) -> None:
        people = self.actors()
        self.attempt(
            getattr(acts, step), self.matter(number), by=people[who % len(people)], **arguments(step, words, category)
        )

    @precondition(lambda self: self.matters)
    @rule(number=NUMBER, step=st.sampled_from(["register", "decline"]), words=WORDS, category=CATEGORIES)
    def the_front_door_decides(self, number: int, step: str, words: str, category: str) -> None:
        matter = self.matter(number)
        by = self.head_of(self.cast.workstation)
        self.attempt(getattr(acts, step), matter, by=by, **arguments(step, words, category))

    @precondition(lambda self: self.matters)
    @rule(number=NUMBER, words=WORDS)
    def a_helper_finishes(self, number: int, words: str) -> None:
        matter = self.matter(number)
        for part in matter.parts.all()[:1]:
            self.attempt(acts.finish_part, matter, by=self.head_of(part.body), result=words)

    @precondition(lambda self: self.matters)
    @rule(number=NUMBER, step=st.sampled_from(["evaluate", "reopen", "withdraw"]), words=WORDS)
    def the_reporter_speaks(self, number: int, step: str, words: str) -> None:
        matter = self.matter(number)
        self.attempt(getattr(acts, step), matter, by=Actor(follows=matter.pk), **arguments(step, words, ""))

    @precondition(lambda self: self.matters)
    @rule(number=NUMBER, who=NUMBER, lead=NUMBER, helpers=st.none() | st.lists(NUMBER, max_size=3), words=WORDS)
    def send_elsewhere(self, number: int, who: int, lead: int, helpers: list[int] | None, words: str) -> None:
        matter, bodies = self.matter(number), [None, *self.bodies()]
        people = [self.head_of(matter.accountable_body), *self.actors()]
        helping = None if helpers is None else list({one % (len(bodies) - 1) for one in helpers})
        self.attempt(
            acts.dispatch,
            matter,
            by=people[who % len(people)],
            lead=bodies[lead % len(bodies)],
            assistants=None if helping is None else [self.bodies()[one] for one in helping],
            reason=words,
        )

    @precondition(lambda self: self.matters)
    @rule(number=NUMBER, post=NUMBER, own=st.booleans())
    def name_somebody(self, number: int, post: int, own: bool) -> None:
        matter, posts = self.matter(number), self.posts()
        if own:
            posts = [one for one in posts if one.body_id == matter.accountable_body_id]
        self.attempt(acts.assign, matter, by=self.head_of(matter.accountable_body), post=posts[post % len(posts)])

    @precondition(lambda self: self.matters)
    @rule(number=NUMBER, words=WORDS)
    def the_verifier_sends_back(self, number: int, words: str) -> None:
        matter = self.matter(number)
        if matter.verifier is not None:
            self.attempt(acts.return_for_rework, matter, by=self.head_of(matter.verifier), reason=words)

    # what happens meanwhile

    @rule(post=NUMBER, who=NUMBER)
    def hand_over(self, post: int, who: int) -> None:
        posts, people = self.posts(), list(Person.objects.order_by("pk"))
        chosen = posts[post % len(posts)]
        self.former += [actor_for(old) for old in chosen.tenures.on(today()).select_related("post__body__area")]
        self.attempt(fill_post, chosen, by=self.governor(), person=people[who % len(people)], since=today())

    @rule(post=NUMBER)
    def leave(self, post: int) -> None:
        posts = self.posts()
        self.attempt(vacate_post, posts[post % len(posts)], by=self.governor(), until=today())

    @rule(post=NUMBER, who=st.none() | NUMBER, until=st.none() | st.integers(0, 2))
    def go_on_leave(self, post: int, who: int | None, until: int | None) -> None:
        posts, people = self.posts(), list(Person.objects.order_by("pk"))
        self.attempt(
            leave_post,
            posts[post % len(posts)],
            by=self.governor(),
            since=today(),
            until=None if until is None else today() + timedelta(days=until),
            substitute=None if who is None else people[who % len(people)],
        )

    @rule(post=NUMBER)
    def come_back(self, post: int) -> None:
        away = [absence.tenure.post for absence in Absence.objects.on(today()).order_by("pk")]
        posts = away or self.posts()
        self.attempt(return_to_post, posts[post % len(posts)], by=self.governor(), since=today())

    @rule(cell=NUMBER, who=NUMBER, committee=st.booleans())
    def appoint(self, cell: int, who: int, committee: bool) -> None:
        cells, people = self.cells(), list(Person.objects.order_by("pk"))
        body = self.cast.committee if committee else self.cast.workstation
        person = people[who % len(people)]
        self.attempt(
            appoint_leader, cells[cell % len(cells)], by=self.governor(), person=person, body=body, since=today()
        )

    @rule(count=st.integers(1, 3))
    def redraw(self, count: int) -> None:
        plan = CellPlan(count=count, seed=count)
        self.attempt(draw_cells, self.cast.near, by=self.governor(), valid_from=today(), plan=plan)

    # what must hold all the time

    @invariant()
    def every_promise_holds(self) -> None:
        """Who answers is asked for every matter; its history only when something was done with it."""
        number = chain.head()[0]
        touched = set(Record.objects.filter(seq__gt=self.seen).values_list("subject_kind", "subject_id"))
        self.seen = number
        leaders_are_in_office(today())
        rows = Matter.objects.filter(pk__in=self.matters).select_related("accountable_body", "accountable_post")
        for matter in rows:
            if matter.is_open:
                somebody_answers(matter, today())
            if ("matter", matter.pk) in touched:
                nobody_checks_own_work(matter)
                history_fits(matter)
            self.what_is_settled_stays_settled(matter)

    def what_is_settled_stays_settled(self, matter: Matter) -> None:
        """Closed, evaluated, declined, withdrawn: not one column changes but by judging it or having it done again."""
        row = {field.attname: getattr(matter, field.attname) for field in matter._meta.concrete_fields}
        before = self.settled.pop(matter.pk, None)
        if before is not None and row != before:
            assert Stage(row["stage"]) in MOVES[Stage(before["stage"])], (before["stage"], row["stage"])
        if row["stage"] in SETTLED:
            self.settled[matter.pk] = row


def arguments(step: str, words: str, category: str) -> dict[str, Any]:
    """What a step asks for, filled in or left empty."""
    asked: dict[str, dict[str, Any]] = {
        "register": {"category": category},
        "decline": {"answer": words},
        "take_up": {},
        "finish_part": {"result": words},
        "report_back": {"outcome": Outcome.EXPLAINED, "answer": words, "parts_note": words},
        "return_for_rework": {"reason": words},
        "close": {"finding": words},
        "evaluate": {"responded": True, "solved": False, "satisfied": 5 if words else 0},
        "reopen": {"reason": words},
        "withdraw": {"reason": words},
        "read_contact": {"reason": words},
    }
    return asked[step]
