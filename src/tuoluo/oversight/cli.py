"""``tuoluo tasks``: ask communities, answer, enter hours and print the figures, in somebody's name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from tuoluo.bodies.deciding import Unclear, decider, perhaps
from tuoluo.charter.report import pad, width
from tuoluo.ledger.naming import called
from tuoluo.oversight import acts, reads
from tuoluo.oversight.figures import Figures, figures
from tuoluo.oversight.lists import grounds
from tuoluo.oversight.models import Admission, Hours, Task
from tuoluo.oversight.rules import Cited, Demand, State, halves_of
from tuoluo.oversight.sheet import figures_file, heading, rows
from tuoluo.oversight.words import STATES
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import area_on, areas_on

SHORT = 8
if TYPE_CHECKING:
    Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_commands(commands: Parsers) -> None:
    """Add what this folder offers."""
    tasks = commands.add_parser("tasks", help="admission of tasks").add_subparsers(dest="what", required=True)
    listing = tasks.add_parser("list", help="what was asked of a community, and how it stands")
    listing.add_argument("community", help="its code")
    listing.set_defaults(run=_list)
    shown = tasks.add_parser("figures", help="asked, refused, admitted, hours: by community and by who asks")
    shown.add_argument("--year", default="", help="this year if none is named")
    shown.add_argument("--xlsx", type=Path, help="write them as a spreadsheet")
    shown.set_defaults(run=_figures)
    tasks.add_parser("grounds", help="the rules on which a committee may refuse").set_defaults(run=_grounds)
    _asking(tasks)
    _answering(tasks)
    _hours(tasks)


def _asking(tasks: Parsers) -> None:
    ask = tasks.add_parser("ask", help="ask communities for something off their list")
    ask.add_argument("title", help="what is asked, in one sentence")
    ask.add_argument("--basis", required=True, help="the law, decision or document that asks for it")
    ask.add_argument("--communities", required=True, nargs="+", help="their codes")
    ask.add_argument("--until", required=True, type=date.fromisoformat, help="the last day, as 2026-12-31")
    ask.add_argument("--hours", required=True, type=float, help="hours that one community will need")
    ask.set_defaults(run=_said(_ask))
    withdraw = tasks.add_parser("withdraw", help="withdraw what we asked, everywhere")
    withdraw.add_argument("task", help="its id, or the beginning of it")
    withdraw.set_defaults(run=_said(_withdraw))
    for command in (ask, withdraw):
        command.add_argument("--by", required=True, help="name, account or id of the person who decides this")


def _answering(tasks: Parsers) -> None:
    accept = tasks.add_parser("accept", help="admit a task to our community until its end date")
    accept.set_defaults(run=_said(_accept))
    refuse = tasks.add_parser("refuse", help="refuse a task on the ground of a rule")
    refuse.add_argument("--ground", required=True, help="its code, of `tuoluo tasks grounds`")
    refuse.set_defaults(run=_said(_refuse))
    for command in (accept, refuse):
        command.add_argument("demand", help="its id in our community, of `tuoluo tasks list`, or the beginning of it")
        command.add_argument("--words", default="", help="anything to add; sealed, for whoever asked")
        command.add_argument("--by", required=True, help="name, account or id of the person who decides this")


def _hours(tasks: Parsers) -> None:
    hours = tasks.add_parser("hours", help="enter hours for an admitted task, or for the community's own matters")
    meant = hours.add_mutually_exclusive_group(required=True)
    meant.add_argument("--demand", help="its id in our community, of `tuoluo tasks list`, or the beginning of it")
    meant.add_argument("--own", metavar="COMMUNITY", help="for own matters: the code of the community")
    hours.add_argument("hours", type=float, help="in steps of half an hour")
    hours.add_argument("--day", type=date.fromisoformat, help="the day worked (today)")
    hours.set_defaults(run=_said(_log))
    correct = tasks.add_parser("correct", help="take an entry of hours back by a counter-entry")
    correct.add_argument("entry", help="its id, as it was printed, or the beginning of it")
    correct.set_defaults(run=_said(_correct))
    for command in (hours, correct):
        command.add_argument("--by", required=True, help="name, account or id of the person who enters this")


def _said(run: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], int]:
    """The command, telling what could not be understood instead of failing."""

    def command(args: argparse.Namespace) -> int:
        try:
            run(args)
        except Unclear as unclear:
            print(unclear, file=sys.stderr)
            return 1
        return 0

    return command


def _community(code: str) -> Area:
    area = area_on(code)
    if area is None or area.level != Level.COMMUNITY:
        codes = areas_on(Level.COMMUNITY).values_list("code", flat=True)
        raise Unclear(f"there is no community {code}{perhaps(code, codes)}")
    return area


def _one(found: list[UUID], text: str) -> UUID:
    """The one id that begins so."""
    fits = [uuid for uuid in found if str(uuid).startswith(text.lower())]
    if len(fits) != 1:
        raise Unclear(f"{'several ids begin' if fits else 'no id begins'} with {text!r}")
    return fits[0]


def _demand(text: str) -> Admission:
    uuid = _one(list(Admission.objects.values_list("uuid", flat=True)), text)
    return Admission.objects.select_related("task", "community").get(uuid=uuid)


def _list(args: argparse.Namespace) -> int:
    try:
        community = _community(args.community)
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    lines = [
        (
            str(one.row.uuid)[:SHORT],
            str(STATES[one.state]),
            called(one.task),
            called(one.task.asked_by),
            f"{one.task.asked_on} – {one.task.until}",
            called(one.ground) if one.ground else "",
        )
        for one in reads.demands_in(community, timezone.localdate())
    ]
    _print(lines)
    return 0


def _print(lines: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(map(pad, line, widths)).rstrip())


def _figures(args: argparse.Namespace) -> int:
    day = timezone.localdate()
    areas = list(areas_on(Level.COMMUNITY).defer("boundary"))
    found = figures(areas, reads.year_of(args.year, day), day)
    if args.xlsx:
        args.xlsx.parent.mkdir(parents=True, exist_ok=True)
        args.xlsx.write_bytes(figures_file(found))
        print(f"{args.xlsx}: {len(rows(found))} rows")
        return 0
    touched = [(area, line) for area, line in found.communities if line.asked or line.above or line.own]
    shown = rows(Figures(touched, found.askers, found.kinds, found.total))
    _print([tuple(heading()), *(tuple(map(str, row)) for row in shown)])
    return 0


def _grounds(args: argparse.Namespace) -> int:
    _print([(one.code, called(one), one.basis) for one in grounds().values()])
    return 0


def _ask(args: argparse.Namespace) -> None:
    areas = [_community(code) for code in args.communities]
    by = decider(args.by, "task.ask", areas[0].stem)
    demand = Demand(args.title, args.basis, args.until, _halves(args.hours))
    task = acts.ask(by=by, at=timezone.now(), demand=demand, communities=areas)
    print(f"{task.uuid}  {task}")
    _print([(str(one.uuid)[:SHORT], called(one.community)) for one in task.admissions.select_related("community")])


def _halves(hours: float) -> int:
    halves = halves_of(hours)
    if halves is None:
        raise Unclear(f"{hours} is no whole number of half-hours: write 1, 1.5, 2 …")
    return halves


def _withdraw(args: argparse.Namespace) -> None:
    task = Task.objects.get(uuid=_one(list(Task.objects.values_list("uuid", flat=True)), args.task))
    acts.withdraw(task, by=decider(args.by, "task.withdraw", task.asked_by.area.stem), at=timezone.now())
    print(f"{task.uuid}  {task}: {STATES[State.WITHDRAWN]}")


def _accept(args: argparse.Namespace) -> None:
    demand = _demand(args.demand)
    by = decider(args.by, "task.accept", demand.community.stem)
    acts.accept(demand, by=by, at=timezone.now(), words=args.words)
    print(f"{called(demand.community)}: {demand.task}, {STATES[State.ACCEPTED]}")


def _refuse(args: argparse.Namespace) -> None:
    demand = _demand(args.demand)
    by = decider(args.by, "task.refuse", demand.community.stem)
    acts.refuse(demand, by=by, at=timezone.now(), ground=Cited(args.ground), words=args.words)
    print(f"{called(demand.community)}: {demand.task}, {STATES[State.REFUSED]}")


def _log(args: argparse.Namespace) -> None:
    halves, day, now = _halves(args.hours), args.day or timezone.localdate(), timezone.now()
    if args.own:
        community = _community(args.own)
        by = decider(args.by, "hours.log_own", community.stem)
        entry = acts.log_own(community, by=by, at=now, day=day, halves=halves)
    else:
        demand = _demand(args.demand)
        by = decider(args.by, "task.log_hours", demand.community.stem)
        entry = acts.log_hours(demand, by=by, at=now, day=day, halves=halves)
    print(f"{entry.uuid}  {entry.day}  {entry.halves / 2}")


def _correct(args: argparse.Namespace) -> None:
    uuid = _one(list(Hours.objects.values_list("uuid", flat=True)), args.entry)
    entry = Hours.objects.select_related("community").get(uuid=uuid)
    by = decider(args.by, "hours.correct", entry.community.stem)
    counter = acts.correct(entry, by=by, at=timezone.now())
    print(f"{counter.uuid}  {counter.day}  {counter.halves / 2}")
