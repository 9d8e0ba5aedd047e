# SPDX-License-Identifier: MIT
"""The object files of kernels may not define functions that others define, too: the linker keeps one copy for the whole
program, and on an older CPU the one with the newer instructions ends it. Compiled ones are looked through for such
functions; no compiler adds any to generated ones, which are held to their one function, and that calls nobody.

usage: kernel_symbols_test.py COMPILER OBJECT..."""
import subprocess
import sys
import tempfile
from pathlib import Path

# As nm marks them: weak functions; weak and unique data.
WEAK_FUNCTION, SHARED_DATA = "Ww", "Vvu"
# The ends of a section, which the linker defines: clang's AddressSanitizer asks for them in every file.
SECTION_ENDS = {"w __start_asan_globals", "w __stop_asan_globals"}
# As they stand in the names of the files that are compiled for them.
INSTRUCTION_SETS = ("sha_ni", "avx2", "avx512")
# How the functions of generated kernels begin.
FUNCTION = "chaincore_first_words_"
# What nm prints before the kind: an address of 64 bits, or blanks.
ADDRESS_WIDTH = 17


def symbols(object_file: Path) -> list[tuple[str, str]]:
    """The kind, as nm marks it, and the name; U is wanted of others."""
    listed = subprocess.run(["nm", "-C", str(object_file)], capture_output=True, text=True, check=True)
    lines = [line[ADDRESS_WIDTH:].strip() for line in listed.stdout.splitlines()]
    return [(line[0], line[2:]) for line in lines]


def shared_symbols(object_file: Path) -> list[str]:
    """Functions that are weak; and of the standard library nothing, data of ours holds no instructions."""
    shared = [f"{kind} {name}" for kind, name in symbols(object_file)
              if kind in WEAK_FUNCTION or (kind in SHARED_DATA and "std::" in name)]
    return [symbol for symbol in shared if symbol not in SECTION_ENDS]


def foreign_symbols(object_file: Path) -> list[str]:
    """What is not the function of a generated kernel."""
    own = FUNCTION + object_file.name.split(".")[0].removeprefix("search_")
    return [f"{kind} {name}" for kind, name in symbols(object_file) if (kind, name) != ("T", own)]


def faults_of(object_file: Path) -> list[str]:
    return foreign_symbols(object_file) if ".S" in object_file.suffixes else shared_symbols(object_file)


def finds_a_planted_function(compiler: str) -> bool:
    """Does an inline function of the standard library show?"""
    with tempfile.TemporaryDirectory() as directory:
        source, planted = Path(directory, "planted.cpp"), Path(directory, "planted.o")
        source.write_text("#include <vector>\nvoid grow(std::vector<int>& v) { v.push_back(1); }\n")
        subprocess.run([compiler, "-std=c++20", "-O0", "-c", str(source), "-o", str(planted)], check=True)
        return any("std::" in symbol for symbol in faults_of(planted))


def finds_a_planted_call(compiler: str) -> bool:
    """Does it show that a generated kernel calls somebody?"""
    with tempfile.TemporaryDirectory() as directory:
        source, planted = Path(directory, "search_x.S"), Path(directory, "search_x.S.o")
        source.write_text(f".globl {FUNCTION}x\n{FUNCTION}x: call memcpy\n")
        subprocess.run([compiler, "-c", str(source), "-o", str(planted)], check=True)
        return faults_of(planted) == ["U memcpy"]


def main() -> int:
    compiler, *objects = sys.argv[1:]
    kernels = [Path(path) for path in objects if any(name in Path(path).name for name in INSTRUCTION_SETS)]
    if not all(any(name in kernel.name for kernel in kernels) for name in INSTRUCTION_SETS):
        print("an instruction set has no object file", file=sys.stderr)
        return 1
    if not finds_a_planted_function(compiler) or not finds_a_planted_call(compiler):
        print("nm does not show what was planted: this test would see nothing", file=sys.stderr)
        return 1
    faults = [f"{kernel.name}: {symbol}" for kernel in kernels for symbol in faults_of(kernel)]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(kernels)} object files, {len(faults)} symbols that should not be there")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
