# SPDX-License-Identifier: MIT
"""What a process takes of the system, as /proc tells it, sampled again and again on a thread of its own."""
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PERIOD = 10
PAGE = os.sysconf("SC_PAGE_SIZE")


class Sample(NamedTuple):
    time: float  # by the monotonic clock
    resident: int  # bytes
    descriptors: int  # but for tables of the store, which RocksDB bounds itself (512)
    tables: int
    threads: int
    unflushed: int  # bytes of the store's logs: about what its write buffers hold
    length: int  # of the chain


def take_sample(pid: int, data_dir: Path, length: int) -> Sample:
    targets = [target_of(link) for link in Path(f"/proc/{pid}/fd").iterdir()]
    tables = sum(target.endswith(".sst") for target in targets)
    resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    threads = int(re.search(r"^Threads:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)[1])
    unflushed = sum(size_of(log) for log in (data_dir / "chain").glob("*.log"))
    return Sample(time.monotonic(), resident, len(targets) - tables, tables, threads, unflushed, length)


def target_of(link: Path) -> str:
    try:
        return os.readlink(link)
    except FileNotFoundError:
        return ""  # closed meanwhile


def size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0  # removed meanwhile


class Sampler(threading.Thread):
    """Calls `take` every ten seconds until stop()."""

    def __init__(self, take: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._take = take
        self._must_stop = threading.Event()

    def run(self) -> None:
        while not self._must_stop.wait(PERIOD):
            self._take()

    def stop(self) -> None:
        self._must_stop.set()
        self.join()
