# SPDX-License-Identifier: MIT
"""The Debian package: its fields, what is in it, what its scripts may do, and what lintian says.

usage: package_test.py BUILD_DIR"""
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from installed_tree import ROOT, SHARED, complaints_of_systemd, embedded, files_below, program_of, run_alone
from package import make_package, obstacle
from ports import free_port

BUILD = Path(sys.argv[1]).resolve()
SCRIPTS = ("postinst", "prerm", "postrm")
# Names in the data directory that are somebody's own.
KEPT = {"wallet.json"}


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        if wrong := obstacle():
            raise unittest.SkipTest(wrong)
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.directory = Path(directory.name)
        cls.package = make_package(BUILD, cls.directory)
        cls.tree, cls.control = cls.directory / "tree", cls.directory / "control"
        subprocess.run(["dpkg-deb", "-x", str(cls.package), str(cls.tree)], check=True)
        subprocess.run(["dpkg-deb", "-e", str(cls.package), str(cls.control)], check=True)

    def test_the_fields_say_what_it_is_and_needs(self) -> None:
        text = (self.control / "control").read_text()
        fields = dict(re.findall(r"(?m)^(\S+): (.*)$", text))
        version = run_alone(BUILD / "chaincore", "--version").stdout.split()[1]
        self.assertEqual((fields["Package"], fields["Version"], fields["Section"]), ("chaincore", version, "net"))
        self.assertRegex(fields["Maintainer"], r"\A.+ <\S+@\S+>\Z")
        self.assertRegex(fields["Homepage"], r"\Ahttps://")
        self.assertRegex(fields["Depends"], r"libc6 \(>= .*librocksdb.*libssl3")
        self.assertIn("opencl-icd", fields["Suggests"])
        self.assertNotIn("opencl-icd", fields["Depends"] + fields.get("Recommends", ""))
        changes = subprocess.run(["zcat", str(self.tree / "usr/share/doc/chaincore/changelog.gz")], capture_output=True,
                                 text=True, check=True).stdout
        self.assertTrue(changes.startswith(f"chaincore ({version}) "), changes)

    def test_everything_is_in_it_and_belongs_to_root(self) -> None:
        expected = {*(f"usr/{name}" for name in SHARED), "usr/share/zsh/vendor-completions/_chaincore",
                    "usr/share/doc/chaincore/copyright", "lib/systemd/system/chaincore.service",
                    "etc/default/chaincore"}
        self.assertEqual(expected - files_below(self.tree), set())
        listing = subprocess.run(["dpkg-deb", "-c", str(self.package)], capture_output=True, text=True, check=True)
        for line in listing.stdout.splitlines():
            self.assertRegex(line, r"\A(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x) root/root ")
        self.assertEqual((self.control / "conffiles").read_text(), "/etc/default/chaincore\n")

    def test_the_copyright_names_what_of_others_is_within(self) -> None:
        text = (self.tree / "usr/share/doc/chaincore/copyright").read_text()
        for name in embedded():
            self.assertIn(f"/{name}/*\nCopyright: ", text)

    def test_the_program_and_its_service_belong_together(self) -> None:
        self.assertEqual(run_alone(self.tree / "usr/bin/chaincore", "version").returncode, 0)
        unit = self.tree / "lib/systemd/system/chaincore.service"
        self.assertEqual(program_of(unit), "/usr/bin/chaincore")
        tool = shutil.which("systemd-analyze")
        if tool is None:
            self.skipTest("systemd-analyze is not installed, tools/setup --tests does that")
        # Where it is not installed it could not be started.
        here = self.directory / "chaincore.service"
        here.write_text(unit.read_text().replace("/usr/bin/chaincore", str(self.tree / "usr/bin/chaincore")))
        self.assertEqual(complaints_of_systemd(tool, here), [])

    def test_no_script_starts_what_was_not_running(self) -> None:
        for script in SCRIPTS:
            text = (self.control / script).read_text()
            with self.subTest(script=script):
                subprocess.run(["sh", "-n", str(self.control / script)], check=True)
                self.assertIn("\nset -e\n", text)
                self.assertNotRegex(text, r"systemctl (--\S+ )*(start|restart|enable)\b")

    def test_a_purge_knows_by_name_what_a_node_makes(self) -> None:
        data = self.directory / "data"
        node = subprocess.Popen([str(self.tree / "usr/bin/chaincore"), "node", "--data-dir", str(data), "--difficulty",
                                 "1", "--blocks", "1", "--no-discover", "--backend", "cpu", "--threads", "1",
                                 "--port", str(free_port()), "--quiet", "--min-block-interval", "0"],
                                stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.assertEqual(node.wait(timeout=120), 0)
        text = (self.control / "postrm").read_text()
        found = re.search(r"for name in (.*); do", text)
        assert found is not None
        made = {path.name for path in data.iterdir()}
        self.assertEqual(made - KEPT - set(found[1].split()), set())
        self.assertIn("wallet.json", made)
        self.assertEqual(KEPT & set(found[1].split()), set())

    def test_lintian_finds_no_error(self) -> None:
        if shutil.which("lintian") is None:
            self.skipTest("lintian is not installed, tools/setup --tests does that")
        done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning", str(self.package)],
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_every_override_has_its_reason(self) -> None:
        lines = (ROOT / "tools/debian/lintian-overrides").read_text().splitlines()
        for above, line in zip(lines, lines[1:]):
            if line.startswith("chaincore:"):
                self.assertTrue(above.startswith("# "), line)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
