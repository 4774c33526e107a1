"""``tuoluo territory``: load areas and boundaries, draw cells, find the cell of a point."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.territory import acts, reads, setup
from tuoluo.territory import datum as datums
from tuoluo.territory.areas_file import read_areas
from tuoluo.territory.geojson import match, read_features
from tuoluo.territory.models import Area, Level
from tuoluo.territory.problems import BadFile, Problem
from tuoluo.territory.words import LEVELS, SCHEMATIC, explain

FOUNDER = Actor(name="founder", role=acts.FOUNDER)
Work = Callable[[], Any]


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Put ``territory`` and its own commands on the command line."""
    territory = subparsers.add_parser("territory", help="areas, boundaries and cells")
    territory.set_defaults(needs_django=True)
    commands = territory.add_subparsers(dest="what", required=True)
    loads = commands.add_parser("load", help="load areas or boundaries").add_subparsers(dest="kind", required=True)
    _add_load(loads)
    draw = commands.add_parser("draw", help="draw schematic communities and cells where no boundaries are known")
    draw.add_argument("district", help="code of the district")
    draw.add_argument("--cells", type=int, default=0, help="how many cells in all (default: one for each community)")
    draw.add_argument("--hints", type=Path, help="table with kind (anchor, island), code, lng, lat in CGCS2000")
    draw.add_argument("--seed", type=int, default=0)
    _dated(draw, draw_schematic)
    find = commands.add_parser("locate", help="the cell at a point")
    find.add_argument("lng", type=float)
    find.add_argument("lat", type=float)
    find.add_argument("--datum", default=datums.STORED)
    find.add_argument("--on", type=date.fromisoformat, default=None, help="on this day instead of today")
    find.set_defaults(run=locate)
    show = commands.add_parser("list", help="areas in force")
    show.add_argument("--level", choices=[str(level.value) for level in Level])
    show.add_argument("--within", default="", help="code of the area around them")
    show.add_argument("--on", type=date.fromisoformat, default=None, help="on this day instead of today")
    show.set_defaults(run=list_areas)


