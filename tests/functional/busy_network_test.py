# SPDX-License-Identifier: MIT
"""Three nodes that mine, read and written by everybody at once, cut in two and joined again: none of them stalls, and
under ThreadSanitizer there is nothing to report.

busy_network_test.py [--seconds N]
"""
import itertools
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from arguments import number_after
from cables import Cables
from chain_maker import mine_block
from network_case import NetworkTest, at_once
from node_process import Answer, NodeProcess
from payment import make_payment
from ports import free_ports
from program import DONE, main, run
from sanitizers import is_instrumented
from signer import Signer

SECONDS = number_after("--seconds", 15)
NODES = 3
READERS = 6
# What a reader of everything waits between two answers: it is to be busy here, not as fast as Python can be.
PAUSE = 0.01
# A sanitizer makes everything about ten times as slow.
SLOWER = 10 if is_instrumented() else 1
# The promise is a second; the short form runs beside other tests, on machines that others use.
STALL = (1.0 if SECONDS >= 60 else 5.0) * SLOWER
ONE_TIP = 30 * SLOWER
APART, TOGETHER = 4, 3

API = Path(__file__).resolve().parent.parent.parent / "docs" / "http_api.md"


# What stands for the names in them; the last ones name nothing that is there, or not yet.
EXAMPLES = {"<text>": "1", "<file>": "main.js", "<hash>": "0" * 64, "<tx_id>": "0" * 64}
MAY_BE_MISSING = re.compile(r"/api/v1/(block|tx)/")
ENDLESS = "/api/v1/events"


def reading_routes(address: str) -> list[str]:
    """All that docs/http_api.md names, but for the answer that has no end."""
    table = API.read_text().split("## Reading")[1].split("\n- ")[0]
    first_columns = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    paths = [path for column in first_columns for path in re.findall(r"`(/[^`]*)`", column) if path != ENDLESS]
    for name, example in {**EXAMPLES, "<address>": address}.items():
        paths = [path.replace(name, example) for path in paths]
    return paths


class Task(threading.Thread):
    """Does one thing again and again until stop(); what it raises is kept."""

    def __init__(self, once: Callable[[], None], pause: float) -> None:
        super().__init__(daemon=True)
        self._once = once
        self._pause = pause
        self._must_stop = threading.Event()
        self.failure: BaseException | None = None

    def stop(self) -> None:
        self._must_stop.set()

    def run(self) -> None:
        try:
            while not self._must_stop.wait(self._pause):
                self._once()
        except BaseException as failure:
            self.failure = failure


