"""A refusal as a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.saying import said
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.actors import ANYBODY
from tuoluo.ledger.faces import status_of
from tuoluo.ledger.naming import basis_in_words


def refused_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say why not and on what basis: 403 for a missing right, 409 for a rule."""
    actor = getattr(request, "actor", ANYBODY)
    try:
        charter = charter_at(actor.area, timezone.localdate()) if actor.area else None
    except Refused:  # this may be the very refusal: no charter, or a damaged one
        charter = None
    context = {"sentence": said(refusal, charter), "basis": basis_in_words(refusal.basis), "code": refusal.code}
    return render(request, "refused.html", context, status=status_of(refusal))
