"""What every page shows: which district this is, who I am, and in which post I act."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tuoluo.ledger.actors import ANYBODY
from tuoluo.ledger.faces import Request
from tuoluo.territory.models import Level
from tuoluo.territory.reads import areas_on

LARGE_TYPE = "large_type"


def desk(request: HttpRequest) -> dict[str, object]:
    """Values for the frame of every page. An error page may be shown before it is known who acts."""
    known = cast(Request, request)
    return {
        "actor": getattr(known, "actor", ANYBODY),
        "actors": getattr(known, "actors", []),
        "large_type": request.COOKIES.get(LARGE_TYPE) == "1",
        "our_district": SimpleLazyObject(lambda: areas_on(Level.DISTRICT).first()),
    }
