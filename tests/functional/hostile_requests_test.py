# SPDX-License-Identifier: MIT
"""Strangers send what no honest program would: the cases of tests/data/hostile_requests, with a node for each class.

`--case REGEX` tries only cases whose names match.
"""
import http.client
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from answer_check import complaints_about, differences, object_in
from arguments import text_after
from chain_maker import mine_block
from node_process import Answer, NodeProcess, NodeTest
from program import DONE, main, run
from request_maker import Request, make_request
from scene import Scene
from signer import Signer

CHOSEN = re.compile(text_after("--case", ""))

DATA = Path(__file__).resolve().parent.parent / "data" / "hostile_requests"
DIFFICULTY = 2
COINS_PER_CASE = 4  # $U0 to $U3
ANSWER_SECONDS = 20

# What a block and a transaction are made of; everything else is dropped.
BLOCK_KEYS = {"hash", "index", "merkle_root", "nonce", "previous_hash", "target_difficulty", "timestamp",
              "transactions"}
TRANSACTION_KEYS = {"version", "tx_id", "inputs", "outputs", "lock_time", "timestamp"}

# How many cases there are: none is left out unseen.
COUNTS = {"number": 42, "json": 24, "consensus-tx": 41, "consensus-block": 26, "control": 16, "get": 12, "auth": 12}


class Expectation(NamedTuple):
    statuses: list[int]
    effect: str
    because: str = "so the case says"


# Where a case says otherwise than docs/rules.md, or leaves open what the rules decide, the rules win.
OVERRIDES = {
    "amount-dust-1e-9": Expectation([200], "pool+1", "an amount is a number above 0, however small"),
    "tx-unknown-field": Expectation([200], "pool+1", "unknown keys are dropped, neither stored nor passed on"),
    "tx-100k-outputs": Expectation([413], "state-unchanged", "a transaction's body may have 2 MiB"),
    "json-1M-keys": Expectation([413], "state-unchanged", "a transaction's body may have 2 MiB"),
    "blk-metadata-1MB": Expectation([200], "tip+1", "unknown keys are dropped and do not count"),
    "blk-timestamp-equal-parent": Expectation([200], "tip+1", "the median of the last 11 blocks is the lower bound"),
    "blk-resubmit-tip": Expectation([200], "state-unchanged", "a block on our chain is a duplicate, whoever sends it"),
    "blk-prev-unknown": Expectation([409], "state-unchanged", "a miner's wrong parent is a stale block"),
    "blk-prev-genesis-stale": Expectation([409], "state-unchanged", "a miner's wrong parent is a stale block"),
    "blk-index-skip": Expectation([409], "state-unchanged", "a miner's wrong index on the right parent is a 409"),
    "get-addr-traversal": Expectation([200], "none", "a block may pay to any text without control characters, one with "
                                                     "slashes, too: its balance can be asked, and no file is near"),
}


class State(NamedTuple):
    """What a request may change, as anybody can read it."""

    length: int
    tip_hash: str
    pool: list[str]


EFFECTS: dict[str, Callable[[State, State], bool]] = {
    "none": lambda before, after: after == before,
    "state-unchanged": lambda before, after: after == before,
    "tip-unchanged": lambda before, after: after.tip_hash == before.tip_hash,
    "tip+1": lambda before, after: after.length == before.length + 1 and after.pool == before.pool,
    "pool+1": lambda before, after: after.tip_hash == before.tip_hash and len(after.pool) == len(before.pool) + 1,
    "pool<=+1": lambda before, after: after.tip_hash == before.tip_hash and len(after.pool) <= len(before.pool) + 1,
    "alive": lambda before, after: True,
}


def send(node: NodeProcess, request: Request) -> Answer:
    """A request on a connection of its own. A node may answer and hang up before it has read everything."""
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=ANSWER_SECONDS)
    try:
        try:
            connection.request(request.method, request.path, request.body, request.headers)
        except (BrokenPipeError, ConnectionResetError):
            pass
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()


def state_of(node: NodeProcess) -> State:
    info = node.get("/chain/info").json["chain_info"]
    pool = node.get("/transaction_pool").json["transactions"]
    return State(info["length"], info["latest_hash"], sorted(transaction["tx_id"] for transaction in pool))


def tip_of(node: NodeProcess) -> dict[str, Any]:
    height = node.get("/chain/info").json["chain_info"]["latest_index"]
    return node.get(f"/blocks/range?start={height}&end={height}").json["blocks"][0]


def unknown_members(node: NodeProcess) -> list[str]:
    """What a stranger has made the node keep and serve to others."""
    tip, pool = tip_of(node), node.get("/transaction_pool").json["transactions"]
    served = [(tip, BLOCK_KEYS), *((transaction, TRANSACTION_KEYS) for transaction in tip["transactions"] + pool)]
    return [f"the node serves {key!r}" for value, known in served for key in value.keys() - known]


def shortened(text: str, longest: int = 1500) -> str:
    return text if len(text) <= longest else f"{text[:longest]}... ({len(text)} characters)"


