# SPDX-License-Identifier: MIT
"""kill -9 while the node mines: nothing that it has announced is lost.   node_crash_test.py [--kills N]"""
import json
import random
import time

from arguments import number_after
from node_process import NodeTest
from program import DONE, main, run

KILLS = number_after("--kills", 20)


class Crashes(NodeTest):
    def test_no_announced_block_is_lost(self) -> None:
        node = self.node("--difficulty", "2", "--min-block-interval", "0")
        announced: dict[int, str] = {}
        seed = random.randrange(1 << 32)
        dice = random.Random(seed)
        for number in range(KILLS):
            with self.subTest(kill=number, seed=seed):
                node.start()
                chain = node.chain()
                for height, block_hash in announced.items():
                    self.assertEqual(chain[height]["hash"], block_hash, f"block {height}")
                end = time.monotonic() + dice.uniform(0.05, 0.4)
                while time.monotonic() < end:
                    status = node.status()
                    announced[status["blockchain_length"] - 1] = status["tip_hash"]
                node.kill()
        self.assertGreater(len(announced), KILLS)
        checked = run("chain", "check", "--data-dir", node.data_dir)
        self.assertEqual(checked.code, DONE, checked)

    def test_an_accepted_block_survives(self) -> None:
        source = self.node("--difficulty", "2", "--min-block-interval", "0", "--blocks", "15", name="source")
        source.start().process.wait(60)
        exported = run("chain", "export", "--data-dir", source.data_dir)
        blocks = json.loads(exported.out)["chain"]
        node = self.node("--backend", "none", "--difficulty", "2")
        node.start()
        for block in blocks[:2]:  # two of them replace the node's own genesis
            node.post("/submit_block", block)
        self.assertEqual(node.status()["tip_hash"], blocks[1]["hash"])
        for block in blocks[2:]:
            self.assertEqual(node.post("/submit_block", block).json["status"], "accepted")
            node.kill()
            self.assertEqual(node.start().status()["tip_hash"], block["hash"])


if __name__ == "__main__":
    main()
