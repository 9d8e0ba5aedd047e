# SPDX-License-Identifier: MIT
"""A control group of Linux that holds a process to so much memory: of version 1, or of version 2 where we may make one
(cgroups(7)).
"""
import os
import re
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")


class NoMemoryGroup(Exception):
    """Why there is none."""


class MemoryGroup:
    def __init__(self, limit: int) -> None:
        self._is_second_version, parent = own_group()
        self._directory = parent / f"chaincore-test-{os.getpid()}"
        try:
            self._directory.mkdir()
            self._limit(limit)
        except OSError as error:
            self.close()
            raise NoMemoryGroup(f"no control group can be made: {error}") from error

    def _limit(self, limit: int) -> None:
        if self._is_second_version:
            (self._directory / "memory.max").write_text(str(limit))
            (self._directory / "memory.swap.max").write_text("0")
        else:
            (self._directory / "memory.limit_in_bytes").write_text(str(limit))

    def command_within(self, command: list[str]) -> list[str]:
        """What starts this command in the group."""
        return ["/bin/sh", "-c", 'echo $$ >"$0" && exec "$@"', str(self._directory / "cgroup.procs"), *command]

    def kills(self) -> int:
        """How many processes have been killed for want of memory."""
        file = "memory.events" if self._is_second_version else "memory.oom_control"
        return int(re.search(r"^oom_kill (\d+)$", (self._directory / file).read_text(), re.MULTILINE)[1])

    def close(self) -> None:
        """Once its processes have ended."""
        if self._directory.is_dir():
            self._directory.rmdir()


def own_group() -> tuple[bool, Path]:
    """Whether it is of version 2, and where it is."""
    groups = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    for _, controllers, path in groups:
        if "memory" in controllers.split(","):
            return False, ROOT / "memory" / path.lstrip("/")
    for _, controllers, path in groups:
        if not controllers and (ROOT / "cgroup.controllers").is_file():
            return True, ROOT / path.lstrip("/")
    raise NoMemoryGroup("there is no memory controller")
