"""``tuoluo figures``: what this deployment holds, for people and for comparing two deployments byte by byte.
``tuoluo calendar``: the working days of a year, and the deadlines that wait for them.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from tuoluo.bodies.deciding import Unclear, decider, person_named
from tuoluo.kernel.progress import progress
from tuoluo.ledger.words import sentence
from tuoluo.matters.calendar import keep, knows, read_years, years_of
from tuoluo.matters.figures import figures, lines_of_matters
from tuoluo.matters.waiting import ACT, Tally, set_deadlines, waiting_by_year
from tuoluo.matters.words import explain_calendar
from tuoluo.territory.problems import BadFile


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    command = commands.add_parser("figures", help="print this deployment's figures, for comparison byte by byte")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything, as one JSON object")
    form.add_argument("--csv", action="store_true", help="the matters by place, category, bodies and stage")
    command.set_defaults(run=print_figures)
    days = commands.add_parser("calendar", help="the working days of a year").add_subparsers(dest="what", required=True)
    check = days.add_parser("check", help="check a file of working days, and tell which deadlines wait for a year")
    check.add_argument("file", type=Path, nargs="?", help="csv with date and working (default: the one in use)")
    check.set_defaults(run=check_calendar)
    load = days.add_parser("load", help="take whole years over from a file, and set the deadlines that waited for them")
    load.add_argument("file", type=Path, nargs="?", help="csv with date and working; without it only set the deadlines")
    load.add_argument("--by", required=True, help="name, account or id of the person who sets the deadlines")
    load.set_defaults(run=load_calendar)


def print_figures(args: argparse.Namespace) -> int:
    """Print the figures in the form asked for."""
    if args.csv:
        _print_csv()
        return 0
    whole = figures()
    if args.json:
        print(json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True, default=str))
        return 0
    matters = whole["matters"]
    print(
        _("%(communities)d communities, %(cells)d cells, %(bodies)d bodies")
        % {
            "communities": whole["areas"]["community"],
            "cells": whole["areas"]["cell"],
            "bodies": whole["bodies"],
        }
    )
    print(_("%(matters)d matters") % matters)
    for name in ("stage", "nature", "channel", "source", "on_time"):
        for value, count in matters[name].items():
            print(f"  {name:<8} {value or '-':<16} {count:>8}")
    print(f"sha256 {whole['fingerprint']}")
    return 0


def _print_csv() -> None:
    lines = lines_of_matters()
    writer = csv.DictWriter(sys.stdout, list(lines[0]) if lines else ["community"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)


def check_calendar(args: argparse.Namespace) -> int:
    """Say what a file of working days holds, or what is wrong with it; then which years are known and waited for."""
    own: Path = settings.HOME.calendar
    file = args.file or (own if own.exists() else None)
    if file is not None:
        try:
            _tell_years(read_years(file))
        except BadFile as bad:
            return _report(bad, _("Problems found: %(count)s."))
    this = timezone.localdate().year
    count = waiting_by_year()
    for year in sorted({this, this + 1, *count}):
        known = _("known") if knows(year) else _("not known yet")
        print(f"{year}  {known}  " + _("matters waiting for it: %(count)s") % {"count": count.get(year, 0)})
    return 0


def load_calendar(args: argparse.Namespace) -> int:
    """Take the years of a file over, then set the deadlines that waited: each an act in the name of whoever decides."""
    try:
        decider(args.by, ACT)  # before anything is changed
        person = person_named(args.by)
        if args.file is not None:
            days = read_years(args.file)
            kept = keep(days)
            _tell_years(days)
            print(_("Written: %(file)s") % {"file": kept})
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    except BadFile as bad:
        return _report(bad, _("Nothing was loaded; problems found: %(count)s."))
    with progress(_("Deadlines")) as step:
        tally = set_deadlines(person, step)
    return _tell(tally)


def _tell_years(days: Mapping[date, bool]) -> None:
    for year in years_of(days):
        worked = [working for day, working in days.items() if day.year == year]
        facts = {"year": year, "days": len(worked), "working": sum(worked)}
        print(_("%(year)s: %(days)s days, %(working)s of them working days") % facts)


def _tell(tally: Tally) -> int:
    print(_("Deadlines set: %(count)s") % {"count": tally.done})
    for refusal, numbers in tally.refused.values():
        facts = {"count": len(numbers), "example": numbers[0], "why": sentence(refusal)}
        print(_("Still waiting: %(count)s, for example %(example)s. %(why)s") % facts, file=sys.stderr)
    return 3 if tally.refused else 0


def _report(bad: BadFile, result: str) -> int:
    """One line each: file, row, column, what is wrong; below it the repair."""
    for problem in bad.problems:
        what, repair = explain_calendar(problem)
        place = ":".join(str(part) for part in (problem.file, problem.place or "", problem.column) if part)
        print(f"{place}: {what} [{problem.code}]\n    {repair}", file=sys.stderr)
    print(result % {"count": len(bad.problems)}, file=sys.stderr)
    return 1
