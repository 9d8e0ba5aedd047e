#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How long after a new tip each of many workers has its job, and what idle sessions cost (docs/performance.md).

The workers are sessions of this one process, which reads their sockets as they become readable. Blocks are handed in
over HTTP, as somebody else's; the tip's time is the node's own.

usage: bench/stratum_latency.py [PROGRAM] [--sessions N] [--blocks N] [--deaf N]"""
import argparse
import hashlib
import http.client
import json
import resource
import selectors
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from status_latency import ROOT, free_port, wait_until_ready

PAYEE = "1Jyvk4XMZcQfTiefmrcCqUNvYU2JCARZdJ"
DIFFICULTY = 2
LONGEST_WAIT = 10.0


def resident_mib(process: subprocess.Popen) -> float:
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("the node has no memory")


def call(port: int, path: str, body: dict | None = None) -> dict:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET" if body is None else "POST", path, body and json.dumps(body),
                       {"Content-Type": "application/json"})
    return json.loads(connection.getresponse().read())


def solved_template(port: int) -> dict:
    block = call(port, "/mine_block", {"miner_address": PAYEE})["block_template"]
    header = {key: block[key] for key in
              ("index", "previous_hash", "merkle_root", "timestamp", "nonce", "target_difficulty")}
    while True:
        text = json.dumps(header, sort_keys=True).encode()
        block["hash"] = hashlib.sha256(hashlib.sha256(text).digest()).hexdigest()
        if block["hash"].startswith("0" * header["target_difficulty"]):
            return {**block, "nonce": header["nonce"]}
        header["nonce"] += 1


class Workers:
    def __init__(self, port: int, count: int, first: int = 0) -> None:
        self.sockets = [self.join(port, f"{PAYEE}.rig{first + i}") for i in range(count)]
        self.selector = selectors.DefaultSelector()
        for connection in self.sockets:
            connection.setblocking(False)
            self.selector.register(connection, selectors.EVENT_READ)

    @staticmethod
    def join(port: int, name: str) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(b'{"id": 1, "method": "mining.subscribe", "params": []}\n'
                           + json.dumps({"id": 2, "method": "mining.authorize", "params": [name, ""]}).encode() + b"\n")
        text = b""
        while b"mining.notify" not in text or not text.endswith(b"\n"):
            text += connection.recv(65536)
        return connection

    def drain(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for key, _ in self.selector.select(0.01):
                key.fileobj.recv(65536)

    def times_of_job(self, parent: str) -> list[float]:
        """When each had a job on that parent, by the wall clock."""
        times: dict[int, float] = {}
        texts: dict[int, bytes] = {}
        mark = f'"previous_hash\\": \\"{parent}'.encode()
        end = time.monotonic() + LONGEST_WAIT
        while len(times) < len(self.sockets) and time.monotonic() < end:
            for key, _ in self.selector.select(0.1):
                text = texts.get(key.fd, b"") + key.fileobj.recv(65536)
                texts[key.fd] = text
                if key.fd not in times and mark in text:
                    times[key.fd] = time.time()
        if len(times) < len(self.sockets):
            raise SystemExit(f"{len(self.sockets) - len(times)} workers have no job {LONGEST_WAIT} s after the tip")
        return sorted(times.values())


def measure(program: str, sessions: int, blocks: int, deaf: int) -> None:
    port, stratum = free_port(), free_port()
    with tempfile.TemporaryDirectory() as directory:
        node = subprocess.Popen(
            [program, "node", "--no-discover", "--data-dir", f"{directory}/data", "--port", str(port), "--backend",
             "none", "--difficulty", str(DIFFICULTY), "--stratum", str(stratum), "--quiet", "--log-level", "error"],
            stdin=subprocess.DEVNULL)
        try:
            wait_until_ready(port)
            Workers(stratum, 1)
            before = resident_mib(node)
            workers = Workers(stratum, sessions)
            print(f"{sessions} sessions cost {resident_mib(node) - before:.1f} MiB")
            deaf_workers = Workers(stratum, deaf, sessions)  # which never read again
            firsts, lasts = [], []
            for _ in range(blocks):
                workers.drain(0.3)
                block = solved_template(port)
                call(port, "/submit_block", block)
                times = workers.times_of_job(block["hash"])
                tip = call(port, "/api/v1/blocks?count=1")["blocks"][0]["received_at"]
                firsts.append((times[0] - tip) * 1e3)
                lasts.append((times[-1] - tip) * 1e3)
            del deaf_workers
            for name, values in (("first", sorted(firsts)), ("last", sorted(lasts))):
                print(f"the {name} worker has its job {values[len(values) // 2]:.1f} ms after the tip (median), "
                      f"{values[-1]:.1f} ms (longest of {blocks})")
        finally:
            node.terminate()
            node.wait(30)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="?", default=str(ROOT / "build/release/chaincore"))
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--blocks", type=int, default=20)
    parser.add_argument("--deaf", type=int, default=0)
    arguments = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    measure(arguments.program, arguments.sessions, arguments.blocks, arguments.deaf)


if __name__ == "__main__":
    main()
