"""With TUOLUO_NO_SKIP=1 a skipped test is a failed one: what CI does not see, nobody sees."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

NO_SKIP = os.environ.get("TUOLUO_NO_SKIP") == "1"
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at each test."""
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Look at each file: it may skip itself as a whole."""
    return refuse_skip((yield))


def refuse_skip(report: Report) -> Report:
    """Turn "skipped" into "failed" (a failure that was expected is no skip)."""
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though nothing may be skipped here: {report.longrepr}"
    return report
