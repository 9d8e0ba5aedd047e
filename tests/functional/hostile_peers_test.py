# SPDX-License-Identifier: MIT
"""Peers that lie about their chains, or stall: many of them, and one honest one."""
import gzip
import re
import time
from datetime import datetime

import support_path
from era_a_peer import EraAPeer
from grown_chain import grow, with_inflated_coinbase, with_wrong_hash
from network_case import IDLE, NetworkTest
from node_memory import MIB, resident_bytes
from peer_switches import Reply
from program import DONE, main
from sanitizers import is_instrumented, keeps_what_is_freed

# Longer than what is valid of any other.
HONEST_LENGTH = 100
CLAIMED_LENGTH = 5000
MOST_MORE = 64 * MIB
LONGEST = 120 if is_instrumented() else 30

JSON_TYPE = {"Content-Type": "application/json"}
# A list that begins well and never comes to a block.
ENDLESS = b'{"chain": [' + b" " * (64 * MIB)


class Hostile(NetworkTest):
    def hostile_peers(self) -> list[EraAPeer]:
        """Three of each kind; every one of them claims more than the honest one has."""
        short = grow([], 3, to="liar")
        peers = []
        for number in range(3):
            claims_and_has_not = self.peer(short)
            never_ends = self.peer(short)
            never_ends.switches.reply("/blockchain", Reply(200, ENDLESS, JSON_TYPE))
            packed = self.peer(short)
            packed.switches.reply("/blockchain", Reply(200, gzip.compress(ENDLESS, 1),
                                                       {**JSON_TYPE, "Content-Encoding": "gzip"}))
            bad_at_the_end = self.peer(with_wrong_hash(grow([], 80, to=f"forger {number}")))
            breaks_one_rule = self.peer(grow(with_inflated_coinbase(grow([], 40, to=f"rich {number}")), 40))
            redirects = self.peer(short)
            redirects.switches.reply("/blockchain", Reply(302, b"", {"Location": short[0]["hash"]}))
            drips = self.peer(grow([], 80, to=f"slow {number}"))
            drips.switches.drip(1, "/blockchain")
            dies = self.peer(short)
            dies.switches.reply("/blockchain", Reply(200, b'{"chain": [', {**JSON_TYPE, "Content-Length": "1000000"}))
            peers += [claims_and_has_not, never_ends, packed, bad_at_the_end, breaks_one_rule, redirects, drips, dies]
        for peer in peers:
            peer.switches.claim_length(CLAIMED_LENGTH)
        return peers

    def test_twenty_four_of_them_keep_nobody_from_the_honest_chain(self) -> None:
        """Row 13 of docs/mission.md: its tip within 30 s, at most 64 MiB more."""
        hostile = self.hostile_peers()
        self.assertEqual(len(hostile), 24)
        honest = self.peer(grow([], HONEST_LENGTH))
        alone = self.networked(*IDLE, name="alone").start()
        rest = resident_bytes(alone)
        alone.stop()
        began = time.monotonic()
        node = self.networked(*IDLE, ports=[peer.port for peer in (*hostile, honest)]).start()
        self.wait_for_tip(node, honest.chain.tip_hash, LONGEST)
        took = time.monotonic() - began
        peak = resident_bytes(node, "VmHWM")
        print(f"the honest tip after {took:.1f} s, {(peak - rest) / MIB:.1f} MiB more than at rest")
        self.assertLess(took, LONGEST)
        if keeps_what_is_freed():
            print("its memory is not compared: the program keeps what is freed")
        else:
            self.assertLess(peak - rest, MOST_MORE)
        # They have all had their turn: it stays what it is, and new blocks come through.
        honest.chain.add_block(grow(honest.chain.blocks, 1)[-1])
        self.hand_in(node, honest.chain.blocks[-1:], {"X-Local-Mining": "false", "X-Peer-Origin": honest.url})
        self.assertEqual(node.status()["tip_hash"], honest.chain.tip_hash)
        self.assertEqual(node.status()["blockchain_length"], HONEST_LENGTH + 1)


# Of a busy machine, in seconds; one of the stalling ones alone, if it were waited for, would cost as much.
NOISE = 1
# With a sanitizer a machine may well be busier than it was a moment ago; a node that waits does so each time.
TURNS = 3 if is_instrumented() else 1


class Stalling(NetworkTest):
    def time_to_the_tip(self, name: str, good: EraAPeer, others: list[EraAPeer]) -> float:
        """From listening to having its chain; the node calls itself ready when it has given up on the others, too."""
        node = self.networked(*IDLE, ports=[peer.port for peer in (*others, good)], name=name).start()
        self.wait_for_tip(node, good.chain.tip_hash, LONGEST)
        self.assertEqual(node.stop(), DONE)
        times = {what: datetime.fromisoformat(re.search(rf"^(\S+ \S+) info +.*{what}", node.log, re.MULTILINE)[1])
                 for what in ("listening on", "1000 blocks fetched from")}
        return (times["1000 blocks fetched from"] - times["listening on"]).total_seconds()

    def test_five_at_a_byte_a_second_cost_no_more_than_the_good_one(self) -> None:
        """Each has a longer chain than the good one, so that they may all have their turn before."""
        chain = grow([], 1000)
        good = self.peer(chain)
        stalling = [self.peer(grow(chain[:900], 200, to=f"slow {number}")) for number in range(5)]
        for peer in stalling:
            peer.switches.drip(1, "/blockchain")
        alone = self.time_to_the_tip("alone", good, [])
        print(f"alone {alone:.1f} s")
        for turn in range(TURNS):
            beside = self.time_to_the_tip(f"beside{turn}", good, stalling)
            print(f"beside five that stall {beside:.1f} s")
            if beside < 2 * alone + NOISE:
                return
        self.fail("it took too long each time")


if __name__ == "__main__":
    main()
