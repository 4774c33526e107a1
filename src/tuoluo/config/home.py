"""Where a deployment keeps what is its own: database, charters, keys, files. Everything else can be installed again."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tuoluo.kernel.stops import CannotRun

DEFAULT_HOME = Path("var/home")


@dataclass(frozen=True)
class Home:
    """The folder of one deployment (``TUOLUO_HOME``, ``--home``)."""

    path: Path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Home:
        """The folder that ``TUOLUO_HOME`` names, or ``var/home`` under the current folder."""
        return cls(Path(environ.get("TUOLUO_HOME") or DEFAULT_HOME).expanduser().resolve())

    def prepare(self) -> None:
        """Make the folder, where it is not there yet, with what must be in it. Raises `CannotRun`."""
        try:
            for folder in (self.path, self.path / "static", self.path / "keys"):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryFile(dir=self.path):
                pass
        except OSError as error:
            raise CannotRun(
                f"the home folder {self.path} cannot be written to ({error.strerror}):"
                " give its user the right to write there, or choose another folder with TUOLUO_HOME or --home"
            ) from error

    @property
    def database(self) -> Path:
        """The embedded database; unused when ``TUOLUO_DATABASE_URL`` names another one."""
        return self.path / "tuoluo.sqlite3"

    @property
    def charters(self) -> Path:
        """The charters of this deployment, one folder each."""
        return self.path / "charters"

    @property
    def adopted(self) -> Path:
        """The charters as they were adopted, one folder for each fingerprint; nobody edits them."""
        return self.path / "adopted"

    @property
    def calendar(self) -> Path:
        """Working days an operator adds for years the library does not know (columns: date, working)."""
        return self.path / "calendar.csv"

    def has_secret(self, name: str) -> bool:
        """Whether this key has been made."""
        return (self.path / "keys" / name).exists()

    def secret(self, name: str, length: int = 32) -> bytes:
        """A key of this deployment, made at first use. Lose the file, and what it guards is lost."""
        file = self.path / "keys" / name
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = file.with_suffix(f".{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_bytes(secrets.token_bytes(length))
            try:
                os.link(fresh, file)  # fails when another process made the key first: then theirs counts
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return file.read_bytes()


class BadDatabaseUrl(CannotRun):
    """The address of the database cannot be read; the text says what is expected."""


def database_settings(url: str, home: Home) -> dict[str, object]:
    """Django's settings for a database address.

    ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST:PORT/NAME`` (a socket folder goes into ``?host=``).
    An empty address means the embedded database of the home folder.
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # asking for it finds out whether it is a number
    except ValueError as error:
        raise BadDatabaseUrl(
            f"TUOLUO_DATABASE_URL={_without_password(url)!r} cannot be read: {error}. {EXPECTED}"
        ) from None
    if not url or parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path.removeprefix("/"))) if url else home.database)
    if parts.scheme in ("postgresql", "postgres"):
        return _postgresql(url)
    raise BadDatabaseUrl(
        f"TUOLUO_DATABASE_URL={_without_password(url)!r}: the scheme must be sqlite or postgresql. {EXPECTED}"
    )


EXPECTED = "Write it like postgresql://tuoluo@localhost:5432/tuoluo, or leave it out for the embedded database."


def _without_password(url: str) -> str:
    """An address fit to be shown."""
    return re.sub(r"(?<=:)[^:@/]+(?=@)", "…", url)


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # otherwise concurrent read-then-write fails instead of waiting
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-16000;"
                "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": query.get("port", str(parts.port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
