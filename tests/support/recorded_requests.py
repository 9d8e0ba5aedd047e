# SPDX-License-Identifier: MIT
"""What a simulated peer was asked, in the order in which it came. Any thread."""
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class RecordedRequest:
    method: str
    path: str  # without a query, leading slashes collapsed
    target: str  # as it came
    headers: dict[str, str]  # names in lower case
    body: bytes
    began: float = field(default_factory=time.monotonic)
    answered: float | None = None  # just before the answer's first byte; None: not yet, or never
    status: int | None = None

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class RecordedRequests:
    def __init__(self) -> None:
        self._requests: list[RecordedRequest] = []
        self._changed = threading.Condition()

    def add(self, request: RecordedRequest) -> None:
        with self._changed:
            self._requests.append(request)
            self._changed.notify_all()

    def note_answer(self, request: RecordedRequest, status: int) -> None:
        with self._changed:
            request.answered, request.status = time.monotonic(), status
            self._changed.notify_all()

    def to(self, path: str, since: float = 0) -> list[RecordedRequest]:
        """Those for this path that began after that moment of the monotonic clock."""
        with self._changed:
            return [request for request in self._requests if request.path == path and request.began >= since]

    def count(self) -> int:
        """Of all of them."""
        with self._changed:
            return len(self._requests)

    def all(self) -> list[RecordedRequest]:
        with self._changed:
            return list(self._requests)

    def wait_for(self, path: str, condition: Callable[[list[RecordedRequest]], Any], seconds: float = 30) -> Any:
        """The condition's first true value, asked of the path's requests whenever something came or was answered."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while not (value := condition([request for request in self._requests if request.path == path])):
                if not self._changed.wait(deadline - time.monotonic()):
                    raise AssertionError(f"not within {seconds} s at {path}: {self._summary()}")
        return value

    def wait_for_count(self, path: str, count: int, seconds: float = 30) -> list[RecordedRequest]:
        return self.wait_for(path, lambda requests: requests if len(requests) >= count else None, seconds)

    def wait_for_answered(self, path: str, seconds: float = 30) -> RecordedRequest:
        """The path's first request, once what it asks for is done."""
        return self.wait_for(path, lambda requests: requests[0] if requests and requests[0].status else None, seconds)

    def clear(self) -> None:
        with self._changed:
            self._requests.clear()

    def _summary(self) -> str:
        return ", ".join(f"{request.method} {request.target} -> {request.status}" for request in self._requests[-20:])
