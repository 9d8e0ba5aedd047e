# SPDX-License-Identifier: MIT
"""What happens to the network meanwhile: nodes end, by SIGTERM or kill -9, or are cut off for a while."""
import random
import signal
import time

from network import SoakNetwork
from tally import Tally

# Seconds between two of them.
QUIET = (5, 20)
# How long a node is away, or cut off; now and then so long that a deep reorg follows.
AWAY = (0, 8)
CUT_OFF = (4, 25)
CUT_OFF_FOR_LONG = 90
SELDOM = 8


class Disturbances:
    def __init__(self, network: SoakNetwork, tally: Tally, seed: int) -> None:
        self._network = network
        self._tally = tally
        self._random = random.Random(seed)
        self._ends = float("-inf")

    def go_on_until(self, ends: float) -> None:
        """By the monotonic clock."""
        self._ends = ends
        while not self._is_over():
            self._random.choice((self._restart, self._restart, self._cut_off))()
            self._wait(self._random.uniform(*QUIET))

    def _is_over(self) -> bool:
        return time.monotonic() >= self._ends

    def _wait(self, seconds: float) -> None:
        time.sleep(max(0.0, min(seconds, self._ends - time.monotonic())))

    def _restart(self) -> None:
        how = self._random.choice((signal.SIGTERM, signal.SIGKILL))
        self._network.restart(self._random.choice(self._network.restarted), how, self._random.uniform(*AWAY))
        self._tally.note(f"restarts after {how.name}")

    def _cut_off(self) -> None:
        """One of three, or two from the third one, which is the same; all of them mine on."""
        alone = self._random.choice(self._network.nodes)
        is_long = not self._random.randrange(SELDOM)
        self._network.cables.split([alone.port])
        self._wait(CUT_OFF_FOR_LONG if is_long else self._random.uniform(*CUT_OFF))
        self._network.cables.heal()
        self._tally.note("cut in two and joined again")
