# SPDX-License-Identifier: MIT
"""A node on a machine of its own: it mines from nothing, stops when it is told to, and goes on where it was."""
import os
import re
import signal
import socket
import stat
import time
from pathlib import Path

from node_process import NodeTest
from ports import free_port
from program import DONE, NO_DEVICE, USAGE, main, run
from sanitizers import is_instrumented

FAST = ("--difficulty", "3", "--min-block-interval", "0.02")
STOPPED_WITHIN = 15 if is_instrumented() else 3


class Mining(NodeTest):
    """Rows 12 and 17 of docs/mission.md: without any peer, and with the kernel that it is told to use."""

    def test_it_mines_from_nothing_a_chain_that_every_rule_accepts(self) -> None:
        node = self.node(*FAST, "--threads", "2").start()
        node.wait_for_length(20)
        answer = node.get("/chain")
        self.assertEqual(answer.headers["X-Blockchain-Length"], str(answer.json["length"]))
        verified = run("chain", "verify", "-", "--difficulty", "3", stdin=answer.body)
        self.assertEqual(verified.code, DONE, verified)
        self.assertEqual(answer.json["chain"][0]["transactions"][0]["outputs"][0]["recipient_address"], "genesis")
        self.assertTrue(node.status()["mining"])

    def test_every_block_is_later_than_its_parent_and_not_ahead_of_the_clock(self) -> None:
        node = self.node(*FAST, "--blocks", "30")
        node.launch()
        self.assertEqual(node.process.wait(60), DONE)
        self.assertIn("as many blocks as were asked for", node.log)
        node.flags = ("--backend", "none")
        node.start()
        times = [block["timestamp"] for block in node.chain()]
        self.assertEqual(len(times), 31)
        self.assertTrue(all(earlier < later for earlier, later in zip(times, times[1:])), times)
        self.assertLess(times[-1], time.time())

    def test_its_blocks_keep_their_distance(self) -> None:
        node = self.node("--difficulty", "2", "--min-block-interval", "0.3", "--blocks", "8")
        begin = time.monotonic()
        node.start()
        self.assertEqual(node.process.wait(60), DONE)
        self.assertGreaterEqual(time.monotonic() - begin, 8 * 0.3)

    def test_each_kernel_can_be_forced(self) -> None:
        for kernel in ("portable", "avx2", "sha_ni", "avx512"):
            with self.subTest(kernel=kernel):
                node = self.node("--difficulty", "2", "--min-block-interval", "0", "--kernel", kernel, name=kernel)
                try:
                    node.start()
                except AssertionError:
                    self.assertIn("has no search kernel", node.log)  # not every CPU has them all
                    continue
                node.wait_for_length(5)
                self.assertIn(f"kernel {kernel}\n", node.log)
                self.assertNotIn("search kernels of this CPU", node.log)
                self.assertEqual(node.stop(), DONE)

    def test_the_fastest_kernel_is_taken_where_none_is_named(self) -> None:
        node = self.node(*FAST).start()
        rates = re.search(r"search kernels of this CPU, in million tries a second on one thread: (.*)", node.log)
        self.assertTrue(rates, node.log)
        timed = [(name, float(rate)) for name, rate in (entry.split() for entry in rates[1].split(", "))]
        self.assertEqual(timed, sorted(timed, key=lambda entry: -entry[1]))
        self.assertIn("portable", [name for name, _ in timed])
        node.wait_for(lambda: f"kernel {timed[0][0]}\n" in node.log, 10, "the start-up summary")

    def test_threads_stay_on_their_cores_on_request(self) -> None:
        node = self.node(*FAST, "--affinity", "--threads", "2").start()
        node.wait_for_length(3)
        cores = [re.search(r"Cpus_allowed_list:\t(.*)", status.read_text())[1]
                 for status in Path(f"/proc/{node.process.pid}/task").glob("*/status")]
        pinned = [core for core in cores if core.isdecimal()]
        usable = len(os.sched_getaffinity(0))
        self.assertEqual(len(set(pinned)), min(2, usable), cores)

    def test_it_pays_whom_it_is_told_to(self) -> None:
        wallet = self.directory / "somebody.json"
        address = run("wallet", "create", wallet).out.strip()
        for flags in (("--mine-to", address), ("--wallet", str(wallet))):
            with self.subTest(flags=flags):
                node = self.node(*FAST, *flags, name=flags[0][2:]).start()
                node.wait_for_length(3)
                self.assertEqual(node.chain()[2]["transactions"][0]["outputs"][0]["recipient_address"], address)
                self.assertFalse((node.data_dir / "wallet.json").exists())

    def test_it_makes_a_wallet_of_its_own_once(self) -> None:
        node = self.node(*FAST).start()
        wallet = node.data_dir / "wallet.json"
        self.assertEqual(stat.S_IMODE(wallet.stat().st_mode), 0o600)
        address = run("wallet", "address", wallet).out.strip()
        node.wait_for(lambda: address in node.log, 10, "the start-up summary")
        node.wait_for_length(3)
        self.assertEqual(node.stop(), DONE)
        node.start()
        self.assertEqual(run("wallet", "address", wallet).out.strip(), address)
        self.assertEqual(node.log.count("The wallet is new"), 1)

    def test_without_a_backend_it_keeps_a_chain_and_does_not_mine(self) -> None:
        node = self.node("--backend", "none", "--difficulty", "3").start()
        status = node.status()
        self.assertFalse(status["mining"])
        self.assertEqual(status["blockchain_length"], 1)
        self.assertFalse((node.data_dir / "wallet.json").exists())


