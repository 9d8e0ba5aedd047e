# SPDX-License-Identifier: MIT
"""Builds a test program with one source file changed, out of what a build directory holds.

Nothing of the source tree or of the build directory is written: the changed file is compiled as in that build, but
quickly, and linked in front of the library that has the right one.
"""
import json
import shlex
import shutil
import subprocess
from pathlib import Path

SECONDS_TO_COMPILE = 300
LINKERS = ("lld", "gold")  # the quickest first


class BuildFailed(Exception):
    pass


class MutantBuild:
    """One source file's; work: a directory for what it makes."""

    def __init__(self, build: Path, source: Path, work: Path) -> None:
        self.build = build
        self.text = source.read_text()
        self.work = work
        self.compiler = [*flags_of(build, source), "-iquote", str(source.parent)]
        self.headers = work / "headers.hpp"
        self.compile_headers()

    def compile_headers(self) -> None:
        """What the file includes is read once for all of its mutants."""
        includes = [line for line in self.text.splitlines() if line.startswith("#include")]
        self.headers.write_text("\n".join(includes) + "\n")
        run([*self.compiler, "-x", "c++-header", str(self.headers), "-o", f"{self.headers}.gch"], self.work)

    def compile(self, text: str) -> bool:
        """False: it is no C++."""
        source = self.work / "mutant.cpp"
        source.write_text("".join("\n" if line.startswith("#include") else line for line in text.splitlines(True)))
        try:
            run([*self.compiler, "-include", str(self.headers), "-c", str(source), "-o", str(self.work / "mutant.o")],
                self.work)
        except BuildFailed:
            return False
        return True

    def link(self, program: str) -> Path:
        """The test program with what was compiled last."""
        command = link_command(self.build, program)
        output = self.work / program
        command[command.index("-o") + 1] = str(output)
        first = next(at for at, word in enumerate(command) if word.endswith(".o"))
        run([*command[:first], str(self.work / "mutant.o"), *command[first:], *quickest_linker()], self.build)
        return output


def run(command: list[str], directory: Path) -> None:
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=SECONDS_TO_COMPILE)
    if done.returncode != 0:
        raise BuildFailed(f"{shlex.join(command)}\n{done.stderr}")


def flags_of(build: Path, source: Path) -> list[str]:
    """The compiler and its flags, without optimization and warnings: an empty optional that is read, or an element
    that is not there, ends the program. simdjson's classes have other members without optimization, unless told."""
    commands = json.loads((build / "compile_commands.json").read_text())
    found = [entry for entry in commands if Path(entry["file"]) == source]
    if not found:
        raise SystemExit(f"{build} does not build {source}")
    words = without_launcher(shlex.split(found[0]["command"]))
    kept = [word for at, word in enumerate(words)
            if word not in ("-c", "-o", str(source)) and words[at - 1] != "-o" and not word.startswith(("-O", "-g"))]
    return [*kept, "-O0", "-w", "-D_GLIBCXX_ASSERTIONS", "-DSIMDJSON_DEVELOPMENT_CHECKS=0"]


def without_launcher(words: list[str]) -> list[str]:
    return words[1:] if Path(words[0]).name == "ccache" else words


def link_command(build: Path, program: str) -> list[str]:
    commands = subprocess.run(["ninja", "-C", str(build), "-t", "commands", program], capture_output=True, text=True,
                              check=True).stdout
    line = next(line for line in reversed(commands.splitlines()) if f"/{program} " in line and " -o " in line)
    steps = [shlex.split(step) for step in line.split(" && ")]
    return without_launcher(next(step for step in steps if "-o" in step))


def quickest_linker() -> list[str]:
    return next(([f"-fuse-ld={name}"] for name in LINKERS if shutil.which(f"ld.{name}")), [])
