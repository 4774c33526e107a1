"""Logging in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def username_of(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The name that somebody tries to log in with, so that repeated failures lock it.

    django-axes and django-allauth call the field differently; a wrong setting here would never lock anything.
    """
    given = dict(credentials or {})
    for key in ("username", "login", "email"):
        if value := given.get(key) or (request.POST.get(key) if request is not None else None):
            return str(value)
    return ""
