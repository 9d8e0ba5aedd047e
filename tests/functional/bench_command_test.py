# SPDX-License-Identifier: MIT
"""`chaincore bench`: what it prints, for programs and for people, and what it refuses."""
import json
from typing import Any

from program import DONE, FAILED, NO_DEVICE, USAGE, ProgramTest, main, run

SECONDS = ("--seconds", "0.2")


def bench(*arguments: str) -> dict[str, Any]:
    outcome = run("bench", "--json", *SECONDS, *arguments)
    assert outcome.code == DONE and outcome.err == "", outcome
    assert outcome.out.count("\n") == 1, outcome
    return json.loads(outcome.out)


class Bench(ProgramTest):
    """Row 23 of docs/mission.md: the hash rate is measured, by a command."""

    def assert_cycles(self, cycles: dict[str, float]) -> None:
        self.assertEqual(list(cycles), ["min", "median"])
        self.assertGreater(cycles["min"], 1)
        self.assertGreaterEqual(cycles["median"], cycles["min"])

    def test_json_holds_every_kernel_beside_the_floor_and_the_plain_way(self) -> None:
        report = bench("--threads", "2")
        self.assertEqual(list(report), ["machine", "results", "floor", "baselines"])

        machine = report["machine"]
        self.assertGreaterEqual(machine["cores"], 1)
        for member in ("cpu", "compiler", "version"):
            self.assertTrue(machine[member])

        self.assertEqual(report["results"][-1]["kernel"], "portable")
        for result in report["results"]:
            members = ["backend", "kernel", "threads", "tries_per_second", "cycles_per_try", "times_the_floor",
                       "whole_miner", "job_switch_ms", "verified"]
            if report["floor"] is None:
                members.remove("times_the_floor")
            self.assertEqual(list(result), members)
            self.assertEqual((result["backend"], result["threads"], result["verified"]), ("cpu", 2, True))
            self.assertIsInstance(result["tries_per_second"], int)
            self.assertGreater(result["tries_per_second"], 0)
            self.assert_cycles(result["cycles_per_try"])
            self.assert_cycles(result["whole_miner"]["cycles_per_try"])
            self.assertGreater(result["whole_miner"]["part_of_kernel"], 0)
            self.assertEqual(list(result["job_switch_ms"]),
                             ["to_new_median", "to_new_max", "from_old_median", "from_old_max"])

        self.assertEqual(report["floor"] is not None, "sha_ni" in [result["kernel"] for result in report["results"]])
        if report["floor"] is not None:
            self.assertEqual((report["floor"]["instruction"], report["floor"]["instructions_per_try"]),
                             ("sha256rnds2", 63))
            self.assert_cycles(report["floor"]["cycles_per_try"])

        self.assertTrue(report["baselines"])
        for baseline in report["baselines"]:
            self.assertTrue(baseline["name"] and baseline["description"])
            self.assertGreater(baseline["tries_per_second"], 0)
            self.assert_cycles(baseline["cycles_per_try"])

    def test_one_kernel_is_timed_alone(self) -> None:
        results = bench("--kernel", "portable", "--threads", "1")["results"]
        self.assertEqual([(result["kernel"], result["threads"]) for result in results], [("portable", 1)])

    def test_threads_are_one_and_one_a_core_where_nobody_says_so(self) -> None:
        report = bench("--backend", "cpu", "--kernel", "portable")
        self.assertEqual({result["threads"] for result in report["results"]}, {1, report["machine"]["cores"]})

    def test_threads_may_be_several_numbers(self) -> None:
        report = bench("--kernel", "portable", "--threads", "1", "--threads", "3")
        self.assertEqual([result["threads"] for result in report["results"]], [1, 3])

    def test_the_search_of_the_reference_is_timed_on_request(self) -> None:
        names = [baseline["name"] for baseline in bench("--kernel", "portable", "--threads", "1")["baselines"]]
        self.assertNotIn("python_client", names)
        python = bench("--kernel", "portable", "--threads", "1", "--python")["baselines"][-1]
        self.assertEqual(python["name"], "python_client")
        self.assertGreater(python["tries_per_second"], 0)

    def test_python_that_cannot_be_run_is_said(self) -> None:
        outcome = run("bench", "--kernel", "portable", "--threads", "1", "--python", *SECONDS, env={"PATH": "/nowhere"})
        self.assertEqual((outcome.code, outcome.out), (FAILED, ""))
        self.assertIn("python3", outcome.err)

    def test_kernels_are_checked_against_openssl(self) -> None:
        outcome = run("bench", "--verify", "2000", "--json")
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        checks = [json.loads(line) for line in outcome.out.splitlines()]
        self.assertEqual(checks[-1]["kernel"], "portable")
        for check in checks:
            self.assertTrue(check["verified"])
            self.assertGreaterEqual(check["headers"], 2000)

    def test_a_table_is_for_people(self) -> None:
        outcome = run("bench", "--kernel", "portable", *SECONDS)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assertRegex(outcome.out, r"(?m)^portable +\d+\.\d +\d+\.\d +(\d+\.\d{3}|-) +\d+\.\d%$")
        self.assertRegex(outcome.out, r"(?m)^cpu, portable +1 +\d+\.\d{3} +\d+\.\d\d \( *\d+\.\d\d\)")
        self.assertRegex(outcome.out, r"(?m)^openssl_midstate +\d+\.\d{3} +\d+ ")

    def test_an_unknown_kernel_is_no_device_and_the_others_are_named(self) -> None:
        self.assert_complains(run("bench", "--kernel", "abacus"), NO_DEVICE, "'abacus'", "portable")

    def test_an_unknown_backend_is_no_device_and_the_others_are_named(self) -> None:
        self.assert_complains(run("bench", "--backend", "abacus"), NO_DEVICE, "'abacus'", "cpu")

    def test_flags_of_the_other_backend_are_bad_usage(self) -> None:
        opencl_flags = (["--opencl-device", "0"], ["--kernel-dir", "."], ["--retune"])
        cpu_flags = (["--kernel", "all"], ["--threads", "1"], ["--python"])
        for backend, flags in (("cpu", opencl_flags), ("opencl", cpu_flags)):
            for flag in flags:
                with self.subTest(backend=backend, flag=flag):
                    self.assert_complains(run("bench", "--backend", backend, *flag, *SECONDS), USAGE, flag[0],
                                          f"--backend {backend}")

    def test_senseless_numbers_are_bad_usage(self) -> None:
        for flag, value in (("--threads", "0"), ("--threads", "-1"), ("--threads", "x"), ("--seconds", "0"),
                            ("--seconds", "-1"), ("--seconds", "x"), ("--verify", "0")):
            with self.subTest(flag=flag, value=value):
                self.assert_complains(run("bench", flag, value), USAGE, flag)


if __name__ == "__main__":
    main()
