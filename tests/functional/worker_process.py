# SPDX-License-Identifier: MIT
"""`chaincore mine` as a process whose log is read."""
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from program import PROGRAM, takes_signal


class WorkerProcess:
    """For the nodes that the flags name."""

    def __init__(self, log_file: Path, *flags: str) -> None:
        self.log_file = log_file
        with log_file.open("wb") as log:
            self.process = subprocess.Popen([PROGRAM, "mine", *flags], stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def count(self, pattern: str) -> int:
        return len(re.findall(pattern, self.log))

    def wait_for(self, condition: Callable[[], Any], what: str, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} s: {what}\n{self.log[-4000:]}")
            time.sleep(0.002)

    def wait_for_log(self, pattern: str, times: int = 1) -> None:
        self.wait_for(lambda: self.count(pattern) >= times, f"{times} x `{pattern}`")

    def takes_signals(self) -> bool:
        return takes_signal(self.process.pid, signal.SIGTERM)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)
