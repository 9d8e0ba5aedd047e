# SPDX-License-Identifier: MIT
"""The command line: what is wrong with it is said in one line, and help is there for every command."""
import json
import os
import re
import tempfile

from program import DONE, USAGE, ProgramTest, VECTORS, main, run

COMMANDS = [
    [],
    ["node"], ["mine"], ["status"], ["peers"], ["top"], ["bench"],
    ["ctl"], *(["ctl", name] for name in ("pause", "resume", "stop", "peer", "ban")), ["ctl", "ban", "add"],
    ["version"], ["completion"], *(["completion", shell] for shell in ("bash", "zsh", "fish")), ["manual"],
    ["chain"], *(["chain", name] for name in ("verify", "extend", "info", "export", "import", "check")),
    ["inspect"], *(["inspect", kind] for kind in ("tx", "header", "merkle", "address", "json", "spend")),
    ["wallet"], *(["wallet", name] for name in ("create", "address", "sign", "encrypt", "decrypt", "passphrase")),
    *(["wallet", name] for name in ("balance", "send", "history", "info", "list")),
]
ADDRESS = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"
CHAIN = VECTORS / "chain_10.json"
# Behind flags that are right: a node that ends before it begins, and says why.
NEVER_RUNS = ["--backend", "none", "--blocks", "1"]


