"""Serving a deployment, and bringing its database up to this version."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection


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
