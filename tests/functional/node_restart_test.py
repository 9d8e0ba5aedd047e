# SPDX-License-Identifier: MIT
"""A node with a long chain is there at once: from its start until it says the whole length.

node_restart_test.py [--blocks N]
"""
import time

from arguments import number_after
from made_chain import import_made_chain
from node_process import NodeProcess, NodeTest
from program import main
from sanitizers import is_instrumented

BLOCKS = number_after("--blocks", 10_000)
LONGEST = 20 if is_instrumented() else 2


class Restart(NodeTest):
    def time_to_start(self, node: NodeProcess) -> float:
        began = time.monotonic()
        node.start()
        took = time.monotonic() - began
        self.assertGreaterEqual(node.status()["blockchain_length"], BLOCKS)
        return took

    def test_it_has_its_chain_within_two_seconds(self) -> None:
        node = self.node("--backend", "none")
        import_made_chain(node.data_dir, BLOCKS, payments=0)
        mining = "--backend", "cpu", "--threads", "1", "--min-block-interval", "0.05"
        times = {"imported": self.time_to_start(node)}
        node.stop()
        times["stopped"] = self.time_to_start(node)
        node.stop()
        node.flags = mining
        node.start().wait_for_length(BLOCKS + 5)
        node.kill()
        times["killed while it mined"] = self.time_to_start(node)
        print(f"{BLOCKS} blocks:", ", ".join(f"{what} before: {seconds:.2f} s" for what, seconds in times.items()))
        for what, seconds in times.items():
            self.assertLess(seconds, LONGEST, what)


if __name__ == "__main__":
    main()
