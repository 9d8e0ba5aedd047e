# SPDX-License-Identifier: MIT
"""Listeners of a whole node: what they are told, and that the node ends without waiting for them."""
import http.client
import signal
import time
from collections.abc import Iterator

from chain_maker import mine_block
from event_stream import Event, events_of
from network_case import IDLE, NetworkTest
from node_process import NodeProcess
from program import DONE, main

MOST_LISTENERS = 64


class Events(NetworkTest):
    def listen(self, node: NodeProcess) -> Iterator[Event]:
        """As a browser does."""
        connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=30)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/events", headers={"Accept": "text/event-stream"})
        response = connection.getresponse()
        self.addCleanup(response.close)
        self.assertEqual(response.status, 200)
        return events_of(response)

    @staticmethod
    def next_overview(events: Iterator[Event], length: int) -> Event:
        """Of a chain of this length; blocks are passed over."""
        return next(event for event in events if event.name == "overview" and event.data["chain"]["length"] == length)

    def test_a_listener_hears_of_blocks_and_reorgs(self) -> None:
        node = self.node(*IDLE).start()
        events = self.listen(node)
        first = next(events)
        self.assertEqual(first.name, "overview")
        self.assertEqual(first.data["chain"]["length"], 1)
        genesis = node.chain()
        hashes, told = [], []
        for seconds, length in ((1, 3), (2, 4)):
            branch = list(genesis)
            while len(branch) < length:
                branch.append(mine_block(len(branch), branch[-1]["hash"], branch[-1]["timestamp"] + seconds))
            self.hand_in(node, branch[1:], headers={"X-Peer-Origin": "http://localhost:1"})
            hashes += [block["hash"] for block in branch[1:]]
            while len(told) < len(hashes):
                event = next(events)
                if event.name == "block":
                    told.append(event.data["hash"])
        self.assertEqual(told, hashes, "the blocks of the new branch, too")
        overview = self.next_overview(events, 4)
        self.assertEqual(overview.data["chain"]["tip_hash"], hashes[-1])
        self.assertEqual(node.get("/api/v1/overview").json["chain"]["reorgs"], 1)

    def test_a_node_ends_whoever_listens(self) -> None:
        node = self.node(*IDLE).start()
        listeners = [self.listen(node) for _ in range(MOST_LISTENERS)]
        for events in listeners:
            self.assertEqual(next(events).name, "overview")
        refused = node.get("/api/v1/events")
        self.assertEqual((refused.status, refused.headers["Retry-After"]), (503, "30"))
        self.assertEqual(node.status()["state"], "ready")
        begin = time.monotonic()
        self.assertEqual(node.stop(signal.SIGTERM), DONE)
        self.assertLess(time.monotonic() - begin, 5)
        for events in listeners:
            for event in events:  # until the end
                self.assertEqual(event.name, "overview")


if __name__ == "__main__":
    main()
