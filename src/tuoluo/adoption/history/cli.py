"""``tuoluo charter draft``: a charter drafted from who really handled what, and a test of how good it is."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def add_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``charter draft``."""
    draft = verbs.add_parser("draft", help="draft a charter from a history of who really handled what")
    draft.add_argument(
        "--from", dest="file", type=Path, required=True, help="past events, csv or xlsx, any column names"
    )
    draft.add_argument("--map", type=Path, help="which column states what, where that cannot be recognised (TOML)")
    draft.add_argument("--yes", action="store_true", help="take the likeliest meaning of unsure columns without asking")
    draft.add_argument("--to", type=Path, help="folder for the draft: the charter and findings.csv")
    draft.add_argument("--name", default="", help="the name of the district, if the file does not say it")
    draft.add_argument("--district-code", default="", help="the official code of the district, 6 digits")
    draft.add_argument("--charter", default="", help="the name of the charter (default: the folder's name)")
    draft.add_argument("--test", type=Path, help="later events: say how often the draft would have been right")
    draft.add_argument("--split", default="", help="a day: learn from the rows before it, test on the others")
    draft.add_argument("--reliability", type=Path, help="write the reliability plot of the test (SVG)")
    draft.add_argument("--json", action="store_true", help="one JSON object on standard output")
    draft.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of what is printed")
    draft.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Start what this verb needs (the other verbs of the charter need none of it), and do it."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small sums: threads cost more than they give
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoluo.config.settings")
    import django

    django.setup()
    from tuoluo.adoption.history.command import run_draft

    return run_draft(args, LANGUAGES[args.lang])
