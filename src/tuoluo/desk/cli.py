"""``tuoluo serve``, ``tuoluo migrate`` and the framework's own commands."""

from __future__ import annotations

import argparse
import os

from django.core.management import execute_from_command_line

from tuoluo.desk.serving import migrate, port, serve


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    serving = commands.add_parser("serve", help="serve this deployment's pages and API")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=port, default=os.environ.get("PORT") or "8000")
    serving.add_argument("--workers", type=int, default=1)
    serving.set_defaults(run=lambda args: serve(args.host, args.port, args.workers))
    commands.add_parser("migrate", help="bring the database to this version").set_defaults(run=lambda args: migrate())
    django = commands.add_parser("django", help="the framework's own commands")
    django.add_argument("words", nargs=argparse.REMAINDER)
    django.set_defaults(run=_django)


def _django(args: argparse.Namespace) -> int:
    execute_from_command_line(["tuoluo django", *args.words])
    return 0
