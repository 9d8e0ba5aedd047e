# SPDX-License-Identifier: MIT
"""A farm on one machine: many workers and one on PoCL search for one node, workers and the node are killed and return,
and other nodes hear of every block."""
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from node_process import NodeProcess, NodeTest
from ports import free_port
from program import PROGRAM, main, run
from sanitizers import is_instrumented
from scripted_rig import PAYEE

WORKERS = 10 if is_instrumented() else 50
KILLED = WORKERS // 5
START_SECONDS = 240 if is_instrumented() else 90


DEVICES = run("devices").out
HAS_POCL = "PoCL" in DEVICES
# Not timed anew by each worker.
KERNEL = re.search(r"kernels (\w+)", DEVICES)[1]


class Worker:
    """`chaincore mine`, on one thread or on PoCL."""

    def __init__(self, name: str, port: int, directory: Path, *flags: str) -> None:
        self.name = f"{PAYEE}.{name}"
        self.log_file = directory / f"{name}.log"
        self.command = [PROGRAM, "mine", "-o", f"stratum+tcp://127.0.0.1:{port}", "-u", self.name, "--quiet", *flags]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(30)

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.end(signal.SIGKILL)


class Farm(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.stratum = free_port()
        self.main_node = self.node("--difficulty", "5", "--backend", "none", "--stratum", str(self.stratum),
                                   "--min-block-interval", "0", name="main").start()
        self.others = [self.node("--difficulty", "5", "--backend", "none", "--peer", self.main_node.url, name=name).start()
                       for name in ("one", "two")]
        self.workers = [Worker(f"cpu{i}", self.stratum, self.directory, "--backend", "cpu", "--threads", "1", "--kernel",
                               KERNEL) for i in range(WORKERS)]
        if HAS_POCL:
            self.workers.append(Worker("pocl", self.stratum, self.directory, "--backend", "opencl", "--opencl-device", "cpu"))
        else:
            print("no worker on OpenCL: this machine has no PoCL")
        for worker in self.workers:
            self.addCleanup(worker.close)
        self.runs: list[dict[str, Any]] = []  # what the node said of its workers at the end of each run

    def farm(self) -> dict[str, Any]:
        return self.main_node.get("/api/v1/workers").json

    def wait_for_all(self) -> None:
        """Each has had a share accepted since its node's start."""
        names = {worker.name for worker in self.workers}

        def are_there() -> bool:
            listed = self.farm()["workers"]
            return {worker["name"] for worker in listed
                    if worker["state"] == "searching" and worker["shares"]["accepted"] > 0} == names
        self.main_node.wait_for(are_there, START_SECONDS, "all workers search")

    def note_run(self) -> None:
        self.runs.append(self.farm())

    def test_workers_and_the_node_are_killed_and_return(self) -> None:
        for worker in self.workers:
            worker.start()
        self.wait_for_all()
        for worker in self.workers[:KILLED]:
            worker.end(signal.SIGKILL)
        self.grow(3)
        for worker in self.workers[:KILLED]:
            worker.start()
        self.wait_for_all()
        self.note_run()
        self.main_node.kill()
        time.sleep(2)
        self.main_node.start()
        self.wait_for_all()
        self.grow(3)
        self.note_run()
        for worker in self.workers:
            self.assertEqual(worker.end(signal.SIGTERM), 0, worker.log_file.read_text()[-2000:])
        self.check_shares()
        self.check_blocks()

    def grow(self, blocks: int) -> None:
        self.main_node.wait_for_length(self.main_node.status()["blockchain_length"] + blocks)

    def check_shares(self) -> None:
        """None came twice, none was of somebody else's nonces: both would show that a nonce is searched twice."""
        for run_ in self.runs:
            self.assertEqual(run_["shares"]["duplicate"], 0)
            self.assertEqual(run_["shares"]["invalid"], 0)
            self.assertEqual(run_["shares"]["low"], 0)
        accepted = sum(run_["shares"]["accepted"] for run_ in self.runs)
        print(f"{len(self.workers)} workers: {accepted} shares accepted, none twice")
        slices = [re.findall(r"searches for this node, from [^ ]*: nonces that begin with (\d{7})", log)
                  for log in self.main_node.log.split("workers on other machines may join")]
        for of_a_run in slices:
            self.assertEqual(len(of_a_run), len(set(of_a_run)), "no two sessions have the same nonces")
        self.assertGreaterEqual(sum(map(len, slices)), 2 * len(self.workers) + KILLED)

    def check_blocks(self) -> None:
        """Every block that was found stands in every node's chain."""
        found = re.findall(r"block \d+ found by worker [^ ]*: ([0-9a-f]{64})", self.main_node.log)
        self.assertGreater(len(found), 8)
        self.assertNotIn("refused by the rule", self.main_node.log)
        chains = []
        for node in (self.main_node, *self.others):
            node.wait_for(lambda node=node: self.tip(node) == self.tip(self.main_node), 30, "the same tip everywhere")
            chains.append({block["hash"] for block in node.chain()})
        for hashes in chains:
            self.assertLessEqual(set(found), hashes)
        print(f"{len(found)} blocks found, all of them in the chains of {len(chains)} nodes")

    @staticmethod
    def tip(node: NodeProcess) -> str:
        return node.status()["tip_hash"]


if __name__ == "__main__":
    main()
