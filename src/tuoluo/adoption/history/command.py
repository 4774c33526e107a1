"""What ``tuoluo charter draft`` does, step by step."""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from tuoluo.adoption.asking import ask, say, unsure_lines
from tuoluo.adoption.columns import map_of
from tuoluo.adoption.headings import Field
from tuoluo.adoption.history.advice import Advisor
from tuoluo.adoption.history.events import Event
from tuoluo.adoption.history.picture import reliability
from tuoluo.adoption.history.reading import read_events
from tuoluo.adoption.history.scoring import Score, score
from tuoluo.adoption.history.words import KINDS, TROUBLES
from tuoluo.adoption.history.writing import FINDINGS, Draft, draft, handled_events, write
from tuoluo.adoption.mapping import BadMap, Map, fits, read_map
from tuoluo.adoption.plan import Wishes
from tuoluo.adoption.recognise import Recognition, recognise
from tuoluo.adoption.table import Table, Unreadable, read_table
from tuoluo.adoption.words import trouble
from tuoluo.charter import check_charter
from tuoluo.charter.findings import Severity
from tuoluo.charter.layout import CHARTER_FILE
from tuoluo.kernel.progress import progress
from tuoluo.territory.codes import parse

DONE, WRONG, UNSURE = 0, 1, 2
OF_USE = {Field.REPORTED, Field.DISTRICT, Field.STREET, Field.COMMUNITY, Field.CATEGORY, Field.UNIT, Field.CHANNEL}


class CannotDraft(Exception):
    """What stops the command; ``code`` and ``facts`` say why."""

    def __init__(self, code: str, *, status: int = WRONG, **facts: object) -> None:
        super().__init__(code)
        self.code, self.status, self.facts = code, status, facts


def run_draft(args: argparse.Namespace, language: str) -> int:
    """Draft, test, or both; what stops it is told in a sentence."""
    with override(language):
        try:
            return _run(args)
        except CannotDraft as problem:
            say(str(TROUBLES[problem.code]) % problem.facts)
            return problem.status
        except Unreadable as problem:
            say(trouble(problem.code, problem.facts))
            return WRONG
        except BadMap as problem:
            say(trouble(problem.code, problem.facts))
            return UNSURE


def _run(args: argparse.Namespace) -> int:
    wishes = _wishes(args)
    table = read_table(args.file)
    given = _columns(args, table)
    reading = read_events(table, given)
    past = handled_events(reading.events)
    if not past:
        raise CannotDraft("no_handled", file=table.name)
    asked = None
    if args.split:
        past, asked = _split(args.split, past, table.name)
    elif args.test:
        asked = _test_events(args, given)
    with progress(_("Learning")) as step:
        advisor = Advisor(past, step)
    told: dict[str, object] = {}
    if asked is not None:
        told |= _tested(args, score(advisor, asked))
    if args.to:
        with progress(_("Drafting")) as step:
            made = draft(table, given, advisor, wishes, step)
        _save(made, args)
        told |= {"duties": len(made.duties), "to_decide": made.counted()}
    if args.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return DONE


def _wishes(args: argparse.Namespace) -> Wishes:
    """Whether the command was called sensibly, before anything is read."""
    if not (args.to or args.test or args.split):
        raise CannotDraft("nothing_asked", status=UNSURE)
    if args.test and args.split:
        raise CannotDraft("test_and_split", status=UNSURE)
    if args.reliability and not (args.test or args.split):
        raise CannotDraft("plot_without_test", status=UNSURE)
    if args.reliability and args.reliability.suffix.lower() != ".svg":
        raise CannotDraft("not_svg", value=args.reliability, status=UNSURE)
    if args.to and (args.to / CHARTER_FILE).exists():
        raise CannotDraft("folder_in_use", folder=args.to)
    if args.district_code and ((code := parse(args.district_code)) is None or code.level.value != "district"):
        raise BadMap("bad_code", value=args.district_code)
    name = args.charter or (re.sub(r"[^\w.\-]+", "-", args.to.resolve().name).strip("-.") if args.to else "")
    if name and not re.fullmatch(r"\w[\w.\-]*", name):
        raise BadMap("bad_name", value=name)
    return Wishes(args.name, args.district_code, name)


# Columns


