# SPDX-License-Identifier: MIT
"""The models of docs/scaling.md against what can be said without them: closed forms, and figures that were measured."""
import json
import math
import random
import subprocess
import sys
import unittest
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).resolve().parent.parent.parent / "tools" / "scaling"
sys.path.insert(0, str(TOOLS))

import farm
import traffic
from farm import Layout
from figures import SMALL, FarmFigures, Links, NodeFigures
from propagation import FoundBlock, Network, Outcome, Relay, joining_blocks
from topology import Peers, first_come, full_mesh, random_rings

# A push takes a second and nothing else does.
HOP = Links("hop", 1.0, 0.0, 1e15)
FREE = replace(NodeFigures(), push=0.0)
INSTANT = replace(SMALL, check=0.0)
KEPT = Relay(keeps_connections=True)


def network(peers: Peers, links: Links = HOP, pollers: int = 0, relay: Relay = KEPT,
            figures: NodeFigures = FREE) -> Network:
    return Network(peers, links, INSTANT, figures, relay, random.Random(7), pollers)


def alone(peers: Peers, **others: Any) -> Outcome:
    """Each block has the network for itself."""
    return network(peers, **others).run(1e6, 40)


class Propagation(unittest.TestCase):
    def test_two_nodes_lose_as_many_blocks_as_the_formula_says(self) -> None:
        """While a block is on its way the other node, with half of all tries, finds one in 1 - exp(-d/2T)."""
        finds = 10_000
        for delay in (0.1, 0.02):
            outcome = network(full_mesh(2), Links("pair", delay, 0.0, 1e15)).run(1.0, finds)
            expected = 1 - math.exp(-delay / 2)
            self.assertAlmostEqual(outcome.stale_rate, expected, delta=4 * math.sqrt(expected / finds))

    def test_of_two_blocks_of_a_height_each_node_keeps_its_own(self) -> None:
        class Race(Network):
            def _planned_finds(self, interval: float, finds: int) -> Iterator[tuple[float, int]]:
                yield from ((1.0, 0), (1.5, 1))
        outcome = Race(full_mesh(2), HOP, INSTANT, FREE, KEPT, random.Random(1)).run(1.0, 2)
        self.assertEqual((outcome.stale, outcome.delays, outcome.longest_reorg), (1, [], 0))

    def test_a_mesh_needs_one_round(self) -> None:
        outcome = alone(full_mesh(50))
        self.assertAlmostEqual(outcome.time_to(1.0), 1.0, delta=1e-3)
        self.assertEqual(outcome.stale, 0)

    def test_few_peers_need_as_many_rounds_as_the_logarithm_says(self) -> None:
        """d(d-1)^(k-1) nodes at most are k hops away, and hardly anybody is much farther than that asks for."""
        for nodes, degree in ((100, 4), (1000, 8)):
            rounds = alone(random_rings(nodes, degree, random.Random(3))).time_to(1.0)
            least = math.ceil(math.log(nodes * (degree - 2) / degree + 1) / math.log(degree - 1) - 1e-9)
            self.assertGreaterEqual(round(rounds), least)
            self.assertLessEqual(rounds, least + 3.01)

    def test_each_node_pushes_to_all_but_the_one_that_it_has_it_from(self) -> None:
        peers = random_rings(60, 6, random.Random(1))
        outcome = alone(peers)
        self.assertEqual(outcome.pushes, outcome.found * (sum(map(len, peers)) - (len(peers) - 1)))

    def test_delays_say_the_stale_rate_where_it_is_small(self) -> None:
        peers = random_rings(30, 4, random.Random(1))
        counted = network(peers, Links("quick", 0.01, 0.5, 1e15)).run(1.0, 5_000)
        expected = network(peers, Links("quick", 0.01, 0.5, 1e15)).run(1e6, 200).expected_stale_rate(1.0)
        self.assertAlmostEqual(counted.stale_rate, expected, delta=0.2 * expected)

    def test_a_new_connection_costs_a_round_trip_and_large_blocks_more(self) -> None:
        size = NodeFigures().first_window
        ways = [Network(full_mesh(2), HOP, replace(SMALL, size=windows * size), FREE, relay,
                        random.Random(1)).ways_a_push
                for windows, relay in ((1, KEPT), (1, Relay()), (3, Relay()), (7, Relay()))]
        self.assertEqual(ways, [1, 3, 5, 7])

    def test_nodes_that_find_no_place_ask_within_five_seconds(self) -> None:
        late = 400
        outcome = alone(first_come(65 + late, 64), pollers=late, links=Links("near", 1e-6, 0.0, 1e15))
        self.assertAlmostEqual(outcome.mean_delay, 2.5 * late / (65 + late), delta=0.2)
        self.assertLessEqual(outcome.time_to(1.0), 5.01)

    def test_a_reorg_counts_the_blocks_that_join(self) -> None:
        genesis = FoundBlock(-1, None, 0, 0.0, [])
        left = FoundBlock(0, genesis, 1, 0.0, [])
        right = FoundBlock(1, genesis, 1, 0.0, [])
        longer = FoundBlock(2, right, 2, 0.0, [])
        self.assertEqual([joining_blocks(left, genesis), joining_blocks(longer, right), joining_blocks(longer, left)],
                         [1, 1, 2])


