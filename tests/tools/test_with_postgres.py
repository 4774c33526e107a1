"""The throw-away PostgreSQL of the test run."""

from __future__ import annotations

import sys

import psycopg
import pytest
import with_postgres

NAMES_ITS_DATABASE = (
    sys.executable,
    "-c",
    "import os, sys; sys.exit(os.environ['TUOLUO_DATABASE_URL'] != 'postgresql://given')",
)


def test_a_server_that_is_named_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOLUO_TEST_POSTGRES_URL", "postgresql://given")
    monkeypatch.setattr(with_postgres, "find_programs", pytest.fail)
    assert with_postgres.main(NAMES_ITS_DATABASE) == 0


def test_without_any_postgresql_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("TUOLUO_TEST_POSTGRES_URL", raising=False)
    monkeypatch.setattr(with_postgres, "find_programs", lambda: None)
    assert with_postgres.main(NAMES_ITS_DATABASE) == with_postgres.UNAVAILABLE
    assert "not installed" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.postgresql
def test_the_server_answers_while_it_is_needed_and_is_gone_afterwards() -> None:
    programs = with_postgres.find_programs()
    assert programs, "this test needs PostgreSQL's own programs, not only a server"
    with with_postgres.server(programs) as url, psycopg.connect(url) as connection:
        assert connection.execute("show fsync").fetchone() == ("off",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)
