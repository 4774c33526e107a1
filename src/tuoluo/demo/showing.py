"""What the demo tells at the terminal: how far it is, and who can log in where."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tuoluo.demo.logins import FILE, LOGINS
from tuoluo.kernel.progress import Step, progress

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PHASES: dict[str, _StrPromise] = {
    "places": _("places and cells"),
    "offices": _("district and subdistricts"),
    "communities": _("communities: bodies, posts, people"),
    "matters": _("a year of matters"),
    "sealing": _("writing it down"),
}
PATIENCE = 60  # seconds to wait for the server before the address is told anyway


@contextmanager
def phases() -> Iterator[Callable[[str, int, int], None]]:
    """Show each phase of the building as it comes: a bar at a terminal, plain lines elsewhere."""
    with ExitStack() as stack:
        current = ""
        step: Step | None = None

        def tell(phase: str, done: int, total: int) -> None:
            nonlocal current, step
            if phase != current:
                stack.close()
                current, step = phase, stack.enter_context(progress(both(PHASES[phase])))
            if step is not None:
                step(done, total)

        yield tell


def both(words: _StrPromise) -> str:
    """Words in Chinese and English."""
    chinese, english = in_language(words, "zh-hans"), in_language(words, "en")
    return chinese if chinese == english else f"{chinese} {english}"


def in_language(words: _StrPromise, language: str) -> str:
    """Words in one language."""
    with translation.override(language):
        return str(words)


def announce(address: str, password: str, home: Path) -> None:
    """Print the address and who can log in."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 100, highlight=False)
    table = Table(title=f"{address}    密码 password: {password}", title_style="bold", title_justify="left")
    for heading in ("用户名 log-in", "身份", "audience", "做什么"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "用户名 log-in")
    for login in LOGINS:
        spoken = [in_language(login.audience, "zh-hans"), in_language(login.audience, "en")]
        table.add_row(login.username, *spoken, in_language(login.does, "zh-hans"))
    console.print()
    console.print(table)
    console.print("演示数据：人物、组织和事项均为虚构。All people, organisations and matters are invented.")
    console.print(f"密码另存于 The password is also in {home / FILE}", soft_wrap=True)


def when_up(host: str, port: int, tell: Callable[[], None]) -> None:
    """Tell as soon as the server answers; the server itself goes on in the foreground."""

    def wait() -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not is_open(host, port):
            time.sleep(0.1)
        tell()

    Thread(target=wait, daemon=True).start()


def is_open(host: str, port: int) -> bool:
    """Whether something answers there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex(({"0.0.0.0": "127.0.0.1"}.get(host, host), port)) == 0  # noqa: S104
