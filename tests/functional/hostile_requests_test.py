# SPDX-License-Identifier: MIT
"""Strangers send what no honest program would: the cases of tests/data/hostile_requests, with a node for each class.

Each transaction comes alone and inside a block. After a restart of the node, with its data directory, everything comes
once more: the same bytes, and then each case anew. At either end the node's coins are those that the blocks make which
it said it accepted, and no others.

`--case REGEX` tries only cases whose names match.
"""
import http.client
import json
import re
import time
from collections.abc import Callable
from typing import Any

from answer_check import WRITES, complaints_about, differences, object_in
from arguments import text_after
from chain_maker import mine_block
from hostile_cases import (COUNTS, Case, Count, Expectation, all_kinds, answer_of, cases_of, expectation_of, in_a_block,
                           is_transaction)
from node_process import Answer, NodeProcess, NodeTest
from node_state import State, send, state_of, tip_of
from program import DONE, main, run
from repeated_answers import complaints_about_repeated
from request_maker import Request, make_request
from scene import Scene
from signer import Signer

CHOSEN = re.compile(text_after("--case", ""))

DIFFICULTY = 2

# What a block and a transaction are made of; everything else is dropped.
BLOCK_KEYS = {"hash", "index", "merkle_root", "nonce", "previous_hash", "target_difficulty", "timestamp",
              "transactions"}
TRANSACTION_KEYS = {"version", "tx_id", "inputs", "outputs", "lock_time", "timestamp"}


def is_next(before: State, after: State) -> bool:
    return after.chain.length == before.chain.length + 1


EFFECTS: dict[str, Callable[[State, State], bool]] = {
    "none": lambda before, after: after == before,
    "state-unchanged": lambda before, after: after == before,
    "tip-unchanged": lambda before, after: after.chain == before.chain,
    "tip+1": lambda before, after: is_next(before, after) and after.pool == before.pool,
    "tip+1,pool-1": lambda before, after: is_next(before, after) and len(after.pool) == len(before.pool) - 1,
    "pool+1": lambda before, after: after.chain == before.chain and len(after.pool) == len(before.pool) + 1,
    "pool<=+1": lambda before, after: after.chain == before.chain and len(after.pool) <= len(before.pool) + 1,
    "alive": lambda before, after: True,
}


def unknown_members(node: NodeProcess) -> list[str]:
    """What a stranger has made the node keep and serve to others."""
    tip, pool = tip_of(node), node.get("/transaction_pool").json["transactions"]
    served = [(tip, BLOCK_KEYS), *((transaction, TRANSACTION_KEYS) for transaction in tip["transactions"] + pool)]
    return [f"the node serves {key!r}" for value, known in served for key in value.keys() - known]


def shortened(text: str, longest: int = 1500) -> str:
    return text if len(text) <= longest else f"{text[:longest]}... ({len(text)} characters)"


def report(case: Case, expected: Expectation, request: Request, answer: Answer | None,
           complaints: list[str]) -> str:
    sent = (request.body or b"").decode(errors="backslashreplace")
    came = f"{answer.status} {answer.body.decode(errors='backslashreplace')}" if answer else "nothing"
    return "\n".join([
        "", *(f"wrong:    {complaint}" for complaint in complaints),
        f"sent:     {request.method} {shortened(request.path)} {request.headers}", f"          {shortened(sent)}",
        f"expected: {expected.statuses}, {expected.effect}, {answer_of(case, expected) or 'any answer'}: "
        f"{expected.because}",
        f"came:     {shortened(came)}",
        f"why:      {case['why']}"])


def coins_of(case: Case) -> int:
    """How many it speaks of, $U0 first."""
    return max((int(number) + 1 for number in re.findall(r"\$U(\d)", json.dumps(case))), default=0)


