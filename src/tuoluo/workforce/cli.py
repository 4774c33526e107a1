"""``tuoluo cell``: who leads a cell, in the name of somebody who may appoint."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from django.db import transaction
from django.utils import timezone

from tuoluo.bodies.deciding import Unclear, body_named, decider, perhaps, person_named
from tuoluo.people.acts import enter_person
from tuoluo.territory.models import Area, Level
from tuoluo.workforce.acts import appoint_leader


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    cell = commands.add_parser("cell", help="who leads a cell").add_subparsers(dest="what", required=True)
    lead = cell.add_parser("lead", help="put one person in charge of a cell; the leader until then hands over that day")
    lead.add_argument("cell", help="its code, 15 digits")
    lead.add_argument("who", help="name, account or id of a person; with --new the name of somebody not entered yet")
    lead.add_argument("--body", required=True, help="the body of the community in which the leader sits")
    lead.add_argument("--new", action="store_true", help="enter the person first")
    lead.add_argument("--since", type=date.fromisoformat, help="the first day, as 2026-12-01 (today)")
    lead.add_argument("--by", default="", help="name, account or id of the person who decides this")
    lead.set_defaults(run=_lead)


def _lead(args: argparse.Namespace) -> int:
    now, since = timezone.now(), args.since or timezone.localdate()
    try:
        cell, body = _cell(args.cell), body_named(args.body)
        by = decider(args.by, "cell.appoint_leader", cell.stem)
        with transaction.atomic():  # a person entered for a cell that is then refused is not entered
            if args.new:
                enters = decider(args.by, "person.enter")
                person = enter_person(by=enters, at=now, name=args.who)
            else:
                person = person_named(args.who)
            appoint_leader(cell, by=by, at=now, person=person, body=body, since=since)
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    print(f"{cell}: {person}, {since}")
    return 0


def _cell(code: str) -> Area:
    cells = Area.objects.on(timezone.localdate()).filter(level=Level.CELL)
    cell = cells.filter(code=code).first()
    if cell is None:
        raise Unclear(f"there is no cell {code}{perhaps(code, cells.values_list('code', flat=True))}")
    return cell
