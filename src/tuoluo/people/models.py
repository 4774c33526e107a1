"""People: as little as the work needs. What identifies a resident lies apart, encrypted, with purpose and expiry."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.db import models

from tuoluo.people.vault import SealedTextField


def new_salt() -> bytes:
    """Random bytes that guard a commitment in the record; erased together with what they guard."""
    return secrets.token_bytes(16)


class Person(models.Model):
    """Somebody who reports, works or holds a post. No attributes beyond a name to call them by.

    A resident need not give a name. There is no field for age, sex, political status, household registration or
    identity numbers, and there must not be one (S8; Personal Information Protection Law §6).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60, blank=True)
    salt = models.BinaryField(default=new_salt, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person"
    )

    def __str__(self) -> str:
        return self.name or "—"


class Contact(models.Model):
    """How somebody wants to be reached about a matter: sealed, for one purpose, until a day.

    Reading one is an act of its own (`contact.read`): recorded, and shown to the resident.
    Basis: Personal Information Protection Law §6, §19, §51.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    value = SealedTextField()
    purpose = models.CharField(max_length=40)
    expires_on = models.DateField()


class ApiToken(models.Model):
    """A key by which a program acts for a person. Only its hash is kept: whoever loses it asks for another one.

    With a ``post`` it acts in that post and in no other; without one the request names the post, or the person acts
    as a resident. ``last_four`` helps a person tell their tokens apart.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    post = models.ForeignKey("Post", models.PROTECT, null=True, related_name="tokens")
    hash = models.CharField(max_length=64, unique=True)
    last_four = models.CharField(max_length=4)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class ApiAnswer(models.Model):
    """The answer that a request with an ``Idempotency-Key`` got, kept for a day and given again when it is repeated.

    ``caller`` is the person, or ``anybody`` for everybody who did not say who they are; no address is kept. Those share
    one space of keys, which is why a key is a random text of at least 16 characters, and only the very same request is
    answered again. ``request`` is the fingerprint of what was asked. The answer is sealed, because it may hold the
    secret link of a matter.
    """

    caller = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    request = models.CharField(max_length=64)
    answer = SealedTextField()
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="answer_once_a_key")]
