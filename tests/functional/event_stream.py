# SPDX-License-Identifier: MIT
"""Server-sent events (WHATWG HTML, 9.2), as far as a node writes them."""
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

EVENT_STREAM = "text/event-stream"


class Event(NamedTuple):
    name: str
    data: Any


def events_of(lines: Iterable[bytes]) -> Iterator[Event]:
    """One after another, as their lines come; comments and the time to wait are passed over."""
    name, data = "", ""
    for line in lines:
        field, _, value = line.decode().rstrip("\n").partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            data += value
        elif field == "" and data:
            yield Event(name, json.loads(data))
            name, data = "", ""
        elif field not in ("", ":", "retry"):
            raise AssertionError(f"not an event: {line!r}")


def read_events(body: bytes) -> list[Event]:
    return list(events_of(body.splitlines(keepends=True)))


def first_event(lines: Iterable[bytes]) -> bytes:
    """The lines up to the end of the first event."""
    read = b""
    for line in lines:
        read += line
        if line == b"\n" and b"data: " in read:
            break
    return read
