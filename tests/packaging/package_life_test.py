# SPDX-License-Identifier: MIT
"""The Debian package in a Debian 12 of its own: installed, run, installed again over itself, removed, purged. What is
left is what was there before, and a wallet.

usage: package_life_test.py BUILD_DIR

The system is kept as root-….tar in the build tree, for the next time."""
import hashlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import debian_root
import package
from debian_root import DebianRoot, make_root

BUILD = Path(sys.argv[1]).resolve()
KEPT = BUILD / "tests/packaging"
UNIT = "etc/systemd/system/multi-user.target.wants/chaincore.service"
STATE = "var/lib/private/chaincore"
WALLET = '{"somebody": "needs this"}'


def archive_for(made: Path) -> Path:
    needs = subprocess.run(["dpkg-deb", "-f", str(made), "Depends"], capture_output=True, text=True, check=True).stdout
    return KEPT / f"root-{hashlib.sha256((needs + debian_root.INCLUDED).encode()).hexdigest()[:12]}.tar"


class PackageLife(unittest.TestCase):
    root: DebianRoot

    @classmethod
    def setUpClass(cls) -> None:
        if wrong := package.obstacle() or debian_root.obstacle():
            raise unittest.SkipTest(wrong)
        KEPT.mkdir(parents=True, exist_ok=True)
        directory = tempfile.TemporaryDirectory(dir=KEPT, prefix="life-")
        cls.addClassCleanup(directory.cleanup)
        made = package.make_package(BUILD, Path(directory.name))
        tree = Path(directory.name, "root")
        tree.mkdir()
        try:
            cls.root = make_root(tree, archive_for(made), made)
        except ConnectionError as wrong:
            raise unittest.SkipTest(str(wrong)) from wrong
        cls.before = cls.root.paths()
        shutil.copy(made, tree / "tmp/chaincore.deb")

    def tearDown(self) -> None:
        self.root.run("dpkg", "--purge", "chaincore")
        for directory in ("var/lib", "var/cache"):
            shutil.rmtree(self.root.directory / directory / "private", ignore_errors=True)
            (self.root.directory / directory / "chaincore").unlink(missing_ok=True)

    def install(self) -> None:
        self.root.succeed("apt-get", "install", "-y", "-qq", "--no-install-recommends", "--reinstall",
                          "/tmp/chaincore.deb")

    def left_behind(self) -> set[str]:
        return self.root.paths() - self.before

    def make_state(self, *names: str) -> Path:
        """As the service with its dynamic user leaves it."""
        state = self.root.directory / STATE
        (state / "chain").mkdir(parents=True)
        for name in ("chain/CURRENT", "api_token", "peers.json", "lock", *names):
            (state / name).write_text(WALLET)
        (self.root.directory / "var/lib/chaincore").symlink_to("private/chaincore")
        return state

    def test_it_runs_once_it_is_installed_and_nothing_of_it_has_been_started(self) -> None:
        self.install()
        self.assertIn("store schema", self.root.succeed("chaincore", "version"))
        self.assertEqual(self.root.run("systemctl", "is-enabled", "chaincore").stdout.strip(), "disabled")
        said = self.root.run("systemd-analyze", "verify", "--man=no", "chaincore.service").stderr
        self.assertEqual([line for line in said.splitlines() if "chaincore" in line], [])

    def test_it_is_installed_over_itself_and_settings_stay(self) -> None:
        self.install()
        settings = self.root.directory / "etc/default/chaincore"
        settings.write_text("CHAINCORE_BACKEND=none\n")
        self.root.succeed("systemctl", "enable", "chaincore")
        self.install()
        self.assertEqual(settings.read_text(), "CHAINCORE_BACKEND=none\n")
        self.assertTrue((self.root.directory / UNIT).is_symlink())
        self.assertIn("store schema", self.root.succeed("chaincore", "version"))

    def test_removed_it_leaves_settings_and_data_alone(self) -> None:
        self.install()
        self.root.succeed("systemctl", "enable", "chaincore")
        state = self.make_state("wallet.json")
        self.root.succeed("apt-get", "remove", "-y", "-qq", "chaincore")
        self.assertFalse((self.root.directory / UNIT).is_symlink())
        self.assertTrue((self.root.directory / "etc/default/chaincore").is_file())
        self.assertEqual({path.name for path in state.iterdir()},
                         {"chain", "api_token", "peers.json", "lock", "wallet.json"})

    def test_purged_it_leaves_nothing_behind(self) -> None:
        self.install()
        self.make_state()
        (self.root.directory / "var/cache/private/chaincore").mkdir(parents=True)
        self.root.succeed("apt-get", "purge", "-y", "-qq", "chaincore")
        self.assertEqual(self.left_behind() - {"var/lib/private"}, set())
        self.assertFalse((self.root.directory / "var/cache/private/chaincore").exists())

    def test_a_wallet_survives_a_purge_and_somebody_is_told(self) -> None:
        self.install()
        state = self.make_state("wallet.json")
        said = self.root.succeed("apt-get", "purge", "-y", "-qq", "chaincore")
        self.assertIn(f"/{STATE} is not empty", said)
        self.assertIn("wallet.json", said)
        self.assertEqual((state / "wallet.json").read_text(), WALLET)
        self.assertEqual([path.name for path in state.iterdir()], ["wallet.json"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
