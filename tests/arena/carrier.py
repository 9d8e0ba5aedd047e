# SPDX-License-Identifier: MIT
"""Carries what goes over links, in the process that links.py starts: one thread, as little work as can be.

A caller is connected at once, which a far one is not: what it sends waits for the round trip that this would have
taken.
"""
import heapq
import itertools
import re
import select
import signal
import socket
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from conversation import Conversation

HAS_A_BLOCK = re.compile(rb'"status": ?"accepted".*"block_hash": ?"([0-9a-f]{64})"|'
                         rb'"block_hash": ?"([0-9a-f]{64})".*"status": ?"accepted"')
MOST_SAMPLES = 200_000


class Link(NamedTuple):
    listener: socket.socket
    target: int  # port
    own_name: bytes  # of the caller, as it says itself
    name_there: bytes  # what leads back to the caller from the target


class Carrier:
    """Timers and sockets. epoll counts milliseconds, select microseconds: so the latter waits for the former."""

    def __init__(self, one_way: float, connecting: float) -> None:
        """Seconds: for what is sent, and for each of the two steps that a connection takes before anything is sent."""
        self.one_way = one_way
        self.connecting = connecting
        self.tips: dict[int, dict[str, float]] = {}
        self.lateness: list[float] = []
        self.connections = 0
        self._epoll = select.epoll()
        self._handlers: dict[int, Callable[[int], None]] = {}
        self._timers: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._order = itertools.count()

    def watch(self, descriptor: int, handler: Callable[[int], None]) -> None:
        self._epoll.register(descriptor, select.EPOLLIN)
        self._handlers[descriptor] = handler

    def change(self, descriptor: int, events: int) -> None:
        self._epoll.modify(descriptor, events)

    def forget(self, descriptor: int) -> None:
        self._epoll.unregister(descriptor)
        del self._handlers[descriptor]

    def at(self, moment: float, action: Callable[..., None], *arguments: Any) -> None:
        """Of equal moments the first that was asked for comes first."""
        heapq.heappush(self._timers, (moment, next(self._order), action, arguments))

    def listen(self, link: Link) -> None:
        link.listener.setblocking(False)
        self.watch(link.listener.fileno(), lambda _: self._accept(link))

    def note_answer(self, target: int, piece: bytes) -> None:
        if match := HAS_A_BLOCK.search(piece):
            self.tips.setdefault(target, {}).setdefault((match[1] or match[2]).decode(), time.monotonic())

    def run(self) -> None:
        while True:
            self._wait()
            for descriptor, events in self._epoll.poll(0):
                if handler := self._handlers.get(descriptor):
                    handler(events)
            self._act()

    def _wait(self) -> None:
        seconds = max(0.0, self._timers[0][0] - time.monotonic()) if self._timers else None
        select.select([self._epoll.fileno()], [], [], seconds)

    def _act(self) -> None:
        while self._timers and self._timers[0][0] <= (now := time.monotonic()):
            moment, _, action, arguments = heapq.heappop(self._timers)
            if len(self.lateness) < MOST_SAMPLES:
                self.lateness.append(now - moment)
            action(*arguments)

    def _accept(self, link: Link) -> None:
        try:
            near, _ = link.listener.accept()
        except OSError:
            return  # it has gone again
        self.connections += 1
        Conversation(self, link, near)


def carry(links: list[Link], one_way: float, connecting: float, pipe: Connection) -> None:
    """Until the process is ended. Sends what was seen whenever something comes through the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    carrier = Carrier(one_way, connecting)

    def tell(_: int) -> None:
        pipe.recv()
        pipe.send((carrier.tips, carrier.lateness, carrier.connections))

    carrier.watch(pipe.fileno(), tell)
    for link in links:
        carrier.listen(link)
    carrier.run()
