"""``tuoluo charter``: check a charter, show what it says, and print its format as JSON Schema."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from tuoluo.charter.diff import compare
from tuoluo.charter.diff_report import difference_as_json, difference_report
from tuoluo.charter.findings import Finding, Severity, nearest
from tuoluo.charter.load import check
from tuoluo.charter.model import Charter
from tuoluo.charter.read import read_charter
from tuoluo.charter.report import Paper, findings_report, summary_line
from tuoluo.charter.schema import charter_schema
from tuoluo.charter.shipped import find_charter
from tuoluo.charter.show import charter_report

FINE, FOUND, CALLED_WRONGLY = 0, 1, 2


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``charter check``, ``charter show`` and ``charter schema``."""
    charter = commands.add_parser("charter", help="check, show and describe charters")
    verbs = charter.add_subparsers(dest="verb", required=True)
    checking = verbs.add_parser("check", help="report every error and gap of a charter at once")
    _takes_path(checking)
    checking.add_argument("--json", action="store_true", help="print the findings as JSON")
    checking.set_defaults(run=run_check)
    showing = verbs.add_parser("show", help="show what a charter says")
    _takes_path(showing)
    showing.set_defaults(run=run_show)
    comparing = verbs.add_parser("diff", help="say what differs between two charters, in duties and not in lines")
    comparing.add_argument("before", help="a charter's folder, or the name of one that is deployed here or ships")
    comparing.add_argument("after", help="the one that is to take its place")
    comparing.add_argument("--for", dest="kind", default="", help="only what changes for one kind of body (its code)")
    comparing.add_argument("--json", action="store_true", help="print the difference as JSON")
    comparing.add_argument("--lang", choices=("zh", "en"), help="language of the report (default: from LANG, else zh)")
    comparing.set_defaults(run=run_diff)
    schema = verbs.add_parser("schema", help="print the format as JSON Schema")
    schema.set_defaults(run=run_schema)


def _takes_path(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", help="a charter's folder, or the name of one that is deployed here or ships (nanshan)")
    parser.add_argument("--lang", choices=("zh", "en"), help="language of the report (default: from LANG, else zh)")


def run_check(args: argparse.Namespace) -> int:
    """Exit status 0 when there is no error (gaps and warnings may remain), 1 when there is one, 2 without a folder."""
    folder = find_charter(args.path)
    if not folder.is_dir():
        return _no_folder(args.path)
    findings = check(folder)
    if args.json:
        print(json.dumps(_as_json(findings), ensure_ascii=False, indent=2))
    else:
        paper = Paper(_language(args), _in_colour())
        for line in findings_report(findings, paper):
            print(line)
        print(summary_line(findings, read_charter(folder)[0], paper))
    return FOUND if any(finding.severity is Severity.ERROR for finding in findings) else FINE


def run_show(args: argparse.Namespace) -> int:
    """Show the sum, the roles and the duties of a charter."""
    folder = find_charter(args.path)
    if not folder.is_dir():
        return _no_folder(args.path)
    charter, findings = read_charter(folder)
    paper = Paper(_language(args), _in_colour())
    if charter is None:
        print("\n".join(findings_report(findings, paper)), file=sys.stderr)
        return FOUND
    print("\n".join(charter_report(charter, paper)))
    return FINE


def run_diff(args: argparse.Namespace) -> int:
    """Exit status 0 when both say the same, 1 when they differ, 2 when one of them cannot be read."""
    charters = [_readable(path) for path in (args.before, args.after)]
    before, after = charters
    if before is None or after is None:
        return CALLED_WRONGLY
    difference = compare(before, after)
    if args.kind:
        known = [*before.kinds, *after.kinds]
        if args.kind not in known:
            guess = nearest(args.kind, known)
            hint = f", perhaps {guess}" if guess else ""
            print(f"tuoluo charter diff: neither charter has a kind of body {args.kind}{hint}", file=sys.stderr)
            return CALLED_WRONGLY
        difference = replace(difference, changes=difference.touching(args.kind))
    if args.json:
        print(json.dumps(difference_as_json(difference), ensure_ascii=False, indent=2))
    else:
        print("\n".join(difference_report(difference, Paper(_language(args), _in_colour()))))
    return FOUND if difference else FINE


def _readable(path: str) -> Charter | None:
    folder = find_charter(path)
    if not folder.is_dir():
        _no_folder(path)
        return None
    charter, findings = read_charter(folder)
    if charter is None:
        print("\n".join(findings_report(findings, Paper("en", _in_colour()))), file=sys.stderr)
    return charter


def run_schema(args: argparse.Namespace) -> int:
    """Print the JSON Schema of ``charter.toml``, with the rows of the two tables under ``$defs``."""
    print(json.dumps(charter_schema(), ensure_ascii=False, indent=2))
    return FINE


def _no_folder(path: str) -> int:
    print(
        f"tuoluo charter: there is no folder {path}, and no charter of that name is deployed here or ships",
        file=sys.stderr,
    )
    return CALLED_WRONGLY


def _as_json(findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "errors": sum(finding.severity is Severity.ERROR for finding in findings),
        "gaps": sum(finding.severity is Severity.GAP for finding in findings),
        "warnings": sum(finding.severity is Severity.WARNING for finding in findings),
        "findings": [
            {
                "severity": finding.severity,
                "code": finding.code,
                "file": finding.file,
                "row": finding.row or None,
                "column": finding.column,
                "value": finding.value,
                "facts": {key: str(value) for key, value in finding.facts.items()},
                "sentence": {language: finding.sentence(language) for language in ("zh", "en")},
                "repair": {language: finding.repair(language) for language in ("zh", "en")},
            }
            for finding in findings
        ],
    }


def _language(args: argparse.Namespace) -> str:
    """What was asked for, else the terminal's own language, else Chinese."""
    if args.lang:
        return str(args.lang)
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if spoken.startswith("en") else "zh"


def _in_colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
