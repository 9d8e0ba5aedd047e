# SPDX-License-Identifier: MIT
"""What the pages for people lead to is there: links and their anchors, sections named in quotes behind a link, files,
each `chaincore` command with the flags that stand behind it, as --help knows them, and the routes of calls.

usage: documents_test.py PROGRAM"""
import functools
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from command_words import Command, all_commands, command_lines, commands_named, fault_of

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = Path(sys.argv[1]).resolve()

HEADING = re.compile(r"^#+ +(.*?) *$", re.MULTILINE)
# What sections are called that have no heading of their own: bold words at the start of a line.
BOLD = re.compile(r"^(?:- )?\*\*(.*?)\.?\*\*", re.MULTILINE)
BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)(?:,\s+\"([^\"]+)\")?")
# `N` is what docs/api_guide.md calls a node.
CALL = re.compile(r"(?:\$N|\bcurl [^\n]*http://localhost:5000)(/[^\s\"'?`)]*)")
QUOTED = re.compile(r"`([^`]+)`")
FILE = re.compile(r"`((?:src|include|tests|tools|docs|bench|cmake|kernels)/[\w./*-]+)`")


def pages(root: Path) -> list[Path]:
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").glob("*.md"))]


def anchor_of(heading: str) -> str:
    """As GitHub makes it of a heading."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")


def sections_of(text: str) -> tuple[set[str], set[str]]:
    """The anchors of a page, and the names of its sections."""
    prose = BLOCK.sub("", text)
    headings = HEADING.findall(prose)
    return {anchor_of(heading) for heading in headings}, {*headings, *BOLD.findall(prose)}


def link_fault(page: Path, link: str, section: str) -> str | None:
    if re.match(r"[a-z]+:", link):
        return None
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists():
        return f"{link} is not there"
    if target.suffix != ".md":
        return None
    anchors, names = sections_of(target.read_text())
    if anchor and anchor not in anchors:
        return f"{target.name} has no heading for #{anchor}"
    if section and " ".join(section.split()) not in names:
        return f'{target.name} has no section "{section}"'
    return None


def faults(root: Path, page: Path, root_command: Command) -> list[str]:
    text = page.read_text()
    prose = BLOCK.sub("", text)
    found = [link_fault(page, link, section) for link, section in LINK.findall(prose)]
    found += [None if any(root.glob(file)) else f"{file} is not there" for file in FILE.findall(prose)]
    found += [fault_of(line, root_command) for line in command_lines(text)]
    return [f"{page.relative_to(root)}: {fault}" for fault in found if fault]


def lost_pages(root: Path) -> list[str]:
    readme = (root / "README.md").read_text()
    return [f"README.md does not lead to docs/{page.name}" for page in sorted((root / "docs").glob("*.md"))
            if f"(docs/{page.name})" not in readme]


def missing_commands(text: str, root_command: Command) -> list[str]:
    rows = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    named = {path for line in command_lines(rows) for path in commands_named(line, root_command)}
    return [f"docs/commands.md has no row for `chaincore {' '.join(path)}`"
            for path in all_commands(root_command) if path not in named]


def unknown_routes(text: str, routes: list[str]) -> list[str]:
    """Calls of a page that no route of docs/openapi.json takes."""
    patterns = [re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(route)) for route in routes]
    return [path for path in CALL.findall(text) if not any(re.fullmatch(pattern, path) for pattern in patterns)]


def unknown_sentences(document: str, sources: str) -> list[str]:
    """What no source says of that which the second column of the table of troubles quotes; `…` stands for anything,
    and the program puts sentences together at colons, brackets and slashes."""
    table = document.partition("| what is wrong | what it says |")[2]
    quoted = [text for row in table.splitlines() if row.startswith("| ") for text in QUOTED.findall(row.split(" | ")[1])]
    literals = re.sub(r'"\s*"', "", sources)
    return [text for text in quoted if not all(part.strip() in literals for part in re.split(r"[…:()/]\s*", text))]


@functools.cache
def help_of(words: tuple[str, ...]) -> str:
    return subprocess.run([PROGRAM, *words, "--help"], capture_output=True, text=True, check=True).stdout


class Documents(unittest.TestCase):
    def test_what_pages_lead_to_is_there(self) -> None:
        found = [fault for page in pages(ROOT) for fault in faults(ROOT, page, Command(help_of))]
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_commands_are_found_at_all(self) -> None:
        for name in "README.md", "docs/configuration.md":
            self.assertGreater(len(command_lines((ROOT / name).read_text())), 3, name)

    def test_the_readme_leads_to_every_page(self) -> None:
        self.assertEqual(lost_pages(ROOT), [])


    def test_calls_have_their_routes(self) -> None:
        routes = list(json.loads((ROOT / "docs/openapi.json").read_text())["paths"])
        self.assertGreater(len(CALL.findall((ROOT / "docs/api_guide.md").read_text())), 15)
        found = [f"{page.name}: {path}" for page in pages(ROOT) for path in unknown_routes(page.read_text(), routes)]
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_every_command_has_its_row(self) -> None:
        found = missing_commands((ROOT / "docs/commands.md").read_text(), Command(help_of))
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_the_troubles_are_called_what_the_program_calls_them(self) -> None:
        document = (ROOT / "docs/operators.md").read_text()
        sources = "\n".join(file.read_text() for file in sorted((ROOT / "src").rglob("*.?pp")))
        self.assertGreater(document.count("…"), 20)
        found = unknown_sentences(document, sources)
        self.assertEqual(found, [], "\n" + "\n".join(found))


class PlantedFaults(unittest.TestCase):
    """The test tests itself: each planted fault is the one that it finds."""

    def faults_of(self, text: str) -> list[str]:
        with tempfile.TemporaryDirectory() as directory:
            root = Path(directory)
            (root / "docs").mkdir()
            (root / "docs/other.md").write_text("# Other page\n\n## It's `here`: a place\n\n**Bans.** None.\n")
            (root / "README.md").write_text(text)
            return faults(root, root / "README.md", Command(help_of)) + lost_pages(root)

    def test_an_honest_page_has_no_faults(self) -> None:
        self.assertEqual(self.faults_of(
            'See [other](docs/other.md#its-here-a-place), ([other.md](docs/other.md), "Bans"), `docs/other.md`, '
            "[the web](https://example.org/x#y).\n```\n$ build/release/chaincore ctl -n URL pause  # --rests\n"
            "chaincore config show wallet send --fee 1 | grep --count x\nchaincore 0.1.0\n```\n"
            "`chaincore chain info\\|export [FILE] [--data-dir DIR]` and `chaincore bench [--kernel K\\|all]`\n"), [])

    def test_planted_faults_are_found(self) -> None:
        honest = "[other](docs/other.md)\n"
        cases = [
            ("no link\n", "README.md does not lead to docs/other.md"),
            (honest + "[x](docs/none.md)", "docs/none.md is not there"),
            (honest + "[x](docs/other.md#nowhere)", "no heading for #nowhere"),
            (honest + '([x](docs/other.md), "Gone")', 'no section "Gone"'),
            (honest + "`src/none.cpp`", "src/none.cpp is not there"),
            (honest + "```\nchaincore nod --port 5000\n```", '"nod"'),
            (honest + "```\ncd x && bin/chaincore node --prt 5000\n```", '"--prt"'),
            (honest + "```\nchaincore wallet \\\n    send --two X\n```", '"--two"'),
            (honest + "`chaincore chain info\\|exprt [FILE]`", '"exprt"'),
            (honest + "`chaincore config show mine --peer URL`", '"--peer"'),
        ]
        for text, expected in cases:
            with self.subTest(text=text):
                found = self.faults_of(text)
                self.assertEqual(len(found), 1, found)
                self.assertIn(expected, found[0])

    def test_a_planted_gap_is_found(self) -> None:
        help_texts = {(): "Subcommands:\n  top   Watch\n  ctl   Tell\n", ("top",): "", ("ctl",): "Subcommands:\n"
                      "  stop  End\n  ban   Peers\n", ("ctl", "stop"): "",
                      ("ctl", "ban"): "Subcommands:\n  add   One\n", ("ctl", "ban", "add"): ""}
        command = Command(lambda words: help_texts[words])
        row = "| `chaincore ctl [-n URL] stop`, `chaincore ctl ban add URL` | tells it |\n"
        self.assertEqual(missing_commands("| `chaincore top` | shows it |\n" + row, command), [])
        self.assertEqual(missing_commands("`chaincore top`, but in no table\n" + row, command),
                         ["docs/commands.md has no row for `chaincore top`"])
        self.assertEqual(missing_commands("| `chaincore top` |\n| `chaincore ctl stop` |\n", command),
                         ["docs/commands.md has no row for `chaincore ctl ban add`"])

    def test_a_planted_call_is_found(self) -> None:
        text = '```\n$ curl -s "$N/tx/12?first=3"\n$ curl http://localhost:5000/txs/12\n```\n'
        self.assertEqual(unknown_routes(text, ["/tx/{id}"]), ["/txs/12"])

    def test_a_planted_sentence_is_found(self) -> None:
        table = "| what is wrong | what it says | what to do |\n| --- | --- | --- |\n| a | `%s` | `x` |\n"
        sources = 'fail("port " + number + " is in use "\n     "by another")'
        self.assertEqual(unknown_sentences(table % "port … is in use by another", sources), [])
        self.assertEqual(unknown_sentences(table % "port … is taken", sources), ["port … is taken"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
