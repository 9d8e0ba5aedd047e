# SPDX-License-Identifier: MIT
"""The object files of kernels may not define functions that others define, too: the linker keeps one copy for the whole
program, and on an older CPU the one with the newer instructions ends it.

usage: kernel_symbols_test.py COMPILER OBJECT..."""
import subprocess
import sys
import tempfile
from pathlib import Path

# As nm marks them: weak functions; weak and unique data.
WEAK_FUNCTION, SHARED_DATA = "Ww", "Vvu"
# As they stand in the names of the files that are compiled for them.
INSTRUCTION_SETS = ("sha_ni", "avx2", "avx512")


def shared_symbols(nm: str, object_file: Path) -> list[str]:
    """Functions that are weak; and of the standard library nothing, data of ours holds no instructions."""
    listed = subprocess.run([nm, "-C", "--defined-only", str(object_file)], capture_output=True, text=True, check=True)
    symbols = [line.split(maxsplit=2)[1:] for line in listed.stdout.splitlines()]
    return [f"{kind} {name}" for kind, name in symbols
            if kind in WEAK_FUNCTION or (kind in SHARED_DATA and "std::" in name)]


def finds_a_planted_symbol(compiler: str, nm: str) -> bool:
    """Does an inline function of the standard library show?"""
    with tempfile.TemporaryDirectory() as directory:
        source, planted = Path(directory, "planted.cpp"), Path(directory, "planted.o")
        source.write_text("#include <vector>\nvoid grow(std::vector<int>& v) { v.push_back(1); }\n")
        subprocess.run([compiler, "-std=c++20", "-O0", "-c", str(source), "-o", str(planted)], check=True)
        return any("std::" in symbol for symbol in shared_symbols(nm, planted))


def main() -> int:
    compiler, *objects = sys.argv[1:]
    kernels = [Path(path) for path in objects if any(name in Path(path).name for name in INSTRUCTION_SETS)]
    if not all(any(name in kernel.name for kernel in kernels) for name in INSTRUCTION_SETS):
        print("an instruction set has no object file", file=sys.stderr)
        return 1
    if not finds_a_planted_symbol(compiler, "nm"):
        print("nm does not show the planted symbol: this test would see nothing", file=sys.stderr)
        return 1
    faults = [f"{kernel.name}: {symbol}" for kernel in kernels for symbol in shared_symbols("nm", kernel)]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(kernels)} object files, {len(faults)} symbols that could replace another file's")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
