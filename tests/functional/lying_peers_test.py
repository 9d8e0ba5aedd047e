# SPDX-License-Identifier: MIT
"""Peers that speak as our own nodes do and lie, or have bad luck with their chains, beside an honest one."""
import itertools
import json
import time
import urllib.request

import support_path
from chaincore_peer import ChaincorePeer, Pages, honest_page
from era_a_chain import Json
from grown_chain import grow, with_inflated_coinbase, with_wrong_hash
from network_case import IDLE, SOON, NetworkTest, at_once
from node_process import NodeProcess
from ports import free_ports
from program import DONE, main, run

# After a failed fetch at least, in seconds.
PAUSE = 10
# Requests of one fetch are no farther apart, however busy the machine is.
ONE_FETCH = 3
# Longer than the time between two rounds.
WATCHED = 7

# Of both kinds of pages: what callers read.
PAGE_KEYS = ("status", "blocks", "actual_count", "headers", "count")


class LyingTest(NetworkTest):
    def speaking(self, chain: list[Json], pages: Pages = honest_page, port: int = 0) -> ChaincorePeer:
        peer = ChaincorePeer(chain, pages, port=port)
        self.addCleanup(peer.die)
        return peer

    def among(self, *peers: ChaincorePeer) -> NodeProcess:
        """A node that finds them all at its start."""
        return self.networked(*IDLE, ports=[peer.port for peer in peers]).start()

    def assert_left_alone(self, *liars: ChaincorePeer) -> None:
        """They are all asked, found out, and not asked again before the shortest pause is over."""
        deadline = time.monotonic() + SOON
        while not all(liar.requests_for_blocks() for liar in liars):
            self.assertLess(time.monotonic(), deadline, "all of them are asked")
            time.sleep(0.1)
        time.sleep(WATCHED)
        for liar in liars:
            times = liar.times_of_requests_for_blocks()
            pauses = [later - before for before, later in zip(times, times[1:]) if later - before > ONE_FETCH]
            self.assertTrue(all(pause > PAUSE - 1 for pause in pauses), f"{liar.url} was asked again after {pauses} s")


class Simulation(LyingTest):
    def test_it_pages_its_chain_as_a_node_of_ours_does(self) -> None:
        node = self.networked(*IDLE).start()
        self.hand_in(node, grow(node.chain(), 130)[1:])
        peer = self.speaking(node.chain())
        for path in ("/blocks/range?start=10&end=12", "/blocks/range?start=5", "/blocks/range?start=129&end=500",
                     "/blocks/range?start=1000&end=1001", "/blockchain/headers?start=7&count=3",
                     "/blockchain/headers?start=100&count=500", "/blockchain/headers?start=200&count=1"):
            with self.subTest(path=path):
                said, meant = node.get(path).json, get_json(peer, path)
                self.assertEqual([said[key] for key in PAGE_KEYS if key in said],
                                 [meant[key] for key in PAGE_KEYS if key in meant])
        said, meant = node.status(), get_json(peer, "/status")
        own = ("node_id", "instance_id", "software")
        self.assertEqual({key: said[key] for key in meant if key not in own},
                         {key: value for key, value in meant.items() if key not in own})


class Claims(LyingTest):
    def test_work_that_nobody_has_done_moves_nothing(self) -> None:
        honest = self.speaking(grow([], 40))
        liars = [self.speaking(grow([], length, to=f"liar {length}")) for length in (3, 39)]
        for liar in liars:
            liar.say(chain_work="f" * 32)
        node = self.among(honest, *liars)
        self.wait_for_tip(node, honest.chain.tip_hash)
        self.assert_left_alone(*liars)
        self.assertEqual(node.status()["tip_hash"], honest.chain.tip_hash)

    def test_lengths_and_works_that_are_none_harm_nobody(self) -> None:
        lengths = (2**63 - 1, 2**63, 2**64 - 1, 2**64, 10**30, -1, 1e300, "many", None, True, [5])
        works = ("", "f" * 31, "F" * 32, "g" * 32, "f" * 33, 5, None, {})
        honest = self.speaking(grow([], 40))
        liars = [self.speaking(grow([], 3, to=f"liar {number}")) for number in range(len(lengths) + len(works))]
        for liar, length in zip(liars, lengths):
            liar.say(blockchain_length=length, chain_work="f" * 32)
        for liar, work in zip(liars[len(lengths):], works):
            liar.say(chain_work=work)
        node = self.among(honest, *liars)
        self.wait_for_tip(node, honest.chain.tip_hash)
        self.assert_left_alone(*liars[:3])  # the others do not claim what could be meant
        self.assertEqual(node.status()["tip_hash"], honest.chain.tip_hash)
        self.assertIn(honest.url, self.active(node))


