# SPDX-License-Identifier: MIT
"""Blocks on their way through a network, event by event.

A node that takes a block as its tip pushes it to all of its peers but the one that it has it from; it does not pass on
what is on a side branch. All copies share the node's upload, and their threads its cores. The first copy counts. Of two
blocks of one height each node keeps the one that came first, until one branch is longer.
"""
import heapq
import math
import random
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field

from figures import Block, Links, NodeFigures
from topology import Peers

FIND, TAKE = 0, 1
NOBODY = -1


@dataclass(frozen=True)
class Relay:
    """How blocks are passed on."""

    keeps_connections: bool = False  # else each push opens one, and begins with a small window
    is_compact: bool = False         # payments that the receiver has already are named, not sent
    checks_head_only: bool = False   # passed on once the header's work is checked; the rest follows
    head_check: float = 0.05e-3


@dataclass
class FoundBlock:
    number: int
    parent: "FoundBlock | None"
    height: int
    found: float
    best: list[float]                                  # when the first copy is known to arrive
    taken: list[float] = field(default_factory=list)   # when nodes had it as a tip, one after the other


@dataclass
class Outcome:
    found: int
    stale: int
    delays: list[list[float]]  # for each block that came to all nodes, sorted
    pushes: int
    longest_reorg: int

    @property
    def stale_rate(self) -> float:
        return self.stale / self.found

    def time_to(self, share: float) -> float:
        """Until this share of the nodes has it: the median of all blocks."""
        times = sorted(delays[max(0, math.ceil(share * len(delays)) - 1)] for delays in self.delays)
        return times[len(times) // 2]

    @property
    def mean_delay(self) -> float:
        return sum(sum(delays) / len(delays) for delays in self.delays) / len(self.delays)

    def expected_stale_rate(self, interval: float) -> float:
        """From the delays alone: another node finds a block before it has this one, and one of the two is lost."""
        return 1 - math.exp(-self.mean_delay / interval)


class Network:
    def __init__(self, peers: Peers, links: Links, block: Block, figures: NodeFigures, relay: Relay,
                 chance: random.Random, pollers: int = 0) -> None:
        """pollers: the last so many nodes are pushed nothing; they ask their peers and fetch."""
        self.peers = peers
        self.block = block
        self.figures = figures
        self.links = links
        self.relay = relay
        self.chance = chance
        self.nodes = len(peers)
        self.pollers = pollers
        self.ways = self._drawn_ways()
        self.phases = [chance.uniform(0, figures.sync_period) for _ in peers]
        self.pushes = 0

    def _drawn_ways(self) -> list[list[tuple[float, int]]]:
        """For each node its peers with the time of a way, the nearest first: so are they sent to (answers_better)."""
        drawn: dict[tuple[int, int], float] = {}
        ways: list[list[tuple[float, int]]] = []
        for node, peers in enumerate(self.peers):
            mine: list[tuple[float, int]] = []
            for peer in peers:
                pair = (min(node, peer), max(node, peer))
                if pair not in drawn:
                    drawn[pair] = self.links.way * math.exp(self.chance.gauss(0, self.links.spread))
                insort(mine, (drawn[pair], peer))
            ways.append(mine)
        return ways

    @property
    def sent_bytes(self) -> int:
        return self.block.compact if self.relay.is_compact else self.block.size

    @property
    def ways_a_push(self) -> int:
        """A connection takes two, and each window beyond the first one two more."""
        if self.relay.keeps_connections:
            return 1
        windows = math.ceil(math.log2(self.sent_bytes / self.figures.first_window + 1))
        return 3 + 2 * max(0, windows - 1)

    def run(self, interval: float, finds: int) -> Outcome:
        """So many finds, `interval` seconds between them on average, by equally strong nodes."""
        blocks: list[FoundBlock] = []
        genesis = FoundBlock(-1, None, 0, 0.0, [0.0] * self.nodes)
        tips = [genesis] * self.nodes
        events: list[tuple[float, int, int, int, int]] = []  # when, what, node, block, sender
        for when, node in self._planned_finds(interval, finds):
            heapq.heappush(events, (when, FIND, node, NOBODY, NOBODY))
        longest_reorg = 0
        self.pushes = 0
        while events:
            when, what, node, number, sender = heapq.heappop(events)
            if what == FIND:
                parent = tips[node]
                block = FoundBlock(len(blocks), parent, parent.height + 1, when, [math.inf] * self.nodes)
                block.best[node] = when
                blocks.append(block)
                self._ask_for(block, events)
            else:
                block = blocks[number]
                if when > block.best[node]:
                    continue
            if block.height <= tips[node].height:
                continue
            joined = joining_blocks(block, tips[node])
            longest_reorg = max(longest_reorg, joined - 1)
            tips[node] = block
            block.taken.append(when - block.found)
            self._push(block, node, sender, when, joined, events)
        return self._outcome(blocks, tips, longest_reorg)

    def _planned_finds(self, interval: float, finds: int) -> Iterator[tuple[float, int]]:
        when = 0.0
        for _ in range(finds):
            when += self.chance.expovariate(1 / interval)
            yield when, self.chance.randrange(self.nodes)

    def _push(self, block: FoundBlock, node: int, sender: int, when: float, joined: int,
              events: list[tuple[float, int, int, int, int]]) -> None:
        ways = self.ways[node]
        head_start = self.block.check - self.relay.head_check if self.relay.checks_head_only and sender >= 0 else 0.0
        begins = when - head_start + len(ways) * self.sent_bytes / self.links.upload
        step = self.figures.push / self.figures.cores
        per_way = self.ways_a_push * joined
        check = self.block.check
        best = block.best
        number = block.number
        self.pushes += len(ways) - (sender >= 0)
        for way, peer in ways:
            begins += step
            arrival = begins + way * per_way + check
            if arrival < best[peer]:
                best[peer] = arrival
                heapq.heappush(events, (arrival, TAKE, peer, number, node))

    def _ask_for(self, block: FoundBlock, events: list[tuple[float, int, int, int, int]]) -> None:
        """Those that nobody pushes to ask in rounds of their own, and fetch: a length, headers, the block."""
        period = self.figures.sync_period
        calls = 3 * 4 * self.links.way + self.block.size / self.links.upload
        pushed = block.found + self.ways_a_push * self.links.way + self.block.check
        for node in range(self.nodes - self.pollers, self.nodes):
            phase = self.phases[node]
            asked = phase + period * math.ceil((pushed - phase) / period)
            arrival = asked + calls + self.block.check
            if arrival < block.best[node]:
                block.best[node] = arrival
                heapq.heappush(events, (arrival, TAKE, node, block.number, NOBODY))

    def _outcome(self, blocks: list[FoundBlock], tips: list[FoundBlock], longest_reorg: int) -> Outcome:
        best = max(tips, key=lambda tip: tip.height)
        on_chain = best.height
        delays = [sorted(block.taken) for block in blocks if len(block.taken) == self.nodes]
        return Outcome(len(blocks), len(blocks) - on_chain, delays, self.pushes, longest_reorg)


def joining_blocks(block: FoundBlock, tip: FoundBlock) -> int:
    """How many blocks are new on the chain that ends with this one."""
    joined = 0
    while block is not tip:
        higher = max(block.height, tip.height)
        if block.height == higher:
            joined += 1
        block, tip = below(block, higher), below(tip, higher)
    return joined


def below(block: FoundBlock, height: int) -> FoundBlock:
    """Its parent where it stands as high as that, else itself."""
    if block.height < height:
        return block
    assert block.parent is not None
    return block.parent