class StartAndStop(NodeTest):
    def test_it_stops_within_three_seconds_and_resumes_at_its_tip(self) -> None:
        node = self.node(*FAST)
        for number in (signal.SIGTERM, signal.SIGINT):
            node.start()
            node.wait_for_length(node.status()["blockchain_length"] + 5)
            begin = time.monotonic()
            self.assertEqual(node.stop(number), DONE)
            self.assertLess(time.monotonic() - begin, STOPPED_WITHIN)
        kept = run("chain", "info", "--data-dir", node.data_dir, "--json")
        node.flags = ("--backend", "none")
        node.start()
        self.assertIn(f'"tip":"{node.status()["tip_hash"]}"', kept.out)
        self.assertEqual(node.stop(), DONE)
        again = run("chain", "info", "--data-dir", node.data_dir, "--json")
        self.assertEqual(again.out, kept.out, "tip, coins and digest")

    def test_a_data_directory_serves_one_at_a_time(self) -> None:
        node = self.node(*FAST).start()
        second = run("node", "--no-discover", "--data-dir", node.data_dir, "--port", str(free_port()))
        self.assert_complains(second, USAGE, str(node.data_dir), "in use by another chaincore process")
        self.assert_complains(run("chain", "info", "--data-dir", node.data_dir), USAGE, "in use")

    def test_a_data_directory_belongs_to_one_network_and_difficulty(self) -> None:
        node = self.node("--backend", "none", "--difficulty", "3").start()
        self.assertEqual(node.stop(), DONE)
        other = ("node", "--no-discover", "--data-dir", node.data_dir)
        self.assert_complains(run(*other, "--difficulty", "4"), USAGE, "difficulty 3", "not of 4")
        self.assert_complains(run(*other, "--network", "mainline"), USAGE, "network classic", "not of mainline")
        node.flags = ("--backend", "none")
        self.assertEqual(node.start().status()["target_difficulty"], 3)

    def test_a_port_that_is_named_must_be_free(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            outcome = run("node", "--no-discover", "--data-dir", self.directory / "x", "--backend", "none",
                          "--difficulty", "1", "--port", str(port))
        self.assertEqual(outcome.code, USAGE, outcome)
        self.assertIn(f"port {port} is in use", outcome.err)

    def test_flags_that_make_no_sense_are_bad_usage(self) -> None:
        common = ("node", "--data-dir", self.directory / "x")
        self.assert_complains(run(*common, "--min-block-interval", "nan"), USAGE, "--min-block-interval")
        self.assert_complains(run(*common, "--backend", "none", "--blocks", "2"), USAGE, "--blocks")
        self.assert_complains(run("node", "--data-dir", ""), USAGE, "--data-dir")
        self.assert_complains(run(*common, "--network", "mainline", "--difficulty", "3"), USAGE, "--difficulty")
        self.assertFalse((self.directory / "x").exists())

    def test_devices_that_are_not_there_are_named(self) -> None:
        common = ("node", "--data-dir", self.directory / "x")
        self.assert_complains(run(*common, "--kernel", "abacus"), NO_DEVICE, "abacus", "portable")
        no_drivers = os.environ | {"OCL_ICD_VENDORS": "/nowhere"}
        self.assert_complains(run(*common, "--backend", "opencl", env=no_drivers), NO_DEVICE, "no OpenCL driver")
        self.assertFalse((self.directory / "x").exists(), "nothing was made")

    def test_a_wallet_that_is_none_is_named(self) -> None:
        file = self.directory / "broken.json"
        file.write_text("{}")
        outcome = run("node", "--no-discover", "--data-dir", self.directory / "x", "--wallet", file)
        self.assert_complains(outcome, USAGE, str(file))


if __name__ == "__main__":
    main()
