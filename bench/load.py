"""Carrying a real history over, row by row through the acts.

    python bench/load.py [--small]

Reference in the same run: the same rows read by the same reader and written with `bulk_create`, with no act, no rule
and no record. Held: 6,952 rows in under 120 s of CPU on SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from fresh import deployment

HELD = 120.0
SMALL = 20


def main() -> int:
    """Measure and print; 1 when it takes longer than we allow."""
    source = Path(os.environ["EVENTS"]) / "pingshan_2018_02_to_10.csv"
    with tempfile.TemporaryDirectory() as folder:
        file = shortened(source, Path(folder)) if "--small" in sys.argv else source
        home = f"{folder}/home"
        tuoluo("adopt", str(file), "--home", home, "--yes")
        start, clock = os.times(), time.perf_counter()
        tuoluo("load", "matters", str(file), "--home", home, "--json", "--rejects", f"{folder}/rejects.xlsx")
        end, wall = os.times(), time.perf_counter() - clock
        tuoluo("ledger", "verify", "--home", home)
        rows, plain = reference(file)
    cpu = end.children_user + end.children_system - start.children_user - start.children_system
    print(
        f"{rows:,} rows through the acts: {cpu:.1f} s CPU ({wall:.1f} s by the clock), {cpu / rows * 1e3:.2f} ms a row"
    )
    print(f"plain bulk writing: {plain:.2f} s CPU, ratio {cpu / plain:.0f} (a row is six acts, six sealed entries)")
    return 0 if cpu <= HELD else 1


def tuoluo(*words: str) -> None:
    """Run a command; what it prints is not of interest unless it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "tuoluo", *words], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)


def shortened(source: Path, folder: Path) -> Path:
    """The first rows of the file."""
    with source.open(encoding="utf-8-sig") as lines:
        (folder / source.name).write_text("".join(islice(lines, 6952 // SMALL)), encoding="utf-8")
    return folder / source.name


def reference(file: Path) -> tuple[int, float]:
    """How many rows, and the CPU that plain writing takes."""
    with deployment():
        from tests.cast import found_district

        cast = found_district()
        from django.utils import timezone

        from tuoluo.adoption.table import read_table
        from tuoluo.bodies.reads import head_post
        from tuoluo.matters.models import Matter

        post = head_post(cast.workstation, timezone.localdate())
        start = time.process_time()
        rows = list(read_table(file).rows)
        Matter.objects.bulk_create(
            Matter(
                stage="collected", nature="complaint", channel="file", text=str(row), community=cast.near,
                reported_at=timezone.now(), accountable_body=cast.workstation, accountable_post=post,
            )
            for row in rows
        )  # fmt: skip
        return len(rows), time.process_time() - start


if __name__ == "__main__":
    raise SystemExit(main())
