"""Drafts of charters."""

from __future__ import annotations

import hashlib
import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from tuoluo.drafting.content import Content, content_from
from tuoluo.drafting.rules import State
from tuoluo.people.models import Person
from tuoluo.territory.models import Area


class CharterDraft(models.Model):
    """A charter that is being written for an area: what it is based on, what it says now, and where it stands.

    ``content`` holds every row as text, also what is wrong as yet. ``name`` and ``digest`` are set when it is proposed:
    the folder in the deployment, and the fingerprint of the charter that lies there.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=120)
    area = models.ForeignKey(Area, models.PROTECT, related_name="charter_drafts")
    based_on = models.CharField(max_length=60)
    based_on_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State], default=State.OPEN)
    content = models.TextField()
    name = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    READ_WITH = ("area",)

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(state__in=["proposed", "adopted"]), name="one_proposed_draft_a_name"
            ),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="draft_state_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def rows(self) -> Content:
        """What it says now."""
        return content_from(self.content)

    def scope(self) -> str:
        """The area whose bodies may decide on it."""
        return self.area.stem

    def bodies(self) -> frozenset[int]:
        """No body outside the area has a part in it."""
        return frozenset()

    def standing(self) -> dict[str, Any]:
        """What the record keeps of it, and besides, right after an edit, what that changed."""
        stands = {
            "area": self.area_id,
            "title": self.title,
            "state": self.state,
            "content": hashlib.sha256(self.content.encode()).hexdigest(),
            "name": self.name,
            "digest": self.digest,
        }
        changed: dict[str, Any] | None = getattr(self, "_changed", None)
        return stands | {"changed": changed} if changed else stands
