# SPDX-License-Identifier: MIT
"""`chaincore chain verify` and `chaincore chain extend` on recorded, broken and freshly mined chains."""
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from chain_maker import digest, mine_chain
from program import (DONE, FAILED, NO_DEVICE, USAGE, Outcome, ProgramTest, VECTORS, canonical, load, main, run)

ADDRESS = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"
CHAIN_10 = VECTORS / "chain_10.json"
REPORT_KEYS = ["valid", "height", "tip", "utxo_digest", "rejection"]


def is_recorded_in_the_future(name: str) -> bool:
    """Does this machine's clock stand before the recording? Nobody may mine on top of it then."""
    return load(name)["chain"][-1]["timestamp"] > time.time()


def blocks_of(text: str) -> list[str]:
    """The blocks of what `chain extend` wrote, as they stand there."""
    lines = text.splitlines()
    assert lines[0] == '{"chain": [' and lines[-1].startswith("], "), (lines[0], lines[-1])
    return [line.removesuffix(",") for line in lines[1:-1]]


class ChainTest(ProgramTest):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def write(self, name: str, content: str | bytes) -> Path:
        file = self.directory / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def report_of(self, outcome: Outcome) -> dict[str, Any]:
        """The one JSON object that a verification prints; its exit code must agree."""
        self.assertEqual(outcome.err, "")
        self.assertEqual(len(outcome.out.splitlines()), 1)
        report = json.loads(outcome.out)
        self.assertEqual(list(report), REPORT_KEYS)
        self.assertEqual(outcome.code, DONE if report["valid"] else FAILED)
        return report

    def verify(self, file: Path, *flags: str) -> dict[str, Any]:
        return self.report_of(run("chain", "verify", file, "--json", *flags))

    def refusal_of(self, text: str | bytes) -> dict[str, Any]:
        """Why this text is refused, the same from a file as from standard input."""
        report = self.report_of(run("chain", "verify", "-", "--json", "--difficulty", "2", stdin=text))
        self.assertEqual(report, self.verify(self.write("refused.json", text), "--difficulty", "2"))
        self.assertFalse(report["valid"])
        self.assertEqual(sorted(report["rejection"]), ["height", "message", "rule"])
        self.assertGreater(len(report["rejection"]["message"]), 10)
        return report["rejection"]

    def young_chain(self, blocks: int = 13) -> Path:
        """A chain whose last block is a minute old, mined by Python."""
        first = time.time() - 60 * blocks
        return self.write("young.json", json.dumps(mine_chain([round(first + 60 * i, 6) for i in range(blocks)])))


