"""A refusal as a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.faces import status_of
from tuoluo.ledger.words import sentence


def refused_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say why not and on what basis: 403 for a missing right, 409 for a rule."""
    context = {"sentence": sentence(refusal), "basis": refusal.basis, "code": refusal.code}
    return render(request, "refused.html", context, status=status_of(refusal))
