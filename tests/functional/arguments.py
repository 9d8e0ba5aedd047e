# SPDX-License-Identifier: MIT
"""Flags of a test file's own, which unittest must not see."""
import sys


def text_after(flag: str, usual: str) -> str:
    """Of `--flag TEXT` on the command line."""
    if flag not in sys.argv:
        return usual
    place = sys.argv.index(flag)
    text = sys.argv[place + 1]
    del sys.argv[place:place + 2]
    return text


def number_after(flag: str, usual: int) -> int:
    """Of `--flag N` on the command line."""
    return int(text_after(flag, str(usual)))