class Verify(ChainTest):
    def test_a_valid_chain_is_reported_for_people(self) -> None:
        chain = load("chain_10.json")["chain"]
        outcome = run("chain", "verify", CHAIN_10, "--difficulty", "2")
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assertEqual(outcome.out.splitlines()[0], f"{CHAIN_10}: valid")
        self.assertRegex(outcome.out, rf"(?m)^  height +{len(chain) - 1}$")
        self.assertRegex(outcome.out, rf"(?m)^  tip +{chain[-1]['hash']}$")
        self.assertRegex(outcome.out, r"(?m)^  coins +\d+ unspent$")
        self.assertRegex(outcome.out, r"(?m)^  utxo digest +[0-9a-f]{64}$")

    def test_a_refused_chain_is_reported_for_people_with_its_valid_part(self) -> None:
        answer = load("chain_10.json")
        answer["chain"][6]["nonce"] += 1
        outcome = run("chain", "verify", "-", "--difficulty", "2", stdin=json.dumps(answer))
        self.assertEqual((outcome.code, outcome.err), (FAILED, ""))
        self.assertIn("-: refused at block 6 by the rule block_hash\n", outcome.out)
        self.assertRegex(outcome.out, r"(?m)^  height +5$")
        self.assertRegex(outcome.out, rf"(?m)^  tip +{answer['chain'][5]['hash']}$")

    def test_a_file_and_standard_input_give_the_same_report(self) -> None:
        for name in ("chain_10.json", "chain_100.json"):
            from_file = self.verify(VECTORS / name, "--difficulty", "2")
            text = (VECTORS / name).read_bytes()
            self.assertEqual(from_file, self.report_of(run("chain", "verify", "-", "--json", "--difficulty", "2",
                                                           stdin=text)))
            self.assertTrue(from_file["valid"])

    def test_every_shape_of_the_same_answer_gives_the_same_report(self) -> None:
        answer = load("chain_10.json")
        wanted = self.verify(CHAIN_10, "--difficulty", "2")
        shapes = (json.dumps(answer, indent=2, sort_keys=True), json.dumps(answer, separators=(",", ":")),
                  json.dumps({"length": 10, **answer}), json.dumps({"chain": answer["chain"]}),
                  json.dumps({"x": {"chain": [1, [{}]]}, **answer}), " \n" + json.dumps(answer) + "\r\n\t ",
                  json.dumps({"chain": [{**block, "note": ["]}", {"\\": '"'}]} for block in answer["chain"]]}))
        for shape in shapes:
            with self.subTest(shape=shape[:40]):
                self.assertEqual(self.verify(self.write("shape.json", shape), "--difficulty", "2"), wanted)

    def test_python_s_own_chain_is_valid(self) -> None:
        report = self.verify(self.young_chain(), "--difficulty", "1")
        self.assertEqual((report["valid"], report["height"]), (True, 12))

    def test_a_chain_cut_off_anywhere_is_truncated(self) -> None:
        text = CHAIN_10.read_text().rstrip()
        first_end = text.index('"transactions"')
        between = text.index('}, {"hash"') if '}, {"hash"' in text else text.index('},{"hash"')
        cuts = [1, 5, text.index("[") + 1, text.index("[") + 40, first_end, between, between + 1, between + 2,
                len(text) // 2, text.rindex("]"), text.rindex("]") + 1, len(text) - 1]
        for cut in cuts:
            with self.subTest(cut=cut):
                self.assertEqual(self.refusal_of(text[:cut])["rule"], "truncated_chain")

    def test_an_empty_file_is_truncated(self) -> None:
        self.assertEqual(self.refusal_of("")["rule"], "truncated_chain")
        self.assertIn(self.refusal_of(" \n")["rule"], ("truncated_chain", "invalid_json"))

    def test_a_chain_without_blocks_has_no_genesis(self) -> None:
        rejection = self.refusal_of('{"chain": [], "length": 0}')
        self.assertEqual((rejection["rule"], rejection["height"]), ("genesis", 0))

    def test_broken_json_is_refused_where_it_breaks(self) -> None:
        text = json.dumps(load("chain_10.json"))
        genesis, second = (canonical(block) for block in load("chain_10.json")["chain"][:2])
        cases = {
            "no object": ("[]", {"wrong_type"}),
            "no list": ('{"length": 1}', {"missing_field"}),
            "list no array": ('{"chain": {}}', {"wrong_type"}),
            "block no object": ('{"chain": [1]}', {"wrong_type"}),
            "block empty": ('{"chain": [{}]}', {"missing_field"}),
            "text behind": (text + "x", {"invalid_json"}),
            "two answers": (text + text, {"invalid_json", "block_index", "previous_hash"}),
            "no comma": (f'{{"chain": [{genesis} {second}]}}', {"invalid_json"}),
            "two commas": (f'{{"chain": [{genesis},,{second}]}}', {"invalid_json", "wrong_type"}),
            "trailing comma": (f'{{"chain": [{genesis},]}}', {"invalid_json", "wrong_type"}),
            "two lists": (f'{{"chain": [{genesis}], "chain": [{second}]}}',
                          {"duplicate_key", "block_index", "previous_hash", "difficulty"}),
            "an escaped name": (f'{{"ch\\u0061in": [{genesis}]}}', {"missing_field", "invalid_json", "genesis"}),
            "bare word": (text.replace('"index"', "index", 1), {"invalid_json"}),
            "NaN": (text.replace('"nonce": ', '"nonce": NaN, "x": ', 1), {"invalid_json", "invalid_number"}),
            "overflow": (text.replace('"timestamp": ', '"timestamp": 1e999, "x": ', 1), {"invalid_number"}),
            "lone surrogate": (text.replace('"index"', '"x": "\\ud800", "hash"', 1), {"lone_surrogate", "duplicate_key"}),
            "key twice": (text.replace('"nonce"', '"nonce": 1, "nonce"', 1), {"duplicate_key"}),
            "too deep": (text.replace('"nonce"', '"x": ' + "[" * 64 + "]" * 64 + ', "nonce"', 1), {"too_deep"}),
        }
        for name, (broken, rules) in cases.items():
            with self.subTest(name=name):
                self.assertNotEqual(broken, text)
                self.assertIn(self.refusal_of(broken)["rule"], rules)

    def test_bytes_that_are_no_utf8_are_refused(self) -> None:
        text = CHAIN_10.read_bytes().replace(b"COINBASE_BLOCK_0", b"COINBASE_\xff\xfe", 1)
        self.assertEqual(self.refusal_of(text)["rule"], "invalid_utf8")
        self.assertEqual(self.refusal_of(os.urandom(100_000))["height"], 0)

    def test_what_a_stranger_wrote_cannot_act_on_the_terminal(self) -> None:
        chain = load("chain_10.json")
        chain["chain"][0]["hash"] = "\x1b]0;owned\x07\nfine: valid"
        outcome = run("chain", "verify", "-", "--difficulty", "2", stdin=json.dumps(chain))
        self.assertEqual(outcome.code, FAILED)
        self.assertNotIn("\x1b", outcome.out)
        self.assertEqual(len(outcome.out.splitlines()), 2, outcome.out)

    def test_what_cannot_be_read_is_named_in_one_sentence(self) -> None:
        unreadable = [self.directory, self.directory / "none.json", self.directory / "none" / "x", Path("/proc/self/mem")]
        if os.geteuid() != 0:
            locked = self.write("locked.json", CHAIN_10.read_bytes())
            locked.chmod(0)
            unreadable.append(locked)
        for file in unreadable:
            for flags in ([], ["--json"]):
                with self.subTest(file=file, flags=flags):
                    self.assert_complains(run("chain", "verify", file, *flags), FAILED, str(file))
            with self.subTest(extend=file):
                self.assert_complains(run("chain", "extend", file, "--mine-to", ADDRESS), FAILED, str(file))


class Extend(ChainTest):
    def extend(self, file: Path, *flags: str) -> tuple[Path, str]:
        """The longer chain, as a file and as text."""
        longer = self.directory / f"longer_{file.name}"
        outcome = run("chain", "extend", file, "--mine-to", ADDRESS, "-o", longer, *flags)
        self.assertEqual((outcome.code, outcome.out), (DONE, ""), outcome)
        return longer, longer.read_text()

    def check_new_block(self, text: str, difficulty: int) -> dict[str, Any]:
        """Python computes the block's hash, id and payee anew."""
        block = json.loads(text)
        self.assertEqual(text, canonical(block))
        header = {key: block[key] for key in
                  ("index", "previous_hash", "merkle_root", "timestamp", "nonce", "target_difficulty")}
        self.assertEqual(block["hash"], digest(canonical(header)))
        self.assertTrue(block["hash"].startswith("0" * difficulty))
        self.assertEqual(block["target_difficulty"], difficulty)
        self.assertLessEqual(block["timestamp"], time.time())
        [coinbase] = block["transactions"]
        self.assertEqual(coinbase["outputs"][0]["recipient_address"], ADDRESS)
        self.assertEqual(block["merkle_root"], coinbase["tx_id"])
        return block

    def test_a_thousand_recorded_blocks_grow_by_twenty_and_then_by_two(self) -> None:
        if is_recorded_in_the_future("chain_1000.json"):
            self.skipTest("this machine's clock stands before the recording of chain_1000.json")
        recorded = [canonical(block) for block in load("chain_1000.json")["chain"]]
        longer, text = self.extend(VECTORS / "chain_1000.json", "--blocks", "20", "--difficulty", "5")
        blocks = blocks_of(text)
        self.assertEqual(blocks[:1000], recorded)
        new = [self.check_new_block(block, 5) for block in blocks[1000:]]
        self.assertEqual([block["index"] for block in new], list(range(1000, 1020)))
        self.assertEqual(json.loads(text)["length"], 1020)
        times = [json.loads(block)["timestamp"] for block in blocks[999:]]
        self.assertEqual(times, sorted(set(times)), "each block is later than its parent")
        report = self.verify(longer, "--difficulty", "2")
        self.assertEqual((report["valid"], report["height"], report["tip"]), (True, 1019, new[-1]["hash"]))

        again, text = self.extend(longer, "--blocks", "2", "--difficulty", "2")
        self.assertEqual(blocks_of(text)[:1020], blocks)
        report = self.verify(again, "--difficulty", "2")
        self.assertEqual((report["valid"], report["height"]), (True, 1021))

    def test_a_chain_of_python_s_grows(self) -> None:
        file = self.young_chain()
        longer, text = self.extend(file, "--blocks", "3", "--difficulty", "3")
        for block in blocks_of(text)[13:]:
            self.check_new_block(block, 3)
        self.assertEqual(self.verify(longer, "--difficulty", "1")["height"], 15)

    def test_without_a_difficulty_the_last_block_s_is_kept(self) -> None:
        _, text = self.extend(self.young_chain(), "--blocks", "2")
        for block in blocks_of(text)[13:]:
            self.check_new_block(block, 1)

    def test_one_block_is_the_default_and_standard_output_too(self) -> None:
        outcome = run("chain", "extend", "-", "--mine-to", ADDRESS, stdin=self.young_chain().read_bytes())
        self.assertEqual(outcome.code, DONE)
        self.assertEqual(len(blocks_of(outcome.out)), 14)

    def test_each_block_is_reported_on_standard_error(self) -> None:
        outcome = run("chain", "extend", self.young_chain(), "--mine-to", ADDRESS, "--blocks", "3")
        hashes = [json.loads(block)["hash"] for block in blocks_of(outcome.out)[13:]]
        self.assertEqual([line.split()[2] for line in outcome.err.splitlines()], hashes)

    def test_every_kernel_mines_valid_blocks(self) -> None:
        answer = run("chain", "extend", CHAIN_10, "--mine-to", ADDRESS, "--kernel", "bogus")
        kernels = answer.err.strip().rpartition("it has: ")[2].split(", ")
        self.assertIn("portable", kernels)
        self.assertEqual("sha_ni" in kernels, " sha_ni " in Path("/proc/cpuinfo").read_text().replace("\n", " \n"))
        for kernel in kernels:
            with self.subTest(kernel=kernel):
                file = self.young_chain()
                longer, text = self.extend(file, "--kernel", kernel, "--difficulty", "3", "--blocks", "4")
                for block in blocks_of(text)[13:]:
                    self.check_new_block(block, 3)
                self.assertTrue(self.verify(longer, "--difficulty", "1")["valid"])

    def test_an_unknown_kernel_is_no_device_and_the_others_are_listed(self) -> None:
        for kernel in ("bogus", "PORTABLE", "avx512"):
            outcome = run("chain", "extend", CHAIN_10, "--mine-to", ADDRESS, "--kernel", kernel)
            if kernel not in outcome.err.rpartition("it has: ")[2]:
                self.assert_complains(outcome, NO_DEVICE, kernel, "portable")

    def test_a_bad_address_is_bad_usage_and_nothing_is_written(self) -> None:
        longer = self.directory / "longer.json"
        outcome = run("chain", "extend", CHAIN_10, "--mine-to", ADDRESS[:-1] + "W", "-o", longer)
        self.assert_complains(outcome, USAGE, "--mine-to")
        self.assertFalse(longer.exists())

    def test_mainline_s_chain_grows_by_mainline_s_rules(self) -> None:
        if is_recorded_in_the_future("head_chain_30.json"):
            self.skipTest("this machine's clock stands before the recording of head_chain_30.json")
        longer, text = self.extend(VECTORS / "head_chain_30.json", "--network", "mainline", "--blocks", "2")
        report = self.verify(longer, "--network", "mainline")
        self.assertEqual((report["valid"], report["height"]), (True, 31))
        for block in blocks_of(text)[30:]:
            self.check_new_block(block, json.loads(block)["target_difficulty"])

    def test_a_chain_from_the_future_is_refused_at_once(self) -> None:
        now = time.time()
        chain = mine_chain([round(now - 600, 6), round(now - 300, 6), round(now + 30 * 86400, 6)])
        file = self.write("future.json", json.dumps(chain))
        self.assertTrue(self.verify(file, "--difficulty", "1")["valid"], "a file is not judged by the clock")
        longer = self.directory / "longer.json"
        outcome = run("chain", "extend", file, "--mine-to", ADDRESS, "-o", longer, timeout=30)
        self.assert_complains(outcome, FAILED, "ahead of this machine's clock")
        self.assertFalse(longer.exists())

    def test_a_refused_chain_is_not_extended(self) -> None:
        answer = json.loads(self.young_chain().read_text())
        answer["chain"][5]["nonce"] += 1
        outcome = run("chain", "extend", self.write("broken.json", json.dumps(answer)), "--mine-to", ADDRESS)
        self.assert_complains(outcome, FAILED, "block 5", "block_hash")

    def test_an_output_that_cannot_be_written_is_named(self) -> None:
        for output in (self.directory / "none" / "longer.json", self.directory):
            outcome = run("chain", "extend", self.young_chain(), "--mine-to", ADDRESS, "-o", output)
            self.assertEqual((outcome.code, outcome.out), (FAILED, ""))
            self.assertIn(str(output), outcome.err.splitlines()[-1])

    def test_a_chain_can_be_replaced_by_its_longer_self(self) -> None:
        file = self.young_chain()
        self.assertEqual(run("chain", "extend", file, "--mine-to", ADDRESS, "-o", file).code, DONE)
        self.assertEqual(self.verify(file, "--difficulty", "1")["height"], 13)
        self.assertEqual([entry.name for entry in self.directory.iterdir()], [file.name])


if __name__ == "__main__":
    main()
