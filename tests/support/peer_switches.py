# SPDX-License-Identifier: MIT
"""What a simulated peer does wrong or slowly: switched on and off while it runs. Any thread."""
import threading
from collections.abc import Callable
from typing import NamedTuple

EVERYTHING = "*"


class Reply(NamedTuple):
    """An answer, byte for byte."""
    status: int
    body: bytes
    headers: dict[str, str] = {}


BROKEN = Reply(500, b"<!doctype html>\n<title>500 Internal Server Error</title>\n",
               {"Content-Type": "text/html; charset=utf-8"})


class PeerSwitches:
    """Paths are named without a query; no path at all means each of them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_closed = False
        self.is_frozen = False
        self._reset()

    def _reset(self) -> None:
        self.claimed_length: int | None = None  # in /status
        self._hanging: set[str] = set()
        self._rates: dict[str, float] = {}  # bytes a second
        self._delays: dict[str, float] = {}  # seconds
        self._replies: dict[str, Reply] = {}
        self._single_replies: dict[str, Reply] = {}

    def behave(self) -> None:
        """Switches everything off but a freeze. Those who hang are let go without an answer."""
        with self._changed:
            self._reset()
            self._changed.notify_all()

    def claim_length(self, length: int) -> None:
        self.claimed_length = length

    def hang(self, *paths: str) -> None:
        """Requests are read and never answered."""
        with self._changed:
            self._hanging.update(paths or (EVERYTHING,))

    def drip(self, bytes_per_second: float, *paths: str) -> None:
        """The head comes at once, the body so slowly."""
        self._rates.update(dict.fromkeys(paths or (EVERYTHING,), bytes_per_second))

    def delay(self, seconds: float, *paths: str) -> None:
        """The request is acted upon at once, the answer comes later."""
        self._delays.update(dict.fromkeys(paths or (EVERYTHING,), seconds))

    def reply(self, path: str, reply: Reply) -> None:
        """Says this whatever was asked, and does nothing else."""
        self._replies[path] = reply

    def refuse_blocks(self) -> None:
        self.reply("/submit_block", Reply(400, b'{"error":"Block validation failed","status":"rejected"}\n',
                                          {"Content-Type": "application/json"}))

    def fail(self, *paths: str) -> None:
        """A broken server's 500, in HTML as Flask has it."""
        for path in paths or (EVERYTHING,):
            self.reply(path, BROKEN)

    def fail_once(self, path: str) -> None:
        """The next request for it gets that answer, those after it what is true."""
        self._single_replies[path] = BROKEN

    def freeze(self) -> None:
        """As a stopped process: the kernel still takes connections, nobody reads them."""
        with self._changed:
            self.is_frozen = True

    def thaw(self) -> None:
        """What waited is answered now."""
        with self._changed:
            self.is_frozen = False
            self._changed.notify_all()

    def close(self) -> None:
        """Lets everybody go."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def open(self) -> None:
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def reply_of(self, path: str) -> Reply | None:
        return self._replies.get(path, self._replies.get(EVERYTHING))

    def take_reply_of(self, path: str) -> Reply | None:
        """For an answer: what is said once is gone then."""
        with self._changed:
            return self._single_replies.pop(path, None) or self.reply_of(path)

    def rate_of(self, path: str) -> float | None:
        return self._rates.get(path, self._rates.get(EVERYTHING))

    def delay_of(self, path: str) -> float:
        return self._delays.get(path, self._delays.get(EVERYTHING, 0))

    def hangs(self, path: str) -> bool:
        return not self._hanging.isdisjoint((path, EVERYTHING))

    def wait_while_frozen(self) -> None:
        self._wait_until(lambda: not self.is_frozen)

    def wait_while_hanging(self, path: str) -> None:
        self._wait_until(lambda: not self.hangs(path))

    def pause(self, seconds: float) -> None:
        """Ends early when the peer does."""
        self._wait_until(lambda: False, seconds)

    def _wait_until(self, condition: Callable[[], bool], seconds: float | None = None) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or condition(), seconds)
