# SPDX-License-Identifier: MIT
"""A Debian 12 of its own in a directory, made by debootstrap from this machine's mirror. What is mounted for it is seen
by its own processes alone, and gone with them."""
import os
import re
import shutil
import subprocess
from pathlib import Path

RELEASE = "bookworm"
# systemd: its systemctl enables and disables units where it does not run.
INCLUDED = "systemd"


def mirror() -> str:
    """The one that this machine takes the release's packages from."""
    sources = [path.read_text() for path in (Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*"))
               if path.is_file()]
    for text in sources:
        for entry in text.split("\n\n"):
            fields = dict(re.findall(r"(?m)^(URIs|Suites): *(.*)$", entry))
            if RELEASE in fields.get("Suites", "").split():
                return fields["URIs"].split()[0]
        if found := re.search(rf"(?m)^deb (?:\[[^]]*\] )?(\S+) {RELEASE} ", text):
            return found[1]
    return ""


def obstacle() -> str:
    """Why there can be none here; empty: nothing is in the way."""
    if os.geteuid() != 0:
        return "only root can make a Debian system of its own"
    for tool in ("debootstrap", "unshare", "chroot"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed, tools/setup --tests does that"
    return "" if mirror() else f"no mirror of {RELEASE} stands in /etc/apt"


def in_namespace(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """With mounts and processes of its own: nothing of either is left."""
    return subprocess.run(["unshare", "--mount", "--pid", "--fork", "--kill-child", *map(str, words)],
                          capture_output=True, text=True, timeout=900, stdin=subprocess.DEVNULL)


class DebianRoot:
    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """In it, with nothing of our environment."""
        return in_namespace("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "HOME=/root",
                            "DEBIAN_FRONTEND=noninteractive", "chroot", self.directory, *words)

    def succeed(self, *words: str) -> str:
        done = self.run(*words)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def paths(self) -> set[str]:
        """All that is there, but for what apt and dpkg keep for themselves."""
        own = ("var/cache/", "var/log/", "var/lib/apt/", "var/lib/dpkg/", "var/lib/systemd/", "run/", "tmp/")
        below = {str(path.relative_to(self.directory)) for path in self.directory.rglob("*")}
        return {path for path in below if not path.startswith(own)}


def make_root(directory: Path, archive: Path, package: Path) -> DebianRoot:
    """One that has everything that the package needs, and not the package. It is taken out of the archive, which is
    made where it is not there; the archive is for one list of dependencies."""
    root = DebianRoot(directory)
    if archive.is_file():
        subprocess.run(["tar", "-C", str(directory), "-xpf", str(archive)], check=True)
        return root
    done = in_namespace("debootstrap", "--variant=minbase", f"--include={INCLUDED}", RELEASE, directory, mirror())
    if done.returncode != 0:
        raise ConnectionError(f"debootstrap failed: {done.stdout[-2000:]}{done.stderr}")
    shutil.copy(package, directory / "package.deb")
    root.succeed("apt-get", "install", "-y", "-qq", "--no-install-recommends", "/package.deb")
    root.succeed("apt-get", "purge", "-y", "-qq", "chaincore")
    root.succeed("apt-get", "clean")
    (directory / "package.deb").unlink()
    archive.parent.mkdir(parents=True, exist_ok=True)
    unfinished = archive.with_suffix(".new")
    subprocess.run(["tar", "-C", str(directory), "-cpf", str(unfinished), "."], check=True)
    unfinished.replace(archive)
    return root
