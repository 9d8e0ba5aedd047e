# SPDX-License-Identifier: MIT
"""What a match is to be like: the command line of tools/arena."""
import argparse
from dataclasses import dataclass
from pathlib import Path

EXAMPLE = """
example: ten equal nodes, 50 ms of round trip, a block each 10 s, twenty times as fast:
  tools/arena --nodes 10 --latency 50 --interval 10 --blocks 500 --scale 20
docs/arena.md explains the figures.
"""


@dataclass
class Settings:
    nodes: int
    peers: int
    latency: float  # seconds of round trip
    interval: float
    blocks: int
    seconds: float
    scale: float
    shares: list[float]
    is_real: bool
    is_kept: bool
    min_block_interval: float
    threads: int
    difficulty: int
    validation: float
    polling: float
    search: float
    seed: int
    json: Path | None
    keep: Path | None

    def scaled(self, seconds: float) -> float:
        """As long as it takes in this match."""
        return seconds / self.scale

    @property
    def power(self) -> list[float]:
        """Each node's part of what our nodes find, in the order of the nodes."""
        return [share / sum(self.shares) for share in self.shares]


def positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return value


def not_negative(text: str) -> float:
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is below 0")
    return value


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="tools/arena", epilog=EXAMPLE,
                                   formatter_class=argparse.RawDescriptionHelpFormatter,
                                   description="Nodes of ours and miners of the reference's kind on this machine: "
                                               "whose blocks end in the chain, which get lost, how fast they spread.")
    add = made.add_argument
    add("--nodes", type=int, default=3, metavar="N", help="nodes of ours (default 3)")
    add("--peers", type=int, default=0, metavar="M", help="nodes of the reference's kind, a miner each (default 0)")
    add("--latency", type=not_negative, default=50, metavar="MS", help="round trip of each link (default 50)")
    add("--kept", action="store_true", help="as if connections were kept open: making one costs no round trip")
    add("--interval", type=positive, default=10, metavar="S", help="mean time between two blocks of ours, all nodes "
                                                                  "together (default 10)")
    add("--blocks", type=int, default=100, metavar="B", help="finds that are drawn (default 100)")
    add("--shares", metavar="A,B…", help="how the nodes' powers are to each other (default: equal)")
    add("--scale", type=positive, default=1, metavar="X", help="all times that are set are X times shorter (default 1)")
    add("--seed", type=int, default=1, metavar="N", help="who finds when (default 1)")
    add("--real", action="store_true", help="our nodes search themselves instead of drawing lots, for --seconds")
    add("--seconds", type=positive, default=60, metavar="S", help="how long they search (default 60, scaled)")
    add("--min-block-interval", type=not_negative, default=1, metavar="S", help="of our nodes that search (default 1)")
    add("--threads", type=int, default=1, metavar="N", help="of each node that searches (default 1)")
    add("--difficulty", type=int, default=1, metavar="D", help="of all blocks (default 1)")
    add("--validation", type=not_negative, default=3.4, metavar="MS", help="how long a block takes a node of the "
                                                                          "reference's kind (default 3.4)")
    add("--polling", type=positive, default=10, metavar="S", help="how often such a node asks for lengths (default 10)")
    add("--search", type=positive, default=7.8, metavar="S", help="how long its miner searches for a block, on average "
                                                                 "(default 7.8: 135,000 tries/s at difficulty 5)")
    add("--json", type=Path, metavar="FILE", help="the report for programs goes here")
    add("--keep", type=Path, metavar="DIR", help="a new directory for the nodes' data and logs, which stay there")
    return made


def read_settings(arguments: list[str] | None = None) -> Settings:
    made = parser()
    given = made.parse_args(arguments)
    if given.nodes < 1 or given.peers < 0 or given.nodes + given.peers < 2:
        made.error("a match needs a node of ours and somebody else")
    if given.blocks < 1 or not 1 <= given.difficulty <= 6:
        made.error("--blocks is at least 1, --difficulty from 1 to 6")
    try:
        shares = [positive(text) for text in given.shares.split(",")] if given.shares else [1.0] * given.nodes
    except (ValueError, argparse.ArgumentTypeError) as fault:
        made.error(f"--shares: {fault}")
    if len(shares) != given.nodes:
        made.error(f"--shares names {len(shares)} nodes, --nodes {given.nodes}")
    return Settings(given.nodes, given.peers, given.latency / 1e3, given.interval, given.blocks, given.seconds,
                    given.scale, shares, given.real, given.kept, given.min_block_interval, given.threads,
                    given.difficulty, given.validation / 1e3, given.polling, given.search, given.seed, given.json,
                    given.keep)
