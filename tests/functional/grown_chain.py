# SPDX-License-Identifier: MIT
"""Chains for peers to serve: grown by so many blocks, with payments in them, or broken in one place."""
import time
from typing import Any

from block_recipe import make_block
from chain_maker import ZERO_HASH, mine_block
from scene import Scene
from signer import Signer
from transaction_recipe import make_transaction

Json = dict[str, Any]

# How old a grown chain's genesis is, in seconds; every block is a second later than its parent.
AGE = 5000


def grow(chain: list[Json], blocks: int, difficulty: int = 1, to: str = "somebody") -> list[Json]:
    """The chain with so many more blocks, valid ones; another payee makes another branch."""
    grown = list(chain)
    for _ in range(blocks):
        grown.append(mine_block(len(grown), grown[-1]["hash"] if grown else ZERO_HASH, next_timestamp(grown),
                                difficulty, to))
    return grown


def next_timestamp(chain: list[Json]) -> float:
    """In the past, and just after the parent where that is a young one."""
    planned = round(time.time() - AGE + len(chain), 3)
    return max(planned, chain[-1]["timestamp"] + 1e-3) if chain else planned


def scene_of(chain: list[Json], difficulty: int, *signers: Signer) -> Scene:
    names = {f"W{number}": signer for number, signer in enumerate(signers)}
    return Scene(difficulty, chain[0]["hash"], chain[-1], names, [], next_timestamp(chain))


def payment_of(chain: list[Json], height: int, payer: Signer, payee: str, amount: float = 49.0) -> Json:
    """Spends the reward of that height, which belongs to the payer; the rest is the fee."""
    coin = chain[height]["transactions"][0]["tx_id"] + ":0"
    return make_transaction({"in": [coin], "out": [[amount, payee]], "sign": "W0"}, scene_of(chain, 1, payer))


def with_inflated_coinbase(chain: list[Json], difficulty: int = 1, reward: float = 1000.0) -> list[Json]:
    """One more block, whose miner pays himself too much: right in everything else."""
    return [*chain, make_block({"coinbase": [reward, "somebody"], "txs": []}, scene_of(chain, difficulty))]


def with_wrong_hash(chain: list[Json], difficulty: int = 1) -> list[Json]:
    """One more block, whose hash has the zeros and is the digest of nothing."""
    block = grow(chain, 1, difficulty)[-1]
    return [*chain, {**block, "hash": "0" * difficulty + "f" * (64 - difficulty)}]


def with_false_signature(chain: list[Json], payer: Signer, difficulty: int = 1) -> list[Json]:
    """One more block, with a payment of block 0's reward whose signature has a wrong bit; no hash covers that."""
    payment = {"in": [chain[0]["transactions"][0]["tx_id"] + ":0"], "out": [[49.0, payer.address]], "sign": "W0",
               "flip_sig": True, "gen": "payment"}
    return [*chain, make_block({"coinbase": [51.0, "somebody"], "txs": [payment]}, scene_of(chain, difficulty, payer))]
