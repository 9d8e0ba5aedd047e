# SPDX-License-Identifier: MIT
"""Makes the bytes of a hostile request from its case. A new kind of body is one more function in BODIES."""
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from block_recipe import make_block
from chain_maker import ZERO_HASH
from raw_json import wire_text
from scene import Scene
from transaction_recipe import make_transaction


class Request(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None


def make_request(case: dict[str, Any], scene: Scene) -> Request:
    return Request(case["method"], scene.fill(case["path"]), scene.fill(case["headers"]), make_body(case, scene))


def make_body(case: dict[str, Any], scene: Scene) -> bytes | None:
    if "alone" in case:
        return block_around(make_body(case["alone"], scene) or b"", scene)
    if "body_gen" in case:
        return BODIES[case["body_gen"]["gen"]](case["body_gen"], scene)
    return scene.fill(case["body"]).encode() if "body" in case else None


def transaction_body(recipe: dict[str, Any], scene: Scene) -> bytes:
    return edited(wire_text(make_transaction(recipe, scene)), recipe)


def block_body(recipe: dict[str, Any], scene: Scene) -> bytes:
    return edited(wire_text(make_block(recipe, scene)), recipe)


def block_around(transaction: bytes, scene: Scene) -> bytes:
    """A block that is right in everything but perhaps in its second transaction, whose bytes these are."""
    place = {"tx_id": claimed_id(transaction)}
    block = make_block({"coinbase": [50.0, "$W2"], "txs": [{"gen": "made", "transaction": place}]}, scene)
    before, after = wire_text(block).encode().split(wire_text(place).encode())
    return before + transaction + after


def claimed_id(transaction: bytes) -> str:
    """The id by which the block's Merkle root counts it; of what has none, any will do."""
    try:
        return str(json.loads(transaction)["tx_id"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return ZERO_HASH


def edited(text: str, recipe: dict[str, Any]) -> bytes:
    """What can only be done to the text, such as a key that stands there twice."""
    old, new = recipe.get("text_sub", ("", ""))
    assert old in text, f"{old} is not in {text}"
    return text.replace(old, new, 1).replace("{", "{" + recipe.get("prefix_raw", ""), 1).encode()


def many_keys(recipe: dict[str, Any], _: Scene) -> bytes:
    return ("{" + ",".join(f'"k{number}":1' for number in range(recipe["n"])) + "}").encode()


def many_peers(recipe: dict[str, Any], _: Scene) -> bytes:
    urls = (f"http://10.{number >> 16}.{number >> 8 & 255}.{number & 255}:5000" for number in range(recipe["n"]))
    return json.dumps({"node_id": "somebody", "peers": [{"url": url} for url in urls]}).encode()


BODIES: dict[str, Callable[[dict[str, Any], Scene], bytes]] = {
    "tx": transaction_body,
    "block": block_body,
    "tipblock": lambda _, scene: json.dumps(scene.tip).encode(),
    "repeat": lambda recipe, _: "".join(text * times for text, times in recipe["parts"]).encode(),
    "hex": lambda recipe, _: bytes.fromhex(recipe["hex"]),
    "text": lambda recipe, _: recipe["text"].encode(),
    "keys": many_keys,
    "peers": many_peers,
}
