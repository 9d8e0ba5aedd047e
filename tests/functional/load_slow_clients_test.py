# SPDX-License-Identifier: MIT
"""A thousand each of clients that send a head, or a body, a byte a second, and that never read a long answer, while all
cores search: honest ones have their answers at once, and who is slow is cut off.

load_slow_clients_test.py [--each N]
"""
import os
import socket
import time
from collections.abc import Callable

from arguments import number_after
from chain_maker import mine_block
from made_chain import import_made_chain
from many_connections import HonestClient, SearchingCores, allow_files, connect_many, share
from node_memory import MIB, is_instrumented, resident_bytes
from node_process import NodeTest
from program import DONE, main

EACH = number_after("--each", 1000)
BLOCKS, PAYMENTS = 2000, 3  # more than what lies between a node and a client that does not read
SLOWER = 10 if is_instrumented() else 1
HONEST_P99 = 1.0 * SLOWER
IDLE_P99 = 0.1 * SLOWER
BLOCK_WITHIN = 1.0 * SLOWER
CUT_WITHIN = 10 + 2  # the longest deadline, and what a look each second takes
MOST_MORE = 64 * MIB
FEW_FILES = 50

HEAD = b"GET /status HTTP/1.1\r\nHost: localhost\r\nX: "
BODY = b"POST /add_transaction HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
KEEP = b"GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n"
READ = b"GET /chain HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"  # who is refused is gone


def still_open(connections: list[socket.socket]) -> list[socket.socket]:
    """After one more byte to each."""
    kept = []
    for connection in connections:
        try:
            connection.send(b" ")
            kept.append(connection)
        except OSError:
            connection.close()
    return kept


class SlowClients(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.each = allow_files(3 * EACH) // 3
        self.node_process = self.node("--backend", "none")
        import_made_chain(self.node_process.data_dir, BLOCKS, PAYMENTS)
        self.node_process.start()
        self.node_process.get("/chain")  # what it caches is no attack's doing
        searchers = SearchingCores()
        self.addCleanup(searchers.stop)
        self.at_rest = resident_bytes(self.node_process)
        self.files_at_rest = self.open_files()
        self.honest = HonestClient(self.node_process.port)

    def open_files(self) -> int:
        return len(os.listdir(f"/proc/{self.node_process.process.pid}/fd"))

    def seconds_until(self, condition: Callable[[], bool], most: float) -> float:
        began = time.monotonic()
        while not condition() and time.monotonic() - began < most:
            time.sleep(1)
        return time.monotonic() - began

    def submit_seconds(self) -> float:
        tip = self.node_process.status()
        block = mine_block(tip["blockchain_length"], tip["tip_hash"], time.time())
        began = time.monotonic()
        self.assertEqual(self.node_process.post("/submit_block", block).status, 200)
        return time.monotonic() - began

    def attack(self, kind: str, first: bytes, drips: bool) -> None:
        connections = connect_many(self.node_process.port, self.each, 0 if drips else 4096)
        for connection in connections:
            connection.send(first)
        submitted = self.submit_seconds()
        peak = 0

        def is_over() -> bool:
            nonlocal connections, peak
            peak = max(peak, resident_bytes(self.node_process))
            if drips:
                connections = still_open(connections)
            return self.open_files() < self.files_at_rest + FEW_FILES

        seconds = self.seconds_until(is_over, 3 * CUT_WITHIN * SLOWER)
        for connection in connections:
            connection.close()
        more = (peak - self.at_rest) / MIB
        print(f"{self.each} {kind}: all cut off after {seconds:.0f} s, a block taken in {submitted:.3f} s, {more:.0f} "
              f"MiB more")
        self.assertLess(seconds, CUT_WITHIN * SLOWER)
        self.assertLess(submitted, BLOCK_WITHIN)
        if not is_instrumented():
            self.assertLess(peak - self.at_rest, MOST_MORE)

    def test_they_harm_nobody(self) -> None:
        self.honest.start()
        self.attack("slow heads", HEAD, drips=True)
        self.attack("slow bodies", BODY, drips=True)
        self.attack("slow readers", READ, drips=False)
        self.honest.stop()
        print(self.honest)
        self.assertEqual(self.honest.failures, [])
        self.assertLess(share(self.honest.seconds, 0.99), HONEST_P99)
        self.assertEqual(self.node_process.stop(), DONE, self.node_process.log[-4000:])

    def test_who_keeps_connections_delays_nobody(self) -> None:
        connections = connect_many(self.node_process.port, self.each)
        for connection in connections:
            connection.sendall(KEEP)
            self.assertTrue(connection.recv(65536).startswith(b"HTTP/1.1 200 "))
        self.honest.start()
        time.sleep(5)
        self.honest.stop()
        print(f"{self.each} idle connections: {self.honest}")
        self.assertEqual(self.honest.failures, [])
        self.assertLess(share(self.honest.seconds, 0.99), IDLE_P99)
        for connection in connections:
            connection.close()


if __name__ == "__main__":
    main()
