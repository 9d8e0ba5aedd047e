# SPDX-License-Identifier: MIT
"""The chain and the pool of a node of the reference's era A, with all that it believes (docs/protocol.md).

It recomputes nothing of a block: the hash is the sender's. It does not look at owners, amounts, times or coinbases,
and this simulation does not verify signatures either. Every node mines its own genesis, and gives it up for any chain
that is said to be longer. Any thread.
"""
import threading
import time
from typing import Any

from block_recipe import merkle_root
from chain_maker import ZERO_HASH, digest, make_coinbase
from program import canonical

Json = dict[str, Any]

BLOCK_KEYS = ("index", "transactions", "previous_hash", "timestamp", "nonce", "target_difficulty", "merkle_root",
              "hash")
HEADER_KEYS = ("index", "previous_hash", "merkle_root", "timestamp", "nonce", "target_difficulty")


def is_coinbase(transaction: Json) -> bool:
    inputs = transaction["inputs"]
    return len(inputs) == 1 and (inputs[0]["tx_id"], inputs[0]["output_index"]) == (ZERO_HASH, 4294967295)


class EraAChain:
    def __init__(self, chain: list[Json], difficulty: int) -> None:
        self.difficulty = difficulty
        self.pool: list[Json] = []
        self._lock = threading.RLock()
        self.replace(chain)

    @property
    def blocks(self) -> list[Json]:
        with self._lock:
            return list(self._blocks)

    @property
    def length(self) -> int:
        return len(self._blocks)

    @property
    def tip_hash(self) -> str:
        return self._blocks[-1]["hash"]

    def replace(self, chain: list[Json]) -> None:
        """The pool stays as it is, confirmed transactions and all."""
        with self._lock:
            self._blocks = list(chain)
            self._coins: dict[tuple[str, int], Json] = {}
            for block in self._blocks:
                self._note_coins(block)

    def adopt_longer(self, chain: list[Json]) -> bool:
        """What a sync does: block 0 has index 0, the links are right, and that is enough."""
        links = zip(chain, chain[1:])
        is_linked = bool(chain) and chain[0]["index"] == 0 and all(
            one["hash"] == next_["previous_hash"] and next_["index"] == one["index"] + 1 for one, next_ in links)
        with self._lock:
            if not is_linked or len(chain) <= self.length:
                return False
            self.replace(chain)
        return True

    def add_block(self, sent: Json) -> bool:
        """KeyError where one of the eight fields is missing."""
        block = {key: sent[key] for key in BLOCK_KEYS}
        with self._lock:
            if not self._connects(block):
                return False
            self._blocks.append(block)
            self._note_coins(block)
            confirmed = {transaction["tx_id"] for transaction in block["transactions"]}
            self.pool = [transaction for transaction in self.pool if transaction["tx_id"] not in confirmed]
        return True

    def rebuilt(self, sent: Json) -> Json:
        """What the design document's constructor makes of a block: the hash is computed, defaults fill the gaps."""
        header = {"index": sent["index"], "previous_hash": sent["previous_hash"],
                  "merkle_root": merkle_root([transaction["tx_id"] for transaction in sent["transactions"]]),
                  "timestamp": sent.get("timestamp") or time.time(), "nonce": sent.get("nonce", 0),
                  "target_difficulty": sent.get("target_difficulty", 4)}
        return {**header, "transactions": sent["transactions"], "hash": digest(canonical(header))}

    def add_transaction(self, transaction: Json) -> bool:
        """Duplicates and double spends are welcome. KeyError where a field is missing."""
        spends = [(spent["tx_id"], spent["output_index"]) for spent in transaction["inputs"]]
        _ = transaction["outputs"], transaction["timestamp"], transaction["tx_id"]
        with self._lock:
            if is_coinbase(transaction) or not all(coin in self._coins for coin in spends):
                return False
            self.pool.append(transaction)
        return True

    def template(self, miner_address: str) -> Json:
        with self._lock:
            transactions = [make_coinbase(self.length, miner_address, time.time()), *self.pool[:1000]]
            return {"index": self.length, "transactions": transactions, "previous_hash": self.tip_hash,
                    "timestamp": time.time(), "nonce": 0, "target_difficulty": self.difficulty,
                    "merkle_root": merkle_root([transaction["tx_id"] for transaction in transactions]), "hash": ""}

    def _connects(self, block: Json) -> bool:
        return (block["index"] == self.length and block["previous_hash"] == self.tip_hash
                and block["hash"].startswith("0" * block["target_difficulty"])
                and all(is_coinbase(transaction) or all((spent["tx_id"], spent["output_index"]) in self._coins
                                                        for spent in transaction["inputs"])
                        for transaction in block["transactions"]))

    def _note_coins(self, block: Json) -> None:
        for transaction in block["transactions"]:
            for spent in transaction["inputs"]:
                self._coins.pop((spent["tx_id"], spent["output_index"]), None)
            for index, output in enumerate(transaction["outputs"]):
                self._coins[transaction["tx_id"], index] = output
