# SPDX-License-Identifier: MIT
"""How often each thing has happened. Any thread."""
import threading
from collections import Counter

from node_process import Answer


class Tally:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def note(self, what: str) -> None:
        with self._lock:
            self._counts[what] += 1

    def note_answer(self, sent: str, answer: Answer | None) -> None:
        """By its status and the reason that it gives."""
        self.note(f"{sent}: {outcome_of(answer)}")

    def counts(self) -> list[tuple[str, int]]:
        with self._lock:
            return sorted(self._counts.items())

    def of(self, what: str) -> int:
        with self._lock:
            return self._counts[what]


def outcome_of(answer: Answer | None) -> str:
    if answer is None:
        return "no answer, it was restarting"
    try:
        reason = answer.json.get("reason", "")
    except ValueError:
        reason = ""
    return f"{answer.status} {reason}".strip()
