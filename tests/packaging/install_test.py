# SPDX-License-Identifier: MIT
"""`cmake --install`: what it puts where, under another prefix and below DESTDIR, and that the program runs there.

usage: install_test.py BUILD_DIR"""
import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from installed_tree import SHARED, complaints_of_systemd, embedded, files_below, program_of, run_alone

BUILD = Path(sys.argv[1]).resolve()


class Install(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def install(self, prefix: str | Path, destination: str = "") -> None:
        done = subprocess.run(["cmake", "--install", str(BUILD), "--prefix", str(prefix)], capture_output=True,
                              text=True, env=os.environ | {"DESTDIR": destination})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_prefix_gets_the_program_its_manual_completions_documents_and_service(self) -> None:
        self.install(self.directory)
        files = files_below(self.directory)
        expected = {*SHARED, "share/zsh/site-functions/_chaincore", "lib/systemd/system/chaincore.service",
                    "share/doc/chaincore/LICENSE", *(f"share/doc/chaincore/LICENSE.{name}" for name in embedded())}
        self.assertEqual(expected - files, set())
        self.assertEqual({name for name in files if name.split("/")[0] not in ("bin", "lib", "share")}, set())
        self.assertEqual(program_of(self.directory / "lib/systemd/system/chaincore.service"),
                         str(self.directory / "bin/chaincore"))

    def test_the_installed_program_needs_nothing_of_the_build(self) -> None:
        self.install(self.directory)
        program = self.directory / "bin/chaincore"
        for arguments in (["version"], ["bench", "--verify", "1000"], ["devices"], ["completion", "bash"]):
            with self.subTest(arguments=arguments):
                done = run_alone(program, *arguments)
                self.assertEqual(done.returncode, 0, done.stderr)
        example = self.directory / "share/doc/chaincore/examples/config.toml"
        self.assertEqual(run_alone(program, "config", "example").stdout, example.read_text())
        self.assertEqual(run_alone(program, "config", "check", str(example)).returncode, 0)
        page = gzip.open(self.directory / "share/man/man1/chaincore-node.1.gz", "rt").read()
        self.assertEqual(run_alone(program, "manual", "node").stdout, page)

    def test_systemd_understands_the_installed_service(self) -> None:
        tool = shutil.which("systemd-analyze")
        if tool is None:
            self.skipTest("systemd-analyze is not installed, tools/setup --tests does that")
        self.install(self.directory)
        self.assertEqual(complaints_of_systemd(tool, self.directory / "lib/systemd/system/chaincore.service"), [])

    def test_destdir_changes_where_files_go_and_not_what_they_say(self) -> None:
        self.install("/opt/chaincore", str(self.directory))
        self.assertEqual({path.name for path in self.directory.iterdir()}, {"opt"})
        self.assertEqual(program_of(self.directory / "opt/chaincore/lib/systemd/system/chaincore.service"),
                         "/opt/chaincore/bin/chaincore")

    def test_under_usr_things_are_where_debian_has_them_and_settings_stay(self) -> None:
        settings = self.directory / "etc/default/chaincore"
        settings.parent.mkdir(parents=True)
        settings.write_text("CHAINCORE_BACKEND=none\n")
        self.install("/usr", str(self.directory))
        self.assertEqual(settings.read_text(), "CHAINCORE_BACKEND=none\n")
        self.assertEqual(program_of(self.directory / "lib/systemd/system/chaincore.service"), "/usr/bin/chaincore")
        self.assertTrue((self.directory / "usr/share/zsh/vendor-completions/_chaincore").is_file())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