class Usage(ProgramTest):
    def test_help_lists_the_exit_codes_of_every_command(self) -> None:
        for command in COMMANDS:
            with self.subTest(command=command):
                outcome = run(*command, "--help")
                self.assertEqual((outcome.code, outcome.err), (DONE, ""))
                self.assertIn("Usage: chaincore" + "".join(" " + word for word in command), outcome.out)
                exit_codes = outcome.out[outcome.out.index("Exit codes:"):]
                for code in ("0 done", "1 failed", "2 bad usage", "3 no such device"):
                    self.assertIn(code, exit_codes)

    def test_help_of_the_program_names_every_command(self) -> None:
        outcome = run("--help")
        for name in ("node", "mine", "status", "peers", "top", "ctl", "bench", "chain", "inspect", "wallet",
                     "version", "completion", "manual"):
            self.assertRegex(outcome.out, rf"(?m)^  {name} ")

    def test_version_is_one_line(self) -> None:
        outcome = run("--version")
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assertRegex(outcome.out, r"\Achaincore \d+\.\d+\.\d+\n\Z")

    def test_the_version_command_says_what_the_program_was_built_with(self) -> None:
        lines, line = run("version"), run("version", "--json")
        self.assertEqual((lines.code, lines.err, line.code, line.err), (DONE, "", DONE, ""))
        self.assertEqual(lines.out.splitlines()[0] + "\n", run("--version").out)
        said = json.loads(line.out)
        self.assertEqual(f"{said['name']} {said['version']}\n", run("--version").out)
        self.assertRegex(said["commit"] or "0" * 12, r"\A[0-9a-f]{12,40}(-dirty)?\Z")
        self.assertRegex(said["compiler"], r"\A\w+ \d+\.")
        self.assertIn("portable", said["cpu_kernels"])
        for library in ("Boost", "OpenCL headers", "OpenSSL", "RocksDB", "cpp-httplib", "secp256k1", "simdjson"):
            with self.subTest(library=library):
                self.assertRegex(said["libraries"][library], r"\A\d+\.\d+")
                self.assertRegex(lines.out, rf"(?m)^  {library} +{re.escape(said['libraries'][library])}$")

    def test_the_version_is_told_whatever_the_configuration_says(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write("no configuration")
            file.flush()
            environment = os.environ | {"CHAINCORE_CONFIG": file.name}
            self.assert_complains(run("status", env=environment), USAGE, file.name)
            self.assertEqual(run("version", env=environment).code, DONE)

    def test_a_missing_subcommand_is_bad_usage(self) -> None:
        for command in ([], ["chain"], ["inspect"], ["wallet"], ["ctl"], ["ctl", "ban"]):
            with self.subTest(command=command):
                self.assert_complains(run(*command), USAGE, "subcommand")

    def test_an_unknown_subcommand_is_bad_usage(self) -> None:
        for command in (["bogus"], ["chain", "bogus"], ["inspect", "bogus"], ["wallet", "bogus"]):
            with self.subTest(command=command):
                self.assert_complains(run(*command), USAGE)

    def test_an_unknown_flag_is_bad_usage_and_is_named(self) -> None:
        for command in (["chain", "verify", CHAIN], ["chain", "extend", CHAIN, "--mine-to", ADDRESS],
                        ["inspect", "json"], ["wallet", "address", "w.json"]):
            with self.subTest(command=command):
                self.assert_complains(run(*command, "--bogus"), USAGE, "--bogus")

    def test_an_argument_too_many_is_bad_usage(self) -> None:
        self.assert_complains(run("chain", "verify", CHAIN, "another"), USAGE, "another")

    def test_a_missing_argument_is_bad_usage_and_is_named(self) -> None:
        for command, missing in ((["chain", "verify"], "FILE"), (["chain", "extend", "--mine-to", ADDRESS], "FILE"),
                                 (["chain", "extend", CHAIN], "--mine-to"), (["wallet", "create"], "FILE"),
                                 (["wallet", "address"], "FILE"), (["wallet", "sign"], "FILE"),
                                 (["wallet", "encrypt"], "FILE"), (["wallet", "decrypt"], "FILE"),
                                 (["chain", "verify", CHAIN, "--difficulty"], "--difficulty")):
            with self.subTest(command=command):
                self.assert_complains(run(*command), USAGE, missing)

    def test_a_difficulty_out_of_range_is_bad_usage(self) -> None:
        for command in (["chain", "verify", CHAIN], ["chain", "extend", CHAIN, "--mine-to", ADDRESS]):
            for difficulty in ("0", "65", "-1", "2.5", "two", "", "18446744073709551616"):
                with self.subTest(command=command, difficulty=difficulty):
                    self.assert_complains(run(*command, f"--difficulty={difficulty}"), USAGE, "--difficulty")

    def test_a_difficulty_for_mainline_is_bad_usage(self) -> None:
        chain = VECTORS / "head_chain_30.json"
        self.assert_complains(run("chain", "verify", chain, "--network", "mainline", "--difficulty", "2"), USAGE,
                              "--difficulty", "mainline")

    def test_a_difficulty_that_mainline_does_not_have_is_bad_usage(self) -> None:
        chain = VECTORS / "head_chain_30.json"
        self.assert_complains(run("chain", "extend", chain, "--mine-to", ADDRESS, "--network", "mainline",
                                  "--difficulty", "16"), USAGE, "--difficulty", "15")

    def test_a_word_that_is_no_command_is_named(self) -> None:
        for command in (["bogus"], ["chain", "bogus"], ["wallet", "bogus", "file"]):
            with self.subTest(command=command):
                self.assert_complains(run(*command), USAGE, "bogus")

    def test_an_unknown_network_is_bad_usage(self) -> None:
        for command in (["chain", "verify", CHAIN], ["inspect", "header"]):
            with self.subTest(command=command):
                self.assert_complains(run(*command, "--network", "testnet"), USAGE, "--network")

    def test_a_number_of_blocks_out_of_range_is_bad_usage(self) -> None:
        for blocks in ("0", "-1", "1000001", "many"):
            with self.subTest(blocks=blocks):
                self.assert_complains(run("chain", "extend", CHAIN, "--mine-to", ADDRESS, f"--blocks={blocks}"),
                                      USAGE, "--blocks")

    def test_a_height_below_zero_is_bad_usage(self) -> None:
        self.assert_complains(run("chain", "rewind", "--to", "-1"), USAGE, "--to", "-1")

    def test_a_bad_address_is_bad_usage(self) -> None:
        for address in ("", "genesis", ADDRESS[:-1], ADDRESS + "1", ADDRESS.replace("K", "L", 1), " " + ADDRESS):
            with self.subTest(address=address):
                self.assert_complains(run("chain", "extend", CHAIN, f"--mine-to={address}"), USAGE, "--mine-to")

    def test_a_peer_that_is_no_url_of_a_node_is_bad_usage(self) -> None:
        for flag in ("--peer", "--public-url"):
            for url in ("", "localhost:5000", "https://localhost:5000", "http://localhost", "http://localhost:0",
                        "http://localhost:5000/status", "http://user@localhost:5000"):
                with self.subTest(flag=flag, url=url):
                    self.assert_complains(run("node", f"{flag}={url}"), USAGE, flag)

    def test_peers_are_given_one_by_one(self) -> None:
        self.assert_complains(run("node", "--peer", "http://localhost:5001", "http://localhost:5002"), USAGE,
                              "http://localhost:5002")
        self.assert_complains(run("node", "--peer", "http://localhost:5001", "--peer", "http://10.0.0.1:5002",
                                  *NEVER_RUNS), USAGE, "--blocks")

    def test_ports_to_look_on_that_are_no_list_are_bad_usage(self) -> None:
        for ports in ("", ",", "5000,", "0", "65536", "5000-", "5001-5000", "5000 5001", "5000-5001-5002",
                      "all", "0x10"):
            with self.subTest(ports=ports):
                self.assert_complains(run("node", "--discover-ports", ports), USAGE, "--discover-ports",
                                      "5000-5011,6000")

    def test_ports_to_look_on_are_ports_and_ranges(self) -> None:
        for ports in ("5000", "5000-5011,6000", "1,65535", "5000-5000", "5000-5255", "5000-5255,5255,5000-5001"):
            with self.subTest(ports=ports):
                self.assert_complains(run("node", "--discover-ports", ports, *NEVER_RUNS), USAGE, "--blocks")

    def test_more_ports_than_one_can_look_on_are_bad_usage(self) -> None:
        self.assert_complains(run("node", "--discover-ports", "5000-5256"), USAGE, "--discover-ports", "257", "256")

    def test_ports_to_look_on_without_looking_are_bad_usage(self) -> None:
        self.assert_complains(run("node", "--no-discover", "--discover-ports", "5000"), USAGE, "--no-discover",
                              "--discover-ports")

    def test_flags_for_what_does_not_search_are_bad_usage(self) -> None:
        opencl_flags = (["--opencl-device", "0"], ["--kernel-dir", VECTORS], ["--retune"])
        cpu_flags = (["--kernel", "portable"], ["--threads", "1"], ["--affinity"])
        for backend, flags in (("cpu", opencl_flags), ("none", opencl_flags + cpu_flags), ("opencl", cpu_flags)):
            for flag in flags:
                with self.subTest(backend=backend, flag=flag):
                    outcome = run("node", "--backend", backend, *flag, timeout=20)
                    self.assert_complains(outcome, USAGE, flag[0], f"--backend {backend}", "leave the flag out")

    def test_what_is_no_hash_of_a_block_is_bad_usage(self) -> None:
        for flag in ("--pin-genesis", "--assume-valid"):
            for block_hash in ("", "00", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "0x" + "a" * 62):
                with self.subTest(flag=flag, hash=block_hash):
                    self.assert_complains(run("node", flag, block_hash), USAGE, flag, "64")
            self.assert_complains(run("node", flag, "a" * 64, *NEVER_RUNS), USAGE, "--blocks")

    def test_a_pinned_genesis_for_mainline_is_bad_usage(self) -> None:
        self.assert_complains(run("node", "--pin-genesis", "a" * 64, "--network", "mainline"), USAGE, "--pin-genesis",
                              "mainline")


if __name__ == "__main__":
    main()
