# SPDX-License-Identifier: MIT
"""Thousands of connections to one node, and how long an honest client waits beside them."""
import http.client
import os
import resource
import socket
import subprocess
import threading
import time
from collections.abc import Callable

from chain_maker import mine_block
from made_chain import import_made_chain
from node_process import NodeProcess, NodeTest
from program import PROGRAM

SPARE_FILES = 200


def allow_files(count: int) -> int:
    """How many connections this process may have open: so many, or what the system leaves it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(count + SPARE_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    if wanted < count + SPARE_FILES:
        print(f"this process may open {hard} files: {wanted - SPARE_FILES} connections instead of {count}")
    return min(count, wanted - SPARE_FILES)


def connect_many(port: int, count: int, receive_buffer: int = 0) -> list[socket.socket]:
    """receive_buffer: bytes, 0 for what the system gives."""
    connections = []
    for _ in range(count):
        connection = socket.socket()
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", port))
        connections.append(connection)
    return connections


class SearchingCores:
    """All cores search for hashes, as those of a node that mines do, until stop()."""

    MOST_ENDS = 5

    def __init__(self) -> None:
        self.ends: list[str] = []  # what searches said that ended by themselves
        self._lock = threading.Lock()
        self._is_over = False
        self._process = self._search()
        self._watcher = threading.Thread(target=self._search_again, daemon=True)
        self._watcher.start()

    def _search(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [PROGRAM, "bench", "--threads", str(os.cpu_count()), "--kernel", "portable", "--seconds", "3600"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def _search_again(self) -> None:
        while len(self.ends) <= self.MOST_ENDS:
            said = self._process.communicate()[1]
            with self._lock:
                if self._is_over:
                    return
                self.ends.append(f"{self._process.returncode}: {said}")
                self._process = self._search()

    def stop(self) -> None:
        with self._lock:
            self._is_over = True
            self._process.kill()
        self._watcher.join()
        assert len(self.ends) <= self.MOST_ENDS, self.ends
        if self.ends:
            print("searches that ended:", *self.ends)


class Offenders:
    """Connections that began with the same bytes and hold a node up, until it has cut them all off."""

    FEW_FILES = 50  # that a node may open for itself meanwhile

    def __init__(self, node: NodeProcess, count: int, first: bytes, drip: bytes, receive_buffer: int = 0) -> None:
        """drip: what each sends again and again; empty: it only does not read."""
        self._node = node
        self._drip = drip
        self._rest = self._open_files() + min(count // 2, self.FEW_FILES)
        self.connections = connect_many(node.port, count, receive_buffer)
        for connection in self.connections:
            connection.send(first)
        node.wait_for(lambda: self._open_files() >= self._rest, 20, f"{count} connections are there")

    def _open_files(self) -> int:
        return len(os.listdir(f"/proc/{self._node.process.pid}/fd"))

    def seconds_until_cut(self, most: float, at_each_look: Callable[[], None] = lambda: None) -> float:
        """Until the node's files tell that all are cut off, since whoever does not read never learns it. Each sends its
        drip once a second, however long it takes for all of them."""
        began = next_drip = time.monotonic()
        while self._open_files() >= self._rest and time.monotonic() - began < most:
            at_each_look()
            if time.monotonic() >= next_drip:
                self._let_drip()
                next_drip += 1
            time.sleep(0.1)
        seconds = time.monotonic() - began
        for connection in self.connections:
            connection.close()
        return seconds

    def _let_drip(self) -> None:
        """Those that the node has cut off are left out from then on."""
        if self._drip:
            self.connections = [each for each in self.connections if self._is_open(each)]

    def _is_open(self, connection: socket.socket) -> bool:
        try:
            connection.send(self._drip)
            return True
        except OSError:
            connection.close()
            return False


class LoadTest(NodeTest):
    """A node with a chain, while all cores search; beside it what loads it, and an honest client."""

    BLOCKS, PAYMENTS = 500, 3

    def setUp(self) -> None:
        super().setUp()
        self.node_process = self.node("--backend", "none")
        import_made_chain(self.node_process.data_dir, self.BLOCKS, self.PAYMENTS)
        self.node_process.start()
        searchers = SearchingCores()
        self.addCleanup(searchers.stop)
        self.honest = HonestClient(self.node_process.port)

    def submit_seconds(self) -> float:
        """How long the node takes to take a block."""
        tip = self.node_process.status()
        block = mine_block(tip["blockchain_length"], tip["tip_hash"], time.time())
        began = time.monotonic()
        self.assertEqual(self.node_process.post("/submit_block", block).status, 200)
        return time.monotonic() - began


def share(values: list[float], part: float) -> float:
    """So large a part of them is no larger: 0.99 for p99."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


class HonestClient(threading.Thread):
    """Asks for /status again and again, each time as somebody new."""

    def __init__(self, port: int, pause: float = 0.02) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.pause = pause
        self.seconds: list[float] = []  # of each answer
        self.failures: list[str] = []
        self._must_stop = threading.Event()

    def run(self) -> None:
        while not self._must_stop.wait(self.pause):
            began = time.monotonic()
            try:
                status = self.ask()
            except OSError as failure:
                self.failures.append(repr(failure))
                continue
            self.seconds.append(time.monotonic() - began)
            if status != 200:
                self.failures.append(str(status))

    def ask(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", "/status")
            response = connection.getresponse()
            response.read()
            return response.status
        finally:
            connection.close()

    def stop(self) -> None:
        self._must_stop.set()
        self.join()

    def __str__(self) -> str:
        return f"{len(self.seconds)} answers to /status: p50 {1000 * share(self.seconds, 0.5):.1f} ms, " \
               f"p99 {1000 * share(self.seconds, 0.99):.1f}, max {1000 * max(self.seconds):.1f}"
