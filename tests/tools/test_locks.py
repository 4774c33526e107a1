"""The locks answer pyproject.toml and send nobody to a particular server."""

from __future__ import annotations

from pathlib import Path

import install
import locks
import pytest

PYPROJECT = """
[project]
dependencies = ["django>=5.2,<5.3", "psycopg[binary]>=3.3"]
[dependency-groups]
build = ["hatchling>=1"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    monkeypatch.setattr(locks, "PYPROJECT", tmp_path / "pyproject.toml")
    monkeypatch.setattr(install, "LOCKS", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("lock", "faults"),
    [
        ("django==5.2.19\npsycopg==3.3.9\nhatchling==1.33.0\n", []),
        ("Django==5.2.19 \\\n    --hash=sha256:00\npsycopg[binary]==3.3.9\nhatchling==1.33.0\n", []),
        ("django==6.0\npsycopg==3.3.9\nhatchling==1.33.0\n", ["asks for django<5.3,>=5.2, locked is 6.0"]),
        ("django==5.2.19\nhatchling==1.33.0\n", ["asks for psycopg[binary]>=3.3, locked is nothing"]),
        (
            "django==5.2.19\npsycopg==3.3.9\npsycopg==3.2.0 ; python_version < '3.12'\nhatchling==1.33.0\n",
            ["3.3.9 and 3.2.0"],
        ),
    ],
)
def test_what_a_lock_lacks_is_named(project: Path, lock: str, faults: list[str]) -> None:
    (project / "run.lock").write_text(lock, encoding="utf-8")
    found = list(locks.missing("run"))
    assert len(found) == len(faults)
    assert all(words in fault.replace(">=5.2,<5.3", "<5.3,>=5.2") for words, fault in zip(faults, found, strict=True))


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("run.lock", "# see https://example.org\ndjango==5.2.19\n", False),
        ("run.lock", "--index-url https://mirror.example.org/simple\n", True),
        ("run.lock", "    --extra-index-url=x\n", True),
        ("run.lock", "django @ https://mirror.example.org/django.whl\n", True),
        ("package-lock.json", '{"integrity": "sha512-x", "funding": {"url": "https://example.org"}}', False),
        ("package-lock.json", '{"resolved": "https://mirror.example.org/a.tgz"}', True),
    ],
)
def test_a_lock_names_no_place_to_download_from(tmp_path: Path, name: str, text: str, named: bool) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert locks.names_a_place(tmp_path / name) is named
