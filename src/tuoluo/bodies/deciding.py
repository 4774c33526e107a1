"""In whose name something is done at a terminal: the person named, in that of their posts which has the right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils import timezone

from tuoluo.bodies.authority import FOUNDER, governed, right_of
from tuoluo.bodies.models import Body, Tenure
from tuoluo.bodies.reads import actors_of
from tuoluo.bodies.rules import may_reach
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.people.models import Person
from tuoluo.people.reads import line, one_person

NEAR = 3


class Unclear(Exception):
    """What the clerk wrote means nobody and nothing, or several; the text says what was perhaps meant."""


def decider(who: str, act: str, stem: str = "") -> Actor:
    """The person named, in the post among theirs that has the right to an act, if need be over a place.

    Without a name the founder, while nobody is in office. Somebody without such a post gets the refusal that came
    closest to a yes. Raises `Unclear` and `Refused`.
    """
    today = timezone.localdate()
    if not who:
        if governed(today):
            raise Unclear("say with --by who decides this: somebody is in office")
        return FOUNDER
    held = actors_of(person_named(who), today)
    if not held:
        raise Unclear(f"{who} holds no post today")
    lacking = {actor: right_of(act, actor) for actor in held}
    able = [actor for actor in held if lacking[actor] is None]
    near = next((actor for actor in able if not stem or may_reach(actor.area, stem) is None), None)
    if near is not None:
        return near
    refusal = may_reach(able[0].area, stem) if able else lacking[held[0]]
    assert refusal is not None
    raise Refused(refusal)


def person_named(who: str) -> Person:
    """The one person meant by a name, an account or an id. Raises `Unclear`."""
    found = one_person(who)
    if isinstance(found, Person):
        return found
    if found:
        told = "\n".join(map(line, found))
        raise Unclear(f"several people fit {who!r}; give the id:\n{told}")
    staff = Tenure.objects.values_list("person__name", "person__account__username").distinct()
    raise Unclear(f"nobody fits {who!r}{perhaps(who, (name for row in staff for name in row if name))}")


def body_named(name: str) -> Body:
    """The one body that is called so today, or the only one with this in its name. Raises `Unclear`."""
    today = Body.objects.on(timezone.localdate())
    exact, part = list(today.filter(name=name)), list(today.filter(name__contains=name)[:20])
    found = exact or part
    if len(found) == 1:
        return found[0]
    if found:
        raise Unclear(f"several bodies fit {name!r}: {', '.join(body.name for body in found)}")
    raise Unclear(f"no body fits {name!r}{perhaps(name, today.values_list('name', flat=True))}")


def perhaps(written: str, known: Iterable[str]) -> str:
    """What was most likely meant, as the end of a sentence; nothing when nothing is close."""
    near = get_close_matches(written, sorted(set(known)), n=NEAR, cutoff=0.5)
    return f"; perhaps {', '.join(near)}" if near else ""
