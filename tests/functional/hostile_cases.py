# SPDX-License-Identifier: MIT
"""The cases of tests/data/hostile_requests, what counts as right, and each transaction's case inside a block."""
import json
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).resolve().parent.parent / "data" / "hostile_requests"

Case = dict[str, Any]


class Count(NamedTuple):
    """How many cases a class has, and how many of them are transactions: none is left out unseen."""

    cases: int
    transactions: int


COUNTS = {"number": Count(42, 17), "json": Count(24, 19), "consensus-tx": Count(41, 41),
          "consensus-block": Count(26, 0), "control": Count(16, 9), "get": Count(12, 0), "auth": Count(12, 0),
          "ssrf": Count(15, 0), "raw-http": Count(15, 0)}


class Expectation(NamedTuple):
    statuses: list[int]
    effect: str
    answer: dict[str, Any] | None = None  # members that the answer must hold; None: those that the case names
    because: str = "so the case says"


# Where a case says otherwise than docs/rules.md, or leaves open what the rules decide, the rules win.
OVERRIDES = {
    "amount-dust-1e-9": Expectation([200], "pool+1", because="an amount is a number above 0, however small"),
    "tx-unknown-field": Expectation([200], "pool+1", because="unknown keys are dropped, neither stored nor passed on"),
    "tx-100k-outputs": Expectation([413], "state-unchanged", because="a transaction's body may have 2 MiB"),
    "json-1M-keys": Expectation([413], "state-unchanged", because="a transaction's body may have 2 MiB"),
    "blk-metadata-1MB": Expectation([200], "tip+1", because="unknown keys are dropped and do not count"),
    "blk-timestamp-equal-parent": Expectation([200], "tip+1",
                                              because="the median of the last 11 blocks is the lower bound"),
    "blk-resubmit-tip": Expectation([200], "state-unchanged",
                                    because="a block on our chain is a duplicate, whoever sends it"),
    "blk-prev-unknown": Expectation([409], "state-unchanged", because="a miner's wrong parent is a stale block"),
    "blk-prev-genesis-stale": Expectation([409], "state-unchanged", because="a miner's wrong parent is a stale block"),
    "blk-index-skip": Expectation([409], "state-unchanged",
                                  because="a miner's wrong index on the right parent is a 409"),
    "get-addr-traversal": Expectation([200], "none",
                                      because="a block may pay to any text without control characters, one with "
                                              "slashes, too: its balance can be asked, and no file is near"),
    "addpeer-decimal-ip": Expectation([400], "asks-status",
                                      because="an address of this machine may be named, however it is written"),
    "addpeer-ipv6-mapped": Expectation([400], "asks-status", because="as above"),
    "addpeer-10k": Expectation([413], "no-canary-hit", because="a body that names one peer may have 2 KiB"),
    "http-cl-te": Expectation([411], "state-unchanged", because="no Transfer-Encoding is taken: 411 says so"),
    "http-half-close": Expectation([415], "state-unchanged", because="its head is refused before its body is missed"),
}

# Where the rules say something else of a transaction in a block than of one for the pool. Of all others a block with
# such a transaction is refused by the very rule that refuses the transaction, and accepted where it is.
ACCEPTED = {"status": "accepted"}
IN_A_BLOCK = {
    "tx-address-html": Expectation([200], "tip+1", ACCEPTED, "only the pool asks whether a payee is an address"),
    "tx-double-spend-pool": Expectation([200], "tip+1,pool-1", ACCEPTED,
                                        "a block need not know our pool; what it makes impossible leaves"),
    "tx-coinbase-shaped": Expectation([400], "state-unchanged", {"reason": "second_coinbase"},
                                      "in a block it is a coinbase, in the wrong place"),
}


def cases_of(kind: str) -> list[Case]:
    cases = json.loads((DATA / f"{kind.replace('-', '_')}.json").read_text())
    assert len(cases) == COUNTS[kind].cases, f"{len(cases)} cases of the class {kind}, expected {COUNTS[kind].cases}"
    return cases


def all_kinds() -> set[str]:
    return {case["class"] for file in DATA.glob("*.json") for case in json.loads(file.read_text())}


def is_transaction(case: Case) -> bool:
    return case["path"] == "/add_transaction"


def in_a_block(case: Case) -> Case:
    """The transaction's case with its body as the second transaction of a block that is right in everything else."""
    return {**case, "name": f"{case['name']} in a block", "path": "/submit_block", "alone": case}


def expectation_of(case: Case) -> Expectation:
    if "alone" in case:
        return expectation_in_a_block(case["alone"])
    return OVERRIDES.get(case["name"], Expectation(case["expect_status"], case["effect"]))


def expectation_in_a_block(alone: Case) -> Expectation:
    if alone["name"] in IN_A_BLOCK:
        return IN_A_BLOCK[alone["name"]]
    expected = expectation_of(alone)
    return expected._replace(effect="tip+1") if expected.effect == "pool+1" else expected


def answer_of(case: Case, expected: Expectation) -> dict[str, Any]:
    """The members that its answer must hold."""
    return case.get("answer", {}) if expected.answer is None else expected.answer
