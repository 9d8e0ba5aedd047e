# SPDX-License-Identifier: MIT
"""docs/openapi.json against whole nodes: each route is asked for each answer that it is said to give, and each answer
fits. A new route needs an entry there, and here somebody who asks it."""
import json
import resource
import socket
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from jsonschema import Draft202012Validator

from api_calls import JSON, OWNER, ApiCalls, example_target
from api_record import ApiRecord, Operation
from chain_maker import mine_block
from failing_store import hand_in_until_it_fails, start_with_short_files
from limited_process import start_limited
from network_case import IDLE, at_once
from node_process import Answer, NodeProcess
from own_address import own_address
from payment import make_payment
from program import main

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "openapi.json"

# Of what any request may meet, this is not asked for here.
UNSEEN_REFUSALS = {500: "a fault of the program, of which none is known"}
FEW_FILES = 100  # of which half are left to connections
FLOOD = 5000  # in a few seconds: more than an address may ask at once


class Description(ApiCalls):
    def setUp(self) -> None:
        super().setUp()
        self.record = ApiRecord(json.loads(DOCUMENT.read_text()))

    def node(self, *flags: str, name: str = "node", port: int | None = None) -> NodeProcess:
        """Whatever it answers is checked."""
        node = super().node(*flags, name=name, port=port)
        node.call = self.record.watching(node.call)  # type: ignore[method-assign]
        return node

    def test_the_program_serves_it(self) -> None:
        node = self.node(*IDLE).start()
        self.assertEqual(node.get("/openapi.json").body, DOCUMENT.read_bytes())
        self.assertEqual(f"chaincore/{self.record.document['info']['version']}", node.status()["software"])

    def test_its_schemas_and_examples_are_sound(self) -> None:
        for name, schema in self.record.document["components"]["schemas"].items():
            with self.subTest(schema=name):
                Draft202012Validator.check_schema(schema)
        self.assertEqual(self.record.example_faults(), [])
        names = [operation["operationId"] for operation in self.record.operations.values()]
        self.assertEqual(len(names), len(set(names)))

    def test_the_record_finds_what_does_not_fit(self) -> None:
        header = {"Content-Type": "application/json"}
        good = {"address": "a", "balance": 1.0}
        self.record.check("GET", "/balance/a", Answer(200, header, json.dumps(good).encode()))
        for status, headers, body in ((200, header, {**good, "more": 1}), (200, header, {"address": "a"}),
                                      (200, header, {**good, "balance": "1"}),
                                      (200, {"Content-Type": "text/html"}, good),
                                      (201, header, good), (503, header, {"error": "no Retry-After"}),
                                      (400, header, {"status": "rejected"})):
            with self.subTest(status=status, body=body), self.assertRaises(AssertionError):
                self.record.check("GET", "/balance/a", Answer(status, headers, json.dumps(body).encode()))
        self.assertEqual(self.record.seen, {(("get", "/balance/{address}"), "200")})

    def test_every_answer_fits(self) -> None:
        peer = self.peer([])
        node = self.networked(*IDLE, ports=[peer.port]).start()
        self.wait_until_active(node, peer.url)
        token = {"Authorization": "Bearer " + (node.data_dir / "api_token").read_text().strip()}
        slow = self.ask_slowly(node, token)
        self.hand_in_blocks(node)
        self.hand_in_transactions(node)
        self.look_up(node)
        self.ask_for_templates_and_backups(node, token)
        self.name_peers(node, peer.url)
        self.call_peers(node, token)
        self.control(node, token)
        self.read_all(node)
        self.read_what_makes_no_sense(node)
        self.refuse_each(node)
        self.ask_what_is_not_there(node)
        self.ask_one_that_mines()
        self.ask_one_that_workers_join()
        self.ask_one_that_starts()
        self.ask_one_whose_store_has_failed()
        self.ask_one_that_has_too_many_clients()
        self.read_all(self.node("--network", "mainline", "--backend", "none", name="mainline").start())
        reasons = UNSEEN_REFUSALS | self.ask_too_often()
        slow.result()
        self.end(node, token)
        self.assertEqual(self.record.documented - self.record.seen, set(), "described, and never seen")
        described = set(self.record.refusals["x-statuses"])
        self.assertEqual(described - self.record.seen_by_default - set(reasons), set(), "described, and never seen")
        for status, reason in reasons.items():
            self.assertNotIn(status, self.record.seen_by_default, reason)

    def faulty_headers(self, method: str, takes_body: bool) -> list[tuple[int, dict[str, str]]]:
        """Headers by which each route refuses, whatever it is asked."""
        faults = [(400, {"Content-Length": "1,2"}), (411, {"Transfer-Encoding": "chunked"}),
                  (413, {"Content-Length": "99999999"}), (415, {"Content-Encoding": "gzip"}), (417, {"Expect": "more"}),
                  (421, {"Host": "evil.example"}), (431, {"X-Long": "a" * 9000})]
        if method == "post":
            faults += [(401, {"Authorization": "Bearer not this one"}), (403, {"Origin": "http://evil.example"})]
        if takes_body:
            faults.append((415, {"Content-Type": "text/plain"}))
        return faults

    def refuse_each(self, node: NodeProcess) -> None:
        for (method, path), operation in self.record.operations.items():
            takes_body = "requestBody" in operation
            body = b"{}" if takes_body else None
            for status, headers in self.faulty_headers(method, takes_body):
                sent = None if {"Content-Length", "Transfer-Encoding"} & set(headers) else body
                answer = node.call(method.upper(), example_target(path), sent, {**(JSON if body else {}), **headers})
                self.assertEqual(answer.status, status, (method, path, headers, answer))
            answer = node.call(method.upper(), example_target(path) + "?" + "a" * 3000, body, JSON)
            self.assertEqual(answer.status, 414, (method, path, answer))

    def ask_slowly(self, node: NodeProcess, token: dict[str, str]) -> "Future[None]":
        """A body that never comes, of each route: all of them at once, which takes as long as one."""
        def ask(key: Operation) -> None:
            method, path = key
            headers = {**JSON, **token, "Content-Length": "5"}
            answer = node.call(method.upper(), example_target(path), headers=headers)
            self.assertEqual(answer.status, 408, (key, answer))

        def ask_all() -> None:
            at_once(*(lambda key=key: ask(key) for key in self.record.operations))

        executor = ThreadPoolExecutor(1)
        self.addCleanup(executor.shutdown)
        return executor.submit(ask_all)

    def ask_what_is_not_there(self, node: NodeProcess) -> None:
        self.assertEqual(node.get("/nothing").status, 404)
        self.assertEqual(node.call("DELETE", "/chain").status, 405)
        self.assertEqual(node.call("POST", "/status", b"").status, 405)
        self.assertEqual(node.call("BREW", "/status").status, 501)

    def ask_one_that_starts(self) -> None:
        """Somebody whom it asks takes as long as he may."""
        with socket.create_server(("127.0.0.1", 0)) as silent:
            node = self.networked(*IDLE, "--pin-genesis", "0" * 64, ports=[silent.getsockname()[1]], name="starting")
            node.launch()
            node.wait_for(lambda: "listening on port" in node.log, 30, "it listens")
            token = {"Authorization": "Bearer " + (node.data_dir / "api_token").read_text().strip()}
            for path in ("/sync_now", "/force_sync", "/sync_mempool"):
                self.assertEqual(node.call("POST", path, headers=token).status, 503, path)
            for path, value in (("/submit_block", mine_block(1, "0" * 64, 1.5)),
                                ("/mine_block", {"miner_address": OWNER.address}),
                                *((path, make_payment(OWNER, "0" * 64 + ":0", [[1.0, OWNER.address]]))
                                  for path in ("/receive_transaction", "/broadcast_transaction", "/add_transaction"))):
                self.assertEqual(node.post(path, value).status, 503, path)
            for target in self.reads():
                self.assertEqual(node.get(target).status, 503 if target == "/ready" else 200, target)
            self.assertIsNone(node.get("/chain/info").json["chain_info"]["genesis_hash"])
            node.stop()

    def ask_one_whose_store_has_failed(self) -> None:
        node = self.node(*IDLE, name="failing").start()
        node.stop()
        start_with_short_files(node)
        hand_in_until_it_fails(node, OWNER.address)
        for path in ("/health", "/ready"):
            self.assertEqual(node.get(path).json["status"], "store_failed")
        token = {"Authorization": "Bearer " + (node.data_dir / "api_token").read_text().strip()}
        self.assertEqual(node.post("/backup", {"directory": str(self.directory / "none")}, token).status, 503)
        self.assertEqual(node.status()["state"], "store_failed")

    def ask_one_that_has_too_many_clients(self) -> None:
        node = self.node(*IDLE, name="crowded")
        start_limited(node, resource.RLIMIT_NOFILE, FEW_FILES)
        with ExitStack() as clients:
            for _ in range(FEW_FILES):
                client = clients.enter_context(socket.create_connection(("127.0.0.1", node.port)))
                client.sendall(b"GET")  # who has begun to ask makes no room for others
                if node.get("/status").status == 503:
                    return
        self.fail(f"{FEW_FILES} clients are not too many")

    def ask_too_often(self) -> dict[int, str]:
        """What could not be seen, and why: this machine itself may ask as often as it likes."""
        elsewhere = own_address()
        if elsewhere is None:
            reason = "this machine has no address but loopback's, which has no limits"
            print(f"429 of reads is not looked for: {reason}")
            return {429: reason}
        node = self.node(*IDLE, "--bind", "0.0.0.0", name="open").start()
        request = f"GET /health HTTP/1.1\r\nHost: {elsewhere}:{node.port}\r\n\r\n".encode()
        with socket.create_connection((elsewhere, node.port)) as connection:
            connection.settimeout(30)
            threading.Thread(target=connection.sendall, args=(request * FLOOD,), daemon=True).start()
            received = b""
            while b"HTTP/1.1 429" not in received or not received.endswith(b"}"):
                piece = connection.recv(1 << 16)
                self.assertTrue(piece, "it never is too often")
                received += piece
        head, _, body = received[received.index(b"HTTP/1.1 429"):].split(b"HTTP/1.1 ", 2)[1].partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        self.record.check("GET", "/health", Answer(429, headers, body))
        return {}


if __name__ == "__main__":
    main()