def report(case: dict[str, Any], expected: Expectation, request: Request, answer: Answer | None,
           complaints: list[str]) -> str:
    sent = (request.body or b"").decode(errors="backslashreplace")
    came = f"{answer.status} {answer.body.decode(errors='backslashreplace')}" if answer else "nothing"
    return "\n".join([
        "", *(f"wrong:    {complaint}" for complaint in complaints),
        f"sent:     {request.method} {shortened(request.path)} {request.headers}", f"          {shortened(sent)}",
        f"expected: {expected.statuses}, {expected.effect}, {case.get('answer', 'any answer')}: {expected.because}",
        f"came:     {shortened(came)}",
        f"why:      {case['why']}"])


class HostileRequests(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.node_process = self.start_node()

    def start_node(self) -> NodeProcess:
        node = self.node("--backend", "none", "--difficulty", str(DIFFICULTY), name=f"node-{time.monotonic_ns()}")
        return node.start()

    # What a case needs before it begins.

    def set_the_scene(self, case: dict[str, Any]) -> Scene:
        """New people and new coins for each case, so that none depends on another."""
        signers = {name: Signer(f"{case['name']} {name}") for name in ("W0", "W1", "W2")}
        coins = [self.mine_coin(signers["W0"].address) for _ in range(COINS_PER_CASE)]
        return self.scene(signers, coins)

    def scene(self, signers: dict[str, Signer], coins: list[str]) -> Scene:
        genesis_hash = self.node_process.get("/chain/info").json["chain_info"]["genesis_hash"]
        return Scene(DIFFICULTY, genesis_hash, tip_of(self.node_process), signers, coins, time.time())

    def mine_coin(self, address: str) -> str:
        tip = tip_of(self.node_process)
        timestamp = max(time.time(), tip["timestamp"] + 1e-3)
        block = mine_block(tip["index"] + 1, tip["hash"], timestamp, DIFFICULTY, address)
        answer = self.node_process.post("/submit_block", block)
        self.assertEqual(answer.status, 200, answer)
        return block["transactions"][0]["tx_id"]

    def submit(self, case: dict[str, Any], recipes: str, scene: Scene) -> None:
        """What the case wants to be accepted before or after its own request."""
        for recipe in case.get("body_gen", {}).get(recipes, []):
            request = make_request({**case, "body_gen": recipe}, scene)
            answer = send(self.node_process, request)
            self.assertEqual(answer.status, 200, f"{recipes}: {request}\nwas answered with {answer}")

    # Trying and judging.

    def try_case(self, case: dict[str, Any]) -> None:
        if self.node_process.process is None or self.node_process.process.poll() is not None:
            self.node_process = self.start_node()  # a case that kills its node must not take the others with it
        scene = self.set_the_scene(case)
        if "pre_submit" in case.get("body_gen", {}):
            self.submit(case, "pre_submit", scene)
            scene = self.scene(scene.signers, scene.coins)
        self.try_request(case, make_request(case, scene))
        self.submit(case, "post_submit", scene)

    def try_request(self, case: dict[str, Any], request: Request) -> None:
        expected = OVERRIDES.get(case["name"], Expectation(case["expect_status"], case["effect"]))
        before = state_of(self.node_process)
        try:
            answer = send(self.node_process, request)
            after = state_of(self.node_process)
        except (OSError, http.client.HTTPException) as silence:
            answer, complaints = None, [f"the node is silent: {silence!r}\n{self.node_process.log[-2000:]}"]
        else:
            complaints = complaints_about(request, answer) + self.judge(case, expected, answer, before, after)
        if complaints:
            self.fail(report(case, expected, request, answer, complaints))

    def judge(self, case: dict[str, Any], expected: Expectation, answer: Answer, before: State,
              after: State) -> list[str]:
        complaints = differences(object_in(answer), case["answer"]) if "answer" in case else []
        if answer.status not in expected.statuses:
            complaints.append(f"the status is {answer.status}")
        if not EFFECTS[expected.effect](before, after):
            complaints.append(f"not {expected.effect}: {before} became {after}")
        if answer.status != 200 and after != before:
            complaints.append(f"what was not accepted changed {before} to {after}")
        return complaints + unknown_members(self.node_process)

    def try_all(self, kind: str) -> None:
        cases = json.loads((DATA / f"{kind.replace('-', '_')}.json").read_text())
        tried = 0
        for case in cases:
            if CHOSEN.search(case["name"]):
                tried += 1
                with self.subTest(case["name"]):
                    self.try_case(case)
        if not CHOSEN.pattern:
            self.assertEqual(tried, COUNTS[kind], "cases of this class")
        self.assert_the_node_ends_sound()

    def assert_the_node_ends_sound(self) -> None:
        self.assertEqual(self.node_process.stop(), DONE, self.node_process.log[-4000:])
        checked = run("chain", "check", "--data-dir", self.node_process.data_dir)
        self.assertEqual(checked.code, DONE, checked)

    def test_numbers(self) -> None:
        self.try_all("number")

    def test_json(self) -> None:
        self.try_all("json")

    def test_transactions(self) -> None:
        self.try_all("consensus-tx")

    def test_blocks(self) -> None:
        self.try_all("consensus-block")

    def test_what_must_be_accepted(self) -> None:
        self.try_all("control")

    def test_reads(self) -> None:
        self.try_all("get")

    def test_who_may_do_what(self) -> None:
        self.try_all("auth")

    def test_no_file_of_cases_is_left_out(self) -> None:
        kinds = {case["class"] for file in DATA.glob("*.json") for case in json.loads(file.read_text())}
        self.assertEqual(kinds, set(COUNTS))


if __name__ == "__main__":
    main()
