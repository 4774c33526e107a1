"""The forms for handing an item over and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuoluo.bodies.models import Body
from tuoluo.ledger.naming import called
from tuoluo.services.rules import Grant, RecallReason
from tuoluo.services.words import REASONS


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, picked from the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class DelegateForm(forms.Form):
    """To whom, from when until when, on what basis, by which contract."""

    provider = forms.ChoiceField(label=_("Provider"))
    since = day_field(_("First day"))
    until = day_field(_("First day no longer served"))
    basis = forms.CharField(
        label=_("Basis"), max_length=400, help_text=_("The decision or document by which it is handed over.")
    )
    contract = forms.CharField(label=_("Number of the contract"), max_length=120, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, providers: Sequence[Body], **more: Any) -> None:
        super().__init__(data, **more)
        self.bodies = {str(body.pk): body for body in providers}
        field = self.fields["provider"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a provider")), *((key, called(body)) for key, body in self.bodies.items())]

    def provider_chosen(self) -> Body:
        """The body meant."""
        return self.bodies[self.cleaned_data["provider"]]

    def grant(self) -> Grant:
        """The rest, as the act takes it."""
        said = self.cleaned_data
        return Grant(said["since"], said["until"], said["basis"], said["contract"])


class RecallForm(forms.Form):
    """From when, and why."""

    until = day_field(_("First day no longer served"))
    reason = forms.ChoiceField(label=_("Reason"), choices=[(one.value, words) for one, words in REASONS.items()])

    def arguments(self) -> dict[str, Any]:
        """The values as the act takes them."""
        until: date = self.cleaned_data["until"]
        return {"until": until, "reason": RecallReason(self.cleaned_data["reason"])}
