# SPDX-License-Identifier: MIT
"""The fields of era A's answers, with their types: what its programs read (docs/protocol.md, "Endpoints")."""
from typing import Any

# A number may come as either where Python's callers do not care.
NUMBER = (int, float)

Fields = dict[str, type | tuple[type, ...]]

BLOCK: Fields = {"index": int, "transactions": list, "previous_hash": str, "timestamp": NUMBER, "nonce": int,
                 "target_difficulty": int, "merkle_root": str, "hash": str}
STATUS: Fields = {"node_id": str, "blockchain_length": int, "pending_transactions": int, "peers": int,
                  "target_difficulty": int}
PEERS: Fields = {"all_peers": list, "active_peers": list, "total_peers": int, "active_count": int}
SEED_PEERS: Fields = {"peers": list, "active_peers": list, "peer_count": int}
NETWORK_INFO: Fields = {"total_peers": int, "active_peers": int, "peer_list": list, "last_discovery": NUMBER,
                        "network_health": str}
CHAIN: Fields = {"length": int, "chain": list}
POOL: Fields = {"transactions": list, "count": int}
TEMPLATE: Fields = {"block_template": dict, "target_difficulty": int}
BLOCK_ACCEPTED: Fields = {"status": str, "block_hash": str}
TRANSACTION_ACCEPTED: Fields = {"status": str, "tx_id": str}
REFUSED: Fields = {"status": str, "error": str}
PEER_ADDED: Fields = {"status": str, "message": str}
DISCOVERED: Fields = {"status": str, "message": str, "peers_before": int, "peers_after": int, "peers_added": int,
                      "active_peers": int}
SYNCED: Fields = {"status": str, "old_blockchain_length": int, "new_blockchain_length": int, "blocks_synced": int,
                  "active_peers": int}
PEER_HEALTH: Fields = {"total_peers": int, "healthy_peers": int, "unhealthy_peers": int, "peer_health": dict,
                       "last_discovery": NUMBER}
HEALTH_OF_ONE: Fields = {"status": str, "response_time_ms": NUMBER, "node_id": str, "blockchain_length": int,
                         "peer_count": int}
BALANCE: Fields = {"address": str, "balance": float}
COINS: Fields = {"address": str, "utxos": list}
COIN: Fields = {"tx_id": str, "output_index": int, "amount": NUMBER, "block_height": int}
HISTORY: Fields = {"address": str, "transactions": list}
EVENT: Fields = {"tx_id": str, "block_height": int, "timestamp": NUMBER, "type": str, "amount": NUMBER,
                 "is_coinbase": bool, "block_hash": str}


def missing_fields(value: Any, fields: Fields) -> list[str]:
    """One sentence for each field that is not there or of another type; more fields than these are fine."""
    if not isinstance(value, dict):
        return [f"{value!r} is no object"]
    return [f"`{name}` is {value.get(name)!r}" for name, kind in fields.items()
            if not isinstance(value.get(name), kind) or isinstance(value[name], bool) != (kind is bool)]
