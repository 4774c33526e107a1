"""Demands on communities from outside, what each residents' committee answered, and the hours that work takes."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from tuoluo.bodies.models import Body
from tuoluo.oversight.rules import Answer, Standing, State, state_on
from tuoluo.people.models import new_salt
from tuoluo.people.vault import SealedTextField
from tuoluo.territory.models import Area


class Task(models.Model):
    """Something off a community's list that a department or subdistrict wants it to do, until a day."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(Body, models.PROTECT, related_name="demands")
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=400)
    asked_on = models.DateField()
    answer_by = models.DateField(null=True)  # nothing while that year's working days are not published
    until = models.DateField()  # the last day on which it may still be asked for
    expected_halves = models.PositiveIntegerField()
    withdrawn_on = models.DateField(null=True)

    READ_WITH = ("asked_by__area",)

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("asked_on")), name="task_ends_after_it_is_asked")]

    def __str__(self) -> str:
        return self.title

    def in_language(self, language: str) -> str:
        """What it is called for a reader of this language."""
        return self.title if language.startswith("zh") else self.title_en or self.title

    def scope(self) -> str:
        """The area of the body that asks."""
        return self.asked_by.area.stem

    def bodies(self) -> set[int | None]:
        """Those who have a part in it."""
        return {self.asked_by_id}

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {
            "body": self.asked_by_id,
            "title": self.title,
            "basis": self.basis,
            "asked": self.asked_on,
            "answer_by": self.answer_by,
            "until": self.until,
            "halves": self.expected_halves,
            "withdrawn": self.withdrawn_on,
        }


class Admission(models.Model):
    """The same demand in one community: what its residents' committee answered, and on which ground.

    Whether it has lapsed or expired follows from the days; nobody has to do anything for it. What the committee adds
    in its own words is sealed, because free words can always name somebody.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="admissions")
    community = models.ForeignKey(Area, models.PROTECT, related_name="admissions")
    committee = models.ForeignKey(Body, models.PROTECT, related_name="admissions")
    answer = models.CharField(max_length=12, blank=True)
    answered_on = models.DateField(null=True)
    ground = models.CharField(max_length=40, blank=True)
    words = SealedTextField(default="")
    salt = models.BinaryField(default=new_salt, editable=False)

    READ_WITH = ("task__asked_by", "community")

    class Meta:
        ordering = ["community__code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "community"], name="admission_once_a_community"),
            models.CheckConstraint(
                condition=Q(answer__in=[answer.value for answer in Answer]), name="admission_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="admission_answered_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(answer="refused") | ~Q(ground=""), name="admission_refusal_has_ground"),
        ]

    def state(self, day: date) -> State:
        """Where it stands on a day."""
        return state_on(self.known(), day)

    def known(self) -> Standing:
        """What the rules need to know about it."""
        task = self.task
        answer = Answer(self.answer)
        return Standing(answer, self.answered_on, task.asked_on, task.answer_by, task.until, task.withdrawn_on)

    def scope(self) -> str:
        """The place it belongs to."""
        return self.community.stem

    def bodies(self) -> set[int | None]:
        """Those who have a part in it."""
        return {self.committee_id}

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {
            "task": self.task_id,
            "community": self.community_id,
            "committee": self.committee_id,
            "answer": self.answer,
            "answered": self.answered_on,
            "ground": self.ground,
        }


class Hours(models.Model):
    """Half-hours that a body of a community worked on a day: for an admitted task, or for the community's own matters.

    Never edited. A counter-entry (``corrects``, the same number below zero) takes an entry back.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Area, models.PROTECT, related_name="hours")
    body = models.ForeignKey(Body, models.PROTECT, related_name="hours")
    admission = models.ForeignKey(Admission, models.PROTECT, null=True, related_name="hours")
    day = models.DateField()
    halves = models.SmallIntegerField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    READ_WITH = ("community",)

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["community", "day"], name="hours_community_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects=None, halves__gte=1, halves__lte=48)
                | Q(corrects__isnull=False, halves__lte=-1, halves__gte=-48),
                name="hours_in_half_steps_of_a_day",
            )
        ]

    def scope(self) -> str:
        """The place it belongs to."""
        return self.community.stem

    def bodies(self) -> set[int | None]:
        """Those who have a part in it."""
        return {self.body_id}

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {
            "community": self.community_id,
            "body": self.body_id,
            "admission": self.admission_id,
            "day": self.day,
            "halves": self.halves,
            "corrects": self.corrects_id,
        }
