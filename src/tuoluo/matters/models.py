"""Matters: everything that must be done, from a resident's appeal to a patrol finding, in one table with one life."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import models
from django.db.models import Q
from stdnum import luhn

from tuoluo.bodies.models import Body, Post
from tuoluo.ledger.rows import insert
from tuoluo.matters.rules import OPEN_STAGES, Channel, Nature, Outcome, Stage
from tuoluo.people.models import Person, new_salt
from tuoluo.people.vault import SealedTextField
from tuoluo.territory.models import Area


def _among(field: str, values: type[Stage | Nature | Channel | Outcome], *more: str) -> Q:
    return Q(**{f"{field}__in": [*(item.value for item in values), *more]})


class MatterQuerySet(models.QuerySet["Matter"]):
    """Matters, asked as a clerk would ask."""

    def open(self) -> MatterQuerySet:
        """Those that somebody still has to do something about."""
        return self.filter(stage__in=[stage.value for stage in OPEN_STAGES])

    def within(self, stem: str) -> MatterQuerySet:
        """Those whose place lies inside the area with this stem."""
        return self.filter(community__stem__startswith=stem)


class Matter(models.Model):
    """One matter. Its history is in the record; this row says where it stands now.

    While it is open it has exactly one accountable body and one post there, and whoever holds that post (or, when it
    is vacant, the head of the body) is the person in charge. The words of the reporter are sealed; ``salt`` guards
    their commitment in the record. ``source`` and ``source_key`` name a matter carried over from another system.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stage = models.CharField(max_length=16)
    nature = models.CharField(max_length=12)
    category = models.CharField(max_length=24, blank=True)
    text = SealedTextField()
    salt = models.BinaryField(default=new_salt, editable=False)
    link = models.CharField(max_length=64, blank=True)  # hash of the reporter's secret link

    community = models.ForeignKey(Area, models.PROTECT, related_name="matters")
    cell = models.ForeignKey(Area, models.PROTECT, null=True, related_name="cell_matters")
    place = models.CharField(max_length=256, blank=True)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    reporter = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="reported")
    channel = models.CharField(max_length=12)
    reported_at = models.DateTimeField()
    day_only = models.BooleanField(default=False)  # the source states the day of the report, not the hour

    accountable_body = models.ForeignKey(Body, models.PROTECT, related_name="answers_for")
    accountable_post = models.ForeignKey(Post, models.PROTECT, related_name="answers_for")
    lead = models.ForeignKey(Body, models.PROTECT, null=True, related_name="leads")
    verifier = models.ForeignKey(Body, models.PROTECT, null=True, related_name="verifies")
    evaluator = models.ForeignKey(Body, models.PROTECT, null=True, related_name="evaluates")

    charter = models.CharField(max_length=80, blank=True)
    due_at = models.DateTimeField(null=True)
    due_unknown_year = models.PositiveSmallIntegerField(null=True)  # no calendar for that year yet: no deadline yet
    dispatched_at = models.DateTimeField(null=True)
    taken_up_at = models.DateTimeField(null=True)
    reported_back_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)

    outcome = models.CharField(max_length=12, blank=True)
    answer = SealedTextField(default="")
    reworked = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    responded = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    satisfied = models.PositiveSmallIntegerField(null=True)

    source = models.CharField(max_length=40, blank=True)
    source_key = models.CharField(max_length=80, blank=True)

    READ_WITH = ("community", "lead", "accountable_body")  # what its acts need to know besides

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["community", "stage", "-id"], name="matter_community_stage"),
            models.Index(fields=["accountable_body", "stage", "-id"], name="matter_body_stage"),
            models.Index(fields=["accountable_post", "stage", "-id"], name="matter_post_stage"),
            models.Index(fields=["lead", "stage", "-id"], name="matter_lead_stage"),
            models.Index(fields=["verifier", "stage", "-id"], name="matter_verifier_stage"),
            models.Index(fields=["reporter", "-id"], name="matter_reporter"),
            models.Index(fields=["link"], condition=~Q(link=""), name="matter_link"),
        ]
        constraints = [
            models.CheckConstraint(condition=_among("stage", Stage), name="matter_stage_known"),
            models.CheckConstraint(condition=_among("nature", Nature), name="matter_nature_known"),
            models.CheckConstraint(condition=_among("channel", Channel), name="matter_channel_known"),
            models.CheckConstraint(condition=_among("outcome", Outcome, ""), name="matter_outcome_known"),
            models.CheckConstraint(
                condition=Q(satisfied=None) | Q(satisfied__gte=1, satisfied__lte=5), name="matter_satisfied_1_to_5"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["dispatched", "handling", "reported_back", "closed", "evaluated"])
                | Q(lead__isnull=False, verifier__isnull=False),
                name="matter_under_way_has_lead_and_verifier",
            ),
            models.CheckConstraint(
                condition=Q(lead=None) | Q(verifier=None) | ~Q(lead=models.F("verifier")),
                name="matter_nobody_verifies_own_work",
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source=""), name="matter_carried_over_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number printed on paper, e.g. ``26-000123-0``: year, running number, a digit that catches slips."""
        return number_of(self.pk, self.reported_at)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return Stage(self.stage) in OPEN_STAGES

    def is_late(self, now: datetime) -> bool:
        """Whether it is still waiting for an answer after its deadline."""
        return self.is_open and self.stage != Stage.REPORTED_BACK and self.due_at is not None and self.due_at < now

    def standing(self) -> dict[str, object]:
        """Where it stands, as the record keeps it after every act."""
        return {
            "stage": self.stage,
            "body": self.accountable_body_id,
            "post": self.accountable_post_id,
            "lead": self.lead_id,
            "verifier": self.verifier_id,
            "due": self.due_at,
            "category": self.category,
            "nature": self.nature,
            "channel": self.channel,
            "community": self.community_id,
            "cell": self.cell_id,
            "evaluator": self.evaluator_id,
            "reporter": self.reporter_id,
            "reported": self.reported_at,
            "back": self.reported_back_at,
            "closed": self.closed_at,
            "on_time": self.on_time,
            "outcome": self.outcome,
            "reworked": self.reworked,
            "reopened": self.reopened,
            "responded": self.responded,
            "solved": self.solved,
            "satisfied": self.satisfied,
        }

    def scope(self) -> str:
        """The place it belongs to, for the question whether a post reaches it."""
        return self.community.stem

    def keep_words(self, seq: int, words: Mapping[str, str]) -> None:
        """Keep what was said in an act, sealed, for those who may read it. The report itself lies in ``text``."""
        for what in SAID.intersection(words):
            insert(Said(matter=self, seq=seq, what=what, text=words[what]))

    def bodies(self) -> set[int | None]:
        """The bodies that have a part in it."""
        assistants = [part.body_id for part in self.parts.all()]  # all(): a list has read them beforehand
        return {self.accountable_body_id, self.lead_id, self.verifier_id, self.evaluator_id, *assistants}