def _add_load(loads: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    areas = loads.add_parser("areas", help="a csv with code and name; also name_en, valid_from, lng, lat")
    areas.add_argument("file", type=Path)
    areas.add_argument("--datum", help="of lng and lat")
    areas.add_argument("--source", default="")
    areas.add_argument("--provisional", action="store_true", help="the codes are not official ones")
    _dated(areas, load_areas)
    boundaries = loads.add_parser("boundaries", help="a GeoJSON file, matched to areas by code or name")
    boundaries.add_argument("file", type=Path)
    boundaries.add_argument("--datum", help="CGCS2000, WGS-84, GCJ-02 or BD-09")
    boundaries.add_argument("--level", required=True, choices=[str(level.value) for level in Level])
    boundaries.add_argument("--code-property", help="property that holds the code")
    boundaries.add_argument("--name-property", help="property that holds the name")
    boundaries.add_argument("--repair", action="store_true", help="mend outlines that cross themselves")
    boundaries.add_argument("--source", default="")
    _dated(boundaries, load_boundaries)


def _dated(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument(
        "--valid-from", type=date.fromisoformat, default=None, help="first day in force (default: today)"
    )
    parser.set_defaults(run=run)


def load_areas(arguments: argparse.Namespace) -> int:
    """Load a table of areas: all of it, or nothing and a list of what is wrong."""
    day = arguments.valid_from or timezone.localdate()
    file = str(arguments.file)
    try:
        rows = read_areas(arguments.file, Area.objects.values_list("code", flat=True), datum=arguments.datum)
    except BadFile as bad:
        return _report(bad.problems)
    known = set(Area.objects.on(day).values_list("code", "name"))
    new = [row for row in rows if (row.code.full, row.name) not in known]
    official = not arguments.provisional
    common = {"by": FOUNDER, "at": timezone.now(), "valid_from": day, "source": arguments.source, "official": official}
    work = [(row.row, row.code.full, lambda row=row: setup.establish_row(row, **common)) for row in new]
    return _all_or_nothing(file, "code", work, already=len(rows) - len(new))


def load_boundaries(arguments: argparse.Namespace) -> int:
    """Load the boundaries of a GeoJSON file: all of them, or nothing and a list of what is wrong."""
    day = arguments.valid_from or timezone.localdate()
    file = str(arguments.file)
    areas = {area.code: area for area in reads.areas_on(arguments.level, day)}
    try:
        features = read_features(arguments.file, arguments.datum, repair=arguments.repair)
        names = {code: area.name for code, area in areas.items()}
        found = match(
            features, names, file, code_property=arguments.code_property, name_property=arguments.name_property
        )
    except BadFile as bad:
        return _report(bad.problems)
    new = {code: feature for code, feature in found.items() if areas[code].boundary != feature.geometry}
    common = {"by": FOUNDER, "at": timezone.now(), "valid_from": day, "source": arguments.source}
    work = [
        (
            feature.number,
            code,
            lambda code=code, shape=feature.geometry: acts.set_boundary(areas[code], boundary=shape, **common),
        )
        for code, feature in new.items()
    ]
    return _all_or_nothing(file, "geometry", work, already=len(found) - len(new))


def _all_or_nothing(file: str, column: str, work: Iterable[tuple[int, str, Work]], *, already: int) -> int:
    problems: list[Problem] = []
    done = 0
    with transaction.atomic():
        for place, value, job in work:
            try:
                job()
                done += 1
            except Refused as refused:
                problems.append(Problem(refused.refusal.code, file, place, column, value, refused.refusal.facts))
        if problems:
            transaction.set_rollback(True)
    if problems:
        return _report(problems)
    print(_("Loaded: %(done)s. Already there: %(already)s.") % {"done": done, "already": already})
    return 0


def _report(problems: Iterable[Problem]) -> int:
    """Every fault of a file, and that none of it was loaded."""
    listed = list(problems)
    _list(listed)
    print(_("Nothing was loaded; problems found: %(count)s.") % {"count": len(listed)}, file=sys.stderr)
    return 1


def _list(problems: Iterable[Problem]) -> None:
    """One line each: file, row or feature, column, what is wrong; below it the repair."""
    for problem in problems:
        what, repair = explain(problem)
        place = ":".join(str(part) for part in (problem.file, problem.place or "", problem.column) if part)
        print(f"{place}: {what} [{problem.code}]\n    {repair}", file=sys.stderr)


def draw_schematic(arguments: argparse.Namespace) -> int:
    """Draw what is missing: communities inside the district's boundary, cells inside communities."""
    day = arguments.valid_from or timezone.localdate()
    district = reads.area_on(arguments.district, day)
    if district is None or district.level != Level.DISTRICT:
        print(_("There is no district %(code)s.") % {"code": arguments.district}, file=sys.stderr)
        return 1
    hints = setup.read_hints(arguments.hints) if arguments.hints else None
    common: dict[str, Any] = {"by": FOUNDER, "at": timezone.now(), "valid_from": day, "seed": arguments.seed}
    with transaction.atomic():
        communities = setup.draw_communities(district, hints=hints, **common)
        cells = setup.draw_all_cells(district, total=arguments.cells, **common)
    print(_("Drawn: %(communities)s communities, %(cells)s cells.") % {"communities": communities, "cells": cells})
    print(SCHEMATIC)
    return 0


def locate(arguments: argparse.Namespace) -> int:
    """Print the cell at a point and the areas around it."""
    try:
        lng, lat = datums.convert(arguments.lng, arguments.lat, arguments.datum)
    except datums.UnknownDatum as error:
        _list([Problem("datum_unknown", "--datum", value=error.name, facts={"nearest": error.nearest})])
        return 1
    area = reads.locate(lng, lat, arguments.on)
    if area is None:
        print(_("There is no cell at this point."), file=sys.stderr)
        return 1
    schematic = area.schematic
    while area is not None:
        print(f"{area.code}\t{LEVELS[area.level]}\t{area.name}\t{area.name_en}")
        area = area.parent
    if schematic:
        print(SCHEMATIC)
    return 0


def list_areas(arguments: argparse.Namespace) -> int:
    """Print the areas in force, in the order of their codes."""
    around = reads.area_on(arguments.within, arguments.on) if arguments.within else None
    if arguments.within and around is None:
        print(_("There is no area %(code)s.") % {"code": arguments.within}, file=sys.stderr)
        return 1
    stem = around.stem if around else ""
    for area in Area.objects.on(arguments.on or timezone.localdate()).within(stem):
        if arguments.level in (None, area.level):
            mark = str(SCHEMATIC) if area.schematic else ""
            print(f"{area.code}\t{LEVELS[area.level]}\t{area.name}\t{area.name_en}\t{mark}".rstrip("\t"))
    return 0
