"""Keys for programs: issued once, shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from tuoluo.people.models import ApiToken, Person

PREFIX = "tuoluo_"  # so that a token that leaked into a file can be found by its look
DAYS = 365


def issue(person: Person, *, post: int | None = None, days: int = DAYS, now: datetime | None = None) -> str:
    """Make a token for a person, bound to one of their posts or to none. This text is not kept: show it now."""
    token = PREFIX + secrets.token_urlsafe(32)
    start = now or timezone.now()
    ApiToken.objects.create(
        person=person,
        post_id=post,
        hash=hash_of(token),
        last_four=token[-4:],
        created_at=start,
        expires_at=start + timedelta(days=days),
    )
    return token


def holder(token: str, now: datetime | None = None) -> ApiToken | None:
    """Whose token this is, while it holds; none when it is unknown, expired or revoked."""
    current = ApiToken.objects.filter(revoked_at=None, expires_at__gt=now or timezone.now())
    return current.select_related("person").filter(hash=hash_of(token)).first()


def revoke(token: ApiToken, now: datetime | None = None) -> None:
    """Make a token worthless from this moment; the row stays, so that one can see there was one."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now or timezone.now())


def hash_of(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
