"""Bodies (the 1, the 3 and the N, and the offices above them), their posts, and who holds a post from when to when."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from tuoluo.kernel.periods import Period
from tuoluo.people.models import Person
from tuoluo.territory.models import Area


class CharterInForce(models.Model):
    """From when until when an area is governed by which charter. The most local one counts.

    ``digest`` is the fingerprint of the charter's files when it was adopted: a charter that changes needs a new row.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="charters")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(valid_until=None), name="one_charter_an_area"),
        ]

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {"area": self.area_id, "charter": self.name, "digest": self.digest, "from": self.valid_from}


class BodyQuerySet(models.QuerySet["Body"]):
    """Bodies, asked by day."""

    def on(self, day: date) -> BodyQuerySet:
        """Those that exist on this day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)

    def in_office(self, day: date) -> BodyQuerySet:
        """Those that exist and have a head on this day: only they can answer for anything."""
        heads = Tenure.objects.on(day).filter(post__body=OuterRef("pk"), post__head=True)
        return self.on(day).filter(Exists(heads))


class Body(models.Model):
    """One organisation that can be in charge of something: of a kind that the charter knows, for one area.

    ``reference`` is the name or number by which a district's own files call it. ``credit_code`` is the unified
    social credit code (GB 32100), checked when given.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="bodies")
    superior = models.ForeignKey("self", models.PROTECT, null=True, related_name="inferiors")
    credit_code = models.CharField(max_length=18, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["area__code", "kind", "name"]
        indexes = [
            models.Index(fields=["kind", "area"], name="body_kind_area"),
            models.Index(fields=["reference"], name="body_reference"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code="") & Q(valid_until=None), name="credit_code_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="body_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        """The days on which it exists."""
        return Period(self.valid_from, self.valid_until)

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {"kind": self.kind, "name": self.name, "area": self.area_id, "until": self.valid_until}


class BodySuccession(models.Model):
    """One body took over from another on a day, by a reform: what comes back for the old one goes to the new one."""

    before = models.ForeignKey(Body, models.PROTECT, related_name="successors")
    after = models.ForeignKey(Body, models.PROTECT, related_name="predecessors")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before"], name="body_succeeded_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="body_does_not_succeed_itself"),
        ]


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, asked by day."""

    def on(self, day: date) -> PostQuerySet:
        """Those that exist on this day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


class Post(models.Model):
    """A seat in a body, with a role that the charter knows. It is held by one person at a time, or vacant.

    The head post of a body is never vacant: whoever holds it answers for everything that nobody else there answers
    for. A cell leader's post is bound to its cell; a cell has exactly one.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40)
    title = models.CharField(max_length=80, blank=True)
    head = models.BooleanField(default=False)
    cell = models.ForeignKey(Area, models.PROTECT, null=True, related_name="leader_posts")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    READ_WITH = ("body__area",)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=Q(head=True, valid_until=None), name="one_head_post_a_body"
            ),
            models.UniqueConstraint(
                fields=["cell"], condition=Q(cell__isnull=False, valid_until=None), name="one_leader_post_a_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.title or self.role}"

    def in_force(self, day: date) -> bool:
        """Whether the seat exists on a day."""
        return Period(self.valid_from, self.valid_until).contains(day)

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {
            "body": self.body_id,
            "role": self.role,
            "cell": self.cell_id,
            "head": self.head,
            "until": self.valid_until,
        }


class TenureQuerySet(models.QuerySet["Tenure"]):
    """Tenures, asked by day."""

    def on(self, day: date) -> TenureQuerySet:
        """Those that run on this day."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def with_leave(self, day: date) -> TenureQuerySet:
        """Each with the person who holds it and, as `leave`, their absence on this day, all in one question."""
        goes_on = Q(absences__until=None) | Q(absences__until__gt=day)
        today = FilteredRelation("absences", condition=goes_on & Q(absences__since__lte=day))
        return self.annotate(leave=today).select_related("person", "leave__substitute")  # type: ignore[misc]

    def acting(self, person: Person, day: date) -> TenureQuerySet:
        """Those in whose posts a person acts on this day: held without being on leave, or as the substitute."""
        away = Absence.objects.on(day).filter(tenure=OuterRef("pk"))
        mine = Q(Exists(away.filter(substitute=person))) | (Q(person=person) & ~Q(Exists(away)))
        return self.on(day).filter(mine)


class Tenure(models.Model):
    """One person holds one post from a day (included) until another (not included).

    No two tenures of a post overlap: the database itself refuses it.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="tenures")
    since = models.DateField()
    until = models.DateField(null=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        indexes = [models.Index(fields=["person", "until"], name="tenure_person_until")]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(until=None), name="one_holder_a_post"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="tenure_ends_after_start"),
        ]

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {"post": self.post_id, "person": self.person_id, "since": self.since, "until": self.until}


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences, asked by day."""

    def on(self, day: date) -> AbsenceQuerySet:
        """Those that run on this day."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class Absence(models.Model):
    """The holder of a post is away from a day (included) until another (not included), and who stands in meanwhile.

    Why somebody is away is not asked. Without a substitute the head of the body answers for the post. It counts only
    while the tenure runs: whoever follows in the post is there.
    """

    tenure = models.ForeignKey(Tenure, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(Person, models.PROTECT, null=True, related_name="stands_in")
    since = models.DateField()
    until = models.DateField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        indexes = [models.Index(fields=["substitute", "until"], name="absence_substitute_until")]
        constraints = [
            models.UniqueConstraint(fields=["tenure"], condition=Q(until=None), name="one_open_absence_a_tenure"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="absence_ends_after_start"),
        ]

    @property
    def period(self) -> Period:
        """The days on which the holder is away."""
        return Period(self.since, self.until)
