# SPDX-License-Identifier: MIT
"""`chaincore mine -o stratum+tcp://…`: the miner of a node that gives out work by Stratum, and of several."""
import json
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ports import free_port, free_ports
from program import DONE, SLOW_START, USAGE, ProgramTest, main, run
from sanitizers import is_instrumented
from scripted_pool import ScriptedPool, Session
from terminal import AtTerminal
from worker_process import WorkerProcess

ADDRESS = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"
USER = f"{ADDRESS}.rig-1"
FAST = ("--backend", "cpu", "--kernel", "portable", "--threads", "1")
STOPPED_WITHIN = 15 if is_instrumented() else 2


def missing_device() -> str:
    """Why there is no OpenCL device; empty: there is."""
    opencl = json.loads(run("devices", "--json").out)["opencl"]
    return "" if opencl["devices"] else opencl["problem"]


class StratumTest(ProgramTest):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.pools: list[ScriptedPool] = []

    def pool(self, port: int = 0, **how: int) -> ScriptedPool:
        pool = ScriptedPool(port or free_port(), **how)
        self.pools.append(pool)
        self.addCleanup(pool.stop)
        return pool

    def worker(self, *urls: str, flags: tuple[str, ...] = (*FAST, "-u", USER)) -> WorkerProcess:
        nodes = [word for url in urls for word in ("-o", url)]
        worker = WorkerProcess(self.directory / "worker.log", *nodes, "--log-level", "debug", *flags)
        self.addCleanup(worker.close)
        return worker

    def start(self, **how: int) -> tuple[ScriptedPool, WorkerProcess]:
        """A worker that works."""
        pool = self.pool(**how).start()
        worker = self.worker(pool.url)
        self.wait_for_shares(worker, pool, 1)
        return pool, worker

    def wait_for_shares(self, worker: WorkerProcess, pool: ScriptedPool, more: int, job: str | None = None) -> None:
        """So many more than there are."""
        count: Callable[[], int] = lambda: len(pool.shares if job is None else pool.shares_of(job))
        wanted = count() + more
        worker.wait_for(lambda: count() >= wanted, f"{more} more shares", SLOW_START)

    def wait_for_return(self, worker: WorkerProcess, pool: ScriptedPool, left: Session) -> Session:
        """The session that has taken its place, once there are shares of it."""
        worker.wait_for(lambda: left.end is not None, "the worker to hang up")
        worker.wait_for(lambda: pool.live(), "the worker to come back")
        session = pool.session()
        worker.wait_for(lambda: session.tried, "shares after its return")
        return session

    def assert_honest(self) -> None:
        """Every share was right, and none was submitted twice."""
        for pool in self.pools:
            self.assertEqual(pool.faults, [])
            tried = [(share.job, share.nonce, share.fraction) for share in pool.shares]
            self.assertEqual(len(tried), len(set(tried)))


