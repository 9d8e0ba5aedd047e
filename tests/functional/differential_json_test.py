# SPDX-License-Identifier: MIT
"""Random JSON through `chaincore inspect json` and through Python: the same bytes, or a refusal where our rules refuse.

usage: differential_json_test.py [--values N] [--doubles N] [--seed N]
A difference is shown with the seed that makes it again."""
import argparse
import itertools
import json
import random
import re
import struct
import subprocess
import sys
import tempfile
from functools import partial
from typing import IO, Any, Callable, Iterable, Iterator

from program import PROGRAM, canonical

MAX_DEPTH = 64
DIFFERENCES_SHOWN = 5
LONGEST_SHOWN = 1000
DOUBLES_PER_LINE = 50

# --- What a line should be answered -----------------------------------------------------------------------------------

STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
NUL = re.compile(r'(?<!\\)(?:\\\\)*\\u0000')
HIGH_OR_LOW = re.compile(r'\\\\|\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\u(d[89a-f][0-9a-f]{2})')


def has_lone_surrogate(ascii_json: str) -> bool:
    return any(match.group(3) for match in HIGH_OR_LOW.finditer(ascii_json))


def depth(text: bytes) -> int:
    deepest = now = 0
    for byte in STRING.sub(b"", text):
        if byte in b"[{":
            now += 1
            deepest = max(deepest, now)
        elif byte in b"]}":
            now -= 1
    return deepest


class Judge:
    """Python's reader, which notes the rules of ours that a text breaks."""

    def __init__(self) -> None:
        self.rules: set[str] = set()
        self.dropped: list[str] = []
        self.decoder = json.JSONDecoder(parse_int=self.take_int, parse_float=self.take_float,
                                        parse_constant=self.take_constant, object_pairs_hook=self.take_object)

    def take_int(self, text: str) -> int:
        if len(text) > 25 or not -2**63 <= int(text) < 2**64:
            self.rules.add("invalid_number")
            return 0
        return int(text)

    def take_float(self, text: str) -> float:
        value = float(text)
        if value in (float("inf"), float("-inf")):
            self.rules.add("invalid_number")
        return value

    def take_constant(self, _: str) -> int:
        self.rules |= {"invalid_json", "invalid_number"}  # NaN, Infinity and -Infinity are not JSON at all
        return 0

    def take_object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            self.rules.add("duplicate_key")
            self.dropped.append(json.dumps(pairs))
        return members

    def judge(self, line: bytes) -> tuple[str, set[str]]:
        """The canonical form, and the rules that the line breaks: any of them may be named."""
        self.rules, self.dropped = set(), []
        try:
            text = line.decode()
        except UnicodeDecodeError:
            return "", {"invalid_utf8", *self.rules_of_broken(line)}
        if line.count(b"[") + line.count(b"{") > MAX_DEPTH and depth(line) > MAX_DEPTH:
            self.rules.add("too_deep")
        try:
            value = self.decoder.decode(text)
        except (json.JSONDecodeError, RecursionError):
            return "", self.rules_of_broken(line)
        out = canonical(value)
        for shown in (out, *self.dropped):
            if NUL.search(shown):
                self.rules.add("nul_character")
            if has_lone_surrogate(shown):
                self.rules.add("lone_surrogate")
        return out, self.rules

    @staticmethod
    def rules_of_broken(line: bytes) -> set[str]:
        """A text that is no JSON may be refused for that, or for what stands before the fault."""
        rules = {"invalid_json", "invalid_number"}
        if b"\\u" in line:
            rules.add("lone_surrogate")
        if line.count(b"[") + line.count(b"{") > MAX_DEPTH:
            rules.add("too_deep")
        return rules


# --- Lines to ask ------------------------------------------------------------------------------------------------------

EDGE_NUMBERS = [
    "0", "-0", "-0.0", "0.0", "0e0", "-0e5", "1E5", "1e5", "1e+5", "1.0E+05", "1e-05", "1E-5", "0.0001", "0.00001", "1e16",
    "1e15", "9999999999999998.0", "9007199254740993", "9007199254740993.0", "123456789012345680.0", "1e22", "1e23",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
    "18446744073709551615", "18446744073709551616", "18446744073709551615.0", "1e19", "99999999999999999999",
    "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309", "-1e309", "1e400", "1e99999",
    "5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2e-324", "1e-400", "-1e-400",
    "2.2250738585072014e-308", "2.2250738585072011e-308", "0.1", "0.30000000000000004", "50", "50.0", "1795367986.339563",
]
CONSTANTS = ["NaN", "Infinity", "-Infinity"]
EDGE_STRINGS = ['""', '"\\u0000"', '"a\\u0000"', '"\\ud800"', '"\\udc00"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"',
                '"\\uD83D\\uDE00"', '"\\ud83dx"', '"\\\\ud800"', '"\\\\\\ud800"', '"\\\\u0000"', '"\\/"', '"/"', '"\x7f"',
                '"\\u007F"', '"\u2028"', '"\ufeff"', '"\uffff"', '"\U0010ffff"', '"\\b\\f\\n\\r\\t\\"\\\\"', '"\\u0041"']
SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "/": "\\/"}
RANGES = [(0x20, 0x7e), (0x20, 0x7e), (0x01, 0x1f), (0x7f, 0xff), (0x100, 0x7ff), (0x800, 0xd7ff), (0xe000, 0xffff),
          (0x10000, 0x10ffff)]
KEYS = ["a", "b", "z", "A", "", "\u00e9", "\uffff", "\U0001f600", "amount", "tx_id", "aa", "a\"b"]


class Writer:
    """Writes random values in the many ways in which JSON lets them be written."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.kinds: list[Callable[[int], str]] = [self.number, self.number, self.string, self.word, self.array, self.object]

    def double(self) -> str:
        """A double of random bits, in any spelling; now and then not finite."""
        [value] = struct.unpack("<d", self.random.randbytes(8))
        if value != value or value in (float("inf"), float("-inf")):
            return self.random.choice(CONSTANTS) if self.random.random() < 0.01 else "0.5"
        spelling = self.random.randrange(6)
        if spelling == 0:
            return f"{value:.{self.random.randint(0, 25)}e}"
        if spelling == 1:
            return repr(value).upper()
        if spelling == 2 and 1e-30 < abs(value) < 1e30:
            return f"{value:.{self.random.randint(1, 40)}f}"
        return repr(value)

    def number(self, _: int) -> str:
        choice = self.random.random()
        if choice < 0.35:
            return self.double()
        if choice < 0.45:
            return repr(self.random.randint(0, 10**9) / 10**self.random.randint(0, 8))
        if choice < 0.8:
            value = self.random.getrandbits(self.random.choice([3, 8, 32, 53, 62, 63, 63]))
            return str(value if self.random.random() < 0.6 else -value)
        if choice < 0.803:
            return str(self.random.getrandbits(self.random.choice([65, 80, 4000])))
        if choice < 0.9:
            return f"{self.random.randint(-999, 999)}{self.random.choice('eE')}{self.random.choice(['', '+', '-'])}" \
                   f"{self.random.randint(0, 30):0{self.random.randint(1, 3)}}"
        # Most lines should be accepted: the edges that are refused come less often.
        edge = self.random.choice(EDGE_NUMBERS)
        return edge if self.random.random() < 0.3 else "0"

    def character(self, code_point: int) -> str:
        text = chr(code_point)
        choice = self.random.random()
        if text in SHORT_ESCAPES and (choice < 0.7 or text == "/"):
            return SHORT_ESCAPES[text] if text != "/" or choice < 0.5 else text
        if code_point < 0x20 or text in '"\\' or choice < 0.15:
            units = text.encode("utf-16-be")
            form = "{:04x}" if choice < 0.08 else "{:04X}"
            return "".join("\\u" + form.format(units[i] << 8 | units[i + 1]) for i in range(0, len(units), 2))
        return text

    def string(self, _: int) -> str:
        if self.random.random() < 0.004:
            return self.random.choice(EDGE_STRINGS)
        length = int(self.random.expovariate(1 / 6))
        return '"' + "".join(self.character(self.random.randint(*self.random.choice(RANGES))) for _ in range(length)) + '"'

    def word(self, _: int) -> str:
        return self.random.choice(["true", "false", "null"]) if self.random.random() < 0.999 else \
            self.random.choice(CONSTANTS)

    def blank(self) -> str:
        return "" if self.random.random() < 0.7 else "".join(self.random.choices(" \t\r", k=self.random.randint(1, 4)))

    def array(self, room: int) -> str:
        elements = [self.value(room - 1) for _ in range(self.random.randint(0, 4))]
        return "[" + self.blank() + ",".join(self.blank() + element + self.blank() for element in elements) + "]"

    def object(self, room: int) -> str:
        count = self.random.randint(0, 5)
        # Keys without repetition, but for one object in fifty; some come in another spelling.
        keys = self.random.sample(KEYS, count) if self.random.random() < 0.98 else self.random.choices(KEYS, k=count)
        members = [f'{self.blank()}"{"".join(self.character(ord(c)) for c in key)}"{self.blank()}:{self.value(room - 1)}'
                   for key in keys]
        return "{" + self.blank() + ",".join(members) + "}" + self.blank()

    def value(self, room: int = 5) -> str:
        kinds = self.kinds if room > 0 else self.kinds[:4]
        return self.blank() + self.random.choice(kinds)(room) + self.blank()

    def nested(self) -> str:
        """A value about as deep as is allowed, empty arrays and objects at its bottom included."""
        levels = self.random.randint(MAX_DEPTH - 6, MAX_DEPTH + 3)
        brackets = [self.random.choice([("[", "]"), ('{"a":', "}"), ("[1,", "]"), ('{"b":2,"a":', "}")])
                    for _ in range(levels)]
        return "".join(b[0] for b in brackets) + self.random.choice(["1", "[]", "{}", '"["', "[[1]]"]) + \
            "".join(b[1] for b in reversed(brackets))

    def damaged(self) -> bytes:
        """A valid text with a byte changed, lost, doubled or cut off behind it."""
        text = bytearray(self.value(3).encode())
        position = self.random.randrange(len(text))
        damage = self.random.randrange(5)
        if damage == 0:
            text[position] = self.random.choice(b'"\\{}[]:,0123456789-+.eEtfnu \t\x00\x01\x1f\x7f\x80\xc0\xff')
        elif damage == 1:
            del text[position]
        elif damage == 2:
            text[position:position] = text[position:position + 1]
        elif damage == 3:
            del text[position:]
        else:
            text[position:position] = self.random.choice([b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5", b"\x00",
                                                          b"//", b"'", b"\\ud800", b"\\u12", b"]", b"}", b"1 "])
        return bytes(text).replace(b"\n", b" ")

    def line(self) -> bytes:
        choice = self.random.random()
        if choice < 0.1:
            return self.damaged()
        if choice < 0.13:
            return self.nested().encode()
        return self.value().encode()

    def doubles(self) -> bytes:
        return ("[" + ",".join(self.double() for _ in range(DOUBLES_PER_LINE)) + "]").encode()


def lines(seed: int, values: int, doubles: int) -> Iterator[bytes]:
    writer = Writer(seed)
    for edge in (*EDGE_NUMBERS, *EDGE_STRINGS, *CONSTANTS):
        yield edge.encode()
        yield f'[{{"{writer.random.choice("abc")}": {edge}}}]'.encode()
    yield from (writer.line() for _ in range(values))
    yield from (writer.doubles() for _ in range(doubles // DOUBLES_PER_LINE))


# --- The comparison ----------------------------------------------------------------------------------------------------


Explain = Callable[[bytes, bytes], str | None]  # of a line and its answer: what was expected instead, None where it is right


def difference(judge: Judge, line: bytes, answer: bytes) -> str | None:
    expected, rules = judge.judge(line)
    found = json.loads(answer)
    if rules:
        if found.get("rule") in rules and found.get("error") and "canonical" not in found:
            return None
        return f"  expected a refusal by {' or '.join(sorted(rules))}"
    return None if found == {"canonical": expected} else f"  expected  {expected}"


def compare(asked: IO[bytes], answered: IO[bytes], explain: Explain) -> tuple[int, int]:
    """How many lines there were, and how many of the answers were wrong."""
    wrong, count = 0, 0
    for count, (line, answer) in enumerate(itertools.zip_longest(asked, answered, fillvalue=b"{}"), start=1):
        explanation = explain(line.rstrip(b"\n"), answer)
        if explanation is None:
            continue
        wrong += 1
        if wrong <= DIFFERENCES_SHOWN:
            shown = (f"line {count}: {line!r}", explanation, f"  found     {answer.decode().rstrip()}")
            print(*(text[:LONGEST_SHOWN] for text in shown), sep="\n", file=sys.stderr)
    return count, wrong


def ask(kind: str, lines_to_ask: Iterable[bytes], explain: Explain) -> tuple[int, int]:
    """How many lines there were, and how many of the answers of `chaincore inspect KIND` were wrong."""
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answered:
        for line in lines_to_ask:
            asked.write(line + b"\n")
        asked.seek(0)
        done = subprocess.run([PROGRAM, "inspect", kind], stdin=asked, stdout=answered, timeout=1200)
        asked.seek(0)
        answered.seek(0)
        count, wrong = compare(asked, answered, explain)
    print(f"{kind}: {count} lines, {wrong} answered in another way than expected")
    if done.returncode == 1:
        return count, wrong
    print(f"exit code {done.returncode}, expected 1: some lines must be refused", file=sys.stderr)
    return count, wrong + 1


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=int, default=100_000)
    parser.add_argument("--doubles", type=int, default=0)
    parser.add_argument("--seed", type=int, default=20261122)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    judge = Judge()
    count, wrong = ask("json", lines(options.seed, options.values, options.doubles), partial(difference, judge))
    return 0 if wrong == 0 and count >= options.values else 1


if __name__ == "__main__":
    sys.exit(main())
