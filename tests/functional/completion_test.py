# SPDX-License-Identifier: MIT
"""Completion in bash, zsh and fish: each shell loads its script and is asked what it would propose."""
import os
import pty
import re
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from program import DONE, PROGRAM, ProgramTest, main, run

PATIENCE = 60.0
LEVELS = {"debug", "info", "warn", "error"}
SHELLS = ("bash", "zsh", "fish")

# The function is called as bash does, with the line as it is cut into words there; then what it proposes is printed.
DRIVE_BASH = r"""
compopt() { :; }  # only there while bash itself asks
source <(chaincore completion bash)
COMP_LINE=$1 COMP_POINT=${#1}
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_chaincore chaincore "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
printf '%s\n' "${COMPREPLY[@]}"
"""


class Candidates(ProgramTest):
    def candidates(self, *words: str) -> list[str]:
        outcome = run("completion", "candidates", "--", *words)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.paths, *lines = outcome.out.splitlines()
        return [line.split("\t")[0] for line in lines]

    def flags_of_help(self, *command: str) -> set[str]:
        """Long names, without those of the section for the reference's command lines."""
        options = run(*command, "--help").out.split("Flags of the reference:")[0]
        lines = re.findall(r"(?m)^  (-\S+)", options)
        return {name for line in lines for name in line.split(",") if name.startswith("--")}

    def test_every_command_of_help_is_proposed_and_leads_on(self) -> None:
        def walk(command: list[str]) -> int:
            sections = run(*command, "--help").out.split("Subcommands:")
            if len(sections) == 1:
                return 1
            named = re.findall(r"(?m)^  (\w+)", sections[1].split("Exit codes:")[0])
            self.assertEqual(self.candidates(*command, ""), named)
            return sum(walk([*command, name]) for name in named)
        self.assertGreater(walk([]), 40)

    def test_every_flag_of_help_is_proposed(self) -> None:
        for command in (["node"], ["mine"], ["bench"], ["wallet", "send"], ["chain", "extend"], ["ctl"], []):
            with self.subTest(command=command):
                self.assertEqual(set(self.candidates(*command, "--")), self.flags_of_help(*command))

    def test_a_choice_is_proposed_behind_its_flag_and_within_it(self) -> None:
        self.assertEqual(set(self.candidates("node", "--log-level", "")), LEVELS)
        self.assertEqual(self.candidates("node", "--log-level=de"), ["--log-level=debug"])
        self.assertEqual(self.candidates("node", "--backend", "cpu"), ["cpu", "cpu,opencl"])
        self.assertEqual(self.candidates("ctl", "backend", "a"), ["auto"])
        self.assertEqual(self.candidates("bench", "--kernel", "port"), ["portable"])

    def test_what_another_flag_takes_is_not_taken_for_a_command(self) -> None:
        self.assertEqual(self.candidates("ctl", "--data-dir", "ban", "pe"), ["peer"])
        self.assertEqual(self.candidates("ctl", "--data-dir=ban", "pe"), ["peer"])
        self.assertEqual(self.candidates("config", "show", "wallet", "bal"), ["balance"])

    def test_no_flag_comes_behind_two_dashes(self) -> None:
        self.assertEqual(self.candidates("wallet", "info", "--", "--"), [])

    def test_paths_are_left_to_the_shell(self) -> None:
        for paths, words in (("files", ["node", "--wallet", ""]), ("files", ["chain", "verify", ""]),
                             ("directories", ["node", "--data-dir", ""]), ("directories", ["chain", "backup", ""]),
                             ("none", ["node", "--threads", ""]), ("none", ["nonsense", "--nonsense", ""])):
            with self.subTest(words=words):
                self.candidates(*words)
                self.assertEqual(self.paths, paths)

    def test_wallets_are_proposed_by_their_names(self) -> None:
        with tempfile.TemporaryDirectory() as home:
            for name in ("savings", "salary"):
                subprocess.run([PROGRAM, "wallet", "create", name], env={"XDG_DATA_HOME": home}, check=True,
                               capture_output=True)
            for words in (["balance"], ["info", "--wallet"], ["sign"], ["create"]):
                outcome = run("completion", "candidates", "--", "wallet", *words, "sa", env={"XDG_DATA_HOME": home})
                names = [line.split("\t")[0] for line in outcome.out.splitlines()[1:]]
                self.assertEqual(names, [] if words == ["create"] else ["salary", "savings"], words)


