# SPDX-License-Identifier: MIT
"""What must not happen and has. Any thread."""
import threading


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts: list[str] = []

    def add(self, text: str) -> None:
        with self._lock:
            self._texts.append(text)
        print(f"FAULT: {text}", flush=True)

    @property
    def texts(self) -> list[str]:
        with self._lock:
            return list(self._texts)
