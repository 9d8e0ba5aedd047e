# SPDX-License-Identifier: MIT
"""What the mutation check makes of C++ text, and how it reads its list of survivors."""
import sys
import unittest

from mutation_check import FILES, ROOT, Count, complaints_in
from mutations import mutations_of
from survivors import LIST, Change, read_survivors, without_reason


def results(text: str) -> set[str]:
    """The texts into which one mutation turns this one."""
    return {mutation.apply(text) for mutation in mutations_of(text)}


class Mutations(unittest.TestCase):
    def test_an_operator_is_turned_round(self) -> None:
        self.assertEqual(results("x = a < b;"), {"x = a <= b;"})
        self.assertEqual(results("x = a == b;"), {"x = a != b;"})
        self.assertEqual(results("x = a && b;"), {"x = a || b;"})
        self.assertEqual(results("x = a + b;"), {"x = a - b;"})
        self.assertEqual(results("x = a[i++];"), {"x = a[i--];"})
        self.assertEqual(results("x = !a;"), {"x = a;"})

    def test_a_constant_becomes_its_neighbours(self) -> None:
        self.assertEqual(results("x = 16;"), {"x = 17;", "x = 15;"})
        self.assertEqual(results("x = 0;"), {"x = 1;"})
        self.assertEqual(results("x = 0xffU;"), {"x = 256U;", "x = 254U;"})
        self.assertEqual(results("x = 1'000;"), {"x = 1001;", "x = 999;"})
        self.assertEqual(results("x = 0.5;"), {"x = 1.5;"})
        self.assertEqual(results("x = true;"), {"x = false;"})
        self.assertEqual(results("x = '0';"), {"x = '1';"})

    def test_the_smaller_becomes_the_larger_and_an_end_the_next_turn(self) -> None:
        self.assertEqual(results("x = std::min(a, b);"), {"x = std::max(a, b);"})
        self.assertEqual(results("        continue;"), {"        break;"})

    def test_a_guard_is_left_out(self) -> None:
        self.assertEqual(results("if (auto verdict = check(a); !verdict) return verdict;"), {";"})
        self.assertEqual(results("if (is_known(a)) return {};"), {";", "if (!(is_known(a))) return {};"})
        self.assertEqual(results("if (a) {\n    b();\n}"), {"if (!(a)) {\n    b();\n}", "if (a) {\n    ;\n}"})

    def test_a_statement_is_left_out(self) -> None:
        self.assertEqual(results("{\n    coins_.apply(diff);\n}"), {"{\n    ;\n}"})
        self.assertEqual(results("{\n    tip_ = block.header;\n}"), {"{\n    ;\n}"})
        self.assertEqual(results("{\n    const auto tip = block.header;\n    return f(a);\n}"), set())

    def test_what_is_no_code_is_left_alone(self) -> None:
        for text in ("// a < b\n", "/* 1 */", '#include "a1.hpp"\n', 'x = "a < 1";', "std::vector<Coin> coins(x);",
                     "template <class T>", "void f(Coin&& coin, const Coin* other);", 'x = "a" + b;'):
            self.assertEqual(results(text), set(), text)

    def test_sentences_for_people_are_left_alone(self) -> None:
        text = 'return reject(Rule::nonce, "found " + std::to_string(n + 1));'
        self.assertEqual(results(text), set())
        self.assertEqual(results("CHAINCORE_CHECK(a < b);"), set())
        self.assertEqual(results("return reject(a < b ? Rule::x : Rule::y, text(1));"),
                         {"return reject(a <= b ? Rule::x : Rule::y, text(1));"})

    def test_every_file_has_some(self) -> None:
        for file in FILES:
            self.assertGreater(len(mutations_of((ROOT / file).read_text())), 2, file)

    def test_a_change_is_told_by_its_line(self) -> None:
        text = "{\n    if (a < b)\n        f(c);\n}\n"
        first = mutations_of(text)[0]
        self.assertEqual((first.line_number(text), first.lines(text)), (2, ("if (a < b)", "if (a <= b)")))


SURVIVORS = """# A comment.

src/chain/merkle.cpp
- a < b
+ a <= b
  They are never
  equal.
- c
+
  Nobody reads it.
"""


class Survivors(unittest.TestCase):
    known = read_survivors(SURVIVORS)

    def test_the_list_is_read(self) -> None:
        changes = {Change("a < b", "a <= b"): "They are never equal.", Change("c", ""): "Nobody reads it."}
        self.assertEqual(self.known, {"src/chain/merkle.cpp": changes})

    def test_the_list_gives_a_reason_for_each_and_names_files_that_are_checked(self) -> None:
        known = read_survivors(LIST.read_text())
        self.assertEqual(without_reason(known), [])
        self.assertEqual(known.keys() - FILES.keys(), set())
        self.assertEqual(without_reason(read_survivors("f\n- a\n+ b\n")), ["f: b"])

    def test_the_list_speaks_of_mutations_that_are_made(self) -> None:
        for file, changes in read_survivors(LIST.read_text()).items():
            text = (ROOT / file).read_text()
            made = {Change(*mutation.lines(text)) for mutation in mutations_of(text)}
            self.assertEqual(changes.keys() - made, set(), file)

    def complaints(self, killed: int, *survivors: Change) -> list[str]:
        return complaints_in({"src/chain/merkle.cpp": Count(killed, 0, list(survivors))}, self.known, True, 0.9)

    def test_a_survivor_must_be_listed_and_what_is_listed_must_survive(self) -> None:
        listed = list(self.known["src/chain/merkle.cpp"])
        self.assertEqual(self.complaints(100, *listed), [])
        self.assertEqual(len(self.complaints(100, *listed, Change("d", "e"))), 1)
        self.assertEqual(len(self.complaints(100, listed[0])), 1)

    def test_nine_of_ten_must_be_killed(self) -> None:
        listed = list(self.known["src/chain/merkle.cpp"])
        self.assertEqual(self.complaints(18, *listed), [])
        self.assertEqual(len(self.complaints(17, *listed)), 1)


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
