# SPDX-License-Identifier: MIT
"""Whom a node knows, whom it calls active, and what it says about them."""
import time
from typing import Any

import support_path
from era_a_peer import Dialect
from grown_chain import grow
from network_case import DEBUG, IDLE, SOON, NetworkTest, local_url, searching
from node_process import NodeProcess
from ports import free_ports
from program import DONE, main
from sanitizers import is_instrumented


def details(node: NodeProcess, url: str) -> dict[str, Any]:
    [found] = [peer for peer in node.get("/peers").json["peer_details"] if peer["url"] == url]
    return found


class Discovery(NetworkTest):
    def test_who_answers_on_a_port_is_known_and_active(self) -> None:
        """Rows 1, 2, 4 and 15 of docs/mission.md: at the start, and what /network_info says then."""
        peers = [self.peer(grow([], 2)), self.peer(grow([], 2), dialect=Dialect.SEED)]
        urls = {peer.url for peer in peers}
        empty = free_ports(1)
        begin = time.time()
        node = self.networked(*IDLE, ports=[*(peer.port for peer in peers), *empty]).start()
        self.assertEqual(self.active(node), urls, "from the moment on when it is ready")
        info = node.get("/network_info")
        self.assert_has(info, 200, total_peers=2, active_peers=2, network_health="healthy")
        self.assertEqual(set(info.json["peer_list"]), urls)
        self.assertTrue(begin <= info.json["last_discovery"] <= time.time())
        self.assert_has(node.get("/peers"), 200, peer_count=2, active_count=2, total_peers=2)
        for peer in peers:
            self.assertTrue(peer.requests.to("/status"))
            self.assertTrue(peer.requests.to("/peers"))

    def test_who_comes_later_is_found_without_being_asked_for(self) -> None:
        """Row 4 of docs/mission.md: the search is repeated."""
        [port] = free_ports(1)
        node = self.networked(*IDLE, ports=[port]).start()
        self.assertEqual(self.known(node), set())
        self.wait_until_active(node, self.peer(grow([], 2), port=port).url)

    def test_a_search_of_ports_that_all_hang_takes_as_long_as_one(self) -> None:
        """Rows 2 and 6 of docs/mission.md: 2 s each, all at once; /discover_peers returns when its round is over."""
        silent = [self.peer([]) for _ in range(12)]
        for peer in silent:
            peer.switches.hang()
        node = self.networked(*IDLE, ports=[peer.port for peer in silent]).start()
        self.when_taken(node, "/discover_peers")  # the searches of its start are over
        asked = {peer: len(peer.requests.to("/status")) for peer in silent}
        began = time.monotonic()
        self.assert_has(self.when_taken(node, "/discover_peers"), 200, status="success", active_peers=0)
        took = time.monotonic() - began
        print(f"12 ports that hang, searched in {took:.2f} s")
        self.assertLess(took, 4 if is_instrumented() else 2.5)  # one after the other: 24 s
        for peer in silent:
            self.assertEqual(len(peer.requests.to("/status")), asked[peer] + 1)

    def test_a_configured_peer_is_called_without_a_search(self) -> None:
        """Row 2 of docs/mission.md: hosts and ports are configurable."""
        peer = self.peer(grow([], 3))
        node = self.networked(*IDLE, "--peer", f"http://127.0.0.1:{peer.port}").start()
        self.wait_until_active(node, peer.url)
        self.wait_for_tip(node, peer.chain.tip_hash)

    def test_a_configured_peer_that_never_answers_is_named_once(self) -> None:
        """Rows 2 and 5 of docs/mission.md: by a warning that says why; a search later it says no more."""
        [nobody] = free_ports(1)
        mute = self.peer(grow([], 3))
        mute.switches.hang()
        configured = ("--peer", local_url(nobody), "--peer", mute.url)
        node = self.networked(*IDLE, *configured).start()
        self.assert_has(self.when_taken(node, "/discover_peers"), 200, status="success", active_peers=0)
        for url, reason in ((local_url(nobody), "connection refused"), (mute.url, "no complete answer within")):
            [line] = [line for line in node.log.splitlines() if url in line]
            self.assertIn(f"warning the peer {url} that was configured does not answer: ", line)
            self.assertIn(reason, line)

    def test_two_of_ours_find_each_other_and_not_themselves(self) -> None:
        """Rows 2 and 3 of docs/mission.md: our own port is among those that are searched."""
        ports = free_ports(2)
        first, second = (self.networked(*IDLE, ports=ports, port=port, name=f"node{port}").start() for port in ports)
        for node, other in ((first, second), (second, first)):
            self.wait_until_active(node, local_url(other.port))
            self.assertEqual(self.known(node), {local_url(other.port)})


