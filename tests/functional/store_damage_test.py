# SPDX-License-Identifier: MIT
"""Bits that flip and files that are cut off, anywhere in a store: named or harmless, never a wrong answer; and what a
rebuilding brings back.   store_damage_test.py [--places N] [--seed S]"""
import http.client
import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from arguments import number_after
from made_chain import MAKE_CHAIN
from node_process import NodeTest
from program import DONE, FAILED, Outcome, main, run

PLACES = number_after("--places", 30)
SEED = number_after("--seed", random.randrange(1 << 32))

Json = dict[str, Any]


class Damage(NamedTuple):
    file: str
    what: str

    @staticmethod
    def do(dice: random.Random, store: Path) -> "Damage":
        """To a file of the store, one that holds something."""
        file = dice.choice(sorted(f for f in store.iterdir() if f.is_file() and f.stat().st_size > 0))
        content = bytearray(file.read_bytes())
        place = dice.randrange(len(content))
        if dice.random() < 0.3:
            file.write_bytes(content[:place])
            return Damage(file.name, f"cut off after {place} of {len(content)} bytes")
        content[place] ^= 1 << dice.randrange(8)
        file.write_bytes(content)
        return Damage(file.name, f"a bit of byte {place} of {len(content)} has flipped")


def holds_blocks(file: Path) -> bool:
    """Texts of blocks: a log, or a table of that column, as its properties say."""
    return file.suffix == ".log" or (file.suffix == ".sst" and b"nameblocks" in file.read_bytes())


