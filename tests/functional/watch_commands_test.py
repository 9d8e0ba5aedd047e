# SPDX-License-Identifier: MIT
"""A running node in the terminal: `chaincore status`, `peers` and `top`, of ours and of the reference's kind."""
import json
import re

import support_path
from era_a_peer import EraAPeer
from network_case import IDLE, Json, NetworkTest, local_url
from node_process import NodeProcess
from peer_switches import Reply
from ports import free_port
from program import DONE, FAILED, PROGRAM, USAGE, Outcome, main, run
from recorded_requests import RecordedRequest
from scripted_rig import Rig
from tmux import TmuxTerminal

ADDRESS = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"
MINER = ("--difficulty", "1", "--backend", "cpu", "--threads", "1", "--kernel", "portable", "--mine-to", ADDRESS,
         "--min-block-interval", "0.05")


class FarmPeer(EraAPeer):
    """It tells of workers whatever a test likes."""

    def __init__(self, summary: Json, workers: dict[str, list[Json]]) -> None:
        self.summary = summary
        self.workers = workers  # by their state
        super().__init__([])

    def reply_to(self, request: RecordedRequest) -> Reply:
        match request.path:
            case "/api/v1/overview":
                return page({"chain": {"length": 1}, "workers": self.summary})
            case "/api/v1/workers":
                return page({"workers": self.workers[re.findall(r"state=(\w+)", request.target)[0]]})
        return super().reply_to(request)


def page(value: Json) -> Reply:
    return Reply(200, json.dumps(value).encode())


def block_shown(terminal: TmuxTerminal) -> int:
    """Of the tip, by `chaincore top`."""
    return int(re.search(r"tip +block (\d+)", terminal.screen()).group(1))


class WatchTest(NetworkTest):
    def ask(self, command: str, node: NodeProcess, *flags: str) -> Outcome:
        outcome = run(command, "-n", local_url(node.port), *flags)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""), outcome)
        return outcome


    def paused_miner(self, blocks: int) -> NodeProcess:
        """A node that has mined so many blocks or a few more, and rests now."""
        node = self.node(*MINER).start()
        node.wait_for_length(blocks + 1)
        token = (node.data_dir / "api_token").read_text().strip()
        node.post("/api/v1/control/mining/pause", {}, {"Authorization": f"Bearer {token}"})
        node.wait_for(lambda: node.status()["mining"] is False, 20, "it rests")
        return node


class Status(WatchTest):
    def test_it_tells_how_a_mining_node_is(self) -> None:
        node = self.paused_miner(3)
        node.wait_for(lambda: self.ask("status", node).out.count(node.status()["tip_hash"]) == 1, 20, "its tip")
        shown = self.ask("status", node).out
        tip = node.status()["tip_hash"]
        for line in (rf"  node      {local_url(node.port)} \(.+\), ready for \d\d:\d\d:\d\d, chaincore/\d+\.\d+\.\d+",
                     "  network   classic, difficulty 1", rf"  tip       block \d+, {tip}, \d+ s ago",
                     "  waiting   0 payments", "  peers     0 of 0 active",
                     r"  rate      \d+\.\d [kM]?H/s in 10 s, \d+\.\d [kM]?H/s in 60 s, \d+\.\d [kM]?H/s in 15 min \(paused\)",
                     r"            cpu: .+, kernel portable, \d+\.\d [kM]?H/s", r"  found     \d+ blocks, 0 too late",
                     f"  mining to {ADDRESS}"):
            self.assertRegex(shown, f"(?m)^{line}$")

    def test_json_is_what_the_node_says(self) -> None:
        node = self.node(*IDLE).start()
        answer = json.loads(self.ask("status", node, "--json").out)
        self.assertEqual(answer["chain"]["tip_hash"], node.status()["tip_hash"])
        self.assertEqual(json.loads(self.ask("peers", node, "--json").out)["peer_count"], 0)

    def test_a_reference_node_tells_what_it_knows(self) -> None:
        node = self.node(*IDLE).start()
        peer = self.peer(node.chain())
        outcome = run("status", "-n", peer.url)
        self.assertEqual(outcome.code, DONE, outcome)
        self.assertRegex(outcome.out, r"(?m)^  network   difficulty 1$")
        self.assertRegex(outcome.out, r"(?m)^  tip       block 0$")
        self.assertNotIn("rate", outcome.out)

    def test_a_node_that_is_not_there_is_named(self) -> None:
        url = local_url(free_port())
        for command in ("status", "peers", "top"):
            self.assert_complains(run(command, "-n", url), FAILED, url)

    def test_what_is_no_node_s_answer_is_named(self) -> None:
        peer = self.peer([])
        for path in ("/api/v1/overview", "/status"):
            peer.switches.reply(path, Reply(200, b"<html>", {"Content-Type": "text/html"}))
        self.assert_complains(run("status", "-n", peer.url), FAILED, peer.url, "no JSON object")

    def test_a_bad_url_is_bad_usage(self) -> None:
        for command in ("status", "peers", "top"):
            self.assert_complains(run(command, "-n", "ftp://x"), USAGE, "ftp://x")


