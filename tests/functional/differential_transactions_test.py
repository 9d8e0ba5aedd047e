# SPDX-License-Identifier: MIT
"""Random transactions through `chaincore inspect tx` and through Python: the same id, made of the same bytes.

usage: differential_transactions_test.py [--transactions N] [--seed N]
A difference is shown with the seed that makes it again."""
import argparse
import itertools
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import IO, Any, NamedTuple

from chain_maker import ZERO_HASH, digest
from differential_json_test import DIFFERENCES_SHOWN, LONGEST_SHOWN, RANGES, Writer
from program import DONE, PROGRAM, canonical

COINBASE_INDEX = 4294967295
SIGNATURE_MEMBERS = ("signature", "public_key", "message_hash")

# --- What docs/protocol.md says of an id ------------------------------------------------------------------------------


def is_coinbase(transaction: dict[str, Any]) -> bool:
    inputs = transaction["inputs"]
    return len(inputs) == 1 and inputs[0]["tx_id"] == ZERO_HASH and type(inputs[0]["output_index"]) is int \
        and inputs[0]["output_index"] == COINBASE_INDEX


def hashed_input(spent: dict[str, Any], is_whole: bool) -> dict[str, Any]:
    signature = {key: value for key, value in spent.get("signature", {}).items() if key in SIGNATURE_MEMBERS}
    return {"tx_id": spent["tx_id"], "output_index": spent["output_index"],
            "signature": signature if is_whole else {}, "script_sig": spent.get("script_sig", "") if is_whole else ""}


def preimage(transaction: dict[str, Any]) -> str:
    is_whole = is_coinbase(transaction)
    return canonical({
        "version": transaction.get("version", 1),
        "inputs": [hashed_input(spent, is_whole) for spent in transaction["inputs"]],
        "outputs": [{"amount": output["amount"], "recipient_address": output["recipient_address"],
                     "script_pubkey": output.get("script_pubkey", "")} for output in transaction["outputs"]],
        "lock_time": transaction.get("lock_time", 0),
        "timestamp": transaction["timestamp"],
    })


# --- Transactions, written in the many ways in which JSON lets them be written ----------------------------------------

Text = str  # of a value, as it is sent
OWN_ID = '"@@OWN ID@@"'


class TransactionWriter(Writer):
    def sometimes(self, chance: float) -> bool:
        return self.random.random() < chance

    def finite(self) -> Text:
        """A double of ours in any spelling."""
        text = self.double()
        return text if math.isfinite(float(text)) else "0.5"

    def integer(self) -> Text:
        bits = self.random.choice([1, 8, 32, 53, 63, 64])
        value = self.random.getrandbits(bits)
        return str(-value if bits < 64 and self.sometimes(0.2) else value)

    def any_number(self, usual: Text) -> Text:
        if self.sometimes(0.5):
            return usual
        return self.integer() if self.sometimes(0.5) else self.finite()

    def amount(self) -> Text:
        amount = self.random.randint(1, 10**9) / 10**self.random.randint(0, 8)
        return self.any_number(repr(int(amount) + 1 if self.sometimes(0.3) else amount))

    def quoted(self, text: str) -> Text:
        return '"' + "".join(self.character(ord(c)) for c in text) + '"'

    def text(self) -> Text:
        if self.sometimes(0.5):
            return self.quoted("1" + "".join(self.random.choices("23456789ABCDEFGHabcdefgh", k=33)))
        length = int(self.random.expovariate(1 / 8))
        return self.quoted("".join(chr(self.random.randint(*self.random.choice(RANGES))) for _ in range(length)))

    def unknown(self) -> Text:
        return self.random.choice(["null", "true", "[]", "{}", '[{"tx_id": null}, "x"]', self.integer(), self.text()])

    def members(self, required: dict[str, Text], optional: dict[str, Callable[[], Text]]) -> Text:
        """An object with its keys in any order, some of the optional ones and now and then one that nobody knows."""
        written = required | {key: write() for key, write in optional.items() if self.sometimes(0.7)}
        if self.sometimes(0.1):
            written["unknown"] = self.unknown()
        pairs = list(written.items())
        self.random.shuffle(pairs)
        return "{" + ",".join(f"{self.blank()}{self.quoted(key)}{self.blank()}:{self.blank()}{value}{self.blank()}"
                              for key, value in pairs) + "}"

    def signature(self) -> Text:
        return self.members({}, {key: self.text for key in SIGNATURE_MEMBERS})

    def spent(self, like_a_coinbase: bool) -> Text:
        tx_id = ZERO_HASH if like_a_coinbase else self.random.randbytes(32).hex()
        index = str(COINBASE_INDEX) if like_a_coinbase else str(self.random.randrange(4))
        if self.sometimes(0.1):
            index = self.any_number(index)
        return self.members({"tx_id": self.quoted(tx_id), "output_index": index},
                            {"signature": self.signature, "script_sig": self.text})

    def output(self) -> Text:
        return self.members({"amount": self.amount(), "recipient_address": self.text()}, {"script_pubkey": self.text})

    def list_of(self, elements: list[Text]) -> Text:
        return "[" + self.blank() + ",".join(element + self.blank() for element in elements) + "]"

    def transaction(self) -> Text:
        count = self.random.choice([1, 1, 1, 2, 3, 8])
        like_a_coinbase = self.sometimes(0.25)
        required = {
            "inputs": self.list_of([self.spent(like_a_coinbase) for _ in range(count if self.sometimes(0.98) else 0)]),
            "outputs": self.list_of([self.output() for _ in range(self.random.randint(0, 4))]),
            "timestamp": self.any_number(repr(1.7e9 + self.random.randrange(10**12) / 10**6)),
            "tx_id": OWN_ID,
        }
        return self.members(required, {"version": lambda: self.any_number("1"),
                                       "lock_time": lambda: self.any_number("0")})

    def line(self) -> bytes:
        """With its own id, but for one in ten."""
        text = self.transaction()
        own_id = digest(preimage(json.loads(text)))
        return text.replace(OWN_ID, self.quoted(own_id if self.sometimes(0.9) else ZERO_HASH)).encode()


