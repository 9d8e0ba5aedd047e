# SPDX-License-Identifier: MIT
"""A peer that lies: it tells another lie at another port every half a minute, and pushes what must be refused. On a
thread of its own.
"""
import random
import threading
import time
from collections.abc import Callable
from typing import Any

import soak_path
from block_recipe import make_block
from chain_maker import mine_block
from chaincore_peer import ChaincorePeer
from grown_chain import grow, with_inflated_coinbase, with_wrong_hash
from network import SoakNetwork, SoakNode
from network_case import local_url
from ports import free_ports
from scene import Scene
from tally import Tally

Json = dict[str, Any]

LIE_PERIOD = 30
PUSH_PERIOD = 2
CHAIN_PATHS = ("/blocks/range", "/blockchain/headers", "/blockchain")
HUGE = {"blockchain_length": 1_000_000, "chain_work": "f" * 32}


def claims_work_that_nobody_did(peer: ChaincorePeer) -> None:
    peer.say(**HUGE)


def serves_nothing(peer: ChaincorePeer) -> None:
    peer.say(**HUGE)
    peer.pages = lambda _chain, _start, _end: []


def serves_the_same_again(peer: ChaincorePeer) -> None:
    peer.say(**HUGE)
    peer.pages = lambda chain, _start, _end: chain[:500]


def forges_a_hash(peer: ChaincorePeer) -> None:
    peer.say(**HUGE)
    peer.chain.replace(with_wrong_hash(peer.chain.blocks))


def pays_itself_too_much(peer: ChaincorePeer) -> None:
    peer.say(**HUGE)
    peer.chain.replace(with_inflated_coinbase(peer.chain.blocks))


def drips(peer: ChaincorePeer) -> None:
    peer.say(**HUGE)
    peer.switches.drip(1, *CHAIN_PATHS)


def hangs(peer: ChaincorePeer) -> None:
    peer.say(**HUGE)
    peer.switches.hang(*CHAIN_PATHS)


LIES: tuple[Callable[[ChaincorePeer], None], ...] = (
    claims_work_that_nobody_did, serves_nothing, serves_the_same_again, forges_a_hash, pays_itself_too_much, drips,
    hangs)


class Liar(threading.Thread):
    def __init__(self, tally: Tally, seed: int) -> None:
        super().__init__(daemon=True)
        self._tally = tally
        self._random = random.Random(seed)
        self._ports = free_ports(len(LIES))
        self._must_stop = threading.Event()
        self._network: SoakNetwork | None = None

    @property
    def urls(self) -> list[str]:
        return [local_url(port) for port in self._ports]

    def begin(self, network: SoakNetwork) -> None:
        self._network = network
        self.start()

    def stop(self) -> None:
        self._must_stop.set()
        self.join()

    def run(self) -> None:
        number = 0
        while not self._must_stop.is_set():
            self._tell(LIES[number % len(LIES)], self._ports[number % len(LIES)])
            number += 1

    def _tell(self, lie: Callable[[ChaincorePeer], None], port: int) -> None:
        peer = ChaincorePeer(grow([], 20, to=f"liar {port}"), port=port)
        lie(peer)
        ends = time.monotonic() + LIE_PERIOD
        try:
            while time.monotonic() < ends and not self._must_stop.wait(PUSH_PERIOD):
                self._push(self._random.choice(self._network.nodes))
        finally:
            self._tally.note(f"the liar {lie.__name__.replace('_', ' ')}, asked for blocks" if
                             peer.requests_for_blocks() else f"the liar {lie.__name__.replace('_', ' ')}, left alone")
            peer.die()

    def _push(self, node: SoakNode) -> None:
        status = self._network.ask(node, lambda: node.get("/status"))
        if status is None or status.status != 200 or status.json["blockchain_length"] < 20:
            return
        height = status.json["blockchain_length"] - self._random.randrange(1, 20)
        read = self._network.ask(node, lambda: node.get(f"/blocks/range?start={height}&end={height}"))
        if read is None or not read.json.get("blocks"):
            return
        what, block = self._random.choice(BLOCKS)(read.json["blocks"][0])
        self._tally.note_answer(f"a block, {what}", self._network.ask(node, lambda: node.post("/submit_block", block)))


def too_much_paid(parent: Json) -> tuple[str, Json]:
    scene = Scene(1, "", parent, {}, [], parent["timestamp"])
    return "its miner pays himself too much", make_block({"coinbase": [1000.0, "somebody"], "txs": []}, scene)


def wrong_hash(parent: Json) -> tuple[str, Json]:
    block = child(parent)
    return "its hash is the digest of nothing", {**block, "hash": "0" + "f" * 63}


def without_parent(parent: Json) -> tuple[str, Json]:
    block = mine_block(parent["index"] + 5, "0" * 8 + parent["hash"][:56], parent["timestamp"] + 1e-3)
    return "without a parent", block


def beside(parent: Json) -> tuple[str, Json]:
    return "valid, on a branch", child(parent)


def child(parent: Json) -> Json:
    return mine_block(parent["index"] + 1, parent["hash"], parent["timestamp"] + 1e-3, recipient_address="liar")


BLOCKS: tuple[Callable[[Json], tuple[str, Json]], ...] = (too_much_paid, wrong_hash, without_parent, beside)
