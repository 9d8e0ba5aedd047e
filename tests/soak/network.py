# SPDX-License-Identifier: MIT
"""Three nodes that mine, connected by cables, and how they are cut off, ended and started again. Any thread may call
nodes; one thread disturbs them.

The first node is the steady one: it is never restarted, so that its memory can be followed.
"""
import http.client
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import soak_path
from cables import Cables
from faults import Faults
from network_case import at_once
from node_process import Answer, NodeProcess
from ports import free_ports
from samples import Sample, take_sample
from signer import Signer

COUNT = 3
ONE_TIP_SECONDS = 60


class SoakNode(NodeProcess):
    """Knows whether it is meant to be there."""

    def __init__(self, name: str, payee: Signer, data_dir: Path, *flags: str, port: int) -> None:
        super().__init__(data_dir, *flags, "--mine-to", payee.address, port=port)
        self.name = name
        self.payee = payee
        self.is_meant_to_run = False
        self.lives = 0
        self.samples: list[Sample] = []

    def has_crashed(self) -> bool:
        """None of the ends that it is asked for."""
        process = self.process
        return self.is_meant_to_run and process is not None and process.poll() is not None


class SoakNetwork:
    def __init__(self, directory: Path, liar_urls: list[str], faults: Faults) -> None:
        self._faults = faults
        ports = free_ports(COUNT)
        self.cables = Cables(ports)
        self.nodes = [self._node(number, port, directory, liar_urls) for number, port in enumerate(ports)]

    def _node(self, number: int, port: int, directory: Path, liar_urls: list[str]) -> SoakNode:
        """Mines a block a second at most, at a difficulty that costs nothing."""
        peers = [flag for url in (*self.cables.urls_from(port), *liar_urls) for flag in ("--peer", url)]
        return SoakNode(f"node {number}", Signer(f"soak miner {number}"), directory / f"node{number}",
                        "--difficulty", "1", "--backend", "cpu", "--threads", "1", "--min-block-interval", "1", *peers,
                        port=port)

    @property
    def steady(self) -> SoakNode:
        return self.nodes[0]

    @property
    def restarted(self) -> list[SoakNode]:
        return self.nodes[1:]

    def start(self) -> None:
        at_once(*(lambda node=node: self._start(node) for node in self.nodes))

    def _start(self, node: SoakNode) -> None:
        node.start()
        node.lives += 1
        node.is_meant_to_run = True

    def restart(self, node: SoakNode, how: signal.Signals, pause: float) -> None:
        node.is_meant_to_run = False
        if node.process.poll() is not None:
            self._faults.add(f"{node.name} had ended by itself with {node.process.returncode}")
            node.process = None
        elif (code := node.stop(how)) != (0 if how == signal.SIGTERM else -signal.SIGKILL):
            self._faults.add(f"{node.name} ended with {code} after {how.name}")
        time.sleep(pause)
        self._start(node)

    def ask(self, node: SoakNode, call: Callable[[], Answer]) -> Answer | None:
        """The answer; None while it is not there, which is a fault where it should be."""
        life = node.lives
        try:
            return call()
        except (OSError, http.client.HTTPException) as error:
            if node.is_meant_to_run and node.lives == life:
                self._faults.add(f"{node.name} does not answer: {error!r}")
            return None

    def take_samples(self) -> None:
        for node in self.nodes:
            life = node.lives
            if node.has_crashed() and node.lives == life:
                self._faults.add(f"{node.name} has ended with {node.process.returncode}")
                node.is_meant_to_run = False
            answer = self.ask(node, lambda node=node: node.get("/status")) if node.is_meant_to_run else None
            if answer is None or node.lives != life:
                continue
            try:
                sample = take_sample(node.process.pid, node.data_dir, answer.json["blockchain_length"])
            except (OSError, AttributeError):
                continue  # it was ended just now
            node.samples.append(sample)

    def tips(self) -> set[str]:
        return {node.status()["tip_hash"] for node in self.nodes}

    def wait_for_one_tip(self) -> float:
        """How many seconds it took; a fault where it takes longer than a minute."""
        self.cables.heal()
        began = time.monotonic()
        try:
            self.steady.wait_for(lambda: len(self.tips()) == 1, ONE_TIP_SECONDS, "one tip")
        except (AssertionError, OSError):
            self._faults.add(f"no one tip within {ONE_TIP_SECONDS} s: {[node.status() for node in self.nodes]}")
        return time.monotonic() - began

    def stop(self) -> None:
        for node in self.nodes:
            node.is_meant_to_run = False
            if (code := node.stop()) != 0:
                self._faults.add(f"{node.name} ended with {code} after SIGTERM")
        self.cables.close()

    def kill(self) -> None:
        """Whatever is left."""
        for node in self.nodes:
            node.close()
        self.cables.close()

    def whole_chain(self) -> list[dict[str, Any]]:
        return self.steady.chain()
