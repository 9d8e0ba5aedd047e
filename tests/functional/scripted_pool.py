# SPDX-License-Identifier: MIT
"""A node for workers that speak Stratum (docs/stratum.md): it says what a test tells it, and judges each share by
Python's own SHA-256."""
import hashlib
import itertools
import json
import re
import socket
import threading
import time
from typing import Any, NamedTuple

LOWEST_SLICE, HIGHEST_NONCE = 1_000_000, 2**63 - 1


class Job(NamedTuple):
    parts: tuple[str, str, str]
    first: str
    last: str
    zeros: int
    difficulty: int
    slice: str


class Submission(NamedTuple):
    """A share, by what stands in it and what its text hashes to."""
    job: str
    nonce: str
    fraction: str
    hash: str
    time: float


def make_parts(height: int, second: int, zeros: int) -> tuple[str, str, str]:
    """A header's text around its nonce and its fraction."""
    header = {"index": height, "previous_hash": hashlib.sha256(b"parent %d" % height).hexdigest(),
              "merkle_root": hashlib.sha256(b"root %d" % height).hexdigest(), "timestamp": "TIME", "nonce": "NONCE",
              "target_difficulty": zeros}
    before, rest = json.dumps(header, sort_keys=True).split('"NONCE"')
    middle, end = rest.split('"TIME"')
    return before, f"{middle}{second}.", end


def hash_of(text: str) -> str:
    return hashlib.sha256(hashlib.sha256(text.encode()).digest()).hexdigest()


