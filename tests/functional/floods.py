# SPDX-License-Identifier: MIT
"""Floods of requests for a node, each on threads of its own: what strangers may send and ask for, again and again."""
import http.client
import itertools
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

JSON_HEAD = {"Content-Type": "application/json"}
SECONDS = 20
PIECE = 64 * 1024
# Who is refused leaves the processor to the others: the floods share it with the node.
REFUSED_PAUSE = 0.2
TURNED_AWAY = ("503", "cut off")

# Once: what came of it. It ends early where the event is set.
Once = Callable[[threading.Event], str]


class Flood:
    """Does one thing on so many threads until stop(), and counts what comes of it."""

    def __init__(self, name: str, threads: int, once: Once) -> None:
        self.name = name
        self.outcomes: Counter[str] = Counter()
        self._once = once
        self._lock = threading.Lock()
        self._must_stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._must_stop.set()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(2 * SECONDS)

    def _run(self) -> None:
        while not self._must_stop.is_set():
            try:
                outcome = self._once(self._must_stop)
            except (OSError, http.client.HTTPException):
                outcome = "cut off"
            with self._lock:
                self.outcomes[outcome] += 1
            if outcome.startswith("503"):
                self._must_stop.wait(REFUSED_PAUSE)

    def got_through(self) -> int:
        """How often the node did more than turn it away."""
        with self._lock:
            outcomes = Counter(self.outcomes)
        return sum(count for outcome, count in outcomes.items() if not outcome.startswith(TURNED_AWAY))

    def __str__(self) -> str:
        return f"{self.name}: " + ", ".join(f"{count} x {outcome}" for outcome, count in self.outcomes.most_common())


def posting(port: int, path: str, bodies: Iterator[bytes]) -> Once:
    """One body after the other; any number of threads."""
    lock = threading.Lock()

    def post(_: threading.Event) -> str:
        with lock:
            body = next(bodies)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        try:
            connection.request("POST", path, body, JSON_HEAD)
            response = connection.getresponse()
            return outcome_of(response.status, response.read())
        finally:
            connection.close()

    return post


def outcome_of(status: int, body: bytes) -> str:
    try:
        answer = json.loads(body)
    except ValueError:
        return str(status)
    return f"{status} {answer.get('reason', '')}".strip()


def withholding(port: int, path: str, body: bytes) -> Once:
    """Sends all of the body but its last byte, and waits for what the node has to say."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}" \
           f"\r\n\r\n".encode()

    def send(_: threading.Event) -> str:
        with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
            connection.sendall(head + body[:-1])
            return connection.recv(PIECE)[9:12].decode() or "cut off"

    return send


def reading(port: int, paths: Iterator[str], rate: int | None) -> Once:
    """At so many bytes a second, or as fast as it comes."""
    lock = threading.Lock()

    def read(must_stop: threading.Event) -> str:
        with lock:
            path = next(paths)
        with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            first = b""
            while (piece := connection.recv(PIECE)) and not must_stop.is_set():
                first = first or piece
                if rate:
                    time.sleep(len(piece) / rate)
            return first[9:12].decode() or "cut off"

    return read


def repeating(*bodies: bytes) -> Iterator[bytes]:
    return itertools.cycle(bodies)
