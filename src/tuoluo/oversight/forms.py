"""The forms of admission: asking, answering, and entering hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuoluo.ledger.naming import called
from tuoluo.oversight.lists import grounds
from tuoluo.oversight.rules import Cited, Demand
from tuoluo.territory.models import Area

HALF = Decimal("0.5")


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, picked from the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def hours_field(label: Any, most: int, **more: Any) -> forms.DecimalField:
    """Hours in steps of half an hour."""
    widget = forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label, min_value=HALF, max_value=most, decimal_places=1, step_size=HALF, widget=widget, **more
    )


class AskForm(forms.Form):
    """What, on what basis, where, until when, how much work."""

    title = forms.CharField(label=_("What is asked, in one sentence"), max_length=120)
    title_en = forms.CharField(label=_("The same in English (optional)"), max_length=200, required=False)
    basis = forms.CharField(
        label=_("Basis"), max_length=400, help_text=_("The law, decision or document that asks for it.")
    )
    until = day_field(_("Last day"))
    hours = hours_field(_("Hours that one community will need"), 10000)
    communities = forms.MultipleChoiceField(label=_("Communities"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, communities: Sequence[Area], **more: Any) -> None:
        super().__init__(data, **more)
        self.areas = {area.code: area for area in communities}
        field = self.fields["communities"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, called(area)) for code, area in self.areas.items()]

    def arguments(self) -> dict[str, Any]:
        """The values as the act takes them."""
        said = self.cleaned_data
        demand = Demand(said["title"], said["basis"], said["until"], int(said["hours"] * 2), said["title_en"])
        return {"demand": demand, "communities": [self.areas[code] for code in said["communities"]]}


class AcceptForm(forms.Form):
    """Anything to add."""

    words = forms.CharField(
        label=_("Words to whoever asked (optional)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def arguments(self) -> dict[str, Any]:
        """The values as the act takes them."""
        return {"words": self.cleaned_data["words"]}


class RefuseForm(AcceptForm):
    """On which rule it rests."""

    ground = forms.ChoiceField(label=_("Rule on which the refusal rests"), widget=forms.RadioSelect)
    field_order = ("ground", "words")

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, called(one)) for one in grounds().values()]

    def arguments(self) -> dict[str, Any]:
        """The values as the act takes them."""
        return {"ground": Cited(self.cleaned_data["ground"]), "words": self.cleaned_data["words"]}


class HoursForm(forms.Form):
    """On which day, how long."""

    day = day_field(_("Day"))
    hours = hours_field(_("Hours"), 24)

    def arguments(self) -> dict[str, Any]:
        """The values as the act takes them."""
        day: date = self.cleaned_data["day"]
        return {"day": day, "halves": int(self.cleaned_data["hours"] * 2)}
