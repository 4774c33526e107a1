"""``tuoluo demo``: build the demo district if it is not there yet, and serve it."""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tuoluo.demo import logins, showing
from tuoluo.desk.serving import migrate, must_be_free, port, serve
from tuoluo.territory.models import Area

EARLIEST = 2006  # the library's calendar begins in 2004, and a history begins a year and more before its end


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    demo = commands.add_parser("demo", help="build the demo district if it is not there yet, and serve it")
    demo.add_argument("--seed", type=int, default=2014, help="another number makes other people and matters (2014)")
    demo.add_argument(
        "--until",
        type=_day,
        metavar="DATE",
        help="the history runs up to the beginning of this day (today)",
    )
    demo.add_argument("--matters", type=_count, default=6000, help="how many in a year (6000)")
    demo.add_argument("--fresh", action="store_true", help="throw the demo in this home away and build it again")
    demo.add_argument("--no-serve", action="store_true", help="only build")
    demo.add_argument("--host", default="127.0.0.1")
    demo.add_argument("--port", type=port, default=os.environ.get("PORT") or "8000")
    demo.set_defaults(run=run)


def _day(text: str) -> date:
    """The end of the demo's history; the year before it must have a calendar too."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write it as 2026-07-01") from None
    if day.year < EARLIEST:
        raise argparse.ArgumentTypeError(f"the demo's charter and calendar begin in {EARLIEST}: {text} is too early")
    return day


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 7:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of matters: write it as 6000")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Build what is missing, then serve."""
    home: Path = settings.HOME.path
    serving = not args.no_serve
    if serving:
        must_be_free(args.host, args.port)
    with _alone(home) as alone:
        if not alone:
            return _stop(f"another `tuoluo demo` is at work in {home}: wait for it, or choose another TUOLUO_HOME")
        migrate()
        if not logins.is_demo() and Area.objects.exists():
            return _stop(f"{home} holds a deployment that is not a demo: choose another TUOLUO_HOME for the demo")
        password = logins.password_in(home)
        _prepare(args, password)
    address = f"http://{args.host}:{args.port}/"
    if not serving:
        showing.announce(address, password, home)
        return 0
    showing.when_up(args.host, args.port, lambda: showing.announce(address, password, home))
    return serve(args.host, args.port)


def _prepare(args: argparse.Namespace, password: str) -> None:
    if args.fresh and logins.is_demo():
        call_command("flush", interactive=False, verbosity=0)
    if logins.is_demo():
        logins.renew(password)
        return
    from tuoluo.demo.build import Wish, build, last_day

    until = min(args.until, last_day(args.until)) if args.until else last_day(timezone.localdate())
    with showing.phases() as progress:
        build(Wish(until, args.seed, args.matters), password, progress)
    connection.close()  # and with it the large page cache


def _stop(why: str) -> int:
    print(f"tuoluo demo: {why}", file=sys.stderr)
    return 1


@contextmanager
def _alone(home: Path) -> Iterator[bool]:
    """Whether nobody else builds in this home at the moment. The lock goes with the process, however it ends."""
    with (home / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
