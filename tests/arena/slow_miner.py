# SPDX-License-Identifier: MIT
"""The reference's mining client at its node, without its heat: how long it searches is drawn, else it does the same.

It searches one template until it finds or gives up, and never looks whether the tip is still the same. One thread.
"""
import random
import threading
import time
from collections.abc import Callable

from finds import Find, Finds, Verdict
from slow_peer import SlowPeer
from solving import solved

GIVES_UP = 60
ATTEMPTS = 3
REST_AFTER_A_FIND, REST_AFTER_A_LOSS, REST_AFTER_ALL = 1, 2, 5


class SlowMiner:
    def __init__(self, peer: SlowPeer, search: float, scaled: Callable[[float], float], seed: int,
                 finds: Finds) -> None:
        self._peer = peer
        self._search = search
        self._scaled = scaled
        self._chance = random.Random(f"{seed} {peer.name}")
        self._finds = finds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._mine, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _mine(self) -> None:
        while not self._stopped.is_set():
            has_found = self._try_three_times()
            self._stopped.wait(self._scaled(REST_AFTER_A_FIND if has_found else REST_AFTER_ALL))

    def _try_three_times(self) -> bool:
        for _ in range(ATTEMPTS):
            self._peer.sync()  # as its node does for each template
            template = self._peer.chain.template(self._peer.address)
            seconds = self._chance.expovariate(1 / self._search)
            if seconds > GIVES_UP:
                self._stopped.wait(self._scaled(GIVES_UP))
                continue
            due = time.monotonic() + self._scaled(seconds)
            block = solved(template)  # ahead of the moment, at which it is there then
            if self._stopped.wait(max(0.0, due - time.monotonic())):
                return False
            found = time.monotonic()
            is_taken = self._peer.take_own(block)
            verdict = Verdict.TIP if is_taken else Verdict.LATE
            self._finds.add(Find(self._peer.name, found, time.monotonic(), block["hash"], verdict))
            if is_taken:
                return True
            self._stopped.wait(self._scaled(REST_AFTER_A_LOSS))
        return False