# --- The comparison ---------------------------------------------------------------------------------------------------


class Tally(NamedTuple):
    count: int = 0
    coinbases: int = 0
    own_ids: int = 0
    wrong: int = 0

    def plus(self, transaction: dict[str, Any], has_own_id: bool, is_wrong: bool) -> "Tally":
        return Tally(self.count + 1, self.coinbases + is_coinbase(transaction), self.own_ids + has_own_id,
                     self.wrong + is_wrong)


def compare(asked: IO[bytes], answered: IO[bytes]) -> Tally:
    tally = Tally()
    for line, answer in itertools.zip_longest(asked, answered, fillvalue=b"{}"):
        transaction = json.loads(line)
        text = preimage(transaction)
        expected = {"tx_id": digest(text), "preimage": text, "matches": transaction["tx_id"] == digest(text)}
        is_wrong = json.loads(answer) != expected
        tally = tally.plus(transaction, expected["matches"], is_wrong)
        if is_wrong and tally.wrong <= DIFFERENCES_SHOWN:
            shown = (f"line {tally.count}: {line!r}", f"  expected  {canonical(expected)}",
                     f"  found     {answer.decode().rstrip()}")
            print(*(part[:LONGEST_SHOWN] for part in shown), sep="\n", file=sys.stderr)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--transactions", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=20261127)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    writer = TransactionWriter(options.seed)
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answered:
        for _ in range(options.transactions):
            asked.write(writer.line() + b"\n")
        asked.seek(0)
        done = subprocess.run([PROGRAM, "inspect", "tx"], stdin=asked, stdout=answered, timeout=1200)
        asked.seek(0)
        answered.seek(0)
        tally = compare(asked, answered)
    print(f"{tally.count} transactions, {tally.coinbases} of them coinbases, {tally.own_ids} with their own id: "
          f"{tally.wrong} answered in another way than expected")
    if done.returncode != DONE:
        print(f"exit code {done.returncode}, expected {DONE}: none may be refused", file=sys.stderr)
    are_all_kinds_there = 0 < tally.coinbases < tally.own_ids < tally.count == options.transactions
    return 0 if tally.wrong == 0 and are_all_kinds_there and done.returncode == DONE else 1


if __name__ == "__main__":
    sys.exit(main())
