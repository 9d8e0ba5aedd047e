# SPDX-License-Identifier: MIT
"""A real terminal for a test, which draws what a program sends to it: tmux, with a server of its own."""
import subprocess
import time
from pathlib import Path

PATIENCE = 60.0


class TmuxTerminal:
    """Runs one program. directory: for the server's socket."""

    def __init__(self, directory: Path, *command: str, columns: int = 120, lines: int = 40) -> None:
        self._socket = str(directory / "tmux")
        self._call("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(lines), *command)

    def _call(self, *arguments: str) -> str:
        done = subprocess.run(["tmux", "-S", self._socket, *arguments], capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode != 0:
            raise AssertionError(f"tmux {arguments}: {done.stderr}")
        return done.stdout

    def screen(self) -> str:
        """What a person sees now."""
        return self._call("capture-pane", "-p")

    def wait_for(self, words: str) -> str:
        """The screen that shows them."""
        deadline = time.monotonic() + PATIENCE
        while words not in (screen := self.screen()):
            if time.monotonic() > deadline:
                raise AssertionError(f"it never showed {words!r}:\n{screen}")
            time.sleep(0.05)
        return screen

    def type(self, keys: str) -> None:
        self._call("send-keys", keys)

    def resize(self, columns: int, lines: int) -> None:
        self._call("resize-window", "-x", str(columns), "-y", str(lines))

    def has_ended(self) -> bool:
        """With its only program the server ends."""
        done = subprocess.run(["tmux", "-S", self._socket, "list-sessions"], capture_output=True, timeout=PATIENCE)
        return done.returncode != 0

    def wait_for_end(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.has_ended():
            if time.monotonic() > deadline:
                raise AssertionError(f"it did not end:\n{self.screen()}")
            time.sleep(0.05)

    def close(self) -> None:
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], capture_output=True, timeout=PATIENCE)