class Shares(StratumTest):
    def test_they_are_right_and_each_is_another(self) -> None:
        pool, worker = self.start()
        self.wait_for_shares(worker, pool, 40)
        self.assert_honest()
        self.assertEqual(worker.count("warning|error"), 0, worker.log)
        methods = [request["method"] for request in pool.session().requests]
        self.assertEqual(methods[:3], ["mining.subscribe", "mining.authorize", "mining.submit"])
        self.assertEqual(pool.session().requests[1]["params"], [USER, ""])

    def test_a_job_that_comes_meanwhile_is_searched(self) -> None:
        pool, worker = self.start()
        for voids in (True, False, True):
            job = pool.give_job_to(pool.session(), voids)
            self.wait_for_shares(worker, pool, 3, job)
        self.assert_honest()

    def test_other_nonces_are_searched_from_the_next_job_on(self) -> None:
        pool, worker = self.start()
        before = pool.session().slice
        for _ in range(3):
            pool.change_slice_of(pool.session())
            job = pool.give_job_to(pool.session())
            self.wait_for_shares(worker, pool, 5, job)
        self.assertNotEqual(pool.session().slice, before)
        self.assertTrue(all(share.nonce.startswith(pool.session().slice) for share in pool.shares_of(job)))
        self.assert_honest()

    def test_a_difficulty_holds_from_the_next_job_on(self) -> None:
        pool, worker = self.start()
        session = pool.session()
        easy = pool.give_job_to(session)
        session.notify("mining.set_difficulty", 200_000)
        self.wait_for_shares(worker, pool, 5, easy)
        pool.difficulty = 200_000
        hard = pool.give_job_to(session)
        self.wait_for_shares(worker, pool, 2, hard)
        self.assert_honest()
        self.assertIn("one in 200000 tries is a share", worker.log)

    def test_those_that_are_blocks_are_told_and_counted(self) -> None:
        pool = self.pool(zeros=4).start()
        worker = self.worker(pool.url, flags=(*FAST, "-u", USER, "--blocks", "2"))
        self.assertEqual(worker.process.wait(SLOW_START), DONE, worker.log)
        self.assert_honest()
        blocks = [share for share in pool.shares if share.hash.startswith("0000")]
        self.assertGreaterEqual(len(blocks), 2)  # it searches on until the second one is accepted
        for share in blocks:
            self.assertRegex(worker.log, rf"info +block \d+ found, a share that is a block: {share.hash}\n")
        self.assertEqual(worker.count(f"info +block \\d+ accepted by {pool.pattern}\n"), 2, worker.log)
        self.assertIn("as many blocks as were asked for have been mined: stopping", worker.log)

    def test_a_refusal_is_told_with_the_nodes_words(self) -> None:
        pool = self.pool()
        pool.refuses_shares = "not today\x1b"
        worker = self.worker(pool.start().url)
        worker.wait_for_log(rf"warning a share of block \d+ is refused by {pool.pattern}: \"not today\\u001b\" \(20\)\n", 3)

    def test_two_devices_share_the_nonces(self) -> None:
        if reason := missing_device():
            self.skipTest(reason)
        pool = self.pool(difficulty=150_000).start()
        worker = self.worker(pool.url, flags=("--backend", "cpu,opencl", "--opencl-device", "0", "--kernel", "portable",
                                              "--threads", "1", "-u", USER))
        self.wait_for_shares(worker, pool, 20)
        pool.change_slice_of(pool.session())
        self.wait_for_shares(worker, pool, 20, pool.give_job_to(pool.session()))
        self.assertEqual(worker.count("  mining on "), 2, worker.log)
        self.assert_honest()


class WhatTheNodeSays(StratumTest):
    def test_it_rests_until_the_next_job(self) -> None:
        pool, worker = self.start()
        pool.session().notify("mining.rest")
        worker.wait_for_log("lets us rest until its next job")
        pool.hear_what_is_on_its_way()
        at_rest = len(pool.shares)
        time.sleep(0.5)
        self.assertEqual(len(pool.shares), at_rest)
        self.wait_for_shares(worker, pool, 3, pool.give_job_to(pool.session()))
        self.assert_honest()

    def test_it_waits_where_there_is_no_work_yet(self) -> None:
        pool = self.pool()
        pool.has_work = False
        worker = self.worker(pool.start().url)
        worker.wait_for_log(f"connected to {pool.pattern} as {USER}")
        pool.session().notify("mining.rest")
        worker.wait_for_log("lets us rest")
        self.wait_for_shares(worker, pool, 1, pool.give_job_to(pool.session()))

    def test_it_comes_back_to_where_it_was_told_to_call(self) -> None:
        pool, worker = self.start()
        elsewhere = self.pool().start()
        left = pool.session()
        asked = time.monotonic()
        left.notify("client.reconnect", "localhost", elsewhere.port, 1)
        session = self.wait_for_return(worker, pool, left)
        self.assertGreaterEqual(session.begin - asked, 1)
        self.assertEqual(elsewhere.sessions, [])
        self.assertIn("it asks us to come back in 1 s", worker.log)
        self.assert_honest()

    def test_a_ping_is_answered(self) -> None:
        pool, worker = self.start()
        session = pool.session()
        session.say({"id": "p", "method": "mining.ping", "params": []})
        session.say({"id": 7, "method": "mining.dance", "params": []})
        worker.wait_for(lambda: len(session.answers) >= 2, "two answers")
        self.assertEqual(session.answers[0], {"id": "p", "result": "pong", "error": None})
        self.assertEqual((session.answers[1]["id"], session.answers[1]["error"][0]), (7, 20))

    def test_what_it_does_not_know_is_left_alone(self) -> None:
        pool, worker = self.start()
        session = pool.session()
        session.notify("client.show_message", "hello")
        session.say({"id": 12345, "result": True, "error": None})
        self.wait_for_shares(worker, pool, 3)
        self.assertIs(pool.session(), session)


