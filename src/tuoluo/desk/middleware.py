"""The frame around every page: who acts, what a browser may load, and how a refusal looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from tuoluo.bodies.reads import actors_of, as_resident
from tuoluo.desk.refusals import refused_page
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import ANYBODY, Actor
from tuoluo.ledger.faces import Request
from tuoluo.people.models import Person

GetResponse = Callable[[HttpRequest], HttpResponse]
POST_CHOSEN = "acting_post"
AS_RESIDENT = "resident"

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


def who_acts(get_response: GetResponse) -> GetResponse:
    """Set `request.actor`: the post chosen in this session, else the first one held, else the resident alone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        known = cast(Request, request)
        known.actors, known.actor = _actors(request)
        return get_response(request)

    return middleware


def _actors(request: HttpRequest) -> tuple[list[Actor], Actor]:
    if not request.user.is_authenticated:
        return [], ANYBODY
    person = Person.objects.filter(account=request.user).first()
    if person is None:
        return [], ANYBODY
    held = actors_of(person)
    chosen = request.session.get(POST_CHOSEN)
    if chosen == AS_RESIDENT or not held:
        return held, as_resident(person)
    return held, next((actor for actor in held if actor.post == chosen), held[0])


def safe_content(get_response: GetResponse) -> GetResponse:
    """Let a browser load nothing but our own files, and keep no page with personal data in shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=()")
        secret = {"Authorization", "X-Matter-Link"} & request.headers.keys() or request.path.startswith("/report/done")
        if request.user.is_authenticated or secret:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


class SayRefusals:
    """Turn a refusal that no page has dealt with into a page that says why, on what basis."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 403 or 409 with the sentence of the refusal."""
        return refused_page(request, exception.refusal) if isinstance(exception, Refused) else None
