# SPDX-License-Identifier: MIT
"""A call on the disk fails: the node never says "accepted" of what is not there after a restart, takes nothing more
from then on or ends with a sentence, and is good again when the disk is.

disk_error_test.py [--cases N] [--seed N]: so many places of each kind; without a seed, it is drawn and printed
"""
import itertools
import random
import signal

from arguments import number_after
from disk_case import DiskTest, Drive
from made_chain import made_chain
from network_case import MINING
from node_process import NodeProcess
from program import FAILED, main
from signer import Signer
from store_case import GONE, Json

CASES = number_after("--cases", 6)
SEED = number_after("--seed", random.randrange(1 << 32))

# One call, or all from there on.
ERRORS = [{"error": "EIO"}, {"error": "ENOSPC", "for_good": 1}, {"error": "SHORT"}, {"error": "EIO", "for_good": 1}]


class DiskError(DiskTest):
    def try_all(self, drive: Drive, *chains: list[Json]) -> None:
        calls = self.calls_of(drive, *chains)
        errors = itertools.islice(itertools.cycle(ERRORS), SEED % len(ERRORS), None)
        endings = itertools.cycle([self.kill, self.kill, self.lose_power_at_the_end])
        outcomes = {"refused to start": 0, "took nothing more": 0, "went on": 0}
        for place in self.spread(calls, CASES):
            fault = {"fail": place, **next(errors)}
            end = next(endings)
            with self.subTest(**fault, of=calls, seed=SEED + place, end=end.__name__):
                node = self.fresh_node(**fault, power_loss="end", seed=SEED + place)
                node.launch()
                acknowledged = drive(node)
                outcomes[self.outcome(node)] += 1
                end(node)
                self.assert_recovers(node, acknowledged, *chains)
        print(f"{calls} calls;", ", ".join(f"{what}: {times}" for what, times in outcomes.items()))
        self.assertGreater(outcomes["took nothing more"], 0)

    def outcome(self, node: NodeProcess) -> str:
        """What has become of a node whose disk has failed, or has failed where it does not matter."""
        state = self.state_of(node)
        if state is None:
            self.assertEqual(node.process.wait(30), FAILED, node.log)
            said = [line for line in node.log.splitlines() if not line.startswith("disk_shim: ")]
            self.assertTrue(said[-1].startswith("chaincore: "), node.log)
            return "refused to start"
        if state != "store_failed":
            return "went on"
        for path, body in (("/submit_block", self.any_block), ("/mine_block", {"miner_address": Signer("a").address})):
            answer = node.post(path, body)
            self.assertEqual(answer.status, 503, answer)
        self.assertFalse(node.status()["mining"])
        return "took nothing more"

    def state_of(self, node: NodeProcess) -> str | None:
        """Once it has started; None: it has ended."""
        def settled() -> str | None:
            if node.has_ended:
                return "ended"
            try:
                status = node.status()
            except GONE:
                return None
            # It ends where it has nothing to begin with.
            has_started = status["state"] != "starting" and status["blockchain_length"] > 0
            return status["state"] if has_started else None

        state = node.wait_for(settled, 60, "it has started, or has ended")
        return None if state == "ended" else state

    def kill(self, node: NodeProcess) -> None:
        if not node.has_ended:
            node.kill()

    def lose_power_at_the_end(self, node: NodeProcess) -> None:
        """What it could not sync is lost."""
        if not node.has_ended:
            node.process.send_signal(signal.SIGTERM)
        node.process.wait(60)
        self.assertIn("the power goes", node.log)

    def setUp(self) -> None:
        super().setUp()
        self.any_block = made_chain(self.directory, 1, payments=0, seed=9)[0]

    def test_a_first_start(self) -> None:
        """And blocks that are handed in."""
        chain = made_chain(self.directory, 25, payments=2)
        self.try_all(self.handing_in(chain), chain)

    def test_a_chain_that_is_fetched(self) -> None:
        self.begin_with(blocks=300)
        source = self.source(1, 3000)
        self.flags = ("--peer", source.url)
        chain = source.chain()
        self.try_all(self.fetching(chain), chain)

    def test_a_long_reorg(self) -> None:
        self.begin_with(blocks=2400)
        source = self.source(2, 2600)
        self.flags = ("--peer", source.url)
        chains = made_chain(self.directory, 2400, payments=1), source.chain()
        self.try_all(self.fetching(chains[1]), *chains)

    def test_a_node_that_mines(self) -> None:
        """What it has announced of its own chain is there."""
        self.begin_with(blocks=10)
        self.idle = MINING
        self.flags = ("--min-block-interval", "0.01", "--mine-to", Signer("miner").address)

        def drive(node: NodeProcess) -> list[Json]:
            self.watch(node, 25)
            return self.chain_of(node)

        self.try_all(drive)

    def chain_of(self, node: NodeProcess) -> list[Json]:
        try:
            return node.chain()
        except GONE:
            return []


if __name__ == "__main__":
    main()
