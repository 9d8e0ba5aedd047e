# SPDX-License-Identifier: MIT
"""A thousand connections that read and write, while all cores search: answers come, and come soon.

load_mixed_test.py [--connections N] [--seconds N]
"""
import asyncio
import json
import multiprocessing
import random
import time
from collections import Counter
from multiprocessing.queues import Queue

from arguments import number_after
from many_connections import LoadTest, allow_files, share
from program import DONE, main
from sanitizers import is_instrumented

CONNECTIONS = number_after("--connections", 1000)
SECONDS = number_after("--seconds", 15)
PAUSE = 2.0  # seconds between an answer and the next request of a connection, on the average
SLOWER = 10 if is_instrumented() else 1
STATUS_P99 = 0.1 * SLOWER
BLOCK_WITHIN = 1.0 * SLOWER

READS = ("/status", "/status", "/peers", "/chain/info", "/stats", "/transaction_pool", "/blocks/range?start=0&end=9",
         "/balance/somebody", "/blockchain/headers", "/nothing")
WRITES = ("/add_transaction", "/submit_block", "/receive_transaction", "/sharepeers")


def request(dice: random.Random) -> bytes:
    if dice.random() < 0.7:
        return f"GET {dice.choice(READS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    body = json.dumps({"inputs": [], "outputs": [], "timestamp": dice.random(), "tx_id": "0" * 64}).encode()
    return f"POST {dice.choice(WRITES)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" \
           f"Content-Length: {len(body)}\r\n\r\n".encode() + body


async def read_answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    await reader.readexactly(int(lengths[0].split(b":")[1]))
    return int(head[9:12])


async def client(port: int, number: int, ends: float, outcomes: Counter[str]) -> None:
    dice = random.Random(number)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < ends:
            await asyncio.sleep(dice.uniform(0, 2 * PAUSE))
            writer.write(request(dice))
            outcomes[str(await read_answer(reader))] += 1
        writer.close()
    except (OSError, asyncio.IncompleteReadError) as failure:
        outcomes[repr(failure)] += 1


def load(port: int, connections: int, results: "Queue[Counter[str]]") -> None:
    """In a process of its own, so that it does not wait for those who measure."""
    outcomes: Counter[str] = Counter()

    async def run() -> None:
        ends = time.monotonic() + SECONDS
        await asyncio.gather(*(client(port, number, ends, outcomes) for number in range(connections)))

    allow_files(connections)
    asyncio.run(run())
    results.put(outcomes)


class MixedLoad(LoadTest):
    def test_it_answers(self) -> None:
        results: "Queue[Counter[str]]" = multiprocessing.Queue()
        connections = allow_files(CONNECTIONS)
        clients = multiprocessing.Process(target=load, args=(self.node_process.port, connections, results), daemon=True)
        clients.start()
        self.honest.start()
        blocks = []
        while clients.is_alive() and results.empty():
            blocks.append(self.submit_seconds())
            time.sleep(0.5)
        self.honest.stop()
        outcomes = results.get()
        clients.join()
        print(f"{connections} connections: {dict(outcomes)}\n{self.honest}\n{len(blocks)} blocks, each taken within "
              f"{max(blocks):.3f} s")
        self.assertLessEqual(outcomes.keys(), {"200", "202", "400", "404", "409", "429", "503"})
        self.assertGreater(outcomes["200"], connections)
        self.assertEqual(self.honest.failures, [])
        self.assertLess(share(self.honest.seconds, 0.99), STATUS_P99)
        self.assertLess(max(blocks), BLOCK_WITHIN)
        self.assertEqual(self.node_process.stop(), DONE, self.node_process.log[-4000:])


if __name__ == "__main__":
    main()
