# SPDX-License-Identifier: MIT
"""Ports for the nodes of a test, apart from those that the system gives to whoever asks for any and to connections:
such a one may be taken between two starts of a node. No other test draws one until this process has ended."""
import random
import socket

FIRST, END = 20_000, 32_000

claims: list[socket.socket] = []


def is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False


def claim(port: int) -> bool:
    """Whether it is this process's from now on: an abstract name of the system, which ends with who holds it."""
    holder = socket.socket(socket.AF_UNIX)
    try:
        holder.bind(f"\0chaincore-test-port-{port}")
    except OSError:
        holder.close()
        return False
    claims.append(holder)
    return True


def free_ports(count: int) -> list[int]:
    """Different ones that nobody listens on now."""
    ports: list[int] = []
    while len(ports) < count:
        port = random.randrange(FIRST, END)
        if claim(port) and is_free(port):
            ports.append(port)
    return ports


def free_port() -> int:
    return free_ports(1)[0]
