#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How long after a new tip each of many `chaincore mine` processes on this machine has the new job, by their own logs.

Beside their searching threads, which take all cores at a lower priority. Blocks are handed in over HTTP.

usage: bench/stratum_workers.py [PROGRAM] [--kernel K] [--workers N] [--blocks N]"""
import argparse
import re
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path

from status_latency import ROOT, free_port, wait_until_ready
from stratum_latency import PAYEE, call, solved_template

DIFFICULTY = 3
PAUSE = 1.5  # between two blocks
# So that the workers, who would find blocks at once at that difficulty, hand in none.
INTERVAL = 3600


def start_worker(program: str, kernel: str, stratum: int, directory: Path, number: int) -> subprocess.Popen:
    with (directory / f"{number}.log").open("w") as log:
        return subprocess.Popen(
            [program, "mine", "-o", f"stratum+tcp://127.0.0.1:{stratum}", "-u", f"{PAYEE}.rig{number}", "--backend", "cpu",
             "--threads", "1", "--kernel", kernel, "--quiet", "--log-level", "debug"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def job_times(directory: Path, height: int) -> list[float]:
    """Of the first job of that height in each log that has one, by the wall clock."""
    times = []
    for file in directory.glob("*.log"):
        found = re.search(rf"^(\S+ \S+) debug +job \S+ of block {height}$", file.read_text(), re.MULTILINE)
        if found:
            times.append(datetime.fromisoformat(found[1]).timestamp())
    return times


def wait_for_workers(port: int, count: int) -> None:
    for _ in range(1200):
        if call(port, "/api/v1/workers?count=0")["sessions"] >= count:
            return
        time.sleep(0.1)
    raise SystemExit("the workers do not come")


def measure(program: str, kernel: str, workers: int, blocks: int) -> None:
    port, stratum = free_port(), free_port()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        node = subprocess.Popen(
            [program, "node", "--no-discover", "--data-dir", f"{directory}/data", "--port", str(port), "--backend", "none",
             "--difficulty", str(DIFFICULTY), "--stratum", str(stratum), "--min-block-interval", str(INTERVAL), "--quiet",
             "--log-level", "error"], stdin=subprocess.DEVNULL)
        rigs = []
        try:
            wait_until_ready(port)
            for number in range(workers):
                rigs.append(start_worker(program, kernel, stratum, directory, number))
            wait_for_workers(port, workers)
            lasts = []
            for _ in range(blocks):
                time.sleep(PAUSE)
                call(port, "/submit_block", solved_template(port))
                tip = call(port, "/api/v1/blocks?count=1")["blocks"][0]
                time.sleep(PAUSE)
                times = job_times(directory, tip["height"] + 1)
                if len(times) < workers:
                    raise SystemExit(f"{workers - len(times)} workers have no job {PAUSE} s after the tip")
                lasts.append((max(times) - tip["received_at"]) * 1e3)
            lasts.sort()
            print(f"the last of {workers} workers has its job {lasts[len(lasts) // 2]:.0f} ms after the tip (median), "
                  f"{lasts[-1]:.0f} ms (longest of {blocks})")
        finally:
            for process in (*rigs, node):
                process.terminate()
            for process in (*rigs, node):
                process.wait(60)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="?", default=str(ROOT / "build/release/chaincore"))
    parser.add_argument("--kernel", default="portable")
    parser.add_argument("--workers", type=int, default=200)
    parser.add_argument("--blocks", type=int, default=10)
    arguments = parser.parse_args()
    measure(arguments.program, arguments.kernel, arguments.workers, arguments.blocks)


if __name__ == "__main__":
    main()
