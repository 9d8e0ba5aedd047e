# SPDX-License-Identifier: MIT
"""What a person sees at the terminal of a running node: its start, its log, its keys; and the log in files."""
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from network_case import IDLE, NetworkTest, local_url
from made_chain import write_made_chain
from ports import free_port
from program import DONE, PROGRAM, USAGE, main, run
from scripted_rig import Rig
from terminal import AtTerminal

ADDRESS = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"
MINER = ("--difficulty", "1", "--backend", "cpu", "--threads", "1", "--kernel", "portable", "--mine-to", ADDRESS)


def written_at(file: Path) -> int | None:
    """None where there is no such file, as for a moment whenever a newer one takes its name."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return None


class ConsoleTest(NetworkTest):
    def at_terminal(self, *flags: str | Path, **streams: object) -> AtTerminal:
        self.port = free_port()
        program = AtTerminal("node", "--data-dir", self.directory / "node", "--port", str(self.port), "--no-discover",
                             *flags, **streams)
        self.addCleanup(program.close)
        return program

    def quit(self, node: AtTerminal) -> None:
        node.type("q")
        self.assertEqual(node.end(), DONE, node.shown)


class Start(ConsoleTest):
    def test_it_says_what_it_is_and_does(self) -> None:
        node = self.at_terminal(*MINER)
        node.wait_for("  keys  ")
        for name in ("network   classic, difficulty 1", "tip       block 0, 0", "peers     none yet",
                     f"api       {local_url(self.port)}", "mining on ", "kernel portable", "rate      ",
                     f"mining to {ADDRESS}", "dashboard "):
            self.assertIn(name, node.seen)
        self.quit(node)

    def test_it_says_where_workers_join(self) -> None:
        stratum = free_port()
        flags = ("--difficulty", "1", "--backend", "none", "--stratum", str(stratum))
        node = self.at_terminal(*flags)
        node.wait_for("  keys  ")
        self.assertIn(f"workers   join at stratum+tcp://localhost:{stratum}, from this machine alone", node.seen)
        self.assertIn("mining on nothing itself: workers search for it", node.seen)
        self.quit(node)
        for more, reach in ((("--stratum-bind", "0.0.0.0"), f"localhost:{stratum}, and at all addresses of this machine"),
                            (("--bind", "0.0.0.0", "--public-url", "http://mine.lan:5000"), f"mine.lan:{stratum}\n")):
            with self.subTest(flags=more):
                other = self.node(*flags, *more, name=more[0].strip("-")).start()
                self.wait_for_log(other, "workers   join at stratum+tcp://" + reach)
                other.close()

    def test_it_offers_no_keys_to_nobody(self) -> None:
        node = self.node(*MINER).start()
        node.wait_for(lambda: "mining to" in node.log, 20, "its summary")
        self.assertNotIn("keys", node.log)
        self.assertNotIn("\x1b", node.log)


class Keys(ConsoleTest):
    def test_each_does_what_it_says(self) -> None:
        node = self.at_terminal(*MINER, "--min-block-interval", "0")
        node.wait_for("block 1 found")
        node.type("h")
        node.wait_for("hash rate ")
        node.type("s")
        node.wait_for("ready for 00:00:")
        node.wait_for("0 of 0 peers active, 0 payments wait for a block")
        node.wait_for(f" to {ADDRESS}: ")
        node.type("c")
        node.wait_for("no peer is known")
        node.type("?")
        node.wait_for("keys: h hash rate")
        self.quit(node)
        self.assertIn("asked to quit: stopping", node.seen)

    def test_workers_are_told_of_and_rest(self) -> None:
        stratum = free_port()
        node = self.at_terminal("--difficulty", "1", "--backend", "none", "--stratum", str(stratum))
        node.wait_for("  keys  ")
        rig = Rig(stratum).join()
        self.addCleanup(rig.close)
        rig.mine_share()
        for key in "hs":
            node.type(key)
            node.wait_for("workers: 1 connected, ")
        node.type("p")
        node.wait_for("mining is paused")
        while rig.notices[-1]["method"] != "mining.rest":
            rig.read()
        node.type("r")
        rig.wait_for_job()
        self.quit(node)

    def test_mining_rests_and_goes_on(self) -> None:
        node = self.at_terminal(*MINER, "--min-block-interval", "0")
        node.wait_for("block 1 found")
        node.type("r")
        node.wait_for("mining is not paused")
        node.type("p")
        node.wait_for("mining is paused")
        node.type("s")
        node.wait_for("paused,")
        node.type("r")
        node.wait_for("mining is resumed")
        node.wait_for(" found: ")
        self.quit(node)

    def test_peers_are_told_with_how_well_they_answer(self) -> None:
        peer = self.peer(self.node(*IDLE, name="other").start().chain())
        node = self.at_terminal(*IDLE, "--peer", peer.url)
        node.wait_for("  keys  ")
        node.type("c")
        node.wait_for(f"peer {peer.url}: 1 block, answers within ")
        node.type("p")
        node.wait_for("this node does not mine")
        self.quit(node)

    def test_they_are_not_shown_and_the_terminal_is_as_it_was(self) -> None:
        node = self.at_terminal(*IDLE)
        node.wait_for("  keys  ")
        self.assertFalse(node.echoes())
        node.type("x")
        self.quit(node)
        self.assertTrue(node.echoes())

    def test_the_terminal_is_as_it_was_after_a_signal(self) -> None:
        node = self.at_terminal(*IDLE)
        node.wait_for("  keys  ")
        node.type("\x03")
        self.assertEqual(node.end(), DONE)
        self.assertTrue(node.echoes())

    def test_they_come_from_a_terminal_alone(self) -> None:
        read_end, write_end = os.pipe()
        self.addCleanup(os.close, write_end)
        node = self.at_terminal(*IDLE, stdin=read_end)
        os.close(read_end)
        node.wait_for("  peers  ")
        os.write(write_end, b"q")
        node.program.send_signal(signal.SIGTERM)
        self.assertEqual(node.end(), DONE)
        self.assertIn("asked to end: stopping", node.seen)


class Colours(ConsoleTest):
    def test_a_terminal_has_them(self) -> None:
        node = self.at_terminal(*MINER)
        node.wait_for("block 1 found")
        self.assertIn("\x1b[32minfo", node.seen)
        self.quit(node)

    def test_who_wants_none_gets_none(self) -> None:
        node = self.at_terminal(*MINER, env={**os.environ, "NO_COLOR": "1"})
        node.wait_for("block 1 found")
        self.assertNotIn("\x1b[32m", node.seen)
        self.quit(node)


class Progress(ConsoleTest):
    def bars(self, *arguments: str | Path) -> list[int]:
        """The parts that a command at a terminal has shown; nothing of its bar is left at the end."""
        program = AtTerminal(*arguments)
        self.addCleanup(program.close)
        self.assertEqual(program.end(), DONE, program.seen)
        bars = re.findall(r"\[(=*)>? *\] +(\d+) %  00:00:\d\d left  ", program.seen)
        for bar, part in bars:
            self.assertAlmostEqual(len(bar) * 5, int(part), delta=6)
        self.assertNotIn(" left  ", program.seen[program.seen.rindex("\x1b[K"):])
        return [int(part) for _, part in bars]

    def test_a_terminal_shows_a_bar_whatever_takes_long(self) -> None:
        file = self.directory / "long.json"
        other = self.node(*IDLE, name="other")
        write_made_chain(file, 30000, 2)
        for command in (("chain", "verify", file, "--difficulty", "1"),
                        ("chain", "import", file, "--data-dir", other.data_dir, "--difficulty", "1"),
                        ("chain", "export", self.directory / "copy.json", "--data-dir", other.data_dir),
                        ("chain", "reindex", "--data-dir", other.data_dir),
                        ("chain", "check", "--data-dir", other.data_dir),
                        ("bench", "--verify", "3000000", "--kernel", "portable"),
                        ("bench", "--kernel", "portable", "--seconds", "0.5", "--threads", "1")):
            with self.subTest(command=command[:2]):
                parts = self.bars(*command)
                self.assertGreater(len(parts), 1)
                self.assertEqual(parts, sorted(parts))
        other.start()
        self.assert_fetched_with_a_bar(other.port)

    def assert_fetched_with_a_bar(self, port: int) -> None:
        node = self.at_terminal(*IDLE, "--peer", local_url(port))
        node.wait_for("  keys  ")
        self.quit(node)
        self.assertRegex(node.seen, r"\[=*>? *\] +\d+ %  00:00:\d\d left  \d+ of 30000 blocks, ")
        for line in node.seen.replace("\x1b[K", "\n").splitlines():
            self.assertFalse(re.search(r"left.*\binfo\b", line), f"a bar and the log on one line: {line!r}")

    def test_without_a_terminal_it_is_a_line_every_ten_seconds(self) -> None:
        file = self.directory / "long.json"
        write_made_chain(file, 2000, 2)
        answer = file.read_bytes()
        program = subprocess.Popen([PROGRAM, "chain", "verify", "-", "--difficulty", "1"], stdin=subprocess.PIPE,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        with program:
            assert program.stdin is not None and program.stderr is not None
            program.stdin.write(answer[: 2 << 20])
            program.stdin.flush()
            time.sleep(10)  # what is waited for is that time itself
            program.stdin.write(answer[2 << 20:])
            program.stdin.close()
            self.assertRegex(program.stderr.read(), rb"\Averifying: \d+ blocks, \d+ blocks/s, [\d.]+ MB/s\n\Z")


class LogFile(ConsoleTest):
    def test_json_is_an_object_a_line(self) -> None:
        node = self.node(*MINER, "--log-format", "json", "--blocks", "1")
        node.launch()
        node.wait_for(lambda: node.has_ended, 60, "one block")
        lines = [json.loads(line) for line in node.log.splitlines() if line.startswith("{")]
        self.assertGreater(len(lines), 2)
        for line in lines:
            self.assertEqual(list(line), ["time", "level", "message"])
            self.assertRegex(line["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$")
        self.assertTrue(any(line["message"].startswith("block 1 found: ") for line in lines))

    def test_it_is_written_into_a_file_too(self) -> None:
        file = self.directory / "node.log.txt"
        node = self.node(*MINER, "--log-file", str(file), "--blocks", "1")
        node.launch()
        node.wait_for(lambda: node.has_ended, 60, "one block")
        written = file.read_text()
        self.assertRegex(written, r"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} info +block 1 found: ")
        self.assertIn(written.splitlines()[-1], node.log)

    def test_a_long_one_is_begun_anew_and_so_many_are_kept(self) -> None:
        file = self.directory / "log" / "node.log"
        node = self.node(*MINER, "--min-block-interval", "0", "--log-level", "debug", "--log-file", str(file),
                         "--log-file-size", "1", "--log-files", "2").start()
        older = file.with_name("node.1.log")
        first = node.wait_for(lambda: written_at(older), 120, "a second file")
        node.wait_for(lambda: written_at(older) not in (None, first), 120, "a third one")
        node.stop()
        self.assertEqual(sorted(path.name for path in file.parent.iterdir()), ["node.1.log", "node.log"])
        self.assertLessEqual(file.stat().st_size, 1 << 20)

    def test_one_that_cannot_be_written_is_named(self) -> None:
        outcome = run("node", "--data-dir", self.directory / "node", "--log-file", "/proc/nothing/node.log")
        self.assert_complains(outcome, USAGE, "/proc/nothing/node.log")

    def test_what_is_about_a_file_needs_one(self) -> None:
        for flag in ("--log-file-size", "--log-files"):
            self.assert_complains(run("node", flag, "3"), USAGE, flag, "--log-file")


if __name__ == "__main__":
    main()
