# SPDX-License-Identifier: MIT
"""Blocks that miners have found, and what their own nodes said of them. Any thread."""
import threading
from enum import Enum
from typing import NamedTuple


class Verdict(Enum):
    TIP = "became the tip"
    BESIDE = "taken beside the chain"
    LATE = "another block was first"
    REFUSED = "refused, or no answer"


class Find(NamedTuple):
    miner: str
    found: float  # by the monotonic clock, like all moments here
    answered: float
    block_hash: str
    verdict: Verdict


class Finds:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._finds: list[Find] = []

    def add(self, find: Find) -> None:
        with self._lock:
            self._finds.append(find)

    def all(self) -> list[Find]:
        with self._lock:
            return list(self._finds)
