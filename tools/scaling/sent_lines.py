# SPDX-License-Identifier: MIT
"""What it costs one thread to write the same line to many connections, one after another, as a node tells its workers
of a job. On loopback the write takes the packet to the receiver's buffer, too: a network card costs less."""
import multiprocessing
import socket
import statistics
import time
from multiprocessing.connection import Connection

LINE = b"x" * 1023 + b"\n"
ROUNDS = 20


def hold_connections(port: int, count: int, orders: Connection) -> None:
    """Connects so often, and after each order reads a line from each."""
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
    orders.send("connected")
    while orders.recv():
        for connection in sockets:
            connection.recv(len(LINE), socket.MSG_WAITALL)
        orders.send("read")


def cost_of_a_line(count: int) -> float:
    """The thread's own processor time for each connection, in seconds: the median of some rounds."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    here, there = multiprocessing.Pipe()
    reader = multiprocessing.Process(target=hold_connections, args=(listener.getsockname()[1], count, there))
    reader.start()
    accepted = [listener.accept()[0] for _ in range(count)]
    here.recv()
    costs = [time_of_a_round(accepted, here) for _ in range(ROUNDS)]
    here.send(False)
    reader.join()
    for connection in [*accepted, listener]:
        connection.close()
    return statistics.median(costs) / count


def time_of_a_round(connections: list[socket.socket], reader: Connection) -> float:
    began = time.thread_time()
    for connection in connections:
        connection.send(LINE)
    took = time.thread_time() - began
    reader.send(True)
    reader.recv()
    return took