class Nonsense(StratumTest):
    def assert_hangs_up(self, said: Callable[[Session], None], complaint: str) -> None:
        pool, worker = self.start()
        left = pool.session()
        said(left)
        self.wait_for_return(worker, pool, left)
        self.assertRegex(worker.log, f"warning {pool.pattern}: {complaint}")
        self.assert_honest()

    def test_what_is_no_line_of_a_node(self) -> None:
        self.assert_hangs_up(lambda session: session.send("hello\n"), "it says what makes no sense: a line is no JSON")

    def test_a_line_without_an_end(self) -> None:
        self.assert_hangs_up(lambda session: session.send("x" * 17_000), "it sends a line of more than 16384 bytes")

    def test_a_job_that_is_no_header(self) -> None:
        for place, part in ((0, '{"index": 7, '), (2, ', "end": 1}'), (1, ', "timestamp": 17.')):
            with self.subTest(place=place):
                self.assert_hangs_up(lambda session, place=place, part=part: self.give_broken(session, place, part),
                                     "its job makes no sense: its parts around")

    @staticmethod
    def give_broken(session: Session, place: int, part: str) -> None:
        job = next(iter(session.jobs.values()))
        parts = list(job.parts)
        parts[place] = part
        session.notify("mining.notify", "bad", *parts, job.first, job.last, job.zeros, True)

    def test_a_node_that_does_not_take_it(self) -> None:
        pool = self.pool()
        pool.refuses_workers = "who are you?"
        worker = self.worker(pool.start().url)
        worker.wait_for(lambda: len(pool.sessions) >= 3, "it to come back")
        self.assertRegex(worker.log, f'it does not take {USER} as a worker: "who are you\\?" \\(24\\)')
        self.assertEqual(worker.count("warning"), 1, "said once")
        pool.refuses_workers = ""
        self.wait_for_shares(worker, pool, 1)


class ANodeThatGoes(StratumTest):
    def test_it_is_waited_for(self) -> None:
        pool, worker = self.start()
        left = pool.session()
        pool.stop()
        worker.wait_for_log(f"warning {pool.pattern}: it cannot be reached: Connection refused")
        pool.start()
        self.wait_for_return(worker, pool, left)
        self.assert_honest()

    def test_another_one_is_mined_for_until_it_is_back(self) -> None:
        first, second = (self.pool(port) for port in free_ports(2))
        worker = self.worker(first.url, second.start().url)
        self.wait_for_shares(worker, second, 3)
        first.start()
        self.wait_for_shares(worker, first, 3)
        worker.wait_for(lambda: not second.live(), "the second to be left")
        first.stop()
        self.wait_for_shares(worker, second, 3)
        self.assert_honest()
        for pattern in (f"mining for {second.pattern}", f"mining for {first.pattern}", f"leaving {second.pattern}"):
            self.assertRegex(worker.log, pattern)

    def test_one_that_has_no_work_takes_nobody_away(self) -> None:
        first, second = (self.pool(port) for port in free_ports(2))
        first.has_work = False
        worker = self.worker(first.url, second.start().url)
        self.wait_for_shares(worker, second, 1)
        first.start()
        worker.wait_for_log(f"connected to {first.pattern}")
        first.session().notify("mining.rest")
        self.wait_for_shares(worker, second, 5)
        self.wait_for_shares(worker, first, 1, first.give_job_to(first.session()))
        self.assert_honest()


