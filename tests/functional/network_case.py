# SPDX-License-Identifier: MIT
"""A test case with a small network on this machine: nodes of ours, and simulated peers of the reference's kinds.

Nobody is ever looked for on the network's own ports, where somebody else may be.
"""
import threading
from collections.abc import Callable, Iterable
from typing import Any

import support_path
from era_a_peer import Dialect, EraAPeer
from node_process import Answer, NodeProcess, NodeTest

Json = dict[str, Any]

# For what happens within a period or two of a node; a slow machine has its share in it.
SOON = 30

# Few tests need what a node says at this level.
DEBUG = ("--log-level", "debug")

# At this difficulty Python mines as well as anybody.
IDLE = ("--difficulty", "1", "--backend", "none")
MINING = ("--difficulty", "1", "--backend", "cpu", "--threads", "1")


def local_url(port: int) -> str:
    """What peers on this machine call each other."""
    return f"http://localhost:{port}"


def hashes(chain: list[Json]) -> list[str]:
    return [block["hash"] for block in chain]


class NetworkTest(NodeTest):
    def peer(self, chain: list[Json], difficulty: int = 1, port: int = 0,
             dialect: Dialect = Dialect.ERA_A) -> EraAPeer:
        peer = EraAPeer(chain, difficulty, port, dialect)
        self.addCleanup(peer.die)
        return peer

    def networked(self, *flags: str, ports: Iterable[int] = (), name: str = "node",
                  port: int | None = None) -> NodeProcess:
        """A node, not started yet, that looks for peers on these ports alone."""
        return self.node(*flags, *searching(ports), name=name, port=port)

    def beside(self, *peers: EraAPeer, flags: tuple[str, ...] = IDLE, name: str = "node") -> NodeProcess:
        """A node that has found these peers."""
        node = self.networked(*flags, ports=[peer.port for peer in peers], name=name).start()
        self.wait_until_active(node, *(peer.url for peer in peers))
        return node

    @staticmethod
    def active(node: NodeProcess) -> set[str]:
        return set(node.get("/peers").json["active_peers"])

    @staticmethod
    def known(node: NodeProcess) -> set[str]:
        return set(node.get("/peers").json["peers"])

    def wait_until_active(self, node: NodeProcess, *urls: str) -> None:
        node.wait_for(lambda: self.active(node) >= set(urls), SOON, f"{urls} are active")

    def wait_until_inactive(self, node: NodeProcess, url: str, seconds: float = SOON) -> None:
        node.wait_for(lambda: url not in self.active(node), seconds, f"{url} is not active")

    def wait_for_tip(self, node: NodeProcess, block_hash: str, seconds: float = SOON) -> None:
        node.wait_for(lambda: node.status()["tip_hash"] == block_hash, seconds, f"the tip {block_hash}")

    @staticmethod
    def wait_for_log(node: NodeProcess, *texts: str, seconds: float = SOON) -> None:
        """At the log level that its flags name: what is below it never comes."""
        for text in texts:
            node.wait_for(lambda text=text: text in node.log, seconds, f"`{text}` in the log")

    def hand_in(self, node: NodeProcess, blocks: Iterable[Json], headers: dict[str, str] | None = None) -> None:
        """As a miner does, unless the headers say otherwise."""
        for block in blocks:
            answer = node.post("/submit_block", block, headers or {"X-Local-Mining": "true"})
            self.assertEqual((answer.status, answer.json.get("status")), (200, "accepted"), answer)

    @staticmethod
    def when_taken(node: NodeProcess, path: str, value: Any = None) -> Answer:
        """The answer to a POST of which one a second is taken; no value, no body."""
        def taken() -> Answer | None:
            answer = node.call("POST", path, b"") if value is None else node.post(path, value)
            return answer if answer.status != 429 else None

        return node.wait_for(taken, SOON, f"an answer to {path}")

    def assert_has(self, answer: Answer, status: int, /, **members: object) -> None:
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.json, {**answer.json, **members})


def searching(ports: Iterable[int]) -> tuple[str, ...]:
    listed = ",".join(map(str, ports))
    return ("--discover-ports", listed) if listed else ("--no-discover",)


def at_once(*actions: Callable[[], object]) -> None:
    """All of them at the same time; the first failure is raised again."""
    failures: list[BaseException] = []

    def attempt(action: Callable[[], object]) -> None:
        try:
            action()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=attempt, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
