"""Reforms with their plans, who consented, and what each open matter's hand-over was."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import body_meant
from tuoluo.matters.models import Matter
from tuoluo.people.models import new_salt
from tuoluo.people.vault import SealedTextField
from tuoluo.reform.rules import OPEN_STAGES, Stage
from tuoluo.territory.models import Area


class Reform(models.Model):
    """One reform: its plan as the file says it, what it was seen to do when it was proposed, and where it stands.

    ``plan`` is never changed: another plan is another reform. ``preview`` is what a rehearsal showed on the day.
    """

    title = models.CharField(max_length=120)
    charter = models.CharField(max_length=60)
    start = models.DateField()
    plan = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 of the plan
    preview = models.JSONField(default=dict)
    communities = models.ManyToManyField(Area, related_name="reforms")
    stage = models.CharField(max_length=12, default=Stage.PROPOSED.value)
    salt = models.BinaryField(default=new_salt, editable=False)
    proposed_at = models.DateTimeField()
    proposer = models.ForeignKey(Body, models.PROTECT, related_name="proposed_reforms")
    council = models.CharField(max_length=120, blank=True)
    council_on = models.DateField(null=True)
    council_reference = models.CharField(max_length=120, blank=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[one.value for one in Stage]), name="reform_stage_known"),
            models.CheckConstraint(
                condition=Q(stage="applied", applied_at__isnull=False) | (~Q(stage="applied") & Q(applied_at=None)),
                name="reform_applied_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} #{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided on, or taken back."""
        return Stage(self.stage) in OPEN_STAGES

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {
            "stage": self.stage,
            "charter": self.charter,
            "start": self.start,
            "digest": self.digest,
            "applied": self.applied_at,
            "council_on": self.council_on,
        }

    def scope(self) -> str:
        """The smallest area around all its communities, for the question whether a post reaches it."""
        return common_stem([area.stem for area in self.communities.all()])

    def bodies(self) -> set[int | None]:
        """The bodies that have a say in it, wherever they sit."""
        return {self.proposer_id, *self.consenters()}

    def consenters(self, day: date | None = None) -> list[int]:
        """The bodies in office whose consent the charter in force demands; those who gave it once it is settled.

        Basis: charter, reform.
        """
        if not self.is_open:
            return [consent.body_id for consent in self.consents.all()]
        return [body.pk for body in self.asked(day) if body is not None]

    def asked(self, day: date | None = None) -> list[Body | None]:
        """The same as bodies; nothing in the place of one that is demanded and has nobody in office."""
        from django.utils import timezone

        day = day or timezone.localdate()
        found = [
            body_meant(kind, area.stem, day)
            for area in self.communities.all()
            for kind in charter_at(area.stem, day).consenting
        ]
        return list({body.pk if body else 0: body for body in found}.values())


def common_stem(stems: list[str]) -> str:
    """The longest stem of an area (6, 9 or 12 digits) that all these begin with; nothing where there is none."""
    lengths = (12, 9, 6)
    first = stems[0] if stems else ""
    return next((first[:n] for n in lengths if first and all(stem.startswith(first[:n]) for stem in stems)), "")


class Consent(models.Model):
    """What one body whose consent is demanded says of a reform: its latest word."""

    reform = models.ForeignKey(Reform, models.PROTECT, related_name="consents")
    body = models.ForeignKey(Body, models.PROTECT, related_name="consents")
    agrees = models.BooleanField()
    reason = SealedTextField(default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reform", "body"], name="one_word_a_body")]


class HandOver(models.Model):
    """What was handed over of one matter by a reform: who answered for it and who does, and what else changed.

    ``before`` and ``after`` hold numbers of bodies and people, so that names are read where they are kept.
    """

    reform = models.ForeignKey(Reform, models.PROTECT, related_name="hand_overs")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="hand_overs")
    old_post = models.ForeignKey(Post, models.PROTECT, related_name="handed_over")
    new_post = models.ForeignKey(Post, models.PROTECT, related_name="received")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ["matter"]
        constraints = [models.UniqueConstraint(fields=["reform", "matter"], name="hand_over_once")]
