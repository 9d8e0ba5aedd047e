# SPDX-License-Identifier: MIT
"""What an operator does to a running node, by `chaincore ctl` and over HTTP."""
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from grown_chain import grow
from network_case import IDLE, MINING, SOON, NetworkTest, at_once, hashes, local_url
from node_process import Answer, NodeProcess
from program import DONE, FAILED, USAGE, Outcome, main, run

# For the meters and counters of a device to be read again.
A_WHILE = 2.5


def ctl(node: NodeProcess, *arguments: str) -> Outcome:
    return run("ctl", "-n", node.url, "--data-dir", node.data_dir, *arguments)


def control(node: NodeProcess, path: str, body: Any = None) -> Answer:
    token = (node.data_dir / "api_token").read_text().strip()
    return node.post("/api/v1/control/" + path, body or {}, {"Authorization": f"Bearer {token}"})


class Control(NetworkTest):
    def told(self, node: NodeProcess, *arguments: str) -> str:
        outcome = ctl(node, *arguments)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        return outcome.out

    def test_mining_rests_until_it_is_resumed(self) -> None:
        node = self.node(*MINING, "--min-block-interval", "0.05").start()
        node.wait_for_length(3)
        self.assertEqual(self.told(node, "pause"), "mining is paused\n")
        self.assertEqual(self.told(node, "pause"), "mining is paused already\n")
        node.wait_for(lambda: not node.status()["mining"], SOON, "it rests")
        self.assertTrue(node.status()["paused"])
        time.sleep(A_WHILE)  # what was on its way is on the chain
        before = self.at_rest(node)
        time.sleep(A_WHILE)
        self.assertEqual(self.at_rest(node), before)
        self.assertEqual(json.loads(self.told(node, "resume", "--json")), {"status": "success", "changed": True})
        self.assertEqual(self.told(node, "resume"), "mining is not paused\n")
        node.wait_for_length(before[0] + 2)
        self.assertTrue(node.status()["mining"])
        self.assertNotIn("paused", node.status())
        changes = [line for line in node.log.splitlines() if "by the operator, from 127.0.0.1" in line]
        self.assertEqual(len(changes), 2, "one line for each change")

    def test_more_threads_search(self) -> None:
        node = self.node(*MINING).start()
        node.wait_for_length(2)
        self.assertRegex(self.devices(node)[0]["device"], ", 1 thread$")
        self.assertEqual(self.told(node, "threads", "2"), "the CPU searches with 2 threads\n")
        self.assertRegex(self.devices(node)[0]["device"], ", 2 threads$")
        self.assertEqual(self.told(node, "threads", "2"), "the CPU searches with 2 threads already\n")
        self.assertEqual(self.told(node, "threads", "1"), "the CPU searches with 1 thread\n")
        self.goes_on(node)
        changes = [line for line in node.log.splitlines() if "by the operator, from 127.0.0.1" in line]
        self.assertEqual(len(changes), 2)
        self.assertIn("the CPU is made to search with 2 threads by the operator", changes[0])

    def test_it_searches_with_nothing_and_again(self) -> None:
        node = self.node(*MINING).start()
        node.wait_for(lambda: self.tries(node) > 0, SOON, "it searches")
        self.assertEqual(self.told(node, "backend", "none"), "the backend is none\n")
        self.assertEqual((node.status()["mining"], self.devices(node)), (False, []))
        self.assert_complains(ctl(node, "threads", "2"), FAILED, "does not search with its CPU")
        self.assertEqual(self.told(node, "backend", "none"), "the backend is none already\n")
        before = node.status()["blockchain_length"]
        time.sleep(A_WHILE)
        self.assertEqual(node.status()["blockchain_length"], before)
        self.assertEqual(self.told(node, "backend", "cpu"), "the backend is cpu\n")
        self.assertTrue(node.status()["mining"])
        self.goes_on(node)

    def test_tries_never_go_back(self) -> None:
        node = self.node(*MINING).start()
        node.wait_for(lambda: self.tries(node) > 0, SOON, "it searches")
        before = self.tries(node)
        self.told(node, "threads", "2")
        self.told(node, "threads", "1")
        self.assertGreaterEqual(self.tries(node), before)
        self.told(node, "backend", "none")
        self.told(node, "backend", "cpu")
        self.assertGreaterEqual(self.tries(node), before)

    def test_it_goes_on_where_what_is_asked_for_is_not_there(self) -> None:
        node = self.node(*MINING)
        node.environment["OCL_ICD_VENDORS"] = "/nonexistent"
        node.start()
        node.wait_for_length(2)
        refused = control(node, "mining/backend", {"backend": "opencl"})
        self.assertEqual((refused.status, refused.json["reason"]), (409, "no_device"))
        self.assertIn("/nonexistent", refused.json["error"])
        self.assert_complains(ctl(node, "backend", "cpu,opencl"), FAILED, "/nonexistent")
        self.goes_on(node)
        self.assertRegex(self.devices(node)[0]["device"], ", 1 thread$")
        self.assertEqual(self.told(node, "threads", "1"), "the CPU searches with 1 thread already\n")
        self.assertNotIn("by the operator", node.log)

    def test_one_change_at_a_time(self) -> None:
        node = self.node(*MINING).start()
        node.wait_for_length(2)
        answers: list[Answer] = []
        at_once(*(lambda threads=threads: answers.append(control(node, "mining/threads", {"threads": threads}))
                  for threads in (2, 3, 4, 5)))
        self.assertEqual(len(answers), 4)
        done = [answer for answer in answers if answer.status == 200]
        busy = [answer.json["reason"] for answer in answers if answer.status == 409]
        self.assertTrue(done)
        self.assertEqual(busy, ["busy"] * (4 - len(done)))
        self.assertTrue(busy, "the search kernels are timed for each change, which takes longer than a call")
        self.goes_on(node)

    def test_it_ends_amidst_a_change(self) -> None:
        node = self.node(*MINING).start()
        node.wait_for_length(2)
        with ThreadPoolExecutor(1) as executor:
            change = executor.submit(control, node, "mining/threads", {"threads": 2})
            self.assertEqual(node.stop(), DONE)
            self.assertTrue(change.exception() or change.result().status in (200, 409, 503))

    def test_one_that_pays_nobody_does_not_begin_to_mine(self) -> None:
        node = self.node(*IDLE).start()
        self.assert_complains(ctl(node, "backend", "cpu"), FAILED, "--backend none")
        refused = control(node, "mining/threads", {"threads": 1})
        self.assertEqual((refused.status, refused.json["reason"]), (409, "no_miner"))

    @staticmethod
    def devices(node: NodeProcess) -> list[Any]:
        devices: list[Any] = node.get("/api/v1/overview").json["mining"]["devices"]
        return devices

    def tries(self, node: NodeProcess) -> int:
        return sum(device["tries"] for device in self.devices(node))

    def goes_on(self, node: NodeProcess) -> None:
        node.wait_for_length(node.status()["blockchain_length"] + 2)

    @staticmethod
    def at_rest(node: NodeProcess) -> tuple[int, int]:
        devices = node.get("/api/v1/overview").json["mining"]["devices"]
        return node.status()["blockchain_length"], sum(device["tries"] for device in devices)

    def test_a_ban_holds_over_a_restart_until_it_is_lifted(self) -> None:
        peer = self.peer(grow([], 3))
        node = self.networked(*IDLE, ports=[peer.port]).start()
        self.wait_until_active(node, peer.url)
        self.assertEqual(ctl(node, "ban", "list").err, "nobody is banned\n")
        self.assertEqual(self.told(node, "ban", "add", peer.url, "--seconds", "3600"),
                         f"{peer.url} is banned for 3600 s\n")
        self.assert_is_banned(node, peer.url)
        self.assertEqual(node.stop(), DONE)
        node.start()
        self.assert_is_banned(node, peer.url)
        self.assertEqual(self.told(node, "ban", "remove", peer.url), f"{peer.url} is banned no more\n")
        self.wait_until_active(node, peer.url)
        self.assertEqual(self.told(node, "ban", "remove", peer.url), f"{peer.url} is not banned\n")

    def assert_is_banned(self, node: NodeProcess, url: str) -> None:
        [ban] = node.get("/api/v1/control/bans").json["bans"]
        self.assertEqual(ban["url"], url)
        self.assertTrue(3000 < ban["banned_until"] - time.time() <= 3600)
        self.assertRegex(self.told(node, "ban", "list"), rf'^{url} until \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n$')
        self.assertNotIn(url, self.active(node))
        self.assertEqual(self.when_taken(node, "/add_peer", {"peer_url": url}).status, 400)

    def test_a_peer_that_is_added_is_found_and_one_that_is_removed_forgotten(self) -> None:
        peer = self.peer(grow([], 3))
        node = self.networked(*IDLE).start()
        self.assertEqual(self.told(node, "peer", "add", peer.url), f"{peer.url} is a peer until the restart\n")
        self.wait_until_active(node, peer.url)
        node.wait_for_length(3)
        self.assertEqual(self.told(node, "peer", "add", peer.url), f"{peer.url} is one already\n")
        peer.die()
        self.wait_until_inactive(node, peer.url)
        self.assertEqual(self.told(node, "peer", "remove", peer.url), f"{peer.url} is forgotten\n")
        self.assertNotIn(peer.url, self.known(node))
        self.assertEqual(self.told(node, "peer", "remove", peer.url), f"{peer.url} is not known\n")

    def test_it_is_no_peer_of_its_own(self) -> None:
        node = self.networked(*IDLE).start()
        for command in (("peer", "add"), ("peer", "remove"), ("ban", "add"), ("ban", "remove")):
            self.assert_complains(ctl(node, *command, local_url(node.port)), FAILED, "is this node itself")
        refused = control(node, "bans/add", {"url": "localhost:5000"})
        self.assertEqual((refused.status, refused.json["reason"]), (409, "invalid_peer"))

    def test_the_chain_leaves_an_invalidated_block_and_comes_back(self) -> None:
        chain = grow([], 7)
        peer = self.peer(chain)
        node = self.beside(peer)
        node.wait_for_length(7)
        peer.die()
        self.assertEqual(self.told(node, "invalidate", chain[4]["hash"]),
                         f"the chain goes on without {chain[4]['hash']}\n")
        self.assertEqual(hashes(node.chain()), hashes(chain[:4]))
        node.kill()
        node.start()
        self.assertEqual(hashes(node.chain()), hashes(chain[:4]), "it holds over a crash")
        for block in (chain[4], chain[6]):
            self.assertEqual(node.post("/submit_block", block).json["reason"], "ruled_out")
        other = grow(chain[:4], 1, to="another")
        self.hand_in(node, other[4:])
        self.assertEqual(hashes(node.chain()), hashes(other), "it goes on another way")
        self.assertEqual(self.told(node, "reconsider", chain[4]["hash"]),
                         f"{chain[4]['hash']} counts as any other block again\n")
        self.assertEqual(hashes(node.chain()), hashes(chain))
        self.assert_complains(ctl(node, "reconsider", chain[4]["hash"]), FAILED, "is not ruled out")
        self.assert_complains(ctl(node, "invalidate", chain[0]["hash"]), FAILED, "where the chain begins")
        self.assert_complains(ctl(node, "invalidate", "f" * 64), FAILED, "no block with the hash")
        self.assert_complains(run("ctl", "invalidate", "00"), USAGE, "no block's hash")

    def test_peers_that_follow_an_invalidated_block_are_not_to_blame(self) -> None:
        chain = grow([], 8)
        peer = self.peer(chain)
        node = self.beside(peer)
        node.wait_for_length(8)
        self.told(node, "invalidate", chain[5]["hash"])
        self.assertEqual(node.status()["blockchain_length"], 5)
        node.wait_for(lambda: node.status().get("refused_chain", {}).get("rule") == "ruled_out", SOON, "it is told")
        self.assertEqual(node.status()["blockchain_length"], 5)
        self.assertIn(peer.url, self.active(node))
        self.told(node, "reconsider", chain[5]["hash"])
        node.wait_for_length(8)
        node.wait_for(lambda: "refused_chain" not in node.status(), SOON, "nothing is refused any more")

    def test_it_ends_as_by_a_signal(self) -> None:
        node = self.node(*IDLE).start()
        self.assertEqual(self.told(node, "stop"), f"{node.url} is stopping\n")
        assert node.process is not None
        self.assertEqual(node.process.wait(30), DONE)
        self.assertIn("this node is stopped by the operator, from 127.0.0.1", node.log)
        self.assertTrue(node.log.endswith("stopped\n"))

    def test_without_the_token_nothing_changes(self) -> None:
        node = self.node(*IDLE).start()
        other = self.directory / "other"
        other.mkdir()
        self.assert_complains(run("ctl", "-n", node.url, "--data-dir", other, "pause"), FAILED, "api_token")
        (other / "api_token").write_text("f" * 64 + "\n")
        self.assert_complains(run("ctl", "-n", node.url, "--data-dir", other, "pause"), FAILED, "does not take the token")
        self.assertEqual(node.post("/api/v1/control/mining/pause", {}).status, 401)
        self.assertNotIn("paused", node.status())
        by_file = run("ctl", "-n", node.url, "--token-file", node.data_dir / "api_token", "pause")
        self.assertEqual(by_file.code, DONE)
        by_default = run("ctl", "-n", node.url, "resume", env={"XDG_DATA_HOME": str(self.directory)})
        self.assert_complains(by_default, FAILED, "chaincore/classic/api_token")

    def test_what_makes_no_sense_is_bad_usage(self) -> None:
        for arguments in (("ban", "add", "nonsense"), ("ban", "add", "http://a:1", "--seconds", "86401"),
                          ("peer", "add"), ("bogus",), ("threads", "0"), ("threads", "1025"), ("backend", "cuda"), ("-n", "nonsense", "pause")):
            self.assertEqual(run("ctl", *arguments).code, USAGE, arguments)
        node = self.node(*IDLE)
        node.data_dir.mkdir()
        (node.data_dir / "api_token").write_text("f" * 64)
        self.assert_complains(ctl(node, "pause"), FAILED, node.url)


if __name__ == "__main__":
    main()