class Shell(ProgramTest):
    """A directory to stand in, with a file and a directory whose names begin alike, and the program on the path."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        (self.directory / "place.json").touch()
        (self.directory / "places").mkdir()
        self.env = {"PATH": f"{Path(PROGRAM).parent}:{os.environ['PATH']}", "HOME": directory.name, "TERM": "dumb"}

    def need(self, shell: str) -> str:
        found = shutil.which(shell)
        if found is None:
            self.skipTest(f"{shell} is not installed, tools/setup --tests does that")
        return found

    def output(self, shell: str, *arguments: str) -> set[str]:
        done = subprocess.run([self.need(shell), *arguments], cwd=self.directory, env=self.env, capture_output=True,
                              text=True, timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return set(done.stdout.split("\n")) - {""}

    def test_each_shell_understands_its_script(self) -> None:
        for shell in SHELLS:
            with self.subTest(shell=shell):
                script = self.directory / f"chaincore.{shell}"
                script.write_text(run("completion", shell).out)
                self.output(shell, "-n", str(script))

    def in_bash(self, line: str, *words: str) -> set[str]:
        return self.output("bash", "--norc", "-c", DRIVE_BASH, "bash", line, *(words or line.split(" ")))

    def test_bash_proposes_words_and_paths(self) -> None:
        self.assertEqual(self.in_bash("chaincore no"), {"node"})
        self.assertEqual(self.in_bash("chaincore node --log-level "), LEVELS)
        self.assertEqual(self.in_bash("chaincore chain verify pl"), {"place.json", "places"})
        self.assertEqual(self.in_bash("chaincore node --data-dir pl"), {"places"})

    def test_bash_proposes_what_stands_behind_its_word_breaks(self) -> None:
        self.assertEqual(self.in_bash("chaincore node --log-level=d", "chaincore", "node", "--log-level", "=", "d"),
                         {"debug"})
        self.assertEqual(self.in_bash("chaincore node --log-level=", "chaincore", "node", "--log-level", "="), LEVELS)
        self.assertEqual(self.in_bash("chaincore node --data-dir=pl", "chaincore", "node", "--data-dir", "=", "pl"),
                         {"places"})
        self.assertEqual(self.in_bash("chaincore node --peer http://a:1 --log-l", "chaincore", "node", "--peer", "http",
                                      ":", "//a", ":", "1", "--log-l"), {"--log-level"})

    def test_bash_itself_asks_for_it(self) -> None:
        for typed, completed in (("chaincore inspect mer", "merkle"), ("chaincore node --log-level=de", "debug"),
                                 ("chaincore node --data-dir=pla", "--data-dir=places/"),
                                 ("chaincore chain verify place.", "place.json")):
            with self.subTest(typed=typed):
                line = self.at_terminal("bash", ["--norc", "-i"], "source <(chaincore completion bash)", typed)
                self.assertRegex(line, rf"{re.escape(completed)} ?$")

    def in_fish(self, line: str) -> set[str]:
        lines = self.output("fish", "--no-config", "-c", f"chaincore completion fish | source; complete -C '{line}'")
        return {line.split("\t")[0] for line in lines}

    def test_fish_proposes_words_and_paths(self) -> None:
        self.assertEqual(self.in_fish("chaincore no"), {"node"})
        self.assertEqual(self.in_fish("chaincore node --log-level "), LEVELS)
        self.assertEqual(self.in_fish("chaincore node --log-level=d"), {"--log-level=debug"})
        self.assertEqual(self.in_fish("chaincore chain verify pl"), {"place.json", "places/"})
        self.assertEqual(self.in_fish("chaincore node --data-dir pl"), {"places/"})
        self.assertEqual(self.in_fish("chaincore node --data-dir=pl"), {"--data-dir=places/"})

    def test_zsh_completes_words_and_paths(self) -> None:
        for typed, completed in (("chaincore no", "node"), ("chaincore node --log-level de", "debug"),
                                 ("chaincore node --log-level=de", "--log-level=debug"),
                                 ("chaincore node --data-dir pl", "--data-dir places"),
                                 ("chaincore chain verify place.", "place.json"),
                                 # The slash goes when the line is sent.
                                 ("chaincore node --data-dir=pl", "--data-dir=places")):
            with self.subTest(typed=typed):
                line = self.at_terminal("zsh", ["-f", "-i"],
                                        "autoload -U compinit; compinit -D -u; source <(chaincore completion zsh)",
                                        typed)
                self.assertRegex(line, rf"{re.escape(completed)} ?$")

    def at_terminal(self, shell: str, arguments: list[str], setting_up: str, typed: str) -> str:
        """What the line is once the tabulator has been pressed; it is printed, not run."""
        program = self.need(shell)
        master, slave = pty.openpty()
        running = subprocess.Popen([program, *arguments], stdin=slave, stdout=slave, stderr=slave, cwd=self.directory,
                                   env=self.env, start_new_session=True)
        os.close(slave)
        try:
            os.write(master, f"{setting_up}; echo rea''dy\n".encode())
            self.read_until(master, r"\nready\n")
            to_start, to_end = b"\x01", b"\x05"
            os.write(master, typed.encode() + b"\t" + to_start + b"echo " + to_end + b"\n")
            return self.read_until(master, r"\n(chaincore [^\n]*)\n")
        finally:
            running.kill()
            running.wait()
            os.close(master)

    def read_until(self, master: int, pattern: str) -> str:
        shown, deadline = "", time.monotonic() + PATIENCE
        while not (found := re.search(pattern, shown.replace("\r", ""))):
            self.assertLess(time.monotonic(), deadline, shown)
            if select.select([master], [], [], 1)[0]:
                shown += os.read(master, 4096).decode(errors="replace")
        return found[found.re.groups]


if __name__ == "__main__":
    main()