class StoreDamage(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.dice = random.Random(SEED)
        self.twin: Json = {}
        self.exported = b""
        self.answers: dict[str, bytes] = {}

    # What is there before the damage.

    def make_chain(self, name: str, blocks: int, payments: int) -> Path:
        assert MAKE_CHAIN, "CHAINCORE_MAKE_CHAIN must name the program that makes chains"
        file = self.directory / name
        subprocess.run([MAKE_CHAIN, str(file), "--blocks", str(blocks), "--transactions", str(payments)], check=True)
        return file

    def take_in(self, chain: Path, data: Path) -> None:
        self.assert_done(run("chain", "import", chain, "--data-dir", data, "--difficulty", "1"))

    def info(self, data: Path) -> Json:
        outcome = self.assert_done(run("chain", "info", "--data-dir", data, "--json"))
        return {**json.loads(outcome.out), "data_dir": None}

    def assert_done(self, outcome: Outcome) -> Outcome:
        self.assertEqual(outcome.code, DONE, outcome)
        return outcome

    # What is there behind it.

    def assert_named(self, outcome: Outcome, damage: Damage) -> None:
        self.assertEqual(outcome.code, FAILED, outcome)
        self.assertIn(damage.file, outcome.err)

    def judge_info(self, data: Path, damage: Damage) -> None:
        outcome = run("chain", "info", "--data-dir", data, "--json")
        if outcome.code != DONE:
            return self.assert_named(outcome, damage)
        self.assertEqual({**json.loads(outcome.out), "data_dir": None}, self.twin)

    def judge_check(self, data: Path, damage: Damage) -> None:
        outcome = run("chain", "check", "--data-dir", data)
        if outcome.code != DONE:
            return self.assert_named(outcome, damage)
        self.assertIn(f"{self.twin['length']} blocks and {self.twin['coins']} coins are sound", outcome.out)

    def judge_export(self, data: Path, damage: Damage) -> None:
        outcome = run("chain", "export", "--data-dir", data)
        if outcome.code != DONE:
            self.assertEqual(outcome.code, FAILED, outcome.err)
            return self.assertIn(damage.file, outcome.err)
        self.assertEqual(outcome.out.encode(), self.exported)

    def judge_node(self, data: Path, damage: Damage) -> None:
        """It ends with a sentence, or serves nothing but what is right."""
        node = self.node("--backend", "none", name=data.name)
        try:
            node.start()
        except AssertionError:
            self.assertIn(damage.file, node.log)
            assert node.process is not None
            return self.assertEqual(node.process.wait(30), FAILED)
        for path, right in self.answers.items():
            try:
                answer = node.get(path)
            except (OSError, http.client.HTTPException):
                self.assertIn(damage.file, node.log)  # it had begun, and was broken off
                continue
            if answer.status != 503:
                self.assertEqual((answer.status, answer.body), (200, right), path)
        self.assertEqual(node.stop(), DONE)

    def ask_twin(self, data: Path) -> None:
        """What a sound node answers to some questions."""
        node = self.node("--backend", "none", name=data.name).start()
        blocks = node.chain()
        payees = {output["recipient_address"] for block in blocks[-20:] for transaction in block["transactions"]
                  for output in transaction["outputs"]}
        paths = ["/chain", "/blockchain/headers", "/blocks/range?start=100&end=120"]
        for address in sorted(payees)[:10]:
            paths += [f"/balance/{address}", f"/utxos/{address}", f"/transactions/{address}"]
        self.answers = {path: node.get(path).body for path in paths}
        self.assertEqual(node.stop(), DONE)

    def judge_reindex(self, data: Path, chain: Path, may_lose: bool) -> None:
        outcome = run("chain", "reindex", "--data-dir", data, "--json")
        if "which network" in outcome.err:  # only its own record knew that
            self.assertEqual(outcome.code, FAILED, outcome)
            outcome = run("chain", "reindex", "--data-dir", data, "--json", "--network", "classic", "--difficulty", "1")
        if outcome.code != DONE:  # nothing at all is left
            self.assertTrue(may_lose, outcome)
            self.assertEqual(outcome.code, FAILED, outcome)
            self.assertIn("no block", outcome.err)
            return
        is_whole = {**json.loads(outcome.out), "data_dir": None} == self.twin
        if not is_whole:
            self.assertTrue(may_lose, outcome)
            self.assertRegex(outcome.err, "warn")
            self.take_in(chain, data)
        self.assertEqual(self.info(data), self.twin)
        checked = self.assert_done(run("chain", "check", "--data-dir", data))
        self.assertIn(f"{self.twin['length']} blocks", checked.out)

    def damage_many(self, kind: str, chain: Path, data: Path) -> None:
        copy = self.directory / f"{kind}-twin"
        shutil.copytree(data, copy)
        self.twin = self.info(copy)
        self.exported = run("chain", "export", "--data-dir", copy).out.encode()
        self.ask_twin(copy)
        for number in range(max(1, PLACES // 4)):
            damaged = self.directory / f"{kind}-{number}"
            shutil.copytree(data, damaged)
            with_blocks = {file.name for file in (damaged / "chain").iterdir() if holds_blocks(file)}
            self.assertTrue(with_blocks)
            damage = Damage.do(self.dice, damaged / "chain")
            with self.subTest(kind=kind, number=number, damage=damage, seed=SEED):
                if number % 5 == 4:
                    self.judge_node(damaged, damage)
                self.judge_info(damaged, damage)
                self.judge_check(damaged, damage)
                self.judge_export(damaged, damage)
                self.judge_reindex(damaged, chain, damage.file in with_blocks)
            shutil.rmtree(damaged)

    def test_a_store_in_its_log(self) -> None:
        chain = self.make_chain("chain.json", 300, 3)
        data = self.directory / "log"
        self.take_in(chain, data)
        self.damage_many("log", chain, data)

    def test_a_store_in_tables(self) -> None:
        chain = self.make_chain("chain.json", 300, 3)
        data = self.directory / "tables"
        self.take_in(chain, data)
        self.info(data)  # a start empties the log
        self.damage_many("tables", chain, data)

    def test_a_store_in_tables_and_its_log(self) -> None:
        chain = self.make_chain("chain.json", 300, 3)
        data = self.directory / "both"
        self.take_in(self.make_chain("part.json", 200, 3), data)
        self.take_in(chain, data)
        self.damage_many("both", chain, data)

    def test_a_store_in_tables_that_were_taken_over(self) -> None:
        chain = self.make_chain("chain.json", 300, 12)
        data = self.directory / "bulk"
        self.take_in(chain, data)
        self.damage_many("bulk", chain, data)


if __name__ == "__main__":
    main()
