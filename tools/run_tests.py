"""The whole suite: the rules alone, everything on SQLite, and everything on PostgreSQL where there is one.

    python tools/run_tests.py [OPTIONS OF PYTEST]

With CI=true nothing may be missing or skipped: no PostgreSQL, no browser and a skipped test are failures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import with_postgres

ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest")
NO_TESTS_FOUND = 5  # pytest's own exit status, met when its options pick nothing


def main(options: Sequence[str]) -> int:
    """Run the three parts and sum up."""
    strict = os.environ.get("CI") == "true"
    if strict:
        os.environ["TUOLUO_NO_SKIP"] = "1"
    workers = os.environ.get("TUOLUO_TEST_WORKERS", "auto")
    suite = [*PYTEST, "-n", workers, "--dist", "loadfile", *options]
    embedded = {key: value for key, value in os.environ.items() if key != "TUOLUO_DATABASE_URL"}
    results = {"rules, without Django": part("Rules, without Django", [*PYTEST, "tests/rules", *options], embedded)}
    results["SQLite"] = part("Everything, on SQLite", suite, embedded)
    postgres = [sys.executable, "tools/with_postgres.py", *suite]
    results["PostgreSQL"] = part("Everything, on PostgreSQL", postgres, dict(os.environ))
    if results["PostgreSQL"] == with_postgres.UNAVAILABLE and not strict:
        del results["PostgreSQL"]
        print("Not run on PostgreSQL. To do so: apt install postgresql, or name a server in TUOLUO_TEST_POSTGRES_URL.")
    passed = (0, NO_TESTS_FOUND) if options else (0,)
    failed = [name for name, status in results.items() if status not in passed]
    print(f"\nTests failed: {'; '.join(failed)}" if failed else f"\nTests passed: {'; '.join(results)}")
    return 1 if failed else 0


def part(title: str, command: Sequence[str], env: dict[str, str]) -> int:
    """Run one part under its title; answers its exit status."""
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    status = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    print(f"== {title}: {time.monotonic() - started:.0f} s", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
