# SPDX-License-Identifier: MIT
"""Wallet files with an encrypted key: made, used and undone, with a passphrase from a terminal or a file."""
import base64
import fcntl
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import Any

from faulty_disk import faulty_disk
from ports import free_port
from program import DONE, FAILED, PROGRAM, USAGE, VECTORS, Outcome, ProgramTest, inspect, main, run
from terminal import PATIENCE, AtTerminal

PASSPHRASE = "correct horse battery staple"
OPENSSL = shutil.which("openssl")
DER_BEFORE_KEY = b"\x02\x01\x01\x04\x20"  # of RFC 5915: version 1, 32 bytes
COIN = {"tx_id": "ab" * 32, "output_index": 3, "amount": 12.5}
PAYMENT = json.dumps({
    "inputs": [{"tx_id": COIN["tx_id"], "output_index": COIN["output_index"]}],
    "outputs": [{"amount": 12.5, "recipient_address": "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"}],
    "timestamp": 1700000000.25,
})


def run_without_terminal(*arguments: str | Path) -> Outcome:
    """Whoever runs the tests may sit at one."""
    done = subprocess.run([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60, start_new_session=True)
    return Outcome(done.returncode, done.stdout, done.stderr)


def pem_in(file: Path) -> str:
    return bytes.fromhex(json.loads(file.read_text())["keypair"]["private_key"]).decode()


class WalletEncryption(ProgramTest):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.wallet = self.directory / "wallet.json"
        self.secret = self.directory / "passphrase"
        self.secret.write_text(PASSPHRASE + "\nnot this line\n")

    def create(self, *flags: str | Path) -> str:
        """The address of the new wallet."""
        outcome = run("wallet", "create", self.wallet, *flags)
        self.assertEqual(outcome.code, DONE, outcome)
        return outcome.out.strip()

    def create_encrypted(self) -> str:
        return self.create("--encrypt", "--passphrase-file", self.secret)

    def at_terminal(self, *arguments: str | Path, **streams: Any) -> AtTerminal:
        program = AtTerminal(*arguments, **streams)
        self.addCleanup(program.close)
        return program

    def assert_spends(self, wire: str, owner: str) -> None:
        answer = inspect("spend", [json.dumps({"wire": wire, "utxos": [{**COIN, "recipient_address": owner}]})])[0]
        self.assertEqual(answer, {"valid": True, "rule": None})

    # With a file.

    def test_an_encrypted_wallet_signs_with_the_passphrase_only(self) -> None:
        address = self.create_encrypted()
        outcome = run("wallet", "sign", self.wallet, "--passphrase-file", self.secret, stdin=PAYMENT)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assert_spends(outcome.out.strip(), address)
        wrong = self.directory / "wrong"
        wrong.write_text(PASSPHRASE.upper())
        self.assert_complains(run("wallet", "sign", self.wallet, "--passphrase-file", wrong, stdin=PAYMENT), FAILED,
                              str(self.wallet), "the passphrase is wrong")

    def test_its_address_needs_no_passphrase(self) -> None:
        address = self.create_encrypted()
        self.assertEqual(run_without_terminal("wallet", "address", self.wallet), (DONE, address + "\n", ""))

    def test_a_miner_needs_no_passphrase(self) -> None:
        address = self.create_encrypted()
        outcome = run_without_terminal("node", "--wallet", self.wallet, "--data-dir", self.directory / "node",
                                       "--no-discover", "--backend", "cpu", "--kernel", "portable", "--threads", "1",
                                       "--difficulty", "1", "--blocks", "1", "--port", str(free_port()))
        self.assertEqual(outcome.code, DONE, outcome)
        self.assertIn(f"mining to {address}", outcome.err)

    def test_only_its_owner_can_read_it(self) -> None:
        self.create_encrypted()
        self.assertEqual(stat.S_IMODE(self.wallet.stat().st_mode), 0o600)

    def test_the_first_line_of_standard_input_is_the_passphrase_and_the_rest_is_signed(self) -> None:
        address = self.create_encrypted()
        outcome = run("wallet", "sign", self.wallet, "--passphrase-file", "-", stdin=f"{PASSPHRASE}\n{PAYMENT}\n")
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assert_spends(outcome.out.strip(), address)

    def test_a_plain_wallet_is_encrypted_and_decrypted_in_its_place(self) -> None:
        address = self.create()
        plain = self.wallet.read_bytes()
        self.wallet.chmod(0o644)
        self.assertEqual(run("wallet", "encrypt", self.wallet, "--passphrase-file", self.secret).code, DONE)
        self.assertIn("BEGIN ENCRYPTED PRIVATE KEY", pem_in(self.wallet))
        self.assertEqual(run("wallet", "address", self.wallet).out, address + "\n")
        self.assertEqual(stat.S_IMODE(self.wallet.stat().st_mode), 0o600)
        self.assertEqual(run("wallet", "decrypt", self.wallet, "--passphrase-file", self.secret).code, DONE)
        self.assertEqual(self.wallet.read_bytes(), plain, "byte for byte what it was")
        self.assertEqual(sorted(entry.name for entry in self.directory.iterdir()), ["passphrase", "wallet.json"])

    def test_the_passphrase_is_changed_in_its_place(self) -> None:
        address = self.create_encrypted()
        before = pem_in(self.wallet)
        fresh = self.directory / "new"
        fresh.write_text("new\n")
        outcome = run("wallet", "passphrase", self.wallet, "--passphrase-file", self.secret, "--new-passphrase-file",
                      fresh)
        self.assertEqual((outcome.code, outcome.out), (DONE, ""), outcome)
        self.assertNotEqual(pem_in(self.wallet), before)
        self.assertIn("ENCRYPTED", pem_in(self.wallet))
        self.assertEqual(stat.S_IMODE(self.wallet.stat().st_mode), 0o600)
        self.assert_complains(run("wallet", "sign", self.wallet, "--passphrase-file", self.secret, stdin=PAYMENT),
                              FAILED, "the passphrase is wrong")
        signed = run("wallet", "sign", self.wallet, "--passphrase-file", fresh, stdin=PAYMENT)
        self.assert_spends(signed.out.strip(), address)
        outcome = run("wallet", "passphrase", self.wallet, "--passphrase-file", "-", "--new-passphrase-file", "-",
                      stdin="new\nnewest\n")
        self.assertEqual(outcome.code, DONE, outcome)
        fresh.write_text("newest")
        signed = run("wallet", "sign", self.wallet, "--passphrase-file", fresh, stdin=PAYMENT)
        self.assert_spends(signed.out.strip(), address)

    def test_a_passphrase_that_cannot_be_changed_is_not(self) -> None:
        self.create_encrypted()
        before = self.wallet.read_bytes()
        for typed, words in (("wrong\nnew\n", "the passphrase is wrong"), (PASSPHRASE + "\n", "is empty")):
            outcome = run("wallet", "passphrase", self.wallet, "--passphrase-file", "-", "--new-passphrase-file", "-",
                          stdin=typed)
            self.assert_complains(outcome, FAILED, words)
        self.assertEqual(self.wallet.read_bytes(), before)
        plain = self.directory / "plain.json"
        run("wallet", "create", plain)
        self.assert_complains(run("wallet", "passphrase", plain, "--passphrase-file", self.secret), FAILED,
                              "is not encrypted", "wallet encrypt")

    def test_at_a_terminal_the_old_passphrase_is_asked_for_and_tried_before_the_new_one(self) -> None:
        self.create_encrypted()
        program = self.at_terminal("wallet", "passphrase", self.wallet)
        program.answer(f"Passphrase of {self.wallet}: ", PASSPHRASE + "\n")
        program.answer(f"New passphrase of {self.wallet}: ", "new\n")
        program.answer("The same once more: ", "new\n")
        self.assertEqual(program.end(), DONE, program.shown)
        program = self.at_terminal("wallet", "passphrase", self.wallet)
        program.answer(f"Passphrase of {self.wallet}: ", PASSPHRASE + "\n")
        self.assertEqual(program.end(), FAILED)
        self.assertNotIn("New passphrase", program.seen)

    def test_a_wrong_passphrase_changes_nothing(self) -> None:
        self.create_encrypted()
        before = self.wallet.read_bytes()
        outcome = run("wallet", "decrypt", self.wallet, "--passphrase-file", "-", stdin="wrong\n")
        self.assert_complains(outcome, FAILED, str(self.wallet), "the passphrase is wrong")
        self.assertEqual(self.wallet.read_bytes(), before)

    def test_what_is_so_already_is_said(self) -> None:
        self.create()
        self.assert_complains(run("wallet", "decrypt", self.wallet, "--passphrase-file", self.secret), FAILED,
                              "is not encrypted")
        self.assert_complains(run("wallet", "sign", self.wallet, "--passphrase-file", self.secret), FAILED,
                              "is not encrypted", "--passphrase-file")
        self.wallet.unlink()
        self.create_encrypted()
        self.assert_complains(run("wallet", "encrypt", self.wallet, "--passphrase-file", self.secret), FAILED,
                              "is encrypted already")

    def test_an_existing_file_is_never_overwritten(self) -> None:
        self.create()
        before = self.wallet.read_bytes()
        for flags in ([], ["--passphrase-file", self.secret]):
            outcome = run_without_terminal("wallet", "create", self.wallet, "--encrypt", *flags)
            self.assert_complains(outcome, FAILED, str(self.wallet), "there is a file of that name")
        self.assertEqual(self.wallet.read_bytes(), before)

    def test_a_passphrase_file_that_holds_none_is_refused(self) -> None:
        for name, content, words in (("empty", "", "is empty"), ("empty line", "\nsecond\n", "is empty"),
                                     ("too long", "x" * 1001, "at most 1000 bytes")):
            with self.subTest(name):
                self.secret.write_text(content)
                self.assert_complains(run("wallet", "create", self.wallet, "--encrypt", "--passphrase-file",
                                          self.secret), FAILED, words)
        for missing in (self.directory / "none", self.directory):
            self.assert_complains(run("wallet", "create", self.wallet, "--encrypt", "--passphrase-file", missing),
                                  FAILED, str(missing))
        self.assertFalse(self.wallet.exists())

    def test_the_passphrase_file_of_a_plain_wallet_is_bad_usage(self) -> None:
        self.assert_complains(run("wallet", "create", self.wallet, "--passphrase-file", self.secret), USAGE,
                              "--passphrase-file", "--encrypt")
        self.assert_complains(run("wallet", "encrypt", self.wallet, "--passphrase-file", ""), USAGE,
                              "--passphrase-file")

    def test_without_a_terminal_it_says_what_to_do(self) -> None:
        outcome = run_without_terminal("wallet", "create", self.wallet, "--encrypt")
        self.assert_complains(outcome, FAILED, "no terminal", "--passphrase-file")
        self.assertFalse(self.wallet.exists())

    # The openssl command.

    def openssl(self, *arguments: str | Path) -> str:
        if OPENSSL is None:
            self.skipTest("there is no openssl command")
        done = subprocess.run([OPENSSL, *map(str, arguments)], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_openssl_decrypts_what_we_wrote(self) -> None:
        self.create_encrypted()
        pem = self.directory / "key.pem"
        pem.write_text(pem_in(self.wallet))
        decrypted = self.openssl("pkey", "-in", pem, "-passin", f"file:{self.secret}")
        run("wallet", "decrypt", self.wallet, "--passphrase-file", self.secret)
        self.assertEqual(decrypted, pem_in(self.wallet))
        shown = self.openssl("asn1parse", "-in", pem)
        for word in ("PBES2", "scrypt", "aes-256-cbc"):
            self.assertIn(word, shown)

    def test_we_decrypt_what_openssl_wrote(self) -> None:
        self.create()
        document, pem = json.loads(self.wallet.read_text()), self.directory / "key.pem"
        before = pem_in(self.wallet)
        for flags in (["-scrypt"], ["-v2", "aes-256-cbc", "-iter", "600000"]):
            with self.subTest(flags):
                pem.write_text(before)
                document["keypair"]["private_key"] = self.openssl(
                    "pkcs8", "-topk8", "-in", pem, "-passout", f"file:{self.secret}", *flags).encode().hex()
                self.wallet.write_text(json.dumps(document))
                outcome = run("wallet", "decrypt", self.wallet, "--passphrase-file", self.secret)
                self.assertEqual(outcome.code, DONE, outcome)
                self.assertEqual(pem_in(self.wallet), before)

    # At a terminal.

    def test_a_new_passphrase_is_asked_for_twice_and_never_shown(self) -> None:
        program = self.at_terminal("wallet", "create", self.wallet, "--encrypt")
        program.wait_for(f"New passphrase of {self.wallet}: ")
        self.assertFalse(program.echoes())
        program.type("se\x7fecret\n")  # with a letter taken back
        program.wait_for("The same once more: ")
        self.assertFalse(program.echoes())
        program.type("secret\n")
        self.assertEqual(program.end(), DONE, program.shown)
        self.assertTrue(program.echoes(), "the terminal is as it was")
        self.assertNotIn("secret", program.shown)
        self.secret.write_text("secret")
        outcome = run("wallet", "sign", self.wallet, "--passphrase-file", self.secret, stdin=PAYMENT)
        self.assertEqual(outcome.code, DONE, outcome)

    def test_a_new_passphrase_that_is_not_the_same_twice_is_refused(self) -> None:
        for first, second, words in (("one\n", "two\n", "are not the same"), ("one\n", "\n", "are not the same"),
                                     ("\n", None, "is empty"), ("\x04", None, "is empty")):
            with self.subTest(first=first, second=second):
                program = self.at_terminal("wallet", "create", self.wallet, "--encrypt")
                program.answer("New passphrase", first)
                if second is not None:
                    program.answer("once more: ", second)
                self.assertEqual(program.end(), FAILED)
                self.assertIn(words, program.shown)
                self.assertTrue(program.echoes())
                self.assertFalse(self.wallet.exists())

    def test_the_terminal_is_as_it_was_when_a_signal_ends_the_program(self) -> None:
        self.create_encrypted()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(number.name):
                program = self.at_terminal("wallet", "decrypt", self.wallet)
                program.wait_for("Passphrase of ")
                self.assertFalse(program.echoes())
                if number == signal.SIGINT:
                    program.type("\x03")
                else:
                    program.program.send_signal(number)
                self.assertEqual(program.end(), -number)
                self.assertTrue(program.echoes())

    def test_a_stopped_program_leaves_the_terminal_and_asks_again(self) -> None:
        self.create_encrypted()
        program = self.at_terminal("wallet", "decrypt", self.wallet)
        program.wait_for("Passphrase of ")
        # Its session has no shell that could wake it, so that the system would not let a terminal's stop through.
        program.program.send_signal(signal.SIGTSTP)
        program.wait_for("Passphrase of ")
        self.assertFalse(program.echoes())
        program.type(PASSPHRASE + "\n")
        self.assertEqual(program.end(), DONE, program.shown)

    def test_the_terminal_is_asked_where_standard_input_holds_the_transactions(self) -> None:
        address = self.create_encrypted()
        program = self.at_terminal("wallet", "sign", self.wallet, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert program.program.stdin is not None and program.program.stdout is not None
        program.answer(f"Passphrase of {self.wallet}: ", PASSPHRASE + "\n")
        program.program.stdin.write(PAYMENT.encode() + b"\n")
        program.program.stdin.close()
        wire = program.program.stdout.read().decode()
        self.assertEqual(program.end(), DONE, program.shown)
        self.assert_spends(wire.strip(), address)

    def test_standard_input_that_would_show_the_passphrase_is_refused(self) -> None:
        program = self.at_terminal("wallet", "create", self.wallet, "--encrypt", "--passphrase-file", "-")
        self.assertEqual(program.end(), FAILED)
        self.assertIn("would show the passphrase", program.shown)

    def test_a_key_encrypted_in_the_old_way_is_refused_without_a_question(self) -> None:
        """OpenSSL would ask for its passphrase by itself."""
        address = self.create_encrypted()
        header, _, body = pem_in(self.wallet).partition("\n")
        old = (VECTORS.parent / "encrypted_keys" / "refused_old_form.pem").read_text()
        twice = "\n".join([header, *old.splitlines()[1:4], body])
        self.assertIn("Proc-Type: 4,ENCRYPTED", twice)
        for pem in (old, twice):
            self.wallet.write_text(json.dumps({"keypair": {"private_key": pem.encode().hex()}, "address": address}))
            program = self.at_terminal("wallet", "address", self.wallet)
            self.assertEqual(program.end(), FAILED)
            self.assertIn(str(self.wallet), program.shown)
            self.assertNotIn("pass phrase", program.shown)

    # What is left of it.

    def test_the_passphrase_is_gone_from_memory_once_the_key_is_there(self) -> None:
        # A long one lies in memory that nobody else soon asks for.
        passphrase = "".join(f"{number * 2654435761 % 2**32:08x}" for number in range(1, 121))
        self.secret.write_text(passphrase)
        self.create_encrypted()
        program = self.at_terminal("wallet", "sign", self.wallet, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert program.program.stdin is not None
        program.answer("Passphrase of ", passphrase + "\n")
        program.program.stdin.write(PAYMENT.encode())
        program.program.stdin.flush()
        self.wait_until_read(program.program.stdin.fileno())
        memory = self.memory_of(program.program.pid)
        self.assertIn(self.key_in(self.wallet), memory, "the control: it goes on to sign")
        pieces = [passphrase[begin:begin + 16].encode() for begin in range(0, len(passphrase), 16)]
        self.assertEqual([piece for piece in pieces if piece in memory], [])

    @staticmethod
    def wait_until_read(pipe: int) -> None:
        """Until the other end has taken everything."""
        deadline = time.monotonic() + PATIENCE
        while int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder) > 0:
            if time.monotonic() > deadline:
                raise AssertionError("nobody reads the pipe")
            time.sleep(0.01)

    def key_in(self, wallet: Path) -> bytes:
        copy = self.directory / "copy.json"
        shutil.copy(wallet, copy)
        run("wallet", "decrypt", copy, "--passphrase-file", self.secret)
        der = base64.b64decode("".join(pem_in(copy).splitlines()[1:-1]))
        begin = der.index(DER_BEFORE_KEY) + len(DER_BEFORE_KEY)
        return der[begin:begin + 32]

    @staticmethod
    def memory_of(process: int) -> bytes:
        found = bytearray()
        with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
            for line in maps:
                place, rights, *_ = line.split()
                if not rights.startswith("rw"):
                    continue
                begin, end = (int(number, 16) for number in place.split("-"))
                if end - begin > 2**30:  # a sanitizer's notes on all memory there could be
                    continue
                try:
                    memory.seek(begin)
                    found += memory.read(end - begin)
                except OSError:  # a device's
                    continue
        return bytes(found)

    # A disk with faults.

    def test_the_old_or_the_new_file_is_there_whatever_the_disk_does(self) -> None:
        template = self.directory / "template"
        template.mkdir()
        self.create()
        shutil.copy(self.wallet, template / "plain.json")
        run("wallet", "encrypt", self.wallet, "--passphrase-file", self.secret)
        shutil.copy(self.wallet, template / "encrypted.json")
        for command, file, flags in (("create", "new.json", ["--encrypt"]), ("create", "new.json", []),
                                     ("encrypt", "plain.json", []), ("decrypt", "encrypted.json", []),
                                     ("passphrase", "encrypted.json", ["--new-passphrase-file", str(self.new())])):
            if command != "create" or flags:
                flags = [*flags, "--passphrase-file", str(self.secret)]
            calls = self.calls_of(template, command, file, flags)
            self.assertGreaterEqual(calls, 5, "open, write, sync, rename, sync of the directory")
            for number in range(1, calls + 1):
                for fault in ({"fail": number}, {"fail": number, "error": "SHORT"}, {"power_loss": number}):
                    with self.subTest(command=command, flags=flags, **fault):
                        self.assert_is_whole(template, command, file, flags, fault)

    def new(self) -> Path:
        """Another passphrase's file."""
        file = self.directory / "new"
        file.write_text("new")
        return file

    def command_on(self, template: Path, command: str, file: str, flags: list[str],
                   **faults: int | str | Path) -> tuple[Path, int]:
        disk = self.directory / "disk"
        for old in (disk, self.directory / "disk.removed"):
            shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(template, disk)
        outcome = run("wallet", command, disk / file, *flags, env={**os.environ, **faulty_disk(disk, **faults)})
        return disk, outcome.code

    def calls_of(self, template: Path, command: str, file: str, flags: list[str]) -> int:
        count = self.directory / "count"
        _, code = self.command_on(template, command, file, flags, count=count)
        self.assertEqual(code, DONE)
        return int(count.read_text())

    def assert_is_whole(self, template: Path, command: str, file: str, flags: list[str],
                        fault: dict[str, int | str]) -> None:
        disk, code = self.command_on(template, command, file, flags, **fault)
        self.assertIn(code, (FAILED, -signal.SIGKILL) if "error" not in fault else (FAILED, DONE))
        if not (disk / file).exists():
            self.assertFalse((template / file).exists(), "a key is gone")
            return
        if (template / file).exists() and (disk / file).read_bytes() == (template / file).read_bytes():
            return
        is_encrypted = "ENCRYPTED" in pem_in(disk / file)
        self.assertEqual(is_encrypted, command in ("encrypt", "passphrase") or "--encrypt" in flags)
        secret = self.new() if command == "passphrase" else self.secret
        passphrase = ["--passphrase-file", str(secret)] if is_encrypted else []
        outcome = run("wallet", "sign", disk / file, *passphrase, stdin=PAYMENT)
        self.assertEqual(outcome.code, DONE, outcome)


if __name__ == "__main__":
    main()
