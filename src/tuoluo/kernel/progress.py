"""How far it is: a bar at a terminal, a line every tenth of the way elsewhere. Always on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Step = Callable[[int, int], None]


@contextmanager
def progress(what: str) -> Iterator[Step]:
    """Show how far something is; the step takes how many are done, and of how many."""
    if sys.stderr.isatty():
        with _bar(what) as step:
            yield step
        return
    started = time.monotonic()
    told = 0

    def line(done: int, of: int) -> None:
        nonlocal told
        tenth = done * 10 // max(1, of)
        if tenth > told:
            told = tenth
            seconds = time.monotonic() - started
            sys.stderr.write(f"{what} {tenth * 10:>3} %  {done}/{of}  {seconds:.0f} s\n")
            sys.stderr.flush()

    yield line


@contextmanager
def _bar(what: str) -> Iterator[Step]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=False) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)
