"""``tuoluo charter``: check a charter, show what it says, compare two, and print the format as JSON Schema."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

from tuoluo.charter.cli_ask import add_questions
from tuoluo.charter.diff import compare
from tuoluo.charter.diff_report import difference_as_json, difference_report
from tuoluo.charter.findings import Finding, Severity, nearest
from tuoluo.charter.load import check
from tuoluo.charter.read import read_charter
from tuoluo.charter.report import findings_report, summary_line
from tuoluo.charter.schema import charter_schema
from tuoluo.charter.shipped import find_charter, known_acts
from tuoluo.charter.show import charter_report
from tuoluo.charter.terminal import CALLED_WRONGLY, FINE, FOUND, no_folder, readable, takes_language, takes_path
from tuoluo.charter.terminal import paper as paper_of

FURTHER = ("tuoluo.adoption.history.cli",)  # verbs of folders that stand above this one; known by name only


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add everything that can be asked of a charter without a district."""
    charter = commands.add_parser("charter", help="check, show and describe charters")
    verbs = charter.add_subparsers(dest="verb", required=True)
    checking = verbs.add_parser("check", help="report every error and gap of a charter at once")
    takes_path(checking)
    checking.add_argument("--json", action="store_true", help="print the findings as JSON")
    checking.set_defaults(run=run_check)
    showing = verbs.add_parser("show", help="show what a charter says")
    takes_path(showing)
    showing.set_defaults(run=run_show)
    comparing = verbs.add_parser("diff", help="say what differs between two charters, in duties and not in lines")
    comparing.add_argument("before", help="a charter's folder, or the name of one that is deployed here or ships")
    comparing.add_argument("after", help="the one that is to take its place")
    comparing.add_argument("--for", dest="kind", default="", help="only what changes for one kind of body (its code)")
    comparing.add_argument("--json", action="store_true", help="print the difference as JSON")
    takes_language(comparing)
    comparing.set_defaults(run=run_diff)
    add_questions(verbs)
    for module in FURTHER:
        import_module(module).add_verb(verbs)
    schema = verbs.add_parser("schema", help="print the format as JSON Schema")
    schema.set_defaults(run=run_schema)


def run_check(args: argparse.Namespace) -> int:
    """Exit status 0 when there is no error (gaps and warnings may remain), 1 when there is one, 2 without a folder."""
    folder = find_charter(args.path)
    if not folder.is_dir():
        return no_folder(args.path)
    findings = check(folder, known_acts())
    if args.json:
        print(json.dumps(_as_json(findings), ensure_ascii=False, indent=2))
    else:
        paper = paper_of(args)
        for line in findings_report(findings, paper):
            print(line)
        print(summary_line(findings, read_charter(folder)[0], paper))
    return FOUND if any(finding.severity is Severity.ERROR for finding in findings) else FINE


def run_show(args: argparse.Namespace) -> int:
    """Show the sum, the roles and the duties of a charter."""
    folder = find_charter(args.path)
    if not folder.is_dir():
        return no_folder(args.path)
    charter, findings = read_charter(folder)
    paper = paper_of(args)
    if charter is None:
        print("\n".join(findings_report(findings, paper)), file=sys.stderr)
        return FOUND
    print("\n".join(charter_report(charter, paper)))
    return FINE


def run_diff(args: argparse.Namespace) -> int:
    """Exit status 0 when both say the same, 1 when they differ, 2 when one of them cannot be read."""
    charters = [readable(path) for path in (args.before, args.after)]
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
        print("\n".join(difference_report(difference, paper_of(args))))
    return FOUND if difference else FINE


def run_schema(args: argparse.Namespace) -> int:
    """Print the JSON Schema of ``charter.toml``, with the rows of the two tables under ``$defs``."""
    print(json.dumps(charter_schema(), ensure_ascii=False, indent=2))
    return FINE


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
