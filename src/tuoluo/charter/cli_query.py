"""``tuoluo charter who-may``, ``duties-of`` and ``changes-for``: queries over the rules."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tuoluo.charter.findings import nearest
from tuoluo.charter.layout import CHARTER_FILE
from tuoluo.charter.model import Charter
from tuoluo.charter.queries import changes_for, duties_of, who_may
from tuoluo.charter.queries_report import (
    portfolio_as_json,
    portfolio_report,
    steps_as_json,
    steps_report,
    who_may_as_json,
    who_may_report,
)
from tuoluo.charter.shipped import SAMPLE, find_charter
from tuoluo.charter.terminal import (
    CALLED_WRONGLY,
    FINE,
    FOUND,
    Verbs,
    complain,
    paper,
    readable,
    takes_language,
    tell,
    tell_json,
)


def add_queries(verbs: Verbs) -> None:
    """Add the words that ask what the rules amount to."""
    asking = verbs.add_parser("who-may", help="list who may ever do an act")
    asking.add_argument("act", help="the name of an act, as `tuoluo acts` lists it")
    _takes_charter(asking)
    asking.set_defaults(run=run_who_may)
    having = verbs.add_parser("duties-of", help="list what a kind of body leads, assists in, supervises, evaluates")
    having.add_argument("kind", help="the code or name of a kind of body")
    _takes_charter(having)
    having.set_defaults(run=run_duties_of)
    changing = verbs.add_parser("changes-for", help="list what changed for a kind of body from charter to charter")
    changing.add_argument("kind", help="the code or name of a kind of body")
    more = "two or more charters, or a folder that holds them (default: what was adopted in this deployment)"
    changing.add_argument("charters", nargs="*", help=more)
    changing.add_argument("--since", default="", help="only what came into force on this day or later (2026-07-01)")
    changing.add_argument("--json", action="store_true", help="print the answer as JSON")
    takes_language(changing)
    changing.set_defaults(run=run_changes_for)


def _takes_charter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--charter", default=SAMPLE, help=f"folder or name of the charter (default: {SAMPLE})")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    takes_language(parser)


def run_who_may(args: argparse.Namespace) -> int:
    """Exit status 0 when somebody may, 1 when nobody does, 2 when the charter cannot be read."""
    charter = readable(args.charter)
    if charter is None:
        return CALLED_WRONGLY
    grants = who_may(charter, args.act)
    if args.json:
        tell_json(who_may_as_json(charter, args.act, grants))
    elif grants:
        tell(who_may_report(charter, args.act, grants, paper(args)))
    else:
        guess = nearest(args.act, {act for role in charter.roles.values() for act in role.acts})
        complain(f"tuoluo charter: no role of {charter.name} may do {args.act}{_meant(guess)}")
    return FINE if grants else FOUND


def run_duties_of(args: argparse.Namespace) -> int:
    """Exit status 0, or 2 when there is no such kind."""
    charter = readable(args.charter)
    if charter is None:
        return CALLED_WRONGLY
    kind = kind_meant(args.kind, [charter])
    if not kind:
        return _unknown(args.kind, [charter])
    portfolio = duties_of(charter, kind)
    if args.json:
        tell_json(portfolio_as_json(charter, portfolio))
    else:
        tell(portfolio_report(charter, portfolio, paper(args)))
    return FINE


def run_changes_for(args: argparse.Namespace) -> int:
    """Exit status 0 when nothing changed, 1 when something did, 2 when a charter, kind or day is not understood."""
    folders = _folders(args.charters) if args.charters else _adopted()
    read = [readable(str(folder)) for folder in folders]
    charters = [charter for charter in read if charter is not None]
    if len(charters) < len(read):
        return CALLED_WRONGLY
    if len(charters) < (2 if args.charters else 1):
        return complain("tuoluo charter: name two charters or more, or a folder that holds them")
    try:
        since = date.fromisoformat(args.since) if args.since else None
    except ValueError:
        return complain(f"tuoluo charter: --since {args.since!r} is no day: write it like 2026-07-01")
    kind = kind_meant(args.kind, charters)
    if not kind:
        return _unknown(args.kind, charters)
    rows = [charters] if args.charters else _by_name(charters)
    steps = [step for versions in rows for step in changes_for(versions, kind, since)]
    if args.json:
        tell_json(steps_as_json(steps))
    else:
        tell(steps_report(steps, paper(args)))
    return FOUND if any(step.difference for step in steps) else FINE


def _adopted() -> list[Path]:
    """Every version of every charter that was adopted in this deployment, as it was kept then."""
    home = Path(os.environ.get("TUOLUO_HOME") or "var/home")
    return sorted(file.parent for file in home.glob(f"adopted/*/*/{CHARTER_FILE}"))


def _by_name(charters: Iterable[Charter]) -> list[list[Charter]]:
    """The versions of each charter together: one charter does not take the place of another of a different name."""
    together: dict[str, list[Charter]] = {}
    for charter in charters:
        together.setdefault(charter.name, []).append(charter)
    return list(together.values())


def _folders(named: Iterable[str]) -> list[Path]:
    """The charters named; a folder that is none itself stands for those it holds."""
    found: list[Path] = []
    for path in map(find_charter, named):
        inside = sorted(file.parent for file in path.glob(f"*/{CHARTER_FILE}"))
        found += inside if inside and not (path / CHARTER_FILE).is_file() else [path]
    return found


def kind_meant(text: str, charters: Iterable[Charter]) -> str:
    """The code of the kind that somebody names by code or name; nothing if no charter has it."""
    for charter in charters:
        for kind in charter.kinds.values():
            if text in (kind.code, kind.name.zh, kind.name.en):
                return kind.code
    return ""


def _unknown(kind: str, charters: Iterable[Charter]) -> int:
    known = {name for charter in charters for one in charter.kinds.values() for name in (one.code, one.name.zh)}
    return complain(f"tuoluo charter: there is no kind of body {kind}{_meant(nearest(kind, known))}")


def _meant(guess: str) -> str:
    return f"; did you mean {guess}?" if guess else ""
