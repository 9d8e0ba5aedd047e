# SPDX-License-Identifier: MIT
"""What the soak reads in logs, on a log that was made up."""
import sys
import unittest

from log_kinds import blocks_found, kinds_in, reorg_depths

LOG = """\
chaincore 0.1.0
  network   classic, difficulty 1

2026-11-27 18:59:59.000 info    block 9 found: aa
2026-11-27 19:00:00.000 info    another branch is the best chain now (3 blocks left behind): the tip is block 9, aa
2026-11-27 19:00:01.000 warning a longer chain with another genesis has replaced ours (1 block): the tip
2026-11-27 19:00:02.000 warning peer http://localhost:5000 is banned for 24 hours: it lies
2026-11-27 19:00:03.000 warning peer http://localhost:5001 is banned for 1 hours: it lies
terminate called without an active exception
"""


class Logs(unittest.TestCase):
    def test_lines_of_a_kind_are_counted_together(self) -> None:
        kinds = kinds_in(LOG)
        self.assertEqual(kinds["warning: peer URL is banned for N hours: it lies"], 2)
        self.assertEqual(kinds["no line of the log: terminate called without an active exception"], 1)
        self.assertEqual(len(kinds), 3)

    def test_reorgs_are_counted_by_depth(self) -> None:
        self.assertEqual(reorg_depths(LOG), [3, 1])

    def test_blocks_are_counted(self) -> None:
        self.assertEqual(blocks_found(LOG), 1)


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
