# SPDX-License-Identifier: MIT
"""A disk with faults under a node's data directory: calls that fail, power that goes (tests/shim/fault_plan.hpp)."""
import os
from pathlib import Path

DISK_SHIM = os.environ.get("CHAINCORE_DISK_SHIM", "")


def faulty_disk(root: Path, **faults: int | str | Path) -> dict[str, str]:
    """The environment of a program whose files under the root have these faults: fail=7, power_loss="end"."""
    assert DISK_SHIM, "CHAINCORE_DISK_SHIM must name the library that stands before the C library"
    # AddressSanitizer wants to come first; what the shim passes on goes through it all the same.
    sanitizer = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0"]))
    named = {f"CHAINCORE_DISK_{name.upper()}": str(value) for name, value in faults.items()}
    return {"LD_PRELOAD": DISK_SHIM, "ASAN_OPTIONS": sanitizer, "CHAINCORE_DISK_ROOT": str(root), **named}

