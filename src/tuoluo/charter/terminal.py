"""What every word after ``tuoluo charter`` needs: exit statuses, the language asked for, a charter to read."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from typing import TypeAlias

from tuoluo.charter.findings import Severity
from tuoluo.charter.model import Charter
from tuoluo.charter.read import read_charter
from tuoluo.charter.report import Paper, findings_report
from tuoluo.charter.shipped import find_charter, shipped_names

FINE, FOUND, CALLED_WRONGLY, FAILED = 0, 1, 2, 3

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def takes_path(parser: argparse.ArgumentParser) -> None:
    """One charter, and the language to speak of it."""
    parser.add_argument(
        "path",
        help=f"a charter's folder, or the name of one deployed here or that ships ({', '.join(shipped_names())})",
    )
    takes_language(parser)


def takes_language(parser: argparse.ArgumentParser) -> None:
    """The language of the report."""
    parser.add_argument("--lang", choices=("zh", "en"), help="language of the report (default: from LANG, else zh)")


def paper(args: argparse.Namespace) -> Paper:
    """What the report is written on."""
    return Paper(language(args), in_colour())


def language(args: argparse.Namespace) -> str:
    """What was asked for, else the terminal's own language, else Chinese."""
    if args.lang:
        return str(args.lang)
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if spoken.startswith("en") else "zh"


def in_colour() -> bool:
    """Whether the reader sees colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def readable(path: str, *, sound: bool = False) -> Charter | None:
    """A charter to look into, or nothing after saying why not; ``sound``: only one without unreadable places."""
    folder = find_charter(path)
    if not folder.is_dir():
        no_folder(path)
        return None
    charter, findings = read_charter(folder)
    wrong = sound and any(finding.severity is Severity.ERROR for finding in findings)
    if charter is None or wrong:
        complain("\n".join(findings_report(findings, Paper("en", in_colour()))))
        return None
    return charter


def no_folder(path: str) -> int:
    """Say that there is no such charter."""
    return complain(f"tuoluo charter: there is no folder {path}, and no charter of that name ships")


def tell(lines: Iterable[str]) -> None:
    """Print a report."""
    print("\n".join(lines))  # noqa: T201


def tell_json(value: object) -> None:
    """Print something for another program."""
    print(json.dumps(value, ensure_ascii=False, indent=2))  # noqa: T201


def complain(said: str) -> int:
    """Say on the other channel that something was called wrongly, and give that exit status."""
    print(said, file=sys.stderr)  # noqa: T201
    return CALLED_WRONGLY
