"""The forms on the page of a reform: one for each act that takes more than a button."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NothingForm(forms.Form):
    """An act that takes nothing but the decision."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class CouncilForm(forms.Form):
    """Which council it was put to, when, and where the result can be read."""

    title = forms.CharField(label=_("Council"), max_length=120)
    on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}))
    reference = forms.CharField(label=_("Where the result can be read"), max_length=120, required=False)
