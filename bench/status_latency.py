#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How long GET /status takes while all cores mine, and beside it while none does.

usage: bench/status_latency.py [PROGRAM] [--requests N]"""
import argparse
import http.client
import json
import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def get_status(connection: http.client.HTTPConnection) -> dict:
    connection.request("GET", "/status")
    return json.loads(connection.getresponse().read())


def wait_until_ready(port: int) -> None:
    for _ in range(500):
        try:
            if get_status(http.client.HTTPConnection("127.0.0.1", port, timeout=5))["state"] == "ready":
                return
        except OSError:
            pass
        time.sleep(0.02)
    raise SystemExit("the node does not become ready")


def connected(port: int) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def latencies(port: int, requests: int, keep_alive: bool) -> list[float]:
    """In milliseconds, ascending."""
    times = []
    connection = connected(port)
    for _ in range(requests):
        begin = time.perf_counter()
        if not keep_alive:
            connection.close()
            connection = connected(port)
        get_status(connection)
        times.append((time.perf_counter() - begin) * 1e3)
    return sorted(times)


def report(name: str, times: list[float]) -> None:
    quantile = lambda part: times[min(len(times) - 1, int(part * len(times)))]
    print(f"{name:<44}{quantile(0.5):8.2f}{quantile(0.99):8.2f}{times[-1]:8.2f}")


def measure(program: str, flags: list[str], name: str, requests: int) -> None:
    port = free_port()
    with tempfile.TemporaryDirectory() as directory:
        node = subprocess.Popen([program, "node", "--no-discover", "--data-dir", f"{directory}/data", "--port", str(port), *flags],
                                stderr=subprocess.DEVNULL)
        try:
            wait_until_ready(port)
            report(f"{name}, one connection", latencies(port, requests, True))
            report(f"{name}, a connection each", latencies(port, requests, False))
        finally:
            node.terminate()
            node.wait(30)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program", nargs="?", default=str(ROOT / "build/release/chaincore"))
    arguments.add_argument("--requests", type=int, default=5000)
    given = arguments.parse_args()
    print(f"GET /status, {given.requests} times, {os.cpu_count()} cores; milliseconds")
    print(f"{'':<44}{'p50':>8}{'p99':>8}{'most':>8}")
    measure(given.program, ["--backend", "none", "--difficulty", "1"], "not mining", given.requests)
    measure(given.program, ["--difficulty", "5"], "mining a block a second", given.requests)
    measure(given.program, ["--difficulty", "20"], "mining without a find", given.requests)


if __name__ == "__main__":
    main()
