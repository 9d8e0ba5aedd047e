# SPDX-License-Identifier: MIT
"""`chaincore wallet`: keys are made once, kept private, and sign what their owner may spend."""
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

from chain_maker import digest
from program import DONE, FAILED, USAGE, ProgramTest, canonical, inspect, load, main, run

COIN = {"tx_id": "ab" * 32, "output_index": 3, "amount": 12.5}


def payment(amount: float = 12.5) -> dict[str, Any]:
    return {
        "inputs": [{"tx_id": COIN["tx_id"], "output_index": COIN["output_index"]}],
        "outputs": [{"amount": amount, "recipient_address": "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"}],
        "timestamp": 1700000000.25,
    }


class WalletCommands(ProgramTest):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def create(self, name: str = "wallet.json") -> tuple[Path, str]:
        """A new wallet file and its address."""
        file = self.directory / name
        outcome = run("wallet", "create", file)
        self.assertEqual(outcome.code, DONE, outcome)
        return file, outcome.out.strip()

    def sign(self, file: Path, *transactions: dict[str, Any]) -> list[str]:
        outcome = run("wallet", "sign", file, stdin="".join(json.dumps(t) + "\n" for t in transactions))
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        return outcome.out.splitlines()

    def judge(self, wire: str, owner: str, amount: float = 12.5) -> dict[str, Any]:
        coin = {**COIN, "amount": amount, "recipient_address": owner}
        return inspect("spend", [json.dumps({"wire": wire, "utxos": [coin]})])[0]

    # Which file.

    def test_the_reference_s_command_line_makes_a_wallet(self) -> None:
        for name, flags in (("a.json", ["--wallet"]), ("b.json", ["--node", "http://localhost:5000", "-w"])):
            outcome = run("wallet", "create", *flags, self.directory / name)
            self.assertEqual(outcome.code, DONE, outcome)
            self.assertEqual(run("wallet", "address", "-w", self.directory / name), (DONE, outcome.out, ""))

    def test_every_command_takes_the_file_as_an_argument_or_by_a_flag(self) -> None:
        file, address = self.create()
        secret = self.directory / "passphrase"
        secret.write_text("secret")
        for command in ("encrypt", "decrypt"):
            outcome = run("wallet", command, "--wallet", file, "--passphrase-file", secret)
            self.assertEqual(outcome.code, DONE, outcome)
        transactions = self.directory / "transactions"
        transactions.write_text(json.dumps(payment()))
        for arguments, stdin in (([], json.dumps(payment())), ([transactions], "")):
            outcome = run("wallet", "sign", "-w", file, *arguments, stdin=stdin)
            self.assertEqual(outcome.code, DONE, outcome)
            self.assertEqual(self.judge(outcome.out, address), {"valid": True, "rule": None})

    def test_two_files_are_bad_usage(self) -> None:
        file, _ = self.create()
        for command in (["create", "other.json"], ["address", file], ["encrypt", file], ["sign", file, "-"]):
            with self.subTest(command=command):
                self.assert_complains(run("wallet", *command, "-w", file), USAGE, "FILE", "--wallet")

    def test_an_argument_counts_more_than_the_environment(self) -> None:
        file, address = self.create()
        env = {**os.environ, "CHAINCORE_WALLET": str(self.directory / "none.json")}
        self.assertEqual(run("wallet", "address", file, env=env).out, address + "\n")
        env["CHAINCORE_WALLET"] = str(file)
        self.assertEqual(run("wallet", "address", env=env).out, address + "\n")

    # Keys.

    def test_a_created_wallet_has_a_valid_address_and_the_reference_s_fields(self) -> None:
        file, address = self.create()
        self.assertEqual(inspect("address", [json.dumps(address)]), [{"valid": True}])
        wallet = json.loads(file.read_text())
        self.assertEqual((wallet["address"], wallet["keypair"]["address"]), (address, address))
        self.assertEqual((wallet["type"], wallet["version"]), ("ECDSA", "1.0"))
        pem = bytes.fromhex(wallet["keypair"]["private_key"]).decode()
        self.assertTrue(pem.startswith("-----BEGIN PRIVATE KEY-----\n"), "the key is PKCS 8 in PEM")
        self.assertRegex(wallet["keypair"]["public_key"], r"\A04[0-9a-f]{128}\Z")
        self.assertEqual(run("wallet", "address", file), (DONE, address + "\n", ""))

    def test_only_its_owner_can_read_a_wallet(self) -> None:
        file, _ = self.create()
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)

    def test_two_wallets_have_two_keys(self) -> None:
        self.assertNotEqual(self.create("a.json")[1], self.create("b.json")[1])

    def test_an_existing_file_is_never_overwritten(self) -> None:
        file, _ = self.create()
        before = file.read_bytes()
        self.assert_complains(run("wallet", "create", file), FAILED, str(file))
        self.assertEqual(file.read_bytes(), before)
        self.assertEqual([entry.name for entry in self.directory.iterdir()], ["wallet.json"])

    def test_a_wallet_in_a_missing_folder_is_refused_by_its_path(self) -> None:
        file = self.directory / "missing" / "wallet.json"
        self.assert_complains(run("wallet", "create", file), FAILED, str(file))

    def test_a_signed_transaction_may_spend_its_coin(self) -> None:
        file, address = self.create()
        [wire] = self.sign(file, payment())
        transaction = json.loads(wire)
        self.assertEqual(wire, canonical(transaction))
        self.assertEqual(self.judge(wire, address), {"valid": True, "rule": None})
        self.assertEqual(inspect("tx", [wire])[0]["matches"], True)

    def test_the_id_is_that_of_the_unsigned_form(self) -> None:
        file, _ = self.create()
        transaction = json.loads(self.sign(file, payment())[0])
        for blanked in transaction["inputs"]:
            blanked["signature"], blanked["script_sig"] = {}, ""
        tx_id = transaction.pop("tx_id")
        self.assertEqual(tx_id, digest(canonical(transaction)))

    def test_the_wrong_wallet_is_no_owner(self) -> None:
        file, _ = self.create("thief.json")
        _, owner = self.create("owner.json")
        answer = self.judge(self.sign(file, payment())[0], owner)
        self.assertEqual((answer["valid"], answer["rule"]), (False, "wrong_owner"))

    def test_an_output_changed_after_signing_is_refused(self) -> None:
        file, address = self.create()
        transaction = json.loads(self.sign(file, payment())[0])
        transaction["outputs"][0]["amount"] = 12.25
        self.assertEqual(self.judge(json.dumps(transaction), address)["rule"], "tx_id")

    def test_more_than_the_coin_holds_is_refused(self) -> None:
        file, address = self.create()
        self.assertEqual(self.judge(self.sign(file, payment(12.75))[0], address)["rule"], "overspent")

    def test_an_absent_coin_is_refused(self) -> None:
        file, _ = self.create()
        [wire] = self.sign(file, payment())
        self.assertEqual(inspect("spend", [json.dumps({"wire": wire, "utxos": []})])[0]["rule"], "missing_input")

    def test_transactions_are_signed_line_by_line(self) -> None:
        file, address = self.create()
        wires = self.sign(file, *(payment(amount) for amount in (1, 2.5, 12.5)))
        self.assertEqual([json.loads(wire)["outputs"][0]["amount"] for wire in wires], [1, 2.5, 12.5])
        self.assertTrue(all(self.judge(wire, address)["valid"] for wire in wires))

    def test_a_broken_line_is_named_and_the_others_are_signed(self) -> None:
        file, _ = self.create()
        good = json.dumps(payment())
        outcome = run("wallet", "sign", file, stdin=f"{good}\nbroken\n{good}\n")
        self.assertEqual((outcome.code, len(outcome.out.splitlines())), (FAILED, 2), outcome)
        self.assertIn("line 2", outcome.err)
        self.assertEqual(len(outcome.err.splitlines()), 1)

    def test_a_wallet_of_the_reference_gives_its_address(self) -> None:
        for index, case in enumerate(load("keys_addresses.json")["cases"][:20]):
            file = self.directory / f"{index}.json"
            file.write_text(json.dumps({"keypair": {"private_key": case["wallet_private_key_field"]},
                                        "address": case["address"]}))
            self.assertEqual(run("wallet", "address", file), (DONE, case["address"] + "\n", ""))

    def test_a_broken_wallet_file_is_refused_by_its_path(self) -> None:
        _, address = self.create()
        wallet = json.loads((self.directory / "wallet.json").read_text())
        key = wallet["keypair"]["private_key"]
        broken = {
            "empty": "",
            "no JSON": "{",
            "another document": "[1, 2]",
            "no key": json.dumps({**wallet, "keypair": {}}),
            "key no text": json.dumps({**wallet, "keypair": {"private_key": 1}}),
            "odd hex": json.dumps({**wallet, "keypair": {"private_key": key[:-1]}}),
            "no hex": json.dumps({**wallet, "keypair": {"private_key": "zz" + key}}),
            "cut key": json.dumps({**wallet, "keypair": {"private_key": key[:100]}}),
            "another address": json.dumps({**wallet, "address": "1" + address[:0:-1]}),
            "too long": json.dumps({**wallet, "note": "x" * 100_000}),
        }
        for name, text in broken.items():
            file = self.directory / "broken.json"
            file.write_text(text)
            for command in (["wallet", "address", file], ["wallet", "sign", file]):
                with self.subTest(broken=name, command=command[1]):
                    outcome = run(*command)
                    self.assert_complains(outcome, FAILED, str(file))
                    self.assertNotIn(key[100:140], outcome.err, "a key is never printed")

    def test_a_missing_wallet_file_is_refused_by_its_path(self) -> None:
        file = self.directory / "none.json"
        for command in ("address", "sign"):
            self.assert_complains(run("wallet", command, file), FAILED, str(file))
        self.assert_complains(run("wallet", "address", self.directory), FAILED, str(self.directory))


if __name__ == "__main__":
    main()
