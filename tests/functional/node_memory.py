# SPDX-License-Identifier: MIT
"""How much memory a node takes, as the system counts it."""
import re
from pathlib import Path

from node_process import NodeProcess
from program import PROGRAM

MIB = 1 << 20


def resident_bytes(node: NodeProcess, field: str = "VmRSS") -> int:
    """Now; the field VmHWM is the most so far."""
    text = Path(f"/proc/{node.process.pid}/status").read_text()
    return int(re.search(rf"{field}:\s+(\d+) kB", text)[1]) * 1024


def forget_peak(node: NodeProcess) -> None:
    """VmHWM begins anew (proc(5), clear_refs)."""
    Path(f"/proc/{node.process.pid}/clear_refs").write_text("5")


def is_instrumented() -> bool:
    """By AddressSanitizer or ThreadSanitizer, which take several times as much for themselves."""
    program = Path(PROGRAM).read_bytes() if PROGRAM else b""
    return b"__asan_init" in program or b"__tsan_init" in program


def keeps_what_is_freed() -> bool:
    """AddressSanitizer does, so that later uses of it are noticed."""
    return b"__asan_init" in Path(PROGRAM).read_bytes()
