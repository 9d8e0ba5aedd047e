# SPDX-License-Identifier: MIT
"""The arena's statistics, against values from elsewhere and against the simplest of networks."""
import math
import random
import unittest

import arena_path
from figures import (chance_of_a_tie, expected_stale_rate, interval_95, lost_by_ties, quantile, seconds_by_latency,
                     unaware)
from lottery import draws

EQUAL = {f"node {number}": 0.1 for number in range(10)}


class Interval(unittest.TestCase):
    def test_it_is_wilsons(self) -> None:
        # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for count, trials, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
                                         (1, 29, 0.0061, 0.1718)):
            with self.subTest(count=count, trials=trials):
                for found, expected in zip(interval_95(count, trials), (low, high)):
                    self.assertAlmostEqual(found, expected, places=4)

    def test_of_nothing_nothing_is_known(self) -> None:
        self.assertEqual(interval_95(0, 0), (0.0, 1.0))

    def test_all_of_them_end_at_one(self) -> None:
        low, high = interval_95(20, 20)
        self.assertAlmostEqual(low, 1 - interval_95(0, 20)[1])
        self.assertEqual(high, 1.0)


class Quantile(unittest.TestCase):
    def test_it_lies_between_neighbours(self) -> None:
        self.assertEqual(quantile([3, 1, 2], 0.5), 2)
        self.assertEqual(quantile([4, 1, 2, 3], 0.5), 2.5)
        self.assertEqual(quantile([0, 10], 0.95), 9.5)
        self.assertEqual([quantile([5, 1, 3], part) for part in (0, 1)], [1, 5])

    def test_of_nothing_there_is_none(self) -> None:
        self.assertTrue(math.isnan(quantile([], 0.5)))


class Unaware(unittest.TestCase):
    def test_each_counts_by_its_power_and_the_finder_not_at_all(self) -> None:
        shares = {"a": 0.5, "b": 0.3, "c": 0.2}
        self.assertAlmostEqual(unaware("a", {"b": 1.0, "c": 2.0}, shares), 0.3 + 0.4)
        self.assertAlmostEqual(unaware("c", {"a": 1.0, "b": 1.0, "c": 99.0}, shares), 0.8)

    def test_by_latency_it_is_three_ways(self) -> None:
        self.assertAlmostEqual(seconds_by_latency(EQUAL, 0.05), 0.075 * 0.9)
        self.assertAlmostEqual(seconds_by_latency(EQUAL, 0.05, is_kept=True), 0.025 * 0.9)
        self.assertEqual(seconds_by_latency({"alone": 1.0}, 0.05), 0)


class Expected(unittest.TestCase):
    def test_nothing_is_lost_where_all_know_at_once(self) -> None:
        self.assertEqual(expected_stale_rate(0, 10), 0)

    def test_it_is_what_a_race_of_two_comes_to(self) -> None:
        """Finds are drawn; one that comes within the delay after one of the chain by somebody else is lost."""
        delay, interval = 0.5, 10.0
        taken, lost, last, last_by = 0, 0, -math.inf, -1
        for moment, who in draws(interval, [0.1] * 10, seed=7):
            if moment > 400_000:
                break
            if moment - last < delay and who != last_by:
                lost += 1
            else:
                taken, last, last_by = taken + 1, moment, who
        low, high = interval_95(lost, taken + lost)
        self.assertLess(high - low, 0.01)
        expected = expected_stale_rate(unaware("node 0", dict.fromkeys(EQUAL, delay), EQUAL), interval)
        self.assertTrue(low < expected < high)


class Tie(unittest.TestCase):
    def test_it_is_what_two_random_waits_come_to(self) -> None:
        chance, trials = random.Random(3), 20_000
        near = sum(abs(chance.random() - chance.random()) * 0.1 < 0.01 for _ in range(trials))
        low, high = interval_95(near, trials)
        self.assertTrue(low < chance_of_a_tie(0.01, 0.1) < high)

    def test_without_a_spread_it_is_certain(self) -> None:
        self.assertEqual([chance_of_a_tie(0.01, 0), chance_of_a_tie(0.2, 0.1)], [1, 1])

    def test_of_the_finds_of_a_tie_one_is_lost(self) -> None:
        self.assertEqual([lost_by_ties(chance) for chance in (0, 0.25, 1)], [0, 0.2, 0.5])


class Draws(unittest.TestCase):
    def test_the_same_seed_draws_the_same(self) -> None:
        first, again, other = (next(draws(10, [1, 1], seed)) for seed in (1, 1, 2))
        self.assertEqual(first, again)
        self.assertNotEqual(first[0], other[0])

    def test_power_and_interval_come_out(self) -> None:
        drawn = [draw for draw, _ in zip(draws(10, [3, 1], 5), range(20_000))]
        self.assertAlmostEqual(drawn[-1][0] / len(drawn), 10, delta=0.3)
        low, high = interval_95(sum(who == 0 for _, who in drawn), len(drawn))
        self.assertTrue(low < 0.75 < high)


if __name__ == "__main__":
    unittest.main(verbosity=2)
