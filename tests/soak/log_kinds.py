# SPDX-License-Identifier: MIT
"""What the logs of nodes tell: warnings and errors by kind, and reorgs."""
import re
from collections import Counter

LINE = re.compile(r"^\d{4}-\d\d-\d\d \S+ (\w+) +(.*)$")
# What a node says of itself at its start.
BANNER = re.compile(r"^(chaincore \d|  \w+ )|^$")
# What differs between two lines of one kind; the order matters.
VARYING = ((re.compile(r"http://\S+?(?=[,;:.]?(\s|$))"), "URL"), (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
           (re.compile(r"\b\d+(\.\d+)?\b"), "N"))
REORG = re.compile(r"(?:another branch is the best chain now|has replaced ours) \((\d+) blocks?(?: left behind)?\)")
FOUND = re.compile(r"^\S+ \S+ info +block \d+ found: ", re.MULTILINE)


def kinds_in(log: str) -> Counter[str]:
    """Of warnings and errors, and of lines that are none of the log's: a sanitizer's, or a library's last words."""
    kinds: Counter[str] = Counter()
    for line in log.splitlines():
        parts = LINE.match(line)
        level, text = (parts[1], parts[2]) if parts else ("no line of the log", line)
        if level in ("debug", "info") or not parts and BANNER.match(line):
            continue
        for pattern, word in VARYING:
            text = pattern.sub(word, text)
        kinds[f"{level}: {text}"] += 1
    return kinds


def reorg_depths(log: str) -> list[int]:
    """How many blocks each has left behind."""
    return [int(depth) for depth in REORG.findall(log)]


def blocks_found(log: str) -> int:
    return len(FOUND.findall(log))
