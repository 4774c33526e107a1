"""``tuoluo reform``: plan a change of charter, look at what it would do, propose it, agree to it, apply it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console
from rich.table import Table

from tuoluo.bodies.charters import charter_named, folder_of
from tuoluo.bodies.deciding import Unclear, decider, perhaps
from tuoluo.charter.load import CharterError
from tuoluo.charter.shipped import shipped_names
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.naming import basis_in_words
from tuoluo.ledger.words import sentence
from tuoluo.reform import acts
from tuoluo.reform.finding import BadPlan, Fault
from tuoluo.reform.models import Reform, common_stem
from tuoluo.reform.plan import Drift, Plan, drift
from tuoluo.reform.plan_file import UnreadablePlan, Written, plan_toml, read_plan_file, read_plan_text
from tuoluo.reform.preview import Preview, rehearse
from tuoluo.reform.proposing import propose_plan
from tuoluo.reform.sheets import matter_heading, matter_row, workbook
from tuoluo.reform.telling import body_lines, deadline_line, duty_lines, headline, homeless_lines, people_rows
from tuoluo.reform.words import STAGES, fault_in_words
from tuoluo.reform.world import world_of
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import area_on

DONE, WRONG, REFUSED = 0, 1, 3
LANGUAGES = {"zh": "zh-hans", "en": "en"}
SHOWN = 40  # matters on a terminal; the workbook has them all


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    reform = commands.add_parser("reform", help="plan a change of charter, and apply it with nothing lost")
    verbs = reform.add_subparsers(dest="verb", required=True)
    plan = verbs.add_parser("plan", help="propose a plan for putting communities under another charter")
    plan.add_argument("--charter", required=True, help="the name of the charter that is to govern them")
    plan.add_argument("--communities", required=True, nargs="+", metavar="CODE", help="codes of communities")
    plan.add_argument("--from", dest="start", type=date.fromisoformat, required=True, metavar="DATE")
    plan.add_argument("--to", type=Path, metavar="PLAN.toml", help="where the plan is written, to be edited")
    plan.add_argument("--title", default="", help="what the reform is called")
    _looking(plan, _plan)
    preview = verbs.add_parser("preview", help="say what a plan would do, and what is wrong in it")
    preview.add_argument("plan", type=Path)
    _looking(preview, _preview)
    _deciding(verbs, "propose", "propose a plan: it is kept, and waits for consent", _propose, "PLAN.toml")
    _deciding(verbs, "consent", "agree to a reform for your body", _consent)
    _deciding(verbs, "object", "object to a reform for your body", _object, reason=True)
    _deciding(verbs, "withdraw", "take a reform back before it is applied", _withdraw, reason=True)
    _deciding(verbs, "apply", "apply an approved reform, from its date on", _apply)
    council = _deciding(verbs, "council", "note that it was put to a council", _council)
    council.add_argument("--council", required=True, help="which one")
    council.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
    council.add_argument("--reference", default="", help="where the result can be read")
    status = verbs.add_parser("status", help="list reforms, or show one")
    status.add_argument("reform", nargs="?", type=int)
    _looking(status, _status)
    drifted = verbs.add_parser("drift", help="what has changed in the world since a plan was made")
    drifted.add_argument("reform", help="the number of a reform, or a plan file")
    drifted.add_argument("--lang", choices=LANGUAGES, default="zh")
    drifted.set_defaults(run=lambda args: _told(args, _drift))


def _looking(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--xlsx", type=Path, help="also write a workbook with the hand-over lists")
    parser.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of what is printed")
    parser.set_defaults(run=lambda args: _told(args, run))


def _deciding(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    purpose: str,
    run: Callable[[argparse.Namespace], int],
    what: str = "",
    *,
    reason: bool = False,
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=purpose)
    if what:
        parser.add_argument("plan", type=Path, metavar=what)
    else:
        parser.add_argument("reform", type=int, help="its number, as `tuoluo reform status` shows it")
    parser.add_argument("--by", required=True, help="name, account or id of the person who decides this")
    if reason:
        parser.add_argument("--reason", required=True)
    parser.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of what is printed")
    parser.set_defaults(run=lambda args: _told(args, run))
    return parser


def _told(args: argparse.Namespace, run: Callable[[argparse.Namespace], int]) -> int:
    """Run a command in the language asked for; what is wrong in a file is told with line, key and repair."""
    with override(LANGUAGES[args.lang]):
        try:
            return run(args)
        except Unclear as unclear:
            print(unclear, file=sys.stderr)
        except UnreadablePlan as bad:
            _say_faults(str(getattr(args, "plan", "")), bad.faults)
        except CharterError as error:
            print(error, file=sys.stderr)
        except Refused as refused:
            refusal = refused.refusal
            print(f"{sentence(refusal)}  [{refusal.code}]", file=sys.stderr)
            if refusal.basis:
                print(_("Basis: %(basis)s") % {"basis": basis_in_words(refusal.basis)}, file=sys.stderr)
            return REFUSED
    return WRONG


def _say_faults(file: str, faults: Iterable[tuple[int, Fault]]) -> None:
    for line, fault in faults:
        where = f"{file}:{line}" if line else file
        key = f"{fault.table}.{fault.key}" if fault.key else fault.table
        wrong, repair = fault_in_words(fault)
        print(f"{where}  {key}: {wrong} {repair}", file=sys.stderr)


# Looking


def _plan(args: argparse.Namespace) -> int:
    if not folder_of(args.charter).is_dir():
        raise Unclear(f"there is no charter {args.charter!r}{perhaps(args.charter, shipped_names())}")
    charter_named(args.charter)
    areas = [_community(code) for code in dict.fromkeys(args.communities)]
    if not common_stem([area.stem for area in areas]):
        raise Unclear("these communities do not lie in one district")
    plan = propose_plan(areas, args.charter, args.start, day=timezone.localdate(), title=args.title)
    if args.to:
        args.to.write_text(plan_toml(plan), encoding="utf-8")
    return _show(args, plan, lambda fault: 0, str(args.to or "plan"))


def _community(code: str) -> Area:
    area = area_on(code)
    if area is None or area.level != Level.COMMUNITY:
        codes = Area.objects.on(timezone.localdate()).filter(level=Level.COMMUNITY).values_list("code", flat=True)
        raise Unclear(f"there is no community {code}{perhaps(code, codes)}")
    return area


def _preview(args: argparse.Namespace) -> int:
    written = read_plan_file(args.plan)
    return _show(args, written.plan, written.line_of, str(args.plan))


def _show(args: argparse.Namespace, plan: Plan, line_of: Callable[[Fault], int], file: str) -> int:
    """Rehearse a plan and tell what it would do; status 1 where something has no home yet."""
    try:
        preview = rehearse(plan, timezone.now())
    except BadPlan as bad:
        _say_faults(file, ((line_of(fault), fault) for fault in bad.faults))
        return WRONG
    if args.xlsx:
        args.xlsx.write_bytes(workbook(preview.document))
    if args.json:
        said = {**preview.document, "drift": [vars(one) for one in preview.drift]}
        print(json.dumps(said, ensure_ascii=False, indent=2, default=str))
    else:
        _tell(preview)
    return WRONG if preview.homeless or preview.drift else DONE


def _tell(preview: Preview) -> None:
    document, console = preview.document, _console()
    console.print(f"[bold]{headline(document)}[/]", highlight=False)
    for line in body_lines(document):
        console.print(f"  {line}", highlight=False, markup=False)
    _table(console, _("People"), [_("Person"), _("Until now"), _("From then on")], people_rows(document))
    console.print(f"\n[bold]{_('Duties')}[/]")
    for line in duty_lines(document):
        console.print(f"  {line}", highlight=False, markup=False)
    rows = [matter_row(row) for row in document["matters"]]
    title = _("Open matters passed on: %(count)s") % {"count": len(rows)}
    _table(console, title, matter_heading(), rows[:SHOWN])
    if len(rows) > SHOWN:
        console.print(_("… and %(count)s more: write them all with --xlsx.") % {"count": len(rows) - SHOWN})
    console.print(f"\n{deadline_line(document)}", highlight=False, markup=False)
    for what, affected in document["affected"].items():
        _table(console, what, [], [[one["what"], one["before"], one["after"]] for one in affected])
    lost = homeless_lines(document)
    if lost:
        console.print(f"\n[bold red]{_('Without a home yet: an error until each has one')}[/]")
        for line in lost:
            console.print(f"  {line}", highlight=False, markup=False)
    _tell_drift(console, preview.drift)


def _console() -> Console:
    wide = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "160"))
    return Console(width=wide, soft_wrap=False)


def _table(console: Console, title: str, heading: list[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left", title_style="bold", show_header=bool(heading))
    for words in heading or [""] * len(rows[0]):
        table.add_column(words, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print()
    console.print(table, markup=False)


def _tell_drift(console: Console, drifts: list[Drift]) -> None:
    if drifts:
        rows = [[one.what, one.before or "-", one.now or "-"] for one in drifts]
        title = _("The world has drifted since the plan was made: plan anew")
        _table(console, title, [_("What"), _("When planned"), _("Now")], rows)


def _status(args: argparse.Namespace) -> int:
    if args.reform is not None:
        reform = _reform(args.reform)
        asked, words = reform.asked(), {one.body_id: one.agrees for one in reform.consents.all()}
        print(f"{reform}  {STAGES[reform.stage]}  {reform.start}")  # type: ignore[index]
        for body in asked if reform.is_open else []:
            said = {None: _("has not answered"), True: _("consents"), False: _("objects")}
            print(f"  {body or _('(nobody in office)')}: {said[words.get(body.pk) if body else None]}")
        if args.xlsx:
            args.xlsx.write_bytes(workbook(reform.preview))
        if args.json:
            print(json.dumps(reform.preview, ensure_ascii=False, indent=2))
        return DONE
    for reform in Reform.objects.all():
        print(f"#{reform.pk}  {STAGES[reform.stage]}  {reform.start}  {reform.title}")  # type: ignore[index]
    return DONE


def _drift(args: argparse.Namespace) -> int:
    if args.reform.isdecimal():
        reform = _reform(int(args.reform))
        plan = read_plan_text(reform.plan, reform.title)
    else:
        args.plan = args.reform
        plan = read_plan_file(Path(args.reform)).plan
    today = timezone.localdate()
    areas = Area.objects.on(today).filter(level=Level.COMMUNITY, code__in=plan.communities)
    drifts = drift(plan.world, world_of(areas, plan.charter, today))
    _tell_drift(_console(), drifts)
    if not drifts:
        print(_("Nothing has drifted."))
    return WRONG if drifts else DONE


# Deciding


def _reform(number: int) -> Reform:
    reform = Reform.objects.filter(pk=number).first()
    if reform is None:
        raise Unclear(f"there is no reform {number}: see `tuoluo reform status`")
    return reform


def _propose(args: argparse.Namespace) -> int:
    written: Written = read_plan_file(args.plan)
    areas = [_community(code) for code in written.plan.communities]
    by = decider(args.by, "reform.propose", common_stem([area.stem for area in areas]))
    try:
        reform = acts.propose(by=by, at=timezone.now(), plan=written.plan)
    except BadPlan as bad:
        _say_faults(str(args.plan), ((written.line_of(fault), fault) for fault in bad.faults))
        return WRONG
    print(_("Proposed: %(reform)s") % {"reform": reform})
    return DONE


def _consent(args: argparse.Namespace) -> int:
    return _do(args, lambda reform, by: acts.consent(reform, by=by, at=timezone.now()), "reform.consent")


def _object(args: argparse.Namespace) -> int:
    def do(reform: Reform, by: Actor) -> Reform:
        return acts.object_to(reform, by=by, at=timezone.now(), reason=args.reason)

    return _do(args, do, "reform.object")


def _withdraw(args: argparse.Namespace) -> int:
    def do(reform: Reform, by: Actor) -> Reform:
        return acts.withdraw(reform, by=by, at=timezone.now(), reason=args.reason)

    return _do(args, do, "reform.withdraw")


def _council(args: argparse.Namespace) -> int:
    def do(reform: Reform, by: Actor) -> Reform:
        more = {"title": args.council, "on": args.on, "reference": args.reference}
        return acts.put_to_council(reform, by=by, at=timezone.now(), **more)

    return _do(args, do, "reform.put_to_council")


def _apply(args: argparse.Namespace) -> int:
    return _do(args, lambda reform, by: acts.apply(reform, by=by, at=timezone.now()), "reform.apply")


def _do(args: argparse.Namespace, act: Callable[[Reform, Actor], Reform], name: str) -> int:
    reform = _reform(args.reform)
    asked = name in ("reform.consent", "reform.object")
    reform = act(reform, decider(args.by, name, "" if asked else reform.scope()))
    reform.refresh_from_db()
    print(f"{reform}  {STAGES[reform.stage]}")  # type: ignore[index]
    return DONE
