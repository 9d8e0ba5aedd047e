# SPDX-License-Identifier: MIT
"""A worker of docs/stratum.md, as the page has others write one: it hashes by itself."""
import hashlib
import json
import socket
from typing import Any

PAYEE = "1Jyvk4XMZcQfTiefmrcCqUNvYU2JCARZdJ"
OTHER_PAYEE = "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH"
ANSWER_SECONDS = 30


class Rig:
    """One session. Single-threaded: what the node sends is read when something is asked or waited for."""

    def __init__(self, port: int, name: str = f"{PAYEE}.rig1") -> None:
        self.name = name
        self.socket = socket.create_connection(("127.0.0.1", port), ANSWER_SECONDS)
        self.lines = self.socket.makefile("rb")
        self.slice = ""
        self.job: list[Any] | None = None  # of the moment; none while the search rests
        self.difficulty = 1
        self.notices: list[dict[str, Any]] = []
        self.tried = 0
        self.last_id = 0

    def close(self) -> None:
        self.lines.close()
        self.socket.close()

    def send(self, text: bytes) -> None:
        self.socket.sendall(text)

    def read(self) -> dict[str, Any] | None:
        """The next message; none at the end. Notices are obeyed."""
        line = self.lines.readline()
        if not line:
            return None
        message = json.loads(line)
        if "method" in message:
            self._obey(message)
        return message

    def _obey(self, notice: dict[str, Any]) -> None:
        self.notices.append(notice)
        if notice["method"] == "mining.set_difficulty":
            self.difficulty = notice["params"][0]
        if notice["method"] == "mining.notify":
            self.job = [*notice["params"], self.difficulty]
        if notice["method"] == "mining.rest":
            self.job = None

    def ask(self, method: str, *params: Any) -> dict[str, Any]:
        self.last_id += 1
        self.send(json.dumps({"id": self.last_id, "method": method, "params": params}).encode() + b"\n")
        while (message := self.read()) is not None:
            if message["id"] == self.last_id:
                return message
        raise ConnectionError("the node has hung up")

    def join(self) -> "Rig":
        self.slice = self.ask("mining.subscribe", "scripted/1")["result"][1]
        assert self.ask("mining.authorize", self.name, "")["result"] is True
        return self

    def wait_for_job(self) -> list[Any]:
        while self.job is None:
            if self.read() is None:
                raise ConnectionError("the node has hung up")
        return self.job

    def find_share(self) -> list[str]:
        """Parameters of mining.submit, of the job of the moment."""
        job = self.wait_for_job()
        limit = 2**64 // job[8]
        while True:
            self.tried += 1
            nonce = f"{self.slice}{self.tried:012}"
            if int(header_hash(job, nonce, job[5])[:16], 16) < limit:
                return [self.name, job[0], nonce, job[5]]

    def submit(self, share: list[str]) -> dict[str, Any]:
        return self.ask("mining.submit", *share)

    def mine_share(self) -> dict[str, Any]:
        """Until one is accepted: jobs may have become void before that. Its answer."""
        while True:
            self.ask("mining.ping")  # what was told meanwhile is read
            answer = self.submit(self.find_share())
            if answer["error"] is None or answer["error"][0] != 21:
                return answer


def header_hash(job: list[Any], nonce: str, fraction: str) -> str:
    text = job[1] + nonce + job[2] + fraction + job[3]
    return hashlib.sha256(hashlib.sha256(text.encode()).digest()).hexdigest()


def is_cut_off(connection: socket.socket, seconds: float = ANSWER_SECONDS) -> bool:
    """Does the node end it? What it says before that does not matter."""
    connection.settimeout(seconds)
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        pass
    return True