def _columns(args: argparse.Namespace, table: Table) -> Map:
    """Which column states what: by the map given, or recognised, or asked."""
    if args.map:
        given = read_map(args.map)
        fits(given, table.columns)
        given = replace(given, timezone=settings.TIME_ZONE)
    else:
        given = _recognised(args, table)
    if not given.columns.get(Field.UNIT):
        raise CannotDraft("no_unit", file=table.name, status=UNSURE)
    return given


def _recognised(args: argparse.Namespace, table: Table) -> Map:
    asked = ask(_only_of_use(recognise(table)), table, yes=args.yes)
    if not asked.settled:
        for line in unsure_lines(asked, table):
            say(f"  ? {line}")
        raise CannotDraft("unsure_columns", file=table.name, status=UNSURE)
    return map_of(asked.recognition, settings.TIME_ZONE)


def _only_of_use(recognised: Recognition) -> Recognition:
    """Doubts about columns that a draft does not read are nobody's trouble."""
    for guess in recognised.unsure:
        if guess.field not in OF_USE:
            recognised = recognised.settle(guess.column, None)
    return recognised


# Testing


def _split(text: str, past: list[Event], file: str) -> tuple[list[Event], list[Event]]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CannotDraft("bad_split", value=text, status=UNSURE) from None
    before = [event for event in past if event.day < day.toordinal()]
    after = [event for event in past if event.day >= day.toordinal()]
    if not before or not after:
        days = [date.fromordinal(event.day) for event in past]
        code = "nothing_after" if before else "nothing_before"
        raise CannotDraft(code, file=file, day=day, first=min(days), last=max(days))
    return before, after


def _test_events(args: argparse.Namespace, given: Map) -> list[Event]:
    """The events to be foretold. A file with the same columns is read like the first one."""
    table = read_table(args.test)
    try:
        fits(given, table.columns)
    except BadMap:
        if args.map:
            raise
        given = _columns(args, table)
    asked = [event for event in read_events(table, given).events if event.name]
    if not asked:
        raise CannotDraft("nothing_to_test", file=table.name)
    return asked


def _tested(args: argparse.Namespace, found: Score) -> dict[str, object]:
    if args.reliability:
        _write_text(args.reliability, reliability(found.bins, _words(found)))
    facts = {"n": found.count, "top1": f"{found.top1:.1%}", "top3": f"{found.top3:.1%}", "ece": f"{found.ece:.1%}"}
    facts["baseline"] = f"{found.baseline:.1%}"
    say(
        _(
            "Tested on %(n)s matters: the right unit first in %(top1)s (majority voting: %(baseline)s), "
            "among the first three in %(top3)s; confidence off by %(ece)s on average."
        )
        % facts
    )
    figures = {"top1": found.top1, "top3": found.top3, "ece": found.ece, "baseline_top1": found.baseline}
    return {**{key: round(value, 6) for key, value in figures.items()}, "n": found.count}


def _words(found: Score) -> dict[str, str]:
    facts = {"n": found.count, "ece": f"{found.ece:.3f}", "top1": f"{found.top1:.1%}"}
    return {
        "title": _("Does the confidence mean what it says?"),
        "said": _("confidence given"),
        "true": _("share that was right"),
        "perfect": _("perfect"),
        "below": _("%(n)s matters, %(top1)s right, expected calibration error %(ece)s. Bars: how many.") % facts,
    }


def _write_text(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotDraft("cannot_write", file=path, reason=error.strerror or error) from error


# Drafting


def _save(made: Draft, args: argparse.Namespace) -> None:
    try:
        write(made, args.to)
    except OSError as error:
        raise CannotDraft("cannot_write", file=args.to, reason=error.strerror or error) from error
    errors = sum(finding.severity is Severity.ERROR for finding in check_charter(made.plan.charter))
    say(_("%(duties)d duties drafted into %(folder)s.") % {"duties": len(made.duties), "folder": args.to})
    if errors:  # a draft that does not pass is a fault of ours, and said all the same
        facts = {"count": errors, "folder": args.to}
        say(_("The check finds %(count)d errors: tuoluo charter check %(folder)s") % facts)
    if made.open:
        say(_("To be decided by a person (%(file)s):") % {"file": args.to / FINDINGS})
    counted = made.counted()
    for kind, name in KINDS.items():
        if kind.value in counted:
            say(f"  {counted[kind.value]:>5}  {name}")
