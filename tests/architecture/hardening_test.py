# SPDX-License-Identifier: MIT
"""The programs that people run are hardened, as cmake/Hardening.cmake asks for: what the compiler is told is read from
its commands, what became of it from the programs.

usage: hardening_test.py COMPILE_COMMANDS PROGRAM..."""
import json
import platform
import re
import shlex
import subprocess
import sys
from pathlib import Path

FLAGS = ["-fstack-protector-strong", "-fstack-clash-protection", "-D_FORTIFY_SOURCE=3", "-fPIE"]
if platform.machine() == "x86_64":
    FLAGS.append("-fcf-protection")
# What our programs are made of; a library that is only preloaded by tests is none of it.
FOLDERS = ("src", "tools")


def command_faults(commands: Path) -> list[str]:
    """The sources in C++ that are compiled without a flag."""
    root = Path(__file__).resolve().parent.parent.parent
    compiled = [(Path(entry["file"]), shlex.split(entry["command"])) for entry in json.loads(commands.read_text())]
    ours = [(file, words) for file, words in compiled
            if file.suffix == ".cpp" and file.is_relative_to(root) and file.relative_to(root).parts[0] in FOLDERS]
    if not ours:
        return [f"{commands} compiles nothing of {' and '.join(FOLDERS)}"]
    return [f"{file.relative_to(root)} is compiled without {flag}"
            for file, words in ours for flag in FLAGS if flag not in words]


def program_faults(program: Path) -> list[str]:
    text = subprocess.run(["readelf", "--wide", "--file-header", "--program-headers", "--dynamic", "--dyn-syms",
                           str(program)], capture_output=True, text=True, check=True).stdout
    # Type, where it lies, how long it is, its flags, its alignment.
    segments = re.findall(r"^  ([A-Z_]+)\s+(?:0x\w+\s+){5}([RWE ]{3})\s+0x", text, re.MULTILINE)
    flags_of = dict(segments)
    tags = dict(re.findall(r"^ 0x\w+ \((\w+)\)\s+(.*)$", text, re.MULTILINE))
    wanted = set(re.findall(r" UND (\w+)", text))
    checks = {
        "is not position-independent": re.search(r"Type: +DYN", text) and "PIE" in tags.get("FLAGS_1", ""),
        "has no GNU_RELRO segment": "GNU_RELRO" in flags_of,
        "binds symbols late": "NOW" in tags.get("FLAGS_1", ""),
        "has an executable stack": "GNU_STACK" in flags_of and "E" not in flags_of["GNU_STACK"],
        "has memory that can be written and executed": all(not {"W", "E"} <= set(flags) for _, flags in segments),
        "has relocations in its code": "TEXTREL" not in tags and "TEXTREL" not in tags.get("FLAGS", ""),
        "looks for libraries where it was built": "RPATH" not in tags and "RUNPATH" not in tags,
        "has no stack protector": "__stack_chk_fail" in wanted,
        "has no call that FORTIFY guards": any(symbol.endswith("_chk") for symbol in wanted),
    }
    return [f"{program.name} {fault}" for fault, holds in checks.items() if not holds]


def main() -> int:
    commands, *programs = map(Path, sys.argv[1:])
    faults = command_faults(commands) + [fault for program in programs for fault in program_faults(program)]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(programs)} programs, {len(faults)} faults")
    return 1 if faults or not programs else 0


if __name__ == "__main__":
    sys.exit(main())
