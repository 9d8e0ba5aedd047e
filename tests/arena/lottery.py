# SPDX-License-Identifier: MIT
"""Draws which of our nodes finds a block when. Only this is drawn: what becomes of the block is up to the nodes."""
import random
import threading
import time
from collections.abc import Iterator, Sequence

from finds import Finds
from our_node import OurNode


def draws(interval: float, power: Sequence[float], seed: int) -> Iterator[tuple[float, int]]:
    """Finding blocks is a Poisson process: seconds since the begin, and who, one after another, without an end."""
    chance, moment = random.Random(seed), 0.0
    while True:
        moment += chance.expovariate(1 / interval)
        yield moment, chance.choices(range(len(power)), power)[0]


class Lottery:
    """One thread draws; each find is handed in by a thread of its own, since another one may come meanwhile."""

    def __init__(self, nodes: list[OurNode], interval: float, power: Sequence[float], seed: int, finds: Finds) -> None:
        self._nodes = nodes
        self._draws = draws(interval, power, seed)
        self._finds = finds
        self._began = time.monotonic()
        self._threads: list[threading.Thread] = []
        self.faults: list[str] = []

    def draw(self, count: int) -> None:
        """So many finds, each when its moment has come. The last ones may still be handed in."""
        for _ in range(count):
            moment, number = next(self._draws)
            time.sleep(max(0.0, self._began + moment - time.monotonic()))
            thread = threading.Thread(target=self._find, args=(self._nodes[number],))
            thread.start()
            self._threads.append(thread)

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _find(self, node: OurNode) -> None:
        try:
            self._finds.add(node.find())
        except Exception as fault:  # a thread has nobody to raise it to
            self.faults.append(f"{node.name}: {fault!r}")
