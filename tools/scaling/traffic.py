# SPDX-License-Identifier: MIT
"""What nodes ask one another while nothing happens (docs/protocol.md, "Discovery", "Fetching chains"), and what a block
costs a node. Sums, no simulation."""
from dataclasses import dataclass

from figures import Block, NodeFigures

NAMES_OF_A_SHORT_TABLE = 50  # as /getpeers has at most


@dataclass(frozen=True)
class Polling:
    calls: float       # a second, of one node; as many are asked of it
    bytes: float       # a second, to one node; as many from it
    processor: float   # of one core, to ask and to answer


def polling(nodes: int, active: int, figures: NodeFigures, tables_are_short: bool = False) -> Polling:
    active = min(active, nodes - 1)
    known = min(nodes - 1, figures.most_known)
    named = min(known, NAMES_OF_A_SHORT_TABLE) if tables_are_short else known
    lengths = (min(figures.few_peers, active) + active) / 2 / figures.sync_period
    probes = active / figures.round_period
    tables = active / figures.round_period
    calls = lengths + probes + tables + figures.searched_ports / figures.round_period
    received = (calls * figures.wire_of_a_call + (lengths + probes) * figures.status
                + tables * (figures.peers_base + named * figures.peers_each))
    processor = (calls * (figures.call + figures.answer)
                 + tables * named * (figures.peers_answer + figures.peers_read))
    return Polling(calls, received, processor)


@dataclass(frozen=True)
class BlockCost:
    sent: float       # bytes that one node sends for a block
    processor: float  # seconds of one node's cores


def block_cost(block: Block, peers: int, figures: NodeFigures, is_compact: bool = False) -> BlockCost:
    size = block.compact if is_compact else block.size
    duplicate = block.duplicate * size / block.size if is_compact else block.duplicate
    return BlockCost(peers * (size + figures.wire_of_a_call),
                     block.check + (peers - 1) * duplicate + peers * figures.push)
