"""What every page shows: which district this is, who I am, and in which post I act."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from tuoluo.bodies.charters import charter_at
from tuoluo.coverage.reads import coverage_of
from tuoluo.ledger.actors import ANYBODY, Actor
from tuoluo.ledger.faces import Request
from tuoluo.territory.models import Level
from tuoluo.territory.reads import areas_on

LARGE_TYPE = "large_type"


def gaps_here(actor: Actor) -> int:
    """How many gaps of coverage are open in the area of an actor who may put people in charge there, such as the core.

    Basis: the core settles who is accountable (S1); every matter has somebody (S9).
    """
    today = timezone.localdate()
    if actor.body is None or not charter_at(actor.area, today).grants(actor.role, "cell.appoint_leader"):
        return 0
    gaps = coverage_of(actor.area[:6], today).gaps
    return sum(any(stem.startswith(actor.area) for stem in (gap.place, *gap.communities)) for gap in gaps)


def desk(request: HttpRequest) -> dict[str, object]:
    """Values for the frame of every page. An error page may be shown before it is known who acts."""
    known = cast(Request, request)
    return {
        "actor": getattr(known, "actor", ANYBODY),
        "actors": getattr(known, "actors", []),
        "large_type": request.COOKIES.get(LARGE_TYPE) == "1",
        "gaps_here": SimpleLazyObject(lambda: gaps_here(getattr(known, "actor", ANYBODY))),
        "our_district": SimpleLazyObject(lambda: areas_on(Level.DISTRICT).first()),
    }
