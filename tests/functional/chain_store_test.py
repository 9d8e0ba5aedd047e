# SPDX-License-Identifier: MIT
"""The chain of a data directory that no node is using: shown, written out, taken in, judged again."""
import json
import shutil
import tempfile
from pathlib import Path

from grown_chain import grow
from program import DONE, FAILED, USAGE, VECTORS, ProgramTest, load, main, run

RECORDED = VECTORS / "chain_100.json"
CLASSIC_2 = ("--network", "classic", "--difficulty", "2")


class ChainStore(ProgramTest):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.data = self.directory / "data"

    def import_chain(self, file: Path = RECORDED, *flags: str) -> dict:
        outcome = run("chain", "import", file, "--data-dir", self.data, *(flags or CLASSIC_2))
        self.assertEqual(outcome.code, DONE, outcome)
        return json.loads(run("chain", "info", "--data-dir", self.data, "--json").out)

    def test_an_imported_chain_agrees_with_its_verification(self) -> None:
        for name, flags, verify in (("chain_100.json", CLASSIC_2, ("--difficulty", "2")),
                                    ("head_chain_30.json", ("--network", "mainline"), ("--network", "mainline"))):
            with self.subTest(name=name):
                self.data = self.directory / name
                info = self.import_chain(VECTORS / name, *flags)
                verified = json.loads(run("chain", "verify", VECTORS / name, *verify, "--json").out)
                self.assertEqual((info["tip"], info["utxo_digest"], info["length"] - 1),
                                 (verified["tip"], verified["utxo_digest"], verified["height"]))
                checked = run("chain", "check", "--data-dir", self.data)
                self.assertEqual(checked.code, DONE, checked)
                self.assertIn(f"{info['length']} blocks", checked.out)

    def test_an_export_is_what_was_imported(self) -> None:
        self.import_chain()
        file = self.directory / "exported.json"
        outcome = run("chain", "export", file, "--data-dir", self.data)
        self.assertEqual((outcome.code, outcome.out), (DONE, ""), outcome)
        self.assertEqual(json.loads(file.read_text()), {"chain": load("chain_100.json")["chain"], "length": 100})
        shown = run("chain", "export", "--data-dir", self.data)
        self.assertEqual(shown.out, file.read_text(), "standard output is the default")

    def test_importing_again_changes_nothing(self) -> None:
        self.assertEqual(self.import_chain(), self.import_chain())

    def test_a_shorter_chain_does_not_replace_a_longer_one(self) -> None:
        info = self.import_chain()
        self.assertEqual(self.import_chain(VECTORS / "chain_10.json"), info)

    def test_a_longer_chain_replaces_ours_however_long_ours_is(self) -> None:
        """Blocks of a file are no pushed ones, of which a side branch may have few (docs/rules.md, "Chains")."""
        for length, payee in ((600, "one"), (601, "another")):
            file = self.directory / f"{payee}.json"
            file.write_text(json.dumps({"chain": grow([], length, to=payee), "length": length}))
            info = self.import_chain(file, "--network", "classic", "--difficulty", "1")
            self.assertEqual(info["length"], length)

    def test_a_refused_chain_is_taken_up_to_its_fault(self) -> None:
        chain = load("chain_10.json")["chain"]
        chain[7]["hash"] = "0" * 64
        file = self.directory / "broken.json"
        file.write_text(json.dumps({"chain": chain, "length": 10}))
        outcome = run("chain", "import", file, "--data-dir", self.data, *CLASSIC_2)
        self.assertEqual(outcome.code, FAILED, outcome)
        self.assertIn("refused at block 7 by the rule block_hash", outcome.err)
        info = json.loads(run("chain", "info", "--data-dir", self.data, "--json").out)
        self.assertEqual(info["length"], 7)

    def test_without_a_chain_there_is_nothing_to_show(self) -> None:
        for command in ("info", "export", "check"):
            with self.subTest(command=command):
                self.assert_complains(run("chain", command, "--data-dir", self.data), USAGE, str(self.data))
        self.assertFalse(self.data.exists(), "nothing was made")

    def test_another_network_is_named(self) -> None:
        self.import_chain()
        self.assert_complains(run("chain", "info", "--data-dir", self.data, "--network", "mainline"), USAGE, "classic")
        self.assert_complains(run("chain", "import", RECORDED, "--data-dir", self.data, "--difficulty", "3"), USAGE,
                              "difficulty 2", "not of 3")

    def test_a_store_without_blocks_is_sound(self) -> None:
        file = self.directory / "bad.json"
        file.write_text('{"chain": [{}], "length": 1}')
        self.assertEqual(run("chain", "import", file, "--data-dir", self.data).code, FAILED)
        for command in ("info", "check"):
            outcome = run("chain", command, "--data-dir", self.data)
            self.assertEqual(outcome.code, DONE, outcome)
            self.assertIn("no blocks yet", outcome.out)

    def test_a_file_that_is_not_there_leaves_nothing_behind(self) -> None:
        self.assert_complains(run("chain", "import", self.directory / "none", "--data-dir", self.data), FAILED, "none")
        self.assertFalse(self.data.exists())

    def test_damage_is_noticed(self) -> None:
        self.import_chain()
        tables = [file for file in (self.data / "chain").iterdir()
                  if file.suffix in (".sst", ".log") and file.stat().st_size >= 4096]
        self.assertGreater(len(tables), 2)
        for file in tables:
            with self.subTest(file=file.name):
                damaged = self.directory / "damaged"
                shutil.rmtree(damaged, ignore_errors=True)
                shutil.copytree(self.data, damaged)
                bytes_ = bytearray((damaged / "chain" / file.name).read_bytes())
                bytes_[len(bytes_) // 3] ^= 0x10
                (damaged / "chain" / file.name).write_bytes(bytes_)
                outcome = run("chain", "check", "--data-dir", damaged)
                self.assertEqual(outcome.code, FAILED, outcome)
                self.assertIn("orrupt", outcome.err)


if __name__ == "__main__":
    main()
