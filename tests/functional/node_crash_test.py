# SPDX-License-Identifier: MIT
"""kill -9 at random moments: the node starts, with everything that it had announced or accepted, and its coins.

node_crash_test.py [--kills N] [--reorgs N] [--starts N] [--seed N]: kills while blocks are connected, while one chain
replaces another, at the start; without a seed, it is drawn and printed
"""
import random
import shutil
import time

from arguments import number_after
from made_chain import import_made_chain, made_chain
from network_case import IDLE, MINING
from node_process import NodeProcess
from program import main
from sanitizers import is_instrumented
from store_case import GONE, Json, StoreTest

KILLS = number_after("--kills", 20)
REORGS = number_after("--reorgs", 10)
STARTS = number_after("--starts", 5)
SEED = number_after("--seed", random.randrange(1 << 32))

LONG = 10_000  # blocks
LONGEST_START = 50 if is_instrumented() else 5


class Crashes(StoreTest):
    def setUp(self) -> None:
        super().setUp()
        self.dice = random.Random(SEED)

    def kill_within(self, node: NodeProcess, shortest: float, longest: float) -> dict[int, str]:
        """At a random moment; the tips that it has announced until then, by their heights."""
        announced: dict[int, str] = {}
        end = time.monotonic() + self.dice.uniform(shortest, longest)
        while True:
            try:
                status = node.status()
                if status["tip_hash"]:
                    announced[status["blockchain_length"] - 1] = status["tip_hash"]
            except GONE:  # it does not listen yet
                time.sleep(0.002)
            if time.monotonic() >= end:
                break
        node.kill()
        return announced

    def assert_announced(self, chain: list[Json], announced: dict[int, str]) -> None:
        for height, block_hash in announced.items():
            self.assertEqual(chain[height]["hash"], block_hash, f"block {height}")

    def test_while_it_mines(self) -> None:
        node = self.node("--difficulty", "2", "--min-block-interval", "0")
        announced: dict[int, str] = {}
        for number in range(KILLS // 2):
            with self.subTest(kill=number, seed=SEED):
                node.start()
                chain = node.chain()
                self.assert_announced(chain, announced)
                node.wait_for_length(len(chain) + 1)
                announced |= self.kill_within(node, 0, 0.4)
                self.assert_is_whole(node.data_dir)
        self.assertGreaterEqual(len(announced), KILLS // 2)

    def test_while_it_fetches(self) -> None:
        """Blocks in large groups, which take another way to the disk."""
        source = self.node(*IDLE, name="source")
        import_made_chain(source.data_dir, LONG // 2, payments=1)
        chain = source.start().chain()
        node = self.node(*IDLE)
        length = unfinished = 0
        for number in range(KILLS - KILLS // 2):
            with self.subTest(kill=number, seed=SEED, length=length):
                node.flags = *IDLE, "--peer", source.url
                node.launch()
                announced = self.kill_within(node, 0.1, 1)
                length = self.assert_is_whole(node.data_dir, chain)
                self.assert_announced(chain[:length], announced if length > 1 else {})
                unfinished += length < len(chain)
                if length == len(chain):
                    shutil.rmtree(node.data_dir)
        print("killed before it had the whole chain:", unfinished)

    def test_an_accepted_block_survives(self) -> None:
        chain = made_chain(self.directory, 15, payments=2)
        node = self.node(*IDLE).start()
        self.hand_in(node, chain[:2])  # they replace the node's own genesis
        for height in range(2, len(chain)):
            self.assertEqual(self.hand_in(node, [chain[height]]), [chain[height]])
            node.kill()
            self.assertEqual(node.start().status()["tip_hash"], chain[height]["hash"])
        node.stop()
        self.assertEqual(self.assert_is_whole(node.data_dir, chain), len(chain))

    def test_in_a_reorg(self) -> None:
        """A long one, which is written in steps."""
        source = self.node(*IDLE, name="source")
        import_made_chain(source.data_dir, 2600, payments=1, seed=2)
        chains = made_chain(self.directory, 2400, payments=1), source.start().chain()
        begun = self.directory / "begun"
        import_made_chain(begun, 2400, payments=1, seed=1)
        ends = [0, 0]
        for number in range(REORGS):
            with self.subTest(kill=number, seed=SEED):
                node = self.node(*IDLE, "--peer", source.url, name=f"node{number}")
                shutil.copytree(begun, node.data_dir)
                node.launch()
                announced = self.kill_within(node, 0.1, 2.5)
                node.flags = IDLE
                node.start()
                chain = node.chain()
                node.stop()
                self.assertGreaterEqual(self.assert_is_whole(node.data_dir, *chains), len(chains[0]))
                ends[chain[0] == chains[1][0]] += 1
                if chains[1][-1]["hash"] in announced.values():
                    self.assertEqual(chain, chains[1])
                shutil.rmtree(node.data_dir)
        print(f"killed in reorgs: {ends[0]} times the old chain was left, {ends[1]} times the new one")

    def test_at_the_start(self) -> None:
        chain = made_chain(self.directory, 40, payments=2)
        node = self.node(*IDLE)
        accepted: list[Json] = []
        for number in range(STARTS):
            with self.subTest(kill=number, seed=SEED):
                node.launch()
                self.kill_within(node, 0, 0.5)
                node.start()
                self.assert_has(node, accepted)
                accepted += self.hand_in(node, chain[len(accepted):len(accepted) + 2])
                node.kill()
        self.assertGreaterEqual(self.assert_is_whole(node.data_dir, chain), len(accepted))

    def test_a_long_chain_is_there_at_once(self) -> None:
        node = self.node(*MINING, "--min-block-interval", "0.01")
        import_made_chain(node.data_dir, LONG, payments=0)
        node.start().wait_for_length(LONG + 3)
        announced = self.kill_within(node, 0, 0.5)
        began = time.monotonic()
        node.start()
        took = time.monotonic() - began
        self.assert_announced(node.chain(), announced)
        print(f"{LONG} blocks: there {took:.2f} s after the kill")
        self.assertLess(took, LONGEST_START)


if __name__ == "__main__":
    main()