class Workers(WatchTest):
    """On other machines; one is silent after two minutes, which a test does not wait for: the node says it here."""

    def setUp(self) -> None:
        super().setUp()
        self.stratum = free_port()

    def farm(self) -> NodeProcess:
        return self.node(*IDLE, "--stratum", str(self.stratum)).start()

    def join(self, name: str) -> Rig:
        rig = Rig(self.stratum, name)
        self.addCleanup(rig.close)
        return rig.join()

    def test_the_status_has_a_line_of_them(self) -> None:
        node = self.farm()
        self.assertRegex(self.ask("status", node).out, r"(?m)^  workers   none yet$")
        self.join(f"{ADDRESS}.rig1").mine_share()
        gone = self.join(f"{ADDRESS}.rig2")
        gone.close()
        node.wait_for(lambda: "1 gone" in self.ask("status", node).out, 20, "one has gone")
        shown = self.ask("status", node).out
        self.assertRegex(shown, r"(?m)^  workers   1 connected, 1 gone, \d+\.\d k?H/s in 60 s, \d+\.\d k?H/s in 15 min")
        self.assertRegex(shown, r"(?m)^            1 share, 0 refused, \d+ blocks?$")

    def test_without_a_place_to_join_there_is_none(self) -> None:
        self.assertNotIn("workers", self.ask("status", self.node(*IDLE).start()).out)

    def test_top_lists_the_fastest(self) -> None:
        node = self.farm()
        rigs = [self.join(f"{ADDRESS}.rig{i}") for i in range(10)]
        rigs[7].mine_share()
        lines = self.ask("top", node).out.splitlines()
        first = next(i for i, line in enumerate(lines) if line.startswith("WORKER "))
        self.assertEqual(lines[first].split(), ["WORKER", "STATE", "RATE", "LAST", "SHARE", "SHARES", "REFUSED", "FROM", "PAYS"])
        self.assertRegex(lines[first + 1], rf"^rig7 +searching +\d+\.\d k?H/s +\d+ s ago +1 +0 +127\.0\.0\.1 +{ADDRESS}$")
        self.assertRegex(lines[first + 2], rf"^rig\d +searching +0\.0 H/s +never +0 +0 +127\.0\.0\.1 +{ADDRESS}$")
        self.assertEqual(lines[first + 9], f"and 2 more: {local_url(node.port)}/#/workers")

    def test_silent_ones_come_first_and_are_marked(self) -> None:
        shares = {"accepted": 7, "stale": 1, "duplicate": 0, "low": 2, "invalid": 0}
        rates = {"one_minute": 0, "fifteen_minutes": 2500.0}
        silent = {"rig": "rig1", "payee": ADDRESS, "state": "silent", "from": "\x1b[2J", "shares": shares, "rates": rates,
                  "since_share": 150}
        peer = FarmPeer({"connected": 2, "silent": 1, "rates": rates},
                        {"silent": [silent], "searching": [{**silent, "rig": "rig2", "state": "searching"}]})
        self.addCleanup(peer.die)
        terminal = TmuxTerminal(self.directory, PROGRAM, "top", "-n", peer.url)
        self.addCleanup(terminal.close)
        terminal.wait_for("WORKER ")
        screen = terminal.wait_for("q quits")
        self.assertIn("2 connected (1 silent)", screen)
        self.assertRegex(screen, rf"(?m)^rig1 +silent +2\.5 kH/s +2 min ago +7 +3 +\?\[2J +{ADDRESS}$")
        self.assertLess(screen.index("rig1 "), screen.index("rig2 "))


