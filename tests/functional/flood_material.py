# SPDX-License-Identifier: MIT
"""Bodies for floods: valid where that makes a node keep them, and as large as they may be."""
import itertools
import json
from collections.abc import Iterator
from typing import Any

from block_recipe import merkle_root
from chain_maker import digest, make_coinbase
from payment import make_payment
from program import canonical
from signer import Signer

Json = dict[str, Any]

MIB = 1 << 20
MOST_OUTPUTS = 1000
LONGEST_SCRIPT = 1000
# With a script of that length in each.
OUTPUTS_OF_A_WIDE_ONE = 900


def wide_payment(owner: Signer, coin: str, amount: float, fee: float) -> Json:
    """A few bytes less than a mebibyte, nearly all of it in scripts."""
    outputs = [{"amount": (amount - fee) / OUTPUTS_OF_A_WIDE_ONE, "recipient_address": owner.address,
                "script_pubkey": "s" * LONGEST_SCRIPT}] * OUTPUTS_OF_A_WIDE_ONE
    return make_payment(owner, coin, [], pre={"outputs": outputs})


def many_payments(owner: Signer, coins: list[str], amount: float) -> Iterator[bytes]:
    """Small ones, each of a coin of its own."""
    for coin in coins:
        yield json.dumps(make_payment(owner, coin, [[amount, owner.address]])).encode()


class BlockPress:
    """Presses blocks around the same transactions: with other parents, and the work of difficulty 1."""

    def __init__(self, transactions: list[Json]) -> None:
        self._texts = "".join(f", {json.dumps(transaction)}" for transaction in transactions)
        self._ids = [transaction["tx_id"] for transaction in transactions]

    def press(self, height: int, previous_hash: str, timestamp: float) -> bytes:
        coinbase = make_coinbase(height, "flood", timestamp)
        header = {"index": height, "previous_hash": previous_hash, "timestamp": timestamp, "target_difficulty": 1,
                  "merkle_root": merkle_root([coinbase["tx_id"], *self._ids])}
        for nonce in itertools.count():
            block_hash = digest(canonical({**header, "nonce": nonce}))
            if block_hash.startswith("0"):
                rest = json.dumps({**header, "nonce": nonce, "hash": block_hash})[:-1]
                return f'{rest}, "transactions": [{json.dumps(coinbase)}{self._texts}]}}'.encode()
        raise AssertionError("there is always another nonce")

    def orphans(self, timestamp: float) -> Iterator[bytes]:
        """Each without a parent that anybody has."""
        for number in itertools.count():
            yield self.press(1000, f"{number:064x}", timestamp)

    def siblings(self, parents: list[Json]) -> Iterator[bytes]:
        """Beside the best chain, on each of these parents in turn."""
        for number, parent in enumerate(itertools.cycle(parents)):
            yield self.press(parent["index"] + 1, parent["hash"], parent["timestamp"] + 1e-3 + 1e-6 * number)


def names(count: int) -> Iterator[bytes]:
    """Peers that nobody has heard of, so many in a list; nobody listens at these addresses of this machine."""
    for number in itertools.count():
        peers = [f"http://127.{number % 250 + 1}.{place}.7:{1024 + number // 250 % 60000}" for place in range(count)]
        yield json.dumps({"node_id": "flood", "peers": peers, "timestamp": 1.0}).encode()


def dense_garbage(size: int) -> bytes:
    """JSON that is as much as possible to read for its size."""
    return b'{"block": [' + b"0," * (size // 2 - 10) + b"0]}"


def long_garbage(size: int) -> bytes:
    return b'{"block": "' + b"x" * (size - 20) + b'"}'
