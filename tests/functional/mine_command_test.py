# SPDX-License-Identifier: MIT
"""`chaincore mine`: the miner of a node that runs elsewhere, of ours or of the reference's era A, and of several."""
import json
import re
import signal
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import support_path
from chain_maker import mine_chain
from era_a_peer import EraAPeer, answer
from network_case import IDLE, NetworkTest, local_url
from peer_switches import Reply
from ports import free_port
from program import DONE, NO_DEVICE, USAGE, main, run
from sanitizers import is_instrumented
from terminal import AtTerminal
from worker_process import WorkerProcess

ADDRESS = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"
FAST = ("--backend", "cpu", "--kernel", "portable", "--threads", "1", "--min-block-interval", "0.05")
STOPPED_WITHIN = 10 if is_instrumented() else 2  # a sanitizer has its last words
MILLISECOND = 0.001  # what the log is precise to


def make_chain(length: int, difficulty: int) -> list[dict[str, Any]]:
    begin = time.time() - 60
    return mine_chain([begin + height for height in range(length)], difficulty)["chain"]


class MineTest(NetworkTest):
    def worker(self, *urls: str, flags: tuple[str, ...] = FAST) -> WorkerProcess:
        nodes = [word for url in urls for word in ("-o", url)]
        worker = WorkerProcess(self.directory / "worker.log", *nodes, "--mine-to", ADDRESS, *flags)
        self.addCleanup(worker.close)
        return worker

    def era_a(self, length: int = 2, difficulty: int = 2, port: int = 0) -> EraAPeer:
        return self.peer(make_chain(length, difficulty), difficulty, port)

    def assert_mined(self, blocks: list[dict[str, Any]]) -> None:
        """All of them pay us, and each is later than its parent."""
        payees = {block["transactions"][0]["outputs"][0]["recipient_address"] for block in blocks[1:]}
        self.assertEqual(payees, {ADDRESS})
        times = [block["timestamp"] for block in blocks]
        self.assertEqual(times, sorted(set(times)))


class ForOurNode(MineTest):
    def test_it_mines_a_chain_that_every_rule_accepts(self) -> None:
        node = self.node("--difficulty", "3", "--backend", "none").start()
        worker = self.worker(local_url(node.port), flags=(*FAST, "--blocks", "12"))
        self.assertEqual(worker.process.wait(60), DONE, worker.log)
        self.assertEqual(worker.count("block \\d+ accepted by"), 12, worker.log)
        self.assertIn("as many blocks as were asked for have been mined: stopping", worker.log)
        verified = run("chain", "verify", "-", "--difficulty", "3", stdin=node.get("/chain").body)
        self.assertEqual(verified.code, DONE, verified)
        self.assertEqual(len(node.chain()), 13)
        self.assert_mined(node.chain())

    def test_it_says_at_the_start_what_it_does(self) -> None:
        node = self.node(*IDLE).start()
        worker = self.worker(local_url(node.port))
        for pattern in (f"  node      {local_url(node.port)}\n", "  mining on .*, kernel portable\n",
                        r"  rate      \d+\.\d [kM]H/s\n", f"  mining to {ADDRESS}\n"):
            worker.wait_for_log(pattern)

    def test_keys_tell_its_rate_let_it_rest_and_end_it(self) -> None:
        node = self.node("--difficulty", "1", "--backend", "none").start()
        worker = AtTerminal("mine", "-o", local_url(node.port), "--mine-to", ADDRESS, *FAST)
        self.addCleanup(worker.close)
        worker.wait_for("  keys  ")
        worker.wait_for("block 1 accepted")
        worker.type("h")
        worker.wait_for("hash rate ")
        worker.type("p")
        worker.wait_for("mining is paused")
        worker.type("r")
        worker.wait_for("mining is resumed")
        worker.wait_for(" accepted by ")
        worker.type("q")
        self.assertEqual(worker.end(), DONE)
        self.assertIn("asked to quit: stopping", worker.seen)

    def test_it_pays_the_wallet_that_it_is_given(self) -> None:
        wallet = self.directory / "w.json"
        address = run("wallet", "create", wallet).out.strip()
        node = self.node(*IDLE).start()
        worker = WorkerProcess(self.directory / "worker.log", "-o", local_url(node.port), "--wallet", str(wallet),
                               *FAST, "--blocks", "1")
        self.addCleanup(worker.close)
        self.assertEqual(worker.process.wait(60), DONE, worker.log)
        self.assertEqual(node.chain()[1]["transactions"][0]["outputs"][0]["recipient_address"], address)

    def test_its_blocks_keep_their_distance(self) -> None:
        node = self.node(*IDLE).start()
        worker = self.worker(local_url(node.port),
                             flags=(*FAST[:-2], "--min-block-interval", "0.4", "--blocks", "5"))
        self.assertEqual(worker.process.wait(60), DONE)
        found = [datetime.fromisoformat(moment) for moment in
                 re.findall(r"^(\S+ \S+) info +block \d+ found", worker.log, re.MULTILINE)]
        self.assertEqual(len(found), 5)
        for before, later in zip(found, found[1:]):
            self.assertGreaterEqual((later - before).total_seconds(), 0.4 - MILLISECOND)

    def test_two_workers_share_a_chain(self) -> None:
        node = self.node("--difficulty", "3", "--backend", "none").start()
        workers = []
        for name in ("one", "two"):
            workers.append(WorkerProcess(self.directory / name, "-o", local_url(node.port), "--mine-to", ADDRESS,
                                         *FAST))
            self.addCleanup(workers[-1].close)
        node.wait_for_length(20)
        for worker in workers:
            worker.wait_for_log("accepted by")
            self.assertEqual(worker.stop(), DONE)
            self.assertNotIn("refused by", worker.log)

    def test_a_node_that_goes_away_and_comes_back_is_mined_for_again(self) -> None:
        node = self.node("--difficulty", "2", "--backend", "none").start()
        worker = self.worker(local_url(node.port))
        node.wait_for_length(4)
        node.kill()
        worker.wait_for_log(f"warning .*{local_url(node.port)}.*nothing is mined for this node until that is over")
        length = node.start().status()["blockchain_length"]
        node.wait_for_length(length + 3)
        self.assertEqual(worker.stop(), DONE)
        self.assert_mined(node.chain())


