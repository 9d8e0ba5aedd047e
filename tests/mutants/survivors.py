# SPDX-License-Identifier: MIT
"""The mutations that no test can tell from the right program, each with the reason.

survivors.txt lists them below the name of their file:

    src/chain/merkle.cpp
    - what stands there
    + what was put in its place
      why nobody can see a difference
"""
from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).resolve().parent / "survivors.txt"


class Change(NamedTuple):
    """Of one line, or of a statement that is written as one."""

    old: str
    new: str


Reasons = dict[str, dict[Change, str]]  # by file and change


def read_survivors(text: str) -> Reasons:
    reasons: Reasons = {}
    file, old, change = "", "", Change("", "")
    for line in text.splitlines():
        if line.startswith("- "):
            old = line[2:]
        elif line.startswith("+"):
            change = Change(old, line[2:])
            reasons[file][change] = ""
        elif line.startswith("  "):
            reasons[file][change] = f"{reasons[file][change]} {line.strip()}".strip()
        elif line and not line.startswith("#"):
            file = line
            reasons.setdefault(file, {})
    return reasons


def without_reason(reasons: Reasons) -> list[str]:
    return [f"{file}: {change.new}" for file, changes in reasons.items() for change, why in changes.items() if not why]


def as_text(file: str, changes: list[Change]) -> str:
    """As they stand in the list, but for the reasons."""
    return "\n".join([file, *(f"- {change.old}\n+ {change.new}" for change in changes)])
