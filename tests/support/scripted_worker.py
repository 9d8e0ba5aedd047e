# SPDX-License-Identifier: MIT
"""A worker on another machine, as docs/stratum.md has it: one session, which does what a test tells it. One thread."""
import hashlib
import itertools
import json
import socket
from typing import Any

ANSWER_SECONDS = 30
STALE = 21
Json = dict[str, Any]


class ScriptedWorker:
    """It has joined under that name when it is made."""

    def __init__(self, port: int, name: str, agent: str = "scripted/1") -> None:
        self.name = name
        self._socket = socket.create_connection(("127.0.0.1", port), ANSWER_SECONDS)
        self._lines = self._socket.makefile("rb")
        self._ids = itertools.count(1)
        self._nonces = itertools.count(1)
        self._difficulty = 1
        self._job: list[Any] | None = None
        self._job_difficulty = 1
        self._slice = self.ask("mining.subscribe", agent)["result"][1]
        if self.ask("mining.authorize", name, "")["result"] is not True:
            raise AssertionError(f"{name} may not join")

    def close(self) -> None:
        self._lines.close()
        self._socket.close()

    def ask(self, method: str, *params: Any) -> Json:
        """The answer; what comes meanwhile is obeyed."""
        number = next(self._ids)
        self._socket.sendall(json.dumps({"id": number, "method": method, "params": params}).encode() + b"\n")
        while (message := self._read())["id"] != number:
            self._obey(message)
        return message

    def hand_in_share(self) -> None:
        """One that is accepted; a job that is void by then makes way for the next."""
        while (error := self._hand_in(is_low=False)["error"]) is not None:
            if error[0] != STALE:
                raise AssertionError(error)
            self._job = None

    def hand_in_high_hash(self) -> Json:
        """One whose hash is not low enough."""
        return self._hand_in(is_low=True)

    def _hand_in(self, *, is_low: bool) -> Json:
        while self._job is None:
            self._obey(self._read())
        job, limit = self._job, 2**64 // self._job_difficulty
        name, before, between, behind, first, last, *_ = job
        fraction = next(f"{value:06}" for value in range(int(first), int(last) + 1) if value % 10 != 0)
        for number in self._nonces:
            nonce = f"{self._slice}{number:012}"
            digest = hashlib.sha256(hashlib.sha256(f"{before}{nonce}{between}{fraction}{behind}".encode()).digest())
            if (int.from_bytes(digest.digest()[:8], "big") >= limit) == is_low:
                return self.ask("mining.submit", self.name, name, nonce, fraction)
        raise AssertionError("there is always another number")

    def _read(self) -> Json:
        line = self._lines.readline()
        if not line:
            raise AssertionError(f"the node has hung up on {self.name}")
        return json.loads(line)

    def _obey(self, message: Json) -> None:
        match message.get("method"):
            case "mining.set_difficulty":
                self._difficulty = message["params"][0]
            case "mining.notify":
                self._job, self._job_difficulty = message["params"], self._difficulty
            case "mining.rest":
                self._job = None
