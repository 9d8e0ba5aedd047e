# SPDX-License-Identifier: MIT
"""Bytes that are no request, or one that two readers could take for two: the class raw-http of
tests/data/hostile_requests, each on connections of its own."""
import socket
from typing import Any

from hostile_cases import cases_of, expectation_of
from made_chain import import_made_chain
from many_connections import HonestClient, Offenders
from node_memory import MIB, resident_bytes
from node_process import NodeTest
from node_state import state_of
from program import DONE, main
from sanitizers import is_instrumented

PATIENCE = 20  # seconds for an answer
BLOCKS, PAYMENTS = 500, 3  # more than what lies between a node and a client that does not read
CUT_WITHIN = 10 + 2  # seconds: the longest of the node's deadlines, and what closing all of them takes
MOST_MORE = 32 * MIB
HONEST = 5.0 if is_instrumented() else 1.0  # seconds for GET /status meanwhile

Recipe = dict[str, Any]


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


class RawRequests(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.node_process = self.node("--backend", "none")
        import_made_chain(self.node_process.data_dir, BLOCKS, PAYMENTS)
        self.node_process.start()
        self.node_process.get("/chain")  # what it caches is no case's doing

    def try_case(self, case: dict[str, Any]) -> None:
        recipe = case["body_gen"]
        if recipe.get("conns", 1) > 1:
            return self.try_slow(case)
        before, resident = state_of(self.node_process, []), resident_bytes(self.node_process)
        with socket.create_connection(("127.0.0.1", self.node_process.port), timeout=PATIENCE) as connection:
            send_all(connection, recipe)
            status = status_of(connection)
        self.assertIn(status, expectation_of(case).statuses, case["why"])
        self.assertEqual(state_of(self.node_process, []), before)
        if not is_instrumented():
            self.assertLess(resident_bytes(self.node_process) - resident, MOST_MORE)

    def try_slow(self, case: dict[str, Any]) -> None:
        recipe = case["body_gen"]
        honest = HonestClient(self.node_process.port)
        honest.start()
        offenders = Offenders(self.node_process, recipe["conns"], recipe["send"].encode(),
                              recipe.get("drip", [""])[0].encode())
        seconds = offenders.seconds_until_cut(2 * CUT_WITHIN)
        honest.stop()
        self.assertEqual(honest.failures, [])
        self.assertLess(max(honest.seconds), HONEST, case["why"])
        self.assertLess(seconds, CUT_WITHIN, "all of them are cut off")

    def test_each(self) -> None:
        for case in cases_of("raw-http"):
            with self.subTest(case["name"]):
                self.try_case(case)
        self.assertEqual(self.node_process.stop(), DONE, self.node_process.log[-4000:])


if __name__ == "__main__":
    main()
