# SPDX-License-Identifier: MIT
"""Makes a transaction from a recipe: right in everything but in what the recipe asks for.

docs/protocol.md has the rules that it follows, tests/data/hostile_requests/README.md the recipe's fields.
"""
from typing import Any

from chain_maker import ZERO_HASH, digest
from raw_json import hashed_text
from scene import Scene
from signer import Signer


def id_of(transaction: dict[str, Any]) -> str:
    """Of one that is not signed yet."""
    return digest(hashed_text({key: value for key, value in transaction.items() if key != "tx_id"}))


def make_coinbase(height: int, amount: Any, recipient_address: str, recipe: dict[str, Any],
                  timestamp: float) -> dict[str, Any]:
    coinbase = {
        "version": 1,
        "inputs": [{"tx_id": ZERO_HASH, "output_index": 4294967295, "signature": {},
                    "script_sig": recipe.get("cb_script", f"COINBASE_BLOCK_{height}")}],
        "outputs": [{"amount": amount, "recipient_address": recipient_address, "script_pubkey": ""}],
        "lock_time": 0,
        "timestamp": recipe.get("cb_time", timestamp),
    }
    return {**coinbase, "tx_id": recipe.get("cb_txid") or id_of(coinbase)}


def make_transaction(recipe: dict[str, Any], scene: Scene) -> dict[str, Any]:
    recipe = scene.fill(recipe)
    transaction = {"version": 1, "inputs": make_inputs(recipe), "outputs": make_outputs(recipe), "lock_time": 0,
                   "timestamp": round(scene.now, 3), **recipe.get("pre", {})}
    transaction["tx_id"] = forged_id(recipe) if is_id_forged(recipe) else id_of(transaction)
    for spent in transaction["inputs"]:
        if recipe["sign"]:
            sign_input(spent, transaction["tx_id"], scene.signers[recipe["sign"]], recipe)
        if "sign_over" in recipe:
            spent["signature"] = recipe["sign_over"]
    return {**transaction, **recipe.get("after", {})}


def make_inputs(recipe: dict[str, Any]) -> list[dict[str, Any]]:
    inputs = []
    for coin in recipe["in"] * recipe.get("in_repeat", 1):
        tx_id, index = coin.rsplit(":", 1)
        inputs.append({"tx_id": tx_id, "output_index": int(index), "signature": {}, "script_sig": ""})
    if "in_index_raw" in recipe:
        inputs[0]["output_index"] = f"@@RAW:{recipe['in_index_raw']}@@"
    return inputs


def make_outputs(recipe: dict[str, Any]) -> list[dict[str, Any]]:
    long_address = "A" * recipe.get("out_addr_len", 0)
    return [{"amount": amount, "recipient_address": long_address or recipient, "script_pubkey": ""}
            for amount, recipient in recipe["out"] * recipe.get("out_repeat", 1)]


def is_id_forged(recipe: dict[str, Any]) -> bool:
    return "txid_forge" in recipe or "txid_forge_len" in recipe


def forged_id(recipe: dict[str, Any]) -> str:
    return recipe.get("txid_forge", "a" * recipe.get("txid_forge_len", 0))


def sign_input(spent: dict[str, Any], tx_id: str, signer: Signer, recipe: dict[str, Any]) -> None:
    message = {"tx_id": tx_id, "input_tx_id": spent["tx_id"], "input_index": spent["output_index"], "script": ""}
    signature = signer.sign(hashed_text(message), recipe.get("s", ""))
    signature["signature"] = edited_signature(signature["signature"], recipe)
    if "pub_over" in recipe:
        signature["public_key"] = recipe["pub_over"]
    spent["signature"] = signature
    spent["script_sig"] = f"SIG({signature['signature'][:16]}...) PUBKEY({signature['public_key'][:16]}...)"


def edited_signature(signature: str, recipe: dict[str, Any]) -> str:
    if recipe.get("flip_sig"):
        return signature[:-2] + f"{int(signature[-2:], 16) ^ 1:02x}"
    if recipe.get("hex_spaces"):
        return bytes.fromhex(signature).hex(" ")
    return signature.upper() if recipe.get("sig_upper") else signature
