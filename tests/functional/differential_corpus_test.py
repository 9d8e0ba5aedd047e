# SPDX-License-Identifier: MIT
"""What the fuzz targets for JSON, transactions and blocks have found, and mutations of it, through `chaincore inspect` and
through Python: what the program accepts Python writes as the same bytes, and what it hashes of it is the same text.

usage: differential_corpus_test.py [--mutations N] [--seed N]
A difference is shown with the seed that makes it again."""
import argparse
import json
import random
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any, Iterator

from differential_json_test import EDGE_NUMBERS, EDGE_STRINGS, Judge, ask, difference
from program import canonical

CORPUS = Path(__file__).resolve().parent.parent / "data" / "corpus"
COINBASE = ("0" * 64, 4294967295)
HASHED_OF_HEADER = ["index", "merkle_root", "nonce", "previous_hash", "target_difficulty", "timestamp"]
SIGNATURE_MEMBERS = ["message_hash", "public_key", "signature"]
TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null')
DAMAGE = b'"\\{}[]:,0123456789-+.eEtfnu \t\x00\x1f\x7f\x80\xc3\xa9\xed\xff'


def corpus_of(target: str) -> list[bytes]:
    """Each file as one line."""
    return [path.read_bytes().replace(b"\n", b" ") for path in sorted((CORPUS / target).iterdir())]


# --- What is hashed, as docs/protocol.md says it -------------------------------------------------------------------------


def text_of_transaction(transaction: dict[str, Any]) -> str:
    inputs = transaction["inputs"]
    is_coinbase = len(inputs) == 1 and (inputs[0]["tx_id"], inputs[0]["output_index"]) == COINBASE \
        and isinstance(inputs[0]["output_index"], int)

    def as_hashed(spent: dict[str, Any]) -> dict[str, Any]:
        signature = spent.get("signature", {})
        kept = {key: signature[key] for key in SIGNATURE_MEMBERS if key in signature}
        return {"tx_id": spent["tx_id"], "output_index": spent["output_index"], "signature": kept if is_coinbase else {},
                "script_sig": spent.get("script_sig", "") if is_coinbase else ""}

    outputs = [{"amount": output["amount"], "recipient_address": output["recipient_address"],
                "script_pubkey": output.get("script_pubkey", "")} for output in transaction["outputs"]]
    return canonical({"version": transaction.get("version", 1), "inputs": [as_hashed(spent) for spent in inputs],
                      "outputs": outputs, "lock_time": transaction.get("lock_time", 0),
                      "timestamp": transaction["timestamp"]})


def text_of_header(block: dict[str, Any]) -> str:
    return canonical({name: block[name] for name in HASHED_OF_HEADER})


class Hashed:
    """Compares the text that is hashed of whatever is accepted; counts that."""

    def __init__(self, text_of: Any) -> None:
        self.text_of = text_of
        self.accepted = 0

    def explain(self, line: bytes, answer: bytes) -> str | None:
        found = json.loads(answer)
        if "error" in found:
            return None
        self.accepted += 1
        try:
            expected = self.text_of(json.loads(line.decode()))
        except (ValueError, KeyError, TypeError) as fault:
            return f"  expected a refusal: Python says {fault!r}"
        return None if found["preimage"] == expected else f"  expected  {expected}"


# --- Mutations -------------------------------------------------------------------------------------------------------------


class Mutator:
    def __init__(self, texts: list[bytes], seed: int) -> None:
        self.texts = texts
        self.random = random.Random(seed)
        self.tokens = [token.encode() for token in (*EDGE_NUMBERS, *EDGE_STRINGS, "true", "null", "[]", "{}")]
        for text in texts:
            self.tokens += TOKEN.findall(text)[:50]

    def edited(self, text: bytes) -> bytes:
        """Another token in the place of one, mostly: the rest of a text that is no JSON tells nothing."""
        choice = self.random.random()
        found = [match.span() for match in TOKEN.finditer(text)]
        if choice < 0.7 and found:
            begin, end = self.random.choice(found)
            return text[:begin] + self.random.choice(self.tokens) + text[end:]
        place = self.random.randrange(len(text) + 1)
        if choice < 0.8:
            return text[:place] + bytes([self.random.choice(DAMAGE)]) + text[place + self.random.randrange(2):]
        other = self.random.choice(self.texts)
        if choice < 0.9:
            begin = self.random.randrange(len(other) + 1)
            return text[:place] + other[begin:begin + self.random.randrange(40)] + text[place:]
        return text[:place] + text[place + self.random.randrange(1, 20):]

    def lines(self, count: int) -> Iterator[bytes]:
        yield from self.texts
        for _ in range(count):
            text = self.random.choice(self.texts)
            for _ in range(self.random.randint(1, 3)):
                text = self.edited(text)
            yield text.replace(b"\n", b" ")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261127)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    transactions, blocks = corpus_of("transaction_fuzz"), corpus_of("block_fuzz")
    everything = corpus_of("json_fuzz") + transactions + blocks

    def mutated(texts: list[bytes]) -> Iterator[bytes]:
        return Mutator(texts, options.seed).lines(options.mutations)

    wrong = ask("json", mutated(everything), partial(difference, Judge()))[1]
    for kind, texts, text_of in (("tx", transactions, text_of_transaction), ("header", blocks, text_of_header)):
        hashed = Hashed(text_of)
        wrong += ask(kind, mutated(texts), hashed.explain)[1]
        print(f"{kind}: {hashed.accepted} of them accepted")
        if hashed.accepted < options.mutations // 20:
            print(f"{kind}: too few are accepted to show anything", file=sys.stderr)
            wrong += 1
    return 0 if wrong == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
