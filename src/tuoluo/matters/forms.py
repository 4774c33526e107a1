"""The forms of a matter: one to report, and one for each act that a page offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tuoluo.bodies.models import Body, Post
from tuoluo.charter.model import Charter
from tuoluo.ledger.naming import called
from tuoluo.matters.acts import Place
from tuoluo.matters.intake import Told
from tuoluo.matters.rules import Channel, Nature, Outcome
from tuoluo.matters.words import CHANNELS, NATURES, OUTCOMES
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import areas_on, locate

Choices = list[tuple[str, Any]]
ASKED_NATURES = (
    Nature.HELP, Nature.COMPLAINT, Nature.SUGGESTION, Nature.ENQUIRY, Nature.TIP_OFF, Nature.PRAISE, Nature.OTHER,
)  # fmt: skip
STAFF_CHANNELS = (Channel.COUNTER, Channel.TELEPHONE, Channel.PATROL)
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def category_choices(charter: Charter) -> Choices:
    """The catalogue as groups of choices."""
    groups = [group for group in charter.children_of("") if charter.is_group(group.code)]
    alone = [(one.code, called(one.name)) for one in charter.children_of("") if not charter.is_group(one.code)]
    grouped: Choices = [(called(group.name), list(_leaves(charter, group.code))) for group in groups]
    return [*alone, *grouped]


def _leaves(charter: Charter, group: str) -> Iterable[tuple[str, str]]:
    for child in charter.children_of(group):
        if charter.is_group(child.code):
            yield from _leaves(charter, child.code)
        else:
            yield child.code, called(child.name)


def community_choices() -> Choices:
    """All communities by subdistrict, with one question to the database."""
    groups: dict[str, Choices] = {}
    for area in areas_on(Level.COMMUNITY).select_related("parent").defer("boundary", "parent__boundary"):
        groups.setdefault(called(area.parent) if area.parent else "", []).append((area.code, called(area)))
    return [("", _("Choose a community")), *groups.items()]


def cell_choices(community: Area | None) -> Choices:
    """The cells of a community."""
    cells = areas_on(Level.CELL, within=community.stem).defer("boundary") if community else []
    return [("", _("I do not know")), *((cell.code, called(cell)) for cell in cells)]


class ReportForm(forms.Form):
    """What somebody wants to tell: the words, the place, and as much more as they like."""

    text = forms.CharField(
        label=_("What is it about?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
        error_messages={"required": _("Say what it is about.")},
    )
    nature = forms.ChoiceField(label=_("What do you want?"), widget=forms.RadioSelect)
    community = forms.ChoiceField(label=_("Community"))
    cell = forms.ChoiceField(label=_("Cell"), required=False)
    words = forms.CharField(
        label=_("Where exactly?"),
        max_length=256,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "hx-preserve": "true"}),  # stays when a place is chosen
        help_text=_("For example: at the gate of block 3, beside the bus stop."),
    )
    lng = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("Category"), required=False)
    contact = forms.CharField(
        label=_("How can we reach you? (optional)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    channel = forms.ChoiceField(label=_("It came in by"), required=False)
    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, data: Mapping[str, Any] | None, *, charter: Charter | None, area: Area | None, staff: bool, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.area = area
        self._choices("nature", [(nature.value, NATURES[nature]) for nature in ASKED_NATURES])
        self.communities = community_choices()
        self._choices("community", self.communities)
        self._choices("cell", cell_choices(area))
        self._choices("category", [("", _("I do not know")), *(category_choices(charter) if charter else [])])
        if staff:
            self._choices("channel", [(channel.value, CHANNELS[channel]) for channel in STAFF_CHANNELS])
        else:
            del self.fields["channel"]

    def _choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """A point has two numbers and lies in this district; half a point or one elsewhere is not dropped unsaid."""
        said = super().clean() or self.cleaned_data
        lng, lat = said.get("lng"), said.get("lat")
        if "lng" in self.errors or "lat" in self.errors:
            return said
        if (lng is None) != (lat is None):
            raise forms.ValidationError(
                _("A place on the map needs both longitude and latitude. Mark it again, or leave it out.")
            )
        if lng is not None and lat is not None and locate(lng, lat) is None:
            raise forms.ValidationError(
                _("This point lies in no community of this district. Choose the community, or mark the place again.")
            )
        return said

    @property
    def subdistricts(self) -> Choices:
        """The communities to choose from, by subdistrict."""
        return [(name, options) for name, options in self.communities if isinstance(options, list)]

    def told(self) -> Told:
        """What was said, once it is known to make sense."""
        said = self.cleaned_data
        assert self.area is not None
        cell = areas_on(Level.CELL, within=self.area.stem).filter(code=said["cell"]).first() if said["cell"] else None
        return Told(
            text=said["text"],
            place=Place(self.area, cell, said["words"], said["lng"], said["lat"]),
            nature=Nature(said["nature"]),
            channel=Channel(said.get("channel") or Channel.WEB),
            category=said["category"] or self.data.get("suggested", ""),
            contact=said["contact"].strip(),
        )


class ActForm(forms.Form):
    """What one act asks for besides who and when."""

    act: ClassVar[str]
    verb: ClassVar[str] = "primary"  # how the button looks

    def arguments(self) -> dict[str, Any]:
        """The values as the act takes them."""
        return dict(self.cleaned_data)


def long_text(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A field for some sentences."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=4000, required=required, widget=area, help_text=help_text)


class RegisterForm(ActForm):
    """Settle category and cell."""

    act = "matter.register"
    category = forms.ChoiceField(label=_("Category"))
    cell = forms.ChoiceField(label=_("Cell"), required=False)

    def __init__(self, data: Any = None, *, charter: Charter, community: Area, **more: Any) -> None:
        super().__init__(data, **more)
        self.community = community
        set_choices(self, "category", [("", _("Choose a category")), *category_choices(charter)])
        set_choices(self, "cell", cell_choices(community))

    def arguments(self) -> dict[str, Any]:
        """The category, and the cell if one was chosen."""
        code = self.cleaned_data["cell"]
        cell = areas_on(Level.CELL, within=self.community.stem).filter(code=code).first() if code else None
        return {"category": self.cleaned_data["category"], "cell": cell}


class DeclineForm(ActForm):
    """Say why it is declined and where to go."""

    act = "matter.decline"
    verb = "grave"
    answer = long_text(_("Answer to the reporter: why, and where to go"))


class DispatchForm(ActForm):
    """Send by the charter, or to another lead with a reason."""

    act = "matter.dispatch"
    lead = forms.ChoiceField(label=_("Lead"), required=False)
    reason = forms.CharField(label=_("Reason, if the lead is not the charter's"), required=False, max_length=1000)
    choose = forms.BooleanField(label=_("Choose the assisting bodies myself"), required=False)
    assistants = forms.MultipleChoiceField(
        label=_("Assisting bodies"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, bodies: Sequence[Body], **more: Any) -> None:
        super().__init__(data, **more)
        self.bodies = {str(body.pk): body for body in bodies}
        named = [(key, called(body)) for key, body in self.bodies.items()]
        set_choices(self, "lead", [("", _("As the charter says")), *named])
        set_choices(self, "assistants", named)

    def arguments(self) -> dict[str, Any]:
        """Bodies instead of their numbers; nothing where the charter is to decide."""
        said = self.cleaned_data
        chosen = [self.bodies[key] for key in said["assistants"]] if said["choose"] else None
        return {"lead": self.bodies.get(said["lead"]), "assistants": chosen, "reason": said["reason"]}


class PostForm(ActForm):
    """Name one of our posts."""

    post = forms.ChoiceField(label=_("In charge"))

    def __init__(self, data: Any = None, *, posts: Mapping[str, tuple[Post, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.posts = posts
        set_choices(self, "post", [(key, words) for key, (_post, words) in posts.items()])

    def arguments(self) -> dict[str, Any]:
        """The post instead of its number."""
        return {"post": self.posts[self.cleaned_data["post"]][0]}


class TakeUpForm(PostForm):
    """Take it up, in the person named."""

    act = "matter.take_up"


class AssignForm(PostForm):
    """Name another of our posts."""

    act = "matter.assign"
    verb = "quiet"


class FinishPartForm(ActForm):
    """Say what we did."""

    act = "matter.finish_part"
    result = long_text(_("What our body did"))


class ReportBackForm(ActForm):
    """Say how it ended."""

    act = "matter.report_back"
    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        choices=[(one.value, OUTCOMES[one]) for one in Outcome if one is not Outcome.NOT_STATED],
    )
    answer = long_text(_("Answer to the reporter"), help_text=_("In plain words: what was done, and what follows."))
    parts_note = forms.CharField(
        label=_("Assisting bodies have not finished: why can it be answered without them?"),
        required=False,
        max_length=1000,
    )

    def __init__(self, data: Any = None, *, open_parts: int, **more: Any) -> None:
        super().__init__(data, **more)
        if not open_parts:
            del self.fields["parts_note"]

    def arguments(self) -> dict[str, Any]:
        """The outcome as the act knows it."""
        return {**self.cleaned_data, "outcome": Outcome(self.cleaned_data["outcome"])}


class ReturnForm(ActForm):
    """Say what does not hold."""

    act = "matter.return"
    verb = "grave"
    reason = long_text(_("What does not hold, and what is still to be done"))


class CloseForm(ActForm):
    """Confirm that it is done."""

    act = "matter.close"
    finding = long_text(_("What we saw when we checked"), required=False)


class EvaluateForm(ActForm):
    """Three questions, never one."""

    act = "matter.evaluate"
    responded = forms.ChoiceField(
        label=_("Did somebody get in touch with you?"), widget=forms.RadioSelect, choices=YES_NO
    )
    solved = forms.ChoiceField(label=_("Is the problem solved?"), widget=forms.RadioSelect, choices=YES_NO)
    satisfied = forms.ChoiceField(
        label=_("How satisfied are you?"),
        widget=forms.RadioSelect,
        choices=[
            ("5", _("Very satisfied")),
            ("4", _("Satisfied")),
            ("3", _("So so")),
            ("2", _("Dissatisfied")),
            ("1", _("Very dissatisfied")),
        ],
    )
    words = long_text(_("Anything to add?"), required=False)

    def arguments(self) -> dict[str, Any]:
        """Yes and no as truth, the score as a number."""
        said = self.cleaned_data
        return {
            "responded": said["responded"] == "yes",
            "solved": said["solved"] == "yes",
            "satisfied": int(said["satisfied"]),
            "words": said["words"],
        }


class ReopenForm(ActForm):
    """Say what is not done yet."""

    act = "matter.reopen"
    verb = "grave"
    reason = long_text(_("What is not done yet?"))


class WithdrawForm(ActForm):
    """Take it back."""

    act = "matter.withdraw"
    verb = "grave"
    reason = forms.CharField(label=_("Reason (optional)"), required=False, max_length=1000)


class ContactForm(ActForm):
    """Say why the contact is needed."""

    act = "contact.read"
    verb = "quiet"
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("Your name, the hour and this reason are shown to the reporter."),
    )


def set_choices(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a field what can be chosen here and now."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def search_words() -> str:
    """What stands in an empty search field."""
    return gettext("Number, e.g. 26-000123-0")