class HostileRequests(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.starts = 0
        self.node_process = self.start_node()

    def start_node(self) -> NodeProcess:
        node = self.node("--backend", "none", "--difficulty", str(DIFFICULTY), name=f"node-{time.monotonic_ns()}")
        node.start()
        self.starts += 1
        self.accepted = [json.dumps(tip_of(node)).encode()]  # the texts of its blocks
        self.written: list[tuple[Request, Answer]] = []  # what it was sent to keep
        return node

    # What a case needs before it begins.

    def set_the_scene(self, case: Case) -> Scene:
        """New people and new coins for each case, so that none depends on another."""
        signers = {name: Signer(f"{case['name']} {name} {self.starts}") for name in ("W0", "W1", "W2")}
        coins = [self.mine_coin(signers["W0"].address) for _ in range(coins_of(case))]
        return self.scene(signers, coins)

    def scene(self, signers: dict[str, Signer], coins: list[str]) -> Scene:
        genesis_hash = self.node_process.get("/chain/info").json["chain_info"]["genesis_hash"]
        return Scene(DIFFICULTY, genesis_hash, tip_of(self.node_process), signers, coins, time.time())

    def mine_coin(self, address: str) -> str:
        tip = tip_of(self.node_process)
        timestamp = max(time.time(), tip["timestamp"] + 1e-3)
        block = mine_block(tip["index"] + 1, tip["hash"], timestamp, DIFFICULTY, address)
        answer = self.send(Request("POST", "/submit_block", {"Content-Type": "application/json"},
                                   json.dumps(block).encode()))
        self.assertEqual(answer.status, 200, answer)
        return block["transactions"][0]["tx_id"]

    def submit(self, case: Case, recipes: str, scene: Scene) -> None:
        """What the case wants to be accepted before or after its own request."""
        case = case.get("alone", case)
        for recipe in case.get("body_gen", {}).get(recipes, []):
            request = make_request({**case, "body_gen": recipe}, scene)
            answer = self.send(request)
            self.assertEqual(answer.status, 200, f"{recipes}: {request}\nwas answered with {answer}")

    # Trying and judging.

    def send(self, request: Request) -> Answer:
        answer = send(self.node_process, request)
        body = object_in(answer)
        if request.path in WRITES and answer.status != 413:  # which is said before the body comes
            self.written.append((request, answer))
            if "block_hash" in body and not body.get("duplicate"):
                self.accepted.append(request.body or b"")
        return answer

    def try_case(self, case: Case) -> None:
        if self.node_process.process is None or self.node_process.process.poll() is not None:
            self.node_process = self.start_node()  # a case that kills its node must not take the others with it
        scene = self.set_the_scene(case)
        if "pre_submit" in case.get("body_gen", {}):
            self.submit(case, "pre_submit", scene)
            scene = self.scene(scene.signers, scene.coins)
        self.try_request(case, make_request(case, scene), scene)
        self.submit(case, "post_submit", scene)

    def try_request(self, case: Case, request: Request, scene: Scene) -> None:
        expected = expectation_of(case)
        addresses = [signer.address for signer in scene.signers.values()]
        before = state_of(self.node_process, addresses)
        try:
            answer = self.send(request)
            after = state_of(self.node_process, addresses)
        except (OSError, http.client.HTTPException) as silence:
            answer, complaints = None, [f"the node is silent: {silence!r}\n{self.node_process.log[-2000:]}"]
        else:
            complaints = complaints_about(request, answer) + self.judge(case, expected, answer, before, after)
        if complaints:
            self.fail(report(case, expected, request, answer, complaints))

    def judge(self, case: Case, expected: Expectation, answer: Answer, before: State, after: State) -> list[str]:
        complaints = differences(object_in(answer), answer_of(case, expected))
        if answer.status not in expected.statuses:
            complaints.append(f"the status is {answer.status}")
        if not EFFECTS[expected.effect](before, after):
            complaints.append(f"not {expected.effect}: {before} became {after}")
        if answer.status != 200 and after != before:
            complaints.append(f"what was not accepted changed {before} to {after}")
        return complaints + unknown_members(self.node_process)

    def try_each(self, cases: list[Case]) -> Count:
        tried = [case for case in cases if CHOSEN.search(case["name"])]
        in_blocks = [in_a_block(case) for case in tried if is_transaction(case)]
        for case in tried + in_blocks:
            with self.subTest(case["name"]):
                self.try_case(case)
        return Count(len(tried), len(in_blocks))

    def try_all(self, kind: str) -> None:
        cases = cases_of(kind)
        tried = self.try_each(cases)
        if not CHOSEN.pattern:
            self.assertEqual(tried, COUNTS[kind], "cases of this class")
        self.restart()
        self.repeat_what_was_written()
        self.try_each(cases)
        self.assert_the_node_ends_sound()

    # After a restart.

    def restart(self) -> None:
        before = state_of(self.node_process, [])
        self.assert_the_node_ends_sound()
        self.node_process.start()
        self.starts += 1
        self.assertEqual(state_of(self.node_process, []), before._replace(pool=[]))

    def repeat_what_was_written(self) -> None:
        """The node has forgotten nothing that it accepted, and learned nothing from what it refused."""
        ours = {json.loads(block)["hash"] for block in self.accepted}
        before = state_of(self.node_process, [])
        for request, first in self.written:
            again = send(self.node_process, request)
            after = state_of(self.node_process, [])
            complaints = complaints_about(request, again) + complaints_about_repeated(request, first, again, ours)
            if after.chain != before.chain:
                complaints.append(f"{before.chain} became {after.chain}")
            before = after
            if complaints:
                with self.subTest(shortened((request.body or b"").decode(errors="backslashreplace"))):
                    self.fail(f"{complaints}\nfirst: {first}\nagain: {again}")

    def assert_the_node_ends_sound(self) -> None:
        """Its coins are those that the accepted blocks make, judged by a hand that saw nothing else."""
        self.assertEqual(self.node_process.stop(), DONE, self.node_process.log[-4000:])
        checked = run("chain", "check", "--data-dir", self.node_process.data_dir)
        self.assertEqual(checked.code, DONE, checked)
        info = json.loads(run("chain", "info", "--data-dir", self.node_process.data_dir, "--json").out)
        accepted = self.directory / "accepted.json"
        accepted.write_bytes(b'{"chain": [' + b",".join(self.accepted) + b'], "length": %d}' % len(self.accepted))
        twin = json.loads(run("chain", "verify", accepted, "--difficulty", str(DIFFICULTY), "--json").out)
        self.assertEqual((info["length"], info["tip"], info["utxo_digest"]),
                         (twin["height"] + 1, twin["tip"], twin["utxo_digest"]), twin)

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
        self.assertEqual(all_kinds(), set(COUNTS))


if __name__ == "__main__":
    main()