class Peers(WatchTest):
    def test_they_are_listed_with_how_well_they_answer(self) -> None:
        chain = self.node(*IDLE, name="other").start().chain()
        peer = self.peer(chain)
        node = self.beside(peer)
        lines = self.ask("peers", node).out.splitlines()
        self.assertEqual(lines[0].split(), ["PEER", "STATE", "BLOCKS", "ANSWERS", "IN", "FAILURES"])
        self.assertRegex(lines[1], rf"^{peer.url} +active +1 +\d+ ms +\d+ %$")
        peer.die()
        self.wait_until_inactive(node, peer.url)
        self.assertRegex(self.ask("peers", node).out, rf"(?m)^{peer.url} +silent ")

    def test_a_reference_node_names_them(self) -> None:
        peer = self.peer([])
        peer.active_peers = {"http://localhost:5009"}
        self.assertRegex(run("peers", "-n", peer.url).out, r"(?m)^http://localhost:5009 +active$")

    def test_without_any_it_says_so(self) -> None:
        node = self.node(*IDLE).start()
        outcome = run("peers", "-n", local_url(node.port))
        self.assertEqual((outcome.code, outcome.out), (DONE, ""))
        self.assertEqual(outcome.err, f"{local_url(node.port)} knows no peers\n")


class Top(WatchTest):
    def terminal(self, node: NodeProcess, *flags: str) -> TmuxTerminal:
        terminal = TmuxTerminal(self.directory, PROGRAM, "top", "-n", local_url(node.port), *flags)
        self.addCleanup(terminal.close)
        return terminal

    def test_it_redraws_while_the_node_mines(self) -> None:
        node = self.node(*MINER).start()
        terminal = self.terminal(node, "--interval", "0.2")
        terminal.wait_for("(us)")
        screen = terminal.wait_for("q quits")  # what is drawn last
        self.assertRegex(screen, rf"(?m)^ +\d+  0[0-9a-f]{{15}} +\d+ s +0  {ADDRESS} \(us\)$")
        self.assertRegex(screen, r"(?m)^  rate +\d")
        first = block_shown(terminal)
        node.wait_for(lambda: block_shown(terminal) >= first + 20, 60, "twenty blocks more")
        terminal.type("q")
        terminal.wait_for_end()

    def test_it_fits_what_it_shows_into_the_terminal(self) -> None:
        node = self.paused_miner(3)
        terminal = self.terminal(node, "--interval", "60")
        terminal.wait_for("MINED FOR")
        terminal.resize(50, 8)
        terminal.wait_for("q quits")
        node.wait_for(lambda: len(terminal.screen().splitlines()) <= 8, 20, "eight lines")
        self.assertNotIn("MINED FOR", terminal.screen())
        terminal.type("q")
        terminal.wait_for_end()

    def test_a_node_that_goes_away_is_waited_for(self) -> None:
        node = self.node(*IDLE).start()
        terminal = self.terminal(node, "--interval", "0.2")
        terminal.wait_for("q quits")
        node.stop()
        screen = terminal.wait_for("nobody listens there")
        self.assertIn("  tip       block 0", screen, "what was known last still stands there")
        node.start()
        terminal.wait_for("q quits")

    def test_without_a_terminal_it_is_one_page(self) -> None:
        node = self.paused_miner(2)
        page = self.ask("top", node).out
        self.assertIn(f"mining to {ADDRESS}", page)
        self.assertRegex(page, r"(?m)^ +2  0[0-9a-f]{15} ")
        self.assertNotIn("\x1b", page)


if __name__ == "__main__":
    main()
