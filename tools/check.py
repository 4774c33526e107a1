"""Every check of the project; changes nothing.

python tools/check.py            all of them
python tools/check.py types …    only those named
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
PYTHON = sys.executable
DJANGO = (PYTHON, "-W", "error::RuntimeWarning", "-m", "django")
# The slowest first, so that the last to finish is a short one.
CHECKS: Mapping[str, tuple[str, ...]] = {
    "types": (str(PROGRAMS / "mypy"),),
    "imports": (str(PROGRAMS / "lint-imports"), "--no-logo"),
    "docs": (str(PROGRAMS / "tuoluo"), "docs", "--check"),
    "migrations": (*DJANGO, "makemigrations", "--check", "--dry-run"),
    "configuration": (*DJANGO, "check", "--fail-level", "WARNING"),
    "translations": (PYTHON, "tools/translations.py", "check"),
    "lint": (str(PROGRAMS / "ruff"), "check", "--no-fix"),
    "format": (str(PROGRAMS / "ruff"), "format", "--check"),
    "sizes": (PYTHON, "tools/sizes.py"),
    "locks": (PYTHON, "tools/locks.py", "check"),
}


@dataclass(frozen=True)
class Outcome:
    """What one check said."""

    name: str
    passed: bool
    seconds: float
    output: str


def main(names: Sequence[str]) -> int:
    """Run the checks, two at a time, and list how many failed."""
    unknown = sorted(set(names) - set(CHECKS))
    if unknown:
        print(f"There is no check {', '.join(unknown)}; there are {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="tuoluo-check-") as home, ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(lambda name: tell(run(name, home)), names or CHECKS))
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print(
        f"{len(failed)} of {len(outcomes)} checks failed: {', '.join(failed)}"
        if failed
        else f"all {len(outcomes)} checks passed"
    )
    return 1 if failed else 0


def run(name: str, home: str) -> Outcome:
    """Run one check, on an empty deployment and with whatever database is asked for left out of it."""
    env = {key: value for key, value in os.environ.items() if key != "TUOLUO_DATABASE_URL"}
    env |= {"TUOLUO_HOME": f"{home}/{name}", "DJANGO_SETTINGS_MODULE": "tuoluo.config.settings", "NO_COLOR": "1"}
    started = time.monotonic()
    done = subprocess.run(
        CHECKS[name], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return Outcome(name, done.returncode == 0, time.monotonic() - started, done.stdout)


def tell(outcome: Outcome) -> Outcome:
    """One line for a check that passed; everything it said when it did not."""
    line = f"{'ok    ' if outcome.passed else 'FAILED'} {outcome.name:<14}{outcome.seconds:5.1f} s"
    print(line if outcome.passed else f"{line}\n{outcome.output}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
