"""Serving a deployment, and bringing its database up to this version."""

from __future__ import annotations

import argparse
import logging
import socket

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from tuoluo.coverage.reads import coverage_of
from tuoluo.kernel.refusals import Refused
from tuoluo.kernel.stops import CannotRun
from tuoluo.territory.models import Level
from tuoluo.territory.reads import areas_on

PORTS = range(1, 65536)
log = logging.getLogger(__name__)


def migrate() -> int:
    """Bring the database to this version; does nothing when it is there already."""
    call_command("migrate", verbosity=0, interactive=False)
    return 0


def port(text: str) -> int:
    """A port as somebody writes it, on the command line or in PORT."""
    if not text.isascii() or not text.isdecimal() or len(text) > 5 or int(text) not in PORTS:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def must_be_free(host: str, number: int) -> None:
    """Whether this machine lets us listen there. Raises `CannotRun` with the reason."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        other = number + 1 if number + 1 in PORTS else 8000
        raise CannotRun(
            f"cannot listen on {host} port {number} ({error.strerror}):"
            f" choose another port, for example --port {other} or PORT={other}, or end the program that uses it"
        ) from error


def serve(host: str, number: int, workers: int = 1) -> int:
    """Serve until interrupted."""
    from granian.constants import Interfaces
    from granian.server import Server

    must_be_free(host, number)
    migrate()
    connection.close()
    Server(
        "tuoluo.config.wsgi:application",
        address=host,
        port=number,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_access=False,
    ).serve()
    return 0


def prove_once() -> None:
    """Have the proof of coverage at hand before anybody asks; a deployment without a district or tables has none."""
    try:
        district = areas_on(Level.DISTRICT).first()
        if district is not None:
            coverage_of(district.stem, timezone.localdate())
    except (DatabaseError, Refused, CannotRun) as error:
        log.info("no proof of coverage at the start: %s", error)
    finally:
        connection.close()
