# SPDX-License-Identifier: MIT
"""Era B's network (`--network mainline`): joining it, its endpoints, its faults, and what nobody may do through them."""
import itertools
import json
from typing import Any

import support_path
from chain_maker import digest, make_coinbase
from era_b_peer import PEER_INFO_KEYS, EraBPeer
from grown_chain import grow, next_timestamp, payment_of
from network_case import SOON, NetworkTest, local_url, searching
from node_process import NodeProcess
from ports import free_ports
from program import DONE, VECTORS, canonical, main
from signer import Signer

Json = dict[str, Any]

BLOCK_KEYS = ("index", "transactions", "previous_hash", "timestamp", "nonce", "target_difficulty", "merkle_root",
              "hash")
MAINLINE = ("--network", "mainline", "--backend", "none")


def genesis() -> Json:
    block = json.loads((VECTORS / "head_chain_30.json").read_text())["chain"][0]
    return {key: block[key] for key in BLOCK_KEYS}


def mine_as_its_client(chain: list[Json], difficulty: int = 2) -> Json:
    """The next block as era B's mining client hashes it: another text than anybody else's."""
    timestamp = next_timestamp(chain)
    coinbase = make_coinbase(len(chain), "its client", timestamp)
    header = {"index": len(chain), "previous_hash": chain[-1]["hash"], "merkle_root": coinbase["tx_id"],
              "timestamp": timestamp, "target_difficulty": difficulty}
    for nonce in itertools.count():
        block_hash = digest(f'{canonical(header)[:-1]},"nonce":{nonce}}}')
        if block_hash.startswith("0" * difficulty):
            return {**header, "nonce": nonce, "hash": block_hash, "transactions": [coinbase]}
    raise AssertionError("there is always another nonce")


