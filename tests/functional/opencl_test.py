# SPDX-License-Identifier: MIT
"""Mining with OpenCL devices, on whatever device there is: the CPU by PoCL, if nothing else."""
import json
import os
import re
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from unittest.mock import patch

from node_process import NodeTest
from program import DONE, FAILED, NO_DEVICE, PROGRAM, SLOW_START, ProgramTest, main, run

FAST = ("--difficulty", "3", "--min-block-interval", "0.02")
NO_DRIVERS = os.environ | {"OCL_ICD_VENDORS": "/nowhere"}


def devices() -> dict:
    return json.loads(run("devices", "--json").out)


def missing_device() -> str:
    """Why there is nothing to test with; empty: there is."""
    opencl = devices()["opencl"]
    return "" if opencl["devices"] else opencl["problem"]


class Devices(ProgramTest):
    """Row 19 of docs/mission.md: the devices are shown, and what is missing where there are none."""

    def test_the_cpu_is_listed_with_its_kernels(self) -> None:
        cpu = devices()["cpu"]
        self.assertGreaterEqual(cpu["cores"], 1)
        self.assertEqual(cpu["kernels"][-1], "portable")
        self.assertEqual(set(cpu["features"]), {"sha_ni", "avx", "avx2", "avx512"})

    def test_without_drivers_it_says_what_to_install(self) -> None:
        for flags in ((), ("--json",)):
            outcome = run("devices", *flags, env=NO_DRIVERS)
            self.assertEqual((outcome.code, outcome.err), (DONE, ""))
            self.assertIn("/nowhere has no .icd file. Install", outcome.out)

    def test_a_device_that_is_not_there_is_exit_3(self) -> None:
        self.assert_complains(run("devices", "--opencl-device", "voodoo", env=NO_DRIVERS), NO_DEVICE, "/nowhere")
        self.assert_complains(run("bench", "--backend", "opencl", env=NO_DRIVERS), NO_DEVICE, "/nowhere")
        self.assert_complains(run("node", "--backend", "opencl", env=NO_DRIVERS), NO_DEVICE, "/nowhere")
        self.assert_complains(run("node", "--opencl-device", "gpu", env=NO_DRIVERS, timeout=20), NO_DEVICE,
                              "/nowhere")


class WithoutADevice(NodeTest):
    """Row 19 of docs/mission.md: the CPU mines where there is no GPU, and what is wrong with drivers is said."""

    def start(self, drivers: Path) -> str:
        """The log of a node that has begun to mine."""
        with patch.dict(os.environ, {"OCL_ICD_VENDORS": str(drivers)}):
            node = self.node(*FAST, "--kernel", "portable", "--threads", "1").start()
        node.wait_for_length(2)
        self.assertIn("kernel portable\n", node.log)
        return node.log

    def test_a_machine_without_drivers_is_nothing_to_look_at(self) -> None:
        log = self.start(self.directory)
        self.assertNotIn("warn", log)
        self.assertNotIn("OpenCL", log)

    def test_drivers_without_a_device_are_somebody_s_business(self) -> None:
        (self.directory / "broken.icd").write_text("libnowhere.so\n")
        self.assertRegex(self.start(self.directory), "warning no GPU is used: the OpenCL drivers show no device")


