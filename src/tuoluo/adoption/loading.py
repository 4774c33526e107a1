"""Carrying the rows of a history file over, one by one, through the same acts as everybody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tuoluo.adoption.acts import carry_over
from tuoluo.adoption.headings import Field
from tuoluo.adoption.mapping import Map
from tuoluo.adoption.rules import Reader, Reading, same_again
from tuoluo.adoption.table import Row, Table
from tuoluo.bodies.authority import CARRY_OVER
from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Tenure
from tuoluo.bodies.reads import actor_for, body_meant
from tuoluo.charter.model import Charter
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import Answers, batch
from tuoluo.ledger.words import sentence
from tuoluo.matters.acts import Origin, Place, close, dispatch, register, report, report_back, take_up
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Outcome
from tuoluo.territory.models import Area, Level

AT_ONCE = 100
FRESH = "fresh"  # marks a row carried over a moment ago
AS_STATED = "按来源记载（as the source states）"
NO_TEXT = "（来源没有诉求原文，仅有类别 no words in the source, only the category）{category}"
NO_ANSWER = "（来源未载明办理情况 the source does not say what was done）"
Progress = Callable[[int, int], None]


class CannotLoad(Exception):
    """A load that cannot begin; ``code`` and ``facts`` say why."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass
class Loaded:
    """What became of the rows of a file."""

    rows: int = 0
    loaded: int = 0
    already: int = 0
    bad: list[Reading] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)

    def add(self, part: Loaded) -> None:
        """Count some more rows."""
        self.loaded += part.loaded
        self.already += part.already
        self.bad += part.bad
        self.remarks += part.remarks


def district_here() -> Area:
    """The district that this deployment holds. Raises `CannotLoad`."""
    district = Area.objects.on(timezone.localdate()).filter(level=Level.DISTRICT).order_by("code").first()
    if district is None:
        raise CannotLoad("not_set_up")
    return district


def registrar(district: Area, name: str = "") -> Actor:
    """Somebody in office who may carry matters over. Raises `CannotLoad`."""
    today = timezone.localdate()
    charter = charter_at(district.stem, today)
    roles = [role for role in charter.roles if charter.grants(role, CARRY_OVER)]
    held = Tenure.objects.on(today).filter(post__role__in=roles, post__body__area__stem=district.stem)
    held = held.select_related("person", "post__body__area").order_by("pk")
    tenure = (held.filter(person__name=name) if name else held).first()
    if tenure is None:
        raise CannotLoad("nobody_may")
    return actor_for(tenure)


