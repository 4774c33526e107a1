"""A real server on the loopback with PostgreSQL: reports through the JSON API, and the public board of a community.

    python tools/with_postgres.py python bench/web.py [--small]

Four clients, each with a connection of its own. Reference on the same server program and database in the same run: a
bare application that does one insert, or one select, a request.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from fresh import deployment

CLIENTS = 4
REQUESTS = 1500
SMALL = 20
PORT, PLAIN_PORT = 8931, 8932
Request = tuple[str, str, str, int]  # method, address, body, status expected


def main() -> int:
    """Measure and print."""
    number = REQUESTS // (SMALL if "--small" in sys.argv else 1)
    with deployment():
        from tests.cast import found_district

        cast = found_district()
        make_plain_table()
        report = json.dumps({"text": "楼道里的灯坏了三天", "community": cast.near.code}, ensure_ascii=False)
        ours: dict[str, Request] = {
            "create a matter, JSON API": ("POST", "/api/v1/matters", report, 201),
            "read the public board": ("GET", f"/communities/{cast.near.code}/", "", 200),
        }
        theirs: dict[str, Request] = {
            "one insert, bare": ("POST", "/create", report, 201),
            "one select, bare": ("GET", "/read", "", 200),
        }
        print(f"{CLIENTS} clients, {number} requests each kind{'':12} {'req/s':>8} {'p50 ms':>8} {'p95 ms':>8}")
        with serving([sys.executable, "-m", "tuoluo", "serve", "--port", str(PORT)], PORT):
            measured = [measure(name, PORT, request, number) for name, request in ours.items()]
        with serving(plain_server(), PLAIN_PORT):
            plain = [measure(name, PLAIN_PORT, request, number) for name, request in theirs.items()]
    for name, mine, bare in zip(ours, measured, plain, strict=True):
        print(f"{name}: {bare / mine:.1f} times the work of its reference")
    return 0


def make_plain_table() -> None:
    """The one table of the reference."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_plain (id bigserial PRIMARY KEY, words text)")
    connection.close()


def plain_server() -> list[str]:
    """The reference under the same server with the same threads."""
    options = ["--interface", "wsgi", "--blocking-threads", "4", "--no-ws", "--port", str(PLAIN_PORT)]
    return [sys.executable, "-m", "granian", *options, "bench.plain_app:application"]


@contextmanager
def serving(command: list[str], port: int) -> Iterator[None]:
    """Start a server and wait until it answers; stop it at the end."""
    env = {**os.environ}
    if "granian" in command:
        env.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            time.sleep(0.2)
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/")
                connection.getresponse().read()
                break
            except OSError:
                continue
        else:
            raise SystemExit(f"nothing answers on port {port}: {' '.join(command)}")
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def measure(name: str, port: int, request: Request, number: int) -> float:
    """Send the requests from all clients at once; print and answer the rate."""
    client(port, request, 20)  # warm
    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        parts = pool.map(lambda _: client(port, request, number // CLIENTS), range(CLIENTS))
        times = sorted(seconds for part in parts for seconds in part)
    rate = len(times) / (time.perf_counter() - start)
    p50, p95 = times[len(times) // 2], times[len(times) * 95 // 100]
    print(f"  {name:<40} {rate:>8.0f} {p50 * 1e3:>8.1f} {p95 * 1e3:>8.1f}", flush=True)
    return rate


def client(port: int, request: Request, number: int) -> list[float]:
    """One client: so many requests, one after the other; the time that each took."""
    method, address, body, expected = request
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times = []
    for _ in range(number):
        start = time.perf_counter()
        connection.request(method, address, body.encode(), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - start)
        if answer.status != expected:
            raise SystemExit(f"{method} {address}: {answer.status}")
    return times


if __name__ == "__main__":
    raise SystemExit(main())
