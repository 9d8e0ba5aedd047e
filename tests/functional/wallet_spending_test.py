# SPDX-License-Identifier: MIT
"""`chaincore wallet balance|history|send` against a node of the test's own that records what it is asked."""
import json
import os
import pty
import select
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from ports import free_port
from program import DONE, FAILED, PROGRAM, USAGE, ProgramTest, inspect, main, run
from scripted_node import ScriptedNode
from terminal import AtTerminal

RECIPIENT = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"
ACCEPTED = {"status": "accepted"}


def coin(amount: float, index: int = 0) -> dict[str, Any]:
    """As the reference's era A lists it."""
    return {"tx_id": "ab" * 32, "output_index": index, "amount": amount, "block_height": 3}


class WalletSpending(ProgramTest):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.wallet = Path(directory.name, "wallet.json")
        self.address = run("wallet", "create", self.wallet).out.strip()
        self.node = ScriptedNode()
        self.addCleanup(self.node.stop)
        self.node.answers = {"utxos": (200, {"address": self.address, "utxos": [coin(50.0), coin(7.5, 1)]}),
                             "broadcast_transaction": (200, ACCEPTED)}

    def ask(self, command: str, *arguments: str) -> Any:
        return run("wallet", command, "-w", self.wallet, "-n", self.node.url, *arguments)

    def send(self, amount: str = "12.5", *arguments: str) -> Any:
        return self.ask("send", "--to", RECIPIENT, "--amount", amount, *arguments)

    def assert_refused(self, outcome: Any, *words: str) -> None:
        """It failed with one sentence that holds the words; what stands before it is the summary."""
        self.assertEqual((outcome.code, outcome.out), (FAILED, ""), outcome)
        last = outcome.err.splitlines()[-1]
        self.assertTrue(last.startswith("chaincore: "), outcome)
        for word in words:
            self.assertIn(word, last)

    # Balance and history.

    def test_the_balance_is_what_the_node_says(self) -> None:
        for balance, text in ((12.5, "12.5"), (0.0, "0.0"), (7, "7"), (1e-08, "1e-08")):
            self.node.answers["balance"] = (200, {"address": self.address, "balance": balance})
            self.assertEqual(self.ask("balance"), (DONE, text + "\n", ""))
        self.assertEqual(set(self.node.requests), {f"GET /balance/{self.address}"})

    def test_the_history_is_a_table_with_the_newest_first(self) -> None:
        def entry(height: int, kind: str, amount: float, is_coinbase: bool = False) -> dict[str, Any]:
            return {"tx_id": f"{height:064x}", "block_height": height, "timestamp": 1700000000 + height, "type": kind,
                    "amount": amount, "is_coinbase": is_coinbase, "block_hash": "00"}

        self.node.answers["transactions"] = (200, {"address": self.address, "transactions": [
            entry(9, "received", 50.0, True), entry(12, "sent", 1.25), entry(100, "internal", 1234.5)]})
        outcome = self.ask("history")
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        lines = outcome.out.splitlines()
        self.assertEqual(lines[0].split(), ["time", "(UTC)", "height", "kind", "amount", "transaction"])
        self.assertEqual([line.split()[2:5] for line in lines[1:]],
                         [["100", "internal", "1234.5"], ["12", "sent", "1.25"], ["9", "mined", "50.0"]])
        self.assertTrue(lines[1].startswith("2023-11-14 22:15:00 "), lines[1])
        self.assertEqual(len({line.index("0" * 60) for line in lines[1:]}), 1, "the columns are aligned")

    def test_a_history_without_transactions_says_so(self) -> None:
        self.node.answers["transactions"] = (200, {"transactions": []})
        outcome = self.ask("history")
        self.assertEqual((outcome.code, outcome.out), (DONE, ""))
        self.assertIn(f"{self.address} has no transactions", outcome.err)

    # Everything at once.

    def test_info_shows_the_wallet_and_what_the_node_knows_of_it(self) -> None:
        self.node.answers["balance"] = (200, {"address": self.address, "balance": 57.5})
        for encrypted in ("no", "yes"):
            outcome = self.ask("info")
            self.assertEqual((outcome.code, outcome.err), (DONE, ""))
            self.assertEqual([line.split() for line in outcome.out.splitlines()],
                             [["address", self.address], ["balance", "57.5"], ["coins", "2"],
                              ["file", str(self.wallet)], ["encrypted", encrypted], ["node", self.node.url]])
            if encrypted == "no":
                self.encrypt()

    # Sending.

    def test_coins_that_the_pool_spends_are_left_alone(self) -> None:
        spent, left = self.node.answers["utxos"][1]["utxos"]
        self.node.answers["transaction_pool"] = (200, {"transactions": [{"inputs": [
            {"tx_id": spent["tx_id"], "output_index": spent["output_index"]}]}]})
        self.assertEqual(self.send("5").code, DONE)
        [transaction] = self.node.bodies
        self.assertEqual([entry["tx_id"] for entry in transaction["inputs"]], [left["tx_id"]])
        self.assertEqual([entry["output_index"] for entry in transaction["inputs"]], [left["output_index"]])
        self.assert_refused(self.send("12"))

    def test_a_payment_is_posted_with_its_change_and_signed(self) -> None:
        outcome = self.send()
        self.assertEqual(outcome.code, DONE, outcome)
        [transaction] = self.node.bodies
        self.assertEqual(self.node.requests, [f"GET /utxos/{self.address}", "GET /transaction_pool",
                                               "POST /broadcast_transaction"])
        self.assertEqual(self.node.headers["Content-Type"], "application/json")
        self.assertEqual([(i["tx_id"], i["output_index"]) for i in transaction["inputs"]], [("ab" * 32, 0)])
        self.assertEqual(transaction["outputs"], [
            {"amount": 12.5, "recipient_address": RECIPIENT, "script_pubkey": ""},
            {"amount": 50.0 - (12.5 + 0.001), "recipient_address": self.address, "script_pubkey": ""}])
        self.assertEqual(outcome.out, f"transaction  {transaction['tx_id']}\nfee          0.001\n")
        spend = {"wire": json.dumps(transaction), "utxos": [{**coin(50.0), "recipient_address": self.address}]}
        self.assertEqual(inspect("spend", [json.dumps(spend)]), [{"valid": True, "rule": None}])

    def test_a_summary_comes_first(self) -> None:
        summary = self.send("12.5", "--fee", "0.5").err
        self.assertEqual([line.split() for line in summary.splitlines()],
                         [["from", self.address], ["to", RECIPIENT], ["amount", "12.5"], ["fee", "0.5"],
                          ["change", "37.0"], ["coins", "1", "of", "2"], ["remains", "44.5"], ["node", self.node.url]])

    def test_everything_is_sent_but_the_fee(self) -> None:
        for fee, amount in (("0", 57.5), ("0.5", 57.0)):
            outcome = self.send("all", "--fee", fee)
            self.assertEqual(outcome.code, DONE, outcome)
            transaction = self.node.bodies[-1]
            self.assertEqual(len(transaction["inputs"]), 2)
            self.assertEqual([(o["amount"], o["recipient_address"]) for o in transaction["outputs"]],
                             [(amount, RECIPIENT)])
            self.assertIn("remains  0\n", outcome.err)
        self.node.bodies.clear()
        self.assert_refused(self.send("all", "--fee", "57.5"), "the wallet's coins hold 57.5", "57.5")
        self.node.answers["utxos"] = (200, {"utxos": []})
        self.assert_refused(self.send("all"), "no coins")
        self.assertEqual(self.node.bodies, [])

    def test_a_large_fee_is_sent_only_if_somebody_says_so(self) -> None:
        warning = "warning: the fee is more than 5 % of the amount"
        for amount, fee in (("1", "0.2"), ("20", "1.1"), ("all", "5")):
            with self.subTest(amount=amount):
                self.node.bodies.clear()
                outcome = self.send(amount, "--fee", fee)
                self.assert_refused(outcome, "nothing was sent", "--yes")
                self.assertIn(warning, outcome.err)
                self.assertEqual(self.node.bodies, [])
                self.assertEqual(self.send(amount, "--fee", fee, "--yes").code, DONE)
        for amount, fee in (("1", "0.1"), ("20", "1.0"), ("0.001", "0.001")):
            with self.subTest(amount=amount, fee=fee):
                outcome = self.send(amount, "--fee", fee)
                self.assertEqual(outcome.code, DONE, outcome)
                self.assertNotIn("warning", outcome.err)

    def test_a_payment_to_the_wallet_itself_is_warned_of(self) -> None:
        warning = "warning: the recipient is the wallet itself"
        outcome = self.ask("send", "--to", self.address, "--amount", "1")
        self.assertEqual(outcome.code, DONE, outcome)
        self.assertIn(warning, outcome.err)
        self.assertNotIn(warning, self.send("1").err)

    # Until it is in a block.

    def start_waiting(self, *flags: str) -> "subprocess.Popen[str]":
        self.node.answers["status"] = (200, {"blockchain_length": 7})
        self.node.answers["transactions"] = (200, {"transactions": []})
        program = subprocess.Popen(
            [PROGRAM, "wallet", "send", "-w", self.wallet, "-n", self.node.url, "--to", RECIPIENT, "--amount", "1",
             "--wait", *flags], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(program.communicate)
        self.addCleanup(program.kill)
        self.wait_for_polls(2)
        self.assertIsNone(program.poll(), "it waits")
        return program

    def wait_for_polls(self, count: int) -> None:
        """So many more looks at the status."""
        wanted = self.node.requests.count("GET /status") + count
        deadline = time.monotonic() + 60
        while self.node.requests.count("GET /status") < wanted:
            self.assertLess(time.monotonic(), deadline, "nobody asks the node")
            time.sleep(0.01)

    def confirm(self, height: int) -> str:
        """The payment's id; it is in a block from now on."""
        tx_id: str = self.node.bodies[-1]["tx_id"]
        self.node.answers["transactions"] = (200, {"transactions": [
            {"tx_id": tx_id, "block_height": height, "timestamp": 1700000000.5, "type": "sent", "amount": 1.0}]})
        self.node.answers["status"] = (200, {"blockchain_length": height + 1})
        return tx_id

    def test_it_waits_until_the_payment_is_in_a_block(self) -> None:
        program = self.start_waiting()
        asked = self.node.requests.count(f"GET /transactions/{self.address}")
        self.assertEqual(asked, 1, "the history is read for a new block only")
        tx_id = self.confirm(8)
        out, _ = program.communicate(timeout=60)
        self.assertEqual((program.returncode, out),
                         (DONE, f"transaction  {tx_id}\nfee          0.001\nheight       8\n"))

    def test_a_node_that_fails_meanwhile_is_named_and_waited_for(self) -> None:
        program = self.start_waiting()
        self.node.answers["status"] = (500, b"")
        self.wait_for_polls(3)
        tx_id = self.confirm(9)
        out, err = program.communicate(timeout=60)
        self.assertEqual(program.returncode, DONE)
        self.assertIn(tx_id, out)
        self.assertEqual(err.count("still waiting"), 1, err)

    def test_an_interrupt_ends_the_wait_and_the_id_is_there(self) -> None:
        program = self.start_waiting("--json")
        program.send_signal(signal.SIGINT)
        out, _ = program.communicate(timeout=60)
        self.assertEqual(program.returncode, -signal.SIGINT)
        self.assertEqual(json.loads(out)["transaction"], self.node.bodies[-1]["tx_id"])

    # JSON.

    def test_json_has_the_same_numbers(self) -> None:
        self.node.answers["balance"] = (200, {"balance": 57.5})
        self.assertEqual(self.ask("balance", "--json").out, f'{{"address":"{self.address}","balance":57.5}}\n')
        self.assertEqual(json.loads(self.ask("info", "--json").out),
                         {"address": self.address, "balance": 57.5, "coins": 2, "file": str(self.wallet),
                          "encrypted": False, "node": self.node.url})
        self.node.answers["transactions"] = (200, {"transactions": [
            {"tx_id": "ab" * 32, "block_height": 3, "timestamp": 1700000000.25, "type": "received", "amount": 7,
             "is_coinbase": True}]})
        self.assertEqual(json.loads(self.ask("history", "--json").out), {"address": self.address, "transactions": [
            {"transaction": "ab" * 32, "height": 3, "timestamp": 1700000000.25, "kind": "mined", "amount": 7}]})
        self.node.answers["transactions"] = (200, {"transactions": []})
        self.assertEqual(json.loads(self.ask("history", "--json").out)["transactions"], [])

    def test_json_of_a_payment(self) -> None:
        sent = json.loads(self.send("12.5", "--fee", "0.5", "--json").out)
        self.assertEqual(sent, {"transaction": self.node.bodies[-1]["tx_id"], "amount": 12.5, "fee": 0.5,
                                "change": 37.0})
        program = self.start_waiting("--json")
        tx_id = self.confirm(8)
        out, _ = program.communicate(timeout=60)
        self.assertEqual(json.loads(out.splitlines()[1]), {"transaction": tx_id, "height": 8})

    def test_amounts_are_read_as_people_and_python_write_them(self) -> None:
        for text, amount in ((".5", 0.5), ("1_0", 10.0), ("12.500", 12.5), ("1e-05", 1e-05)):
            with self.subTest(text):
                self.node.bodies.clear()
                self.assertEqual(self.send(text).code, DONE)
                self.assertEqual(self.node.bodies[0]["outputs"][0]["amount"], amount)

    def test_the_smallest_coin_that_will_do_is_spent(self) -> None:
        self.assertEqual(self.send("7").code, DONE)
        self.assertEqual([entry["output_index"] for entry in self.node.bodies[0]["inputs"]], [1])

    def test_everything_can_be_sent_with_no_fee(self) -> None:
        self.assertEqual(self.send("57.5", "--fee", "0").code, DONE)
        [transaction] = self.node.bodies
        self.assertEqual([len(transaction["inputs"]), len(transaction["outputs"])], [2, 1])

    def test_coins_of_the_reference_s_head_are_read(self) -> None:
        self.node.answers["utxos"] = (200, {"count": 1, "utxos": [
            {"amount": 50, "recipient_address": self.address, "tx_id": "cd" * 32, "output_index": 4, "key": "x:4"}]})
        self.assertEqual(self.send("50", "--fee", "0").code, DONE)
        self.assertEqual(self.node.bodies[0]["outputs"][0]["amount"], 50.0)

    def test_too_little_money_sends_nothing(self) -> None:
        self.assert_refused(self.send("57.5"), "the wallet has 57.5, but 57.501 is needed")
        self.node.answers["utxos"] = (200, {"utxos": []})
        self.assert_refused(self.send(), "no coins")
        self.assertEqual(self.node.bodies, [])

    def test_a_refusal_is_shown_with_its_reason(self) -> None:
        sentence = "the outputs add up to 60.0, the inputs to 50.0, " + "and so on " * 20
        self.node.answers["broadcast_transaction"] = (
            400, {"status": "rejected", "reason": "overspent", "error": sentence})
        self.assert_refused(self.send(), self.node.url, "refused", "400", "overspent", sentence)

    def test_a_refusal_of_the_reference_has_a_sentence_only(self) -> None:
        self.node.answers["broadcast_transaction"] = (400, {"status": "rejected", "error": "Invalid transaction"})
        self.assert_refused(self.send(), "refused", "Invalid transaction")

    def test_a_stranger_s_sentence_cannot_act_on_the_terminal(self) -> None:
        self.node.answers["broadcast_transaction"] = (400, {"status": "rejected", "error": "\x1b[2J\nall is well"})
        outcome = self.send()
        self.assert_refused(outcome, r"\u001b[2J\nall is well")
        self.assertNotIn("\x1b", outcome.err)

    def test_an_answer_in_doubt_says_so(self) -> None:
        for status, body in ((500, b"<html>"), (200, b"<html>"), (200, {"status": "perhaps"}), (302, b""),
                             (200, {"status": "accepted", "tx_id": "ff" * 32})):
            with self.subTest(status=status, body=body):
                self.node.answers["broadcast_transaction"] = (status, body)
                outcome = self.send()
                self.assert_refused(outcome, "is not known: look at the history before you send again",
                                    self.node.bodies[-1]["tx_id"])

    def test_coins_that_make_no_sense_are_refused(self) -> None:
        for utxos in ([coin(-1)], [{**coin(1), "tx_id": "x"}], [coin(1), coin(1)], {}, [7]):
            with self.subTest(utxos=utxos):
                self.node.answers["utxos"] = (200, {"utxos": utxos})
                self.assert_refused(self.send(), f"{self.node.url}/utxos/{self.address}: utxos")
        self.assertEqual(self.node.bodies, [])

    # Nodes that fail.

    def test_an_unreachable_node_is_named(self) -> None:
        url = f"http://localhost:{free_port()}"
        for command in (["balance"], ["history"], ["info"], ["send", "--to", RECIPIENT, "--amount", "1"]):
            with self.subTest(command=command):
                outcome = run("wallet", *command, "-w", self.wallet, "-n", url)
                self.assert_complains(outcome, FAILED, url, "connection refused")

    def test_an_answer_that_is_none_is_named(self) -> None:
        for status, body in ((200, b"{"), (200, b"[]"), (200, b'{"balance": NaN}'), (500, b"<html>"),
                             (404, {"error": "no such path"})):
            with self.subTest(status=status, body=body):
                for path in ("balance", "utxos", "transactions"):
                    self.node.answers[path] = (status, body)
                for outcome in (self.ask("balance"), self.ask("history"), self.ask("info"), self.send()):
                    self.assert_complains(outcome, FAILED, self.node.url)

    # The command line.

    def test_bad_usage_asks_no_node(self) -> None:
        cases = [(["--amount", amount], "--amount") for amount in
                 ("0", "-1", "1x3", "inf", "nan", "1,5", "", "ten", "0.0", "1 ", "0x10", "9" * 400)]
        cases += [(["--amount", "1", "--fee", fee], "--fee") for fee in ("-0.1", "free", "1,5")]
        for arguments, flag in cases:
            with self.subTest(arguments=arguments):
                self.assert_complains(self.ask("send", "--to", RECIPIENT, *arguments), USAGE, flag)
        for address in ("genesis", RECIPIENT[:-1], ""):
            with self.subTest(address=address):
                self.assert_complains(self.ask("send", "--to", address, "--amount", "1"), USAGE, "--to")
        for missing in (["--to", RECIPIENT], ["--amount", "1"]):
            self.assert_complains(self.ask("send", *missing), USAGE, "required")
        self.assert_complains(run("wallet", "balance"), USAGE, "--wallet")
        self.assertEqual(self.node.requests, [])

    def test_a_bad_url_is_bad_usage(self) -> None:
        for url in ("localhost:5000", "https://localhost:5000", "http://localhost", "http://localhost:5000/status", ""):
            with self.subTest(url=url):
                self.assert_complains(run("wallet", "balance", "-w", self.wallet, "-n", url), USAGE, "--node",
                                      "http://host:port")

    def test_a_slash_behind_the_port_is_forgiven(self) -> None:
        self.node.answers["balance"] = (200, {"balance": 1.0})
        self.assertEqual(run("wallet", "balance", "--wallet", self.wallet, "--node", self.node.url + "/").out, "1.0\n")

    def test_a_missing_wallet_is_named_before_a_node_is_asked(self) -> None:
        missing = self.wallet.with_name("none.json")
        outcome = run("wallet", "balance", "-w", missing, "-n", self.node.url)
        self.assert_complains(outcome, FAILED, str(missing))
        self.assertEqual(self.node.requests, [])

    def test_help_lists_the_exit_codes_and_the_defaults(self) -> None:
        for command in ("balance", "history", "info", "send"):
            outcome = run("wallet", command, "--help")
            self.assertEqual((outcome.code, outcome.err), (DONE, ""))
            for word in (f"Usage: chaincore wallet {command}", "Exit codes:", "http://localhost:5000", "--wallet"):
                self.assertIn(word, outcome.out)

    # At a terminal.

    def send_at_a_terminal(self, typed: bytes, *arguments: str) -> tuple[int, str]:
        """Exit code and everything shown; typed is entered once the question is there, or never."""
        master, slave = pty.openpty()
        command = [PROGRAM, "wallet", "send", "-w", str(self.wallet), "-n", self.node.url, "--to", RECIPIENT,
                   "--amount", "1", *arguments]
        program = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
        os.close(slave)
        shown = b""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if not select.select([master], [], [], 1)[0]:
                continue
            try:
                piece = os.read(master, 4096)
            except OSError:  # the other end is closed
                break
            shown += piece
            if typed and shown.endswith(b"[y/N] "):
                os.write(master, typed)
                typed = b""
        os.close(master)
        return program.wait(timeout=60), shown.decode()

    def test_at_a_terminal_it_asks(self) -> None:
        for typed, code, bodies in ((b"n\n", FAILED, 0), (b"\n", FAILED, 0), (b"\x04", FAILED, 0), (b"y\n", DONE, 1)):
            with self.subTest(typed=typed):
                self.node.bodies.clear()
                outcome, shown = self.send_at_a_terminal(typed)
                self.assertEqual((outcome, len(self.node.bodies)), (code, bodies), shown)
                self.assertIn("Send? [y/N]", shown)
                if code == FAILED:
                    self.assertIn("nothing was sent", shown)

    # An encrypted key.

    def encrypt(self) -> Path:
        """Where the passphrase stands."""
        secret = self.wallet.with_name("passphrase")
        secret.write_text("secret")
        self.assertEqual(run("wallet", "encrypt", self.wallet, "--passphrase-file", secret).code, DONE)
        return secret

    def test_an_encrypted_wallet_pays_with_its_passphrase(self) -> None:
        secret = self.encrypt()
        self.assertEqual(self.send("12.5", "--passphrase-file", str(secret)).code, DONE)
        [transaction] = self.node.bodies
        verdict = inspect("spend", [json.dumps({"wire": json.dumps(transaction), "utxos": [
            {**coin(50.0), "recipient_address": self.address}]})])
        self.assertEqual(verdict, [{"valid": True, "rule": None}])

    def test_nothing_is_sent_with_a_wrong_passphrase(self) -> None:
        secret = self.encrypt()
        secret.write_text("another")
        self.assert_refused(self.send("12.5", "--passphrase-file", str(secret)), "the passphrase is wrong")
        self.assertEqual(self.node.bodies, [])

    def test_an_encrypted_wallet_asks_a_node_without_its_passphrase(self) -> None:
        self.encrypt()
        self.node.answers["balance"] = (200, {"balance": 12.5})
        self.assertEqual(self.ask("balance"), (DONE, "12.5\n", ""))
        self.node.answers["transactions"] = (200, {"transactions": []})
        self.assertEqual(self.ask("history").code, DONE)

    def test_at_a_terminal_the_passphrase_is_asked_for_once_the_payment_is_wanted(self) -> None:
        self.encrypt()
        for answer, code, bodies in (("n\n", FAILED, 0), ("y\n", DONE, 1)):
            with self.subTest(answer=answer):
                program = AtTerminal("wallet", "send", "-w", self.wallet, "-n", self.node.url, "--to", RECIPIENT,
                                     "--amount", "1")
                self.addCleanup(program.close)
                program.answer("Send? [y/N] ", answer)
                if code == DONE:
                    program.answer(f"Passphrase of {self.wallet}: ", "secret\n")
                self.assertEqual((program.end(), len(self.node.bodies)), (code, bodies), program.shown)
                self.assertNotIn("Passphrase", program.shown)

    def test_at_a_terminal_it_does_not_ask_with_yes(self) -> None:
        outcome, shown = self.send_at_a_terminal(b"", "--yes")
        self.assertEqual((outcome, len(self.node.bodies)), (DONE, 1), shown)
        self.assertNotIn("[y/N]", shown)


if __name__ == "__main__":
    main()
