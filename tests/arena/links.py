# SPDX-License-Identifier: MIT
"""The links of a network: what one node sends to another takes its time on the way. A process of its own carries them.

One link for each pair of nodes and each direction of calls. As with the cables of tests/functional, what a caller says
of itself is translated on the way, so that nobody learns a port behind which there is no link. Besides, the links see
what the nodes answer, and so when each has had which block, without asking anybody.
"""
import itertools
import multiprocessing
import socket
from collections.abc import Iterable
from typing import Any, NamedTuple

import arena_path
from carrier import Link, carry


class LinkReport(NamedTuple):
    tips: dict[int, dict[str, float]]  # of the node on a port: when it had said first that it has a block
    lateness: list[float]  # by how much pieces came later than they were meant to
    connections: int


class Links:
    """From start() on they carry; close() ends them. One thread."""

    def __init__(self, ports: Iterable[int], one_way: float, is_kept: bool) -> None:
        """is_kept: every call finds a connection that has been made before."""
        self._one_way = one_way
        self._connecting = 0 if is_kept else one_way
        self._ports = list(ports)
        self._listeners = {pair: socket.create_server(("127.0.0.1", 0), backlog=128)
                           for pair in itertools.permutations(self._ports, 2)}
        self._doors = {pair: listener.getsockname()[1] for pair, listener in self._listeners.items()}
        self._pipe, self._other_end = multiprocessing.Pipe()
        self._process: Any = None

    def urls_from(self, caller: int) -> list[str]:
        """Where the node on this port finds the others."""
        return [f"http://localhost:{self._doors[caller, target]}" for target in self._ports if target != caller]

    def start(self) -> None:
        links = [Link(listener, target, self._name(caller), self._name(self._doors[target, caller]))
                 for (caller, target), listener in self._listeners.items()]
        assert len({len(name) for link in links for name in (link.own_name, link.name_there)}) <= 1, "lengths in heads"
        fork = multiprocessing.get_context("fork")
        self._process = fork.Process(target=carry, args=(links, self._one_way, self._connecting, self._other_end),
                                     daemon=True)
        self._process.start()
        for listener in self._listeners.values():
            listener.close()

    def report(self) -> LinkReport:
        """Of all that has happened so far."""
        self._pipe.send("report")
        return LinkReport(*self._pipe.recv())

    def close(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._process = None

    @staticmethod
    def _name(port: int) -> bytes:
        return f"localhost:{port}".encode()
