# SPDX-License-Identifier: MIT
"""The simulated peer says what era A says, and misbehaves when it is told to."""
import http.client
import json
import socket
import threading
import time
import unittest
from typing import Any

import support_path
from era_a_answers import (BLOCK, BLOCK_ACCEPTED, CHAIN, PEERS, POOL, REFUSED, SEED_PEERS, STATUS, TEMPLATE,
                           TRANSACTION_ACCEPTED, Fields, missing_fields)
from era_a_peer import Dialect, EraAPeer
from grown_chain import grow, payment_of
from node_process import Answer
from peer_switches import Reply
from signer import Signer

JSON = {"Content-Type": "application/json"}


class PeerTest(unittest.TestCase):
    dialect = Dialect.ERA_A

    def setUp(self) -> None:
        self.miner = Signer("miner")
        self.chain = grow([], 3, to=self.miner.address)
        self.peer = self.another(self.chain)

    def another(self, chain: list[dict]) -> EraAPeer:
        peer = EraAPeer(chain, dialect=self.dialect)
        self.addCleanup(peer.die)
        return peer

    def call(self, method: str, path: str, value: Any = None, headers: dict[str, str] | None = None,
             seconds: float = 10) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.peer.port, timeout=seconds)
        try:
            body = None if value is None else json.dumps(value).encode()
            connection.request(method, path, body, {**JSON, **(headers or {})})
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def assert_answers(self, answer: Answer, status: int, fields: Fields) -> None:
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["Connection"], "close")
        self.assertEqual(missing_fields(answer.json, fields), [])
        self.assertEqual(set(answer.json), set(fields), "and nothing else")


