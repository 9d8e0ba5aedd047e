# SPDX-License-Identifier: MIT
"""Eight clients fetch a long chain at once, some of them slowly, and blocks are taken as if nobody did.

serving_test.py [--blocks N]
"""
import socket
import threading
import time

from arguments import number_after
from chain_maker import mine_block
from made_chain import import_made_chain
from node_memory import MIB, forget_peak, resident_bytes
from node_process import NodeProcess, NodeTest
from program import main
from sanitizers import is_instrumented, keeps_what_is_freed

BLOCKS = number_after("--blocks", 5000)
PAYMENTS = 3
FAST, SLOW = 4, 4
SLOW_RATE = 640 * 1024
# In each one block that is handed in, and one that the node mines.
TURNS = 5
INTERVAL = LONGEST = 5 if is_instrumented() else 1
MOST_MORE = 64 * MIB
REQUEST = b"GET /chain HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
PIECE = 64 * 1024


class Reader(threading.Thread):
    """Fetches the chain again and again, at so many bytes a second or as fast as it comes."""

    def __init__(self, node: NodeProcess, rate: int | None) -> None:
        super().__init__(daemon=True)
        self._node = node
        self._rate = rate
        self._must_stop = threading.Event()
        self.received = 0
        self.fetched = 0  # whole chains
        self.failure = ""

    def stop(self) -> None:
        self._must_stop.set()
        self.join()

    def run(self) -> None:
        while not self._must_stop.is_set() and not self.failure:
            with socket.create_connection(("127.0.0.1", self._node.port), timeout=30) as connection:
                connection.sendall(REQUEST)
                self._read(connection)

    def _read(self, connection: socket.socket) -> None:
        buffer = bytearray(PIECE)
        size = connection.recv_into(buffer)
        head, _, begun = bytes(buffer[:size]).partition(b"\r\n\r\n")
        rest = int(head.lower().split(b"content-length:")[1].split()[0]) - len(begun)
        while rest > 0 and not self._must_stop.is_set():
            if not (size := connection.recv_into(buffer)):
                self.failure = f"cut off with {rest} bytes to come"
                return
            rest -= size
            self.received += size
            if self._rate:
                time.sleep(size / self._rate)
        self.fetched += rest == 0


class Serving(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.served = self.node("--backend", "cpu", "--threads", "1", "--min-block-interval", str(INTERVAL))
        self.size = import_made_chain(self.served.data_dir, BLOCKS, PAYMENTS)
        self.served.start()

    def wait_for_its_own(self, length: int) -> float:
        """The moment at which it is seen."""
        self.served.wait_for(lambda: self.served.status()["blockchain_length"] > length, 30, "a block of its own")
        return time.monotonic()

    def hand_in(self) -> float:
        """A block; how long that took."""
        tip = self.served.status()
        block = mine_block(tip["blockchain_length"], tip["tip_hash"], time.time())
        began = time.monotonic()
        answer = self.served.post("/submit_block", block)
        took = time.monotonic() - began
        self.assertEqual((answer.status, answer.json.get("on_best_chain", True)), (200, True), answer)
        self.assertEqual(self.served.status()["tip_hash"], block["hash"])
        return took

    def take_turns(self, turns: int) -> tuple[list[float], list[float]]:
        """How long blocks took that were handed in, and how late those were that it mined."""
        took, late = [], []
        for _ in range(turns):
            self.wait_for_its_own(self.served.status()["blockchain_length"])
            took.append(self.hand_in())
            handed_in = time.monotonic()
            own = self.wait_for_its_own(self.served.status()["blockchain_length"])
            late.append(own - handed_in - INTERVAL)
        return took, late

    def test_blocks_are_taken_within_a_second_and_memory_stays(self) -> None:
        before = self.take_turns(2)
        rest = resident_bytes(self.served)
        forget_peak(self.served)
        readers = [Reader(self.served, SLOW_RATE if number < SLOW else None) for number in range(FAST + SLOW)]
        for reader in readers:
            reader.start()
        during = self.take_turns(TURNS)
        for reader in readers:
            reader.stop()
        more = resident_bytes(self.served, "VmHWM") - rest
        for what, (took, late) in (("before", before), ("meanwhile", during)):
            print(f"{what}: handed in within {max(took):.3f} s, its own {max(late):.3f} s late at most")
        fetched, received = (sum(counts) for counts in zip(*((reader.fetched, reader.received) for reader in readers)))
        print(f"{fetched} chains of {self.size / 1e6:.0f} MB fetched, {received / 1e6:.0f} MB in all, "
              f"{more / MIB:.1f} MiB more than before")
        self.assertEqual([reader.failure for reader in readers], [""] * len(readers))
        for reader in readers[SLOW:]:
            self.assertGreater(reader.fetched, 0)
        self.assertLess(max(during[0]), LONGEST)
        self.assertLess(max(during[1]), LONGEST)
        if keeps_what_is_freed():
            print("its memory is not compared: the program keeps what is freed")
        else:
            self.assertLess(more, MOST_MORE)


if __name__ == "__main__":
    main()
