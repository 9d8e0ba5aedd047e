# SPDX-License-Identifier: MIT
"""A peer as the reference's era B (HEAD) behaves on the wire, with its faults; in this process, on loopback.

It answers 500 to /peers, and to blocks whether it has taken them or not; it knows no reorg, and keeps what does not
connect. Any thread.
"""
import json
import time
from typing import Any

from chain_pages import chain_info_page, headers_page, numbers_in, range_page
from era_a_chain import Json
from era_a_peer import EraAPeer
from peer_switches import BROKEN, Reply
from recorded_requests import RecordedRequest

# All that its PeerInfo knows; it skips a peer of which anything else is said.
PEER_INFO_KEYS = {"url", "node_id", "last_seen", "first_seen", "failures", "successes", "response_time", "version",
                  "chain_length", "is_active", "connection_count", "peer_score", "services", "user_agent",
                  "protocol_version", "height"}


def answer(value: Any, status: int = 200) -> Reply:
    """As its Flask writes it: indented, keys sorted."""
    text = json.dumps(value, sort_keys=True, indent=2) + "\n"
    return Reply(status, text.encode(), {"Content-Type": "application/json"})


class EraBPeer(EraAPeer):
    def __init__(self, chain: list[Json], port: int = 0) -> None:
        self.unconnected: list[Json] = []  # blocks that it was sent and could not append
        super().__init__(chain, difficulty=4, port=port)

    def reply_to(self, request: RecordedRequest) -> Reply:
        if (request.method, request.path) == ("GET", "/blocks/range"):
            return self._range(numbers_in(request.target))
        return super().reply_to(request)

    def _routes(self) -> dict[tuple[str, str], Any]:
        return {("GET", "/status"): self._status, ("GET", "/peers"): lambda: BROKEN,
                ("GET", "/blockchain"): self._blockchain, ("GET", "/blockchain/headers"): self._headers,
                ("GET", "/chain/info"): self._chain_info,
                ("GET", "/transaction_pool"): self._transaction_pool, ("GET", "/getpeers"): self._getpeers,
                ("POST", "/addpeer"): self._addpeer, ("POST", "/sharepeers"): self._sharepeers,
                ("POST", "/submit_block"): self._submit_block,
                ("POST", "/receive_transaction"): self._receive_transaction,
                ("POST", "/broadcast_transaction"): self._broadcast_transaction}

    def _status(self) -> Reply:
        return answer({"node_id": "core0", "blockchain_length": self.chain.length, "peers": len(self.active_peers),
                       "total_peers": len(self.peers), "pending_transactions": len(self.chain.pool),
                       "target_difficulty": 4, "thread_safe": True, "status": "online", "version": "2.0"})

    def _chain_info(self) -> Reply:
        return answer(chain_info_page(self.chain.blocks, "core0", self.port))

    def _headers(self) -> Reply:
        return answer(headers_page(self.chain.blocks))

    def _range(self, query: dict[str, int]) -> Reply:
        start, end = query["start"], query["end"]
        return answer(range_page(self.chain.blocks[start:end + 1], start, end))

    def _getpeers(self) -> Reply:
        peers = [{"url": url, "node_id": "", "is_active": True, "services": [], "height": 0} for url in self.peers]
        return answer({"status": "success", "node_id": "core0", "peers": peers, "count": len(peers),
                       "timestamp": time.time()})

    def _addpeer(self, sent: Json, _request: RecordedRequest) -> Reply:
        self.befriend(sent["peer_url"])
        return answer({"status": "success", "peer_url": sent["peer_url"], "message": "Peer added successfully"})

    def _sharepeers(self, sent: Json, _request: RecordedRequest) -> Reply:
        known = [peer for peer in sent["peers"] if set(peer) <= PEER_INFO_KEYS and peer["url"] not in self.peers]
        self.befriend(*(peer["url"] for peer in known))
        return answer({"status": "success", "peers_received": len(sent["peers"]), "new_peers_added": len(known)})

    def _submit_block(self, sent: Json, _request: RecordedRequest) -> Reply:
        block = sent.get("block", sent)
        if not self.chain.add_block(block):
            self.unconnected.append(block)
        return answer({"error": "an unexpected keyword argument"}, 500)
