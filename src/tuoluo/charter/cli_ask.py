"""``tuoluo charter explain`` and ``test``: one case derived, and the examples held against the charter."""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from tuoluo.charter.cli_query import add_queries
from tuoluo.charter.derive import derive
from tuoluo.charter.derive_report import derivation_as_json, derivation_report
from tuoluo.charter.examples import check_examples, has_examples, read_examples, try_examples
from tuoluo.charter.examples_report import examples_as_json, examples_report
from tuoluo.charter.find import understood
from tuoluo.charter.findings import Severity, nearest
from tuoluo.charter.layout import EXAMPLES_FILE
from tuoluo.charter.model import Charter
from tuoluo.charter.report import findings_report
from tuoluo.charter.shipped import SAMPLE, find_charter
from tuoluo.charter.terminal import (
    CALLED_WRONGLY,
    FAILED,
    FINE,
    FOUND,
    Verbs,
    complain,
    paper,
    readable,
    takes_language,
    takes_path,
    tell,
    tell_json,
)

PLACE = re.compile(r"[0-9]{0,15}")


def add_questions(verbs: Verbs) -> None:
    """Add the words that ask something of a charter."""
    explaining = verbs.add_parser("explain", help="derive step by step who handles a case, and until when")
    explaining.add_argument("case", nargs="+", help="a category's code or name, or what a resident would say")
    explaining.add_argument("--charter", default=SAMPLE, help=f"folder or name of the charter (default: {SAMPLE})")
    explaining.add_argument("--place", default="", help="the code of an area, or its beginning")
    explaining.add_argument("--at", default="", help='when it is reported, e.g. "2026-11-20 21:00" (default: now)')
    explaining.add_argument("--json", action="store_true", help="print the derivation as JSON")
    takes_language(explaining)
    explaining.set_defaults(run=run_explain)

    testing = verbs.add_parser("test", help="hold a charter against the examples it carries")
    takes_path(testing)
    testing.add_argument("--json", action="store_true", help="print the outcome as JSON")
    testing.set_defaults(run=run_test)
    add_queries(verbs)


def run_test(args: argparse.Namespace) -> int:
    """Exit status 0 when every example holds, 3 when one does not, 1 when the files have errors, 2 without examples."""
    folder = find_charter(args.path)
    charter = readable(args.path)
    if charter is None:
        return CALLED_WRONGLY
    if not has_examples(folder):
        return _wrong(f"{folder} carries no examples: add {EXAMPLES_FILE}")
    examples, findings = read_examples(folder)
    findings += check_examples(charter, examples)
    if any(finding.severity is Severity.ERROR for finding in findings):
        complain("\n".join(findings_report(findings, paper(args))))
        return FOUND
    tried = try_examples(charter, examples)
    if args.json:
        tell_json(examples_as_json(charter, tried))
    else:
        tell(examples_report(charter, tried, paper(args)))
    return FINE if all(one.passed for one in tried) else FAILED


def run_explain(args: argparse.Namespace) -> int:
    """Exit status 0 when somebody leads, 1 when nobody does, 2 when the case or the charter is not understood."""
    charter = readable(args.charter)
    if charter is None:
        return CALLED_WRONGLY
    words, at = " ".join(args.case), moment(args.at, charter)
    if at is None:
        return _wrong(f"--at {args.at!r} is no moment: write it like 2026-11-20 21:00")
    if not PLACE.fullmatch(args.place):
        return _wrong(f"--place {args.place!r} is not the code of an area: up to 15 digits")
    hits = understood(charter, words)
    if not hits:
        return _unknown_category(words, charter)
    case = derive(charter, hits[0].category, args.place, at)
    if args.json:
        tell_json(derivation_as_json(case, words, hits))
    else:
        tell(derivation_report(case, words, hits, paper(args)))
    return FINE if case.duty is not None else FOUND


def moment(text: str, charter: Charter) -> datetime | None:
    """A moment as somebody typed it, on the charter's own clock; now if nothing was typed, nothing if it is none."""
    clock = ZoneInfo(charter.timezone)
    if not text:
        return datetime.now(clock).replace(second=0, microsecond=0)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(clock) if at.tzinfo else at.replace(tzinfo=clock)


def _unknown_category(words: str, charter: Charter) -> int:
    for group in charter.categories.values():
        if words in (group.code, group.name.zh, group.name.en) and charter.is_group(group.code):
            inside = ", ".join(f"{child.code} {child.name.zh}" for child in charter.children_of(group.code)[:8])
            return _wrong(f"{words} is a group of the catalogue; name one of its categories: {inside} …")
    known = [*charter.categories, *(category.name.zh for category in charter.categories.values())]
    guess = nearest(words, known)
    hint = f"; did you mean {guess}?" if guess else "; `tuoluo charter show` lists the categories that have duties"
    return _wrong(f"no category of {charter.name} has this code, name or keyword: {words}{hint}")


def _wrong(said: str) -> int:
    return complain(f"tuoluo charter: {said}")
