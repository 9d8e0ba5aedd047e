# SPDX-License-Identifier: MIT
"""The program at a terminal of its own: what it shows, what is typed, whether the terminal shows that."""
import fcntl
import os
import pty
import select
import signal
import subprocess
import termios
import time
from pathlib import Path
from typing import Any

from program import PROGRAM
from sanitizers import is_instrumented

PATIENCE = 600.0 if is_instrumented() else 120.0


class AtTerminal:
    """Its standard streams are the terminal, but for those that are given."""

    def __init__(self, *arguments: str | Path, **streams: Any) -> None:
        self.master, slave = pty.openpty()
        self.shown = ""  # not waited for so far
        self.seen = ""  # all
        self.program = subprocess.Popen(
            [PROGRAM, *map(str, arguments)], start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0),
            **{"stdin": slave, "stdout": slave, "stderr": slave, **streams})
        os.close(slave)

    def read(self) -> bool:
        """A piece of what it shows. False: nobody has the terminal open any more."""
        if not select.select([self.master], [], [], 1)[0]:
            return True
        try:
            piece = os.read(self.master, 4096).decode(errors="replace")
        except OSError:
            return False
        self.shown += piece
        self.seen += piece
        return True

    def wait_for(self, words: str) -> None:
        """Until it shows them, behind what was waited for before."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.shown:
            if not self.read() or time.monotonic() > deadline:
                raise AssertionError(f"it never showed {words!r}: {self.shown!r}")
        self.shown = self.shown[self.shown.index(words) + len(words):]

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def answer(self, question: str, text: str) -> None:
        self.wait_for(question)
        self.type(text)

    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self.master)[3] & termios.ECHO)

    def end(self) -> int:
        """Its exit code; what is left of what it shows is in `shown`, and the terminal is still there."""
        deadline = time.monotonic() + PATIENCE
        while self.program.poll() is None and time.monotonic() < deadline:
            self.read()
        while select.select([self.master], [], [], 0)[0] and self.read():
            pass
        return self.program.wait(timeout=1)

    def close(self) -> None:
        if self.program.poll() is None:
            self.program.send_signal(signal.SIGKILL)
        self.program.wait()
        for stream in (self.program.stdin, self.program.stdout, self.program.stderr):
            if stream is not None:
                stream.close()
        os.close(self.master)
