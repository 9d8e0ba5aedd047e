# SPDX-License-Identifier: MIT
"""Makes a block from a recipe and mines it: right in everything but in what the recipe asks for.

docs/protocol.md has the rules that it follows, tests/data/hostile_requests/README.md the recipe's fields.
"""
import itertools
from collections.abc import Iterator
from typing import Any

from chain_maker import digest
from program import canonical
from raw_json import as_read
from scene import Scene
from transaction_recipe import make_coinbase, make_transaction

HEADER = ("index", "previous_hash", "merkle_root", "timestamp", "nonce", "target_difficulty")


def make_block(recipe: dict[str, Any], scene: Scene) -> dict[str, Any]:
    transactions = make_transactions(recipe, scene)
    block = {"index": scene.next_height, "previous_hash": scene.tip["hash"], "timestamp": scene.next_timestamp,
             "nonce": 0, "target_difficulty": scene.difficulty, **scene.fill(recipe.get("set", {})),
             "merkle_root": merkle_root([transaction["tx_id"] for transaction in transactions])}
    mine(block, recipe, scene.difficulty)
    if recipe.get("hash_upper"):
        block["hash"] = block["hash"].upper()
    if recipe.get("strip_sigs_after"):
        transactions[-1]["inputs"][0]["signature"] = {"signature": "00", "public_key": "00", "message_hash": ""}
    return {**block, "transactions": transactions, **nested(scene.fill(recipe.get("after", {})))}


def make_transactions(recipe: dict[str, Any], scene: Scene) -> list[dict[str, Any]]:
    own = scene.fill({key: value for key, value in recipe.items() if key.startswith("cb_")})
    transactions = [coinbase(*scene.fill(recipe["coinbase"]), own, scene)] if recipe["coinbase"] else []
    for listed in recipe["txs"]:
        if listed["gen"] == "coinbase":
            transactions.append(coinbase(listed["amount"], scene.fill(listed["to"]), {}, scene))
        elif listed["gen"] == "made":
            transactions.append(listed["transaction"])
        else:
            transactions.append(make_transaction(listed, scene))
    if recipe.get("merkle_dup"):
        spends = [make_transaction({"in": [coin], "out": [[40.0, "$W1"]], "sign": "W0"}, scene)
                  for coin in ("$U0", "$U1")]
        transactions += [*spends, spends[-1]]
    for number in range(recipe.get("fill_txs", 0)):
        transactions.append(coinbase(0.0, scene.signers["W1"].address, {"cb_script": f"filler {number}"}, scene))
    return transactions


def coinbase(amount: Any, recipient_address: str, recipe: dict[str, Any], scene: Scene) -> dict[str, Any]:
    return make_coinbase(scene.next_height, amount, recipient_address, recipe, scene.next_timestamp)


def merkle_root(ids: list[str]) -> str:
    while len(ids) > 1:
        ids = ids + ids[-1:] * (len(ids) % 2)
        ids = [digest(left + right) for left, right in zip(ids[::2], ids[1::2])]
    return ids[0]


def mine(block: dict[str, Any], recipe: dict[str, Any], difficulty: int) -> None:
    """Gives the block a hash with the work that it claims; with `mine` false whatever hash it has."""
    header = as_read({key: block[key] for key in HEADER})
    claimed = header["target_difficulty"]
    zeros = "0" * (claimed if type(claimed) is int else difficulty) if recipe.get("mine", True) else ""
    free = "timestamp" if "nonce" in recipe.get("set", {}) else "nonce"
    for tried in tries(header, free):
        block_hash = digest(canonical(tried))
        if block_hash.startswith(zeros):
            block.update({free: tried[free], "hash": block_hash})
            return


def tries(header: dict[str, Any], free: str) -> Iterator[dict[str, Any]]:
    step = 1e-6 if free == "timestamp" else 1
    for number in itertools.count():
        yield {**header, free: header[free] + number * step}


def nested(members: dict[str, Any]) -> dict[str, Any]:
    """The members, with lists in lists where `{"gen": "nest", "n": depth}` asks for them."""
    def expanded(value: Any) -> Any:
        is_nest = isinstance(value, dict) and value.get("gen") == "nest"
        return f"@@RAW:{'[' * value['n']}{']' * value['n']}@@" if is_nest else value

    return {key: expanded(value) for key, value in members.items()}
