# SPDX-License-Identifier: MIT
"""A match: a network of nodes that find blocks for a while, until they agree again; then what came of it.

One thread.
"""
import time
from collections import Counter
from pathlib import Path
from typing import Any

import arena_path
from grown_chain import grow
from network_case import at_once
from ports import free_ports

from finds import Find, Finds
from links import LinkReport, Links
from lottery import Lottery
from our_node import OurNode
from outcome import Outcome, Player, Reorgs, Spread, in_chain_by, unclaimed_in
from settings import Settings
from slow_miner import SlowMiner
from slow_peer import SlowPeer

START_SECONDS = 120
AGREE_SECONDS = 5
CLOSING_FINDS = 20


class Match:
    def __init__(self, settings: Settings, directory: Path) -> None:
        self._settings = settings
        self._ports = free_ports(settings.nodes + settings.peers)
        self._links = Links(self._ports, settings.scaled(settings.latency) / 2, settings.is_kept)
        self._nodes = [self._node(number, port, directory)
                       for number, port in enumerate(self._ports[:settings.nodes])]
        self._peers: list[SlowPeer] = []
        self._miners: list[SlowMiner] = []
        self._finds = Finds()
        self._lottery: Lottery | None = None

    def play(self) -> Outcome:
        """Ends everything that it has started, whatever happens."""
        try:
            self._start()
            return self._play()
        finally:
            self._end()

    def _node(self, number: int, port: int, directory: Path) -> OurNode:
        settings = self._settings
        interval = f"{settings.scaled(settings.min_block_interval):.4f}"
        search = ("--backend", "cpu", "--threads", str(settings.threads), "--min-block-interval", interval)
        peers = [flag for url in self._links.urls_from(port) for flag in ("--peer", url)]
        node = OurNode(f"node {number}", directory / f"node{number}", "--no-discover", "--difficulty",
                       str(settings.difficulty), *peers, port=port)
        node.flags += (*search, "--mine-to", node.address) if settings.is_real else ("--backend", "none")
        return node

    def _start(self) -> None:
        """The links first: no thread may run while their process is made. All begin with one genesis."""
        settings = self._settings
        self._links.start()
        for number, port in enumerate(self._ports[settings.nodes:]):
            genesis = self._peers[0].chain.blocks if self._peers else grow([], 1, settings.difficulty)
            self._peers.append(SlowPeer(f"peer {number}", genesis, settings.difficulty, port,
                                        settings.scaled(settings.validation), settings.scaled(settings.polling)))
        first, *others = self._nodes
        self._start_node(first)
        at_once(*(lambda node=node: self._start_node(node) for node in others))
        for node in self._nodes:
            node.wait_for(lambda: node.active_peers() >= len(self._ports) - 1, START_SECONDS, "all are its peers")
        for peer in self._peers:
            peer.begin(self._links.urls_from(peer.port))
        first.wait_for(self._agree, START_SECONDS, "one tip at the start")

    def _start_node(self, node: OurNode) -> None:
        node.start()
        if self._settings.is_real:
            node.search(False)

    def _tips(self) -> set[str]:
        return {node.status()["tip_hash"] for node in self._nodes} | {peer.chain.tip_hash for peer in self._peers}

    def _agree(self) -> bool:
        return len(self._tips()) == 1

    def _play(self) -> Outcome:
        load, cpu = load_of_the_machine(), self._cpu_seconds()
        base = self._nodes[0].status()["blockchain_length"] - 1
        mined = {node.name: node.mined() for node in self._nodes}
        began = time.monotonic()
        self._begin_peers()
        rest = self._search if self._settings.is_real else self._draw
        rest(began)
        seconds = time.monotonic() - began
        for miner in self._miners:
            miner.stop()
        self._settle()
        outcome = self._outcome(base, mined, seconds)
        outcome.have_one_tip = self._agree()
        outcome.load = load, load_of_the_machine()
        outcome.cpu_seconds = self._cpu_seconds() - cpu
        return outcome

    def _begin_peers(self) -> None:
        settings = self._settings
        for peer in self._peers:
            miner = SlowMiner(peer, settings.search, settings.scaled, settings.seed, self._finds)
            miner.start()
            self._miners.append(miner)

    def _draw(self, _began: float) -> None:
        settings = self._settings
        self._lottery = Lottery(self._nodes, settings.scaled(settings.interval), settings.power, settings.seed,
                                self._finds)
        self._lottery.draw(settings.blocks)
        self._lottery.wait()

    def _search(self, began: float) -> None:
        at_once(*(lambda node=node: node.search(True) for node in self._nodes))
        time.sleep(max(0.0, began + self._settings.scaled(self._settings.seconds) - time.monotonic()))
        at_once(*(lambda node=node: node.search(False) for node in self._nodes))

    def _settle(self) -> None:
        """Of equally long branches each keeps its own: blocks are found until there is one tip."""
        for _ in range(CLOSING_FINDS):
            if self._agree_soon():
                return
            self._find_one_more()

    def _agree_soon(self) -> bool:
        patience = 2 * self._settings.scaled(self._settings.polling) if self._peers else 0
        deadline = time.monotonic() + AGREE_SECONDS + patience
        while time.monotonic() < deadline:
            if self._agree():
                return True
            time.sleep(0.1)
        return False

    def _find_one_more(self) -> None:
        if self._lottery:
            self._lottery.draw(1)
            self._lottery.wait()
            return
        self._nodes[0].search(True)
        time.sleep(2 * self._settings.scaled(self._settings.min_block_interval) + 0.5)
        self._nodes[0].search(False)

    def _outcome(self, base: int, mined: dict[str, tuple[int, int]], seconds: float) -> Outcome:
        settings, links, finds = self._settings, self._links.report(), self._finds.all()
        if self._lottery and self._lottery.faults:
            raise AssertionError(f"finds could not be handed in: {self._lottery.faults[:3]}")
        chain = self._nodes[0].blocks_above(base)
        names = {player.address: player.name for player in (*self._nodes, *self._peers)}
        in_chain, found = in_chain_by(chain, names), Counter(find.miner for find in finds)
        verdicts = Counter(find.verdict.value for find in finds)
        if settings.is_real:
            for node in self._nodes:
                accepted, late = (after - before for after, before in zip(node.mined(), mined[node.name]))
                found[node.name] = accepted + late
                verdicts.update({"taken": accepted, "another block was first": late})
        powers = [None] * settings.nodes if settings.is_real else settings.power
        players = [Player(node.name, True, power, found[node.name], in_chain[node.name])
                   for node, power in zip(self._nodes, powers)]
        players += [Player(peer.name, False, None, found[peer.name], in_chain[peer.name]) for peer in self._peers]
        own = [find.answered - find.found for find in finds if find.miner in {node.name for node in self._nodes}]
        reorgs = {node.name: Reorgs(**node.reorgs()) for node in self._nodes}
        drawn = {player.name for player in players if player.power is not None or not player.is_ours}
        return Outcome(players, self._spreads(chain, names, finds, links, base), own, verdicts, reorgs, False,
                       len(chain), unclaimed_in(chain, drawn, names, finds), seconds,
                       {peer.name: peer.counts for peer in self._peers}, links.lateness, links.connections)

    def _spreads(self, chain: list[dict[str, Any]], names: dict[str, str], finds: list[Find], links: LinkReport,
                 base: int) -> list[Spread]:
        """Who has fetched a block, instead of being sent it, has answered when it came."""
        offset = time.time() - time.monotonic()
        received = {node.name: {block["hash"]: block["received_at"] - offset for block in node.blocks_above(base)}
                    for node in self._nodes}
        found_at = {find.block_hash: find.found for find in finds}
        came = {**received, **{peer.name: peer.had for peer in self._peers}}
        answered = {**came, **{node.name: {**received[node.name], **links.tips.get(node.port, {})}
                               for node in self._nodes}}
        spreads = []
        for block in chain:
            finder, text = names[block["miner"]], block["hash"]
            found = found_at.get(text, came[finder].get(text))
            if found is not None:
                spreads.append(Spread(finder, *(delays_in(moments, finder, text, found)
                                                for moments in (came, answered))))
        return spreads

    def _cpu_seconds(self) -> float:
        return sum(node.cpu_seconds() for node in self._nodes)

    def _end(self) -> None:
        for miner in self._miners:
            miner.stop()
        for node in self._nodes:
            node.close()
        for peer in self._peers:
            peer.end()
        self._links.close()


def delays_in(moments: dict[str, dict[str, float]], finder: str, block_hash: str, found: float) -> dict[str, float]:
    """Of everybody but the finder who has the block."""
    return {name: max(0.0, had[block_hash] - found) for name, had in moments.items()
            if name != finder and block_hash in had}


def load_of_the_machine() -> str:
    return " ".join(Path("/proc/loadavg").read_text().split()[:3])
