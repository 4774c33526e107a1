"""The history of a matter in words, read from the record: who did what, in which post of which body, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tuoluo.bodies.charters import charter_named, prefixes
from tuoluo.bodies.models import Body, CharterInForce, Post, Tenure
from tuoluo.charter.model import Charter, Name, Role
from tuoluo.ledger.models import Record
from tuoluo.ledger.words import FAMILIES
from tuoluo.matters.models import Matter
from tuoluo.matters.reads import Sight
from tuoluo.matters.rules import Outcome, Stage
from tuoluo.matters.words import ACTS, OUTCOMES, STAGES
from tuoluo.people.models import Person

LOOK = "contact.read"
NAMES_A_POST = ("matter.assign", "matter.take_up", "matter.transfer")
RESIDENTS_WORDS = "words"

SAID_WORDS = {
    "answer": _("Answer"),
    "reason": _("Reason"),
    "result": _("What was done"),
    "finding": _("Finding"),
    "parts_note": _("Why without every part"),
    "words": _("In the resident's words"),
}


@dataclass(frozen=True)
class Fact:
    """One line below a step: a word and what it says (text, or something with a name)."""

    label: Any
    value: Any


@dataclass(frozen=True)
class Step:
    """One entry of a history. ``by`` is who did it as the reader may see it; empty means whoever reported."""

    act: str
    name: Any
    family: Any
    at: datetime
    by: str
    role: Name | str
    body: Body | None
    facts: list[Fact]
    carried_over: str
    stage: Any


def history(matter: Matter, charter: Charter, sight: Sight) -> list[Step]:
    """The steps of a matter, oldest first.

    The public sees who did what and where it went; reasons and results are for those who may see more, and what the
    reporter said is for those who may read the reporter's words. A look at the contact is not shown to the public.
    """
    about = Record.objects.filter(subject_kind="matter", subject_id=matter.pk).order_by("seq")
    records = [record for record in about if record.act != LOOK or sight is not Sight.PUBLIC]
    teller = _Teller(matter, charter, records, sight)
    return [teller.step(record) for record in records]


def looks(matter: Matter, charter: Charter) -> list[Step]:
    """Who looked up how to reach the reporter: for the reporter to see."""
    records = list(Record.objects.filter(subject_kind="matter", subject_id=matter.pk, act=LOOK).order_by("seq"))
    teller = _Teller(matter, charter, records, Sight.WORDS)
    return [teller.step(record) for record in records]


class _Teller:
    """Knows the names behind the numbers of a record, found with four questions for the whole history."""

    def __init__(self, matter: Matter, charter: Charter, records: list[Record], sight: Sight) -> None:
        facts = [(record, record.facts) for record in records]
        self.charter, self.stem = charter, matter.community.stem
        self.facts = {record.seq: said for record, said in facts}
        self.people = Person.objects.in_bulk({r.person for r in records if r.person and r.body})
        posts = {r.post for r in records if r.post} | {pk for _, said in facts for pk in _named(said, "post")}
        bodies = {r.body for r in records if r.body} | {pk for _, said in facts for pk in _named(said, "body")}
        self.posts = Post.objects.in_bulk(posts)
        self.bodies = Body.objects.in_bulk(bodies)
        naming = [said.get("post", "") for record, said in facts if record.act in NAMES_A_POST]
        named = set(_ids(naming, "post"))
        held = Tenure.objects.filter(post__in=named).select_related("person")
        self.tenures = list(held.prefetch_related("absences__substitute")) if named else []
        self.words: dict[int, list[tuple[str, str]]] = {}
        by_bodies = {record.seq for record in records if record.body}
        for seq, what, text in matter.said.values_list("seq", "what", "text") if sight is not Sight.PUBLIC else ():
            if sight is Sight.WORDS or (seq in by_bodies and what != RESIDENTS_WORDS):
                self.words.setdefault(seq, []).append((what, str(text)))

    def step(self, record: Record) -> Step:
        said = self.facts[record.seq]
        post = self.posts.get(record.post or 0)
        person = self.people.get(record.person or 0)
        stage = said.get("now", {}).get("stage", "")
        return Step(
            act=record.act,
            name=ACTS.get(record.act, record.act),
            family=FAMILIES[record.family],
            at=record.at,
            by=person.name if person and not said.get("carried_over") else "",
            role=self._title(post) if post and not said.get("carried_over") else "",
            body=self.bodies.get(record.body or 0),
            facts=[*self._public(record, said), *self._said(record.seq)],
            carried_over=said.get("carried_over", ""),
            stage=STAGES[Stage(stage)] if stage else "",
        )

    def _title(self, post: Post) -> Name | str:
        if post.title:
            return post.title
        role = self.charter.roles.get(post.role) or self._earlier_roles.get(post.role)
        return role.name if role else post.role

    @cached_property
    def _earlier_roles(self) -> dict[str, Role]:
        """The roles of every charter that ever governed the place: a history goes on telling of posts that are gone."""
        named = CharterInForce.objects.filter(area__stem__in=prefixes(self.stem)).values_list("name", flat=True)
        return {code: role for name in set(named) for code, role in charter_named(name).roles.items()}

    def _in_charge(self, pk: int, day: date) -> Fact:
        """Who held the post on the day, by name; where nobody with a name did, the post itself, called a post."""
        held = (one for one in self.tenures if one.post_id == pk and one.since <= day and _runs_beyond(one, day))
        if (tenure := next(held, None)) is not None and (name := _acting(tenure, day)):
            return Fact(_("In charge"), name)
        return Fact(_("Post"), self._title(self.posts[pk]) if pk in self.posts else "")

    def _public(self, record: Record, said: dict[str, Any]) -> Iterator[Fact]:
        if record.act == "matter.transfer":
            yield from self._passed_on(said)
        if record.act == "matter.dispatch" and (lead := self.bodies.get(said.get("now", {}).get("lead") or 0)):
            yield Fact(_("Lead"), lead)
        for pk in _ids(said.get("assistants", []), "body"):
            yield Fact(_("Assists"), self.bodies.get(pk, ""))
        if record.act in NAMES_A_POST:
            for pk in _ids([said.get("post", "")], "post"):
                yield self._in_charge(pk, timezone.localdate(record.at))
        if (category := self.charter.categories.get(said.get("category", ""))) is not None:
            yield Fact(_("Category"), category.name)
        if outcome := said.get("outcome"):
            yield Fact(_("Outcome"), OUTCOMES[Outcome(outcome)])
        yield from _judgement(said)

    def _passed_on(self, said: dict[str, Any]) -> Iterator[Fact]:
        """Whom a matter was passed on to, and why: what residents are told of a reform."""
        for pk in _ids([said.get("body", "")], "body"):
            yield Fact(_("Passed on to"), self.bodies.get(pk, ""))
        if reform := said.get("reform"):
            yield Fact(_("Because of the reform"), reform)

    def _said(self, seq: int) -> Iterator[Fact]:
        for what, text in self.words.get(seq, []):
            yield Fact(SAID_WORDS[what], text)


def _runs_beyond(tenure: Tenure, day: date) -> bool:
    return tenure.until is None or day < tenure.until


def _acting(tenure: Tenure, day: date) -> str:
    """The name of whoever acted in the post on the day: the holder, or on leave the substitute."""
    leave = next((one for one in tenure.absences.all() if one.period.contains(day)), None)
    person = tenure.person if leave is None else leave.substitute
    return person.name if person else ""


def _judgement(said: dict[str, Any]) -> Iterator[Fact]:
    if "satisfied" in said:
        yield Fact(_("Contacted"), _("yes") if said.get("responded") else _("no"))
        yield Fact(_("Problem solved"), _("yes") if said.get("solved") else _("no"))
        yield Fact(_("Satisfaction (1 to 5)"), said["satisfied"])


def _named(said: dict[str, Any], kind: str) -> Iterator[int]:
    """Every row of a kind that an entry names: among its arguments, and as lead where it stands now."""
    for value in said.values():
        yield from _ids(value if isinstance(value, list) else [value], kind)
    if kind == "body" and (lead := said.get("now", {}).get("lead")):
        yield lead


def _ids(labels: Iterable[Any], kind: str) -> Iterator[int]:
    for label in labels:
        if isinstance(label, str) and label.startswith(f"{kind}:"):
            yield int(label.partition(":")[2])
