# SPDX-License-Identifier: MIT
"""What the program under test was built with, as far as it takes more time or memory for it."""
from pathlib import Path

from program import PROGRAM


def is_instrumented() -> bool:
    """By AddressSanitizer or ThreadSanitizer, which take several times as much for themselves."""
    program = Path(PROGRAM).read_bytes() if PROGRAM else b""
    return b"__asan_init" in program or b"__tsan_init" in program


def keeps_what_is_freed() -> bool:
    """AddressSanitizer does, so that later uses of it are noticed."""
    return b"__asan_init" in Path(PROGRAM).read_bytes()
