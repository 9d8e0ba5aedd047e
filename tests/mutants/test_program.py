# SPDX-License-Identifier: MIT
"""Runs a GoogleTest program until its first failure, the quickest tests first."""
import json
import math
import os
import resource
import subprocess
from pathlib import Path
from typing import NamedTuple

QUICK_SECONDS = 0.3  # what the tests that come first may take, all of them together
LEAST_SECONDS = 3
SLOWER = 4  # than with the right source: then it has lost its way
MEMORY = 4 << 30
WALL_SECONDS = 600  # waits for something that never comes


class Order(NamedTuple):
    """How its tests are run: those of one filter, then those of the next."""

    filters: list[str]
    seconds: float  # of a processor, that all of them took


def measure(program: Path, only: str) -> Order:
    """Of the right program: all of its tests must pass. only: a filter of GoogleTest's."""
    report = program.with_suffix(".json")
    before = processor_seconds()
    code = run_filtered(program, only, 600, "--gtest_output=json:" + str(report))
    took = processor_seconds() - before
    if code != 0:
        raise SystemExit(f"{program.name} fails before anything is changed (exit code {code})")
    suites = json.loads(report.read_text())["testsuites"]
    times = {f"{suite['name']}.{test['name']}": float(test["time"].rstrip("s"))
             for suite in suites for test in suite["testsuite"] if test["status"] == "RUN"}
    return Order(in_order(times), took)


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def in_order(times: dict[str, float]) -> list[str]:
    """Filters: the quickest tests, then those that take as long as all before them together, and so on."""
    groups: dict[int, list[str]] = {}
    until_here = 0.0
    for test, seconds in sorted(times.items(), key=lambda item: item[1]):
        until_here += seconds
        doublings = math.ceil(math.log2(max(until_here / QUICK_SECONDS, 1)))
        groups.setdefault(doublings, []).append(test)
    return [":".join(group) for group in groups.values()]


def is_killed(program: Path, order: Order) -> bool:
    limit = max(LEAST_SECONDS, int(order.seconds * SLOWER) + 1)
    return any(run_filtered(program, tests, limit, "--gtest_fail_fast") != 0 for tests in order.filters)


def run_filtered(program: Path, tests: str, cpu_seconds: int, *flags: str) -> int:
    """Its exit code; time and memory that it lacks are a crash."""
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    command = [str(program), *flags]
    try:
        return subprocess.run(command, env={**os.environ, "GTEST_FILTER": tests}, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, preexec_fn=limit, timeout=WALL_SECONDS).returncode
    except subprocess.TimeoutExpired:
        return -1
