# SPDX-License-Identifier: MIT
"""A node and workers on other machines (docs/stratum.md), written by somebody else."""
import socket
import threading
import time
from typing import Any

from many_connections import allow_files, connect_many, share
from node_memory import MIB, resident_bytes
from node_process import NodeProcess, NodeTest
from ports import free_port
from program import DONE, main, run
from sanitizers import is_instrumented
from scripted_rig import OTHER_PAYEE, PAYEE, Rig, header_hash, is_cut_off

DIFFICULTY = "3"


class StratumTest(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.stratum = free_port()

    def start(self, *flags: str, name: str = "node", backend: str = "none") -> NodeProcess:
        return self.node("--difficulty", DIFFICULTY, "--backend", backend, "--stratum", str(self.stratum), *flags,
                         name=name).start()

    def rig(self, name: str = f"{PAYEE}.rig1") -> Rig:
        rig = Rig(self.stratum, name)
        self.addCleanup(rig.close)
        return rig.join()

    @staticmethod
    def farm(node: NodeProcess) -> dict[str, Any]:
        return node.get("/api/v1/workers").json


class Mining(StratumTest):
    def test_workers_find_the_blocks_of_a_node_without_devices(self) -> None:
        node = self.start("--min-block-interval", "0.2")
        rigs = [self.rig(), self.rig(f"{OTHER_PAYEE}.rig2")]
        for _ in range(3):
            for rig in rigs:
                self.assertIs(rig.mine_share()["result"], True)
        node.wait_for_length(4)
        node.wait_for(lambda: self.farm(node)["blocks"] == len(node.chain()) - 1, 20, "all are counted")
        chain = node.chain()
        payees = [block["transactions"][0]["outputs"][0]["recipient_address"] for block in chain[1:]]
        self.assertLessEqual(set(payees), {PAYEE, OTHER_PAYEE})
        slices = {str(block["nonce"])[:7] for block in chain[1:]}
        self.assertLessEqual(slices, {rig.slice for rig in rigs})
        farm = self.farm(node)
        self.assertEqual({worker["state"] for worker in farm["workers"]}, {"searching"})
        self.assertIn(f"found by worker {PAYEE}.rig1", node.log)

    def test_the_nodes_own_devices_have_a_slice_of_their_own(self) -> None:
        node = self.start("--threads", "1", "--mine-to", OTHER_PAYEE, "--min-block-interval", "0.1", backend="cpu")
        rigs = [self.rig(f"{PAYEE}.rig{i}") for i in range(20)]
        node.wait_for_length(5)
        own = {str(block["nonce"])[:7] for block in node.chain()[1:]
               if block["transactions"][0]["outputs"][0]["recipient_address"] == OTHER_PAYEE}
        self.assertEqual(len(own), 1)
        slices = [rig.slice for rig in rigs]
        self.assertEqual(len({*slices, *own}), 21)

    def test_a_share_counts_once_and_in_time(self) -> None:
        self.start("--min-block-interval", "2")  # a block voids its job, but not before it is handed in
        rig = self.rig()
        share = rig.find_share()
        self.assertIs(rig.submit(share)["result"], True)
        self.assertEqual(rig.submit(share)["error"][0], 22)
        while rig.wait_for_job()[0] == share[1]:
            rig.read()
        self.assertEqual(rig.submit(share)["error"][0], 21)
        job = rig.wait_for_job()
        nonce = int(f"{rig.slice}{'7' * 12}")
        while int(header_hash(job, str(nonce), job[5])[:16], 16) < 2**64 // rig.difficulty:
            nonce += 1
        self.assertEqual(rig.submit([rig.name, job[0], str(nonce), job[5]])["error"][0], 23)

    def test_a_pause_rests_the_workers(self) -> None:
        node = self.start()
        rig = self.rig()
        rig.wait_for_job()
        self.assertEqual(run("ctl", "-n", node.url, "--data-dir", node.data_dir, "pause").code, DONE)
        while rig.job is not None:
            rig.read()
        self.assertEqual(run("ctl", "-n", node.url, "--data-dir", node.data_dir, "resume").code, DONE)
        rig.wait_for_job()

    def test_a_node_that_ends_says_so_and_workers_come_back(self) -> None:
        node = self.start("--min-block-interval", "0.2")
        rig = self.rig()
        self.assertIs(rig.mine_share()["result"], True)
        node.wait_for_length(2)
        self.assertEqual(node.stop(), 0)
        while rig.read() is not None:
            pass
        self.assertEqual(rig.notices[-1]["method"], "client.reconnect")
        node.start()
        again = self.rig()
        self.assertNotEqual(again.slice, rig.slice)
        self.assertIs(again.mine_share()["result"], True)
        node.wait_for_length(3)
        node.kill()
        node.start()
        third = self.rig()
        self.assertIs(third.mine_share()["result"], True)
        node.wait_for_length(4)


class BadInput(StratumTest):
    """Somebody misbehaves; a good worker's round trips beside him are as short as before."""

    MOST_SECONDS = 1 if is_instrumented() else 0.25  # on a machine that other tests share

    def setUp(self) -> None:
        super().setUp()
        self.node_under_test = self.start("--min-block-interval", "1")
        self.good = self.rig()
        self.round_trips: list[float] = []

    def ping(self) -> None:
        begin = time.monotonic()
        self.assertEqual(self.good.ask("mining.ping")["result"], "pong")
        self.round_trips.append(time.monotonic() - begin)

    def ping_while(self, thread: threading.Thread) -> None:
        thread.start()
        while thread.is_alive():
            self.ping()
            time.sleep(0.005)
        thread.join()

    def assert_nobody_noticed(self) -> None:
        for _ in range(20):
            self.ping()
        self.assertLess(share(self.round_trips, 0.95), self.MOST_SECONDS)
        self.assertIs(self.good.mine_share()["result"], True)

    def report_of(self, rig: Rig) -> dict[str, Any]:
        return next(worker for worker in self.farm(self.node_under_test)["workers"] if worker["name"] == rig.name)

    def cut_off(self, reason: str) -> int:
        return self.farm(self.node_under_test)["cut_off"][reason]

    def test_lines_of_a_megabyte_are_cut_off(self) -> None:
        def flood() -> None:
            for _ in range(20):
                with socket.create_connection(("127.0.0.1", self.stratum)) as connection:
                    try:
                        connection.sendall(b"{" + b" " * MIB)
                    except OSError:
                        pass
                    ended.append(is_cut_off(connection))
        ended: list[bool] = []
        self.ping_while(threading.Thread(target=flood))
        self.assertEqual(ended, [True] * 20)
        self.assertEqual(self.cut_off("long_line"), 20)
        self.assert_nobody_noticed()

    def test_garbage_at_full_speed_is_cut_off(self) -> None:
        lines = {b"garbage\n": "mistakes",
                 b"\x00\xff{[\n": "mistakes",
                 b'{"id": 1, "method": "mining.submit", "params": ["a", "b", "c", "d"]}\n': "mistakes",
                 b'{"id": 1, "method": "mining.ping", "params": []}\n': "flood",
                 b"[" * 4000 + b"\n": "mistakes"}

        def flood(line: bytes) -> None:
            with socket.create_connection(("127.0.0.1", self.stratum)) as connection:
                try:
                    for _ in range(200):
                        connection.sendall(line * 100)
                except OSError:
                    pass
                ended.append(is_cut_off(connection))
        for line, reason in lines.items():
            with self.subTest(line=line[:30]):
                ended: list[bool] = []
                before = self.cut_off(reason) + self.cut_off("backlog")
                self.ping_while(threading.Thread(target=flood, args=(line,)))
                self.assertEqual(ended, [True])
                self.assertEqual(self.cut_off(reason) + self.cut_off("backlog"), before + 1)
        self.assert_nobody_noticed()

    def test_a_worker_that_submits_garbage_at_full_speed_is_cut_off(self) -> None:
        bad = self.rig(f"{OTHER_PAYEE}.bad")
        share = bad.find_share()
        line = f'{{"id": 1, "method": "mining.submit", "params": ["{bad.name}", "{share[1]}", "{bad.slice}{"7" * 12}", "1"]}}\n'

        def flood() -> None:
            try:
                for _ in range(200):
                    bad.send(line.encode() * 100)
            except OSError:
                pass
        self.ping_while(threading.Thread(target=flood))
        self.assertTrue(is_cut_off(bad.socket))
        self.node_under_test.wait_for(lambda: self.report_of(bad)["state"] == "gone", 20, "it is known to be gone")
        self.assertGreaterEqual(self.report_of(bad)["shares"]["invalid"], 50)
        self.assert_nobody_noticed()

    def test_a_thousand_half_open_sessions_are_cut_off(self) -> None:
        count = allow_files(1000)
        idle = connect_many(self.stratum, count)
        deadline = time.monotonic() + 30
        while self.cut_off("unauthorized") < count and time.monotonic() < deadline:
            self.ping()
            time.sleep(0.01)
        self.assertEqual(self.cut_off("unauthorized"), count)
        for connection in idle:
            self.assertTrue(is_cut_off(connection))
            connection.close()
        self.assert_nobody_noticed()


class Many(StratumTest):
    SESSIONS = 2000
    MOST_BYTES = 200 * MIB

    def test_idle_sessions_cost_little_memory(self) -> None:
        node = self.start()
        self.rig().wait_for_job()
        before = resident_bytes(node)
        rigs = [self.rig(f"{PAYEE}.rig{i}") for i in range(allow_files(self.SESSIONS))]
        for rig in rigs:
            rig.wait_for_job()
        cost = resident_bytes(node) - before
        print(f"{len(rigs)} idle sessions cost {cost / MIB:.1f} MiB")
        self.assertEqual(self.farm(node)["sessions"], len(rigs) + 1)
        if is_instrumented():
            print("the limit is for a program without sanitizers")
            return
        self.assertLess(cost, self.MOST_BYTES)


if __name__ == "__main__":
    main()
