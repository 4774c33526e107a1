"""What every JSON operation has in common: who asks, in which post, and how a "no" is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf
from pydantic import BeforeValidator, Field

from tuoluo.bodies.authority import NOT_HELD, ON_LEAVE
from tuoluo.bodies.models import Tenure
from tuoluo.bodies.reads import actor_for, as_resident
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.actors import ANYBODY, Actor
from tuoluo.ledger.faces import Request, status_of
from tuoluo.ledger.facts import plain
from tuoluo.ledger.words import sentence
from tuoluo.people.models import Person
from tuoluo.people.tokens import holder

POST_HEADER = "X-Acting-Post"
Found = TypeVar("Found")

# One line of text as JSON carries it. No database takes the character NUL.
Line = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Words = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]
YesNo = Annotated[bool, Field(strict=True)]


def _number(value: Any) -> Any:
    """JSON knows one kind of number: 1.0 is a whole one. Text and yes/no are none, whatever they look like."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("should be a number")
    return value


Whole = Annotated[int, BeforeValidator(_number)]
RowNumber = Annotated[int, Field(ge=1, le=2**53 - 1), BeforeValidator(_number)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_number)]
Degrees = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Problem(Schema):
    """Why something was not done. ``code`` never changes; ``message`` is in the language asked for."""

    code: str = Field(description="what a program decides by", examples=["matter.not_the_lead"])
    message: str = Field(description="what to show to people, in the language of Accept-Language")
    basis: str = Field(description="the rule in charter or law", examples=["charter, duties"])
    facts: dict[str, Any] = Field(description="what the message speaks about")


STATUS: Mapping[str, int] = {
    "api.bad_token": 401,
    "api.csrf": 403,
    "api.who_are_you": 401,
    "api.not_found": 404,
    "api.wrong_method": 405,
    "api.bad_request": 400,
    "api.invalid": 422,
    "api.key_used": 422,
    "api.too_large": 413,
    "api.failed": 500,
}


def status(refusal: Refusal) -> int:
    """The HTTP status of a refusal; one that a rule made gets the same as on a page."""
    return STATUS.get(refusal.code) or status_of(refusal)


def problem(refusal: Refusal) -> dict[str, Any]:
    """A refusal as JSON."""
    return {
        "code": refusal.code,
        "message": sentence(refusal),
        "basis": refusal.basis,
        "facts": plain(dict(refusal.facts)),
    }


def may_answer(*more: int) -> dict[int, type[Problem]]:
    """The refusals that any operation may answer with, and more."""
    return dict.fromkeys((401, 403, 404, 422, *more), Problem)


def found(row: Found | None, value: object) -> Found:
    """The row, or the refusal that nothing of that name is known."""
    if row is None:
        raise Refused(Refusal("api.not_found", "", {"value": str(value)}))
    return row


@dataclass(frozen=True)
class Asking:
    """Who asks, and the person behind it."""

    actor: Actor = ANYBODY
    person: Person | None = None

    @property
    def caller(self) -> str:
        """By whom a repeated request is recognised."""
        return f"person:{self.person.pk}" if self.person else "anybody"


class Token(HttpBearer):
    """``Authorization: Bearer …`` with a token made by ``tuoluo person token``."""

    def __call__(self, request: HttpRequest) -> Asking | None:
        """Whose token it is; a token that is not good is never taken for "nobody"."""
        header = request.headers.get("Authorization")
        if not header:
            return None
        scheme, _, token = header.partition(" ")
        return self.authenticate(request, token.strip() if scheme.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> Asking:
        """The person behind the token, in the token's post or in the one the request names."""
        known = holder(token)
        if known is None:
            raise Refused(Refusal("api.bad_token"))
        named = _named_post(request)
        if known.post_id is not None and named not in (None, known.post_id):
            raise Refused(Refusal("right.post_not_held", "charter, roles", {"role": named}))
        return _asking(known.person, known.post_id or named)


class Session(APIKeyCookie):
    """The log-in of the pages. Requests that change something carry ``X-CSRFToken`` besides."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Asking | None:
        """The person logged in, in the post the request names; otherwise as a resident."""
        return self.authenticate(request, None) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Asking | None:
        """The person behind the account, in the post the request names or the one chosen on the pages.

        An account without a person acts as anybody.
        """
        if check_csrf(request) is not None:
            raise Refused(Refusal("api.csrf"))
        person = Person.objects.filter(account=request.user.pk).first()
        if person is None:
            return None
        named = _named_post(request)
        return Asking(cast(Request, request).actor, person) if named is None else _asking(person, named)


def anybody(request: HttpRequest) -> Asking:
    """Somebody who did not say who they are; they hold no post."""
    if _named_post(request) is not None:
        raise Refused(Refusal("api.who_are_you"))
    return Asking()


WHOEVER = [Token(), Session(), anybody]


def asking(request: HttpRequest) -> Asking:
    """Who asks."""
    who: Asking = request.auth  # type: ignore[attr-defined]
    return who


def _named_post(request: HttpRequest) -> int | None:
    value = request.headers.get(POST_HEADER)
    if value is None:
        return None
    if not value.isascii() or not value.isdecimal() or len(value) > 16:
        raise Refused(Refusal("api.invalid", "", {"problems": f"{POST_HEADER}: {value}"}))
    return int(value)


def _asking(person: Person, post: int | None) -> Asking:
    if post is None:
        return Asking(as_resident(person), person)
    tenures = Tenure.objects.acting(person, timezone.localdate()).filter(post=post)
    tenure = tenures.select_related("person", "post__body__area").first()
    if tenure is None:
        away = Tenure.objects.on(timezone.localdate()).filter(person=person, post=post).exists()
        raise Refused(Refusal(ON_LEAVE if away else NOT_HELD, "charter, roles", {"role": post}))
    return Asking(actor_for(tenure, person), person)
