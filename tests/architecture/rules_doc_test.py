# SPDX-License-Identifier: MIT
"""docs/rules.md has a row for every rule of the program, in the same order, and for no other."""
import re
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def rules_of_header(text: str) -> list[str]:
    body = re.search(r"enum class Rule[^{]*\{(.*?)\};", text, re.DOTALL)
    assert body is not None, "there is no enum Rule"
    return re.findall(r"[a-z_0-9]+", re.sub(r"//[^\n]*", "", body[1]))


def rules_of_document(text: str) -> list[str]:
    return re.findall(r"^\| `([a-z_0-9]+)` \|", text, re.MULTILINE)


def differences(header: str, document: str) -> list[str]:
    in_header, in_document = rules_of_header(header), rules_of_document(document)
    found = [f"{rule} has no row in docs/rules.md" for rule in in_header if rule not in in_document]
    found += [f"{rule} is in docs/rules.md, but is no rule" for rule in in_document if rule not in in_header]
    found += [f"{rule} has two rows" for rule in set(in_document) if in_document.count(rule) > 1]
    if not found and in_header != in_document:
        found.append("the rows stand in another order than the enumerators")
    return found


class RulesDocument(unittest.TestCase):
    def test_the_document_has_every_rule(self) -> None:
        header = (ROOT / "include/chaincore/chain/rejection.hpp").read_text()
        self.assertGreater(len(rules_of_header(header)), 40)
        self.assertEqual(differences(header, (ROOT / "docs/rules.md").read_text()), [])

    def test_a_planted_difference_is_found(self) -> None:
        header = "enum class Rule : std::uint8_t {\n    // Reading\n    nonce,\n    amount,\n};\n"
        rows = {name: f"| `{name}` | why |\n" for name in ("nonce", "amount", "colour")}
        self.assertEqual(differences(header, rows["nonce"] + rows["amount"]), [])
        self.assertEqual(differences(header, rows["nonce"]), ["amount has no row in docs/rules.md"])
        self.assertEqual(len(differences(header, "".join(rows.values()))), 1)
        self.assertEqual(len(differences(header, rows["amount"] + rows["nonce"])), 1)
        self.assertEqual(len(differences(header, rows["nonce"] + rows["amount"] + rows["nonce"])), 1)


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
