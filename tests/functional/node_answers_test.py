# SPDX-License-Identifier: MIT
"""What is answered: every row of docs/rules.md, asked of a whole node."""
import json
import signal
import socket
import time

from chain_maker import canonical, digest, make_coinbase, mine_block
from failing_store import hand_in_until_it_fails, start_with_short_files
from node_process import ANSWER_SECONDS, Answer, NodeProcess, NodeTest
from own_address import own_address
from program import DONE, main, run

JSON = {"Content-Type": "application/json"}
MINER = {"X-Local-Mining": "true"}


def raw_answer(connection: socket.socket) -> tuple[int, bytes]:
    """The status and everything of what comes until the server closes or has sent all of it."""
    connection.settimeout(ANSWER_SECONDS)
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        if not piece:
            break
        received += piece
    return int(received.split(b" ", 2)[1]), received


class Answers(NodeTest):
    """One node for all: it does not mine, and every test builds on the tip that it finds."""

    flags = ("--backend", "none", "--difficulty", "1")

    def setUp(self) -> None:
        super().setUp()
        self.node_process: NodeProcess = self.node(*self.flags).start()
        self.wallet = self.directory / "wallet.json"
        self.address = run("wallet", "create", self.wallet).out.strip()

    def tip(self) -> dict:
        return self.node_process.chain()[-1]

    def next_block(self, parent: dict | None = None) -> dict:
        parent = parent or self.tip()
        return mine_block(parent["index"] + 1, parent["hash"], parent["timestamp"] + 1.5, 1, self.address)

    def submit(self, block: object, headers: dict[str, str] | None = None) -> Answer:
        return self.node_process.post("/submit_block", block, headers)

    def payment(self, amount: float = 49.0, **changes: object) -> dict:
        coin = self.node_process.get(f"/utxos/{self.address}").json["utxos"][0]
        transaction = {"version": 1, "lock_time": 0, "timestamp": 1700000000.5,
                       "inputs": [{"tx_id": coin["tx_id"], "output_index": coin["output_index"]}],
                       "outputs": [{"amount": amount, "recipient_address": self.address}]}
        return {**json.loads(run("wallet", "sign", self.wallet, stdin=json.dumps(transaction) + "\n").out), **changes}

    def assert_refused(self, answer: Answer, status: int, reason: str | None = None) -> None:
        self.assertEqual(answer.status, status, answer)
        self.assertTrue(answer.json["error"], answer)
        if reason is not None:
            self.assertEqual((answer.json["status"], answer.json["reason"]), ("rejected", reason), answer)


class Accepted(Answers):
    def test_a_block_from_a_peer(self) -> None:
        block = self.next_block()
        answer = self.submit(block)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json, {**answer.json, "status": "accepted", "block_hash": block["hash"],
                                       "chain_length": 2, "mining_source": "network"})
        self.assertEqual(self.tip(), block)

    def test_a_block_from_a_miner(self) -> None:
        answer = self.submit(self.next_block(), MINER)
        self.assertEqual((answer.status, answer.json["mining_source"]), (200, "local"), answer)

    def test_a_block_in_a_wrapper_at_a_double_slash(self) -> None:
        answer = self.node_process.post("//submit_block", {"block": self.next_block()})
        self.assertEqual((answer.status, answer.json["status"]), (200, "accepted"), answer)

    def test_a_block_that_we_have(self) -> None:
        block = self.next_block()
        self.submit(block)
        answer = self.submit(block)
        self.assertEqual((answer.status, answer.json["status"], answer.json["duplicate"]), (200, "accepted", True))

    def test_a_valid_block_of_a_side_branch(self) -> None:
        genesis = self.tip()
        self.submit(self.next_block(genesis))
        beside = mine_block(1, genesis["hash"], genesis["timestamp"] + 2.5, 1, self.address)
        answer = self.submit(beside)
        self.assertEqual((answer.status, answer.json["on_best_chain"]), (200, False), answer)

    def test_a_transaction(self) -> None:
        self.submit(self.next_block())
        for path in ("/receive_transaction", "/broadcast_transaction", "/add_transaction"):
            with self.subTest(path=path):
                payment = self.payment()
                answer = self.node_process.post(path, payment)
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual(answer.json["status"], "accepted")
                self.assertEqual(answer.json["tx_id"], payment["tx_id"])
                again = self.node_process.post(path, payment)
                self.assert_refused(again, 409, "duplicate")
                self.mine_template()

    def mine_template(self) -> None:
        """A block by way of /mine_block, as the reference's mining client makes it."""
        answer = self.node_process.post("/mine_block", {"miner_address": self.address})
        self.assertEqual(answer.status, 200, answer)
        block = answer.json["block_template"]
        self.assertEqual(answer.json["target_difficulty"], block["target_difficulty"])
        header = {key: block[key] for key in ("index", "previous_hash", "merkle_root", "timestamp", "target_difficulty")}
        nonce = 0
        while not digest(canonical({**header, "nonce": nonce})).startswith("0"):
            nonce += 1
        block |= {"nonce": nonce, "hash": digest(canonical({**header, "nonce": nonce}))}
        self.assertEqual(self.submit(block, MINER).json["status"], "accepted")

    def test_a_template_without_peers_and_its_block(self) -> None:
        self.mine_template()
        self.assertEqual(self.node_process.status()["blockchain_length"], 2)


