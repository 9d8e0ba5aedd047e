# SPDX-License-Identifier: MIT
"""The disk is full: the node never says "accepted" of what is lost, takes nothing more, and is good again with room."""
import random
import shutil
import unittest

from arguments import number_after
from made_chain import import_made_chain, made_chain
from network_case import IDLE
from node_process import NodeProcess
from program import FAILED, main
from small_disk import SmallDisk, unshare_mounts
from store_case import Json, StoreTest

SEED = number_after("--seed", random.randrange(1 << 32))
MEBIBYTES = 96
KIB = 1 << 10


class FullDisk(StoreTest):
    @classmethod
    def setUpClass(cls) -> None:
        try:
            unshare_mounts()
        except OSError as reason:
            raise unittest.SkipTest(f"this process may not have mounts of its own: {reason}") from reason

    def setUp(self) -> None:
        super().setUp()
        self.disk = SmallDisk(self.directory / "disk", MEBIBYTES)
        self.addCleanup(self.disk.unmount)
        self.dice = random.Random(SEED)

    def node_on_the_disk(self) -> NodeProcess:
        node = self.node(*IDLE, name="disk/node")
        node.log_file = self.directory / "node.log"
        return node

    def node_with(self, blocks: list[Json]) -> NodeProcess:
        """Stopped. The room that a log takes beforehand is taken at a start."""
        shutil.rmtree(self.disk.directory / "node", ignore_errors=True)
        node = self.node_on_the_disk().start()
        self.assertEqual(self.hand_in(node, blocks), blocks)
        node.stop()
        return node

    def assert_takes_nothing(self, node: NodeProcess, block: Json) -> None:
        self.assertEqual(node.status()["state"], "store_failed")
        self.assertEqual(node.post("/submit_block", block).status, 503)

    def assert_recovers(self, node: NodeProcess, accepted: list[Json], chain: list[Json]) -> None:
        """With room again, whether it stopped or was killed; and it takes the rest."""
        if self.dice.random() < 0.5:
            self.assertEqual(node.stop(), 0, node.log)
        else:
            node.kill()
        self.disk.empty()
        node.flags = IDLE
        node.start()
        self.assert_has(node, accepted)
        length = node.status()["blockchain_length"]
        self.assertEqual(len(self.hand_in(node, chain[length:length + 20])), 20)
        node.stop()
        self.assertGreaterEqual(self.assert_is_whole(node.data_dir, chain), length + 20)

    def test_blocks_that_are_handed_in(self) -> None:
        chain = made_chain(self.directory, 500, payments=5)
        for left in 300 * KIB, 700 * KIB, 1500 * KIB:
            with self.subTest(left=left, seed=SEED):
                node = self.node_with(chain[:5])
                self.disk.fill(left)
                node.start()
                accepted = self.hand_in(node, chain)
                self.assertLess(len(accepted), len(chain) - 25, "there was room for all")
                self.assert_takes_nothing(node, chain[len(accepted)])
                self.assert_recovers(node, accepted, chain)

    def test_a_chain_that_is_fetched(self) -> None:
        source = self.node(*IDLE, name="source")
        import_made_chain(source.data_dir, 6000, payments=1)
        chain = source.start().chain()
        by_hash = {block["hash"]: block for block in chain}
        for left in 1000 * KIB, 3000 * KIB, 5000 * KIB:
            with self.subTest(left=left, seed=SEED):
                node = self.node_with(chain[:5])
                self.disk.fill(left)
                node.flags = *IDLE, "--peer", source.url
                node.launch()
                announced = self.watch(node, len(chain))
                self.assert_takes_nothing(node, chain[-1])
                self.assert_recovers(node, [by_hash[tip] for tip in announced], chain)

    def test_a_first_start_says_so(self) -> None:
        self.disk.fill(16 * KIB)
        node = self.node_on_the_disk()
        node.launch()
        self.assertEqual(node.process.wait(60), FAILED, node.log)
        last = node.log.splitlines()[-1]
        self.assertTrue(last.startswith("chaincore: ") and "No space left on device" in last, last)
        self.disk.empty()
        node.start()


if __name__ == "__main__":
    main()
