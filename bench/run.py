"""Everything we measure, each figure beside a reference taken in the same run. `make bench` prints it.

    python bench/run.py [--small] [NAME …]

Machines are noisy: what counts is the ratio, not the seconds. ``--small`` is a twentieth of the work, to see that the
benchmarks themselves still run. Exit status 1 when a figure misses what we hold ourselves to.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
EVENTS = Path(os.environ.get("TUOLUO_REAL_DATA", ROOT.parent / "shared" / "data")) / "events"
POSTGRES = [sys.executable, str(ROOT / "tools" / "with_postgres.py")]
NO_POSTGRES = 69
BENCHES = {
    "territory": "finding the cell of a point",
    "coverage": "the proof that everything is covered, for a whole city",
    "growth": "a report, as the table grows to a million matters",
    "web": "the JSON API and the public board, 4 clients, PostgreSQL",
    "load": "carrying a history over",
}


def main() -> int:
    """Run the named benchmarks, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--small", action="store_true", help="a twentieth of the work")
    args = parser.parse_args()
    statuses = {name: bench(name, small=args.small) for name in args.names or BENCHES}
    missed = [name for name, status in statuses.items() if status not in (0, None)]
    left_out = [name for name, status in statuses.items() if status is None]
    print(f"\nmeasured: {', '.join(name for name, status in statuses.items() if status is not None)}")
    if left_out:
        print(f"left out: {', '.join(left_out)}")
    if missed:
        print(f"missed what we hold ourselves to: {', '.join(missed)}")
    return 1 if missed else 0


def bench(name: str, *, small: bool) -> int | None:
    """Run one in a process of its own; ``None`` when what it needs is not on this machine."""
    print(f"\n## {BENCHES[name]}", flush=True)
    if name == "load" and not EVENTS.is_dir():
        print("the real history is not beside the repository")
        return None
    command = [sys.executable, str(HERE / f"{name}.py"), *(["--small"] if small and name != "territory" else [])]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]), "EVENTS": str(EVENTS)}
    env.pop("TUOLUO_HOME", None)
    status = subprocess.run([*(POSTGRES if name == "web" else []), *command], cwd=ROOT, env=env, check=False).returncode
    return None if name == "web" and status == NO_POSTGRES else status


if __name__ == "__main__":
    raise SystemExit(main())
