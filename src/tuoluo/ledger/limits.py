"""How long a text may be, and what it may hold: asked of every row before it is written, on every database alike.

SQLite would keep a longer text without a word, PostgreSQL would end in an error of its own. Asking here covers every
face at once: pages, API, terminal, and files that are loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import models
from django.db.models.signals import pre_save

from tuoluo.kernel.refusals import Refusal, require


def watch_texts() -> None:
    """Ask of every row of this application, whichever act writes it."""
    pre_save.connect(_before_saving, dispatch_uid="tuoluo.ledger.limits")


def _before_saving(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    if sender._meta.app_label == "tuoluo":
        require(unfit(instance))


def unfit(row: models.Model, names: Sequence[str] | None = None) -> Refusal | None:
    """The first text of a row that its column cannot take; ``names`` limits the question to some fields."""
    for field in _texts(type(row)):
        if names is not None and field.name not in names:
            continue
        value = row.__dict__.get(field.attname)
        if isinstance(value, str) and (answer := _unfit_text(f"{row._meta.model_name}.{field.name}", value, field)):
            return answer
    return None


def _unfit_text(name: str, value: str, field: Any) -> Refusal | None:
    if "\x00" in value:
        return Refusal("text.has_nul", "", {"column": name, "position": value.index("\x00") + 1})
    maximum = field.max_length
    if maximum is not None and len(value) > maximum:
        facts = {"column": name, "maximum": maximum, "length": len(value), "beginning": value[:20]}
        return Refusal("text.too_long", "", facts)
    return None


@cache
def _texts(model: type[models.Model]) -> tuple[Any, ...]:
    """The fields that hold plain text; sealed ones hold bytes."""
    return tuple(
        field for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)
    )
