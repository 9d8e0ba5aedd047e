# SPDX-License-Identifier: MIT
"""A test case about what a store holds after something went wrong: everything acknowledged, and exactly its coins."""
import http.client
import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from node_process import Answer, NodeProcess, NodeTest
from program import DONE, run

Json = dict[str, Any]

# What a call meets whose node ends meanwhile.
GONE = (OSError, http.client.HTTPException)


class StoreTest(NodeTest):
    def answer_to(self, node: NodeProcess, block: Json) -> Answer | None:
        """None: there was nobody to answer."""
        try:
            return node.post("/submit_block", block)
        except GONE:
            return None

    def hand_in(self, node: NodeProcess, blocks: Iterable[Json]) -> list[Json]:
        """Those that it has accepted, until it takes no more or is gone."""
        accepted: list[Json] = []
        for block in blocks:
            answer = self.answer_to(node, block)
            if answer is None or answer.status != 200:
                self.assertIn(answer and answer.status, (None, 503), answer)
                break
            self.assertEqual(answer.json["status"], "accepted", answer)
            accepted.append(block)
        return accepted

    def watch(self, node: NodeProcess, length: int, seconds: float = 120) -> list[str]:
        """The tips that it announces until it is ready and has so many blocks, takes no more or is gone."""
        announced: list[str] = []
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                status = node.status()
            except GONE:
                if node.has_ended:
                    return announced
                time.sleep(0.01)  # it does not listen yet
                continue
            if status["tip_hash"] and status["tip_hash"] not in announced:
                announced.append(status["tip_hash"])
            is_there = status["state"] == "ready" and status["blockchain_length"] >= length
            if is_there or status["state"] == "store_failed":
                return announced
            time.sleep(0.005)
        raise AssertionError(f"neither {length} blocks nor an end within {seconds} s\n{node.log[-4000:]}")

    def assert_has(self, node: NodeProcess, blocks: Iterable[Json]) -> None:
        """A running node knows these blocks, on whatever branch."""
        for block in blocks:
            answer = node.post("/submit_block", block)
            self.assertEqual((answer.status, answer.json.get("duplicate")), (200, True),
                             f"block {block['index']} is lost\n{node.log}")

    def assert_is_whole(self, data_dir: Path, *chains: list[Json]) -> int:
        """The store is sound, its chain is one of these or the beginning of one, or is new, and its coins are what its
        blocks make. Its length."""
        checked = run("chain", "check", "--data-dir", data_dir)
        self.assertEqual(checked.code, DONE, checked)
        info = json.loads(run("chain", "info", "--data-dir", data_dir, "--json").out)
        if info["length"] == 0:
            return 0
        exported = run("chain", "export", "--data-dir", data_dir).out
        chain = json.loads(exported)["chain"]
        if len(chain) > 1 and chains:
            self.assertTrue(any(chain == known[:len(chain)] for known in chains), "it is nobody's chain")
        flags = "--difficulty", str(info["difficulty"]), "--json"
        twin = json.loads(run("chain", "verify", "-", *flags, stdin=exported).out)
        self.assertEqual((info["tip"], info["utxo_digest"]), (twin["tip"], twin["utxo_digest"]))
        return len(chain)
