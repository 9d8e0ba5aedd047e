# SPDX-License-Identifier: MIT
"""The service of systemd: both variants are understood and expose little, and the one for GPUs is allowed what drivers
need and nothing else.

usage: service_test.py PROGRAM"""
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SERVICE = ROOT / "tools/systemd/chaincore.service"
OPENCL = ROOT / "tools/systemd/chaincore.service.d/opencl.conf"
EXIT_CODES = ROOT / "src/cli/exit_code.hpp"
INSTALLED = "/usr/bin/chaincore"
# Ten times the figure that systemd-analyze prints, of 10 at most.
MOST_EXPOSURE = 20

PROGRAM = Path(sys.argv[1]).resolve()
TOOL = shutil.which("systemd-analyze")

# What the drop-in may change. Whatever else the service forbids stays forbidden.
FOR_DEVICES = {"After", "Environment", "CacheDirectory", "CacheDirectoryMode", "MemoryDenyWriteExecute",
               "PrivateDevices", "DeviceAllow", "ProcSubset", "SupplementaryGroups"}


def settings(unit: Path) -> list[tuple[str, str]]:
    lines = [line for line in unit.read_text().splitlines() if line and line[0] not in "#["]
    return [(key, value) for key, _, value in (line.partition("=") for line in lines)]


class Service(unittest.TestCase):
    def analyze(self, *arguments: str, with_devices: bool) -> subprocess.CompletedProcess[str]:
        """Over a copy that starts the program where it was built: what is not there could not be started."""
        if TOOL is None:
            self.skipTest("systemd-analyze is not installed")
        with tempfile.TemporaryDirectory() as directory:
            unit = Path(directory, SERVICE.name)
            unit.write_text(SERVICE.read_text().replace(INSTALLED, str(PROGRAM)))
            if with_devices:
                drop_ins = Path(directory, OPENCL.parent.name)
                drop_ins.mkdir()
                shutil.copy(OPENCL, drop_ins)
            return subprocess.run([TOOL, *arguments, str(unit)], capture_output=True, text=True)

    def test_systemd_understands_every_line(self) -> None:
        for with_devices in False, True:
            with self.subTest(with_devices=with_devices):
                verified = self.analyze("verify", "--man=no", with_devices=with_devices)
                # Of other units of this machine it may say what it likes; a line that it ignores is no failure to it.
                of_ours = [line for line in verified.stderr.splitlines() if "chaincore" in line]
                self.assertEqual((verified.returncode, of_ours), (0, []), verified.stderr)

    def test_systemd_finds_little_exposed(self) -> None:
        for with_devices in False, True:
            with self.subTest(with_devices=with_devices):
                judged = self.analyze("security", "--offline=yes", "--no-pager", f"--threshold={MOST_EXPOSURE}",
                                      with_devices=with_devices)
                self.assertEqual(judged.returncode, 0, judged.stdout + judged.stderr)

    def test_gpus_change_nothing_but_devices_and_what_compilers_need(self) -> None:
        keys = [key for key, _ in settings(OPENCL)]
        self.assertEqual(set(keys) - FOR_DEVICES, set())
        self.assertIn(("DevicePolicy", "closed"), settings(SERVICE), "all devices would be there")

    def test_it_is_not_started_again_after_what_would_happen_again(self) -> None:
        codes = dict(re.findall(r"(k\w+) = (\d+),", EXIT_CODES.read_text()))
        prevented = dict(settings(SERVICE))["RestartPreventExitStatus"].split()
        self.assertEqual(prevented, [codes["kUsage"], codes["kNoDevice"]])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
