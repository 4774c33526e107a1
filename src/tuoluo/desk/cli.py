"""``tuoluo serve``, ``tuoluo migrate`` and the framework's own commands."""

from __future__ import annotations

import argparse
import os

from django.core.management import call_command, execute_from_command_line
from django.db import connection


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    serving = commands.add_parser("serve", help="serve this deployment's pages and API")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    serving.add_argument("--workers", type=int, default=1)
    serving.set_defaults(run=lambda args: serve(args.host, args.port, args.workers))
    commands.add_parser("migrate", help="bring the database to this version").set_defaults(run=lambda args: migrate())
    django = commands.add_parser("django", help="the framework's own commands")
    django.add_argument("words", nargs=argparse.REMAINDER)
    django.set_defaults(run=_django)


def migrate() -> int:
    """Bring the database to this version; does nothing when it is there already."""
    call_command("migrate", verbosity=0, interactive=False)
    return 0


def serve(host: str, port: int, workers: int = 1) -> int:
    """Serve until interrupted."""
    from granian.constants import Interfaces
    from granian.server import Server

    migrate()
    connection.close()
    Server(
        "tuoluo.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_access=False,
    ).serve()
    return 0


def _django(args: argparse.Namespace) -> int:
    execute_from_command_line(["tuoluo django", *args.words])
    return 0
