# SPDX-License-Identifier: MIT
"""Floods of all that strangers may send and ask for, at once, at a node that may have 256 MiB.

memory_limit_test.py [--seconds N] [--blocks N]
"""
import itertools
import json
import time

from arguments import number_after
from chain_maker import mine_block
from flood_material import (MIB, MOST_OUTPUTS, BlockPress, dense_garbage, long_garbage, many_payments, names,
                            wide_payment)
from floods import Flood, posting, reading, repeating, withholding
from made_chain import import_made_chain
from memory_group import MemoryGroup, NoMemoryGroup
from node_memory import resident_bytes
from node_process import ANSWER_SECONDS, NodeProcess, NodeTest
from payment import make_payment
from ports import free_ports
from program import DONE, main, run
from sanitizers import is_instrumented
from signer import Signer

SECONDS = number_after("--seconds", 20)
PATIENCE = 60
BLOCKS = number_after("--blocks", 3000)  # of the chain that is read
PAYMENTS_IN_A_BLOCK = 3
LIMIT = 256 * MIB

WIDE = 48  # more than the pool holds
SPLIT = 12  # coins that become a thousand each: more than the pool holds, too
OLD_ENOUGH = 20
REWARD = 50.0
SLOW = 200 * 1024  # bytes a second
GARBAGE = 8 * MIB - 1024
LONGEST_STATUS = ANSWER_SECONDS if is_instrumented() else 20


class LimitedNode(NodeProcess):
    """Within a control group, where there is one."""

    group: MemoryGroup | None = None

    @property
    def command(self) -> list[str]:
        return self.group.command_within(super().command) if self.group else super().command