class Topology(unittest.TestCase):
    def test_rings_leave_nobody_out(self) -> None:
        peers = random_rings(200, 6, random.Random(5))
        self.assertTrue(all(4 <= len(those) <= 6 for those in peers))
        self.assertFalse(any(node in those for node, those in enumerate(peers)))
        self.assertTrue(all(node in peers[peer] for node, those in enumerate(peers) for peer in those))
        reached, last = {0}, {0}
        while last:
            last = {peer for node in last for peer in peers[node]} - reached
            reached |= last
        self.assertEqual(len(reached), 200)

    def test_late_nodes_push_to_those_that_do_not_push_to_them(self) -> None:
        peers = first_come(70, 64)
        self.assertTrue(all(len(those) == 64 for those in peers))
        self.assertEqual(max(max(those) for those in peers), 64)


class Farm(unittest.TestCase):
    def test_the_last_worker_waits_for_all_lines_before_its_own(self) -> None:
        figures = FarmFigures()
        late = farm.tip_latencies(1000, figures, Layout())
        self.assertAlmostEqual(late[-1], 1000 * figures.write + figures.job_bytes / figures.card + figures.way)
        slow_card = replace(figures, card=1e6)
        self.assertAlmostEqual(farm.tip_latencies(1000, slow_card, Layout())[-1],
                               figures.write + 1000 * figures.job_bytes / 1e6 + figures.way)

    def test_threads_and_proxies_share_the_lines(self) -> None:
        figures = replace(FarmFigures(), way=0.0, card=1e15)
        one = farm.tip_latencies(1000, figures, Layout())[-1]
        self.assertAlmostEqual(farm.tip_latencies(1000, figures, Layout(threads=4))[-1], one / 4)
        self.assertAlmostEqual(farm.tip_latencies(1000, figures, Layout(proxies=10))[-1], one * (10 + 100) / 1000)

    def test_difficulties_settle_at_a_share_every_ten_seconds(self) -> None:
        chance = random.Random(2)
        right = farm.warm_up(500, FarmFigures(), 1e6, 1e7, chance)
        low = farm.warm_up(500, FarmFigures(), 1e6, 1e5, chance)
        self.assertLess(right.most_shares, 100)  # 50 on average
        self.assertEqual(right.until_paced, 0)
        self.assertGreater(low.most_shares, 3000)  # 5,000 a second, until they are looked at
        self.assertLess(0, low.until_paced)
        self.assertLess(low.until_paced, 120)

    def test_no_share_is_harder_than_a_block(self) -> None:
        figures = FarmFigures()
        self.assertEqual([farm.shares_of_one(32 * 16**5, zeros, figures) for zeros in (5, 6, 8)], [32.0, 2.0, 0.1])
        self.assertEqual(farm.most_workers(1e3 * 16**5, 5, replace(figures, share=1e-4, write=0.0), 10), 10)

    def test_what_waits_for_a_thread_is_what_queues_say(self) -> None:
        """M/D/1 at half load waits half a service, and none has an end at full load."""
        figures = replace(FarmFigures(), share=1.0, write=0.0)
        self.assertAlmostEqual(farm.steady_load(5, figures, Layout(), 10).answer_mean, 1.5)
        self.assertEqual(farm.steady_load(10, figures, Layout(), 10).answer_mean, math.inf)

    def test_who_comes_back_to_a_quick_node_is_served_one_after_the_other(self) -> None:
        figures = replace(FarmFigures(), session=1e-3)
        back = farm.return_of_all(500, figures, 0.1, 0.25, random.Random(1))
        self.assertAlmostEqual(back.all, figures.first_pause - 0.1 + 500 * 1e-3)
        self.assertEqual((back.most_a_second, back.turned_away), (500, 0))

    def test_pauses_that_vary_bring_back_those_that_no_queue_would_hold(self) -> None:
        figures = replace(FarmFigures(), backlog=100)
        at_once = farm.return_of_all(2000, figures, 2.0, 0.0, random.Random(1))
        spread = farm.return_of_all(2000, figures, 2.0, 0.25, random.Random(1))
        self.assertGreater(at_once.turned_away, 2000)
        self.assertEqual(spread.turned_away, 0)
        self.assertLess(spread.all, at_once.all)


