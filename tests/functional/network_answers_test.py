# SPDX-License-Identifier: MIT
"""Programs written for era A, or for the design document, find every field that they read."""
from typing import Any

import era_a_answers as fields
from grown_chain import grow, payment_of
from network_case import IDLE, NetworkTest
from node_process import Answer
from program import main
from signer import Signer


class Answers(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.payer = Signer("payer")
        self.chain = grow([], 4, to=self.payer.address)
        self.found = self.peer(self.chain)
        self.node_process = self.beside(self.found)
        self.wait_for_tip(self.node_process, self.chain[-1]["hash"])

    def assert_fields(self, answer: Answer, expected: fields.Fields) -> Any:
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(fields.missing_fields(answer.json, expected), [], answer)
        return answer.json

    def payment(self, height: int) -> dict[str, Any]:
        return payment_of(self.chain, height, self.payer, Signer("payee").address)

    def test_reads_have_the_fields_of_both(self) -> None:
        """Rows 7, 8 and 15 of docs/mission.md."""
        get = self.node_process.get
        self.assert_fields(get("/status"), fields.STATUS)
        self.assert_fields(get("/peers"), {**fields.PEERS, **fields.SEED_PEERS})
        self.assert_fields(get("/network_info"), fields.NETWORK_INFO)
        for path in ("/chain", "/blockchain"):
            answer = get(path)
            for block in self.assert_fields(answer, fields.CHAIN)["chain"]:
                self.assertEqual(fields.missing_fields(block, fields.BLOCK), [])
            self.assertEqual(answer.headers["X-Blockchain-Length"], "4")
        for path in ("/transactions", "/transaction_pool"):
            self.assert_fields(get(path), fields.POOL)

    def test_peers_are_described(self) -> None:
        """Rows 7 and 16 of docs/mission.md."""
        node = self.node_process
        self.assertEqual(node.status()["peers"], 1, "era A's miner refuses to start at 0")
        health = self.assert_fields(node.get("/peer_health"), fields.PEER_HEALTH)
        self.assertEqual((health["total_peers"], health["healthy_peers"], health["unhealthy_peers"]), (1, 1, 0))
        self.assertEqual(fields.missing_fields(health["peer_health"][self.found.url], fields.HEALTH_OF_ONE), [])
        self.assertEqual(health["peer_health"][self.found.url]["blockchain_length"], 4)

    def test_writes_have_the_fields_of_both(self) -> None:
        """Rows 9 and 10 of docs/mission.md."""
        post = self.node_process.post
        for path, height in (("/receive_transaction", 1), ("/broadcast_transaction", 2)):
            self.assert_fields(post(path, self.payment(height)), fields.TRANSACTION_ACCEPTED)
        self.assert_fields(post("/submit_block", grow(self.chain, 1)[-1]), fields.BLOCK_ACCEPTED)
        refused = post("/receive_transaction", {**self.payment(3), "tx_id": "0" * 64})
        self.assertEqual((refused.status, fields.missing_fields(refused.json, fields.REFUSED)), (400, []))
        template = self.assert_fields(post("/mine_block", {"miner_address": self.payer.address}), fields.TEMPLATE)
        self.assertEqual(set(fields.BLOCK) - set(template["block_template"]) - {"hash"}, set())

    def test_a_wallet_finds_what_it_reads(self) -> None:
        """Row 24 of docs/mission.md: the reference's wallets work with our node."""
        get, address = self.node_process.get, self.payer.address
        self.assertEqual(self.assert_fields(get(f"/balance/{address}"), fields.BALANCE)["balance"], 200.0)
        for coin in self.assert_fields(get(f"/utxos/{address}"), fields.COINS)["utxos"]:
            self.assertEqual(fields.missing_fields(coin, fields.COIN), [])
        for event in self.assert_fields(get(f"/transactions/{address}"), fields.HISTORY)["transactions"]:
            self.assertEqual(fields.missing_fields(event, fields.EVENT), [])

    def test_peers_can_be_named_searched_and_synced_by_hand(self) -> None:
        """Rows 3, 4 and 13 of docs/mission.md: the calls of era A, one a second."""
        another = self.peer(grow(self.chain, 3))
        node = self.node_process
        added = self.assert_fields(self.when_taken(node, "/add_peer", {"peer_url": another.url}), fields.PEER_ADDED)
        self.assertEqual(added["status"], "success")
        self.wait_until_active(node, another.url)
        for path, body, expected in (("/discover_peers", None, fields.DISCOVERED),
                                     ("/sync_peers", {}, fields.DISCOVERED), ("/sync_now", None, fields.SYNCED),
                                     ("/force_sync", {"max_blocks": 5}, fields.SYNCED)):
            with self.subTest(path=path):
                answer = self.assert_fields(self.when_taken(node, path, body), expected)
                self.assertEqual((answer["status"], answer["active_peers"]), ("success", 2))
        self.assertEqual(node.status()["tip_hash"], another.chain.tip_hash)

    def test_whoever_asks_too_often_is_told_when_to_come_again(self) -> None:
        """Rows 4 and 14 of docs/mission.md: nobody keeps a node busy with searching."""
        answers = [self.node_process.post("/discover_peers", {}) for _ in range(3)]
        self.assertIn(429, [answer.status for answer in answers])
        for answer in answers:
            if answer.status == 429:
                self.assertIn("Retry-After", answer.headers)


class OtherMachines(NetworkTest):
    def test_what_peers_are_told_to_call_it_is_its_name(self) -> None:
        """Row 3 of docs/mission.md: --public-url; requests for somebody else are refused."""
        node = self.networked(*IDLE, "--public-url", "http://miner.lan:5005").start()
        self.assertEqual(node.get("/nodes").json["nodes"][0]["url"], "http://miner.lan:5005")
        for name, status in (("miner.lan:5005", 200), ("MINER.lan:5005", 200), (f"localhost:{node.port}", 200),
                             ("other.lan:5005", 421)):
            with self.subTest(name=name):
                self.assertEqual(node.call("GET", "/status", headers={"Host": name}).status, status)

    def test_that_others_can_call_it_is_logged(self) -> None:
        """Row 3 of docs/mission.md: where --bind lets them; on loopback there is nothing to say."""
        for address, is_open in (("0.0.0.0", True), ("127.0.0.1", False)):
            with self.subTest(address=address):
                node = self.networked(*IDLE, "--bind", address, name=address).start()
                self.assertIn(f"listening on port {node.port}", node.log)
                self.assertEqual("0.0.0.0, where others can read, and hand in blocks" in node.log, is_open)


if __name__ == "__main__":
    main()
