"""Accounts: a name and a password by which a person is known at the door. They carry no right by themselves."""

from __future__ import annotations

import secrets

from django.contrib.auth import get_user_model
from django.db import transaction

from tuoluo.people.models import Person

# Without those that look alike, so that a password can be read out and typed.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class NameTaken(Exception):
    """Somebody else already has an account of this name."""


def new_password(groups: int = 4) -> str:
    """A password that can be read out: groups of four letters and digits (20 bits each)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(groups))


def give_account(person: Person, username: str, password: str, *, email: str = "") -> None:
    """Give a person an account, or a new password if they have it already. Raises `NameTaken`."""
    users = get_user_model()
    with transaction.atomic():
        if person.account is None:
            if users.objects.filter(username=username).exists():
                raise NameTaken(username)
            person.account = users.objects.create_user(username, email, password)
            person.save(update_fields=["account"])
        else:
            person.account.set_password(password)
            person.account.save(update_fields=["password"])
