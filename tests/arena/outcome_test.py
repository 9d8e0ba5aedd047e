# SPDX-License-Identifier: MIT
"""What the arena makes of a match, and how it says it."""
import unittest
from collections import Counter
from contextlib import redirect_stderr
from io import StringIO

import arena_path
from finds import Find, Verdict
from outcome import Outcome, Player, Reorgs, Spread, expected_of, in_chain_by, mean_unaware, stale_of, unclaimed_in
from report import as_json, spreading_of, text_of
from settings import read_settings

# Of a tie of two that wait up to 300 ms at random, where half of the blocks take 10 ms to the other and half 20.
CHANCE = 1 - ((1 - 1 / 30) ** 2 + (1 - 2 / 30) ** 2) / 2
FLAGS = ["--nodes", "2", "--blocks", "100", "--scale", "20"]


def outcome(**members: object) -> Outcome:
    players = [Player("node 0", True, 0.5, 60, 55), Player("node 1", True, 0.5, 40, 40)]
    made = Outcome(players, [Spread("node 0", {"node 1": 0.010}, {"node 1": 0.012}),
                             Spread("node 1", {"node 0": 0.020}, {"node 0": 0.024})], [0.001, 0.003],
                   Counter({"became the tip": 97, "another block was first": 3}), {"node 0": Reorgs(2, [1, 3])}, True,
                   95, 0, 50.0, load=("1", "2"))
    for name, value in members.items():
        setattr(made, name, value)
    return made


class Counting(unittest.TestCase):
    def test_what_is_not_in_the_chain_is_lost(self) -> None:
        made = outcome()
        self.assertEqual([player.lost for player in made.players], [5, 0])
        self.assertEqual((made.found, made.in_chain, made.lost), (100, 95, 5))
        self.assertAlmostEqual(sum(map(made.share, made.players)), 1)
        self.assertAlmostEqual(stale_of(made.found, made.lost).rate, 0.05)

    def test_blocks_belong_to_whom_they_pay(self) -> None:
        chain = [{"miner": address} for address in ("A", "B", "A", "C")]
        self.assertEqual(in_chain_by(chain, {"A": "node 0", "B": "node 1"}),
                         {"node 0": 2, "node 1": 1, "somebody else": 1})


    def test_a_block_that_nobody_found_is_noticed(self) -> None:
        names = {"A": "node 0", "B": "node 1"}
        finds = [Find("node 0", 0, 0, "aa", Verdict.TIP), Find("node 0", 0, 0, "bb", Verdict.BESIDE),
                 Find("node 0", 0, 0, "cc", Verdict.LATE)]
        for miner, block_hash, expected in (("A", "aa", 0), ("A", "bb", 0), ("A", "cc", 1), ("A", "dd", 1),
                                            ("B", "dd", 0), ("C", "aa", 1)):
            with self.subTest(miner=miner, block_hash=block_hash):
                chain = [{"miner": miner, "hash": block_hash}]
                self.assertEqual(unclaimed_in(chain, {"node 0"}, names, finds), expected)


class Expecting(unittest.TestCase):
    def test_the_nodes_own_work_is_not_scaled(self) -> None:
        powers = {"node 0": 0.5, "node 1": 0.5}
        seconds = mean_unaware([(spread.finder, spread.came) for spread in outcome().spreads], powers)
        self.assertAlmostEqual(seconds, 0.0075)  # half of 10 ms and half of 20
        made = expected_of(seconds, by_latency=0.075, scale=20, interval=10, measured_interval=0.5)
        self.assertAlmostEqual(made.rate, 0.0150, places=3)
        self.assertAlmostEqual(made.unscaled, 0.00784, places=5)  # 75 ms, and the 3.75 of 7.5 that are work, of 10 s


class Saying(unittest.TestCase):
    def test_the_last_and_each_are_told_apart(self) -> None:
        told = spreading_of(outcome())
        self.assertEqual(told["has come to each other node of ours"], {"median": 15.0, "p95": 19.5, "worst": 20.0})
        self.assertEqual(told["is answered by the last of ours"]["worst"], 24.0)
        self.assertEqual(told["answered by its own node"]["worst"], 3.0)
        self.assertNotIn("is with each of the reference's kind", told)
        players = [Player(f"node {number}", True, 1 / 3, 1, 1) for number in range(3)]
        delays = {"node 1": 0.01, "node 2": 0.03, "peer 0": 0.07}
        told = spreading_of(outcome(players=players, spreads=[Spread("node 0", delays, delays)]))
        self.assertEqual(told["has come to the last of ours"]["median"], 30)
        self.assertEqual(told["has come to each other node of ours"]["median"], 20)
        self.assertEqual(told["is with each of the reference's kind"]["worst"], 70)

    def test_people_and_programs_hear_the_same(self) -> None:
        settings = read_settings(FLAGS)
        text, told = text_of(settings, outcome()), as_json(settings, outcome())
        self.assertIn("stale: 5 of 100 finds, 5.00 %", text)
        self.assertEqual(told["stale"]["lost"], 5)
        self.assertIn("node 0: 2, the deepest left 3 blocks", text)
        self.assertIn("all end with one tip", text)
        self.assertIn("expected: ", text)

    def test_of_two_that_search_ties_are_expected(self) -> None:
        flags = ["--nodes", "2", "--real", "--min-block-interval", "3"]
        self.assertAlmostEqual(as_json(read_settings(flags), outcome())["expected_of_two"], CHANCE / (1 + CHANCE))
        self.assertIsNone(as_json(read_settings(FLAGS), outcome())["expected_of_two"])

    def test_a_network_that_does_not_agree_is_wrong(self) -> None:
        self.assertNotIn("WRONG", text_of(read_settings(FLAGS), outcome()))
        self.assertIn("WRONG", text_of(read_settings(FLAGS), outcome(have_one_tip=False)))
        self.assertIn("WRONG: 2 blocks", text_of(read_settings(FLAGS), outcome(unclaimed=2)))

    def test_nothing_is_expected_where_others_mine_too(self) -> None:
        self.assertEqual(as_json(read_settings([*FLAGS, "--peers", "1"]), outcome())["expected"], {})


class Settings(unittest.TestCase):
    def test_flags_that_make_no_sense_are_bad_usage(self) -> None:
        for flags in (["--nodes", "1"], ["--nodes", "0", "--peers", "2"], ["--nodes", "2", "--shares", "1"],
                      ["--shares", "1,0,1"], ["--scale", "0"], ["--difficulty", "7"], ["--latency", "-1"]):
            with self.subTest(flags=flags), redirect_stderr(StringIO()), self.assertRaises(SystemExit) as ended:
                read_settings(flags)
            self.assertEqual(ended.exception.code, 2)

    def test_shares_become_parts_of_the_whole(self) -> None:
        self.assertEqual(read_settings(["--nodes", "2", "--shares", "3,1"]).power, [0.75, 0.25])


if __name__ == "__main__":
    unittest.main(verbosity=2)