class Traffic(unittest.TestCase):
    def test_calls_are_those_that_were_measured(self) -> None:
        """60 peers cost 6 to 14 ms of a core a second where they name nobody, 20 where each knows 1,000."""
        figures = NodeFigures()
        asked = traffic.polling(61, 60, replace(figures, answer=0.0, peers_each=1, peers_read=0.0, peers_answer=0.0,
                                                searched_ports=0))
        self.assertAlmostEqual(asked.calls, (63 / 2) / 5 + 60 / 10 + 60 / 10)
        self.assertTrue(6e-3 < asked.processor < 14e-3, asked.processor)
        known = traffic.polling(1001, 60, replace(figures, answer=0.0, peers_answer=0.0, searched_ports=0))
        self.assertTrue(16e-3 < known.processor < 27e-3, known.processor)

    def test_each_copy_of_a_block_costs_what_it_is(self) -> None:
        figures = replace(NodeFigures(), push=1e-3, wire_of_a_call=100)
        block = replace(SMALL, size=1000, check=1.0, duplicate=0.1, compact=100)
        self.assertEqual(traffic.block_cost(block, 8, figures), traffic.BlockCost(8800, 1.0 + 7 * 0.1 + 8 * 1e-3))
        self.assertAlmostEqual(traffic.block_cost(block, 8, figures, is_compact=True).processor, 1.0 + 0.07 + 8e-3)

    def test_a_mesh_costs_the_square(self) -> None:
        small, large = (nodes * traffic.polling(nodes, nodes, replace(NodeFigures(), searched_ports=0)).calls
                        for nodes in (100, 1000))
        self.assertAlmostEqual(large / small, 100, delta=2)


class Program(unittest.TestCase):
    def test_a_seed_always_gives_the_same(self) -> None:
        def rows(seed: int) -> Any:
            command = [sys.executable, str(TOOLS / "simulate"), "returns", "--json", "--seed", str(seed)]
            return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["returns"]
        self.assertEqual(rows(1), rows(1))
        self.assertNotEqual(rows(1), rows(2))

    def test_an_unknown_scenario_is_named(self) -> None:
        done = subprocess.run([sys.executable, str(TOOLS / "simulate"), "tip"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("there is no scenario tip; there are tips,", done.stderr)


if __name__ == "__main__":
    unittest.main()