class EraA(PeerTest):
    def test_its_reads_have_the_fields_of_the_protocol(self) -> None:
        for path, fields in (("/status", STATUS), ("/peers", PEERS), ("/blockchain", CHAIN),
                             ("/transaction_pool", POOL)):
            with self.subTest(path=path):
                self.assert_answers(self.call("GET", path), 200, fields)
        answer = self.call("GET", "/blockchain")
        self.assertEqual(answer.headers["X-Blockchain-Length"], "3")
        self.assertEqual(answer.json["chain"], self.chain)
        self.assertEqual(missing_fields(answer.json["chain"][0], BLOCK), [])

    def test_it_has_no_other_dialects_paths(self) -> None:
        for path in ("/chain", "/transactions", "/blocks/range?start=0", "/chain/info", "/network_info", "/getpeers"):
            answer = self.call("GET", path)
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (404, "text/html; charset=utf-8"), path)

    def test_it_takes_the_next_block_and_no_other(self) -> None:
        longer = grow(self.chain, 2)
        self.assert_answers(self.call("POST", "/submit_block", longer[4]), 400, REFUSED)
        accepted = self.call("POST", "/submit_block", longer[3])
        self.assert_answers(accepted, 200, BLOCK_ACCEPTED)
        self.assertEqual(accepted.json, {"status": "accepted", "block_hash": longer[3]["hash"]})
        again = self.call("POST", "/submit_block", longer[3])
        self.assertEqual(again.json, {"status": "rejected", "error": "Block validation failed"})
        self.assertEqual(self.peer.chain.blocks, longer[:4])

    def test_it_trusts_the_hash(self) -> None:
        block = {**grow(self.chain, 1)[-1], "hash": "0" + "f" * 63, "merkle_root": "nonsense"}
        self.assertEqual(self.call("POST", "/submit_block", block).status, 200)
        self.assertEqual(self.peer.chain.tip_hash, block["hash"])

    def test_a_body_that_it_cannot_read_is_a_500(self) -> None:
        block = grow(self.chain, 1)[-1]
        wrapped = self.call("POST", "/submit_block", {"block": block})
        self.assertEqual((wrapped.status, wrapped.json), (500, {"error": "'index'"}))
        self.assertEqual(self.call("POST", "/submit_block", block, {"Content-Type": "text/plain"}).status, 500)

    def test_its_own_miners_block_is_passed_on_and_a_peers_is_not(self) -> None:
        friend = self.another(self.chain)
        self.peer.befriend(friend.url)
        blocks = grow(self.chain, 2)[3:]
        self.call("POST", "/submit_block", blocks[0], {"X-Local-Mining": "true"})
        self.call("POST", "//submit_block", blocks[1], {"X-Local-Mining": "false"})
        [passed_on] = friend.requests.to("/submit_block")
        self.assertEqual(passed_on.json, blocks[0])
        self.assertEqual(passed_on.headers["x-local-mining"], "false")
        self.assertEqual((self.peer.chain.length, friend.chain.length), (5, 4))

    def test_it_mines(self) -> None:
        friend = self.another(self.chain)
        self.peer.befriend(friend.url)
        self.assertTrue(self.peer.mine("me"))
        block = self.peer.chain.blocks[3]
        self.assertEqual(missing_fields(block, BLOCK), [])
        self.assertEqual(block["transactions"][0]["outputs"][0]["recipient_address"], "me")
        self.assertEqual(friend.chain.tip_hash, block["hash"])

    def test_transactions_are_pooled_and_a_wallets_are_passed_on(self) -> None:
        friend = self.another(self.chain)
        self.peer.befriend(friend.url)
        payment = payment_of(self.chain, 1, self.miner, Signer("payee").address)
        for path in ("/receive_transaction", "/broadcast_transaction"):
            self.assert_answers(self.call("POST", path, payment), 200, TRANSACTION_ACCEPTED)
        self.assertEqual(len(self.peer.chain.pool), 2, "duplicates are welcome")
        [passed_on] = friend.requests.to("/receive_transaction")
        self.assertEqual(passed_on.json, payment)
        unknown = {**payment, "inputs": [{**payment["inputs"][0], "tx_id": "1" * 64}]}
        self.assert_answers(self.call("POST", "/receive_transaction", unknown), 400, REFUSED)

    def test_a_template_holds_the_pool(self) -> None:
        payment = payment_of(self.chain, 1, self.miner, Signer("payee").address)
        self.call("POST", "/receive_transaction", payment)
        answer = self.call("POST", "/mine_block", {"miner_address": "me"})
        self.assert_answers(answer, 200, TEMPLATE)
        template = answer.json["block_template"]
        self.assertEqual(missing_fields(template, BLOCK), [])
        self.assertEqual(template["transactions"][1:], [payment])
        self.assertEqual(self.call("POST", "/mine_block", {}).json, {"error": "miner_address required"})

    def test_it_adds_peers_that_answer(self) -> None:
        friend = self.another(self.chain)
        added = self.call("POST", "/add_peer", {"peer_url": friend.url})
        self.assertEqual((added.status, added.json["status"]), (200, "success"))
        self.assertEqual(self.call("POST", "/add_peer", {"peer_url": friend.url}).status, 400, "a duplicate")
        friend.die()
        self.peer.peers.clear()
        self.assertEqual(self.call("POST", "/add_peer", {"peer_url": friend.url}).status, 500, "nobody is there")
        self.assertEqual(self.peer.active_peers, set())

    def test_it_finds_peers_and_takes_the_longest_chain(self) -> None:
        longer = self.another(grow([], 6, to="others"))
        named = self.another(self.chain)
        longer.befriend(named.url, self.peer.url)
        self.peer.discover(self.peer.port, longer.port)
        self.assertEqual(self.peer.active_peers, {longer.url, named.url})
        self.assertTrue(self.peer.sync())
        self.assertEqual(self.peer.chain.blocks, longer.chain.blocks)
        self.assertFalse(self.peer.sync(), "equal length")


