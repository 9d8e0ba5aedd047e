# SPDX-License-Identifier: MIT
"""The test that tests/consensus/rule_coverage_test.cpp names for a rule expects it, and accepts what obeys it."""
import re
import sys
import unittest
from pathlib import Path

FIXTURE = re.compile(r"^class (\w+) : public testing::Test \{(.*?)^\};", re.DOTALL | re.MULTILINE)
TEST = re.compile(r"^TEST(?:_F)?\((\w+), (\w+)\) \{(.*?)^\}", re.DOTALL | re.MULTILINE)

TESTS = Path(__file__).resolve().parent.parent


def named_tests(coverage: str) -> list[tuple[str, str]]:
    """Pairs of a rule and the test that breaks it."""
    return re.findall(r'\{Rule::(\w+), "([\w.]+)"\}', coverage)


def bodies_of(sources: list[str]) -> dict[str, str]:
    """Each test's text, its fixture's before it, by the name that GoogleTest prints."""
    bodies = {}
    for source in sources:
        fixtures = dict(FIXTURE.findall(source))
        for suite, name, body in TEST.findall(source):
            bodies[f"{suite}.{name}"] = fixtures.get(suite, "") + body
    return bodies


def faults(coverage: str, sources: list[str]) -> list[str]:
    bodies = bodies_of(sources)
    found = []
    for rule, test in named_tests(coverage):
        body = bodies.get(test, "")
        if not re.search(rf"\bRule::{rule}\b", body):
            found.append(f"{test} does not speak of {rule}")
        if not re.search(r"\bkAccepted\b|\bappend\(|\baccepted\(", body):
            found.append(f"{test} accepts nothing: whatever is refused would pass it")
    return found


class RuleTests(unittest.TestCase):
    def test_each_named_test_expects_its_rule_and_has_a_control(self) -> None:
        coverage = (TESTS / "consensus" / "rule_coverage_test.cpp").read_text()
        self.assertGreater(len(named_tests(coverage)), 40)
        self.assertEqual(faults(coverage, [file.read_text() for folder in ("consensus", "state")
                                            for file in (TESTS / folder).glob("*_test.cpp")]), [])

    def test_a_planted_fault_is_found(self) -> None:
        coverage = '{Rule::nonce, "CheckBlock.RefusesANonce"},'
        test = ("TEST(CheckBlock, RefusesANonce) {\n    EXPECT_EQ(judge(0), kAccepted);\n"
                "    EXPECT_EQ(judge(1), Rule::%s);\n}\n")
        self.assertEqual(faults(coverage, [test % "nonce"]), [])
        self.assertEqual(faults(coverage, [test % "amount"]), ["CheckBlock.RefusesANonce does not speak of nonce"])
        self.assertEqual(len(faults(coverage, [(test % "nonce").replace("kAccepted", "0")])), 1)
        self.assertEqual(len(faults(coverage, [])), 2)


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
