"""Reform programmes: measures with their owners, milestones with all that happened to them.

No row is ever changed, but for one thing that can happen to a measure once: that it is dropped.
"""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from tuoluo.bodies.models import Body
from tuoluo.programme.rules import Aim, EvidenceKind, Promise, Step, StepKind
from tuoluo.territory.models import Area


def figure(value: Decimal | None) -> str | None:
    """A figure as people write it: 62.5, not 62.5000."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Programme(models.Model):
    """A reform of an area over some years, led by one body. A sample is labelled as one wherever it is shown."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    area = models.ForeignKey(Area, models.PROTECT, related_name="programmes")
    leader = models.ForeignKey(Body, models.PROTECT, related_name="programmes")
    starts = models.DateField()
    ends = models.DateField()
    basis = models.CharField(max_length=500, blank=True)
    sample = models.BooleanField(default=False)
    opened_on = models.DateField()

    READ_WITH = ("area", "leader")

    class Meta:
        ordering = ["-starts", "code"]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="programme_ends_after_start")]

    def __str__(self) -> str:
        return self.name

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {
            "code": self.code,
            "name": self.name,
            "area": self.area_id,
            "leader": self.leader_id,
            "starts": self.starts,
            "ends": self.ends,
            "sample": self.sample,
        }

    def scope(self) -> str:
        """The stem of its area, for the question whether a body reaches it."""
        return self.area.stem

    def bodies(self) -> set[int | None]:
        """The bodies that have a part in it."""
        return {self.leader_id}


class Measure(models.Model):
    """One measure under an aspect of a programme, with the figure that it should move and the plan that carries it out.

    ``plan`` is the fingerprint (or the number) of a reform's plan, or empty.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="measures")
    number = models.PositiveIntegerField()
    aspect = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    plan = models.CharField(max_length=64, blank=True)
    indicator = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    baseline_on = models.DateField(null=True)
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    entered_on = models.DateField()
    dropped_on = models.DateField(null=True)
    dropped_because = models.CharField(max_length=1000, blank=True)

    READ_WITH = ("programme__area",)

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="measure_number_once"),
            models.UniqueConstraint(fields=["programme", "name"], name="measure_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def aim(self) -> Aim:
        """The figure that it should move."""
        return Aim(self.indicator, self.baseline, self.baseline_on, self.target)

    def owned_on(self, day: date) -> Ownership:
        """Who owns it on a day; before it was entered, whoever came first."""
        rows = list(self.ownerships.all())
        return next((row for row in reversed(rows) if row.since <= day), rows[0])

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {
            "programme": self.programme_id,
            "number": self.number,
            "aspect": self.aspect,
            "name": self.name,
            "plan": self.plan,
            "indicator": self.indicator,
            "baseline": figure(self.baseline),
            "baseline_on": self.baseline_on,
            "target": figure(self.target),
            "owners": [[row.body_id, row.since] for row in self.ownerships.all()],
            "dropped_on": self.dropped_on,
        }

    def scope(self) -> str:
        """The stem of its programme's area."""
        return self.programme.scope()

    def bodies(self) -> set[int | None]:
        """The bodies that have a part in it: the one that leads the programme, and the owner."""
        rows = list(self.ownerships.all())
        return {self.programme.leader_id, rows[-1].body_id} if rows else {self.programme.leader_id}


class Ownership(models.Model):
    """From this day on a body owns a measure, until the next one does."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="ownerships")
    body = models.ForeignKey(Body, models.PROTECT, related_name="ownerships")
    since = models.DateField()
    because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["since", "pk"]


class Milestone(models.Model):
    """What a measure promises by a day. The first date stays; what happened to it lies in its steps."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=200)
    first_due = models.DateField()
    set_on = models.DateField()

    READ_WITH = ("measure__programme__area",)

    class Meta:
        ordering = ["first_due", "pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "name"], name="milestone_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def promise(self) -> Promise:
        """It with everything that happened to it, as the rules see it."""
        steps = tuple(Step(StepKind(row.kind), row.on, row.due) for row in self.steps.all())
        return Promise(self.set_on, self.first_due, steps, self.measure.dropped_on)

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        steps = [[row.kind, row.on, row.due, row.evidence, row.reference] for row in self.steps.all()]
        return {
            "measure": self.measure_id,
            "name": self.name,
            "first_due": self.first_due,
            "set_on": self.set_on,
            "steps": steps,
        }

    def scope(self) -> str:
        """The stem of its programme's area."""
        return self.measure.scope()

    def bodies(self) -> set[int | None]:
        """The bodies that have a part in it."""
        return self.measure.bodies()


class MilestoneStep(models.Model):
    """A milestone was postponed, with the grounds, or reached, with the evidence; ``on`` is the day it counts from."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12)
    on = models.DateField()
    told_on = models.DateField()  # the day on which it was written down
    due = models.DateField(null=True)
    because = models.CharField(max_length=1000, blank=True)
    evidence = models.CharField(max_length=12, blank=True)
    reference = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=StepKind.POSTPONED.value, due__isnull=False)
                | Q(kind=StepKind.REACHED.value, due=None, evidence__in=[kind.value for kind in EvidenceKind]),
                name="milestone_step_complete",
            ),
            models.UniqueConstraint(
                fields=["milestone"], condition=Q(kind=StepKind.REACHED.value), name="milestone_reached_once"
            ),
        ]
