# SPDX-License-Identifier: MIT
"""Makes the Debian package from a build tree."""
import shutil
import subprocess
from pathlib import Path


def obstacle() -> str:
    """Why none can be made here; empty: nothing is in the way."""
    for tool in ("dpkg-deb", "dpkg-shlibdeps"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed: this is not Debian, or the package dpkg-dev is missing"
    return ""


def make_package(build: Path, directory: Path) -> Path:
    """In that directory."""
    done = subprocess.run(["cpack", "-G", "DEB", "--config", str(build / "CPackConfig.cmake"), "-B", str(directory)],
                          capture_output=True, text=True, cwd=directory)
    packages = list(directory.glob("*.deb"))
    if done.returncode != 0 or len(packages) != 1:
        raise RuntimeError(f"cpack made {len(packages)} packages:\n{done.stdout}{done.stderr}")
    return packages[0]
