# SPDX-License-Identifier: MIT
"""A thousand each of clients that send a head, or a body, a byte a second, and that never read a long answer, while all
cores search: honest ones have their answers at once, and who is slow is cut off.

load_slow_clients_test.py [--each N]
"""
import time

from arguments import number_after
from many_connections import LoadTest, Offenders, allow_files, connect_many, share
from node_memory import MIB, resident_bytes
from program import DONE, main
from sanitizers import is_instrumented

EACH = number_after("--each", 1000)
SLOWER = 10 if is_instrumented() else 1
HONEST_P99 = 1.0 * SLOWER
IDLE_P99 = 0.1 * SLOWER
BLOCK_WITHIN = 1.0 * SLOWER
CUT_WITHIN = 10 + 2  # the longest deadline, and what closing a thousand takes
MOST_MORE = 64 * MIB

HEAD = b"GET /status HTTP/1.1\r\nHost: localhost\r\nX: "
BODY = b"POST /add_transaction HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" \
       b"Content-Length: 1000\r\n\r\n"
KEEP = b"GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n"
READ = b"GET /chain HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"  # who is refused is gone
SMALL_BUFFER = 4096


class SlowClients(LoadTest):
    BLOCKS = 2000  # more than what lies between a node and a client that does not read

    def setUp(self) -> None:
        super().setUp()
        self.each = allow_files(3 * EACH) // 3
        self.node_process.get("/chain")  # what it caches is no attack's doing
        self.at_rest = self.peak = resident_bytes(self.node_process)

    def note_peak(self) -> None:
        self.peak = max(self.peak, resident_bytes(self.node_process))

    def attack(self, kind: str, first: bytes, drip: bytes = b"", receive_buffer: int = 0) -> None:
        offenders = Offenders(self.node_process, self.each, first, drip, receive_buffer)
        submitted = self.submit_seconds()
        seconds = offenders.seconds_until_cut(3 * CUT_WITHIN * SLOWER, self.note_peak)
        more = (self.peak - self.at_rest) / MIB
        print(f"{self.each} {kind}: all cut off after {seconds:.0f} s, a block taken in {submitted:.3f} s, {more:.0f} "
              f"MiB more")
        self.assertLess(seconds, CUT_WITHIN * SLOWER)
        self.assertLess(submitted, BLOCK_WITHIN)
        if not is_instrumented():
            self.assertLess(self.peak - self.at_rest, MOST_MORE)

    def test_they_harm_nobody(self) -> None:
        self.honest.start()
        self.attack("slow heads", HEAD, drip=b" ")
        self.attack("slow bodies", BODY, drip=b" ")
        self.attack("slow readers", READ, receive_buffer=SMALL_BUFFER)
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
