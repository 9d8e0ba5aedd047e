# SPDX-License-Identifier: MIT
"""`chaincore inspect`: one answer a line, in order, whatever the other lines hold."""
import json
import subprocess
import tempfile
from pathlib import Path

from program import DONE, FAILED, PROGRAM, VECTORS, ProgramTest, inspect, main, run

KINDS = ("tx", "header", "merkle", "address", "json", "spend")


class Inspect(ProgramTest):
    def test_a_blank_line_is_refused_by_every_kind(self) -> None:
        for kind in KINDS:
            with self.subTest(kind=kind):
                for answer in inspect(kind, ["", "   ", "\t\r"]):
                    self.assertEqual(sorted(answer), ["error", "rule"])
                    self.assertEqual(answer["rule"], "invalid_json")

    def test_a_broken_line_says_why_and_by_which_rule(self) -> None:
        for kind in KINDS:
            for line, rule in (("{", "invalid_json"), ('["\\ud800"]', "lone_surrogate"), ("1e999", "invalid_number"),
                               ("[" * 65 + "]" * 65, "too_deep")):
                with self.subTest(kind=kind, line=line[:20]):
                    [answer] = inspect(kind, [line])
                    self.assertEqual(answer["rule"], rule)
                    self.assertGreater(len(answer["error"]), 10)

    def test_another_shape_is_refused_as_wrong_type_or_missing(self) -> None:
        cases = (("tx", "[]", "wrong_type"), ("tx", "1", "wrong_type"), ("tx", "{}", "missing_field"),
                 ("header", "{}", "missing_field"), ("header", "[]", "missing_field"),
                 ("merkle", "{}", "wrong_type"), ("merkle", "[1]", "wrong_type"), ("address", "1", "wrong_type"),
                 ("spend", "{}", "missing_field"), ("spend", '{"wire": 1, "utxos": []}', "wrong_type"),
                 ("spend", '{"wire": "{}", "utxos": {}}', "wrong_type"),
                 ("spend", '{"wire": "{}", "utxos": [{}]}', "missing_field"))
        for kind, line, rule in cases:
            with self.subTest(kind=kind, line=line):
                self.assertEqual(inspect(kind, [line])[0]["rule"], rule)

    def test_the_lines_around_a_broken_one_are_answered_in_order(self) -> None:
        lines = ["1", "", "[2]", "{", '"\\u0000"', '{"b": 3, "a": 4.0}', "nul", "-0.0"]
        answers = inspect("json", lines)
        self.assertEqual([answer.get("canonical") for answer in answers],
                         ["1", None, "[2]", None, None, '{"a": 4.0, "b": 3}', None, "-0.0"])
        self.assertEqual([answer.get("rule") for answer in answers],
                         [None, "invalid_json", None, "invalid_json", "nul_character", None, "invalid_json", None])

    def test_the_exit_code_says_whether_a_line_was_refused(self) -> None:
        self.assertEqual(run("inspect", "json", stdin="1\n2\n").code, DONE)
        self.assertEqual(run("inspect", "json", stdin="1\nx\n2\n").code, FAILED)
        # A text that is judged and found invalid is an answer, not a refusal.
        self.assertEqual(run("inspect", "address", stdin='"x"\n'), (DONE, '{"valid":false}\n', ""))

    def test_the_last_line_may_lack_its_end_and_no_lines_are_fine(self) -> None:
        self.assertEqual(run("inspect", "json", stdin="1\n2").out, '{"canonical":"1"}\n{"canonical":"2"}\n')
        self.assertEqual(run("inspect", "json", stdin=""), (DONE, "", ""))

    def test_a_file_is_read_as_standard_input_is(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            file = Path(directory, "lines")
            file.write_text("[1,2]\n\n3\n")
            outcome = run("inspect", "json", file)
            self.assertEqual(outcome, run("inspect", "json", "-", stdin=file.read_bytes()))
            self.assertEqual(len(outcome.out.splitlines()), 3)

    def test_a_file_that_cannot_be_read_is_named(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            for file in (Path(directory), Path(directory, "none")):
                self.assert_complains(run("inspect", "json", file), FAILED, str(file))

    def test_broken_utf8_is_refused_and_the_answer_is_json(self) -> None:
        outcome = run("inspect", "json", stdin=b'"\xff"\n"\xed\xa0\x80"\n{"a\xf0\x9f": 1}\n2\n')
        answers = [json.loads(line) for line in outcome.out.splitlines()]
        self.assertEqual([answer.get("rule") for answer in answers], ["invalid_utf8"] * 3 + [None])

    def test_a_line_of_many_megabytes_is_answered(self) -> None:
        line = "[" + "1," * 4_000_000 + "2]"
        [answer] = inspect("json", [line])
        self.assertEqual(answer["canonical"], line.replace(",", ", "))

    def test_coins_that_cannot_exist_are_refused(self) -> None:
        wire = json.dumps({"inputs": [], "outputs": [], "timestamp": 1, "tx_id": "a"})
        for amount in (0, -1, -1.7e308):
            coins = [{"tx_id": f"{n:064x}", "output_index": 0, "amount": amount, "recipient_address": "a"} for n in (1, 2)]
            with self.subTest(amount=amount):
                answer, = inspect("spend", [json.dumps({"wire": wire, "utxos": coins})])
                self.assertEqual(answer["rule"], "amount")

    def test_output_that_nobody_takes_is_a_failure(self) -> None:
        for command in (["inspect", "json"], ["chain", "verify", VECTORS / "chain_10.json", "--difficulty", "2"]):
            with self.subTest(command=command), open("/dev/full", "w") as full:
                done = subprocess.run([PROGRAM, *map(str, command)], input=b"[1]\n" * 100_000, stdout=full,
                                      stderr=subprocess.PIPE)
                self.assertEqual(done.returncode, FAILED)
                self.assertIn(b"cannot write to standard output", done.stderr)

    def test_the_header_of_mainline_has_both_dialects_and_of_classic_one(self) -> None:
        header = json.dumps({"index": 1, "previous_hash": "", "merkle_root": "", "timestamp": 1.5, "nonce": 7,
                             "target_difficulty": 4})
        [classic] = inspect("header", [header])
        [mainline] = inspect("header", [header], "--network", "mainline")
        self.assertEqual(sorted(classic), ["hash", "preimage"])
        self.assertEqual(sorted(mainline), ["hash", "miner_hash", "miner_preimage", "preimage"])
        self.assertEqual(mainline["miner_preimage"],
                         '{"index": 1, "merkle_root": "", "previous_hash": "", "target_difficulty": 4, '
                         '"timestamp": 1.5,"nonce":7}')


if __name__ == "__main__":
    main()