class Loader:
    """Everything a load needs to know, asked once."""

    def __init__(self, given: Map, *, by: Actor, district: Area) -> None:
        self.given, self.by, self.district = given, by, district
        self.answers = Answers()
        self.charter: Charter = charter_at(district.stem, timezone.localdate())
        inside = Area.objects.on(timezone.localdate()).within(district.stem)
        self.communities = {area.code: area for area in inside.filter(level=Level.COMMUNITY)}
        cells: dict[int, list[Area]] = {}
        for cell in inside.filter(level=Level.CELL):
            cells.setdefault(cell.parent_id or 0, []).append(cell)
        self.cells = {parent: inside[0] for parent, inside in cells.items() if len(inside) == 1}
        bodies = Body.objects.filter(~Q(reference=""), area__stem__startswith=district.stem).select_related("area")
        self.bodies = {body.reference: body for body in bodies}

    def load(self, table: Table, progress: Progress = lambda done, of: None) -> Loaded:
        """Carry over every row that can be; what cannot is told with its reasons. Interrupted, it can be run again."""
        result = Loaded(rows=len(table.rows))
        reader = Reader(table, self.given, self.charter, today=timezone.localdate())
        for number, rows in enumerate(_chunks(table.rows)):
            readings = [reader.read(row) for row in rows]
            try:
                part = self._carry(readings, one_by_one=False)
            except Refused:  # some rule refuses a row that reads well: again, each row by itself
                part = self._carry(readings, one_by_one=True)
            result.add(part)
            progress(min((number + 1) * AT_ONCE, len(table.rows)), len(table.rows))
        self._note(table, result)
        return result

    def _one_load_at_a_time(self) -> None:
        """Wait until another load has finished its rows: what it carried over is then seen here, and skipped."""
        Area.objects.select_for_update(no_key=True).values_list("pk").get(pk=self.district.pk)

    @transaction.atomic
    def _note(self, table: Table, result: Loaded) -> None:
        """Record the file as carried over, once: a second load of it adds nothing."""
        self._one_load_at_a_time()
        here = result.loaded + result.already
        noted = Record.objects.filter(act=CARRY_OVER, content__contains=f'"sha256":"{table.digest}"')
        if here and not noted.exists():
            carry_over(
                self.district,
                by=self.by,
                at=timezone.now(),
                source=self.given.source,
                file=table.name,
                sha256=table.digest,
                carried=here,
                rejected=len(result.bad),
            )

    def _carry(self, readings: Sequence[Reading], *, one_by_one: bool) -> Loaded:
        """Some rows in one transaction. One by one, a refused row is put aside; else it stops them all."""
        part = Loaded()
        with batch(self.answers):
            self._one_load_at_a_time()
            known = self._known([reading.key for reading in readings])
            for reading in readings:
                if reading.wrong:
                    part.bad.append(reading)
                    continue
                stated = self._stated(reading)
                if (stored := known.get(reading.key)) is not None:
                    self._again(reading, stored, stated, part)
                    continue
                if one_by_one:
                    self._try(reading, part)
                else:
                    self.carry(reading)
                if not reading.wrong:
                    part.loaded += 1
                    part.remarks.update(reading.remarks)
                    known[reading.key] = {**stated, FRESH: True}
        return part

    def _known(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        facts = ("source_key", "reported_at", "community__code", "category", "nature", "channel")
        found = Matter.objects.filter(source=self.given.source, source_key__in=keys).order_by()
        return {row["source_key"]: row for row in found.values(*facts)}

    def _stated(self, reading: Reading) -> dict[str, object]:
        """What tells whether a row with a known number says the same as before."""
        return {
            "reported_at": reading.at,
            "community__code": reading.community,
            "category": reading.category,
            "nature": reading.nature.value,
            "channel": reading.channel.value,
        }

    def _again(self, reading: Reading, stored: Mapping[str, Any], stated: Mapping[str, object], part: Loaded) -> None:
        if not same_again(stored, stated):
            reading.blame("key_used", self.given.columns.get(Field.KEY, ""), reading.key)
            part.bad.append(reading)
            return
        part.already += 1
        if FRESH in stored:
            part.remarks["said_twice"] += 1

    def _try(self, reading: Reading, part: Loaded) -> None:
        try:
            with transaction.atomic():
                self.carry(reading)
        except Refused as refused:
            reading.blame("refused", "", sentence=sentence(refused.refusal))
            part.bad.append(reading)

    def carry(self, reading: Reading) -> Matter:
        """One row through all the steps that its source tells of. A step it does not date has the last day stated."""
        assert reading.at is not None
        at, source = reading.at, self.given.source
        community = self.communities[reading.community]
        category = " / ".join(reading.path)
        lng, lat = reading.point or (None, None)
        place = Place(community, self.cells.get(community.pk), reading.place, lng, lat)
        matter = report(
            by=self.by.carrying(source, None),
            at=at,
            text=reading.text or NO_TEXT.format(category=category),
            place=place,
            nature=reading.nature,
            channel=reading.channel,
            category=reading.category,
            origin=Origin(source, reading.key, day_only=reading.day_only),
        )
        door = self.by.carrying(source, matter.accountable_body_id)
        register(matter, by=door, at=at)
        lead, reason = self._lead(reading, community, at)
        dispatch(matter, by=door, at=at, lead=lead, assistants=(), reason=reason)
        handling = self.by.carrying(source, matter.lead_id)
        take_up(matter, by=handling, at=at)
        if not reading.open:
            end = reading.closed_at or at
            answer = reading.answer or NO_ANSWER
            report_back(matter, by=handling, at=end, outcome=Outcome.NOT_STATED, answer=answer)
            verifying = self.by.carrying(source, matter.verifier_id)
            close(matter, by=verifying, at=end, on_time=reading.on_time, dated=reading.closed_at is not None)
        return matter

    def _lead(self, reading: Reading, community: Area, at: datetime) -> tuple[Body | None, str]:
        """The unit that the source states, with a reason where the charter names another; else the charter's lead."""
        stated = self.bodies.get(reading.unit)
        if stated is None:
            return None, ""
        day = timezone.localdate(at)
        duty = charter_at(community.stem, day).duty_for(reading.category, community.stem)
        usual = body_meant(duty.lead, community.stem, day) if duty else None
        return (None, "") if usual is not None and usual.pk == stated.pk else (stated, AS_STATED)


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
