# SPDX-License-Identifier: MIT
"""A node of the reference's kind as fast as the reference is: a block costs it time, and it looks around now and then.

Of each pushed block that it takes it asks everybody's length at once, and fetches whole chains that are longer, as the
reference's era A does (docs/protocol.md). What it finds itself it tells everybody. Any thread.
"""
import threading
import time
from collections import Counter
from collections.abc import Iterable

import arena_path
from era_a_chain import Json
from era_a_peer import EraAPeer
from peer_switches import Reply
from recorded_requests import RecordedRequest
from signer import Signer


class SlowPeer(EraAPeer):
    def __init__(self, name: str, chain: list[Json], difficulty: int, port: int, validation: float,
                 polling: float) -> None:
        self.name = name
        self.address = Signer(name).address
        self.counts: Counter[str] = Counter()
        self.had: dict[str, float] = {}  # when each block was first in its chain
        self._validation, self._polling = validation, polling
        self._validating = threading.Lock()  # Python does one thing at a time
        self._stopped = threading.Event()
        self._neighbours: list[str] = []
        super().__init__(chain, difficulty, port)

    def begin(self, neighbours: Iterable[str]) -> None:
        """From now on it looks around."""
        self._neighbours = list(neighbours)
        self.befriend(*self._neighbours)
        threading.Thread(target=self._look_around, daemon=True).start()

    def end(self) -> None:
        self._stopped.set()
        self.die()

    def take_own(self, block: Json) -> bool:
        """What its miner has found: taken, and told to everybody before the miner hears of it."""
        with self._validating:
            is_taken = self.chain.add_block(block)
            self._note()
        if is_taken:
            self._broadcast("/submit_block", block, {"X-Local-Mining": "false"})
        return is_taken

    def sync(self) -> bool:
        has_another = super().sync()
        if has_another:
            self.counts["chains fetched whole"] += 1
            self._note()
        return has_another

    def _submit_block(self, sent: Json, request: RecordedRequest) -> Reply:
        with self._validating:
            time.sleep(self._validation)
            reply = super()._submit_block(sent, request)
            self._note()
        is_taken = reply.status == 200
        self.counts["pushed blocks taken" if is_taken else "pushed blocks refused"] += 1
        if is_taken:
            threading.Thread(target=self.sync, daemon=True).start()
        return reply

    def _note(self) -> None:
        now = time.monotonic()
        for block in reversed(self.chain.blocks):
            if self.had.setdefault(block["hash"], now) != now:
                break

    def _look_around(self) -> None:
        """Who did not answer once is a friend again the next time."""
        while not self._stopped.wait(self._polling):
            self.befriend(*self._neighbours)
            self.sync()
