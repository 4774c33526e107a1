"""Offering the acts of a matter as forms, and carrying them out: what works for staff works for the reporter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from tuoluo.bodies.charters import charter_at, charter_last_called, prefixes
from tuoluo.bodies.models import Body, Post
from tuoluo.bodies.reads import people_in_charge
from tuoluo.bodies.saying import said
from tuoluo.charter.model import Charter
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.faces import Request, status_of
from tuoluo.ledger.naming import basis_in_words, called
from tuoluo.ledger.registry import REGISTRY, refusal
from tuoluo.matters import acts, forms
from tuoluo.matters.models import Matter, Part
from tuoluo.matters.rules import Stage, may_finish_part
from tuoluo.matters.words import ACTS

DOORS: dict[str, Callable[..., Matter]] = {
    "matter.register": acts.register,
    "matter.dispatch": acts.dispatch,
    "matter.take_up": acts.take_up,
    "matter.finish_part": acts.finish_part,
    "matter.report_back": acts.report_back,
    "matter.close": acts.close,
    "matter.return": acts.return_for_rework,
    "matter.evaluate": acts.evaluate,
    "matter.assign": acts.assign,
    "matter.reopen": acts.reopen,
    "matter.decline": acts.decline,
    "matter.withdraw": acts.withdraw,
    "contact.read": acts.read_contact,
}
FORMS: dict[str, type[forms.ActForm]] = {
    form.act: form
    for form in (
        forms.RegisterForm,
        forms.DispatchForm,
        forms.TakeUpForm,
        forms.FinishPartForm,
        forms.ReportBackForm,
        forms.CloseForm,
        forms.ReturnForm,
        forms.EvaluateForm,
        forms.AssignForm,
        forms.ReopenForm,
        forms.DeclineForm,
        forms.WithdrawForm,
        forms.ContactForm,
    )
}
NEXT = {
    Stage.COLLECTED: "matter.register",
    Stage.REGISTERED: "matter.dispatch",
    Stage.DISPATCHED: "matter.take_up",
    Stage.HANDLING: "matter.report_back",
    Stage.REPORTED_BACK: "matter.close",
    Stage.CLOSED: "matter.evaluate",
}
"""What usually comes next: shown first."""
NOT_NOW = frozenset({"matter.wrong_stage", "matter.not_open", "matter.not_in_hand"})


@dataclass(frozen=True)
class Offer:
    """One act on a page: with its form, or with the sentence that says why it is not open to the reader."""

    act: str
    words: Any
    verb: str
    form: forms.ActForm | None
    why_not: str = ""
    basis: str = ""


@dataclass
class Shown:
    """A matter as one reader sees it now, with what the forms of its acts need to know."""

    matter: Matter
    actor: Actor
    now: datetime
    refused: dict[str, forms.ActForm] = field(default_factory=dict)  # forms sent but not accepted
    status: int = 200

    @cached_property
    def parts(self) -> list[Part]:
        """What assisting bodies have to do."""
        return list(self.matter.parts.select_related("body").order_by("pk"))

    @cached_property
    def charter(self) -> Charter:
        """The charter that governs it."""
        return charter_of(self.matter)

    def form(self, act: str, data: Any = None) -> forms.ActForm:
        """The form of an act, empty or as it was sent."""
        given: dict[str, Callable[[], dict[str, Any]]] = {
            "matter.register": self._for_register,
            "matter.dispatch": lambda: {"bodies": self._bodies()},
            "matter.take_up": lambda: self._for_post(self.matter.lead_id),
            "matter.assign": lambda: self._for_post(self.matter.accountable_body_id),
            "matter.report_back": lambda: {"open_parts": sum(part.finished_at is None for part in self.parts)},
        }
        more = given[act]() if act in given else {}
        return FORMS[act](data, auto_id=f"{act.replace('.', '-')}-%s", **more)

    def _for_register(self) -> dict[str, Any]:
        initial = {"category": self.matter.category, "cell": self.matter.cell.code if self.matter.cell else ""}
        return {"charter": self.charter, "community": self.matter.community, "initial": initial}

    def _bodies(self) -> list[Body]:
        near = Body.objects.on(timezone.localdate(self.now)).select_related("area")
        return list(
            near.filter(area__stem__in=prefixes(self.matter.community.stem)).order_by("-area__stem", "kind", "pk")
        )

    def _for_post(self, body: int | None) -> dict[str, Any]:
        day = timezone.localdate(self.now)
        posts = list(Post.objects.on(day).filter(body=body).order_by("-head", "pk"))
        people = people_in_charge(posts, day) if posts else {}
        named = {str(post.pk): (post, f"{people[post.pk]} · {self.title(post)}") for post in posts}
        own = str(self.actor.post) if str(self.actor.post) in named else ""
        return {"posts": named, "initial": {"post": own}}

    def title(self, post: Post) -> str:
        """What a post is called."""
        role = self.charter.roles.get(post.role)
        return post.title or (called(role.name) if role else post.role)


def charter_of(matter: Matter) -> Charter:
    """The charter by which a matter was dispatched, or the one in force where it is."""
    return (
        charter_last_called(matter.charter)
        if matter.charter
        else charter_at(matter.community.stem, timezone.localdate())
    )


def offers_of(shown: Shown) -> list[Offer]:
    """Every act that fits where the matter stands, what usually comes next first."""
    following = NEXT.get(Stage(shown.matter.stage), "")
    offers = [offer for act in DOORS if (offer := form_for(shown, act)) is not None]
    return sorted(offers, key=lambda offer: offer.act != following)


def form_for(shown: Shown, act: str) -> Offer | None:
    """The act as it is offered to this reader; nothing when it does not fit where the matter stands."""
    rule = _by_rule(shown, act)
    if rule is not None and rule.code in NOT_NOW:
        return None
    why_not = refusal(act, shown.matter, by=shown.actor, at=shown.now) or rule
    form = None if why_not else shown.refused.get(act) or shown.form(act)
    words, verb = ACTS[act], FORMS[act].verb
    if why_not is None:
        return Offer(act, words, verb, form)
    return Offer(act, words, verb, None, said(why_not, shown.charter), basis_in_words(why_not.basis))


def _by_rule(shown: Shown, act: str) -> Refusal | None:
    if act == "matter.finish_part":
        open_part = any(part.body_id == shown.actor.acting_body and not part.finished_at for part in shown.parts)
        return may_finish_part(shown.matter, has_part=open_part)
    rule = REGISTRY[act].may
    return rule(shown.matter, shown.actor, shown.now) if rule is not None else None


def perform(request: Request, shown: Shown, act: str) -> Matter | None:
    """Do an act with what was sent. When it is refused, nothing; the page then says why."""
    form = shown.form(act, request.POST)
    if not form.is_valid():
        shown.refused[act], shown.status = form, 422
        return None
    try:
        matter = DOORS[act](shown.matter, by=shown.actor, at=timezone.now(), **form.arguments())
    except Refused as refused:
        why = said(refused.refusal, shown.charter)
        form.add_error(None, why)
        shown.refused[act], shown.status = form, status_of(refused.refusal)
        messages.error(request, _("Not done: %(why)s") % {"why": why}, extra_tags=basis_in_words(refused.refusal.basis))
        return None
    messages.success(request, _("Done: %(act)s.") % {"act": ACTS[act]})
    return matter
