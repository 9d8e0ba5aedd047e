# SPDX-License-Identifier: MIT
"""A small disk of a test's own, in memory: a mount that nobody else sees, gone with the test's process."""
import ctypes
import os
import subprocess
import unittest
from pathlib import Path

NEW_MOUNTS, NEW_USERS = 0x00020000, 0x10000000  # CLONE_NEWNS, CLONE_NEWUSER


def unshare_mounts() -> None:
    """From here on this process mounts for itself alone. OSError where it may not."""
    uid, gid = os.getuid(), os.getgid()
    flags = NEW_MOUNTS if uid == 0 else NEW_MOUNTS | NEW_USERS
    if ctypes.CDLL(None, use_errno=True).unshare(flags) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    if uid != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
        Path("/proc/self/gid_map").write_text(f"0 {gid} 1")


def mount(*arguments: str | Path) -> None:
    done = subprocess.run(["mount", *map(str, arguments)], capture_output=True)
    if done.returncode != 0:
        raise OSError(done.returncode, done.stderr.decode().strip())


class SmallDisk:
    """Mounted at the directory; skips the test where mounting is not permitted."""

    def __init__(self, directory: Path, mebibytes: int) -> None:
        self.directory = directory
        self.ballast = directory / "ballast"
        directory.mkdir()
        try:
            mount("--make-rprivate", "/")
            mount("-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", directory)
        except OSError as reason:
            raise unittest.SkipTest(f"this process may not mount a disk in memory: {reason}") from reason

    def fill(self, left: int) -> None:
        """All but so many bytes."""
        room = os.statvfs(self.directory)
        with self.ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, room.f_bavail * room.f_frsize - left)

    def empty(self) -> None:
        self.ballast.unlink(missing_ok=True)

    def unmount(self) -> None:
        subprocess.run(["umount", str(self.directory)], check=True)
