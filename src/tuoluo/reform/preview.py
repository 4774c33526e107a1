"""What a plan would do: a rehearsal of the very deed, taken back at the end, so that it cannot tell anything else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import body_meant, people_in_charge
from tuoluo.charter.diff import Subject, compare
from tuoluo.charter.diff_words import told
from tuoluo.charter.model import Charter, Name
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import batch
from tuoluo.people.models import Person
from tuoluo.reform.carrying import APPLY, Move, Outcome, carry_out
from tuoluo.reform.finding import Found
from tuoluo.reform.plan import Drift, Plan, drift, unlabel
from tuoluo.reform.words import HOMELESS
from tuoluo.reform.world import world_of
from tuoluo.territory.models import Area, Level

Document = dict[str, Any]


@dataclass
class Preview:
    """What a rehearsal showed: as a document for pages, terminal and spreadsheet, and what stands in the way."""

    plan: Plan
    communities: list[Area]
    document: Document
    drift: list[Drift]

    @property
    def homeless(self) -> list[dict[str, str]]:
        """What has no home yet, and why."""
        found: list[dict[str, str]] = self.document["homeless"]
        return found


def rehearse(plan: Plan, at: datetime) -> Preview:
    """Carry a plan out as if its day were today, look, and take it all back. Raises `BadPlan` and `Refused`.

    Basis: a reform is previewed before it is decided (S23).
    """
    day = timezone.localdate(at)
    communities = list(Area.objects.on(day).filter(level=Level.COMMUNITY, code__in=plan.communities))
    drifts = drift(plan.world, world_of(communities, plan.charter, day))
    before = {area.pk: charter_at(area.stem, day) for area in communities}
    homes = _homes(communities, before, day)
    document: Document = {}
    by = Actor(area=communities[0].stem[:6] if communities else "", because_of=APPLY)
    with transaction.atomic():
        with batch(alone=True):
            outcome = carry_out(plan, by=by, at=at, day=day, name=plan.title)
            after = {area.pk: charter_at(area.stem, day) for area in communities}
            lost = _lost(communities, homes, _homes(communities, after, day), after)
            document = _document(outcome, before, lost, day)
        transaction.set_rollback(True)
    return Preview(plan, communities, document, drifts)


def _homes(communities: list[Area], charters: dict[int, Charter], day: date) -> dict[int, set[str]]:
    """The categories for which somebody is there to lead, by community. Each lead is looked for once."""
    homes: dict[int, set[str]] = {}
    for area in communities:
        charter = charters[area.pk]
        duties = {code: charter.duty_for(code, area.stem) for code in charter.categories if not charter.is_group(code)}
        leads = {duty.lead for duty in duties.values() if duty is not None}
        there = {lead for lead in leads if body_meant(lead, area.stem, day) is not None}
        homes[area.pk] = {code for code, duty in duties.items() if duty is not None and duty.lead in there}
    return homes


def _lost(
    communities: list[Area], before: dict[int, set[str]], after: dict[int, set[str]], charters: dict[int, Charter]
) -> list[tuple[str, str]]:
    """Categories that had somebody to lead them and would have nobody: told by group, so that the list stays short."""
    lost = []
    for area in communities:
        charter = charters[area.pk]
        gone = sorted(before[area.pk] - after[area.pk])
        groups = Counter(charter.categories[code].parent if code in charter.categories else "" for code in gone)
        for code, count in groups.items():
            group = charter.categories.get(code)
            lost.append((f"{area.name}: {group.name.zh if group else code or '-'} ({count})", "category_unled"))
    return lost


def _document(outcome: Outcome, before: dict[int, Charter], lost: list[tuple[str, str]], day: date) -> Document:
    found, plan = outcome.found, outcome.found.plan
    return {
        "title": plan.title,
        "charter": {"code": plan.charter, "title": pair(found.charter.title), "digest": plan.digest},
        "communities": [{"code": area.code, "name": pair(area)} for area in found.communities],
        "before": [pair(one.title) for one in {charter.name: charter for charter in before.values()}.values()],
        "from": plan.start.isoformat(),
        "transition": plan.transition.value,
        "fingerprint": plan.fingerprint,
        "establish": [
            {"name": pair(found.made[new.name]), "head": _head(found, new.name)}
            for new in plan.new_bodies
        ],
        "end": [
            {"name": {"zh": unlabel(one.body)[0], "en": _english(found, one.body)},
             "successor": {"zh": unlabel(one.successor)[0], "en": _english(found, one.successor)}}
            for one in plan.endings
        ],
        "keep": [pair(body) for body in _kept(found)],
        "people": _people(found, before),
        "duties": _duties(before, found.charter),
        "matters": _matters(outcome.moves, found, day),
        "affected": {
            what: [vars(one) for one in affected] for what, affected in outcome.affected.items()
        },
        "homeless": [{"what": what, "why": why} for what, why in [*outcome.homeless, *lost]],
    }  # fmt: skip


def pair(named: Any) -> dict[str, str]:
    """A name in both languages."""
    if isinstance(named, Name):
        return {"zh": named.zh, "en": named.en}
    if hasattr(named, "name_en"):
        return {"zh": named.name, "en": named.name_en}
    return pair(named.name)


def _english(found: Found, text: str) -> str:
    body = found.body(text)
    return body.name_en if body else ""


def _head(found: Found, name: str) -> str:
    roles = found.charter.roles
    return next((unlabel(s.person)[0] for s in found.plan.seats if s.body == name and roles[s.role].head), "")


def _kept(found: Found) -> list[Body]:
    ending, inside = {body.pk for body in found.ended}, {area.pk for area in found.communities}
    return [body for body in found.bodies.values() if body.area_id in inside and body.pk not in ending]


def _people(found: Found, before: dict[int, Charter]) -> list[Document]:
    """Each person whose post ends or begins: from where to where."""
    seats: dict[int, list[Document]] = {}
    for seat in found.plan.seats:
        person = found.person(seat.person)
        assert person is not None
        body = {"zh": unlabel(seat.body)[0], "en": _english(found, seat.body)}
        role = pair(found.charter.roles[seat.role].name)
        cell = pair(found.cells[seat.cell]) if seat.cell else None
        seats.setdefault(person.pk, []).append({"body": body, "role": role, "cell": cell})
    rows: list[Document] = []
    for closing in found.plan.closings:
        post, holder = found.posts[closing.post], found.holders.get(closing.post)
        old = before.get(post.body.area_id)
        held = old.roles.get(post.role) if old else None
        was = {"body": pair(post.body), "role": pair(held.name) if held else {"zh": post.role, "en": post.role}}
        was["cell"] = pair(post.cell) if post.cell else {}
        rest = seats.get(holder.pk, []) if holder else []
        mine = next((s for s in rest if bool(s["cell"]) == (post.cell_id is not None)), rest[0] if rest else None)
        if mine is not None:
            rest.remove(mine)
        rows.append({"person": holder.name if holder else "", "before": was, "after": mine, "leaves": closing.leaves})
    for pk, left in seats.items():
        rows += [{"person": found.people[pk].name, "before": None, "after": s, "leaves": False} for s in left]
    return rows


def _duties(before: dict[int, Charter], after: Charter) -> list[Document]:
    """Which duties move from whom to whom and which limits change, in sentences, grouped as the catalogue is."""
    charters = {charter.name: charter for charter in before.values()}
    rows = []
    for charter in charters.values():
        difference = compare(charter, after)
        sentences = {
            language: [one for subject, found in told(difference, language) if subject is Subject.DUTY for one in found]
            for language in ("zh", "en")
        }
        rows += [{"zh": zh, "en": en} for zh, en in zip(sentences["zh"], sentences["en"], strict=True)]
    return rows


# Matters


def _matters(moves: list[Move], found: Found, day: date) -> list[Document]:
    return matter_rows([vars(move) for move in moves], found.charter, day)


def matter_rows(moves: list[Document], charter: Charter, day: date) -> list[Document]:
    """Each matter that is passed on, with the names of those concerned before and after (three questions in all)."""
    numbers = {pk for move in moves for side in ("before", "after") for pk in _bodies(move[side])}
    bodies = {pk: pair(body) for pk, body in Body.objects.in_bulk(numbers).items()}
    posts = Post.objects.in_bulk({move[side]["post"] for move in moves for side in ("before", "after")})
    new = [post for post in posts.values() if post.in_force(day)]
    people = people_in_charge(new, day) if new else {}
    last = _last_holders([pk for pk in posts if pk not in people])
    rows = []
    for move in moves:
        category = charter.categories.get(move["category"])
        row = {key: move[key] for key in ("matter_id", "number", "stage")}
        row["category"] = pair(category.name) if category else {"zh": move["category"], "en": move["category"]}
        for side in ("before", "after"):
            post = move[side]["post"]
            person = people.get(post) or last.get(post)
            row[side] = _named(move[side], bodies) | {"person": person.name if person else ""}
        rows.append(row)
    return rows


def _bodies(side: Document) -> set[int]:
    found = {side["body"], side["lead"], side["verifier"], side["evaluator"], *side["parts"]}
    return {pk for pk in found if pk is not None}


def _named(side: Document, bodies: dict[int, dict[str, str]]) -> Document:
    one = {key: bodies.get(side[key]) for key in ("body", "lead", "verifier", "evaluator")}
    return {**one, "parts": [bodies[pk] for pk in side["parts"]], "due": side["due"]}


def _last_holders(posts: list[int]) -> dict[int, Person]:
    """Who held a post last that has ended."""
    from tuoluo.bodies.models import Tenure

    held = Tenure.objects.filter(post__in=posts).select_related("person").order_by("since", "pk")
    return {tenure.post_id: tenure.person for tenure in held}


def homeless_words(preview: Preview) -> list[str]:
    """What has no home yet, in words."""
    return [f"{one['what']}: {HOMELESS[one['why']]}" for one in preview.homeless]


def homeless_in_words(outcome: Outcome) -> list[str]:
    """The same of what was carried out."""
    return [f"{what}: {HOMELESS[why]}" for what, why in outcome.homeless]
