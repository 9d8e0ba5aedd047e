# SPDX-License-Identifier: MIT
"""The configuration: what is said by flags, the environment and the file, which of them counts more, and what is said
of those that are wrong."""
import json
import os
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from program import DONE, FAILED, NO_DEVICE, PROGRAM, USAGE, Outcome, ProgramTest, main, run

ADDRESS = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"
OTHER = "1Jyvk4XMZcQfTiefmrcCqUNvYU2JCARZdJ"
# Of a node that would run; what shows a configuration runs nothing.
EVERY_KIND = ('[node]\nport = 5001\nmin-block-interval = 0.5\npeer = ["http://10.0.0.1:5000", "http://10.0.0.2:5000"]\n'
              'no-discover = true\nbackend = "cpu"\n')


class ConfigTest(ProgramTest):
    """A home of its own, without our environment's settings."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.default_file = self.directory / "home/chaincore/config.toml"
        self.variables: dict[str, str] = {}

    def chaincore(self, *words: str | Path) -> Outcome:
        env = {key: value for key, value in os.environ.items() if not key.startswith("CHAINCORE_")}
        env |= {"XDG_CONFIG_HOME": str(self.directory / "home")} | self.variables
        return run(*words, env=env, timeout=60)

    def file(self, text: str, name: str = "config.toml") -> Path:
        path = self.directory / name
        path.write_text(text)
        return path

    def use_default_file(self, text: str) -> None:
        self.default_file.parent.mkdir(parents=True, exist_ok=True)
        self.default_file.write_text(text)

    def shown(self, *words: str | Path) -> dict[str, tuple[Any, str]]:
        """Value and source of each key."""
        outcome = self.chaincore("config", "show", "--json", *words)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""), outcome)
        return {entry["key"]: (entry["value"], entry["source"]) for entry in json.loads(outcome.out)["settings"]}


class Precedence(ConfigTest):
    def test_nothing_is_needed(self) -> None:
        shown = self.shown()
        self.assertEqual(shown["min-block-interval"], (1, "default"))
        self.assertEqual(shown["backend"], ("auto", "default"))
        self.assertEqual(shown["port"], (None, "default"))
        self.assertEqual(shown["no-discover"], (False, "default"))
        self.assertEqual(shown["peer"], ([], "default"))

    def test_the_default_file_is_read(self) -> None:
        self.use_default_file(EVERY_KIND)
        shown = self.shown("node")
        self.assertEqual(shown["port"], (5001, f"{self.default_file}:2"))
        self.assertEqual(shown["min-block-interval"], (0.5, f"{self.default_file}:3"))
        self.assertEqual(shown["peer"], (["http://10.0.0.1:5000", "http://10.0.0.2:5000"], f"{self.default_file}:4"))
        self.assertEqual(shown["no-discover"], (True, f"{self.default_file}:5"))
        self.assertEqual(shown["log-level"], ("info", "default"))

    def test_without_xdg_it_is_in_the_home(self) -> None:
        file = self.directory / ".config/chaincore/config.toml"
        file.parent.mkdir(parents=True)
        file.write_text("[node]\nport = 5002\n")
        self.variables = {"XDG_CONFIG_HOME": "", "HOME": str(self.directory)}
        self.assertEqual(self.shown()["port"], (5002, f"{file}:2"))

    def test_a_named_file_takes_the_place_of_the_default_one(self) -> None:
        self.use_default_file("[node]\nport = 5001\nthreads = 1\n")
        file = self.file("[node]\nport = 5002\n")
        for words in (["--config", file, "config", "show", "--json"], ["config", "--config", file, "show", "--json"],
                      ["config", "show", "--json", "--config", file],
                      ["config", "show", "--json", "node", f"--config={file}"]):
            with self.subTest(words=words):
                shown = {entry["key"]: entry["value"] for entry in json.loads(self.chaincore(*words).out)["settings"]}
                self.assertEqual((shown["port"], shown["threads"]), (5002, None))

    def test_the_environment_names_a_file_and_a_flag_another_one(self) -> None:
        self.variables = {"CHAINCORE_CONFIG": str(self.file("[node]\nport = 5002\n"))}
        self.assertEqual(self.shown()["port"][0], 5002)
        self.assertEqual(self.shown("--config", self.file("[node]\nport = 5003\n", "other.toml"))["port"][0], 5003)

    def test_flag_over_environment_over_file_over_default(self) -> None:
        self.use_default_file('[node]\nport = 5001\nthreads = 2\nlog-level = "warn"\n')
        self.variables = {"CHAINCORE_PORT": "5002", "CHAINCORE_THREADS": "3"}
        shown = self.shown("node", "--port", "5003")
        self.assertEqual(shown["port"], (5003, "flag"))
        self.assertEqual(shown["threads"], (3, "CHAINCORE_THREADS"))
        self.assertEqual(shown["log-level"], ("warn", f"{self.default_file}:4"))
        self.assertEqual(shown["bind"], ("127.0.0.1", "default"))

    def test_a_list_of_a_stronger_source_takes_the_place_of_the_whole_list(self) -> None:
        self.use_default_file(EVERY_KIND)
        self.variables = {"CHAINCORE_PEER": "http://10.0.0.3:1,http://10.0.0.4:1"}
        self.assertEqual(self.shown()["peer"], (["http://10.0.0.3:1", "http://10.0.0.4:1"], "CHAINCORE_PEER"))
        self.assertEqual(self.shown("--peer", "http://10.0.0.5:1")["peer"], (["http://10.0.0.5:1"], "flag"))

    def test_a_variable_that_says_no_is_heard(self) -> None:
        self.use_default_file(EVERY_KIND)
        for text, expected in (("0", False), ("false", False), ("1", True), ("true", True)):
            self.variables = {"CHAINCORE_NO_DISCOVER": text}
            self.assertEqual(self.shown()["no-discover"], (expected, "CHAINCORE_NO_DISCOVER"))

    def test_an_empty_variable_says_nothing(self) -> None:
        self.variables = {"CHAINCORE_PORT": ""}
        self.assertEqual(self.shown()["port"], (None, "default"))

    def test_a_text_may_be_false(self) -> None:
        self.use_default_file('[node]\nnode-id = "false"\n')
        self.assertEqual(self.shown()["node-id"][0], "false")
        self.variables = {"CHAINCORE_NODE_ID": "other"}
        self.assertEqual(self.shown()["node-id"][0], "other")

    def test_a_stronger_source_silences_what_it_excludes(self) -> None:
        self.use_default_file('[node]\nwallet = "w.json"\nthreads = 2\ndiscover-ports = "5000"\nblocks = 1\n')
        shown = self.shown("node", "--mine-to", ADDRESS, "--backend", "none", "--no-discover")
        self.assertEqual(shown["mine-to"], (ADDRESS, "flag"))
        for key in "wallet", "threads", "discover-ports", "blocks":
            self.assertEqual(shown[key], (None, "default"), key)
        self.variables = {"CHAINCORE_MINE_TO": OTHER}
        self.assertEqual(self.shown()["wallet"], (None, "default"))
        self.use_default_file('[node]\ndifficulty = 3\n')
        self.assertEqual(self.shown("--network", "mainline")["difficulty"], (None, "default"))

    def test_what_a_source_says_no_to_excludes_nothing(self) -> None:
        self.use_default_file('[node]\ndiscover-ports = "5000"\nno-discover = false\n')
        self.assertEqual(self.shown()["discover-ports"][0], "5000")

    def test_one_source_may_not_contradict_itself(self) -> None:
        self.use_default_file(f'[node]\nmine-to = "{ADDRESS}"\nwallet = "w.json"\n')
        self.assert_complains(self.chaincore("node"), USAGE, f"{self.default_file}:2: node: mine-to and wallet")
        self.use_default_file("")
        self.variables = {"CHAINCORE_MINE_TO": ADDRESS, "CHAINCORE_WALLET": "w.json"}
        self.assert_complains(self.chaincore("node"), USAGE, "CHAINCORE_MINE_TO: mine-to and wallet exclude each other")
        self.use_default_file('[node]\nbackend = "none"\nthreads = 2\n')
        self.variables = {}
        self.assert_complains(self.chaincore("node"), USAGE, "--threads", "--backend none")

    def test_a_table_of_a_command_counts_more_than_that_of_its_group(self) -> None:
        self.use_default_file('[wallet]\nnode = "http://a:1"\nfee = "0.5"\n[wallet.send]\nnode = "http://b:2"\n')
        self.assertEqual(self.shown("wallet", "send")["node"], ("http://b:2", f"{self.default_file}:5"))
        self.assertEqual(self.shown("wallet", "send")["fee"], ("0.5", f"{self.default_file}:3"))
        self.assertEqual(self.shown("wallet", "balance")["node"], ("http://a:1", f"{self.default_file}:2"))

    def test_what_must_be_given_may_stand_in_the_file(self) -> None:
        self.assert_complains(self.chaincore("chain", "rewind"), USAGE, "--to is required")
        self.use_default_file(f'[chain.rewind]\nto = 5\ndata-dir = "{self.directory / "none"}"\n')
        self.assert_complains(self.chaincore("chain", "rewind"), USAGE, "there is no chain in")

    def test_a_flag_may_need_what_stands_in_the_file(self) -> None:
        self.assert_complains(self.chaincore("node", "--log-files", "3"), USAGE, "--log-files requires --log-file")
        self.use_default_file(f'[node]\nlog-file = "{self.directory / "log"}"\nkernel = "no_such"\n')
        self.assert_complains(self.chaincore("node", "--log-files", "3", "--backend", "cpu"), NO_DEVICE, "no_such")

    def test_settings_reach_what_runs(self) -> None:
        self.use_default_file('[node]\nkernel = "no_such"\nno-discover = true\n')
        self.variables = {"CHAINCORE_DATA_DIR": str(self.directory / "data")}
        self.assert_complains(self.chaincore("node", "--backend", "cpu"), NO_DEVICE, "no_such")
        self.assert_complains(self.chaincore("node", "--backend", "cpu", "--kernel", "nor_this"), NO_DEVICE, "nor_this")


class Faults(ConfigTest):
    def test_a_named_file_must_be_there(self) -> None:
        missing = self.directory / "missing.toml"
        for words in (["node", "--config", missing], ["--config", missing, "devices"],
                      ["config", "check", missing], ["config", "show", "--config", missing]):
            self.assert_complains(self.chaincore(*words), USAGE, str(missing), "No such file")
        self.assert_complains(self.chaincore("node", "--config", self.directory), USAGE, str(self.directory))

    def test_each_fault_names_file_line_and_key(self) -> None:
        cases = [
            ("[node]\n\nprot = 1\n", 3, '[node] has no key "prot", did you mean port?'),
            ("[node]\nmin_block_interval = 1\n", 2, "did you mean min-block-interval?"),
            ("[node]\napi-port = 1\n", 2, '[node] has no key "api-port", did you mean port?'),
            ("[node]\ncolour = 1\n", 2, '[node] has no key "colour": chaincore config example node shows what there is'),
            ("[nod]\n", 1, 'there is no command for the table "nod", did you mean node?'),
            ("[walet.send]\n", 1, 'no command for the table "walet"'),
            ("[node.x]\n", 1, 'there is no command for the table "node.x"'),
            ("[config]\n", 1, 'there is no command for the table "config"'),
            ("port = 1\n", 1, '"port" stands outside of all tables: expected it in that of a command, as in [node]'),
            ('[node]\nport = "5001"\n', 2, "node.port: found a string, expected an integer"),
            ("[node]\nport = 5001.0\n", 2, "node.port: found a number, expected an integer"),
            ("[node]\nport = [5001]\n", 2, "node.port: found an array, expected an integer"),
            ("[node]\nport = 70000\n", 2, "node.port: Value 70000 not in range 1 to 65535"),
            ("[node]\nport = {a = 1}\n", 2, 'no command for the table "node.port"'),
            ("[node]\nport = 1979-05-27\n", 2, "found a date or a time, expected"),
            ("[node]\nno-discover = 1\n", 2, "node.no-discover: found an integer, expected a boolean"),
            ("[node]\nmin-block-interval = nan\n", 2, "node.min-block-interval: found nan, expected a number"),
            ("[node]\nmin-block-interval = true\n", 2, "found a boolean, expected a number"),
            ("[node]\nnode-id = 5\n", 2, "node.node-id: found an integer, expected a string"),
            ("[node]\npeer = 5\n", 2, "node.peer: found an integer, expected a string, or an array of such"),
            ('[node]\npeer = ["http://a:1", 5]\n', 2, "found an integer in an array, expected a string"),
            ('[node]\npeer = ["nowhere"]\n', 2, 'node.peer: "nowhere" is no URL of a node'),
            ('[node]\nbackend = "gpu"\n', 2, "node.backend: gpu not in {auto,"),
            ('[node]\nmine-to = "me"\n', 2, 'node.mine-to: "me" is no address'),
            ("[node]\nport = \n", 2, "no TOML: "),
            ("[node]\nport = 1\nport = 2\n", 3, "no TOML: "),
            ("[node]\nlog-level = \u201cdebug\u201d\n", 2, "no TOML: a character that is not ASCII"),
            ("[[node]]\n", 1, '"node": found a table in an array'),
            ("[mine]\nprot = 1\n", 2, '[mine] has no key "prot"'),
            ("[chain.rewind]\nto = -1\n", 2, "chain.rewind.to: Value -1 not in range"),
        ]
        for text, line, words in cases:
            with self.subTest(text=text):
                file = self.file(text)
                outcome = self.chaincore("devices", "--config", file)
                self.assert_complains(outcome, USAGE, f"{file}:{line}: ", words)
                self.assertEqual(self.chaincore("config", "check", file), outcome)

    def test_a_file_of_many_megabytes_is_none(self) -> None:
        self.assert_complains(self.chaincore("devices", "--config", self.file("#" * (2 << 20))), USAGE, "config.toml")

    def test_variables_are_checked_as_flags_are(self) -> None:
        for name, value, words in (("PORT", "x", 'found "x", expected an integer'),
                                   ("PORT", "0", "port: Value 0 not in range 1 to 65535"),
                                   ("MIN_BLOCK_INTERVAL", "1s", 'found "1s", expected a number'),
                                   ("AFFINITY", "yes", 'found "yes", expected 1, 0, true or false'),
                                   ("PEER", "http://a:1,b", 'peer: "b" is no URL of a node')):
            with self.subTest(name=name, value=value):
                self.variables = {f"CHAINCORE_{name}": value}
                self.assert_complains(self.chaincore("node"), USAGE, f"CHAINCORE_{name}: ", words)

    def test_variables_of_somebody_else_are_left_alone(self) -> None:
        self.variables = {"CHAINCORE_PROGRAM": PROGRAM, "CHAINCORE_MAKE_CHAIN": "x", "CHAINCORE_OPTIONS": "x",
                          "CHAINCORE_PROT": "x"}
        self.assertEqual(self.chaincore("devices").code, DONE)

    def test_a_faulty_file_is_not_half_used(self) -> None:
        data = self.directory / "data"
        file = self.file(f'[node]\ndata-dir = "{data}"\nbackend = "none"\nprot = 1\n')
        self.assert_complains(self.chaincore("node", "--config", file), USAGE, "prot")
        self.assertFalse(data.exists())

    def test_help_needs_no_right_file(self) -> None:
        self.use_default_file("[")
        for words in (["--help"], ["node", "--help"], ["--version"], ["config", "example"]):
            self.assertEqual(self.chaincore(*words).code, DONE)


class Check(ConfigTest):
    def test_a_right_file_is_praised(self) -> None:
        file = self.file(EVERY_KIND)
        self.assertEqual(self.chaincore("config", "check", file), Outcome(DONE, f"{file} is right: it sets 5 keys\n", ""))
        self.assertEqual(self.chaincore("--config", file, "config", "check").code, DONE)

    def test_no_file_is_right_too(self) -> None:
        outcome = self.chaincore("config", "check")
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assertIn(f"there is no configuration file at {self.default_file}", outcome.out)

    def test_all_faults_are_told_in_the_order_of_their_lines(self) -> None:
        file = self.file('[node]\nprot = 1\nport = 70000\n[mien]\n[wallet.send]\nto = "me"\n')
        self.variables = {"CHAINCORE_THREADS": "many"}
        outcome = self.chaincore("config", "check", file)
        self.assertEqual((outcome.code, outcome.out), (USAGE, ""))
        for line, (place, words) in zip(outcome.err.splitlines(), (
                (f"{file}:2", "port?"), (f"{file}:3", "70000"), (f"{file}:4", "mine?"), (f"{file}:6", "no address"),
                ("CHAINCORE_THREADS", "many")), strict=True):
            self.assertTrue(line.startswith(f"chaincore: {place}: "), outcome.err)
            self.assertIn(words, line)
        self.variables = {}
        self.assert_complains(self.chaincore("devices", "--config", file), USAGE, f"{file}:2", "(and 3 more")

    def test_keys_that_make_no_sense_together_are_told(self) -> None:
        file = self.file('[node]\nnetwork = "mainline"\ndifficulty = 3\n')
        self.assert_complains(self.chaincore("config", "check", file), USAGE, "--difficulty is for --network classic")

    def test_misspelt_variables_are_suspected(self) -> None:
        self.variables = {"CHAINCORE_MIN_BLOK_INTERVAL": "1", "CHAINCORE_PROGRAM": "x", "CHAINCORE_MAKE_CHAIN": "x",
                          "CHAINCORE_DISK_SHIM": "x", "CHAINCORE_CONFG": "x"}
        outcome = self.chaincore("config", "check")
        self.assertEqual(outcome.code, DONE)
        self.assertEqual(outcome.err.splitlines(), [
            "chaincore: warning: CHAINCORE_CONFG sets nothing, did you mean CHAINCORE_CONFIG?",
            "chaincore: warning: CHAINCORE_MIN_BLOK_INTERVAL sets nothing, did you mean CHAINCORE_MIN_BLOCK_INTERVAL?"])


class Show(ConfigTest):
    def test_it_can_be_pasted_back(self) -> None:
        file = self.file(EVERY_KIND + 'node-id = "a \\"b\\" \\\\ \\u0007 \u00e9"\n')
        outcome = self.chaincore("config", "show", "--config", file)
        self.assertEqual(tomllib.loads(outcome.out)["node"]["node-id"], 'a "b" \\ \a \u00e9')
        again = self.file(outcome.out, "again.toml")
        self.assertEqual(self.chaincore("config", "check", again).code, DONE)
        values = {key: value for key, (value, _) in self.shown("--config", file).items()}
        self.assertEqual({key: value for key, (value, _) in self.shown("--config", again).items()}, values)

    def test_it_says_where_each_value_comes_from(self) -> None:
        self.use_default_file("[node]\nport = 5001\n")
        self.variables = {"CHAINCORE_THREADS": "2"}
        lines = self.chaincore("config", "show", "node", "--quiet").out.splitlines()
        self.assertEqual(lines[:2], [f"# {self.default_file}", "[node]"])
        for beginning, end in (("port = 5001 ", f"  # {self.default_file}:2"), ("threads = 2 ", "  # CHAINCORE_THREADS"),
                               ("quiet = true ", "  # flag"), ('bind = "127.0.0.1"', "  # default"),
                               ("# kernel ", "# default: the fastest, which is found out at the start"),
                               ("# node-id ", "# not set")):
            self.assertEqual(len([line for line in lines if line.startswith(beginning) and line.endswith(end)]), 1,
                             (beginning, lines))

    def test_every_command_can_be_shown(self) -> None:
        for words in (["mine"], ["bench"], ["devices"], ["chain", "verify"], ["wallet", "create"], ["inspect", "tx"]):
            shown = self.shown(*words)
            self.assertNotIn("config", shown)
            self.assertNotIn("help", shown)

    def test_what_is_no_command_is_bad_usage(self) -> None:
        self.assert_complains(self.chaincore("config", "show", "bogus"), USAGE, "bogus")
        self.assert_complains(self.chaincore("config", "show", "node", "--bogus"), USAGE, "--bogus")
        self.assert_complains(self.chaincore("config", "show", "node", "--port", "x"), USAGE, "--port")
        self.assert_complains(self.chaincore("config", "bogus"), USAGE, "bogus")


class Example(ConfigTest):
    def test_it_sets_nothing_and_knows_every_key(self) -> None:
        for words, table in (([], "node"), (["mine"], "mine"), (["wallet.send"], "wallet.send")):
            example = self.chaincore("config", "example", *words).out
            self.assertEqual(tomllib.loads(example), tomllib.loads(f"[{table}]\n"))
            for key in self.shown(*table.split(".")):
                self.assertIn(f"\n#{key} = ", example)
        self.assert_complains(self.chaincore("config", "example", "bogus"), USAGE, "bogus")

    def test_its_defaults_are_right_when_they_are_set(self) -> None:
        lines = self.chaincore("config", "example").out.splitlines()
        plain = [line[1:] for line in lines if line.startswith("#") and line[1:2].isalpha() and " = " in line
                 and not line.split(" = ")[1][0].isupper()]
        self.assertGreater(len(plain), 10)
        file = self.file("[node]\n" + "\n".join(plain) + "\n")
        self.assertEqual(self.chaincore("config", "check", file).code, DONE, plain)


class FromTheReference(ConfigTest):
    def test_flags_of_its_node_mean_ours(self) -> None:
        urls = self.file("# all of them\nhttp://10.0.0.3:5000  # the third\n\n  http://10.0.0.4:5000\n", "urls")
        shown = self.shown("node", "--api-port", "5001", "--bootstrap-nodes", "http://10.0.0.1:5000",
                           "http://10.0.0.2:5000", "--bootstrap-from-file", urls, "--debug", "--quiet", "--p2p-port",
                           "8000", "--peer", "http://10.0.0.5:5000")
        self.assertEqual(shown["port"], (5001, "flag"))
        self.assertEqual(shown["log-level"], ("debug", "flag"))
        self.assertEqual(shown["quiet"], (True, "flag"))
        self.assertEqual(sorted(shown["peer"][0]), [f"http://10.0.0.{number}:5000" for number in range(1, 6)])
        self.assertNotIn("p2p-port", shown)

    def test_they_count_as_the_flags_that_they_mean(self) -> None:
        self.use_default_file(EVERY_KIND + 'log-level = "warn"\n')
        shown = self.shown("node", "--bootstrap-nodes", "http://10.0.0.9:5000", "--debug")
        self.assertEqual((shown["peer"][0], shown["log-level"][0]), (["http://10.0.0.9:5000"], "debug"))

    def test_urls_in_a_file_are_checked(self) -> None:
        urls = self.file("nowhere\n", "urls")
        self.assert_complains(self.chaincore("node", "--bootstrap-from-file", urls), USAGE, "nowhere", "no URL of a node")
        self.assert_complains(self.chaincore("node", "--bootstrap-from-file", self.directory / "none"), USAGE,
                              "--bootstrap-from-file", "No such file")

    def test_its_p2p_port_is_said_to_be_of_no_use(self) -> None:
        outcome = self.chaincore("node", "--p2p-port", "8000", "--data-dir", self.directory / "data", "--backend", "cpu",
                                 "--kernel", "no_such")
        self.assertEqual(outcome.code, NO_DEVICE)
        self.assertEqual(outcome.err.splitlines()[0],
                         "chaincore: --p2p-port is not used: peers talk over the port of --port, too")

    def test_flags_of_its_mining_client_mean_ours(self) -> None:
        for words, key, value in ((["--node", "http://a:1"], "url", ["http://a:1"]), (["-n", "http://a:1"], "url", ["http://a:1"]),
                                  (["--workers", "3"], "threads", 3), (["--single-core"], "threads", 1),
                                  (["-v"], "log-level", "debug"), (["--verbose"], "log-level", "debug"),
                                  (["--quiet"], "quiet", True), (["-w", ADDRESS], "wallet", ADDRESS),
                                  (["--disable-affinity"], "affinity", False)):
            with self.subTest(words=words):
                self.assertEqual(self.shown("mine", *words)[key][0], value)

    def test_a_wallet_is_a_file_or_an_address(self) -> None:
        wallet = self.directory / "w.json"
        self.assertEqual(run("wallet", "create", wallet).code, DONE)
        for payee in (ADDRESS, wallet):
            outcome = self.chaincore("mine", "-n", "http://localhost:1", "-w", payee, "--backend", "none")
            self.assert_complains(outcome, USAGE, "--backend none")
        for payee in (ADDRESS[:-1], self.directory / "none.json"):
            self.assert_complains(self.chaincore("mine", "-n", "http://localhost:1", "-w", payee), USAGE, str(payee),
                                  "neither a wallet file that is there nor an address")

    def test_what_has_no_counterpart_is_said_to_have_none(self) -> None:
        for words, reason in ((["--timeout", "120"], "there is no limit to set"), (["--retries", "3"], "asked again"),
                              (["--refresh-interval", "30"], "templates are fetched"),
                              (["--worker-range", "1000"], "share the nonces"),
                              (["--difficulty-range", "1,12"], "whatever the node asks for"),
                              (["--require-tls"], "without TLS")):
            with self.subTest(words=words):
                self.assert_complains(self.chaincore("mine", *words), USAGE, words[0], reason)

    def test_cores_are_shown(self) -> None:
        shown = self.chaincore("mine", "--show-cores")
        self.assertEqual(shown, self.chaincore("devices"))
        self.assertEqual(shown.code, DONE)

    def test_stats_of_a_node_that_is_not_there_are_none(self) -> None:
        self.assert_complains(self.chaincore("mine", "--stats", "-n", "http://localhost:1"), FAILED, "http://localhost:1")
        self.assert_complains(self.chaincore("mine", "--stats"), USAGE, "--url is required")


if __name__ == "__main__":
    main()
