# SPDX-License-Identifier: MIT
"""Strangers name places that a node could be made to call for them: the class ssrf of tests/data/hostile_requests."""
from dataclasses import replace
from typing import Any

import support_path
from grown_chain import grow, scene_of
from hostile_cases import cases_of, expectation_of
from network_case import NetworkTest, local_url
from node_state import send
from peer_server import PeerServer
from peer_switches import PeerSwitches, Reply
from program import main
from recorded_requests import RecordedRequests
from request_maker import make_request
from signer import Signer

ROUNDS = 3  # of the node's looking for peers
ALLOWED = {("GET", "/status"), ("GET", "/peers")}


class Canary:
    """Answers all that comes, and keeps what it was."""

    def __init__(self) -> None:
        self.requests = RecordedRequests()
        self._server = PeerServer(lambda _: Reply(200, b"{}"), PeerSwitches(), self.requests, 0)
        self.port = self._server.port
        self.close = self._server.close


class StrangerUrls(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.chain = grow([], 4)
        self.friend = self.peer(self.chain)
        self.node_process = self.beside(self.friend)
        self.wait_for_tip(self.node_process, self.chain[-1]["hash"])
        self.canary = Canary()
        self.addCleanup(self.canary.close)

    def try_case(self, case: dict[str, Any]) -> None:
        scene = scene_of(self.chain, 1, *(Signer(f"{case['name']} {number}") for number in range(3)))
        expected, before = expectation_of(case), len(self.canary.requests.all())
        answer = send(self.node_process, make_request(case, replace(scene, canary=self.canary.port)))
        self.assertIn(answer.status, expected.statuses, f"{case['why']}\n{answer}")
        asked = [(request.method, request.target) for request in self.canary.requests.all()[before:]]
        self.assertEqual(asked, [("GET", "/status")] if expected.effect == "asks-status" else [], case["why"])

    def wait_for_rounds(self) -> None:
        seen = len(self.friend.requests.to("/peers"))
        self.friend.requests.wait_for_count("/peers", seen + ROUNDS, 120)

    def test_it_calls_nobody_for_them(self) -> None:
        for case in cases_of("ssrf"):
            with self.subTest(case["name"]):
                self.try_case(case)
        asked = self.canary.requests.all()
        self.wait_for_rounds()
        self.assertEqual(self.canary.requests.all(), asked, "nor later")
        self.assertEqual(self.node_process.status()["tip_hash"], self.chain[-1]["hash"])

    def test_a_place_that_may_be_called_is_asked_what_it_is_and_no_more(self) -> None:
        answer = self.node_process.post("/add_peer", {"peer_url": local_url(self.canary.port)})
        self.assertIn(answer.status, (200, 400, 502), answer)
        self.canary.requests.wait_for_count("/status", 1)
        self.wait_for_rounds()
        asked = {(request.method, request.target) for request in self.canary.requests.all()}
        self.assertLessEqual(asked, ALLOWED)


if __name__ == "__main__":
    main()