class ForEraA(MineTest):
    def test_its_blocks_are_accepted_as_those_of_its_own_miner(self) -> None:
        peer = self.era_a()
        worker = self.worker(peer.url)
        worker.wait_for(lambda: peer.chain.length >= 10, "ten blocks")
        self.assertEqual(worker.stop(), DONE)
        self.assert_mined(peer.chain.blocks[2:])
        handed_in = peer.requests.to("/submit_block")
        self.assertEqual({request.headers["x-local-mining"] for request in handed_in}, {"true"})
        chain = json.dumps({"length": peer.chain.length, "chain": peer.chain.blocks})
        self.assertEqual(run("chain", "verify", "-", "--difficulty", "2", stdin=chain).code, DONE)

    def test_somebody_elses_block_makes_a_new_template(self) -> None:
        peer = self.era_a(difficulty=1)
        worker = self.worker(peer.url, flags=(*FAST[:-2], "--min-block-interval", "3"))
        worker.wait_for_log("mining block 2 for")
        self.assertTrue(peer.mine("somebody"))
        worker.wait_for_log("block 3 accepted")
        self.assertNotIn("block 2 found", worker.log)

    def test_a_block_that_came_too_late_is_no_refusal(self) -> None:
        peer = self.era_a()
        late = answer({"status": "rejected", "reason": "stale_block", "error": "the tip is another one"}, 409)
        peer.switches.reply("/submit_block", late)
        worker = self.worker(peer.url)
        worker.wait_for_log("info .*block 2 was found too late: another one was first", times=2)
        peer.switches.behave()
        worker.wait_for_log("block 2 accepted by")
        self.assertNotIn("refused", worker.log)

    def test_a_refusal_without_a_reason_is_said_once_the_tip_is_seen_to_stay(self) -> None:
        peer = self.era_a()
        peer.switches.refuse_blocks()
        worker = self.worker(peer.url)
        worker.wait_for_log('error .*block 2 is refused by .*: 400: "Block validation failed"')
        time.sleep(1)
        self.assertEqual(worker.count("is refused by"), 1, "the node is left alone for a while")

    def test_a_block_that_was_taken_with_an_error_counts(self) -> None:
        peer = self.era_a()
        taken = peer.chain.add_block

        def take_and_fail(block: dict[str, Any]) -> bool:
            taken(block)
            raise ValueError("cannot notify on un-acquired lock")

        peer.chain.add_block = take_and_fail
        worker = self.worker(peer.url)
        worker.wait_for_log("block 3 accepted by")
        self.assertNotIn("refused", worker.log)

    def test_templates_that_make_no_sense_are_said_and_not_mined(self) -> None:
        honest = EraAPeer(make_chain(2, 2), 2)
        self.addCleanup(honest.die)
        template = honest.chain.template(ADDRESS)
        coinbase = template["transactions"][0]
        thief = {**coinbase, "outputs": [{**coinbase["outputs"][0], "recipient_address": "thief"}]}
        cases = [({"timestamp": time.time() + 7200}, "ahead of this machine's clock"),
                 ({"index": 7}, "it is block 7 behind .* but the node has 2 blocks"),
                 ({"index": "2"}, "index: found a string, expected a number"),
                 ({"previous_hash": "genesis"}, 'previous_hash: found "genesis", expected 64 lower-case hex digits'),
                 ({"target_difficulty": 0}, "target_difficulty: found 0, expected an integer from 1 to 64"),
                 ({"transactions": []}, r"transactions\[0\]: found none, expected the coinbase"),
                 ({"transactions": [thief]}, 'found one that pays "thief"'),
                 ({"merkle_root": "0" * 64}, "merkle_root: found")]
        for change, complaint in cases:
            with self.subTest(change=change):
                peer = self.era_a()
                peer.switches.reply("/mine_block", answer({"block_template": {**template, **change}}))
                worker = self.worker(peer.url)
                worker.wait_for_log(f"warning .*{peer.url}.*{complaint}.*nothing is mined")
                peer.switches.behave()
                worker.wait_for_log("block 2 accepted")
                self.assertEqual(worker.stop(), DONE)

    def test_answers_that_are_none_are_said(self) -> None:
        cases = [("/status", Reply(200, b"<html>"), "the status is not understood"),
                 ("/mine_block", Reply(409, b'{"reason": "isolated_node", "error": "No peers"}'),
                  'the node answered 409 "isolated_node": "No peers", expected 200'),
                 ("/mine_block", Reply(200, b"x" * (17 << 20)), "the answer is longer than 16777216 bytes")]
        for path, reply, complaint in cases:
            with self.subTest(path=path, complaint=complaint):
                peer = self.era_a()
                peer.switches.reply(path, reply)
                worker = self.worker(peer.url)
                worker.wait_for_log(re.escape(path + ": " + complaint))
                self.assertEqual(worker.stop(), DONE)

    def test_a_node_that_goes_away_and_comes_back_is_mined_for_again(self) -> None:
        peer = self.era_a()
        worker = self.worker(peer.url)
        worker.wait_for_log("accepted by")
        peer.die()
        worker.wait_for_log("nothing is mined for this node until that is over")
        before = worker.count("accepted by")
        peer.come_back()
        worker.wait_for_log("accepted by", times=before + 2)
        # Of a block that was being handed in just then, and of the node.
        self.assertLessEqual(worker.count("nothing is mined for this node"), 2, worker.log)


