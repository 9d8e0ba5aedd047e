# SPDX-License-Identifier: MIT
"""SIGHUP: a node that runs takes up what is new in its configuration file, all of it or nothing."""
import os
import pty
import re
import signal
import subprocess

from node_process import NodeProcess, NodeTest
from ports import free_port
from program import DONE, PROGRAM, main, run, takes_signal

ADDRESS = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"
OTHER = "1Jyvk4XMZcQfTiefmrcCqUNvYU2JCARZdJ"
MINES = ("--difficulty", "1", "--backend", "cpu", "--kernel", "portable", "--threads", "1")
NOTHING_NEW = "the configuration was read again: nothing is different that could be changed now"


class ReloadTest(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.config = self.directory / "config.toml"

    def configured_node(self, text: str, *flags: str, name: str = "node") -> NodeProcess:
        self.config.write_text(text)
        return self.node("--config", str(self.config), *flags, name=name).start()

    def reload(self, node: NodeProcess, text: str, *patterns: str) -> None:
        """The node hears of the new text, and says all that within its next lines."""
        self.config.write_text(text)
        before = len(node.log)
        assert node.process is not None
        node.process.send_signal(signal.SIGHUP)
        for pattern in patterns:
            node.wait_for(lambda: re.search(pattern, node.log[before:]), 30, pattern)

    def payees(self, node: NodeProcess) -> list[str]:
        return [block["transactions"][0]["outputs"][0]["recipient_address"] for block in node.chain()[1:]]


class WhatCanBeChanged(ReloadTest):
    def test_the_pace_of_mining(self) -> None:
        node = self.configured_node(f'[node]\nmin-block-interval = 3600\nmine-to = "{ADDRESS}"\n', *MINES)
        self.assertEqual(node.status()["blockchain_length"], 1)
        self.reload(node, f'[node]\nmin-block-interval = 0.05\nmine-to = "{ADDRESS}"\n',
                    "min-block-interval is 0.05 s from now on, no more 3600 s")
        node.wait_for_length(5)  # the block that waited for an hour, and more
        self.assertEqual(node.stop(), DONE)

    def test_the_payee(self) -> None:
        node = self.configured_node(f'[node]\nmin-block-interval = 0.05\nmine-to = "{ADDRESS}"\n', *MINES)
        node.wait_for_length(3)
        self.reload(node, f'[node]\nmin-block-interval = 0.05\nmine-to = "{OTHER}"\n',
                    f"blocks pay {OTHER} from now on, no more {ADDRESS}")
        length = node.status()["blockchain_length"]
        node.wait_for_length(length + 3)
        payees = self.payees(node)
        self.assertEqual((payees[0], payees[-1]), (ADDRESS, OTHER))
        self.assertEqual(payees, sorted(payees, reverse=True), "each after the other")
        self.assertEqual(self.payees(node)[length:length + 2], [OTHER] * 2)

    def test_the_wallet(self) -> None:
        wallet = self.directory / "w.json"
        address = run("wallet", "create", wallet).out.strip()
        node = self.configured_node(f'[node]\nmin-block-interval = 0.05\nmine-to = "{ADDRESS}"\n', *MINES)
        self.reload(node, f'[node]\nmin-block-interval = 0.05\nwallet = "{wallet}"\n',
                    f"blocks pay {address} from now on, no more {ADDRESS}; the key is in {wallet}")
        node.wait_for(lambda: address in self.payees(node), 30, "the wallet is paid")

    def test_peers(self) -> None:
        first = self.node("--difficulty", "1", "--backend", "none", name="first").start()
        second = self.node("--difficulty", "1", "--backend", "none", name="second").start()
        node = self.configured_node(f'[node]\npeer = ["http://localhost:{first.port}"]\n', "--difficulty", "1",
                                    "--backend", "none")

        self.reload(node, f'[node]\npeer = ["http://localhost:{second.port}"]\n',
                    f"peer configured: http://localhost:{second.port}",
                    f"peer no longer configured: http://localhost:{first.port}",
                    f"peer gained: http://localhost:{second.port}")
        both = {f"http://localhost:{first.port}", f"http://localhost:{second.port}"}
        node.wait_for(lambda: set(node.get("/peers").json["active_peers"]) == both, 30, "both are there")

    def test_the_log_level(self) -> None:
        node = self.configured_node("[node]\n", "--difficulty", "1", "--backend", "none")
        self.reload(node, '[node]\nlog-level = "debug"\n', "log-level is debug from now on, no more info")
        self.reload(node, '[node]\nlog-level = "warn"\n', "log-level is warn from now on, no more debug")
        length = len(node.log)
        self.assertEqual(node.stop(), DONE)
        self.assertNotIn("info", node.log[length:])

    def test_during_the_start_it_waits(self) -> None:
        self.config.write_text("[node]\n")
        node = self.node("--config", str(self.config), "--difficulty", "1", "--backend", "none")
        node.launch()
        assert node.process is not None
        pid = node.process.pid
        node.wait_for(lambda: takes_signal(pid, signal.SIGHUP), 30, "SIGHUP is taken")
        self.config.write_text('[node]\nlog-level = "debug"\n')
        node.process.send_signal(signal.SIGHUP)
        node.wait_for(lambda: "log-level is debug from now on" in node.log, 30, "it is heard")
        self.assertEqual(node.stop(), DONE)


class WhatStays(ReloadTest):
    def test_what_cannot_be_changed_is_told_once(self) -> None:
        node = self.configured_node("[node]\nmin-block-interval = 3600\n", *MINES)
        changed = '[node]\nmin-block-interval = 3600\nbind = "127.0.0.2"\nnode-id = "new"\n'
        told = "changed in the configuration, but not before the node is started again: bind, node-id"
        self.reload(node, changed, told)
        self.reload(node, changed, NOTHING_NEW)
        self.reload(node, changed.replace("3600", "1800"), "min-block-interval is 1800 s")
        self.reload(node, changed.replace("3600", "1800").replace("new", "newer"),
                    "not before the node is started again: node-id\n")
        self.assertEqual(node.log.count(told), 1)
        self.assertNotEqual(node.status()["node_id"], "newer")

    def test_a_wrong_file_changes_nothing(self) -> None:
        node = self.configured_node(f'[node]\nmin-block-interval = 3600\nmine-to = "{ADDRESS}"\n', *MINES)
        refused = "warning the configuration stays as it was, since the new one is wrong: "
        for text, reason in ((f'[node]\nmin-block-interval = 1\nmine-to = "{OTHER}"\nprot = 1\n', "config.toml:4: "),
                             ("[node", "config.toml:1: no TOML"),
                             ('[node]\nmin-block-interval = 1\nnetwork = "mainline"\n', "--difficulty is for"),
                             (f'[node]\nmin-block-interval = 1\nwallet = "{self.directory}/none.json"\n', "none.json")):
            with self.subTest(text=text):
                self.reload(node, text, refused + ".*(" + reason + ")")
        self.config.unlink()
        before = node.log.count(refused)
        assert node.process is not None
        node.process.send_signal(signal.SIGHUP)
        node.wait_for(lambda: node.log.count(refused) > before, 30, "a file that is gone is told")
        self.reload(node, f'[node]\nmin-block-interval = 3600\nmine-to = "{ADDRESS}"\n', NOTHING_NEW)
        self.assertNotIn("from now on", node.log)
        self.assertEqual(node.status()["blockchain_length"], 1)
        self.assertEqual(node.stop(), DONE)

    def test_flags_and_variables_are_not_overridden(self) -> None:
        node = self.node("--config", str(self.config), "--min-block-interval", "3600", *MINES)
        node.environment = {"CHAINCORE_MINE_TO": ADDRESS}
        self.config.write_text("[node]\n")
        node.start()
        self.reload(node, f'[node]\nmin-block-interval = 0.05\nmine-to = "{OTHER}"\n', NOTHING_NEW)

    def test_without_a_file_there_is_nothing_new(self) -> None:
        node = self.node("--difficulty", "1", "--backend", "none").start()
        assert node.process is not None
        node.process.send_signal(signal.SIGHUP)
        node.wait_for(lambda: NOTHING_NEW in node.log, 30, NOTHING_NEW)


class OfATerminal(ReloadTest):
    def test_one_that_goes_ends_the_node(self) -> None:
        """As it does with every program that is not told otherwise, but cleanly."""
        master, slave = pty.openpty()
        log = self.directory / "log"
        port = free_port()
        with log.open("wb") as file:
            process = subprocess.Popen(
                ["setsid", "--ctty", "--wait", PROGRAM, "node", "--no-discover", "--backend", "none", "--difficulty", "1",
                 "--port", str(port), "--data-dir", str(self.directory / "data")],
                stdin=slave, stdout=file, stderr=file, env={**os.environ})
        os.close(slave)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        node = NodeProcess(self.directory / "data", port=port)
        node.log_file = log
        node.wait_for(lambda: "mining on nothing" in node.log, 30, "it has started")
        os.close(master)
        process.wait(30)
        self.assertIn("the terminal is gone: stopping", node.log)
        self.assertTrue(node.log.endswith("stopped\n"), node.log)


if __name__ == "__main__":
    main()
