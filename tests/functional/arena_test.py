# SPDX-License-Identifier: MIT
"""tools/arena plays short matches, and its accounts are right: nothing that was found is unaccounted for."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any

from program import DONE, USAGE, main

ARENA = Path(__file__).resolve().parents[2] / "tools" / "arena"


class Arena(unittest.TestCase):
    def play(self, *flags: str) -> tuple[dict[str, Any], str]:
        """The report of a match that ended well."""
        with tempfile.TemporaryDirectory() as directory:
            file = Path(directory) / "report.json"
            done = subprocess.run([ARENA, *flags, "--json", file], capture_output=True, text=True, timeout=300,
                                  env=os.environ)
            self.assertEqual(done.returncode, DONE, done)
            return json.loads(file.read_text()), done.stdout

    def assert_accounts(self, told: dict[str, Any]) -> None:
        self.assertTrue(told["have_one_tip"])
        for miner in told["miners"]:
            self.assertEqual(miner["found"], miner["in_chain"] + miner["lost"], miner)
            self.assertGreaterEqual(miner["lost"], 0, miner)
        self.assertEqual(told["found"], told["in_chain"] + told["stale"]["lost"])
        self.assertEqual((told["in_chain"], told["unclaimed"]), (told["grown"], 0))
        self.assertEqual(told["found"], sum(told["verdicts"].values()))
        self.assertAlmostEqual(sum(miner["share"] for miner in told["miners"]), 1)
        self.assertLessEqual(told["stale"]["low"], told["stale"]["rate"])
        self.assertGreaterEqual(told["stale"]["high"], told["stale"]["rate"])

    def test_lots_are_drawn_for_three_nodes(self) -> None:
        told, text = self.play("--nodes", "3", "--blocks", "15", "--interval", "6", "--scale", "20", "--latency", "200")
        self.assert_accounts(told)
        self.assertGreaterEqual(told["found"], 15)
        self.assertEqual(set(told["reorgs"]), {"node 0", "node 1", "node 2"})
        spreading = told["spreading_ms"]["has come to each other node of ours"]
        self.assertGreaterEqual(spreading["median"], 15, "a connection and a way at 10 ms of round trip")
        self.assertLess(spreading["median"], 5000)
        rates = {until: expected["rate"] for until, expected in told["expected"].items()}
        self.assertGreater(rates["until a block has come"], told["expected_by_latency"])
        self.assertGreater(rates["until it is answered"], rates["until a block has come"])
        self.assertIn("all end with one tip", text)

    def test_nodes_that_are_far_apart_lose_more(self) -> None:
        """Nearly as far as blocks are from each other, so that some are lost whatever is drawn."""
        told, _ = self.play("--nodes", "2", "--blocks", "20", "--interval", "6", "--scale", "20", "--latency", "6000")
        self.assert_accounts(told)
        self.assertGreater(told["stale"]["lost"], 0)
        self.assertGreater(sum(reorgs["count"] for reorgs in told["reorgs"].values()), 0)

    def test_a_node_searches_among_those_of_the_reference(self) -> None:
        told, _ = self.play("--nodes", "1", "--peers", "2", "--real", "--seconds", "8", "--min-block-interval", "0.5",
                            "--latency", "10", "--search", "1", "--polling", "2")
        self.assert_accounts(told)
        ours, *theirs = told["miners"]
        self.assertGreater(ours["in_chain"], 3)
        self.assertGreater(sum(miner["found"] for miner in theirs), 0)
        self.assertGreater(told["peers"]["peer 0"]["pushed blocks taken"], 0)

    def test_a_match_needs_two(self) -> None:
        done = subprocess.run([ARENA, "--nodes", "1"], capture_output=True, text=True, timeout=60, env=os.environ)
        self.assertEqual(done.returncode, USAGE, done)
        self.assertIn("somebody else", done.stderr)


if __name__ == "__main__":
    main()
