# SPDX-License-Identifier: MIT
"""A peer that speaks as our own nodes do, of a classic network; in this process, on loopback.

It serves ranges and headers. What it says of itself and what it serves can be lies: say() overrides members of its
/status, and another `pages` decides which blocks are in an answer. Any thread.
"""
from collections.abc import Callable
from typing import Any

from chain_pages import chain_info_page, headers_page, numbers_in, range_page
from era_a_chain import Json
from era_a_peer import EraAPeer, answer
from peer_switches import Reply
from recorded_requests import RecordedRequest

MOST_BLOCKS = 1000
MOST_HEADERS = 2000

# The blocks from one height to another one, both included, of this chain.
Pages = Callable[[list[Json], int, int], list[Json]]


def honest_page(chain: list[Json], start: int, end: int) -> list[Json]:
    return chain[start:end + 1]


class ChaincorePeer(EraAPeer):
    def __init__(self, chain: list[Json], pages: Pages = honest_page, difficulty: int = 1, port: int = 0) -> None:
        self.pages = pages
        self._said: Json = {}
        super().__init__(chain, difficulty, port)

    def say(self, **members: Any) -> None:
        """In /status, whatever is true."""
        self._said = members

    def requests_for_blocks(self) -> int:
        """How often it was asked for some of its chain, headers included."""
        return len(self.times_of_requests_for_blocks())

    def times_of_requests_for_blocks(self) -> list[float]:
        """By the monotonic clock."""
        paths = ("/blocks/range", "/blockchain/headers", "/blockchain")
        return sorted(request.began for path in paths for request in self.requests.to(path))

    def reply_to(self, request: RecordedRequest) -> Reply:
        page = {"/blocks/range": self._range, "/blockchain/headers": self._headers}.get(request.path)
        if page is None or request.method != "GET":
            return super().reply_to(request)
        return answer(page(numbers_in(request.target)))

    def _routes(self) -> dict[tuple[str, str], Any]:
        return {**super()._routes(), ("GET", "/chain/info"): self._chain_info}

    def _status(self) -> Reply:
        blocks = self.chain.blocks
        return answer({"node_id": "node1", "blockchain_length": len(blocks), "peers": len(self.peers),
                       "pending_transactions": len(self.chain.pool), "target_difficulty": self.chain.difficulty,
                       "software": "chaincore/0.1.0", "instance_id": f"{self.port:032x}", "state": "ready",
                       "tip_hash": blocks[-1]["hash"], "chain_work": f"{len(blocks):032x}", **self._said})

    def _chain_info(self) -> Reply:
        return answer(chain_info_page(self.chain.blocks, "node1", self.port))

    def _range(self, query: dict[str, int]) -> Json:
        start = query.get("start", 0)
        end = min(query.get("end", start + 100), start + MOST_BLOCKS - 1)
        return range_page(self.pages(self.chain.blocks, start, end), start, end)

    def _headers(self, query: dict[str, int]) -> Json:
        start = query.get("start", 0)
        count = min(query.get("count", MOST_HEADERS), MOST_HEADERS)
        return headers_page(self.pages(self.chain.blocks, start, start + count - 1))
