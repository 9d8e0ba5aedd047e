# SPDX-License-Identifier: MIT
"""A node that is measured: a process of its own, on loopback, whose processor time and memory /proc tells."""
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PORT = 18931


class Node:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def call(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        """On a connection of its own, as nodes do."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        return response.status, answer

    def get(self, path: str) -> bytes:
        status, answer = self.call("GET", path)
        assert status == 200, (path, status, answer[:200])
        return answer

    def submit(self, block: str) -> int:
        return self.call("POST", "/submit_block", block)[0]

    @property
    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    @property
    def resident_bytes(self) -> int:
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def running_node(program: str, *flags: str, difficulty: int = 1, port: int = PORT) -> Iterator[Node]:
    with tempfile.TemporaryDirectory() as directory:
        command = [program, "node", "--data-dir", f"{directory}/node", "--port", str(port), "--backend", "none",
                   "--difficulty", str(difficulty), *flags]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        node = Node(process, port)
        try:
            wait_until(lambda: is_ready(node), "the node is ready")
            yield node
        finally:
            process.terminate()
            process.wait(30)


def is_ready(node: Node) -> bool:
    try:
        return json.loads(node.get("/status"))["state"] == "ready"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            sys.exit(f"not within {seconds} s: {what}")
        time.sleep(0.05)


def chain_of(maker: str, blocks: int, transactions: int, difficulty: int = 1) -> list[str]:
    """The blocks of a valid chain, as texts."""
    made = subprocess.run([maker, "/dev/stdout", "--blocks", str(blocks), "--transactions", str(transactions),
                           "--difficulty", str(difficulty)], capture_output=True, check=True)
    return [json.dumps(block) for block in json.loads(made.stdout)["chain"]]


def say(what: str, **figures: float) -> None:
    print(f"{what:44}", ", ".join(f"{name} {value:,.2f}" for name, value in figures.items()), flush=True)
