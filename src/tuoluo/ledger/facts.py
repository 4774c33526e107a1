"""What the record says about an act: its arguments and its effect, in plain values."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol, runtime_checkable

from django.db import models


@runtime_checkable
class Standing(Protocol):
    """A subject that tells the record where it stands after an act."""

    def standing(self) -> dict[str, object]:
        """The facts that hold once the act is done."""
        ...


def facts_of(arguments: Mapping[str, Any], subject: models.Model) -> dict[str, Any]:
    """The public arguments that say something, and the standing of the subject afterwards."""
    said = {name: plain(value) for name, value in arguments.items() if value not in EMPTY and value != subject}
    if isinstance(subject, Standing):
        said["now"] = plain(subject.standing())
    return said


PRIVATE = {"private": True}
"""Metadata of a field that stays out of the record: an exact point, words that can name somebody."""

EMPTY: tuple[object, ...] = (None, "", (), [])


def label(row: models.Model) -> str:
    """How the record names a row, e.g. ``body:12``."""
    return f"{row._meta.model_name}:{row.pk}"


def plain(value: Any) -> Any:
    """A value as JSON can hold it; rows become their label, empty parts of a compound value are left out."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return label(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _plain_compound(value)


def _plain_compound(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value) if not field.metadata.get("private")}
        return {key: plain(item) for key, item in value.items() if item not in EMPTY}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    raise TypeError(f"the record cannot hold a {type(value).__name__}")


def commitment(salt: bytes, private: Mapping[str, Any]) -> str:
    """A seal over private words: proves later what they were, tells nothing by itself; lost with the salt.

    Erasing the words and their salt therefore leaves every proof over the record valid.
    """
    message = json.dumps(private, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return hmac.new(bytes(salt), message, hashlib.sha256).hexdigest()
