"""``tuoluo coverage``: whether every place and every matter of a district has somebody, and what mends it where not."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from tuoluo.coverage.facts import Verdict
from tuoluo.coverage.reads import coverage_of
from tuoluo.coverage.sheet import workbook
from tuoluo.coverage.telling import Line, as_json, lines
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import area_on, areas_on

PROVED, NOT_TO_BE_FOUND, GAPS = 0, 1, 3
MOST = 40


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``coverage``."""
    coverage = commands.add_parser("coverage", help="prove that every place and every matter has somebody")
    coverage.add_argument("--area", default="", help="code of a district, subdistrict or community (the district)")
    coverage.add_argument("--on", type=date.fromisoformat, help="the day, as 2026-12-01 (today)")
    coverage.add_argument("--to", type=Path, help="write every gap into this xlsx file")
    coverage.add_argument("--json", action="store_true", help="print the result as JSON")
    coverage.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    """Exit status 0 when it is proved, 3 when there are gaps, 1 when there is no such area."""
    day = args.on or timezone.localdate()
    area = area_on(args.area, day) if args.area else areas_on(Level.DISTRICT, day).first()
    if area is None or area.level == Level.CELL:
        print(_("There is no district, subdistrict or community %(code)s.") % {"code": args.area}, file=sys.stderr)
        return NOT_TO_BE_FOUND
    verdict = coverage_of(area.stem, day)
    told = lines(verdict, day)
    if args.to:
        args.to.parent.mkdir(parents=True, exist_ok=True)
        args.to.write_bytes(workbook(verdict, told))
    if args.json:
        print(json.dumps(as_json(verdict, told), ensure_ascii=False, indent=2))
    else:
        _show(area, day, verdict, told)
    return PROVED if verdict.proved else GAPS


def _show(area: Area, day: date, verdict: Verdict, told: list[Line]) -> None:
    console = Console()
    console.print(f"[bold]{area.name}[/] {day}", highlight=False)
    size = _("%(communities)s communities, %(cells)s cells, %(categories)s categories, at every moment of the week: ")
    facts = {"communities": verdict.communities, "cells": verdict.cells, "categories": verdict.categories}
    console.print(size % facts + _("%(cases)s cases.") % {"cases": f"{verdict.cases:,}"}, highlight=False)
    if verdict.proved:
        console.print(f"[green]{_('Every place has somebody, every matter has somebody.')}[/]")
        return
    table = Table(show_lines=True)
    for head in (_("Place"), _("What is missing, and what mends it"), _("Rule"), _("Cases")):
        table.add_column(head, justify="right" if head == _("Cases") else "left", overflow="fold")
    for line in told[:MOST]:
        table.add_row(line.place, f"{line.wrong}\n[dim]{line.mend}[/]", line.cause, f"{line.gap.cases:,}")
    console.print(table)
    if len(told) > MOST:
        console.print(_("and %(number)s more; --to FILE.xlsx writes them all") % {"number": len(told) - MOST})
