"""``tuoluo adopt`` and ``tuoluo load matters``: a district brings its own history in."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _
from django.utils.translation import override

from tuoluo.adoption import founding, loading
from tuoluo.adoption.asking import ask, say, shown, unsure_lines
from tuoluo.adoption.codes import UNKNOWN_DISTRICT
from tuoluo.adoption.columns import map_of
from tuoluo.adoption.headings import Field
from tuoluo.adoption.mapping import BadMap, Map, fits, read_map, write_map
from tuoluo.adoption.plan import Plan, Wishes, plan
from tuoluo.adoption.recognise import recognise
from tuoluo.adoption.rejects import beside, write_rejects
from tuoluo.adoption.survey import Survey, survey
from tuoluo.adoption.table import Table, Unreadable, read_table
from tuoluo.adoption.words import REMARKS, trouble
from tuoluo.charter import check_charter
from tuoluo.charter.findings import Severity
from tuoluo.kernel.progress import progress
from tuoluo.territory.codes import parse

DONE, WRONG, UNSURE = 0, 1, 2
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    adopt = commands.add_parser("adopt", help="make a deployment out of a district's own history file")
    adopt.add_argument("file", type=Path, help="csv or xlsx with any column names")
    adopt.add_argument("--map", type=Path, help="which column states what, where that cannot be recognised (TOML)")
    adopt.add_argument("--district-code", default="", help="the official code of the district, 6 digits")
    adopt.add_argument("--name", default="", help="the name of the district, if the file does not say it")
    adopt.add_argument("--charter", default="", help="the name of the charter to write")
    adopt.add_argument("--source", default="", help="the name under which this history's numbers are unique")
    adopt.add_argument("--from", dest="first_day", default="", help="the day from which the district is set up")
    adopt.add_argument("--operator", default="数据登记员", help="who carries matters over: holds the registrar's post")
    adopt.add_argument("--yes", action="store_true", help="take the likeliest meaning of unsure columns without asking")
    adopt.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of what is printed")
    adopt.set_defaults(run=lambda args: _told(args, _adopt))
    load = commands.add_parser("load", help="load matters from a spreadsheet").add_subparsers(required=True)
    matters = load.add_parser("matters", help="carry past matters over from a history file")
    matters.add_argument("file", type=Path)
    matters.add_argument("--map", type=Path, help="which column states what (default: map.toml of the deployment)")
    matters.add_argument("--rejects", type=Path, help="where rows that cannot be carried over are written (xlsx)")
    matters.add_argument("--operator", default="", help="the registrar, by name, if there are several")
    matters.add_argument("--json", action="store_true", help="one JSON object on standard output")
    matters.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of what is printed")
    matters.set_defaults(run=lambda args: _told(args, _load))


def _told(args: argparse.Namespace, run: object) -> int:
    """Run a command; what stops it is told in a sentence."""
    assert callable(run)
    with override(LANGUAGES[args.lang]):
        try:
            status: int = run(args)
        except (Unreadable, BadMap, loading.CannotLoad) as problem:
            say(trouble(problem.code, problem.facts))
            return UNSURE if isinstance(problem, BadMap) else WRONG
    return status


# Adopt


def _adopt(args: argparse.Namespace) -> int:
    home: Path = settings.HOME.path
    wishes = _wishes(args)
    table = read_table(args.file)
    call_command("migrate", verbosity=0, interactive=False)
    if not founding.is_empty():
        raise loading.CannotLoad("not_empty", home=str(home))
    given = _columns(args, table, home)
    if given is None:
        return UNSURE
    found = _surveyed(args, table, given, home, wishes)
    if found is None:
        return UNSURE
    return _set_up(args, table, *found, wishes)


def _wishes(args: argparse.Namespace) -> Wishes:
    if args.district_code and ((code := parse(args.district_code)) is None or code.level.value != "district"):
        raise loading.CannotLoad("bad_code", value=args.district_code)
    if args.charter and not re.fullmatch(r"\w[\w.\-]*", args.charter):
        raise loading.CannotLoad("bad_name", value=args.charter)
    try:
        first_day = date.fromisoformat(args.first_day) if args.first_day else None
    except ValueError:
        raise loading.CannotLoad("bad_day", value=args.first_day) from None
    return Wishes(args.name, args.district_code, args.charter, first_day, args.source)


def _columns(args: argparse.Namespace, table: Table, home: Path) -> Map | None:
    """Which column states what: by the map given, or recognised, or asked; nothing if it stays unsure."""
    if args.map:
        given = read_map(args.map)
        fits(given, table.columns)
        return replace(given, timezone=settings.TIME_ZONE)
    recognised = recognise(table)
    say(_("%(file)s: %(rows)d rows, %(columns)d columns") % _size(table))
    for line in shown(recognised, table):
        say(line)
    asked = ask(recognised, table, yes=args.yes)
    given = map_of(asked.recognition, settings.TIME_ZONE)
    if not asked.settled:
        _propose(home, given, unsure_lines(asked, table))
        return None
    return given


def _size(table: Table) -> dict[str, object]:
    return {"file": table.name, "rows": len(table.rows), "columns": len(table.columns)}


def _propose(home: Path, given: Map, unsure: Sequence[str]) -> None:
    """Write what is known so far as a map to be mended, and say what is still open."""
    path = home / "map.proposed.toml"
    path.write_text(write_map(given, unsure), encoding="utf-8")
    for line in unsure:
        say(f"  ? {line}")
    say(
        _("Not sure. Correct %(path)s and run again with --map %(path)s; or run at a terminal to be asked.")
        % {"path": path}
    )


def _surveyed(
    args: argparse.Namespace, table: Table, given: Map, home: Path, wishes: Wishes
) -> tuple[Map, Survey] | None:
    """What the file speaks of; nothing if two names may be one place, or the district is not clear."""
    given = replace(given, district=wishes.name or given.district)
    found = survey(table, given)
    if wishes.name and wishes.name not in found.districts:  # the file calls it otherwise: its word settles nothing
        given = replace(given, columns={f: c for f, c in given.columns.items() if f is not Field.DISTRICT})
    if args.yes:
        doubtful = tuple(doubt.rare for doubt in found.unsure)
        given, found.unsure = replace(given, no_twins=(*given.no_twins, *doubtful)), []
    open_questions = [
        _(
            "%(rare)s (%(rare_count)d rows) and %(frequent)s (%(frequent_count)d rows) may be one place. In the map, "
            "add the first to right_as_they_are if it is not, or to [[twins]] with name and meant if it is a slip."
        )
        % vars(doubt)
        for doubt in found.unsure
    ]
    if (
        not given.district
        and len(found.districts) > 1
        and max(found.districts.values()) < 0.9 * found.districts.total()
    ):
        names = "、".join(name for name, _count in found.districts.most_common(5))
        open_questions.append(
            _("The file holds several districts (%(names)s): say with --name which one.") % {"names": names}
        )
    if open_questions:
        _propose(home, given, open_questions)
        return None
    if not found.communities or not found.categories:
        raise loading.CannotLoad("nothing_left")
    return given, found


def _set_up(args: argparse.Namespace, table: Table, given: Map, found: Survey, wishes: Wishes) -> int:
    try:
        planned = plan(found, given, wishes, file=table.name)
    except OverflowError:
        raise loading.CannotLoad("too_many_places") from None
    errors = [finding for finding in check_charter(planned.charter) if finding.severity is Severity.ERROR]
    if errors:  # cannot happen unless the draft is wrong: say so instead of setting up something that does not run
        for finding in errors[:20]:
            say(f"{finding.file}: {finding.value} {finding.sentence(args.lang)}")
        return WRONG
    path = founding.write_files(planned, settings.HOME.path, settings.HOME.charters)
    with progress(_("Setting up")) as step:
        founded = founding.found(planned, operator=args.operator, progress=step)
    _report(planned, founded, path, args.file)
    return DONE


def _report(planned: Plan, founded: founding.Founded, path: Path, file: Path) -> None:
    for twin in planned.map.twins:
        say(
            _("%(name)s is taken for a slip of %(meant)s and was not adopted.")
            % {"name": twin.name, "meant": twin.meant}
        )
    facts = {
        "district": planned.district.name,
        "streets": len(planned.map.streets),
        "communities": len(planned.map.communities),
        "bodies": founded.bodies,
        "categories": len(planned.charter.categories),
        "duties": planned.inferred,
    }
    say(
        _(
            "%(district)s: %(streets)d subdistricts, %(communities)d communities, %(bodies)d bodies; "
            "a catalogue of %(categories)d categories, %(duties)d duties inferred."
        )
        % facts
    )
    if planned.map.district_code.startswith(UNKNOWN_DISTRICT):
        say(_("The district's official code is not known: a stand-in was used. Give it with --district-code."))
    charter = settings.HOME.charters / planned.charter.name
    say(_("Charter: %(path)s (what the file does not say is marked as to be completed)") % {"path": charter})
    say(_("Map: %(path)s") % {"path": path})
    say(_("Now: %(command)s") % {"command": f"tuoluo load matters {file} --home {settings.HOME.path}"})


# Load


def _load(args: argparse.Namespace) -> int:
    call_command("migrate", verbosity=0, interactive=False)
    district = loading.district_here()
    given = read_map(args.map or settings.HOME.path / "map.toml")
    table = read_table(args.file)
    fits(given, table.columns)
    loader = loading.Loader(given, by=loading.registrar(district, args.operator), district=district)
    with progress(_("Carrying over")) as step:
        result = loader.load(table, step)
    rejects = None
    if result.bad:
        rejects = (args.rejects or beside(args.file, settings.HOME.path)).resolve()
        write_rejects(table, result.bad, rejects)
    _print_result(args, result, rejects)
    return WRONG if result.bad else DONE


def _print_result(args: argparse.Namespace, result: loading.Loaded, rejects: Path | None) -> None:
    facts = {"loaded": result.loaded, "already": result.already, "rejected": len(result.bad)}
    say(_("%(loaded)d carried over, %(already)d were here already, %(rejected)d could not be carried over.") % facts)
    for remark, count in sorted(result.remarks.items()):
        say(f"  {count} {REMARKS[remark]}")
    if rejects is not None:
        say(_("Rows to be mended: %(path)s (mend them there and load that file)") % {"path": rejects})
    if args.json:
        whole = {
            **facts,
            "rejects_file": str(rejects) if rejects else None,
            "remarks": dict(sorted(result.remarks.items())),
        }
        print(json.dumps(whole, ensure_ascii=False))
