"""Taking in a report from a page: once, even when it is sent twice, with a secret link for whoever reported."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tuoluo.ledger.actors import Actor
from tuoluo.matters.acts import Place, hash_of, report
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Channel, Nature
from tuoluo.people.models import Person
from tuoluo.territory.models import Area

LINK_BYTES = 18


@dataclass(frozen=True)
class Told:
    """What somebody tells the front door."""

    text: str
    place: Place
    nature: Nature = Nature.HELP
    channel: Channel = Channel.WEB
    category: str = ""
    contact: str = ""


def new_token() -> str:
    """Marks one showing of the form, so that pressing the button twice reports once."""
    return secrets.token_urlsafe(12)


def link_for(token: str, told: Told) -> str:
    """The secret link of a report. The same form with the same words gives the same link, on this deployment only."""
    said = "\n".join([token, told.text, told.nature.value, told.place.community.code, told.place.words])
    digest = hmac.new(settings.SECRET_KEY.encode(), f"link\n{said}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:LINK_BYTES]).decode()


@transaction.atomic
def take_in(told: Told, *, by: Actor, at: datetime, token: str) -> tuple[Matter, str]:
    """Report what was told, or find the matter if this very form was sent before; and its secret link."""
    link = link_for(token, told)
    Area.objects.select_for_update().get(pk=told.place.community.pk)  # the second of two equal reports waits here
    known = Matter.objects.filter(link=hash_of(link)).first()
    if known is not None:
        return known, link
    matter = report(
        by=by,
        at=at,
        text=told.text,
        place=told.place,
        nature=told.nature,
        channel=told.channel,
        category=told.category,
        reporter=_reporter(told, by),
        contact=told.contact,
        link=link,
    )
    return matter, link


def _reporter(told: Told, by: Actor) -> Person | None:
    """Whose matter it is: the resident who is logged in, or somebody without a name who left a contact."""
    if by.person is not None and by.post is None:
        return Person.objects.get(pk=by.person)
    return Person.objects.create() if told.contact else None
