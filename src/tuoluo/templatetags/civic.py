"""Names in the reader's language, moments in words, and forms that look alike everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from tuoluo.bodies.charters import charter_at
from tuoluo.desk.words import ACT_WORDS
from tuoluo.drafting.reading import language
from tuoluo.drafting.words import LABELS, TABLES
from tuoluo.kernel.worktime import TimeLimit, Unit
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.naming import basis_in_words, called
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Channel, Nature, Outcome, Stage
from tuoluo.matters.words import CHANNELS, NATURES, OUTCOMES, STAGES
from tuoluo.oversight.rules import State
from tuoluo.oversight.words import STATES as TASK_STATES
from tuoluo.territory.models import Area, Level

register = template.Library()
register.filter(called)
register.filter(basis_in_words)
CELL_NUMBER = re.compile(r"(\d{1,3})\D*$", re.ASCII)  # the last digits in its name
HOUR = 3600
DAY = 24 * HOUR


@register.filter
def day_and_hour(moment: datetime | None) -> str:
    """A moment as people write it, e.g. 2026-11-24 09:30."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


@register.filter
def due_in_words(due: datetime | None, now: datetime | None = None) -> str:
    """How long until a deadline, or since it passed."""
    if due is None:
        return gettext("no deadline yet")
    seconds = (due - (now or timezone.now())).total_seconds()
    length = _length(abs(seconds))
    return (
        gettext("due in %(length)s") % {"length": length}
        if seconds >= 0
        else gettext("%(length)s late") % {"length": length}
    )


def _length(seconds: float) -> str:
    if seconds >= DAY:
        days = int(seconds // DAY)
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if seconds >= HOUR:
        hours = int(seconds // HOUR)
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    minutes = max(1, int(seconds // 60))
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


@register.filter
def day(moment: datetime | None) -> str:
    """The day of a moment."""
    return timezone.localtime(moment).strftime("%Y-%m-%d") if moment else ""


@register.filter
def since_in_words(moment: datetime, now: datetime) -> str:
    """How long something has been waiting."""
    return gettext("for %(length)s") % {"length": _length(max(0.0, (now - moment).total_seconds()))}


@register.filter
def stage_words(matter: Matter) -> str:
    """Where a matter stands."""
    return str(STAGES[Stage(matter.stage)])


@register.filter
def stage_name(stage: Stage) -> str:
    """A stage in words."""
    return str(STAGES[stage])


@register.filter
def outcome_words(matter: Matter) -> str:
    """How a matter ended."""
    return str(OUTCOMES[Outcome(matter.outcome)])


@register.filter
def nature_words(matter: Matter) -> str:
    """What the reporter wanted."""
    return str(NATURES[Nature(matter.nature)])


@register.filter
def channel_words(matter: Matter) -> str:
    """By which way it came in."""
    return str(CHANNELS[Channel(matter.channel)])


@register.filter
def role_words(actor: Actor) -> str:
    """What the post of somebody is called by the charter."""
    role = charter_at(actor.area, timezone.localdate()).roles.get(actor.role) if actor.area else None
    return called(role) if role else actor.role


@register.filter
def act_words(name: str) -> str:
    """What an act is called."""
    return str(ACT_WORDS[name][0]) if name in ACT_WORDS else name


@register.filter
def sorted_acts(names: Iterable[str]) -> list[str]:
    """What some acts are called, in the order of their names in the registry."""
    return [act_words(name) for name in sorted(names)]


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """What a mapping has for a key; nothing when it has none."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def at(findings: Mapping[str, Iterable[Any]], columns: str) -> list[Any]:
    """The findings beside some columns (``a,b``), or beside all (``*``)."""
    names = list(findings) if columns == "*" else columns.split(",")
    return [finding for name in names for finding in findings.get(name, ())]


@register.filter
def named(codes: str, names: Mapping[str, str]) -> str:
    """Codes separated by semicolons as the names they stand for."""
    parts = (part.strip() for part in (codes or "").split(";"))
    return gettext(", ").join(str(names.get(part, part)) for part in parts if part)


@register.filter
def label_words(column: str) -> str:
    """What a column of a charter's tables is called."""
    return str(LABELS.get(column, column))


@register.filter
def table_words(table: str) -> str:
    """What a part of a charter is called."""
    return str(TABLES.get(table, table))


@register.filter
def finding_words(finding: Any) -> str:
    """What is wrong, in the reader's language."""
    return str(finding.sentence(language()))


@register.filter
def repair_words(finding: Any) -> str:
    """How to mend it, in the reader's language."""
    return str(finding.repair(language()))


@register.filter
def limit_words(limit: TimeLimit | None) -> str:
    """A time limit, e.g. 3 working days."""
    if limit is None:
        return "—"
    words = {
        Unit.WORKING_HOURS: ngettext("%(count)s working hour", "%(count)s working hours", limit.amount),
        Unit.WORKING_DAYS: ngettext("%(count)s working day", "%(count)s working days", limit.amount),
        Unit.URGENT_HOURS: ngettext("%(count)s hour, day and night", "%(count)s hours, day and night", limit.amount),
    }
    return words[limit.unit] % {"count": limit.amount}


@register.filter
def hours_words(halves: int) -> str:
    """Half-hours as hours, e.g. 1.5."""
    return f"{halves // 2}" if halves % 2 == 0 else f"{halves / 2:.1f}"


@register.filter
def percent_words(share: float | None) -> str:
    """A share in per cent; a dash where there is nothing to share."""
    return "—" if share is None else f"{100 * share:.0f}%"


@register.filter
def task_state(state: State) -> str:
    """Where a demand stands."""
    return str(TASK_STATES[state])


@register.filter
def short_name(name: str) -> str:
    """A name short enough for a map: without the word that all of them share."""
    for word in ("社区", " Community", "街道", " Subdistrict"):
        name = name.removesuffix(word)
    return name


@register.filter
def map_label(area: Area) -> str:
    """What stands on an area of a map: for a cell its number, for any other area its short name."""
    if area.level != Level.CELL:
        return short_name(called(area))
    number = CELL_NUMBER.search(called(area))
    return number[1] if number else area.code[-3:].removeprefix("0")


@register.simple_tag(takes_context=True)
def page_link(context: Mapping[str, Any], number: int) -> str:
    """The address of another page of the same list."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("_field.html")
def field(bound: BoundField) -> dict[str, object]:
    """One field of a form with its label, its help and what is wrong with it."""
    kind = bound.field.widget.__class__.__name__
    return {
        "field": bound,
        "choices": kind in ("RadioSelect", "CheckboxSelectMultiple"),
        "tick": kind == "CheckboxInput",
    }


@register.filter
def grouped(number: int) -> str:
    """A large number that can be read at a glance: 1,732,728."""
    return f"{number:,}"