class Ranges(LyingTest):
    def test_the_same_blocks_again_and_again_are_not_taken_for_progress(self) -> None:
        def first_ones(chain: list[Json], _start: int, _end: int) -> list[Json]:
            return chain[:500]

        def the_one_before(chain: list[Json], start: int, end: int) -> list[Json]:
            return chain[max(0, start - 1):end]

        def all_the_rest(chain: list[Json], start: int, _end: int) -> list[Json]:
            return chain[start:]

        def nothing(_chain: list[Json], _start: int, _end: int) -> list[Json]:
            return []

        honest = self.speaking(grow([], 700))
        liars = [self.speaking(grow([], 600, to=pages.__name__), pages)
                 for pages in (first_ones, the_one_before, all_the_rest, nothing)]
        for liar in liars:
            liar.say(blockchain_length=1_000_000, chain_work=f"{1_000_000:032x}")
        node = self.among(honest, *liars)
        self.wait_for_tip(node, honest.chain.tip_hash)
        self.assert_left_alone(*liars)
        self.assertEqual(node.status()["tip_hash"], honest.chain.tip_hash)

    def test_a_block_at_a_time_is_slow_and_arrives(self) -> None:
        def single(chain: list[Json], start: int, _end: int) -> list[Json]:
            return chain[start:start + 1]

        peer = self.speaking(grow([], 100), single)
        node = self.among(peer)
        self.wait_for_tip(node, peer.chain.tip_hash)

    def test_who_goes_away_while_he_is_fetched_from_is_fetched_from_again(self) -> None:
        peer = self.speaking(grow([], 1800))

        def leaving(chain: list[Json], start: int, end: int) -> list[Json]:
            if start >= 1000:
                raise ConnectionAbortedError
            return chain[start:end + 1]

        peer.pages = leaving
        node = self.networked(*IDLE, ports=[peer.port])

        def let_it_return() -> None:
            node.wait_for(lambda: peer.requests_for_blocks() > 2, SOON, "a fetch")
            peer.die()
            peer.pages = honest_page
            peer.come_back()

        at_once(node.start, let_it_return)
        self.wait_for_tip(node, peer.chain.tip_hash, 2 * SOON)

    def test_a_chain_that_changes_while_it_is_fetched_is_fetched_again(self) -> None:
        """An honest peer changes to another branch between two answers, now and then."""
        old = grow([], 1200)
        peer = self.speaking(old)

        def reorganizing(chain: list[Json], start: int, end: int) -> list[Json]:
            if start >= 500 and chain == old:
                peer.chain.replace(grow(old[:300], 950, to="another"))
            return peer.chain.blocks[start:end + 1]

        peer.pages = reorganizing
        node = self.among(peer)
        node.wait_for(lambda: peer.chain.length == 1250, SOON, "another branch")
        self.wait_for_tip(node, peer.chain.tip_hash, 2 * SOON)

    def test_what_is_valid_of_a_better_chain_counts_and_the_rest_does_not(self) -> None:
        """Its last block is bad: by its coinbase, which no header shows, and by its hash, which does."""
        for number, (rule, broken) in enumerate((("coinbase_value", with_inflated_coinbase),
                                                 ("block_hash", with_wrong_hash))):
            with self.subTest(rule=rule):
                [port] = free_ports(1)
                honest = self.speaking(grow([], 30, to=f"honest {number}"))
                node = self.networked(*IDLE, ports=[honest.port, port], name=rule).start()
                self.wait_for_tip(node, honest.chain.tip_hash)
                valid = grow([], 40, to=f"liar {number}")
                liar = self.speaking(broken(valid), port=port)
                refused = node.wait_for(lambda: node.status().get("refused_chain"), SOON, "the refused chain")
                self.assertEqual(refused, {"peer": liar.url, "length": 41, "rule": rule, "height": 40})
                self.assertEqual(node.status()["tip_hash"], valid[-1]["hash"])
                honest.chain.replace(grow(honest.chain.blocks, 11))
                self.wait_for_tip(node, honest.chain.tip_hash)


class Branches(LyingTest):
    def test_the_longer_of_two_branches_is_followed_as_often_as_they_overtake(self) -> None:
        base = grow([], 20)
        first, second = peers = [self.speaking(grow(base, length, to=f"branch {length}")) for length in (5, 6)]
        node = self.among(first, second)
        self.wait_for_tip(node, second.chain.tip_hash)
        for number in range(4):
            overtaking = peers[number % 2]
            overtaking.chain.replace(grow(overtaking.chain.blocks, 2, to=f"branch {number % 2}"))
            self.wait_for_tip(node, overtaking.chain.tip_hash)
        self.assertEqual(node.stop(), DONE)
        checked = run("chain", "check", "--data-dir", node.data_dir)
        self.assertEqual(checked.code, DONE, checked)

    def test_who_has_another_valid_branch_each_time_is_seldom_asked(self) -> None:
        """Each is shorter than ours and costs nobody much at this difficulty: headers show that, and no block is taken."""
        base = grow([], 2)
        numbers = itertools.count()

        def another_branch(_chain: list[Json], start: int, end: int) -> list[Json]:
            return grow(base, 80, to=f"branch {next(numbers)}")[start:end + 1]

        honest = self.speaking(grow(base, 120))
        liar = self.speaking(grow(base, 80), another_branch)
        liar.say(blockchain_length=100_000, chain_work=f"{100_000:032x}")
        node = self.among(honest)
        self.wait_for_tip(node, honest.chain.tip_hash)
        self.when_taken(node, "/add_peer", {"peer_url": liar.url})  # not before: to no chain any is worth more
        self.assert_left_alone(liar)
        self.assertEqual(liar.requests.to("/blocks/range"), [])
        self.assertEqual(node.status()["tip_hash"], honest.chain.tip_hash)


def get_json(peer: ChaincorePeer, path: str) -> Json:
    with urllib.request.urlopen(peer.url + path, timeout=SOON) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
