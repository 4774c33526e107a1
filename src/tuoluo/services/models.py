"""Service items and what the catalogue said of them when, who serves them, and what people have been trained for."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from tuoluo.bodies.models import Body
from tuoluo.charter.model import Handling
from tuoluo.kernel.periods import Period
from tuoluo.kernel.worktime import TimeLimit, Unit
from tuoluo.people.models import Person, new_salt
from tuoluo.people.vault import SealedTextField
from tuoluo.services.rules import RecallReason, Terms
from tuoluo.territory.models import Area

BETWEEN = "; "


class ItemQuerySet(models.QuerySet["Item"]):
    """Items, asked by day."""

    def on(self, day: date) -> ItemQuerySet:
        """Those in force on this day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


class Item(models.Model):
    """One service item of the district's catalogue (办事事项), from when until when. Its words stand in `Wording`."""

    code = models.CharField(max_length=30, unique=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="item_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def period(self) -> Period:
        """The days on which it is in force."""
        return Period(self.valid_from, self.valid_until)

    def standing(self) -> dict[str, object]:
        """What the record keeps of it: with the wording that was entered last."""
        last = self.wordings.order_by("valid_from", "pk").last()
        now = {"code": self.code, "from": self.valid_from, "until": self.valid_until}
        return {**now, "terms": last.terms(), "terms_from": last.valid_from} if last else {**now}


class WordingQuerySet(models.QuerySet["Wording"]):
    """Wordings, asked by day."""

    def on(self, day: date) -> WordingQuerySet:
        """Those in force on this day, of items in force on it."""
        now = self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)
        return now.filter(Q(item__valid_until=None) | Q(item__valid_until__gt=day))


class Wording(models.Model):
    """What the catalogue says of an item from a day (included) until another (not included)."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="wordings")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    attribute = models.CharField(max_length=40)
    handling = models.CharField(max_length=12)
    category = models.CharField(max_length=24, blank=True)
    basis = models.CharField(max_length=600, blank=True)
    competences = models.CharField(max_length=400, blank=True)
    materials = models.TextField(blank=True)
    amount = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=16, blank=True)
    fee = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["item__code", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(valid_until=None), name="one_wording_an_item"),
            models.CheckConstraint(
                condition=Q(handling__in=[Handling.RETAINED.value, Handling.DELEGABLE.value]),
                name="wording_handling_known",
            ),
        ]

    def terms(self) -> Terms:
        """What it says, as the rules read it."""
        limit = TimeLimit(self.amount, Unit(self.unit)) if self.amount else None
        return Terms(
            name=self.name,
            name_en=self.name_en,
            attribute=self.attribute,
            handling=Handling(self.handling),
            category=self.category,
            basis=self.basis,
            competences=tuple(self.competences.split(BETWEEN)) if self.competences else (),
            materials=self.materials,
            limit=limit,
            fee=self.fee,
            note=self.note,
            source=self.source,
        )

    @property
    def limit(self) -> TimeLimit | None:
        """Within what time it is done."""
        return self.terms().limit


def columns_of(terms: Terms) -> dict[str, object]:
    """What is said of an item, as the columns of `Wording`."""
    same = ("name", "name_en", "attribute", "category", "basis", "materials", "fee", "note", "source")
    return {
        **{column: getattr(terms, column) for column in same},
        "handling": terms.handling.value,
        "competences": BETWEEN.join(terms.competences),
        "amount": terms.limit.amount if terms.limit else None,
        "unit": terms.limit.unit.value if terms.limit else "",
    }


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations, asked by day."""

    def on(self, day: date) -> DelegationQuerySet:
        """Those that run on this day."""
        return self.filter(since__lte=day, until__gt=day)

    def beyond(self, day: date) -> DelegationQuerySet:
        """Those that run on this day or later."""
        return self.filter(until__gt=day).filter(until__gt=F("since"))


class Delegation(models.Model):
    """An item is served in a community by a provider, from a day (included) until another (not included).

    No two delegations of an item in one community overlap: the database itself refuses it. ``stem`` is the community's
    own, so that this holds when its boundary, and with it its row, is a new one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="delegations")
    community = models.ForeignKey(Area, models.PROTECT, related_name="delegations")
    stem = models.CharField(max_length=20, editable=False)
    provider = models.ForeignKey(Body, models.PROTECT, related_name="delegations")
    since = models.DateField()
    until = models.DateField()
    basis = models.CharField(max_length=400)
    contract = models.CharField(max_length=120, blank=True)
    recalled_on = models.DateField(null=True)
    recall_reason = models.CharField(max_length=20, blank=True)

    READ_WITH = ("community", "item")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["item__code", "since", "pk"]
        indexes = [models.Index(fields=["stem", "until"], name="delegation_stem_until")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="delegation_ends_after_start"),
            models.CheckConstraint(
                condition=Q(recall_reason__in=["", *(reason.value for reason in RecallReason)]),
                name="delegation_recall_reason_known",
            ),
        ]

    @property
    def period(self) -> Period:
        """The days on which it runs."""
        return Period(self.since, self.until)

    def scope(self) -> str:
        """The place it belongs to, for the question whether a post reaches it."""
        return self.community.stem

    def bodies(self) -> set[int | None]:
        """Nobody decides about it by having a part in it: the provider does not recall itself."""
        return set()

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {
            "item": self.item_id,
            "community": self.community_id,
            "provider": self.provider_id,
            "since": self.since,
            "until": self.until,
            "basis": self.basis,
            "contract": self.contract,
            "reason": self.recall_reason,
        }


class Competence(models.Model):
    """Somebody who holds a post has been trained or examined for something, from when until when.

    Only the code of the configured list stands here in clear; what proves it is sealed.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="competences")
    code = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)
    proof = SealedTextField(default="")
    salt = models.BinaryField(default=new_salt, editable=False)

    class Meta:
        ordering = ["person", "code", "since"]
        indexes = [models.Index(fields=["person", "code"], name="competence_person_code")]

    def standing(self) -> dict[str, object]:
        """What the record keeps of it."""
        return {"person": self.person_id, "code": self.code, "since": self.since, "until": self.until}
