"""The record: one row for each act, in order, each sealed to the one before it."""

from __future__ import annotations

import json
from typing import Any

from django.db import models


class Record(models.Model):
    """One act that happened: what, by whom, for which body, about what, when. Written once, never changed.

    ``at`` is when it counts as done, ``recorded_at`` when it was written down; an act carried over from another
    system has the two apart. ``hash`` seals the row and, through ``previous``, every row before it.
    Ids are kept as plain numbers, so that history never stands in the way of removing something.
    """

    seq = models.BigIntegerField(primary_key=True)
    act = models.CharField(max_length=40)
    family = models.CharField(max_length=12)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    person = models.BigIntegerField(null=True)
    post = models.BigIntegerField(null=True)
    body = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    content = models.TextField()  # canonical JSON: exactly what was hashed
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "seq"], name="record_subject"),
            models.Index(fields=["body", "seq"], name="record_body"),
            models.Index(fields=["act", "seq"], name="record_act"),
        ]

    def __str__(self) -> str:
        return f"#{self.seq} {self.act} {self.subject_kind}:{self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; refuse to change one."""
        if not self._state.adding:
            raise RecordIsFinal(f"{self} is already in the record; correct it by a further act")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """The record cannot be shortened."""
        raise RecordIsFinal(f"{self} cannot be taken out of the record")

    @property
    def facts(self) -> dict[str, Any]:
        """What the act was given and what it led to."""
        facts: dict[str, Any] = json.loads(self.content)
        return facts


class RecordIsFinal(Exception):
    """Somebody tried to change or remove an entry of the record."""
