# SPDX-License-Identifier: MIT
"""`chaincore bench`: what it prints, for programs and for people, and what it refuses."""
import json
from typing import Any

from program import DONE, NO_DEVICE, USAGE, ProgramTest, main, run

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
            self.assertEqual(list(result), ["backend", "kernel", "threads", "tries_per_second", "cycles_per_try",
                                            "verified"])
            self.assertEqual((result["backend"], result["threads"], result["verified"]), ("cpu", 2, True))
            self.assertIsInstance(result["tries_per_second"], int)
            self.assertGreater(result["tries_per_second"], 0)
            self.assert_cycles(result["cycles_per_try"])

        self.assertEqual(report["floor"]["cycles_per_try"], 63)
        self.assertEqual(report["floor"]["instruction"], "sha256rnds2")
        self.assertTrue(report["floor"]["source"])

        self.assertTrue(report["baselines"])
        for baseline in report["baselines"]:
            self.assertTrue(baseline["name"] and baseline["description"])
            self.assertGreater(baseline["tries_per_second"], 0)
            self.assert_cycles(baseline["cycles_per_try"])

    def test_one_kernel_is_timed_alone(self) -> None:
        results = bench("--kernel", "portable", "--threads", "1")["results"]
        self.assertEqual([(result["kernel"], result["threads"]) for result in results], [("portable", 1)])

    def test_threads_are_one_a_core_where_nobody_says_so(self) -> None:
        report = bench("--backend", "cpu", "--kernel", "portable")
        self.assertEqual(report["results"][0]["threads"], report["machine"]["cores"])

    def test_a_table_is_for_people(self) -> None:
        outcome = run("bench", "--kernel", "portable", *SECONDS)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assertRegex(outcome.out, r"(?m)^cpu, portable +\d+ +\d+\.\d{3} +\d+\.\d +\d+\.\d$")
        self.assertRegex(outcome.out, r"(?m)^floor: 63 cycles of sha256rnds2 a try \(.+\)$")

    def test_an_unknown_kernel_is_no_device_and_the_others_are_named(self) -> None:
        self.assert_complains(run("bench", "--kernel", "abacus"), NO_DEVICE, "'abacus'", "portable")

    def test_an_unknown_backend_is_no_device_and_the_others_are_named(self) -> None:
        self.assert_complains(run("bench", "--backend", "abacus"), NO_DEVICE, "'abacus'", "cpu")

    def test_senseless_numbers_are_bad_usage(self) -> None:
        for flag, value in (("--threads", "0"), ("--threads", "-1"), ("--threads", "x"), ("--seconds", "0"),
                            ("--seconds", "-1"), ("--seconds", "x")):
            with self.subTest(flag=flag, value=value):
                self.assert_complains(run("bench", flag, value), USAGE, flag)


if __name__ == "__main__":
    main()
