"""What every page shows: who I am, and in which post I act."""

from __future__ import annotations

from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, object]:
    """Values for the frame of every page."""
    return {"actor": getattr(request, "actor", None)}
