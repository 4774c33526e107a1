"""Names in the reader's language, moments in words, and forms that look alike everywhere."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from tuoluo.ledger.naming import called

register = template.Library()
register.filter(called)
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
    return gettext("due in %(length)s") % {"length": length} if seconds >= 0 else gettext("%(length)s late") % {"length": length}


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
def short_day(moment: datetime | None) -> str:
    """A day without its year."""
    return date_format(timezone.localtime(moment), "n/j") if moment else ""


@register.inclusion_tag("_field.html")
def field(bound: BoundField) -> dict[str, object]:
    """One field of a form with its label, its help and what is wrong with it."""
    kind = bound.field.widget.__class__.__name__
    return {"field": bound, "choices": kind in ("RadioSelect", "CheckboxSelectMultiple"), "tick": kind == "CheckboxInput"}
