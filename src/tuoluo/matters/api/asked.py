"""What operations on matters share: which matter is meant, who asks about it, and requests that are repeated."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from tuoluo.bodies import arguments
from tuoluo.bodies.http import asking, found
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.actors import Actor
from tuoluo.matters.acts import hash_of
from tuoluo.matters.api.shapes import joined
from tuoluo.matters.models import Matter, parse_number

LINK_HEADER = "X-Matter-Link"
LONGEST_NUMBER = 24


def matter_numbered(number: str) -> Matter:
    """The matter with this printed number. Every digit must fit, the year and the check digit as well."""
    row = parse_number(number) if len(number) <= LONGEST_NUMBER else None
    matter = joined().filter(pk=row).first() if row is not None else None
    if matter is None or _digits(matter.number) != _digits(number):
        return found(None, number)
    return matter


def _digits(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())


def asker(request: HttpRequest, matter: Matter) -> Actor:
    """Who asks about this matter: whoever shows its secret link acts as its reporter."""
    actor = asking(request).actor
    link = request.headers.get(LINK_HEADER)
    if link is None:
        return actor
    if not matter.link or not secrets.compare_digest(hash_of(link), matter.link):
        raise Refused(Refusal("right.wrong_link"))
    return replace(actor, follows=matter.pk)


def repeatable(request: HttpRequest, key: str, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do what is asked, once for each key."""
    return arguments.repeatable(request, key, do, request.headers.get(LINK_HEADER, ""))
