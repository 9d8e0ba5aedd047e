# SPDX-License-Identifier: MIT
"""Five nodes that mine, cut in two and joined again; one of them stopped for a while. They end with one tip.

partition_test.py [--times N] [--apart BLOCKS] [--stopped SECONDS]
"""
import signal
import time
from collections.abc import Callable

from arguments import number_after
from cables import Cables
from network_case import NetworkTest, at_once
from node_process import NodeProcess
from ports import free_ports
from program import main
from sanitizers import is_instrumented
from signer import Signer

TIMES = number_after("--times", 3)
APART = number_after("--apart", 3)  # blocks that each side must have of its own
STOPPED = number_after("--stopped", 5)
LONGEST = 60 if is_instrumented() else 30


class Partition(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        ports = free_ports(5)
        self.cables = Cables(ports)
        self.addCleanup(self.cables.close)
        self.nodes = [self.miner(number, port) for number, port in enumerate(ports)]
        at_once(*(node.start for node in self.nodes))
        self.time_to_one_tip(60)

    def miner(self, number: int, port: int) -> NodeProcess:
        peers = [flag for url in self.cables.urls_from(port) for flag in ("--peer", url)]
        return self.networked("--difficulty", "1", "--backend", "cpu", "--threads", "1", "--min-block-interval", "1",
                              "--mine-to", Signer(f"miner {number}").address, *peers, name=f"node{number}", port=port)

    @staticmethod
    def tips(nodes: list[NodeProcess]) -> set[str]:
        return {node.status()["tip_hash"] for node in nodes}

    def time_to_one_tip(self, seconds: float = LONGEST) -> float:
        began = time.monotonic()
        self.nodes[0].wait_for(lambda: len(self.tips(self.nodes)) == 1, seconds, "one tip")
        return time.monotonic() - began

    def wait_until_they_grow(self, nodes: list[NodeProcess]) -> None:
        """A block a second is the most that there is."""
        lengths = [node.status()["blockchain_length"] for node in nodes]
        for node, length in zip(nodes, lengths):
            node.wait_for_length(length + APART, 60 + 3 * APART)

    def heal(self) -> float:
        """After a split in which both sides have mined; how long it took."""
        sides = self.nodes[:3], self.nodes[3:]
        self.cables.split(node.port for node in sides[0])
        self.wait_until_they_grow(self.nodes)
        self.assertTrue(self.tips(sides[0]).isdisjoint(self.tips(sides[1])), "they are apart")
        self.cables.heal()
        return self.time_to_one_tip()

    def wake(self) -> float:
        """After one of them was stopped while the others went on."""
        stopped, *others = self.nodes
        stopped.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        try:
            self.wait_until_they_grow(others)
            time.sleep(max(0, began + STOPPED - time.monotonic()))
        finally:
            stopped.process.send_signal(signal.SIGCONT)
        return self.time_to_one_tip()

    def tearDown(self) -> None:
        for node in self.nodes:
            self.assertEqual(self.known(node), set(self.cables.urls_from(node.port)), "there is no way past the cables")

    def repeat(self, what: str, once: Callable[[], float]) -> None:
        took = []
        for number in range(TIMES):
            with self.subTest(what, number=number):
                took.append(once())
        print(f"{what}: one tip after", ", ".join(f"{seconds:.1f}" for seconds in took), "s")
        self.assertEqual(len(took), TIMES)

    def test_a_network_that_was_split_heals(self) -> None:
        self.repeat("split and healed", self.heal)

    def test_a_node_that_stood_still_catches_up(self) -> None:
        self.repeat(f"stopped for {STOPPED} s", self.wake)


if __name__ == "__main__":
    main()