class Exchange(NetworkTest):
    def test_whom_a_peer_names_is_verified_first(self) -> None:
        """Row 3 of docs/mission.md: who answers counts; who does not, and we ourselves, never."""
        [nobody, own_port] = free_ports(2)
        named = self.peer(grow([], 4))
        naming = self.peer(grow([], 2))
        naming.befriend(named.url, local_url(nobody), local_url(own_port), f"http://127.0.0.1:{own_port}",
                        f"http://[::1]:{own_port}", "http://localhost:99999", "ftp://localhost:1", "", "nonsense",
                        f"http://127.0.0.1:{named.port}", f"http://localhost:{named.port}/path")
        node = self.networked(*IDLE, ports=[naming.port], port=own_port).start()
        self.wait_until_active(node, named.url)
        self.assertEqual(self.known(node), {naming.url, named.url})
        self.wait_for_tip(node, named.chain.tip_hash)

    def test_peers_hear_of_us(self) -> None:
        """Rows 3 and 24 of docs/mission.md: era A's way of being known, by the name that peers use."""
        peer = self.peer(grow([], 2))
        node = self.beside(peer)
        [request, *_] = peer.requests.wait_for_count("/add_peer", 1)
        self.assertEqual(request.json, {"peer_url": local_url(node.port)})
        node.wait_for(lambda: peer.peers == {local_url(node.port)}, SOON, "the peer knows us")

    def test_somebody_names_a_peer(self) -> None:
        """Row 3 of docs/mission.md: /add_peer probes once, and answers whether it is one."""
        peer = self.peer(grow([], 3))
        [nobody] = free_ports(1)
        node = self.networked(*IDLE).start()
        added = self.when_taken(node, "/add_peer", {"peer_url": f"http://127.0.0.1:{peer.port}"})
        self.assert_has(added, 200, status="success")
        self.assertEqual(self.active(node), {peer.url})
        self.wait_for_tip(node, peer.chain.tip_hash)
        for url in (local_url(nobody), local_url(node.port), "nonsense", "http://localhost:80",
                    "http://example.com:5000"):
            with self.subTest(url=url):
                self.assertEqual(self.when_taken(node, "/add_peer", {"peer_url": url}).status, 400)
        self.assertEqual(self.known(node), {peer.url})