class MemoryLimit(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        [closed_port] = free_ports(1)
        self.limited = LimitedNode(self.directory / "node", "--backend", "none", "--discover-ports", str(closed_port))
        import_made_chain(self.limited.data_dir, BLOCKS, PAYMENTS_IN_A_BLOCK)
        self.limited.group = self.make_group()
        self.addCleanup(self.limited.close)
        self.limited.start()
        self.owner = Signer("flood")
        self.chain_end = self.grow()

    def make_group(self) -> MemoryGroup | None:
        if is_instrumented():
            print("memory is not limited: a sanitizer takes many times as much; the floods are the same")
            return None
        try:
            group = MemoryGroup(LIMIT)
        except NoMemoryGroup as reason:
            print(f"{reason}; instead the most that was resident (VmHWM) is compared with the limit")
            return None
        self.addCleanup(group.close)
        return group

    def hand_in(self, block: dict) -> None:
        answer = self.limited.post("/submit_block", block)
        self.assertEqual((answer.status, answer.json.get("on_best_chain", True)), (200, True), answer)

    def grow(self) -> list[dict]:
        """Blocks that pay the owner, on top of the chain that was imported."""
        status = self.limited.status()
        previous_hash, height = status["tip_hash"], status["blockchain_length"]
        blocks = []
        for number in range(WIDE + SPLIT + OLD_ENOUGH):
            block = mine_block(height + number, previous_hash, time.time(), recipient_address=self.owner.address)
            self.hand_in(block)
            previous_hash = block["hash"]
            blocks.append(block)
        return blocks

    def coins(self) -> list[str]:
        return [block["transactions"][0]["tx_id"] + ":0" for block in self.chain_end]

    def split(self, coins: list[str]) -> list[str]:
        """Each into a thousand, in a block of its own."""
        small = []
        for coin in coins:
            amount = REWARD * 0.99 / MOST_OUTPUTS
            transaction = make_payment(self.owner, coin, [[amount, self.owner.address]], out_repeat=MOST_OUTPUTS)
            tip = self.limited.status()
            block = json.loads(BlockPress([transaction]).press(tip["blockchain_length"], tip["tip_hash"], time.time()))
            self.hand_in(block)
            small += [f"{transaction['tx_id']}:{index}" for index in range(MOST_OUTPUTS)]
        return small

    def floods(self) -> list[Flood]:
        port, now = self.limited.port, time.time()
        coins = self.coins()
        wide = [wide_payment(self.owner, coin, REWARD, 0.1 * (1 + number))
                for number, coin in enumerate(coins[:WIDE])]
        spoiled = {**wide[0], "inputs": [{**wide[0]["inputs"][0], "signature": wide[1]["inputs"][0]["signature"]}]}
        small = self.split(coins[WIDE:WIDE + SPLIT])
        parents = self.chain_end[-OLD_ENOUGH:]
        wide_bodies = [json.dumps(transaction).encode() for transaction in wide]
        pays = itertools.chain(many_payments(self.owner, small, REWARD * 0.95 / MOST_OUTPUTS),
                               repeating(wide_bodies[-1]))
        reads = itertools.cycle(("/transaction_pool", "/orphaned_blocks", "/blockchain/headers", "/peers",
                                 f"/blocks/range?start={BLOCKS // 3}&end={BLOCKS}", f"/utxos/{self.owner.address}",
                                 f"/transactions/{self.owner.address}"))
        return [
            Flood("payments of a mebibyte", 2, posting(port, "/receive_transaction", repeating(*wide_bodies))),
            Flood("small payments", 2, posting(port, "/add_transaction", pays)),
            Flood("spoiled payments", 1, posting(port, "/receive_transaction",
                                                 repeating(json.dumps(spoiled).encode(), dense_garbage(2 * MIB)))),
            Flood("small orphans", 1, posting(port, "/submit_block", BlockPress([]).orphans(now))),
            Flood("large orphans", 1, posting(port, "/submit_block", BlockPress(wide[:3]).orphans(now))),
            Flood("small side blocks", 2, posting(port, "/submit_block", BlockPress([]).siblings(parents))),
            Flood("large side blocks", 1, posting(port, "/submit_block", BlockPress(wide[:1]).siblings(parents))),
            Flood("names of peers", 2, posting(port, "/sharepeers", names(50))),
            Flood("broadcasts", 1, posting(port, "/receive_broadcast", repeating(dense_garbage(256 * 1024)))),
            Flood("dense garbage", 4, posting(port, "/submit_block", repeating(dense_garbage(GARBAGE)))),
            Flood("bodies without an end", 2, withholding(port, "/submit_block", long_garbage(GARBAGE))),
            Flood("quick readers of the chain", 2, reading(port, itertools.repeat("/chain"), None)),
            Flood("slow readers of the chain", 100, reading(port, itertools.repeat("/chain"), SLOW)),
            Flood("quick readers of all else", 2, reading(port, reads, None)),
            Flood("slow readers of all else", 100, reading(port, reads, SLOW)),
        ]

    def watch(self, floods: list[Flood]) -> float:
        """Until the time is over, and a while longer where a flood has not got through by then: there is room for one
        large body at a time, and who gets it is chance. How long an answer to /status took at most."""
        quick = [flood for flood in floods if not flood.name.startswith("slow")]  # those have an outcome when they end
        longest, ends = 0.0, time.monotonic() + SECONDS
        while time.monotonic() < ends or (time.monotonic() < ends + PATIENCE
                                          and not all(flood.got_through() for flood in quick)):
            self.assertIsNone(self.limited.process.poll(), f"the node has ended\n{self.limited.log[-4000:]}")
            began = time.monotonic()
            self.assertEqual(self.limited.get("/status").status, 200)
            longest = max(longest, time.monotonic() - began)
            time.sleep(0.1)
        return longest

    def test_floods_do_not_exhaust_it(self) -> None:
        floods = self.floods()
        for flood in floods:
            flood.start()
        try:
            longest = self.watch(floods)
        finally:
            for flood in floods:
                flood.stop()
            for flood in floods:
                flood.join()
            print(*floods, sep="\n")
            if self.limited.group:
                self.assertEqual(self.limited.group.kills(), 0, "the kernel has killed the node for want of memory")
        peak = resident_bytes(self.limited, "VmHWM")
        waiting = self.limited.status()["pending_transactions"]
        print(f"{peak / MIB:.0f} MiB resident at most, its code included; /status within {longest:.2f} s; "
              f"{waiting} transactions wait")
        if not is_instrumented():
            self.assertEqual([flood.name for flood in floods if not flood.got_through()], [], "all reach the node")
            self.assertGreater(waiting, WIDE // 2, "the pool fills")
        self.assertLess(longest, LONGEST_STATUS)
        if not self.limited.group and not is_instrumented():
            self.assertLess(peak, LIMIT)
        tip = self.limited.status()
        self.hand_in(mine_block(tip["blockchain_length"], tip["tip_hash"], time.time()))
        self.assertEqual(self.limited.stop(), DONE)
        checked = run("chain", "check", "--data-dir", self.limited.data_dir)
        self.assertEqual(checked.code, DONE, checked)


if __name__ == "__main__":
    main()
