# SPDX-License-Identifier: MIT
"""Nodes that begin with a long chain, made by make_chain and imported; its difficulty is 1."""
import os
import subprocess
from pathlib import Path

from program import DONE, run

MAKE_CHAIN = os.environ.get("CHAINCORE_MAKE_CHAIN", "")


def import_made_chain(data_dir: Path, blocks: int, payments: int) -> int:
    """Of so many blocks with so many payments each; how many bytes the chain is as an answer."""
    assert MAKE_CHAIN, "CHAINCORE_MAKE_CHAIN must name the program that makes chains"
    file = data_dir.with_name(data_dir.name + ".json")
    subprocess.run([MAKE_CHAIN, str(file), "--blocks", str(blocks), "--transactions", str(payments)], check=True)
    imported = run("chain", "import", file, "--data-dir", data_dir, "--difficulty", "1")
    assert imported.code == DONE, imported
    size = file.stat().st_size
    file.unlink()
    return size
