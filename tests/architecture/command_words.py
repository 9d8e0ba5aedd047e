# SPDX-License-Identifier: MIT
"""Commands of the program as they stand in documents, judged word by word by what --help lists."""
import re
from typing import Callable

BLOCK = re.compile(r"^```.*?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`chaincore\s+([a-z][^`]*)`")
# At a prompt, alone in its line, or behind another command.
AT_PROMPT = re.compile(r"(?:^|&&|\||;|\$\()[ \t]*(?:\$ |sudo )?(?:[\w./~-]*/)?chaincore ([a-z][^\n]*)", re.MULTILINE)
FLAG = re.compile(r"--?[a-zA-Z][\w-]*")
# What stands between choices in a table, as in `ctl pause\|resume`; a bar alone is the shell's.
CHOICE = "\\|"
# These are followed by the words of another command.
QUOTING = (("config", "show"), ("config", "example"))


def command_lines(text: str) -> list[str]:
    """What stands behind `chaincore`, in code blocks and in code within a sentence."""
    blocks = "\n".join(BLOCK.findall(text)).replace("\\\n", " ")
    return AT_PROMPT.findall(blocks) + INLINE.findall(BLOCK.sub("", text))


def words_of(line: str) -> list[str]:
    """Up to what the shell takes for the end of the command; brackets say that something may be left out."""
    line = re.sub(r"(?<=\w)\|(?=\w)", CHOICE.replace("\\", r"\\"), line)
    command = re.split(r"\s(?:#|;|\||&|>|2>)|\)(?:\s|$)", line)[0]
    return re.sub(r"[\[\]…]", " ", command).replace(f" {CHOICE} ", " ").split()


class Command:
    """A command, by what its --help says. help_of gives that for the words behind `chaincore`."""

    def __init__(self, help_of: Callable[[tuple[str, ...]], str], path: tuple[str, ...] = ()) -> None:
        self.help_of, self.path = help_of, path
        text = help_of(path)
        self.flags = {flag for names in re.findall(r"^  (-\S+)", text, re.MULTILINE) for flag in names.split(",")}
        groups = re.search(r"^Subcommands:\n((?:  .*\n)+)", text, re.MULTILINE)
        self.commands = set(re.findall(r"^  ([a-z]\S*)", groups[1], re.MULTILINE)) if groups else set()

    def below(self, word: str) -> "Command":
        return Command(self.help_of, (*self.path, word))


def fault_of(line: str, root: Command) -> str | None:
    """The first word that the program would not know; what flags and files are given is not looked at."""
    fault = word_fault(words_of(line), root, root.flags, root)
    return fault and f"{fault} in `chaincore {' '.join(line.split())}`"


def all_commands(command: Command) -> list[tuple[str, ...]]:
    """Those that do something, by their words."""
    below = [path for name in sorted(command.commands) for path in all_commands(command.below(name))]
    return below or [command.path]


def commands_named(line: str, root: Command) -> set[tuple[str, ...]]:
    """Those that a line of a table is about, choices and all."""
    paths: set[tuple[str, ...]] = {()}
    for word in words_of(line):
        names = [(*path, name) for path in paths for name in word.split(CHOICE)]
        known = {path for path in names if path[-1] in Command(root.help_of, path[:-1]).commands}
        if known:
            paths = known
    return paths


def word_fault(words: list[str], command: Command, flags: set[str], root: Command) -> str | None:
    """flags: those of the commands on the way here, too."""
    is_value = False
    for place, word in enumerate(words):
        rest = words[place + 1:]
        if FLAG.match(word):
            if word.partition("=")[0] not in flags:
                return f'no flag "{word}"'
            is_value = True
        elif command.commands and not is_value:
            return choice_fault(word.split(CHOICE), rest, command, flags, root)
        elif command.path in QUOTING and word in root.commands:
            return word_fault([word, *rest], root, root.flags, root)
        else:
            is_value = False
    return None


def choice_fault(names: list[str], rest: list[str], command: Command, flags: set[str], root: Command) -> str | None:
    for name in names:
        if name not in command.commands:
            return f'no command "{name}"'
        chosen = command.below(name)
        fault = word_fault(rest, chosen, flags | chosen.flags, root)
        if fault:
            return fault
    return None
