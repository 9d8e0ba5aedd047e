# SPDX-License-Identifier: MIT
"""How much memory a node takes, as the system counts it."""
import re
from pathlib import Path

from node_process import NodeProcess

MIB = 1 << 20


def resident_bytes(node: NodeProcess, field: str = "VmRSS") -> int:
    """Now; the field VmHWM is the most so far."""
    text = Path(f"/proc/{node.process.pid}/status").read_text()
    return int(re.search(rf"{field}:\s+(\d+) kB", text)[1]) * 1024


def forget_peak(node: NodeProcess) -> None:
    """VmHWM begins anew (proc(5), clear_refs)."""
    Path(f"/proc/{node.process.pid}/clear_refs").write_text("5")
