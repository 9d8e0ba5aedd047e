# SPDX-License-Identifier: MIT
"""docs/mission.md has a row for all that was asked for, and every test that a row names says that it shows it.

Rows 21 and 22 of docs/mission.md: the packages and the tree, which no other test looks at.
"""
import re
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = range(1, 25)

TREE = ("CMakeLists.txt", "src", "kernels", "include", "bench", "tests", "tools")
# As cmake/Dependencies.cmake names them.
PACKAGES = ("OpenSSL", "cpp-httplib", "simdjson", "nlohmann_json", "benchmark", "GTest", "OpenCL")

ROW = re.compile(r"^\| (\d+) \| (.*?) \| (.*?) \|$", re.MULTILINE)
FILE = re.compile(r"`(tests/[^`]+)`")
MENTION = re.compile(r"\bRows?\s+(\d+(?:(?:,|\s+and)\s+\d+)*)\s+of\s+docs/mission\.md")


def rows_named_in(text: str) -> set[int]:
    return {int(number) for mention in MENTION.findall(text) for number in re.findall(r"\d+", mention)}


def file_fault(root: Path, file: str, row: int) -> str | None:
    if not (root / file).is_file():
        return f"row {row} names {file}, which is not there"
    if row not in rows_named_in((root / file).read_text()):
        return f"{file} does not say that it shows row {row} of docs/mission.md"
    return None


def faults(root: Path, document: str) -> list[str]:
    found = []
    rows = [(int(number), what, tests) for number, what, tests in ROW.findall(document)]
    if [number for number, _, _ in rows] != list(ROWS):
        found.append(f"the rows are not {ROWS[0]} to {ROWS[-1]}, each once and in order")
    for number, what, tests in rows:
        files = FILE.findall(tests)
        if not files and "later" not in tests:
            found.append(f'row {number} names no test, and does not say "later": {what}')
        found += filter(None, (file_fault(root, file, number) for file in files))
    return found


class Mission(unittest.TestCase):
    def test_every_row_is_there_and_shown(self) -> None:
        found = faults(ROOT, (ROOT / "docs/mission.md").read_text())
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_the_tree_is_what_was_asked_for(self) -> None:
        self.assertEqual([name for name in TREE if not (ROOT / name).exists()], [])

    def test_the_packages_are_those_that_were_asked_for(self) -> None:
        dependencies = (ROOT / "cmake/Dependencies.cmake").read_text()
        missing = [name for name in PACKAGES if not re.search(rf"find_package\({name}\b|\b{name}\)", dependencies)]
        self.assertEqual(missing, [])


class PlantedFaults(unittest.TestCase):
    """The test tests itself: each planted fault is the one that it finds."""

    def faults_of(self, changed: dict[int, str], left_out: int | None = None) -> list[str]:
        """Of a table in which only these rows name tests, beside a test that mentions rows 3, 5 and 7."""
        lines = [f"| {number} | it works | {changed.get(number, 'later')} |" for number in ROWS if number != left_out]
        with tempfile.TemporaryDirectory() as directory:
            root = Path(directory)
            (root / "tests").mkdir()
            (root / "tests/a_test.py").write_text('"""Rows 3, 5 and 7 of docs/mission.md: they work."""\n')
            return faults(root, "\n".join(lines))

    def test_an_honest_table_has_no_faults(self) -> None:
        self.assertEqual(self.faults_of({}), [])
        self.assertEqual(self.faults_of({number: "`tests/a_test.py`" for number in (3, 5, 7)}), [])

    def test_planted_faults_are_found(self) -> None:
        cases: list[tuple[dict[int, str], int | None, str]] = [
            ({}, 9, "the rows are not 1 to 24"),
            ({4: "somebody"}, None, "row 4 names no test"),
            ({3: "`tests/b_test.py`"}, None, "row 3 names tests/b_test.py, which is not there"),
            ({6: "`tests/a_test.py`"}, None, "tests/a_test.py does not say that it shows row 6"),
            ({6: "`tests/a_test.py`; the rest later"}, None, "tests/a_test.py does not say that it shows row 6"),
        ]
        for changed, left_out, expected in cases:
            with self.subTest(changed=changed, left_out=left_out):
                found = self.faults_of(changed, left_out)
                self.assertEqual(len(found), 1, found)
                self.assertIn(expected, found[0])


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
