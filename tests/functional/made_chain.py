# SPDX-License-Identifier: MIT
"""Long chains made by make_chain, and nodes that begin with one; their difficulty is 1."""
import json
import os
import subprocess
from pathlib import Path
from typing import Any

from program import DONE, run

MAKE_CHAIN = os.environ.get("CHAINCORE_MAKE_CHAIN", "")


def write_made_chain(file: Path, blocks: int, payments: int, seed: int = 1) -> None:
    """Of so many blocks with so many payments each, as an answer; another seed gives another chain."""
    assert MAKE_CHAIN, "CHAINCORE_MAKE_CHAIN must name the program that makes chains"
    subprocess.run([MAKE_CHAIN, str(file), "--blocks", str(blocks), "--transactions", str(payments),
                    "--seed", str(seed)], check=True)


def made_chain(directory: Path, blocks: int, payments: int, seed: int = 1) -> list[dict[str, Any]]:
    """Its blocks; directory: for a file that is needed meanwhile."""
    file = directory / "made.json"
    write_made_chain(file, blocks, payments, seed)
    chain = json.loads(file.read_text())["chain"]
    file.unlink()
    return chain


def import_made_chain(data_dir: Path, blocks: int, payments: int, seed: int = 1) -> int:
    """How many bytes the chain is as an answer."""
    file = data_dir.with_name(data_dir.name + ".json")
    write_made_chain(file, blocks, payments, seed)
    imported = run("chain", "import", file, "--data-dir", data_dir, "--difficulty", "1")
    assert imported.code == DONE, imported
    size = file.stat().st_size
    file.unlink()
    return size
