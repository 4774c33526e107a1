"""What is wrong around the software ends in a sentence with a repair, never in a traceback."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from tests.cast import found_district
from tuoluo.bodies.charters import _warn, charter_at, charter_named, folder_of, keep
from tuoluo.charter.load import load_charter
from tuoluo.config.home import Home
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.words import sentence
from tuoluo.matters.calendar import calendar


def tuoluo(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator runs it, in a process of its own."""
    command = [sys.executable, "-m", "tuoluo", *words]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=60)


@pytest.mark.parametrize(
    "url",
    ["mysql://x/y", "postgresql://a@b:port/c", "postgresql://[::1/c", "postgresql://tuoluo:geheim@127.0.0.1:1/none"],
)
def test_an_address_that_is_no_database(url: str, tmp_path: Path) -> None:
    ended = tuoluo("ledger", "verify", TUOLUO_DATABASE_URL=url, TUOLUO_HOME=str(tmp_path))
    assert ended.returncode == 1
    assert "TUOLUO_DATABASE_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "geheim" not in ended.stderr


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = tuoluo("ledger", "verify", "--home", str(tmp_path / "file" / "home"), TUOLUO_DATABASE_URL="")
    assert ended.returncode == 1
    assert "cannot be written to" in ended.stderr
    assert "TUOLUO_HOME" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_of_no_version(tmp_path: Path) -> None:
    ended = tuoluo("ledger", "verify", TUOLUO_DATABASE_URL="", TUOLUO_HOME=str(tmp_path))
    assert ended.returncode == 1
    assert "tuoluo migrate" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken(command: str, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        ended = tuoluo(command, "--port", str(taken), TUOLUO_DATABASE_URL="", TUOLUO_HOME=str(tmp_path))
    assert ended.returncode == 1
    assert f"port {taken}" in ended.stderr
    assert "choose another port" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["demo", "--port", "99999"], "from 1 to 65535"),
        (["serve", "--port", "0"], "from 1 to 65535"),
        (["demo", "--until", "0001-01-01"], "too early"),
        (["demo", "--until", "tomorrow"], "write it as 2026-07-01"),
        (["demo", "--matters", "-5"], "not a number of matters"),
    ],
)
def test_what_no_demo_can_do(words: list[str], told: str, tmp_path: Path) -> None:
    ended = tuoluo(*words, TUOLUO_DATABASE_URL="", TUOLUO_HOME=str(tmp_path))
    assert ended.returncode == 2
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_json_nested_without_end(tmp_path: Path) -> None:
    deep = tmp_path / "deep.geojson"
    deep.write_text("[" * 200_000, encoding="utf-8")
    home = {"TUOLUO_DATABASE_URL": "", "TUOLUO_HOME": str(tmp_path / "home")}
    assert tuoluo("migrate", **home).returncode == 0
    ended = tuoluo("territory", "load", "boundaries", str(deep), "--level", "cell", **home)
    assert ended.returncode == 1
    assert "file_too_deep" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.fixture
def charters(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of charters of a deployment of its own."""
    home = Home(tmp_path / "home")
    (tmp_path / "home").mkdir()
    monkeypatch.setattr(settings, "HOME", home)
    return home.charters


def test_a_calendar_damaged_by_hand_names_the_row() -> None:
    file: Path = settings.HOME.calendar
    file.write_text("date,working\n2093-01-01,0\n2093-01-02,maybe\n", encoding="utf-8")
    try:
        with pytest.raises(Refused) as refused:
            calendar()
    finally:
        file.unlink()
    assert refused.value.refusal.facts == {"row": 3, "column": "working", "value": "maybe"}
    assert "maybe" in sentence(refused.value.refusal)


def test_a_charter_edited_after_its_adoption_changes_nothing(charters: Path, caplog: pytest.LogCaptureFixture) -> None:
    cast = found_district()
    before = charter_at(cast.near.stem, timezone.localdate())
    shipped = folder_of("nanshan")
    shutil.copytree(shipped, charters / "nanshan")
    file = charters / "nanshan" / "charter.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('version = "1"', 'version = "2"', 1), encoding="utf-8")
    assert charter_named("nanshan").digest != before.digest
    _warn.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert charter_at(cast.near.stem, timezone.localdate()) == before
    assert "Adopt the charter again" in caplog.text


def test_a_charter_damaged_on_disk_goes_on_as_adopted_or_is_told(charters: Path) -> None:
    cast = found_district()
    before = charter_at(cast.near.stem, timezone.localdate())
    (charters / "nanshan").mkdir(parents=True)
    (charters / "nanshan" / "charter.toml").write_text("[charter\n", encoding="utf-8")
    assert charter_at(cast.near.stem, timezone.localdate()) == before
    shutil.rmtree(settings.HOME.adopted)
    with pytest.raises(Refused) as refused:
        charter_at(cast.near.stem, timezone.localdate())
    assert refused.value.refusal.code == "charter.damaged"
    assert "charter.toml:1" in sentence(refused.value.refusal)


def test_a_shared_catalogue_is_kept_too(charters: Path) -> None:
    shared = charter_named("shekou")
    keep("shekou", shared)
    assert load_charter(settings.HOME.adopted / shared.digest / "shekou") == shared
    charters.mkdir()
