# SPDX-License-Identifier: MIT
"""Runs the chaincore program and finds the golden data: what every functional test shares."""
import json
import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any, NamedTuple

PROGRAM = os.environ.get("CHAINCORE_PROGRAM", "")
VECTORS = Path(__file__).resolve().parent.parent / "data" / "vectors"

# Exit codes.
DONE, FAILED, USAGE, NO_DEVICE = 0, 1, 2, 3

SLOW_START = 120.0  # seconds: an OpenCL program may have to be compiled


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


def run(*arguments: str | Path, stdin: str | bytes = b"", timeout: float = 600,
        env: dict[str, str] | None = None) -> Outcome:
    """The program with these arguments, until it ends. env: instead of ours."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=given, capture_output=True, timeout=timeout, env=env)
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def takes_signal(pid: int, number: signal.Signals) -> bool:
    """Before that the signal ends the process at once. While a thread is made, all signals are blocked for a moment,
    which says nothing: the first is the allocator's, long before anybody waits for them."""
    status = Path(f"/proc/{pid}/status").read_text()
    blocked = int(status.split("SigBlk:")[1].split()[0], 16)
    return bool(blocked & 1 << (number - 1)) and not blocked & 1 << (signal.SIGUSR1 - 1)


def inspect(kind: str, lines: list[str], *flags: str) -> list[dict[str, Any]]:
    """The answers of `chaincore inspect` to these lines, one for each."""
    assert not any("\n" in line for line in lines)
    outcome = run("inspect", kind, *flags, stdin="".join(line + "\n" for line in lines))
    answers = [json.loads(line) for line in outcome.out.splitlines()]
    assert len(answers) == len(lines), f"{len(lines)} lines, {len(answers)} answers\n{outcome.err}"
    assert outcome.code == (FAILED if any("error" in answer for answer in answers) else DONE), outcome.code
    return answers


def load(name: str) -> Any:
    """A golden file; a pair of int and float stays one."""
    return json.loads((VECTORS / name).read_text())


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


class ProgramTest(unittest.TestCase):
    """A test case that knows how the program complains."""

    longMessage = True

    def assert_complains(self, outcome: Outcome, code: int, *words: str) -> None:
        """It ended with this code, one sentence on standard error that holds the words, and nothing else."""
        self.assertEqual(outcome.code, code, outcome)
        self.assertEqual(outcome.out, "", outcome)
        lines = outcome.err.splitlines()
        self.assertEqual(len(lines), 1, outcome)
        self.assertTrue(lines[0].startswith("chaincore: "), outcome)
        for word in words:
            self.assertIn(word, lines[0])


def main() -> None:
    """What a test file ends with."""
    if not PROGRAM:
        sys.exit("CHAINCORE_PROGRAM must name the program under test")
    unittest.main(verbosity=2)