class TheEnd(StratumTest):
    def assert_ends_at_once(self, worker: WorkerProcess) -> None:
        begin = time.monotonic()
        self.assertEqual(worker.stop(), DONE, worker.log)
        self.assertLess(time.monotonic() - begin, STOPPED_WITHIN)

    def test_it_ends_at_once_while_it_mines(self) -> None:
        _, worker = self.start()
        self.assert_ends_at_once(worker)

    def test_it_ends_at_once_while_it_waits(self) -> None:
        silent = self.pool()
        silent.is_silent = True
        worker = self.worker(silent.start().url)
        worker.wait_for(lambda: silent.live(), "a connection")
        self.assert_ends_at_once(worker)
        gone = self.worker(f"stratum+tcp://localhost:{free_port()}")
        gone.wait_for_log("it cannot be reached")
        self.assert_ends_at_once(gone)

    def test_it_ends_at_once_while_it_looks_up_a_host(self) -> None:
        worker = self.worker("stratum+tcp://nowhere.invalid:3333")
        worker.wait_for_log("calling stratum")
        self.assert_ends_at_once(worker)
        other = self.worker("stratum+tcp://nowhere.invalid:3333")
        other.wait_for_log("warning stratum.*: (the host is not known|it cannot be reached within 5 s)")

    def test_keys_let_it_rest_and_go_on(self) -> None:
        pool = self.pool().start()
        worker = AtTerminal("mine", "-o", pool.url, "-u", USER, *FAST)
        worker.wait_for("  keys  ")
        worker.wait_for("mining for ")
        worker.type("p")
        worker.wait_for("mining is paused")
        pool.hear_what_is_on_its_way()
        at_rest = len(pool.shares)
        time.sleep(0.3)
        self.assertEqual(len(pool.shares), at_rest)
        worker.type("r")
        worker.wait_for("mining is resumed")
        deadline = time.monotonic() + 30
        while len(pool.shares) == at_rest and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertGreater(len(pool.shares), at_rest)
        worker.type("q")
        self.assertEqual(worker.end(), DONE)
        self.assert_honest()


class WhoItIs(StratumTest):
    def user_of(self, *flags: str) -> str:
        pool = self.pool().start()
        worker = self.worker(pool.url, flags=(*FAST, *flags))
        worker.wait_for(lambda: len(pool.sessions[0].requests) >= 2 if pool.sessions else False, "it to say who it is")
        worker.stop()
        return pool.sessions[0].requests[1]["params"][0]

    def test_a_machine_goes_by_its_name(self) -> None:
        name = "".join(c for c in socket.gethostname().split(".")[0] if c.isascii() and (c.isalnum() or c in "_-"))[:64]
        expected = f"{ADDRESS}.{name}" if name else ADDRESS
        for flags in (("-u", ADDRESS), ("--mine-to", ADDRESS), ("--mine-to", ADDRESS, "-p", "x")):
            self.assertEqual(self.user_of(*flags), expected)

    def test_a_wallet_says_who_is_paid(self) -> None:
        wallet = self.directory / "w.json"
        address = run("wallet", "create", wallet).out.strip()
        self.assertTrue(self.user_of("--wallet", str(wallet)).startswith(address))

    def test_flags_that_make_no_sense_are_bad_usage(self) -> None:
        url = "stratum+tcp://localhost:3333"
        for flags, words in (
                (("-o", url, "-o", "http://localhost:5000", "-u", USER), ("http://", "stratum+tcp://")),
                (("-o", "http://localhost:5000", "-o", url, "--mine-to", ADDRESS), ("http://", "stratum+tcp://")),
                (("-o", url), ("--mine-to", "--wallet", "--user")),
                (("-o", "http://localhost:5000", "-u", USER), ("--user", "stratum+tcp://")),
                (("-o", url, "-u", USER, "--mine-to", ADDRESS), ("--user", "--mine-to")),
                (("-o", url, "-u", "me.rig"), ("me.rig", "ADDRESS")),
                (("-o", url, "-u", f"{ADDRESS}."), ("worker's name",)),
                (("-o", url, "-u", f"{ADDRESS}.rig.1"), ('"rig.1"',)),
                (("-o", url, "-u", f"{ADDRESS}.{'a' * 65}"), ("1 to 64",)),
                (("-o", url, "-u", USER, "--min-block-interval", "2"), ("--min-block-interval",)),
                (("-o", url, "-u", USER, "--stats"), ("--stats",)),
                (("-o", "stratum+tcp://localhost", "-u", USER), ("the port is missing", "stratum+tcp://host:port")),
                (("-o", "stratum+ssl://localhost:1", "-u", USER), ("stratum+ssl", "http://"))):
            with self.subTest(flags=flags):
                self.assert_complains(run("mine", *flags, timeout=20), USAGE, *words)


if __name__ == "__main__":
    main()