class Seed(PeerTest):
    dialect = Dialect.SEED

    def test_it_has_the_design_documents_paths(self) -> None:
        self.assert_answers(self.call("GET", "/peers"), 200, SEED_PEERS)
        self.assert_answers(self.call("GET", "/chain"), 200, CHAIN)
        self.assertEqual(self.call("GET", "/transactions").json, {"transactions": []})
        for path in ("/blockchain", "/transaction_pool"):
            self.assertEqual(self.call("GET", path).status, 404, path)

    def test_it_recomputes_the_hash_and_passes_every_block_on(self) -> None:
        friend = self.another(self.chain)
        self.peer.befriend(friend.url)
        block = grow(self.chain, 1)[-1]
        answer = self.call("POST", "/submit_block", {**block, "hash": "f" * 64})
        self.assertEqual(answer.json, {"status": "accepted", "block_hash": block["hash"]})
        self.assertEqual(friend.chain.tip_hash, block["hash"])
        self.assertEqual(self.call("POST", "/submit_block", block).json["error"], "Invalid block")


class Misbehaviour(PeerTest):
    def test_it_lies_about_its_length(self) -> None:
        self.peer.switches.claim_length(1000)
        self.assertEqual(self.call("GET", "/status").json["blockchain_length"], 1000)
        self.assertEqual(self.call("GET", "/blockchain").json["length"], 3)

    def test_it_hangs_where_it_is_told_to(self) -> None:
        self.peer.switches.hang("/peers")
        with self.assertRaises(TimeoutError):
            self.call("GET", "/peers", seconds=0.3)
        self.assertEqual(self.call("GET", "/status").status, 200)
        self.peer.switches.behave()
        self.assertEqual(self.call("GET", "/peers").status, 200)
        self.assertEqual([request.status for request in self.peer.requests.to("/peers")], [None, 200])

    def test_it_drips(self) -> None:
        self.peer.switches.drip(10, "/status")
        with socket.create_connection(("127.0.0.1", self.peer.port), 10) as connection:
            begin = time.monotonic()
            connection.sendall(b"GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n")
            received = b""
            while len(received.partition(b"\r\n\r\n")[2]) < 4:
                received += connection.recv(65536)
        self.assertGreater(time.monotonic() - begin, 0.25)

    def test_it_refuses_and_fails(self) -> None:
        self.peer.switches.refuse_blocks()
        self.assert_answers(self.call("POST", "/submit_block", grow(self.chain, 1)[-1]), 400, REFUSED)
        self.peer.switches.fail("/status")
        self.assertEqual(self.call("GET", "/status").status, 500)
        self.peer.switches.reply("/peers", Reply(302, b"", {"Location": "http://localhost:1/"}))
        self.assertEqual(self.call("GET", "/peers").headers["Location"], "http://localhost:1/")

    def test_it_fails_once(self) -> None:
        self.peer.switches.fail_once("/status")
        self.assertEqual([self.call("GET", path).status for path in ("/peers", "/status", "/status")], [200, 500, 200])

    def test_it_dies_and_comes_back_at_the_same_port(self) -> None:
        self.peer.switches.hang("/peers")
        broken: list[Exception] = []

        def wait_for_it() -> None:
            try:
                self.call("GET", "/peers")
            except (OSError, http.client.HTTPException) as error:
                broken.append(error)

        waiting = threading.Thread(target=wait_for_it)
        waiting.start()
        self.peer.requests.wait_for_count("/peers", 1)
        self.peer.die()
        waiting.join(10)
        self.assertEqual(len(broken), 1)
        with self.assertRaises(ConnectionRefusedError):
            self.call("GET", "/status")
        self.peer.come_back()
        self.assertEqual(self.call("GET", "/status").status, 200)

    def test_frozen_it_answers_later(self) -> None:
        self.peer.switches.freeze()
        with self.assertRaises(TimeoutError):
            self.call("GET", "/status", seconds=0.3)
        threading.Timer(0.2, self.peer.switches.thaw).start()
        self.assertEqual(self.call("GET", "/status").status, 200)

    def test_slow_answers_overlap_only_where_the_client_does_not_wait(self) -> None:
        self.peer.switches.delay(0.2, "/status")
        self.call("GET", "/status")
        self.call("GET", "/status")
        first, second = self.peer.requests.to("/status")
        self.assertGreaterEqual(first.answered - first.began, 0.2)
        self.assertGreaterEqual(second.began, first.answered)


if __name__ == "__main__":
    unittest.main(verbosity=2)
