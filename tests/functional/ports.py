# SPDX-License-Identifier: MIT
"""Ports for the nodes of a test, apart from those that the system gives to whoever asks for any and to connections:
such a one may be taken between two starts of a node."""
import random
import socket

FIRST, END = 20_000, 32_000


def is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False


def free_ports(count: int) -> list[int]:
    """Different ones that nobody listens on now."""
    ports: set[int] = set()
    while len(ports) < count:
        port = random.randrange(FIRST, END)
        if is_free(port):
            ports.add(port)
    return list(ports)


def free_port() -> int:
    return free_ports(1)[0]
