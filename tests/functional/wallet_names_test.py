# SPDX-License-Identifier: MIT
"""Wallets by their names, in a directory of their own: made, found, listed."""
import json
import os
import stat
import subprocess
import tempfile
from pathlib import Path

from program import DONE, FAILED, PROGRAM, USAGE, Outcome, ProgramTest, main, run
from scripted_node import ScriptedNode


class WalletNames(ProgramTest):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.here = Path(directory.name, "here")
        self.here.mkdir()
        self.data = Path(directory.name, "data")
        self.wallets = self.data / "chaincore" / "wallets"

    def wallet(self, *arguments: str | Path) -> Outcome:
        """`chaincore wallet` in the directory `here`."""
        done = subprocess.run([PROGRAM, "wallet", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=60, cwd=self.here,
                              env={**os.environ, "XDG_DATA_HOME": str(self.data)})
        return Outcome(done.returncode, done.stdout, done.stderr)

    def create(self, *arguments: str | Path) -> str:
        outcome = self.wallet("create", *arguments)
        self.assertEqual(outcome.code, DONE, outcome)
        return outcome.out.strip()

    # Names and paths.

    def test_a_name_is_a_file_of_the_directory_that_only_its_owner_can_enter(self) -> None:
        address = self.create("savings")
        self.assertEqual(stat.S_IMODE(self.wallets.stat().st_mode), 0o700)
        self.assertEqual(json.loads((self.wallets / "savings.json").read_text())["address"], address)
        self.assertEqual(list(self.here.iterdir()), [])
        for words in (["savings"], ["-w", "savings"], [self.wallets / "savings.json"]):
            self.assertEqual(self.wallet("address", *words), (DONE, address + "\n", ""))

    def test_a_named_wallet_is_never_overwritten(self) -> None:
        self.create("savings")
        self.assert_complains(self.wallet("create", "savings"), FAILED, str(self.wallets / "savings.json"))

    def test_a_file_of_that_name_here_counts_more(self) -> None:
        self.create("savings")
        here = self.create("here.json")
        (self.here / "here.json").rename(self.here / "savings")
        self.assertEqual(self.wallet("address", "savings").out, here + "\n")
        self.assert_complains(self.wallet("create", "savings"), FAILED, "savings")

    def test_what_is_no_name_is_a_path(self) -> None:
        for text in ("x.json", "./x", "sub/x", ".x", "x\u00e9", "x\ty"):
            with self.subTest(text=text):
                outcome = self.wallet("address", text)
                self.assertEqual(outcome.code, FAILED, outcome)
                self.assertNotIn(str(self.wallets), outcome.err)
        self.create("x.json")
        self.assertTrue((self.here / "x.json").exists())
        self.assertFalse(self.wallets.exists())

    def test_a_name_that_nobody_has_is_looked_for_in_the_directory(self) -> None:
        self.assert_complains(self.wallet("address", "savings"), FAILED, str(self.wallets / "savings.json"))

    def test_without_a_home_there_are_no_names(self) -> None:
        bare = {key: value for key, value in os.environ.items() if key not in ("HOME", "XDG_DATA_HOME")}
        self.assert_complains(run("wallet", "address", "savings", env=bare), USAGE, "HOME", "savings")
        self.assert_complains(run("wallet", "address", env=bare), USAGE, "FILE", "--wallet")

    # None given.

    def test_the_only_wallet_is_used_and_named(self) -> None:
        address = self.create("savings")
        outcome = self.wallet("address")
        self.assertEqual((outcome.code, outcome.out), (DONE, address + "\n"))
        self.assertEqual(outcome.err, f"wallet savings ({self.wallets}/savings.json)\n")

    def test_of_none_or_several_none_is_used(self) -> None:
        self.assert_complains(self.wallet("address"), USAGE, "FILE", "--wallet", str(self.wallets), "there is none")
        self.create("savings")
        self.create("daily")
        for command in (["address"], ["balance"], ["send", "--to", "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV", "--amount",
                                                   "1"]):
            self.assert_complains(self.wallet(*command), USAGE, "FILE", "--wallet", "daily, savings")

    def test_a_new_wallet_is_always_named(self) -> None:
        self.create("savings")
        self.assert_complains(self.wallet("create"), USAGE, "FILE", "--wallet")

    # The list.

    def test_the_list_has_names_addresses_and_whether_the_key_is_encrypted(self) -> None:
        secret = self.here / "passphrase"
        secret.write_text("secret")
        savings = self.create("savings", "--encrypt", "--passphrase-file", secret)
        daily = self.create("daily")
        outcome = self.wallet("list")
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assertEqual([line.split() for line in outcome.out.splitlines()],
                         [["wallet", "address", "encrypted"], ["daily", daily, "no"], ["savings", savings, "yes"]])
        listed = json.loads(self.wallet("list", "--json").out)
        self.assertEqual(listed["wallets"][1], {"name": "savings", "file": str(self.wallets / "savings.json"),
                                                "address": savings, "encrypted": True})

    def test_the_nodes_own_wallets_are_listed_by_their_paths(self) -> None:
        own = self.data / "chaincore" / "classic" / "wallet.json"
        own.parent.mkdir(parents=True)
        address = self.create(own)
        outcome = self.wallet("list")
        self.assertEqual(outcome.out.splitlines()[1].split(), [str(own), address, "no"])

    def test_a_directory_is_listed_by_paths(self) -> None:
        self.create("savings")
        address = self.create("x.json")
        (self.here / ".hidden.json").write_text("")
        (self.here / "notes.txt").write_text("")
        outcome = self.wallet("list", "--dir", self.here)
        self.assertEqual([line.split() for line in outcome.out.splitlines()[1:]],
                         [[str(self.here / "x.json"), address, "no"]])
        self.assert_complains(self.wallet("list", "--dir", self.here / "none"), USAGE, "--dir")

    def test_a_damaged_file_is_named_and_the_others_are_listed(self) -> None:
        address = self.create("savings")
        damaged = self.wallets / "damaged.json"
        damaged.write_text("{")
        outcome = self.wallet("list")
        self.assertEqual(outcome.code, FAILED, outcome)
        self.assertEqual(outcome.out.splitlines()[1].split(), ["savings", address, "no"])
        [sentence] = outcome.err.splitlines()
        self.assertIn(f"{damaged} is no wallet file", sentence)
        listed = json.loads(self.wallet("list", "--json").out)["wallets"]
        self.assertIn("is no wallet file", listed[0]["error"])
        self.assertEqual(listed[1]["address"], address)

    def test_no_wallets_are_said_to_be_none(self) -> None:
        outcome = self.wallet("list")
        self.assertEqual((outcome.code, outcome.out), (DONE, ""))
        self.assertIn("there are no wallets", outcome.err)
        self.assertEqual(json.loads(self.wallet("list", "--json").out), {"wallets": []})

    def test_a_node_is_asked_about_a_wallet_by_its_name(self) -> None:
        node = ScriptedNode()
        self.addCleanup(node.stop)
        node.answers["balance"] = (200, {"balance": 12.5})
        address = self.create("savings")
        for words in (["savings"], ["-w", "savings"]):
            self.assertEqual(self.wallet("balance", *words, "-n", node.url), (DONE, "12.5\n", ""))
        self.assertEqual(set(node.requests), {f"GET /balance/{address}"})

    def test_balances_are_asked_for_and_added_up(self) -> None:
        node = ScriptedNode()
        self.addCleanup(node.stop)
        node.answers["balance"] = (200, {"balance": 12.5})
        addresses = {self.create("savings"), self.create("daily")}
        outcome = self.wallet("list", "-n", node.url, "--balance")
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assertEqual([line.split()[-1] for line in outcome.out.splitlines()], ["balance", "12.5", "12.5", "25.0"])
        self.assertEqual(set(node.requests), {f"GET /balance/{address}" for address in addresses})
        listed = json.loads(self.wallet("list", "-n", node.url, "--balance", "--json").out)
        self.assertEqual((listed["total"], listed["wallets"][0]["balance"]), (25.0, 12.5))
        self.assert_complains(self.wallet("list", "-n", node.url), USAGE, "--balance")
        node.answers["balance"] = (500, b"")
        self.assert_complains(self.wallet("list", "-n", node.url, "--balance"), FAILED, node.url)


if __name__ == "__main__":
    main()
