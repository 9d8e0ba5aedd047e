# SPDX-License-Identifier: MIT
"""A node of its own for a test: a process, a data directory, a port, and what one says to it over HTTP."""
import http.client
import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from event_stream import EVENT_STREAM, first_event
from ports import free_port
from program import PROGRAM, ProgramTest
from sanitizers import is_instrumented

START_SECONDS = 120 if is_instrumented() else 30
# Python hosts share this machine's loopback with the test: an answer that takes longer is no answer.
ANSWER_SECONDS = 30


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class NodeProcess:
    """`chaincore node` with these flags; start() waits until it answers and is ready."""

    def __init__(self, data_dir: Path, *flags: str, port: int | None = None) -> None:
        self.data_dir = data_dir
        self.flags = flags
        self.port = port or free_port()
        self.environment: dict[str, str] = {}  # besides our own
        self.process: subprocess.Popen[bytes] | None = None
        self.log_file = data_dir.with_name(data_dir.name + ".log")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self) -> list[str]:
        """It calls nobody whom the test has not named: other tests' nodes run beside it."""
        is_told = "--discover-ports" in self.flags or "--no-discover" in self.flags
        return [PROGRAM, "node", "--data-dir", str(self.data_dir), "--port", str(self.port),
                *([] if is_told else ["--no-discover"]), *self.flags]

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def launch(self) -> None:
        """Does not wait for anything."""
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env={**os.environ, **self.environment})

    def start(self, seconds: float = START_SECONDS) -> "NodeProcess":
        self.launch()
        self.wait_for(self._is_ready, seconds, "the node is ready")
        return self

    @property
    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def _is_ready(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"the node ended with {self.process.returncode}\n{self.log}")
        try:
            return self.get("/status").json["state"] == "ready"
        except (OSError, http.client.HTTPException):
            return False

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Asks it to end; its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(30)
        self.process = None
        return code

    def kill(self) -> None:
        """As a power cut would, for the process."""
        self.stop(signal.SIGKILL)

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def call(self, method: str, path: str, body: bytes | None = None,
             headers: dict[str, str] | None = None) -> Answer:
        """Of an answer without an end the first event."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            headers = dict(response.getheaders())
            is_endless = headers.get("Content-Type") == EVENT_STREAM
            return Answer(response.status, headers, first_event(response) if is_endless else response.read())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.call("GET", path)

    def post(self, path: str, value: Any, headers: dict[str, str] | None = None) -> Answer:
        return self.call("POST", path, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})})

    def status(self) -> dict[str, Any]:
        return self.get("/status").json

    def chain(self) -> list[dict[str, Any]]:
        return self.get("/chain").json["chain"]

    def wait_for(self, condition: Callable[[], Any], seconds: float, what: str) -> Any:
        """The condition's first true value."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if value := condition():
                return value
            time.sleep(0.02)
        raise AssertionError(f"not within {seconds} s: {what}\n{self.log[-4000:]}")

    def wait_for_length(self, length: int, seconds: float = 60) -> None:
        self.wait_for(lambda: self.status()["blockchain_length"] >= length, seconds, f"{length} blocks")


class NodeTest(ProgramTest):
    """A test case with a directory of its own, whose nodes are gone when it ends."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def node(self, *flags: str, name: str = "node", port: int | None = None) -> NodeProcess:
        node = NodeProcess(self.directory / name, *flags, port=port)
        self.addCleanup(node.close)
        return node
