"""The figures that a measure can be meant to move: what each is called, which failure it shows, and its value on a day.

Every value is counted from the matters, bodies and posts of the area itself; nobody can type one in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Avg, Case, FloatField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Tenure
from tuoluo.charter.model import Charter, Part, Power
from tuoluo.matters.models import Matter
from tuoluo.territory.models import Area, Level

WINDOW = timedelta(days=90)
PERCENT = "%"
FAILURES = {
    "F1": _("The residents' committee is marginalised"),
    "F2": _("The workstation is swallowed by administration"),
    "F3": _("Residents are not satisfied with the services delivered"),
    "F4": _("Social organisations lack vitality"),
    "S9": _("Every place has somebody, every matter has somebody"),
}
"""What the reform was made for (F1 … F4), and S9."""


@dataclass(frozen=True)
class Indicator:
    """One figure. ``share`` makes it from the matters closed in the window; otherwise ``count`` from the registers."""

    code: str
    words: Any
    explained: Any
    unit: str
    failure: str
    share: Callable[[Charter], Any] | None = None
    count: Callable[[str, date, Charter], Decimal | None] | None = None


def _mean_of(condition: Q, among: Q | None = None) -> Any:
    """The share of those that fulfil a condition, in per cent; of nothing there is no share."""
    whens = [When(condition, then=Value(100.0))]
    if among is not None:
        whens.insert(0, When(~among, then=Value(None)))
    return Avg(Case(*whens, default=Value(0.0), output_field=FloatField()))


def _kinds(charter: Charter, power: Power) -> list[str]:
    return [kind.code for kind in charter.kinds.values() if power in kind.powers and kind.part is Part.BALANCE]


def _led_by(power: Power) -> Callable[[Charter], Any]:
    return lambda charter: _mean_of(Q(lead__kind__in=_kinds(charter, power)), Q(lead__isnull=False))


def _organisations(stem: str, day: date, charter: Charter) -> Decimal:
    kinds = [kind.code for kind in charter.kinds_of(Part.MANY)]
    return Decimal(Body.objects.on(day).order_by().filter(kind__in=kinds, area__stem__startswith=stem).count())


def _cells_led(stem: str, day: date, charter: Charter) -> Decimal | None:
    """Cells in which one named person is in office, in per cent of all."""
    cells = Area.objects.on(day).order_by().filter(level=Level.CELL, stem__startswith=stem)
    if not (total := cells.count()):
        return None
    held = Tenure.objects.on(day).order_by().filter(post__cell__stem__startswith=stem, post__cell__level=Level.CELL)
    led = held.values("post__cell__code").distinct().count()
    return Decimal(100) * min(led, total) / total


INDICATORS: Mapping[str, Indicator] = {
    one.code: one
    for one in (
        Indicator(
            "on_time",
            _("Closed on time"),
            _("of the matters closed in the last 90 days that had a deadline"),
            PERCENT,
            "F3",
            lambda charter: _mean_of(Q(on_time=True), Q(on_time__isnull=False)),
        ),
        Indicator(
            "responded",
            _("Reporter was contacted"),
            _("of the matters closed in the last 90 days and judged by somebody"),
            PERCENT,
            "F3",
            lambda charter: _mean_of(Q(responded=True), Q(responded__isnull=False)),
        ),
        Indicator(
            "solved",
            _("Really solved"),
            _("of the matters closed in the last 90 days and judged by somebody"),
            PERCENT,
            "F3",
            lambda charter: _mean_of(Q(solved=True), Q(solved__isnull=False)),
        ),
        Indicator(
            "satisfied",
            _("Satisfaction (1 to 5)"),
            _("mean of the matters closed in the last 90 days and judged by somebody"),
            "",
            "F3",
            lambda charter: Avg("satisfied", output_field=FloatField()),
        ),
        Indicator(
            "reworked",
            _("Sent back for rework"),
            _("of the matters closed in the last 90 days"),
            PERCENT,
            "F3",
            lambda charter: _mean_of(Q(reworked__gt=0)),
        ),
        Indicator(
            "led_by_self_government",
            _("Led by the residents' committee"),
            _("of the matters closed in the last 90 days"),
            PERCENT,
            "F1",
            _led_by(Power.SELF_GOVERNMENT),
        ),
        Indicator(
            "led_by_management",
            _("Led by the workstation"),
            _("of the matters closed in the last 90 days"),
            PERCENT,
            "F2",
            _led_by(Power.MANAGEMENT),
        ),
        Indicator(
            "organisations",
            _("Organisations and local units that take part"),
            _("in the register on the day"),
            "",
            "F4",
            count=_organisations,
        ),
        Indicator(
            "cells_led",
            _("Cells with a leader in person"),
            _("of all cells on the day"),
            PERCENT,
            "S9",
            count=_cells_led,
        ),
    )
}


def values_on(stem: str, day: date, codes: Iterable[str]) -> dict[str, Decimal | None]:
    """The values of several indicators for an area on a day: one question for all shares, one or two for each count.

    Nothing where there is nothing to count, such as no matter closed.
    """
    wanted = [INDICATORS[code] for code in dict.fromkeys(codes) if code in INDICATORS]
    if not wanted:
        return {}
    charter = charter_at(stem, day)
    shares = {one.code: one.share(charter) for one in wanted if one.share is not None}
    found: dict[str, Any] = {}
    if shares:
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
        closed = Matter.objects.order_by().filter(closed_at__gte=end - WINDOW, closed_at__lt=end)
        found = closed.filter(community__stem__startswith=stem).aggregate(**shares)
    found |= {one.code: one.count(stem, day, charter) for one in wanted if one.count is not None}
    return {code: _rounded(value) for code, value in found.items()}


def _rounded(value: float | Decimal | None) -> Decimal | None:
    """To one tenth, half away from nought: the same on every database."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
