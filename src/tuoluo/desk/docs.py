"""``tuoluo docs``: write the reference pages again, or tell which of them are out of date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tuoluo.desk.reference import PAGES

CHECKOUT = Path(__file__).resolve().parents[3]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    docs = commands.add_parser("docs", help="write the reference pages generated from the software itself")
    docs.add_argument("--check", action="store_true", help="change nothing; name the pages that are out of date")
    docs.add_argument("--to", type=Path, default=CHECKOUT / "docs" / "reference", help="folder to write into")
    docs.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write every page, or compare it with what is there."""
    folder: Path = args.to
    stale = stale_pages(folder)
    if args.check:
        for name in stale:
            print(f"out of date: {folder / name} (run `make docs`)", file=sys.stderr)  # noqa: T201
        return 1 if stale else 0
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (folder / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"written: {folder / name}")  # noqa: T201
    return 0


def stale_pages(folder: Path) -> list[str]:
    """The pages that do not say what the software says now."""
    return [name for name, page in PAGES.items() if _text(folder / name) != page()]


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None