@unittest.skipIf(reason := missing_device(), reason)
class WithADevice(NodeTest):
    """Row 19 of docs/mission.md: a node mines with OpenCL devices."""

    @classmethod
    def setUpClass(cls) -> None:
        """Shared by all, since finding out how a device is used best takes seconds."""
        cache = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cache.cleanup)
        cls.cache = Path(cache.name)
        os.environ["XDG_CACHE_HOME"] = cache.name
        cls.addClassCleanup(os.environ.pop, "XDG_CACHE_HOME")

    def test_each_device_is_listed(self) -> None:
        listed = devices()["opencl"]["devices"]
        self.assertEqual([device["number"] for device in listed], list(range(len(listed))))
        for device in listed:
            self.assertIn(device["name"], run("devices").out)

    def test_it_mines_a_chain_that_every_rule_accepts(self) -> None:
        node = self.node(*FAST, "--backend", "opencl").start(SLOW_START)
        node.wait_for_length(5)
        self.assertRegex(node.log, r"mining on .+, kernel opencl, \d+ lanes?\n")
        verified = run("chain", "verify", "-", "--difficulty", "3", stdin=node.get("/chain").body)
        self.assertEqual(verified.code, DONE, verified)
        self.assertEqual(node.stop(), DONE)
        kept = {file.suffix for file in (self.cache / "chaincore").iterdir()}
        self.assertEqual(kept, {".bin", ".shape"})

    def test_a_device_that_is_named_needs_no_backend(self) -> None:
        node = self.node(*FAST, "--opencl-device", "all", "--kernel", "portable").start(SLOW_START)
        node.wait_for_length(3)
        self.assertRegex(node.log, r"kernel opencl, \d+ lanes?\n")
        self.assertNotIn("kernel portable\n", node.log, "the CPU is in reserve")
        self.assert_complains(run("node", "--opencl-device", "voodoo", timeout=20), NO_DEVICE, "'voodoo'")

    def test_the_shape_is_found_out_again_on_request(self) -> None:
        run("bench", "--backend", "opencl", "--seconds", "1", "--json")
        shape = next((self.cache / "chaincore").glob("*.shape"))
        original = shape.read_text()
        for text, flags in (("nonsense", ()), (original, ("--retune",))):
            with self.subTest(text=text, flags=flags):
                shape.write_text(text)
                before = shape.stat().st_mtime_ns
                report = json.loads(run("bench", "--backend", "opencl", "--seconds", "1", "--json", *flags).out)
                self.assertTrue(report["results"][0]["verified"], report)
                self.assertRegex(shape.read_text(), r"^[0-9a-f]{64}\nlanes \d+ nonces \d+ local \d+\n$")
                self.assertNotEqual(shape.stat().st_mtime_ns, before)

    def test_bench_finds_the_shape_out_once_on_request(self) -> None:
        run("bench", "--backend", "opencl", "--opencl-device", "0", "--seconds", "1")
        shape = next((self.cache / "chaincore").glob("*.shape"))
        written = {shape.stat().st_mtime_ns}
        bench = subprocess.Popen([PROGRAM, "bench", "--backend", "opencl", "--opencl-device", "0", "--seconds", "1",
                                  "--retune"], stdout=subprocess.DEVNULL)
        while bench.poll() is None:  # another writing is some tenths of a second away
            written.add(shape.stat().st_mtime_ns)
            time.sleep(0.005)
        self.assertEqual(bench.returncode, DONE)
        self.assertEqual(len(written), 2, "it was written once more")

    def test_both_backends_mine_at_once(self) -> None:
        node = self.node(*FAST, "--backend", "cpu,opencl", "--opencl-device", "all", "--kernel", "portable").start(SLOW_START)
        node.wait_for_length(5)
        self.assertRegex(node.log, r"kernel opencl, \d+ lanes?, \d+\.\d [kMG]H/s\n")
        self.assertRegex(node.log, r"kernel portable, \d+\.\d [kMG]H/s\n")

    def test_the_cpu_by_opencl_beside_the_cpu_must_be_named(self) -> None:
        if any(device["type"] != "cpu" for device in devices()["opencl"]["devices"]):
            self.skipTest("there is another OpenCL device than the CPU")
        outcome = run("node", "--backend", "cpu,opencl", "--data-dir", self.directory / "x", timeout=20)
        self.assert_complains(outcome, NO_DEVICE, "no OpenCL device but the CPU", "--opencl-device 0")

    def test_kernels_that_do_not_compile_are_said_with_the_log(self) -> None:
        (self.directory / "sha256.cl").write_text("typedef uint word;\n")
        (self.directory / "search.cl").write_text("this is no kernel\n")
        node = self.node(*FAST, "--backend", "opencl", "--kernel-dir", str(self.directory))
        with self.assertRaises(AssertionError):
            node.start(SLOW_START)
        self.assertRegex(node.log, "build program failure\n.*'this'")
        self.assertNotIn("left out", node.log, "nothing is left that could mine")

    def test_the_cpu_mines_where_a_device_that_is_named_fails(self) -> None:
        (self.directory / "sha256.cl").write_text("typedef uint word;\n")
        (self.directory / "search.cl").write_text("this is no kernel\n")
        broken = ("--kernel-dir", str(self.directory), "--kernel", "portable", "--opencl-device", "all")
        for backend in ("auto", "cpu,opencl"):
            with self.subTest(backend=backend):
                node = self.node(*FAST, "--backend", backend, *broken).start(SLOW_START)
                node.wait_for_length(3)
                self.assertIn("it is left out", node.log)
                self.assertIn("kernel portable\n", node.log)
                node.stop()

    def test_bench_times_devices_beside_the_cpu(self) -> None:
        report = json.loads(run("bench", "--backend", "opencl", "--seconds", "0.4", "--json").out)
        for result in report["results"]:
            self.assertTrue(result["verified"])
            self.assertGreater(result["tries_per_second"], 0)
            for member in ("build_ms", "first_launch_ms", "next_launch_ms"):
                self.assertGreater(result[member], 0)
            self.assertGreater(result["job_switch_ms"]["to_new_median"], 0)
        self.assertGreater(report["baselines"][0]["tries_per_second"], 0)

    def test_devices_are_checked_against_the_portable_kernel(self) -> None:
        outcome = run("bench", "--backend", "opencl", "--verify", "200000", "--json")
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        for check in map(json.loads, outcome.out.splitlines()):
            self.assertTrue(check["verified"], check)
            self.assertGreaterEqual(check["headers"], 200_000)

    def test_bench_says_which_device_fails(self) -> None:
        (self.directory / "sha256.cl").write_text("")
        (self.directory / "search.cl").write_text("nonsense")
        outcome = run("bench", "--backend", "opencl", "--seconds", "1", "--kernel-dir", self.directory)
        self.assertEqual(outcome.code, FAILED)
        self.assertTrue(re.search(r"not timed: .*build program failure", outcome.out), outcome)


if __name__ == "__main__":
    main()
