# SPDX-License-Identifier: MIT
"""Flags of a test file's own, which unittest must not see."""
import sys


def number_after(flag: str, usual: int) -> int:
    """Of `--flag N` on the command line."""
    if flag not in sys.argv:
        return usual
    place = sys.argv.index(flag)
    value = int(sys.argv[place + 1])
    del sys.argv[place:place + 2]
    return value
