# SPDX-License-Identifier: MIT
"""What came of a match: whose finds are in the chain, and how blocks spread. Pure."""
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from figures import expected_stale_rate, interval_95, unaware
from finds import Find, Verdict

Json = dict[str, Any]


class Player(NamedTuple):
    name: str
    is_ours: bool
    power: float | None  # its part of what is drawn for our nodes; None: nothing is drawn for it
    found: int
    in_chain: int

    @property
    def lost(self) -> int:
        return self.found - self.in_chain


class Spread(NamedTuple):
    """Of a block of the chain: after how many seconds each other one had it, as far as that is known.

    A node's tip changes between the two: once the block is judged and written, and before the answer goes out.
    """
    finder: str
    came: dict[str, float]  # as the node says itself
    answered: dict[str, float]  # as the link saw its answer, which waits for the links' process now and then


class Reorgs(NamedTuple):
    count: int
    depths: list[int]  # blocks left behind, of the last hundred


@dataclass
class Outcome:
    players: list[Player]
    spreads: list[Spread]
    own_delays: list[float]  # from a find to its own node's answer
    verdicts: Counter[str]
    reorgs: dict[str, Reorgs]
    have_one_tip: bool
    grown: int  # blocks by which the chain is longer in the end
    unclaimed: int  # of them those that nobody has found
    seconds: float
    counts: dict[str, Counter[str]] = field(default_factory=dict)  # of nodes of the reference's kind
    lateness: list[float] = field(default_factory=list)
    connections: int = 0
    load: tuple[str, str] = ("", "")
    cpu_seconds: float = 0  # of all our nodes

    @property
    def found(self) -> int:
        return sum(player.found for player in self.players)

    @property
    def in_chain(self) -> int:
        return sum(player.in_chain for player in self.players)

    @property
    def lost(self) -> int:
        return self.found - self.in_chain

    def share(self, player: Player) -> float:
        """Of the chain's blocks."""
        return player.in_chain / self.in_chain if self.in_chain else 0.0


def in_chain_by(chain: Iterable[Json], names: Mapping[str, str]) -> Counter[str]:
    """How many blocks of a chain each has, by whom they pay; names: of their addresses."""
    return Counter(names.get(block["miner"], "somebody else") for block in chain)


def unclaimed_in(chain: Iterable[Json], drawn: Container[str], names: Mapping[str, str], finds: Iterable[Find]) -> int:
    """How many blocks are nobody's, or of somebody whose finds are drawn and are other ones; drawn: their names."""
    found = {find.block_hash for find in finds if find.verdict in (Verdict.TIP, Verdict.BESIDE)}
    finders = [(names.get(block["miner"]), block["hash"]) for block in chain]
    return sum(name is None or (name in drawn and block_hash not in found) for name, block_hash in finders)


class Stale(NamedTuple):
    rate: float
    low: float
    high: float


def stale_of(found: int, lost: int) -> Stale:
    return Stale(lost / found if found else 0.0, *interval_95(lost, found))


class Expected(NamedTuple):
    """A stale rate, and for how many seconds the power of the network does not know of a block."""
    rate: float
    unaware: float
    unscaled: float  # the rate by the latency as it is set, and the nodes' own work as it was, which nothing scales


def mean_unaware(finders_and_delays: list[tuple[str, dict[str, float]]], powers: Mapping[str, float]) -> float:
    times = [unaware(finder, delays, powers) for finder, delays in finders_and_delays if finder in powers]
    return sum(times) / len(times) if times else 0.0


def expected_of(seconds: float, by_latency: float, scale: float, interval: float, measured_interval: float) -> Expected:
    """seconds: unaware, as measured; by_latency: by the way alone, and interval, as set; the last: as it was."""
    own_work = max(0.0, seconds - by_latency / scale)
    return Expected(expected_stale_rate(seconds, measured_interval), seconds,
                    expected_stale_rate(by_latency + own_work, interval))
