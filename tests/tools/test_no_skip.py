"""Where nothing may be skipped, a skip fails the run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPS_ITSELF = "import pytest\ndef test_it(): pytest.skip('no reason')\n"
SKIPS_THE_FILE = "import pytest\npytest.skip('no reason', allow_module_level=True)\n"
FAILS_AS_EXPECTED = "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\n"
PASSES = "def test_it(): pass\n"


def run(content: str, folder: Path, no_skip: str) -> int:
    (folder / "test_sample.py").write_text(content, encoding="utf-8")
    env = {**os.environ, "TUOLUO_NO_SKIP": no_skip, "PYTHONPATH": str(ROOT)}
    options = [
        "--disable-plugin-autoload",
        "-p",
        "tests.no_skip",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(folder),
        "-c",
        "none.ini",
    ]
    (folder / "none.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", *options, "test_sample.py"]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False).returncode


@pytest.mark.slow
@pytest.mark.parametrize("content", [SKIPS_ITSELF, SKIPS_THE_FILE])
def test_a_skip_fails_where_nothing_may_be_skipped(content: str, tmp_path: Path) -> None:
    assert run(content, tmp_path, no_skip="1") in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)


@pytest.mark.slow
def test_a_skip_passes_elsewhere(tmp_path: Path) -> None:
    assert run(SKIPS_ITSELF, tmp_path, no_skip="0") == pytest.ExitCode.OK


@pytest.mark.slow
@pytest.mark.parametrize("content", [FAILS_AS_EXPECTED, PASSES])
def test_what_is_no_skip_still_passes(content: str, tmp_path: Path) -> None:
    assert run(content, tmp_path, no_skip="1") == pytest.ExitCode.OK
