# SPDX-License-Identifier: MIT
"""Makes small valid chains with nothing but hashlib: an independent hand that writes what the program must accept."""
import hashlib
import itertools
from typing import Any

from program import canonical

ZERO_HASH = "0" * 64


def digest(text: str) -> str:
    return hashlib.sha256(hashlib.sha256(text.encode()).digest()).hexdigest()


def make_coinbase(height: int, recipient_address: str, timestamp: float) -> dict[str, Any]:
    transaction = {
        "version": 1,
        "inputs": [{"tx_id": ZERO_HASH, "output_index": 4294967295, "signature": {},
                    "script_sig": f"COINBASE_BLOCK_{height}"}],
        "outputs": [{"amount": 50.0, "recipient_address": recipient_address,
                     "script_pubkey": f"PAY_TO_ADDRESS({recipient_address})"}],
        "lock_time": 0,
        "timestamp": timestamp,
    }
    return {**transaction, "tx_id": digest(canonical(transaction))}


def mine_block(height: int, previous_hash: str, timestamp: float, difficulty: int = 1,
               recipient_address: str = "genesis") -> dict[str, Any]:
    coinbase = make_coinbase(height, recipient_address, timestamp)
    header = {"index": height, "previous_hash": previous_hash, "merkle_root": coinbase["tx_id"],
              "timestamp": timestamp, "target_difficulty": difficulty}
    for nonce in itertools.count():
        block_hash = digest(canonical({**header, "nonce": nonce}))
        if block_hash.startswith("0" * difficulty):
            return {**header, "nonce": nonce, "hash": block_hash, "transactions": [coinbase]}
    raise AssertionError("there is always another nonce")


def mine_chain(timestamps: list[float], difficulty: int = 1) -> dict[str, Any]:
    """A /chain answer of one block for each time."""
    chain: list[dict[str, Any]] = []
    for height, timestamp in enumerate(timestamps):
        chain.append(mine_block(height, chain[-1]["hash"] if chain else ZERO_HASH, timestamp, difficulty))
    return {"chain": chain, "length": len(chain)}
