"""What pages and API have in common: who acts in a request, and which answer a refusal deserves."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.actors import Actor


class Request(HttpRequest):
    """A request after the frame of the pages has found out who acts (`desk.middleware`)."""

    actor: Actor
    actors: list[Actor]  # every post in which this person may act
    htmx: HtmxDetails


def status_of(refusal: Refusal) -> int:
    """403 when the right is missing, 409 when the rules or the standing of the matter forbid it."""
    return HTTPStatus.FORBIDDEN if refusal.code.startswith("right.") else HTTPStatus.CONFLICT
