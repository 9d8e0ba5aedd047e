# SPDX-License-Identifier: MIT
"""One connection over a link: what goes in at one end comes out at the other one, later and in order.

The carrier's thread.
"""
import select
import socket
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carrier import Carrier, Link

PIECE = 1 << 16


class Outlet:
    """Writes as fast as the system takes it, then ends."""

    def __init__(self, carrier: "Carrier", sink: socket.socket) -> None:
        self._carrier, self._sink = carrier, sink
        self._rest = bytearray()

    @property
    def is_empty(self) -> bool:
        return not self._rest

    def write(self, piece: bytes = b"") -> None:
        """OSError where the other end has gone."""
        had_rest = bool(self._rest)
        self._rest += piece
        try:
            del self._rest[:self._sink.send(self._rest)]
        except BlockingIOError:
            pass
        if bool(self._rest) != had_rest:
            wanted = select.EPOLLIN | (select.EPOLLOUT if self._rest else 0)
            self._carrier.change(self._sink.fileno(), wanted)


class Conversation:
    """HTTP's connections end when either side ends them: so does this, once everything has come out."""

    def __init__(self, carrier: "Carrier", link: "Link", near: socket.socket) -> None:
        self._carrier, self._link = carrier, link
        self._sockets: dict[str, socket.socket] = {}
        self._outlets: dict[str, Outlet] = {}
        self._is_ending = False
        now = time.monotonic()
        # When the last piece comes out at that end: at the far one none before it could be connected.
        self._last = {"near": now, "far": now + 2 * carrier.connecting + carrier.one_way}
        self._add("near", near)
        carrier.at(now + carrier.connecting, self._dial)

    def _dial(self) -> None:
        if not self._sockets:
            return
        try:
            far = socket.create_connection(("127.0.0.1", self._link.target))  # on loopback this waits for nobody
        except OSError:
            self._end()
            return
        self._add("far", far)

    def _add(self, end: str, added: socket.socket) -> None:
        added.setblocking(False)
        added.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sockets[end] = added
        self._outlets[end] = Outlet(self._carrier, added)
        self._carrier.watch(added.fileno(), lambda events: self._on(end, events))

    def _on(self, end: str, events: int) -> None:
        try:
            if events & select.EPOLLOUT:
                self._outlets[end].write()
                self._end_if_empty()
            if end in self._sockets and events & ~select.EPOLLOUT:
                self._read(end)
        except OSError:
            self._end()

    def _read(self, end: str) -> None:
        piece = self._sockets[end].recv(PIECE)
        own, there = self._link.own_name, self._link.name_there
        if end == "far":
            self._carrier.note_answer(self._link.target, piece)
            own, there = there, own
        if not piece:
            self._carrier.change(self._sockets[end].fileno(), 0)
        other = "near" if end == "far" else "far"
        self._last[other] = max(self._last[other], time.monotonic() + self._carrier.one_way)
        self._carrier.at(self._last[other], self._deliver, other, piece.replace(own, there))

    def _deliver(self, end: str, piece: bytes) -> None:
        if end not in self._outlets:
            return  # it has ended meanwhile
        try:
            if piece:
                self._outlets[end].write(piece)
            else:
                self._is_ending = True
                self._end_if_empty()
        except OSError:
            self._end()

    def _end_if_empty(self) -> None:
        if self._is_ending and all(outlet.is_empty for outlet in self._outlets.values()):
            self._end()

    def _end(self) -> None:
        for one in self._sockets.values():
            self._carrier.forget(one.fileno())
            one.close()
        self._sockets.clear()
        self._outlets.clear()
