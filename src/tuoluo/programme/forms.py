"""One form for each act on a programme, a measure or a milestone."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from tuoluo.bodies.models import Body
from tuoluo.programme.indicators import INDICATORS
from tuoluo.programme.rules import LONGEST, LONGEST_GROUNDS, EvidenceKind
from tuoluo.programme.words import EVIDENCE


class ActForm(forms.Form):
    """What one act asks for besides who and when."""

    act: ClassVar[str]

    def arguments(self) -> dict[str, Any]:
        """The values as the act takes them."""
        return dict(self.cleaned_data)


def line(label: Any, *, longest: int = LONGEST, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A field for one line."""
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text)


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class BodyField(forms.CharField):
    """A body of today, by its full name or its reference."""

    def clean(self, value: Any) -> Any:
        """The body meant."""
        said = super().clean(value)
        today = Body.objects.on(timezone.localdate())
        found = list(today.filter(name=said)[:2]) or list(today.filter(reference=said)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                now_say("No body, or more than one, is called so today. Write its full name.")
                if said
                else now_say("Name a body.")
            )
        return found[0]


def body() -> BodyField:
    """A field for the body that owns a measure."""
    return BodyField(label=_("Owner"), max_length=120, help_text=_("The full name of a body, as its page shows it."))


class EnterMeasureForm(ActForm):
    """Enter a measure."""

    act = "measure.enter"
    aspect = line(_("Aspect"))
    name = line(_("Measure"))
    owner = body()
    indicator = forms.ChoiceField(label=_("The figure that it should move"), required=False)
    baseline = forms.DecimalField(label=_("Baseline"), required=False, max_digits=13, decimal_places=4)
    baseline_on = day(_("Day of the baseline"), required=False)
    target = forms.DecimalField(label=_("Target"), required=False, max_digits=13, decimal_places=4)
    plan = line(
        _("Plan"), longest=64, required=False, help_text=_("The number or the fingerprint of the reform's plan.")
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["indicator"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("None")), *((one.code, one.words) for one in INDICATORS.values())]


class ChangeOwnerForm(ActForm):
    """Hand a measure to another body."""

    act = "measure.change_owner"
    owner = body()
    since = day(_("From"), required=False, help_text=_("Today, if you leave it empty."))
    grounds = line(_("Grounds"), longest=LONGEST_GROUNDS, required=False)


class DropForm(ActForm):
    """Drop a measure."""

    act = "measure.drop"
    grounds = line(_("Grounds"), longest=LONGEST_GROUNDS, help_text=_("Shown to everybody."))


class SetMilestoneForm(ActForm):
    """Promise something by a day."""

    act = "milestone.set"
    name = line(_("Milestone"))
    due = day(_("Promised for"), help_text=_("This first date stays visible for ever."))


class ReachForm(ActForm):
    """Say that a milestone was reached."""

    act = "milestone.reach"
    on = day(_("Reached on"))
    evidence = forms.ChoiceField(label=_("Evidence"), widget=forms.RadioSelect)
    reference = line(_("Number or address of the evidence"), longest=500)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["evidence"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, words) for kind, words in EVIDENCE.items()]

    def arguments(self) -> dict[str, Any]:
        """The values as the act takes them."""
        return {**self.cleaned_data, "evidence": EvidenceKind(self.cleaned_data["evidence"])}


class PostponeForm(ActForm):
    """Give a milestone a later date."""

    act = "milestone.postpone"
    due = day(_("New date"))
    grounds = line(_("Grounds"), longest=LONGEST_GROUNDS, help_text=_("Shown to everybody."))


FORMS: dict[str, type[ActForm]] = {
    form.act: form for form in (EnterMeasureForm, ChangeOwnerForm, DropForm, SetMilestoneForm, ReachForm, PostponeForm)
}
