# SPDX-License-Identifier: MIT
"""What belongs into an installed tree, whoever puts it there."""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# The modules of functional tests can be imported from here on.
sys.path.insert(0, str(ROOT / "tests/functional"))
PAGES = ("chaincore", *(f"chaincore-{name}" for name in ("node", "mine", "wallet", "chain", "ctl", "config", "top")))
DOCUMENTS = ("README.md", "docs/http_api.md", "docs/openapi.json", "docs/monitoring/alerts.yml",
             "docs/monitoring/dashboard.json", "examples/config.toml", "examples/opencl.conf")
# In a directory that prefixes share.
SHARED = (*(f"share/man/man1/{page}.1.gz" for page in PAGES), *(f"share/doc/chaincore/{name}" for name in DOCUMENTS),
          "share/bash-completion/completions/chaincore", "share/fish/vendor_completions.d/chaincore.fish",
          "bin/chaincore")


def embedded() -> list[str]:
    """What of others the dashboard, and so the program, has within."""
    package = json.loads((ROOT / "src/api/dashboard/package.json").read_text())
    return list(package["dependencies"])


def files_below(directory: Path) -> set[str]:
    return {str(path.relative_to(directory)) for path in directory.rglob("*") if not path.is_dir()}


def run_alone(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """From another directory, without anything that the environment says of us."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("CHAINCORE_")}
    return subprocess.run([str(program), *arguments], cwd="/", env=env, capture_output=True, text=True, timeout=120)


def program_of(unit: Path) -> str:
    """The path of the program that the service starts."""
    found = re.search(r"(?m)^ExecStart=(\S+) node ", unit.read_text())
    assert found is not None, unit
    return found[1]


def complaints_of_systemd(tool: str, unit: Path) -> list[str]:
    """About our unit; of this machine's others systemd may say what it likes."""
    done = subprocess.run([tool, "verify", "--man=no", str(unit)], capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if "chaincore" in line]
    return said if done.returncode == 0 or said else [done.stderr]
