# SPDX-License-Identifier: MIT
"""The power goes, and takes what was not synced: the node starts, with everything that it had acknowledged.

power_loss_test.py [--cases N] [--seed N]: so many places of each kind; without a seed, it is drawn and printed
"""
import random
import signal

from arguments import number_after
from disk_case import DiskTest, Drive
from made_chain import made_chain
from node_process import NodeProcess
from program import DONE, main
from store_case import Json

CASES = number_after("--cases", 7)
SEED = number_after("--seed", random.randrange(1 << 32))


class PowerLoss(DiskTest):
    def try_all(self, drive: Drive, *chains: list[Json]) -> None:
        """At places spread over all writes, syncs and new names of a run that nothing happens to."""
        calls = self.calls_of(drive, *chains)
        losses = 0
        places = self.spread(calls, CASES)
        for place in places:
            with self.subTest(call=place, of=calls, seed=SEED + place):
                node = self.fresh_node(power_loss=place, seed=SEED + place)
                node.launch()
                acknowledged = drive(node)
                losses += self.has_lost_power(node)
                self.assert_recovers(node, acknowledged, *chains)
        print(f"{calls} calls; the power went {losses} times")
        self.assertGreater(losses, len(places) // 2)

    def has_lost_power(self, node: NodeProcess) -> bool:
        """Before it had stopped: where many things happen at once, not every run has as many syncs."""
        if not node.has_ended:
            node.process.terminate()
        code = node.process.wait(60)
        self.assertIn(code, (DONE, -signal.SIGKILL), node.log)
        return code == -signal.SIGKILL

    def test_a_first_start(self) -> None:
        """And blocks that are handed in."""
        chain = made_chain(self.directory, 25, payments=2)
        self.try_all(self.handing_in(chain), chain)

    def test_a_chain_that_is_fetched(self) -> None:
        source = self.source(1, 3000)
        self.flags = ("--peer", source.url)
        chain = source.chain()
        self.try_all(self.fetching(chain), chain)

    def test_a_long_reorg(self) -> None:
        source = self.source(2, 2600)
        self.flags = ("--peer", source.url)
        self.begin_with(blocks=2400)
        chains = made_chain(self.directory, 2400, payments=1), source.chain()
        self.try_all(self.fetching(chains[1]), *chains)


if __name__ == "__main__":
    main()
