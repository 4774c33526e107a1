"""What holds for every test: a deployment of its own, no network, no skipping unseen, and warnings are errors."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

# Before the settings are read: tests never touch a deployment that somebody uses.
HOME = Path(tempfile.mkdtemp(prefix="tuoluo-tests-"))
(HOME / "static").mkdir()
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["TUOLUO_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "tuoluo.config.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from tuoluo.config.home import Home  # noqa: E402

settings.HOME = Home(HOME)  # a worker of a parallel run has read the settings with the home of the whole run

pytest_plugins = ["tests.no_skip"]

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("TUOLUO_REAL_DATA", ROOT.parent / "shared" / "data"))
NO_SKIP = os.environ.get("TUOLUO_NO_SKIP") == "1"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LOOPBACK = {"127.0.0.1", "::1", "localhost"}

hypothesis_settings.register_profile("quick", deadline=None, max_examples=50)
hypothesis_settings.register_profile("thorough", deadline=None, max_examples=200, print_blob=True)
hypothesis_settings.load_profile("thorough" if NO_SKIP else "quick")


# Which tests apply here


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by their folder, and leave out what is about the other database, a missing browser or missing data."""
    left_out = [item for item in items if not applies(item)]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def applies(item: pytest.Item) -> bool:
    """Whether a test means anything on this machine and database."""
    folder = item.path.relative_to(ROOT).parts[1]
    for name in ("browser", "real"):
        if folder == name:
            item.add_marker(name)
    other = {"postgresql": "sqlite", "sqlite": "postgresql"}[connection.vendor]
    if item.get_closest_marker(other):
        return False
    if item.get_closest_marker("real") and not REAL_DATA.is_dir():
        return False
    return bool(CHROMIUM) or NO_SKIP or not item.get_closest_marker("browser")


def pytest_report_header() -> list[str]:
    """Say at the top what this run covers."""
    lines = [f"database: {connection.vendor}", f"browser: {CHROMIUM or 'none found, its tests are left out'}"]
    return [
        *lines,
        f"real data: {REAL_DATA if REAL_DATA.is_dir() else 'not beside the repository, its tests are left out'}",
    ]


# What every test may count on


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Only this machine can be reached; a test that calls out fails, wherever it runs."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise PermissionError(f"tests do not use the network, but this one calls {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with real data beside the repository."""
    return REAL_DATA


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite as in production: a file, so that several connections wait for each other instead of failing."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        database["TEST"]["NAME"] = str(HOME / "test.sqlite3")
    elif worker := os.environ.get("PYTEST_XDIST_WORKER"):
        database["TEST"]["NAME"] = f"test_{database['NAME']}_{worker}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """On PostgreSQL: at the end nobody may be at work on the database any more; whoever still is gets named."""
    yield
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock():
        patience = time.monotonic() + 20
        while (left := _other_sessions()) and time.monotonic() < patience:
            time.sleep(0.2)
    assert left == [], "a thread or process of a test still uses the database"


def _other_sessions() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name, state, state_change, query FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        left: list[Any] = cursor.fetchall()
    return left


# The browser


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own Chromium, which calls nobody but this machine."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread that uses the database
    if not CHROMIUM:
        pytest.fail("Chromium is not installed: apt install chromium fonts-noto-cjk")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    closed = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage", *quiet, closed]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in Shenzhen."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
