"""Run a command with a PostgreSQL of its own, which is gone afterwards.

    python tools/with_postgres.py COMMAND …

The command finds the database in TUOLUO_DATABASE_URL. Where TUOLUO_TEST_POSTGRES_URL names a server, that one is used
and left alone. Exit status 69 when there is neither such a server nor an installed PostgreSQL.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

UNAVAILABLE = 69
# Nothing here outlives the run, so nothing has to survive a loss of power.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "log_min_messages": "fatal",
}


def main(command: Sequence[str]) -> int:
    """Run the command; answer its exit status."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    given = os.environ.get("TUOLUO_TEST_POSTGRES_URL")
    if given:
        return call(command, given)
    programs = find_programs()
    if not programs:
        print("PostgreSQL is not installed, and TUOLUO_TEST_POSTGRES_URL names no server.", file=sys.stderr)
        return UNAVAILABLE
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a stopped run takes its server with it
    with server(programs) as url:
        return call(command, url)


def call(command: Sequence[str], url: str) -> int:
    """Run the command with the address of the database."""
    return subprocess.run(command, env={**os.environ, "TUOLUO_DATABASE_URL": url}, check=False).returncode


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl: Debian's newest, or the one on the PATH."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A fresh server on a free port of this machine; answers its address and removes it in the end."""
    # Not under TMPDIR: the other user must be able to reach the folder, and a socket's path may not be long.
    folder = Path(tempfile.mkdtemp(prefix="tuoluo-pg-", dir="/tmp"))
    user = unprivileged_user()
    try:
        if user:
            shutil.chown(folder, user, user)
        data, port = folder / "data", free_port()
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        run(
            user, programs / "initdb", "-D", data, "-U", "tuoluo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        start = ("-w", "-D", data, "-l", folder / "log", "-o", f"-p {port} -k {folder} {options}")
        run(user, programs / "pg_ctl", "start", *start)
        try:
            run(user, programs / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "tuoluo", "tuoluo")
            yield f"postgresql://tuoluo@127.0.0.1:{port}/tuoluo"
        finally:
            run(user, programs / "pg_ctl", "stop", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as the user its package made, or as nobody."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def run(user: str | None, *command: object) -> None:
    """Run one of PostgreSQL's programs, as the other user when there is one; its output shows only when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        cwd="/tmp",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stdout}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