class Session:
    """A worker's connection."""

    def __init__(self, pool: "ScriptedPool", connection: socket.socket, digits: str) -> None:
        self.pool, self.connection, self.slice = pool, connection, digits
        self.begin = time.monotonic()
        self.end: float | None = None
        self.jobs: dict[str, Job] = {}
        self.tried: set[tuple[str, str, str]] = set()
        self.requests: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []  # to what we ask

    def send(self, text: str) -> None:
        try:
            self.connection.sendall(text.encode())
        except OSError:
            pass

    def say(self, message: dict[str, Any]) -> None:
        self.send(json.dumps(message) + "\n")

    def notify(self, method: str, *params: Any) -> None:
        self.say({"id": None, "method": method, "params": list(params)})

    def give_job(self, name: str, job: Job, voids: bool) -> None:
        if voids:
            self.jobs.clear()
        self.jobs[name] = job
        self.notify("mining.notify", name, *job.parts, job.first, job.last, job.zeros, voids)

    def run(self) -> None:
        try:
            for line in self.connection.makefile("rb"):
                if len(line) > 4097:
                    self.pool.faults.append(f"a line of {len(line)} bytes")
                self.hear(json.loads(line))
        except OSError:
            pass
        finally:
            self.end = time.monotonic()
            self.close()

    def close(self) -> None:
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.connection.close()

    def hear(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            self.answers.append(message)
            return
        self.requests.append(message)
        if self.pool.is_silent:
            return
        with self.pool.lock:
            error = self.answer(message)
        if error:
            self.say({"id": message["id"], "result": None, "error": [*error, None]})

    def answer(self, message: dict[str, Any]) -> tuple[int, str] | None:
        """Why it is refused."""
        match message["method"], message["params"]:
            case "mining.subscribe", _:
                self.say({"id": message["id"], "error": None,
                          "result": [[["mining.set_difficulty", "1"], ["mining.notify", "1"]], self.slice, 12]})
            case "mining.authorize", [_, _]:
                if self.pool.refuses_workers:
                    return 24, self.pool.refuses_workers
                self.say({"id": message["id"], "result": True, "error": None})
                self.notify("mining.set_difficulty", self.pool.difficulty)
                if self.pool.has_work:
                    self.pool.give_job_to(self)
            case "mining.submit", [_, job, nonce, fraction]:
                error = self.judge(job, nonce, fraction)
                if error:
                    self.pool.faults.append(f"{error}: {message}")
                    return error
                if self.pool.refuses_shares:
                    return 20, self.pool.refuses_shares
                self.say({"id": message["id"], "result": True, "error": None})
            case "mining.ping", _:
                self.say({"id": message["id"], "result": "pong", "error": None})
            case method, _:
                return 20, f"{method} is unknown"
        return None

    def judge(self, name: str, nonce: str, fraction: str) -> tuple[int, str] | None:
        job = self.jobs.get(name)
        if job is None:
            # It may have been on its way when the job became void.
            return None if name in self.pool.void else (21, "no such job")
        if len(nonce) != 19 or not nonce.startswith(job.slice) or int(nonce) > HIGHEST_NONCE:
            return 20, "the nonce is not one of the session's"
        if len(fraction) != 6 or fraction[-1] == "0" or not job.first <= fraction <= job.last:
            return 20, "the fraction is not legal"
        if (name, nonce, fraction) in self.tried:
            return 22, "the same once more"
        self.tried.add((name, nonce, fraction))
        found = hash_of(job.parts[0] + nonce + job.parts[1] + fraction + job.parts[2])
        if int(found[:16], 16) >= 2**64 // job.difficulty and not found.startswith("0" * job.zeros):
            return 23, f"the hash {found} is not low enough"
        self.pool.shares.append(Submission(name, nonce, fraction, found, time.monotonic()))
        return None


class ScriptedPool:
    """Listens once it is started, as often as that is."""

    def __init__(self, port: int, difficulty: int = 20_000, zeros: int = 16) -> None:
        self.port, self.difficulty, self.zeros = port, difficulty, zeros
        self.url = f"stratum+tcp://localhost:{port}"
        self.pattern = re.escape(self.url)
        self.lock = threading.RLock()
        self.sessions: list[Session] = []
        self.shares: list[Submission] = []  # that are right
        self.faults: list[str] = []
        self.void: set[str] = set()
        self.has_work = True
        self.is_silent = False
        self.refuses_workers = ""
        self.refuses_shares = ""
        self.slices = itertools.count(LOWEST_SLICE + port)
        self.names = itertools.count(1)
        self.heights = itertools.count(10)
        self.server: socket.socket | None = None

    def start(self) -> "ScriptedPool":
        self.server = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.listen, args=(self.server,), daemon=True).start()
        return self

    def listen(self, server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            session = Session(self, connection, self.next_slice())
            with self.lock:
                self.sessions.append(session)
            threading.Thread(target=session.run, daemon=True).start()

    def stop(self) -> None:
        """Nobody is listened to, and all are hung up on."""
        if self.server is not None:
            self.server.shutdown(socket.SHUT_RDWR)
            self.server.close()
            self.server = None
        for session in self.live():
            session.close()

    def next_slice(self) -> str:
        return str(next(self.slices))

    def live(self) -> list[Session]:
        with self.lock:
            return [session for session in self.sessions if session.end is None]

    def session(self) -> Session:
        [session] = self.live()
        return session

    def give_job_to(self, session: Session, voids: bool = True) -> str:
        """The job's name."""
        with self.lock:
            name = f"{next(self.names):x}"
            if voids:
                self.void.update(session.jobs)
            parts = make_parts(next(self.heights), int(time.time()) - 1, self.zeros)
            session.give_job(name, Job(parts, "000001", "999999", self.zeros, self.difficulty, session.slice), voids)
            return name

    def change_slice_of(self, session: Session) -> None:
        with self.lock:
            session.slice = self.next_slice()
            session.notify("mining.set_extranonce", session.slice, 12)

    def hear_what_is_on_its_way(self) -> None:
        """Lines come in order: with an answer to us, all that was said before it has been heard."""
        time.sleep(0.2)  # for what a device is just at
        session = self.session()
        before = len(session.answers)
        session.say({"id": "hear", "method": "mining.ping", "params": []})
        deadline = time.monotonic() + 30
        while len(session.answers) == before:
            assert time.monotonic() < deadline, "the worker does not answer a ping"
            time.sleep(0.01)

    def shares_of(self, job: str) -> list[Submission]:
        with self.lock:
            return [share for share in self.shares if share.job == job]