class Health(NetworkTest):
    def test_who_dies_is_inactive_at_once_and_returns_by_himself(self) -> None:
        """Rows 1, 5 and 11 of docs/mission.md: a failed broadcast is enough; he stays known."""
        chain = grow([], 3)
        peer = self.peer(chain)
        node = self.beside(peer)
        peer.die()
        self.hand_in(node, grow(chain, 1)[3:])
        self.wait_until_inactive(node, peer.url, 3)
        self.assertEqual(self.known(node), {peer.url})
        self.assert_has(node.get("/network_info"), 200, total_peers=1, active_peers=0, network_health="isolated")
        self.assert_has(node.get("/peer_health"), 200, healthy_peers=0, unhealthy_peers=1)
        peer.come_back()
        self.wait_until_active(node, peer.url)
        # What he missed comes by itself with the next block, or by his asking.
        self.hand_in(node, grow(node.chain(), 1)[4:])
        node.wait_for(lambda: peer.chain.length == 5, SOON, "he has what he missed")

    def test_a_failed_broadcast_starts_a_search(self) -> None:
        """Row 4 of docs/mission.md: events do, not the clock alone."""
        chain = grow([], 3)
        lost, kept = self.peer(chain), self.peer(chain)
        node = self.beside(lost, kept)
        self.assert_has(self.when_taken(node, "/discover_peers"), 200, status="success")
        before = node.get("/network_info").json["last_discovery"]
        lost.die()
        self.hand_in(node, grow(chain, 1)[3:])
        # By the clock the next one is due after ten seconds; and a sync finds somebody to ask.
        node.wait_for(lambda: self.later_discovery(node, before), 3, "a search after the failure")
        self.assertEqual(self.active(node), {kept.url})

    @staticmethod
    def later_discovery(node: NodeProcess, than: float) -> float | None:
        found = node.get("/network_info").json["last_discovery"]
        return found if found > than else None

    def test_an_error_status_keeps_a_peer_active_or_known(self) -> None:
        """Row 5 of docs/mission.md: a 500 on one path is no reason to forget anybody."""
        peer = self.peer(grow([], 3))
        peer.switches.fail("/peers")
        node = self.beside(peer, flags=(*IDLE, *DEBUG))
        peer.requests.wait_for_count("/peers", 2)
        self.assertEqual(self.active(node), {peer.url})
        self.wait_for_log(node, f"debug   {peer.url}/peers: answered 500, expected 200")

    def test_answers_are_timed_and_failures_counted(self) -> None:
        """Row 16 of docs/mission.md: measured for each peer, and shown."""
        quick, slow = self.peer(grow([], 2)), self.peer(grow([], 2))
        slow.switches.delay(1, "/status")
        node = self.beside(quick, slow)
        self.assertGreater(details(node, slow.url)["response_time"], details(node, quick.url)["response_time"])
        self.assertGreater(details(node, slow.url)["successes"], 0)
        self.assertEqual(details(node, quick.url)["failure_rate"], 0)
        health = node.get("/peer_health").json["peer_health"]
        self.assertGreater(health[slow.url]["response_time_ms"], 50)
        quick.die()
        self.wait_until_inactive(node, quick.url)
        lost = details(node, quick.url)
        self.assertGreater(lost["failure_rate"], 0)
        self.assertGreater(lost["failures"], 0)
        self.assertFalse(lost["is_active"])


class Restart(NetworkTest):
    def test_known_peers_outlive_the_process(self) -> None:
        """Row 1 of docs/mission.md: on disk, and called again though nobody else names them."""
        chain = grow([], 3)
        found, named = self.peer(chain), self.peer(chain)
        found.befriend(named.url)
        node = self.beside(found)
        self.wait_until_active(node, named.url)
        self.assertEqual(node.stop(), DONE)
        for peer in (found, named):
            peer.die()
        node.flags = (*IDLE, *searching(free_ports(1)))
        node.start()
        self.assertEqual(self.known(node), {found.url, named.url})
        self.assertEqual(self.active(node), set())
        named.come_back()
        self.wait_until_active(node, named.url)

    def test_a_damaged_peers_file_is_said_to_be_so_and_left_behind(self) -> None:
        """Row 1 of docs/mission.md: it must not keep the node from starting."""
        peer = self.peer(grow([], 3))
        node = self.beside(peer)
        self.assertEqual(node.stop(), DONE)
        [file] = [path for path in node.data_dir.iterdir() if path.name.startswith("peers")]
        file.write_text(file.read_text()[:-5])
        node.start()
        self.assertIn(str(file), node.log)
        self.wait_until_active(node, peer.url)


if __name__ == "__main__":
    main()
