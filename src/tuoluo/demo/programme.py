"""The sample programme of the demo: what was reported of Nanshan's reform of 2014, in our own words.

The measures are facts of the public report. Aspects, milestones, dates and figures are samples, and say so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from tuoluo.bodies.models import Body, Tenure
from tuoluo.bodies.reads import actor_for
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.models import Record
from tuoluo.matters.models import Matter
from tuoluo.programme import acts
from tuoluo.programme.models import Measure, Milestone, Programme
from tuoluo.programme.rules import EvidenceKind
from tuoluo.territory.models import Area

CODE = "sample-2014"
NAME = "深化“一核多元”社区治理模式改革方案（样例）"
GROUNDS = "举措据 2014 年公开报道的南山“一号改革方案”自撰；方面划分、节点、日期与数值均为样例"
YEARS = 3  # a blueprint for three years
OFFICE_HOUR = time(10)
LEADER = "区网格管理中心"


@dataclass
class Sample:
    """The programme while it is being entered: what has been done is dated in days after the founding."""

    district: Area
    founded: date
    until: date
    zone: ZoneInfo
    by: Actor
    programme: Programme
    measures: dict[str, Measure]

    def at(self, after: int) -> datetime:
        """The office hour of a day so many days after the founding."""
        return datetime.combine(self.founded + timedelta(days=after), OFFICE_HOUR, tzinfo=self.zone)

    def day(self, after: str) -> date:
        """A day so many days after the founding."""
        return self.founded + timedelta(days=int(after))

    def body(self, name: str) -> Body:
        """The body of this name; in a small demo without it, the one that leads the programme."""
        found = Body.objects.filter(name=name, area__stem__startswith=self.district.stem).first()
        return found or self.programme.leader

    def enter(self, row: Mapping[str, str]) -> Milestone:
        """Enter a milestone, and its measure before it."""
        measure = self.measures.get(row["measure"])
        if measure is None:
            aim: dict[str, Any] = {}
            if row["indicator"]:
                figures = {name: Decimal(row[name]) for name in ("baseline", "target")}
                aim = {"indicator": row["indicator"], "baseline_on": self.founded, **figures}
            words: dict[str, Any] = {"aspect": row["aspect"], "name": row["measure"], "owner": self.body(row["owner"])}
            measure = acts.enter_measure(self.programme, by=self.by, at=self.at(1), **words, **aim)
            self.measures[row["measure"]] = measure
        return acts.set_milestone(measure, by=self.by, at=self.at(1), name=row["milestone"], due=self.day(row["due"]))

    def happen(self, after: int, what: str, words: list[str], milestone: Milestone) -> None:
        """Let something happen to a milestone or its measure on its day."""
        given: dict[str, Any] = {"by": self.by, "at": self.at(after)}
        match what:
            case "postponed":
                acts.postpone_milestone(milestone, due=self.day(words[0]), grounds=" ".join(words[1:]), **given)
            case "dropped":
                acts.drop_measure(milestone.measure, grounds=" ".join(words), **given)
            case "owner":
                owner = self.body(words[0])
                if owner != milestone.measure.owned_on(self.day(str(after))).body:
                    acts.change_owner(milestone.measure, owner=owner, grounds=" ".join(words[1:]), **given)
            case "reached":
                kind, reference = self.evidence(EvidenceKind(words[0]), words[1])
                on = self.day(str(after))
                acts.reach_milestone(milestone, on=on, evidence=kind, reference=reference, **given)

    def evidence(self, kind: EvidenceKind, words: str) -> tuple[EvidenceKind, str]:
        """An act or a closed matter of the demo itself; a document where the demo has none such."""
        if kind is EvidenceKind.ACT:
            return kind, str(Record.objects.filter(act=words).order_by("seq").values_list("seq", flat=True)[0])
        if kind is EvidenceKind.MATTER:
            closed = Matter.objects.filter(category=words, closed_at__isnull=False).order_by("pk").first()
            return (kind, closed.number) if closed else (EvidenceKind.DOCUMENT, "样例〔2025〕第9号")
        return kind, words


def open_sample(district: Area, founded: date, until: date, zone: ZoneInfo) -> None:
    """Open the sample programme on the day after the founding, and let happen what happened by the end of the year."""
    leader = Body.objects.get(name=LEADER, area=district)
    heads = Tenure.objects.select_related("person", "post__body__area")
    by = actor_for(heads.get(post__body=leader, post__head=True, until=None))
    at = datetime.combine(founded + timedelta(days=1), OFFICE_HOUR, tzinfo=zone)
    programme = acts.open_programme(
        district, by=by, at=at, code=CODE, name=NAME, leader=leader, starts=founded,
        ends=date(founded.year + YEARS, founded.month, 1), grounds=GROUNDS, sample=True,
    )  # fmt: skip
    sample = Sample(district, founded, until, zone, by, programme, {})
    rows = [(sample.enter(row), row["steps"]) for row in _rows()]
    happened = [(*_step(text), milestone) for milestone, steps in rows for text in steps.split("|") if text]
    for after, what, words, milestone in sorted(happened, key=lambda one: (one[0], one[3].pk)):
        if founded + timedelta(days=after) < until:
            sample.happen(after, what, words, Milestone.objects.get(pk=milestone.pk))


def _rows() -> Iterator[dict[str, str]]:
    text = (files("tuoluo.demo") / "data" / "programme.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _step(text: str) -> tuple[int, str, list[str]]:
    what, after, *words = text.split()
    return int(after), what, words
