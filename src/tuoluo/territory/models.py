"""Places: district, subdistrict, community, cell, and how they follow one another in time."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from tuoluo.kernel.periods import Period


class Level(models.TextChoices):
    """The four levels of a district, and the block that cuts across them."""

    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    CELL = "cell"
    BLOCK = "block"


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas, asked by day and by place."""

    def on(self, day: date) -> AreaQuerySet:
        """Those in force on this day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)

    def within(self, stem: str) -> AreaQuerySet:
        """Those inside the area with this stem, itself included."""
        return self.filter(stem__startswith=stem)


class Area(models.Model):
    """One place under one code for one span of time. A change of boundary or name is a new row, never an edit.

    ``code`` is the official statistical code (12 digits down to the community, 15 for a cell); ``stem`` is its
    significant front part (6, 9, 12, 15 digits), so that "inside" is a comparison of beginnings.
    ``boundary`` is a GeoJSON geometry in CGCS2000. A ``schematic`` boundary was drawn by this software for
    orientation and must be labelled 示意 wherever it is shown.
    """

    code = models.CharField(max_length=15)
    stem = models.CharField(max_length=15)
    code_official = models.BooleanField(default=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    boundary = models.JSONField(null=True)
    schematic = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code", "valid_from"]
        indexes = [
            models.Index(fields=["stem", "level"], name="area_stem_level"),
            models.Index(fields=["level", "valid_until"], name="area_level_until"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_code_once_a_day"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_until=None), name="area_code_open_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="area_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="area_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"

    @property
    def period(self) -> Period:
        """The days on which it is in force."""
        return Period(self.valid_from, self.valid_until)

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {"code": self.code, "name": self.name, "from": self.valid_from, "until": self.valid_until}


class AreaSuccession(models.Model):
    """One area took over from another on a day: by a split, a merger, a new name or a new boundary."""

    class Kind(models.TextChoices):
        SPLIT = "split"
        MERGE = "merge"
        RENAME = "rename"
        REDRAW = "redraw"

    before = models.ForeignKey(Area, models.PROTECT, related_name="successors")
    after = models.ForeignKey(Area, models.PROTECT, related_name="predecessors")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="succession_once")]
