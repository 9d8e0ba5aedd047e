# SPDX-License-Identifier: MIT
"""Peers that send what no honest node does are left alone for a while; those that were only deceived are not."""
import time
from typing import Any

import support_path
from era_a_peer import EraAPeer
from grown_chain import grow, with_inflated_coinbase, with_wrong_hash
from network_case import IDLE, SOON, NetworkTest, searching
from node_process import NodeProcess
from peer_switches import Reply
from program import DONE, main

DAY = 24 * 3600
HOUR = 3600
JSON_TYPE = {"Content-Type": "application/json"}
# A list that begins well and never comes to a block.
ENDLESS = b'{"chain": [], "x": [' + b" " * (1 << 20)


def banned_until(node: NodeProcess, url: str) -> float:
    details: list[dict[str, Any]] = node.get("/peers").json["peer_details"]
    [found] = [peer["banned_until"] for peer in details if peer["url"] == url]
    return found


class Bans(NetworkTest):
    def wait_until_banned(self, node: NodeProcess, peer: EraAPeer) -> float:
        return node.wait_for(lambda: banned_until(node, peer.url), 2 * SOON, f"{peer.url} is banned")

    def assert_is_left_alone(self, node: NodeProcess, peer: EraAPeer) -> None:
        """By discovery, syncs, relay, and those who name it."""
        time.sleep(0.5)  # what was on its way
        before = peer.requests.count()
        self.assert_has(self.when_taken(node, "/discover_peers"), 200, status="success")
        self.when_taken(node, "/sync_now")
        self.hand_in(node, grow(node.chain(), 1)[-1:])
        self.assertEqual(self.when_taken(node, "/add_peer", {"peer_url": peer.url}).status, 400)
        shared = node.post("/sharepeers", {"node_id": "x", "peers": [peer.url], "timestamp": 1.5})
        self.assertEqual(shared.json["new_peers_added"], 0)
        self.assert_has(self.when_taken(node, "/discover_peers"), 200, status="success")
        self.assertEqual(peer.requests.count(), before)
        self.assertNotIn(peer.url, self.active(node))
        self.assertIn(peer.url, self.known(node))

    def test_who_serves_false_work_is_not_called_for_a_day(self) -> None:
        """Row 5 of docs/mission.md: it stays known, a restart changes nothing, and the operator has the last word."""
        honest = self.peer(grow([], 3))
        liar = self.peer(grow(with_wrong_hash(honest.chain.blocks), 5))
        began = time.time()
        node = self.networked(*IDLE, ports=[honest.port, liar.port]).start()
        until = self.wait_until_banned(node, liar)
        self.assertTrue(began + DAY <= until <= time.time() + DAY)
        self.assertEqual(banned_until(node, honest.url), 0)
        self.wait_for_log(node, "is banned")
        [line] = [line for line in node.log.splitlines() if "is banned" in line]
        self.assertIn(f"warning peer {liar.url} is banned for 24 hours: block 3 of its chain: hash: found", line)
        self.assertEqual(node.status()["refused_chain"]["peer"], liar.url)
        self.assert_is_left_alone(node, liar)

        self.assertEqual(node.stop(), DONE)
        node.start()
        self.assertEqual(banned_until(node, liar.url), until)
        self.assert_is_left_alone(node, liar)

        self.assertEqual(node.stop(), DONE)
        node.flags = (*IDLE, *searching([honest.port, liar.port]), "--peer", liar.url)
        before = liar.requests.count()
        node.start()
        node.wait_for(lambda: liar.requests.count() > before, SOON, "it is called again")

    def test_whoever_says_that_a_block_is_from_a_peer_costs_it_nothing(self) -> None:
        """Row 10 of docs/mission.md: X-Peer-Origin is a hint that anybody may fake."""
        honest = self.peer(grow([], 3))
        node = self.beside(honest)
        for block in with_wrong_hash(honest.chain.blocks)[-1:] * 10:
            answer = node.post("/submit_block", block, {"X-Local-Mining": "false", "X-Peer-Origin": honest.url})
            self.assertEqual(answer.status, 400)
        self.assertEqual(banned_until(node, honest.url), 0)
        self.assertEqual(self.active(node), {honest.url})

    def test_who_follows_a_chain_that_only_our_rules_refuse_is_not_banned(self) -> None:
        """The reference takes any reward from others, and passes it on."""
        peer = self.peer(grow(with_inflated_coinbase(grow([], 3)), 5))
        node = self.beside(peer)
        refused = node.wait_for(lambda: node.status().get("refused_chain"), SOON, "the refused chain")
        self.assertEqual(refused["rule"], "coinbase_value")
        self.assert_has(self.when_taken(node, "/sync_now"), 200, status="warning")
        self.assertEqual(banned_until(node, peer.url), 0)
        self.assertEqual(self.active(node), {peer.url})

    def test_who_answers_without_end_is_not_called_for_an_hour(self) -> None:
        """Once may be a mistake. Nobody waits for the chain of such a one."""
        peer = self.peer(grow([], 3))
        peer.switches.reply("/blockchain", Reply(200, ENDLESS, JSON_TYPE))
        node = self.networked(*IDLE, ports=[peer.port]).start()
        until = self.wait_until_banned(node, peer)
        self.assertLess(abs(until - time.time() - HOUR), 2 * SOON)
        self.wait_for_log(node, f"peer {peer.url} is banned for 1 hour: {peer.url}: the answer is no list of blocks")
        self.assertEqual(node.status()["blockchain_length"], 1)


if __name__ == "__main__":
    main()