SAID = frozenset({"answer", "reason", "result", "finding", "parts_note", "words"})


class Said(models.Model):
    """Words that went with one act on a matter: a reason, a result, an answer. Sealed; the record holds a commitment.

    Free words can always name somebody, so none of them stands in the record itself.
    Basis: Personal Information Protection Law §6, §47 (erasure leaves every proof valid).
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="said")
    seq = models.BigIntegerField()
    what = models.CharField(max_length=12)
    text = SealedTextField()

    class Meta:
        indexes = [models.Index(fields=["matter", "seq"], name="said_matter_seq")]


class Part(models.Model):
    """What an assisting body has to do in a matter handled jointly (联办)."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="parts")
    body = models.ForeignKey(Body, models.PROTECT, related_name="parts")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "body"], name="part_once_a_body")]
        indexes = [models.Index(fields=["body", "finished_at"], name="part_body_open")]


def number_of(pk: int, reported: datetime | date) -> str:
    """The printed number of a matter."""
    digits = f"{reported.year % 100:02d}{pk:06d}"
    return f"{digits[:2]}-{digits[2:]}-{luhn.calc_check_digit(digits)}"


def parse_number(text: str) -> int | None:
    """The row that a printed number means, or ``None`` when it is mistyped."""
    digits = "".join(character for character in text if character.isdecimal())
    if not 9 <= len(digits) <= 20 or not luhn.is_valid(digits):
        return None
    return int(digits[2:-1])
