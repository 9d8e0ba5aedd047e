# SPDX-License-Identifier: MIT
"""Bytes that are no request, or one that two readers could take for two: the class raw-http of
tests/data/hostile_requests, each on connections of its own."""
import socket
import threading
import time
from typing import Any

from hostile_cases import COUNTS, cases_of, expectation_of
from hostile_requests_test import state_of
from node_memory import MIB, is_instrumented, resident_bytes
from node_process import NodeTest
from program import DONE, main

PATIENCE = 20  # seconds for an answer, or for the end of a connection
CUT_WITHIN = 12  # seconds: the longest of the node's deadlines, and the machine's share
MOST_MORE = 32 * MIB
HONEST = 1.0  # seconds for GET /status meanwhile
HONEST_INSTRUMENTED = 5.0

Recipe = dict[str, Any]


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def send_all(connection: socket.socket, recipe: Recipe) -> None:
    """As much of it as the node takes: it may hang up before."""
    text, times = recipe.get("repeat", ("", 0))
    parts = [recipe["send"].encode("latin-1"), text.encode() * times, recipe.get("end", "").encode()]
    try:
        for part in parts:
            connection.sendall(part)
        if recipe.get("shutdown"):
            connection.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def status_of(connection: socket.socket) -> int:
    """0: it was closed without an answer."""
    try:
        head = connection.recv(65536)
    except OSError:
        return 0
    return int(head[9:12]) if head.startswith(b"HTTP/1.1 ") else 0


class SlowClient(threading.Thread):
    """Many connections that hold the node up, until it has closed them all."""

    def __init__(self, port: int, recipe: Recipe) -> None:
        super().__init__(daemon=True)
        self.recipe = recipe
        self.connections = [connect(port) for _ in range(recipe["conns"])]
        self.began = time.monotonic()
        self.cut_after = 0.0  # seconds, the last one

    def run(self) -> None:
        for connection in self.connections:
            send_all(connection, self.recipe)
        drip, pause, _ = self.recipe.get("drip", ("", 0.5, 0))
        while self.connections and time.monotonic() < self.began + 2 * PATIENCE:
            time.sleep(min(pause, 0.5))
            self.connections = [each for each in self.connections if self.is_open(each, drip.encode())]
        self.cut_after = time.monotonic() - self.began

    def is_open(self, connection: socket.socket, drip: bytes) -> bool:
        """Slow readers never read: that they are cut off shows in what the system says of the connection."""
        try:
            connection.sendall(drip or b"G")
            return True
        except OSError:
            connection.close()
            return False


class RawRequests(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.node_process = self.node("--backend", "none", "--difficulty", "1").start()

    def honest_seconds(self) -> float:
        began = time.monotonic()
        self.assertEqual(self.node_process.get("/status").status, 200)
        return time.monotonic() - began

    def try_case(self, case: dict[str, Any]) -> None:
        recipe = case["body_gen"]
        if recipe.get("conns", 1) > 1:
            return self.try_slow(case)
        before, resident = state_of(self.node_process, []), resident_bytes(self.node_process)
        with connect(self.node_process.port) as connection:
            send_all(connection, recipe)
            status = status_of(connection)
        self.assertIn(status, expectation_of(case).statuses, case["why"])
        self.assertEqual(state_of(self.node_process, []), before)
        if not is_instrumented():
            self.assertLess(resident_bytes(self.node_process) - resident, MOST_MORE)

    def try_slow(self, case: dict[str, Any]) -> None:
        slow = SlowClient(self.node_process.port, case["body_gen"])
        slow.start()
        longest = 0.0
        while slow.is_alive():
            longest = max(longest, self.honest_seconds())
            time.sleep(0.05)
        self.assertLess(longest, HONEST_INSTRUMENTED if is_instrumented() else HONEST, case["why"])
        self.assertLess(slow.cut_after, CUT_WITHIN, "all of them are cut off")

    def test_each(self) -> None:
        cases = cases_of("raw-http")
        self.assertEqual(len(cases), COUNTS["raw-http"].cases)
        for case in cases:
            with self.subTest(case["name"]):
                self.try_case(case)
        self.assertEqual(self.node_process.stop(), DONE, self.node_process.log[-4000:])


if __name__ == "__main__":
    main()