class BusyNetwork(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        ports = free_ports(NODES)
        self.cables = Cables(ports)
        self.addCleanup(self.cables.close)
        self.nodes = [self.miner(number, port) for number, port in enumerate(ports)]
        at_once(*(node.start for node in self.nodes))
        self.owner = Signer("busy")
        self.coins: list[str] = []
        self.routes = reading_routes(self.owner.address)
        self.longest: dict[str, float] = {}
        self.statuses: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.numbers = itertools.count()

    def miner(self, number: int, port: int) -> NodeProcess:
        peers = [flag for url in self.cables.urls_from(port) for flag in ("--peer", url)]
        return self.networked("--difficulty", "1", "--backend", "cpu", "--threads", "1", "--min-block-interval", "1",
                              *peers, name=f"node{number}", port=port)

    def note(self, what: str, answer: Answer, began: float) -> None:
        with self.lock:
            self.longest[what] = max(self.longest.get(what, 0), time.monotonic() - began)
            self.statuses[f"{what} {answer.status}"] += 1

    def post(self, path: str, value: object, what: str) -> Answer:
        """To any of the nodes."""
        began = time.monotonic()
        answer = random.choice(self.nodes).post(path, value)
        self.note(what, answer, began)
        self.assertTrue(answer.status < 500 or answer.status == 503, answer)
        return answer

    def read_something(self) -> None:
        began = time.monotonic()
        path = random.choice(self.routes)
        answer = random.choice(self.nodes).get(path)
        self.note("any read", answer, began)
        self.assertIn(answer.status, (200, 404, 503) if MAY_BE_MISSING.match(path) else (200, 503), (path, answer))

    def probe(self, node: NodeProcess) -> None:
        began = time.monotonic()
        answer = node.get("/status")
        self.note("GET /status", answer, began)
        self.assertEqual(answer.status, 200, answer)

    def submit(self) -> None:
        """A block on top of a node's tip, which another one may have left meanwhile."""
        node = random.choice(self.nodes)
        tip = node.status()
        block = mine_block(tip["blockchain_length"], tip["tip_hash"], time.time(), recipient_address=self.owner.address)
        began = time.monotonic()
        answer = node.post("/submit_block", block)
        self.note("POST /submit_block", answer, began)
        self.assertIn(answer.status, (200, 409), answer)
        with self.lock:
            self.coins.append(block["transactions"][0]["tx_id"] + ":0")

    def branch_off(self) -> None:
        """A block beside a recent one."""
        node = random.choice(self.nodes)
        height = max(1, node.status()["blockchain_length"] - random.randrange(1, 10))
        parents = node.get(f"/blocks/range?start={height - 1}&end={height - 1}").json.get("blocks")
        if parents:
            self.post("/submit_block", mine_block(height, parents[0]["hash"], parents[0]["timestamp"] + 1e-3,
                                                  recipient_address="beside"), "a side block")

    def pay(self) -> None:
        """Of a coin that may be gone with its branch, now and then with a spoiled signature."""
        with self.lock:
            if not self.coins:
                return
            coin = random.choice(self.coins[-20:])
        payment = make_payment(self.owner, coin, [[49.9, self.owner.address]], flip_sig=not random.randrange(5))
        path = random.choice(("/receive_transaction", "/broadcast_transaction", "/add_transaction"))
        self.post(path, payment, "a payment")

    def trouble(self) -> None:
        """All other routes that write."""
        number = next(self.numbers)
        url = f"http://127.0.{number % 250 + 1}.9:{2000 + number % 1000}"
        path, value = random.choice((
            ("/sharepeers", {"node_id": "busy", "peers": [url], "timestamp": time.time()}),
            ("/add_peer", {"peer_url": url}), ("/addpeer", {"peer_url": url}),
            ("/receive_broadcast", {"busy": number}), ("/mine_block", {"miner_address": self.owner.address}),
            ("/discover_peers", None), ("/sync_peers", None), ("/sync_now", None), ("/force_sync", None),
            ("/sync_mempool", None)))
        self.post(path, value, "any other write")

    def cut_and_join(self) -> None:
        self.cables.split([random.choice(self.nodes).port])
        time.sleep(random.uniform(0, APART))
        self.cables.heal()
        time.sleep(random.uniform(0, TOGETHER))

    def tasks(self) -> list[Task]:
        return [*(Task(self.read_something, PAUSE) for _ in range(READERS)),
                *(Task(lambda node=node: self.probe(node), 0.05) for node in self.nodes),
                Task(self.submit, 0.3), Task(self.branch_off, 0.5), Task(self.pay, 0.1), Task(self.trouble, 0.3),
                Task(self.cut_and_join, 0)]

    def have_one_tip(self) -> bool:
        return len({node.status()["tip_hash"] for node in self.nodes}) == 1

    def test_nobody_stalls_and_nobody_races(self) -> None:
        tasks = self.tasks()
        for task in tasks:
            task.start()
        time.sleep(SECONDS)
        for task in tasks:
            task.stop()
        for task in tasks:
            task.join(60 * SLOWER)
            self.assertFalse(task.is_alive(), "everybody has an answer")
        self.cables.heal()
        print(json.dumps(self.statuses, sort_keys=True))
        print("at most:", ", ".join(f"{what} {seconds:.2f} s" for what, seconds in sorted(self.longest.items())))
        self.assertEqual([task.failure for task in tasks if task.failure], [])
        self.nodes[0].wait_for(self.have_one_tip, ONE_TIP, "one tip")
        reorgs = sum(node.log.count("another branch is the best chain now") for node in self.nodes)
        print(f"{self.nodes[0].status()['blockchain_length']} blocks, {reorgs} reorgs")
        self.assertGreater(reorgs, 0)
        for node in self.nodes:
            code = node.stop()
            _, sanitizer, report = node.log.partition("Sanitizer")
            self.assertEqual(sanitizer, "", report[:4000])
            self.assertEqual(code, DONE, node.log[-4000:])
            checked = run("chain", "check", "--data-dir", node.data_dir)
            self.assertEqual(checked.code, DONE, checked)
        for what in ("GET /status", "POST /submit_block"):
            self.assertLess(self.longest[what], STALL, what)


if __name__ == "__main__":
    main()
