# SPDX-License-Identifier: MIT
"""A network of nodes that call each other through cables of the test's, which can be cut. Any thread.

Each node sees the others at ports of its own: what a caller says of itself is translated on the way, so that nobody
learns a port behind which there is no cable.
"""
import itertools
import socket
import threading
from collections.abc import Iterable

import support_path
from peer_server import break_off

PIECE = 1 << 16


def name_of(port: int) -> bytes:
    return f"localhost:{port}".encode()


class Cable:
    """Takes one node's calls to another one. While it is cut they are connected, and nothing comes through."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._translations: tuple[bytes, bytes] = (b"", b"")
        self._changed = threading.Condition()
        self._is_cut = False
        self._is_closed = False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def translate(self, caller_port: int, way_back: "Cable") -> None:
        """What the caller calls itself is, at the other end, the cable that leads back to it."""
        self._translations = name_of(caller_port), name_of(way_back.port)
        assert len(set(map(len, self._translations))) == 1, "lengths stand in heads"

    def cut(self) -> None:
        self._is_cut = True

    def mend(self) -> None:
        """What was on its way is lost."""
        with self._changed:
            self._is_cut = False
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        break_off(self._listener)
        self._listener.close()

    def _accept(self) -> None:
        while not self._is_closed:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        with caller:
            if self._was_cut():
                return
            try:
                target = socket.create_connection(("127.0.0.1", self._target_port))
            except OSError:
                return  # nobody listens there
            with target:
                own, other = self._translations
                answers = threading.Thread(target=self._carry, args=(target, caller, other, own), daemon=True)
                answers.start()
                self._carry(caller, target, own, other)
                answers.join()

    def _carry(self, source: socket.socket, sink: socket.socket, found: bytes, said: bytes) -> None:
        try:
            while (piece := source.recv(PIECE)) and not self._was_cut():
                sink.sendall(piece.replace(found, said))
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            break_off(source)  # the other end has gone
        if self._is_closed:
            break_off(sink)

    def _was_cut(self) -> bool:
        """Waits until it is whole again, or at its end."""
        with self._changed:
            was_cut = self._is_cut
            self._changed.wait_for(lambda: self._is_closed or not self._is_cut)
            return was_cut or self._is_closed


class Cables:
    """One for each pair of nodes and each direction."""

    def __init__(self, ports: Iterable[int]) -> None:
        self._ports = list(ports)
        self._cables = {(caller, target): Cable(target) for caller, target in itertools.permutations(self._ports, 2)}
        for (caller, target), cable in self._cables.items():
            cable.translate(caller, self._cables[target, caller])

    def urls_from(self, caller: int) -> list[str]:
        """Where the node on this port finds the others."""
        return [f"http://localhost:{cable.port}" for (one, _), cable in self._cables.items() if one == caller]

    def split(self, side: Iterable[int]) -> None:
        """These on one side, all others on the other one."""
        inside = set(side)
        for (caller, target), cable in self._cables.items():
            if (caller in inside) != (target in inside):
                cable.cut()

    def heal(self) -> None:
        for cable in self._cables.values():
            cable.mend()

    def close(self) -> None:
        for cable in self._cables.values():
            cable.close()
