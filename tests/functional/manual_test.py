# SPDX-License-Identifier: MIT
"""The manual's pages: man and groff find nothing wrong with them, they have every flag that --help lists, and their
examples are command lines that the program takes."""
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from program import DONE, USAGE, ProgramTest, main, run

SECTIONS = ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES", "SEE ALSO")
# Groups of commands that take no settings: what stands behind them is tried by itself.
WITHOUT_SETTINGS = {"config", "version", "completion", "manual"}


def commands_in(*command: str) -> list[str]:
    listed = run(*command, "--help").out.split("Subcommands:")
    return re.findall(r"(?m)^  (\w+)", listed[1].split("Exit codes:")[0]) if len(listed) > 1 else []


def flags_in(*command: str) -> set[str]:
    """With the short ones and those for the reference's command lines."""
    lines = re.findall(r"(?m)^  (-\S+)", run(*command, "--help").out)
    return {flag for line in lines for flag in line.split(",")}


class Manual(ProgramTest):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.assertEqual(run("manual", "--all", self.directory), (DONE, "", ""))
        self.pages = {path.stem: path for path in sorted(self.directory.iterdir())}

    def shown(self, page: Path) -> str:
        """As people read it, on a terminal so wide that no word is cut."""
        if shutil.which("man") is None:
            self.skipTest("man is not installed, tools/setup --tests does that")
        done = subprocess.run(["man", "--warnings", "-E", "ascii", "-P", "cat", "-l", str(page)], capture_output=True,
                              text=True, env={"PATH": "/usr/bin:/bin", "MANWIDTH": "2000", "MAN_KEEP_FORMATTING": "",
                                              "LC_ALL": "C"})
        self.assertEqual((done.returncode, done.stderr), (0, ""), page.name)
        return re.sub(r".\x08|\x1b\[[0-9;]*m", "", done.stdout)

    def test_the_program_and_each_command_have_a_page(self) -> None:
        self.assertEqual(set(self.pages), {"chaincore"} | {f"chaincore-{name}" for name in commands_in()})
        for name, path in self.pages.items():
            with self.subTest(page=name):
                self.assertEqual(run("manual", *name.split("-")[1:]).out, path.read_text())

    def test_groff_finds_nothing_to_warn_of(self) -> None:
        if shutil.which("groff") is None:
            self.skipTest("groff is not installed, tools/setup --tests does that")
        for page in self.pages.values():
            with self.subTest(page=page.name):
                done = subprocess.run(["groff", "-man", "-ww", "-z", str(page)], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_man_shows_every_section(self) -> None:
        for name, page in self.pages.items():
            with self.subTest(page=name):
                headings = re.findall(r"(?m)^([A-Z][A-Z ]+)$", self.shown(page))
                self.assertEqual([heading for heading in headings if heading in SECTIONS], list(SECTIONS))

    def test_man_shows_every_flag_of_help(self) -> None:
        def flags_within(*command: str) -> set[str]:
            return flags_in(*command).union(*(flags_within(*command, name) for name in commands_in(*command)))
        for name, page in self.pages.items():
            with self.subTest(page=name):
                flags = flags_in() if name == "chaincore" else flags_within(*name.split("-")[1:])
                tags = re.findall(r"(?m)^ +(-[^\n]*)", self.shown(page))
                named = {word.rstrip(",") for tag in tags for word in tag.split() if word.startswith("-")}
                self.assertEqual(flags - named, set())

    def test_man_shows_each_command_of_a_group(self) -> None:
        for group in ("ctl", "chain", "inspect", "wallet", "config", "completion"):
            text = self.shown(self.pages[f"chaincore-{group}"])
            for name in commands_in(group):
                with self.subTest(group=group, name=name):
                    self.assertRegex(text, rf"(?m)^   chaincore {group} {name} \[OPTIONS\]")

    def test_every_example_is_taken_by_the_program(self) -> None:
        tried = 0
        for name, page in self.pages.items():
            for line in re.findall(r"\.EX\n    \\fB(.*)\\fR\n\.EE", page.read_text()):
                command = re.search(r"chaincore [^|>)]*", line.replace("\\-", "-"))
                assert command is not None, line
                words = shlex.split(command[0])[1:]
                with self.subTest(page=name, words=words):
                    alone = words[0] in WITHOUT_SETTINGS
                    outcome = run(*words) if alone else run("config", "show", *words)
                    self.assertEqual((outcome.code, outcome.err), (DONE, ""))
                tried += 1
        self.assertGreater(tried, len(self.pages))

    def test_an_unknown_command_has_no_page(self) -> None:
        self.assert_complains(run("manual", "bogus"), USAGE, "bogus")


if __name__ == "__main__":
    main()
