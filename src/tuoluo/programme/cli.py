"""``tuoluo programme``: list and show reform programmes as they stood on a day, load them from a table, export them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tuoluo.bodies.deciding import Unclear, body_named, decider, perhaps
from tuoluo.charter.report import pad, width
from tuoluo.kernel.sheets import BadSheet, read_sheet, write_sheet
from tuoluo.programme.acts import open_programme
from tuoluo.programme.loading import load, table_of, write_rejects
from tuoluo.programme.models import Programme, figure
from tuoluo.programme.reads import AimSeen, MeasureSeen, programme_called, programme_on, programmes
from tuoluo.programme.rules import State
from tuoluo.programme.words import STATES
from tuoluo.territory.models import Level
from tuoluo.territory.reads import area_on, areas_on


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    group = commands.add_parser("programme", help="reform programmes").add_subparsers(dest="what", required=True)
    group.add_parser("list", help="all programmes, the newest first").set_defaults(run=_list)
    show = group.add_parser("show", help="measures, owners, milestones and figures as they stood on a day")
    export = group.add_parser("export", help="write a programme as a table that can be loaded again")
    loading = group.add_parser("load", help="enter the measures and milestones of a table (.csv, .xlsx)")
    for command in (show, export):
        command.add_argument("code", help="the short name of the programme, as `tuoluo programme list` shows it")
        command.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day, as 2026-05-01 (today)")
    show.set_defaults(run=_show)
    export.add_argument("file", type=Path, help="where to: its name ends in .xlsx or .csv")
    export.set_defaults(run=_export)
    loading.add_argument("file", type=Path)
    loading.add_argument("code", help="the short name of the programme; a new one is opened, see below")
    loading.add_argument("--by", default="", help="name, account or id of the person who decides this")
    new = loading.add_argument_group("to open a new programme")
    new.add_argument("--name")
    new.add_argument("--leader", help="the body that leads it")
    new.add_argument("--starts", type=date.fromisoformat, metavar="DATE")
    new.add_argument("--ends", type=date.fromisoformat, metavar="DATE")
    new.add_argument("--area", default="", help="code of its area (the district)")
    new.add_argument("--grounds", default="", help="the document on which it rests")
    new.add_argument("--sample", action="store_true", help="label it as a sample wherever it is shown")
    loading.set_defaults(run=_load)


def _list(args: argparse.Namespace) -> int:
    rows = [
        (row.code, row.name, row.leader.name, f"{row.starts} – {row.ends}", str(getattr(row, "size", 0)))
        for row in programmes()
    ]
    _print_table(rows)
    return 0


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(map(pad, row, widths)).rstrip())


def _named(code: str) -> Programme:
    programme = programme_called(code)
    if programme is None:
        known = Programme.objects.values_list("code", flat=True)
        raise Unclear(f"there is no programme {code!r}{perhaps(code, known)}")
    return programme


def _show(args: argparse.Namespace) -> int:
    try:
        seen = programme_on(_named(args.code), args.on or timezone.localdate())
    except Unclear as unclear:
        return _told(unclear)
    print(f"{seen.row.name}  {seen.row.starts} – {seen.row.ends}  ({seen.day})")
    states = ", ".join(f"{STATES[state]} {seen.count(state)}" for state in State)
    print(f"{len(seen.measures)} / {len(seen.milestones)}: {states}")
    for aspect, measures in seen.aspects:
        print(f"\n{aspect}")
        for measure in measures:
            _print_measure(measure)
    return 0


def _print_measure(measure: MeasureSeen) -> None:
    owner = measure.owner
    print(f"  {measure.row.number}. {measure.row.name}  [{STATES[measure.state]}]  {owner.body.name} {owner.head}")
    if measure.aim:
        print(f"     {_aim(measure.aim)}")
    for one in measure.milestones:
        moved = f" → {one.due}" if one.moved else ""
        reached = f" ✓ {one.reached_on}" if one.reached_on else ""
        late = f" (+{one.days_late})" if one.days_late else ""
        print(f"     {one.row.first_due}{moved}{reached}{late}  {one.row.name}  [{STATES[one.state]}]")


def _aim(aim: AimSeen) -> str:
    """Baseline → now → target."""
    now = figure(aim.now) or "–"
    unit = aim.indicator.unit
    return f"{aim.indicator.words}: {figure(aim.baseline)}{unit} → {now}{unit} → {figure(aim.target)}{unit}"


def _export(args: argparse.Namespace) -> int:
    try:
        seen = programme_on(_named(args.code), args.on or timezone.localdate())
        columns, rows = table_of(seen)
        write_sheet(args.file, columns, rows, title=seen.row.code)
    except (Unclear, BadSheet) as error:
        return _told(error)
    print(f"{args.file}: {len(rows)}")
    return 0


def _load(args: argparse.Namespace) -> int:
    now = timezone.now()
    try:
        sheet = read_sheet(args.file)
        with transaction.atomic():
            programme = programme_called(args.code) or _opened(args)
            by = decider(args.by, "measure.enter", programme.area.stem)
            done = load(programme, args.file, by=by, at=now)
    except (Unclear, BadSheet) as error:
        return _told(error)
    print(f"{programme.code}: +{done.measures} / +{done.milestones}, = {done.unchanged}")
    if not done.wrong:
        return 0
    print(*done.lines(), sep="\n", file=sys.stderr)
    rejects = _beside(args.file)
    write_rejects(sheet, done, rejects)
    print(f"→ {rejects}", file=sys.stderr)
    return 1


def _opened(args: argparse.Namespace) -> Programme:
    """A new programme, as the command describes it."""
    missing = [f"--{name}" for name in ("name", "leader", "starts", "ends") if getattr(args, name) is None]
    if missing:
        known = Programme.objects.values_list("code", flat=True)
        what = f"there is no programme {args.code!r}{perhaps(args.code, known)}"
        raise Unclear(f"{what}; to open it say {', '.join(missing)}")
    area = area_on(args.area) if args.area else areas_on(Level.DISTRICT).first()
    if area is None:
        raise Unclear(f"there is no area {args.area}")
    return open_programme(
        area,
        by=decider(args.by, "programme.open", area.stem),
        at=timezone.now(),
        code=args.code,
        name=args.name,
        leader=body_named(args.leader),
        starts=args.starts,
        ends=args.ends,
        grounds=args.grounds,
        sample=args.sample,
    )


def _beside(file: Path) -> Path:
    """Where the rows that were held back go: beside the file, or into the deployment where that is not for writing."""
    folder = file.resolve().parent
    home: Path = settings.HOME.path
    return (folder if folder.stat().st_mode & 0o222 else home / "rejects") / f"{file.stem}-rejects.xlsx"


def _told(error: Exception) -> int:
    print(error, file=sys.stderr)
    return 1