class Refused(Answers):
    def test_by_a_rule(self) -> None:
        block = self.next_block()
        self.assert_refused(self.submit({**block, "merkle_root": "0" * 64}), 400, "block_hash")
        self.assert_refused(self.submit({**block, "hash": "f" * 64}), 400, "block_hash")
        self.submit(block)
        self.assert_refused(self.node_process.post("/receive_transaction", self.payment(amount=51.0)), 400, "overspent")
        self.assert_refused(self.node_process.post("/receive_transaction", self.payment(tx_id="0" * 64)), 400, "tx_id")

    def test_a_miners_block_that_is_stale_or_ahead(self) -> None:
        genesis = self.tip()
        self.submit(self.next_block(genesis))
        stale = mine_block(1, genesis["hash"], genesis["timestamp"] + 2.5, 1, self.address)
        answer = self.submit(stale, MINER)
        self.assert_refused(answer, 409, "stale_block")
        self.assertEqual(answer.json["current_chain_length"], 2)
        tip = self.tip()
        ahead = mine_block(5, tip["hash"], tip["timestamp"] + 1, 1, self.address)
        answer = self.submit(ahead, MINER)
        self.assert_refused(answer, 409, "invalid_index")
        self.assertEqual(answer.json["current_chain_length"], 2)

    def test_a_peers_block_without_a_parent_asks_for_what_is_missing(self) -> None:
        second = self.next_block()
        third = self.next_block(second)
        fourth = self.next_block(third)
        answer = self.submit(fourth)
        self.assertEqual(answer.status, 202, answer)
        self.assertEqual(answer.json, {**answer.json, "status": "need_sync", "reason": "missing_blocks",
                                       "request_blocks_from": 1, "request_blocks_to": 2})
        self.submit(second)
        self.assertEqual(self.submit(third).json["chain_length"], 4, "the orphan was kept")

    def test_what_is_no_json_or_of_a_wrong_shape(self) -> None:
        block = self.next_block()
        deep = b"[" * 100 + b"]" * 100
        bodies = [b"", b"{", b"[]", b"null", b'"block"', b"\xff", b'{"a": 1, "a": 2}', deep,
                  b'{"block": ' + deep + b"}", json.dumps({**block, "index": "1"}).encode(),
                  json.dumps({**block, "transactions": {}}).encode(), json.dumps({**block, "nonce": None}).encode(),
                  json.dumps({key: block[key] for key in block if key != "hash"}).encode(),
                  json.dumps(block).replace('"nonce": ', '"nonce": NaN, "x": ').encode()]
        for path in ("/submit_block", "/receive_transaction", "/mine_block"):
            for body in bodies:
                with self.subTest(path=path, body=body[:60]):
                    answer = self.node_process.call("POST", path, body, JSON)
                    self.assert_refused(answer, 400)
        self.assertEqual(self.node_process.status()["blockchain_length"], 1)

    def test_addresses_that_are_none(self) -> None:
        for address in ("", "genesis", " ", "1" * 200, 5, None):
            with self.subTest(address=address):
                self.assert_refused(self.node_process.post("/mine_block", {"miner_address": address}), 400)
        self.assert_refused(self.node_process.get("/balance/" + "a" * 129), 400)
        self.assert_refused(self.node_process.get("/balance/%01"), 400)
        self.assertEqual(self.node_process.get("/balance/nobody").json, {"address": "nobody", "balance": 0.0})

    def test_what_is_too_large(self) -> None:
        for path, size in (("/submit_block", (8 << 20) + 1), ("/receive_transaction", (2 << 20) + 1)):
            with self.subTest(path=path), socket.create_connection(("127.0.0.1", self.node_process.port)) as connection:
                connection.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                   f"Content-Length: {size}\r\n\r\n".encode())
                self.assertEqual(raw_answer(connection)[0], 413, "before a byte of it was sent")

    def test_a_write_of_another_content_type(self) -> None:
        body = json.dumps(self.next_block()).encode()
        for headers in ({"Content-Type": "text/plain"}, {}, {"Content-Type": "application/x-www-form-urlencoded"}):
            self.assert_refused(self.node_process.call("POST", "/submit_block", body, headers), 415)
        self.assert_refused(self.node_process.call("POST", "/submit_block", body,
                                                   {**JSON, "Content-Encoding": "gzip"}), 415)

    def raw(self, text: str) -> int:
        with socket.create_connection(("127.0.0.1", self.node_process.port)) as connection:
            connection.sendall(text.encode())
            return raw_answer(connection)[0]

    def test_chunks_and_bodies_without_a_length(self) -> None:
        head = "POST /submit_block HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        self.assertEqual(self.raw(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 411)
        self.assertEqual(self.raw(head + "\r\n"), 411)
        self.assertEqual(self.raw(head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), 400)

    def test_a_host_that_is_not_ours(self) -> None:
        self.assertEqual(self.raw("GET /status HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 421)
        self.assertEqual(self.raw("GET /status HTTP/1.1\r\n\r\n"), 400)

    def test_what_is_not_there_or_not_done(self) -> None:
        self.assert_refused(self.node_process.get("/nothing"), 404)
        answer = self.node_process.get("/submit_block")
        self.assert_refused(answer, 405)
        self.assertEqual(answer.headers["Allow"], "POST")
        self.assertEqual(self.node_process.call("DELETE", "/chain").status, 405)

    def test_heads_that_are_too_long_or_too_slow(self) -> None:
        self.assertEqual(self.raw("GET /" + "a" * 5000 + " HTTP/1.1\r\nHost: localhost\r\n\r\n"), 414)
        self.assertEqual(self.raw("GET /status HTTP/1.1\r\nHost: localhost\r\nX: " + "a" * 9000 + "\r\n\r\n"), 431)
        begin = time.monotonic()
        self.assertEqual(self.raw("GET /status HTTP/1.1\r\nHost: loc"), 408)
        self.assertLess(time.monotonic() - begin, 8)

    def test_a_foreign_origin(self) -> None:
        answer = self.submit(self.next_block(), {"Origin": "http://evil.example"})
        self.assert_refused(answer, 403)
        self.assertNotIn("Access-Control-Allow-Origin", answer.headers)

    def test_a_wrong_token(self) -> None:
        answer = self.node_process.post("/mine_block", {"miner_address": self.address}, {"Authorization": "Bearer no"})
        self.assert_refused(answer, 401)

    def test_blocks_are_served_by_the_thousand(self) -> None:
        answer = self.node_process.get("/blocks/range?start=0&end=5")
        self.assertEqual(answer.json["actual_count"], 1)
        self.assertEqual(self.node_process.get("/blocks/range?start=-5&end=0").json["blocks"], [self.tip()])
        self.assert_refused(self.node_process.get("/blocks/range?start=x"), 400)


class FromElsewhere(Answers):
    flags = ("--backend", "none", "--difficulty", "1", "--bind", "0.0.0.0")

    def setUp(self) -> None:
        self.elsewhere = own_address()
        if self.elsewhere is None:
            self.skipTest("this machine has no address but loopback's")
        super().setUp()

    def call(self, path: str, value: object, headers: dict[str, str] | None = None) -> Answer:
        """From an address that is not loopback's."""
        body = json.dumps(value).encode()
        lines = {**JSON, "Host": f"{self.elsewhere}:{self.node_process.port}", "Content-Length": str(len(body)),
                 "Connection": "close", **(headers or {})}
        with socket.create_connection((self.elsewhere, self.node_process.port)) as connection:
            connection.sendall(f"POST {path} HTTP/1.1\r\n".encode() +
                               "".join(f"{name}: {text}\r\n" for name, text in lines.items()).encode() + b"\r\n" + body)
            connection.settimeout(ANSWER_SECONDS)
            received = b""
            while piece := connection.recv(65536):
                received += piece
        head, _, rest = received.partition(b"\r\n\r\n")
        return Answer(int(head.split(b" ", 2)[1]), {}, rest)

    def test_a_token_opens_what_loopback_has_without(self) -> None:
        token = (self.node_process.data_dir / "api_token").read_text().strip()
        bearer = {"Authorization": f"Bearer {token}"}
        template = {"miner_address": self.address}
        self.assert_refused(self.call("/mine_block", template), 401)
        self.assertEqual(self.call("/mine_block", template, bearer).status, 200)
        self.assert_refused(self.call("/submit_block", self.next_block(), MINER), 403)
        self.assertEqual(self.call("/submit_block", self.next_block(), {**MINER, **bearer}).status, 200)
        self.assertEqual(self.call("/submit_block", self.next_block()).status, 200, "a peer's")


class FailingStore(NodeTest):
    def test_nothing_is_accepted_that_is_not_on_disk(self) -> None:
        wallet = self.directory / "wallet.json"
        address = run("wallet", "create", wallet).out.strip()
        node = self.node("--backend", "none", "--difficulty", "1").start()
        node.stop()
        start_with_short_files(node)
        tip, block, failed = hand_in_until_it_fails(node, address)
        self.assertEqual(failed.status, 503, failed)
        self.assertIn("Retry-After", failed.headers)
        self.assertEqual(node.status()["state"], "store_failed")
        for path in ("/health", "/ready"):
            self.assertEqual((node.get(path).status, node.get(path).json["status"]), (503, "store_failed"))
        self.assertIn("\nchaincore_store_failed 1\n", node.get("/metrics").body.decode())
        self.assertEqual(node.status()["tip_hash"], tip["hash"])
        self.assertEqual(node.post("/submit_block", block).status, 503, "it takes no more")
        self.assertEqual(node.stop(signal.SIGTERM), DONE)
        self.assertEqual(node.start().status()["tip_hash"], tip["hash"], "there is room again: all that was accepted")
        self.assertEqual(node.post("/submit_block", block).status, 200)


if __name__ == "__main__":
    main()