class MainlineTest(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.chain = grow([genesis()], 3)

    def era_b(self, chain: list[Json], port: int = 0) -> EraBPeer:
        peer = EraBPeer(chain, port)
        self.addCleanup(peer.die)
        return peer

    def lonely(self, *flags: str) -> NodeProcess:
        """It knows the genesis and nobody, but calls whom it is told of."""
        return self.networked(*MAINLINE, *flags, ports=free_ports(1)).start()

    def joined(self, *peers: EraBPeer) -> NodeProcess:
        node = self.beside(*peers, flags=MAINLINE)
        self.wait_for_tip(node, peers[0].chain.tip_hash)
        return node


class Joining(MainlineTest):
    def test_a_node_takes_up_the_chain_and_is_known(self) -> None:
        chain = [*self.chain, mine_as_its_client(self.chain)]
        named = self.era_b(chain)
        peer = self.era_b(chain)
        peer.befriend(named.url)
        node = self.joined(peer)
        self.wait_until_active(node, named.url)
        [request, *_] = peer.requests.wait_for_count("/addpeer", 1)
        self.assertEqual(request.json, {"peer_url": local_url(node.port)})
        node.wait_for(lambda: local_url(node.port) in peer.peers, SOON, "the peer knows us")
        for path in ("/peers", "/add_peer", "/peer_health"):
            self.assertEqual(peer.requests.to(path), [], path)

    def test_a_shorter_chain_that_is_worth_more_wins(self) -> None:
        """A block of difficulty 3 counts 16 times one of difficulty 2, and a node of era B does not say which it has."""
        longer = grow(self.chain, 6, to="cheap")
        shorter = [*self.chain, *grow(self.chain, 1, difficulty=3, to="dear")[-1:]]
        node = self.joined(self.era_b(longer))
        dear = self.era_b(shorter)
        self.when_taken(node, "/add_peer", {"peer_url": dear.url})
        self.wait_for_tip(node, dear.chain.tip_hash)
        cheap = self.era_b([*self.chain, *grow(self.chain, 1, to="cheap, too")[-1:]])
        self.when_taken(node, "/add_peer", {"peer_url": cheap.url})
        cheap.requests.wait_for_count("/chain/info", 3, 40)  # in every full round
        self.assertEqual(len(cheap.requests.to("/blockchain/headers")), 1, "one look at one tip")
        self.assertEqual(node.status()["tip_hash"], dear.chain.tip_hash)

    def test_peers_are_shared_by_url(self) -> None:
        peer, other = self.era_b(self.chain), self.era_b(self.chain)
        node = self.joined(peer, other)
        request = peer.requests.wait_for_answered("/sharepeers")
        self.assertEqual((request.json["node_id"], request.json["peers"]), (local_url(node.port), [{"url": other.url}]))
        self.assertIn(other.url, peer.peers)

    def test_the_most_work_wins(self) -> None:
        """A block of difficulty d counts 16^d: two of difficulty 2 are worth more than five of difficulty 1."""
        node = self.lonely()
        self.hand_in(node, grow([genesis()], 5)[1:])
        branch = grow([genesis()], 2, difficulty=2, to="another")
        self.hand_in(node, branch[1:], {"X-Local-Mining": "false"})
        self.assertEqual((node.status()["blockchain_length"], node.status()["tip_hash"]), (3, branch[-1]["hash"]))

    def test_a_shorter_chain_with_more_work_is_fetched(self) -> None:
        heavy, light = self.lonely(), self.networked(*MAINLINE, name="light").start()
        branch = grow([genesis()], 2, difficulty=2, to="another")
        self.hand_in(heavy, branch[1:])
        self.hand_in(light, grow([genesis()], 5)[1:])
        self.assertEqual(light.stop(), DONE)
        light.flags = (*MAINLINE, "--no-discover", "--peer", local_url(heavy.port))
        self.wait_for_tip(light.start(), branch[-1]["hash"])
        self.assertEqual(heavy.status()["blockchain_length"], 3, "the longer one has less work")

    def test_templates_follow_the_adjustment(self) -> None:
        node = self.lonely()
        body = {"miner_address": Signer("miner").address}
        self.assertEqual(node.post("/mine_block", body).json["target_difficulty"], 4)
        self.hand_in(node, grow([genesis()], 9)[1:])
        self.assertEqual(node.post("/mine_block", body).json["target_difficulty"], 2, "the genesis is of 2022")

    def test_another_genesis_is_refused(self) -> None:
        node = self.lonely()
        answer = node.post("/submit_block", grow([], 1)[0])
        self.assert_has(answer, 400, status="rejected", reason="genesis")


class Blocks(MainlineTest):
    def test_both_texts_and_both_forms_are_taken(self) -> None:
        node = self.lonely()
        self.hand_in(node, self.chain[1:])
        block = mine_as_its_client(self.chain)
        answer = node.post("//submit_block", {"block": block})
        self.assert_has(answer, 200, status="accepted", block_hash=block["hash"], chain_length=5)

    def test_a_500_is_no_refusal(self) -> None:
        peer = self.era_b(self.chain)
        node = self.joined(peer)
        self.hand_in(node, grow(self.chain, 3)[4:])
        node.wait_for(lambda: peer.chain.length == 7, SOON, "it has our blocks")
        self.assertEqual(peer.unconnected, [])
        self.assertNotIn("refuses", node.log)

    def test_a_peer_that_lags_is_sent_nothing_that_does_not_connect(self) -> None:
        peer = self.era_b(self.chain)
        node = self.joined(peer)
        longer = grow(self.chain, 5)
        peer.die()
        self.hand_in(node, longer[4:8])
        peer.come_back()
        self.wait_until_active(node, peer.url)
        self.hand_in(node, longer[8:])
        node.wait_for(lambda: peer.chain.tip_hash == longer[-1]["hash"], SOON, "it has our blocks")
        self.assertEqual(peer.unconnected, [])

    def test_a_peer_on_another_branch_is_sent_nothing(self) -> None:
        peer = self.era_b(self.chain)
        node = self.joined(peer)
        peer.chain.replace(grow(self.chain[:2], 2, to="another"))
        self.hand_in(node, grow(self.chain, 2)[4:])
        self.wait_for_log(node, f"peer {peer.url} is on another branch")
        self.assertEqual(peer.requests.to("/submit_block"), [])


class Endpoints(MainlineTest):
    def test_peers_are_described_in_its_words(self) -> None:
        peer = self.era_b(self.chain)
        node = self.joined(peer)
        answer = node.get("/getpeers")
        self.assert_has(answer, 200, status="success", count=1)
        [described] = answer.json["peers"]
        self.assertLessEqual(set(described), PEER_INFO_KEYS)
        self.assertEqual((described["url"], described["is_active"], described["chain_length"]), (peer.url, True, 4))

    def test_its_clients_find_what_they_ask_for(self) -> None:
        peer = self.era_b(self.chain)
        node = self.joined(peer)
        stats = node.get("/stats").json
        self.assertEqual((stats["blockchain_stats"]["chain_length"], stats["blockchain_stats"]["utxo_count"]), (4, 3))
        self.assertEqual((stats["node_stats"]["blocks_processed"], stats["peer_stats"]["active_peers"]), (4, 1))
        config = node.get("/network_config").json
        self.assertEqual((config["network"], config["current_difficulty"], config["block_reward"]), ("mainline", 4, 50.0))
        nodes = node.get("/nodes").json
        self.assertEqual([listed["url"] for listed in nodes["nodes"]], [local_url(node.port), peer.url])
        page = node.get("/status/human")
        self.assertEqual(page.headers["Content-Type"], "text/html; charset=utf-8")
        self.assertIn(b"<td>4 blocks</td>", page.body)
        headers = node.get("/blockchain/headers").json
        self.assertEqual([header["hash"] for header in headers["headers"]], [block["hash"] for block in self.chain])
        self.assert_has(node.post("//receive_broadcast", {"hello": 1}), 200, status="received")

    def test_orphans_are_shown_until_their_parents_come(self) -> None:
        node = self.lonely()
        self.hand_in(node, self.chain[1:2])
        self.assertEqual(node.post("/submit_block", self.chain[3]).status, 202)
        orphans = node.get("/orphaned_blocks").json
        self.assertEqual((orphans["count"], orphans["orphaned_blocks"]), (1, [self.chain[3]]))
        self.assertEqual(node.post("/submit_block", self.chain[2]).status, 200)
        self.assertEqual(node.get("/orphaned_blocks").json, {"orphaned_blocks": [], "count": 0})

    def test_the_pools_of_peers_are_the_operators_to_fetch(self) -> None:
        payer = Signer("payer")
        chain = grow(self.chain, 1, to=payer.address)
        peer = self.era_b(chain)
        node = self.joined(peer)
        payment = payment_of(chain, 4, payer, Signer("payee").address)
        self.assertTrue(peer.chain.add_transaction(payment))
        self.assertEqual(node.call("POST", "/sync_mempool").status, 401)
        self.assertEqual(node.get("/transaction_pool").json["count"], 0)
        token = (node.data_dir / "api_token").read_text().strip()
        answer = node.call("POST", "/sync_mempool", None, {"Authorization": f"Bearer {token}"})
        self.assert_has(answer, 200, status="sync_triggered", peers_asked=1, transactions_received=1,
                        transactions_added=1)
        self.assertEqual(node.get("/transaction_pool").json["transactions"], [payment])

    def test_a_payment_is_passed_on(self) -> None:
        payer = Signer("payer")
        chain = grow(self.chain, 1, to=payer.address)
        peer = self.era_b(chain)
        node = self.joined(peer)
        payment = payment_of(chain, 4, payer, Signer("payee").address)
        self.assert_has(node.post("/add_transaction", payment), 200, status="accepted")
        peer.requests.wait_for_answered("/receive_transaction")
        self.assertEqual(peer.chain.pool, [payment])


class Strangers(MainlineTest):
    def share(self, node: NodeProcess, urls: list[str]) -> Json:
        body = {"node_id": "core0", "peers": [{"url": url} for url in urls], "timestamp": 1.5}
        answer = node.post("/sharepeers", body)
        self.assert_has(answer, 200, status="success", peers_received=len(urls))
        return answer.json

    def test_who_is_shared_counts_once_he_has_answered(self) -> None:
        peer = self.era_b(self.chain)
        [nobody] = free_ports(1)
        node = self.lonely()
        shared = self.share(node, [peer.url, local_url(nobody), local_url(node.port), "http://example.com:5000",
                                   "http://localhost:80", "nonsense"])
        self.assertEqual(shared["new_peers_added"], 2, "the others are ourselves, strangers or nothing at all")
        self.wait_until_active(node, peer.url)
        self.assertEqual(self.known(node), {peer.url})

    def test_nobody_fills_the_peer_book(self) -> None:
        """Ten thousand URLs, a restart: what the operator named is kept, and little else."""
        configured = self.era_b(self.chain)
        crowd = [self.era_b(self.chain) for _ in range(3)]
        node = self.lonely("--peer", configured.url)
        self.share(node, [peer.url for peer in crowd])
        for first in range(6_000, 16_000, 50):
            self.share(node, [local_url(port) for port in range(first, first + 50)])
        self.wait_until_active(node, configured.url, *(peer.url for peer in crowd))
        self.assertLess(len(self.known(node)), 100)
        self.assertEqual(node.stop(), DONE)
        saved = json.loads((node.data_dir / "peers.json").read_text())["peers"]
        self.assertLessEqual(len([peer for peer in saved if peer["source"] == "localhost"]), 100)
        node.flags = (*MAINLINE, "--peer", configured.url, *searching(free_ports(1)))
        node.start()
        self.assertLessEqual(len(self.known(node)), 1000)
        self.wait_until_active(node, configured.url)

    def test_somebody_names_a_peer(self) -> None:
        peer = self.era_b(self.chain)
        [nobody] = free_ports(1)
        node = self.networked(*MAINLINE).start()
        self.assert_has(self.when_taken(node, "/addpeer", {"peer_url": peer.url}), 200, status="success",
                        peer_url=peer.url)
        self.assert_has(self.when_taken(node, "/addpeer", {"peer_url": peer.url}), 200, status="exists")
        self.wait_for_tip(node, peer.chain.tip_hash)
        for url in (local_url(nobody), local_url(node.port), "nonsense", "http://localhost:80"):
            with self.subTest(url=url):
                self.assertEqual(self.when_taken(node, "/addpeer", {"peer_url": url}).status, 400)
        self.assertEqual(self.known(node), {peer.url})


if __name__ == "__main__":
    main()
