"""The vault: text that is stored only encrypted (SM4-GCM), bound to the column it belongs to.

The keys lie outside the database (``TUOLUO_HOME/keys/vault-1``). Losing the key file loses the contents: that is the
point. Basis: GB/T 32907 (SM4); Personal Information Protection Law §51.
"""

from __future__ import annotations

import logging
import os
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.db import models
from django.utils.translation import gettext

from tuoluo.ledger.models import Record

log = logging.getLogger(__name__)
KEY_NUMBER = 1
KEY, NONCE, TAG = 16, 12, 16


class CannotOpen(Exception):
    """A sealed text does not open with this deployment's key: a wrong key file, or the data was altered."""


@cache
def _key(number: int) -> bytes:
    """The key; made when the first words are sealed, and never again, since what it sealed would be lost unseen."""
    name = f"vault-{number}"
    if not settings.HOME.has_secret(name) and Record.objects.filter(act="matter.report").exists():
        raise CannotOpen(f"keys/{name} is missing: put it back from the backup of the keys")
    key: bytes = settings.HOME.secret(name, length=KEY)
    if len(key) != KEY:
        raise CannotOpen(f"keys/{name} has {len(key)} bytes instead of {KEY}: put it back from the backup of the keys")
    return key


def seal(text: str, place: str) -> bytes:
    """Encrypt a text for one column (``place``); it opens nowhere else."""
    nonce = os.urandom(NONCE)
    cipher = Cipher(algorithms.SM4(_key(KEY_NUMBER)), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(place.encode())
    sealed = cipher.update(text.encode()) + cipher.finalize()
    return bytes([KEY_NUMBER]) + nonce + cipher.tag + sealed


def unseal(sealed: bytes, place: str) -> str:
    """The text again. Raises `CannotOpen`."""
    if len(sealed) < 1 + NONCE + TAG or sealed[0] != KEY_NUMBER:
        raise CannotOpen(f"{place}: not sealed by this version of the software, or altered")
    number, nonce, tag = sealed[0], sealed[1 : 1 + NONCE], sealed[1 + NONCE : 1 + NONCE + TAG]
    cipher = Cipher(algorithms.SM4(_key(number)), modes.GCM(nonce, tag)).decryptor()
    cipher.authenticate_additional_data(place.encode())
    try:
        return (cipher.update(sealed[1 + NONCE + TAG :]) + cipher.finalize()).decode()
    except InvalidTag as error:
        raise CannotOpen(f"{place}: sealed with another key, or altered") from error


class Unreadable(str):
    """What stands in place of a text that does not open: one altered row must not take the others with it.

    Written back, it leaves what is stored as it is, so that the right key or a backup can still bring the words back.
    """

    sealed: bytes

    @classmethod
    def of(cls, sealed: bytes) -> Unreadable:
        """The sentence that readers see instead."""
        told = cls(
            gettext(
                "The words cannot be opened: they were sealed with another key, or altered. Nothing else of this "
                "matter is lost; tell the operator."
            )
        )
        told.sealed = sealed
        return told


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]
    """A column whose text is encrypted at rest."""

    def _check_str_default_value(self) -> list[Any]:
        return []  # the default is a text here, not bytes

    @property
    def _place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        """Seal on the way in."""
        if isinstance(value, Unreadable):
            return super().get_prep_value(value.sealed)
        return super().get_prep_value(seal(value, self._place) if isinstance(value, str) else value)

    def from_db_value(self, value: Any, *_: Any) -> str | None:
        """Open on the way out."""
        if value is None:
            return None
        sealed = bytes(value)
        if sealed[:1] == bytes([KEY_NUMBER]):
            _key(KEY_NUMBER)  # without the key nothing can be read: that is no fault of one row
        try:
            return unseal(sealed, self._place)
        except (CannotOpen, UnicodeDecodeError, ValueError, IndexError) as error:
            log.error("%s: one value cannot be opened (%s)", self._place, error)
            return Unreadable.of(sealed)
