# SPDX-License-Identifier: MIT
"""Simulated peers, in a process of their own: each answers /status as one of ours that is behind,
names nobody that could be called, and takes and counts every block."""
import asyncio
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

FIRST_PORT = 21000
End: TypeAlias = tuple[str, int]  # address and port


def table_of(known: int) -> bytes:
    """An answer to /peers that is as long as if it knew so many."""
    urls = [f"http://192.168.100.{number % 250}:5000" for number in range(known)]
    details = [{"url": url, "is_active": False, "node_id": "node1", "chain_length": 1000, "response_time": 0.0045,
                "failure_rate": 0.0, "successes": 31, "failures": 0, "first_seen": 1795360000.5,
                "last_seen": 1795367986.5, "banned_until": 0.0} for url in urls]
    return json.dumps({"active_peers": [], "all_peers": urls, "peers": urls, "peer_details": details}).encode()


def answer_to(line: str, end: End, table: bytes) -> bytes:
    if line.startswith("POST"):
        return b'{"status": "accepted"}'
    if "/peers" in line:
        return table
    return json.dumps({"node_id": "quiet", "blockchain_length": 0, "peers": 0, "pending_transactions": 0,
                       "target_difficulty": 1, "software": "chaincore/quiet", "state": "ready", "tip_hash": "0" * 64,
                       "instance_id": f"{end[0]}:{end[1]}".encode().hex().zfill(32)[-32:],
                       "chain_work": "0" * 32}).encode()


async def serve(end: End, pushes: list[int], number: int, table: bytes) -> None:
    async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = next((int(line[15:]) for line in head.lower().split("\r\n") if line.startswith("content-length:")),
                          0)
            await reader.readexactly(length)
            pushes[number] += head.startswith("POST /submit_block")
            body = answer_to(head.split("\r\n")[0], end, table)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                         b"Content-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(on_connection, *end, backlog=1024)
    async with server:
        await server.serve_forever()


def serve_all(ends: list[End], pushes: list[int], table: bytes) -> None:
    async def gather() -> None:
        await asyncio.gather(*(serve(end, pushes, number, table) for number, end in enumerate(ends)))

    asyncio.run(gather())


@contextmanager
def quiet_peers(ends: list[End], known: int) -> Iterator[list[int]]:
    """How many blocks each of them has been sent so far. known: how long their answers to /peers are."""
    pushes = multiprocessing.Array("q", len(ends), lock=False)
    process = multiprocessing.Process(target=serve_all, args=(ends, pushes, table_of(known)), daemon=True)
    process.start()
    try:
        yield pushes
    finally:
        process.terminate()
        process.join()