class ForSeveralNodes(MineTest):
    def test_the_first_that_answers_is_mined_for_and_the_first_again_when_it_is_back(self) -> None:
        first, second = self.era_a(), self.era_a()
        worker = self.worker(first.url, second.url)
        worker.wait_for(lambda: first.chain.length > 3, "blocks for the first")
        self.assertEqual(second.chain.length, 2)
        first.die()
        worker.wait_for(lambda: second.chain.length > 3, "blocks for the second")
        length = first.chain.length
        first.come_back()
        worker.wait_for(lambda: first.chain.length > length, "blocks for the first again")
        worker.wait_for_log(f"mining block \\d+ for {first.url}", times=2)

    def test_a_frozen_first_node_does_not_keep_blocks_from_the_second(self) -> None:
        first, second = self.era_a(), self.era_a()
        first.switches.freeze()
        worker = self.worker(first.url, second.url)
        worker.wait_for(lambda: second.chain.length > 10, "blocks for the second")
        first.switches.thaw()


class StartAndStop(MineTest):
    def test_it_stops_within_two_seconds_whatever_the_node_does(self) -> None:
        peer = self.era_a()
        cases: list[tuple[str, Callable[[], None]]] = [
            ("mines", lambda: None), ("hangs", lambda: peer.switches.hang("/status")),
            ("takes its time with blocks", lambda: peer.switches.hang("/submit_block")), ("is away", peer.die)]
        for name, change in cases:
            for number in (signal.SIGTERM, signal.SIGINT):
                with self.subTest(node=name, signal=number):
                    change()
                    worker = self.worker(peer.url)
                    worker.wait_for_log("mining to")
                    time.sleep(0.5)
                    begin = time.monotonic()
                    self.assertEqual(worker.stop(number), DONE, worker.log)
                    self.assertLess(time.monotonic() - begin, STOPPED_WITHIN)
                    self.assertIn("stopped", worker.log)
                    peer.switches.behave()

    def test_it_ends_when_it_is_told_so_while_it_makes_its_devices(self) -> None:
        peer = self.era_a()
        for pause in (0.0, 0.005, 0.02, 0.05):
            with self.subTest(pause=pause):
                worker = self.worker(peer.url)
                worker.wait_for(worker.takes_signals, "the signals to be left to the main thread")
                time.sleep(pause)
                self.assertEqual(worker.stop(), DONE, worker.log)

    def test_flags_that_make_no_sense_are_bad_usage(self) -> None:
        node = ("mine", "-o", "http://localhost:5000")
        self.assert_complains(run("mine", "--mine-to", ADDRESS), USAGE, "--url")
        self.assert_complains(run(*node), USAGE, "--mine-to", "--wallet")
        self.assert_complains(run(*node, "--mine-to", ADDRESS, "--wallet", "w.json"), USAGE, "--wallet")
        self.assert_complains(run(*node, "--mine-to", "me"), USAGE, "--mine-to")
        self.assert_complains(run(*node, "--mine-to", ADDRESS, "--backend", "none"), USAGE, "--backend none")
        self.assert_complains(run(*node, "--wallet", self.directory / "none.json"), USAGE, "none.json")
        self.assert_complains(run("mine", "-o", "localhost:5000", "--mine-to", ADDRESS), USAGE, "localhost:5000")
        self.assert_complains(run(*node, "http://localhost:5001", "--mine-to", ADDRESS), USAGE, "http://localhost:5001")

    def test_devices_that_are_not_there_are_named(self) -> None:
        self.assert_complains(run("mine", "-o", local_url(free_port()), "--mine-to", ADDRESS, "--kernel", "abacus"),
                              NO_DEVICE, "abacus")


if __name__ == "__main__":
    main()
